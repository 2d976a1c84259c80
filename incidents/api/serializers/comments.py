from rest_framework import serializers

from incidents.api.serializers.fields import Strict
from incidents.models import Comment
from incidents.review.comment import LONGEST


class CommentNew(Strict):
    text = serializers.CharField(max_length=LONGEST)


class CommentSerializer(serializers.ModelSerializer):
    """``edited_at`` is null where it stands as it was written."""

    author = serializers.SlugRelatedField(slug_field="username", read_only=True)

    class Meta:
        model = Comment
        fields = ["id", "author", "text", "at", "edited_at"]
        read_only_fields = fields


class CommentTold(CommentSerializer):
    """``nobody`` are names in it that are nobody's who may see the incident: they are not told."""

    nobody = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta(CommentSerializer.Meta):
        fields = [*CommentSerializer.Meta.fields, "nobody"]
        read_only_fields = fields
