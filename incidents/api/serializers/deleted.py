from rest_framework import serializers

from incidents.models import Tombstone


class TombstoneSerializer(serializers.ModelSerializer):
    """``merged_into`` is the public id of what it is part of now; null where that is not public."""

    id = serializers.IntegerField(source="incident", read_only=True)
    public_id = serializers.CharField(read_only=True)
    gone_at = serializers.DateTimeField(read_only=True)
    state = serializers.ChoiceField(["withdrawn", "merged", "deleted"], read_only=True)
    merged_into = serializers.CharField(source="merged_into_public_id", read_only=True, allow_null=True)

    class Meta:
        model = Tombstone
        fields = ["id", "public_id", "gone_at", "state", "merged_into"]
