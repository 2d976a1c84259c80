"""How one record is named inside another."""

from rest_framework import serializers

from incidents.api.serializers.fields import Honest, WordField
from incidents.models import Actor, Article, Base, Incident, Place, Source
from incidents.vocabulary import ActorKind, Status


class ActorBrief(serializers.ModelSerializer):
    kind = WordField(ActorKind, read_only=True)

    class Meta:
        model = Actor
        fields = ["id", "key", "name", "kind"]


class BaseBrief(serializers.ModelSerializer):
    class Meta:
        model = Base
        fields = ["id", "key", "name"]


class PlaceBrief(serializers.ModelSerializer):
    class Meta:
        model = Place
        fields = ["id", "key", "name"]


class SourceBrief(Honest):
    class Meta:
        model = Source
        fields = ["id", "name", "domain"]


class ArticleBrief(Honest):
    """A citation. ``url`` is the outlet's address of it, not ours; the text is not public."""

    source = SourceBrief(read_only=True, allow_null=True)

    class Meta:
        model = Article
        fields = ["id", "title", "source", "url", "published_on", "published_at"]


class IncidentBrief(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()
    status = WordField(Status, read_only=True)

    class Meta:
        model = Incident
        fields = ["id", "public_id", "url", "status"]
        read_only_fields = fields

    def get_url(self, row: Incident) -> str:
        return self.context["request"].build_absolute_uri(row.get_absolute_url())
