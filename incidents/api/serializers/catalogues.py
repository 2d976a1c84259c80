"""Who, where, and who reports: the catalogues that incidents refer to."""

from urllib.parse import urlencode

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from incidents.api.serializers.briefs import ActorBrief, ArticleBrief, PlaceBrief
from incidents.api.serializers.fields import Honest, OnRequest, Text, WordField
from incidents.models import Actor, Base, Campaign, Counter, Place, Presence, Source, Tie
from incidents.review.values import countries
from incidents.vocabulary import ActorKind, BaseKind, PlaceKind, Reliability, SourceScale, TieKind


class Located(serializers.Serializer):
    country = Text()
    country_name = serializers.SerializerMethodField()

    def get_country_name(self, row) -> str | None:
        return countries().get(row.country)


class TieSerializer(Honest):
    """``actor`` is <kind> ``other``."""

    kind = WordField(TieKind, read_only=True)
    actor = ActorBrief(read_only=True)
    other = ActorBrief(read_only=True)

    class Meta:
        model = Tie
        fields = ["actor", "kind", "other", "since", "until", "source"]


class ActorSerializer(Located, Honest):
    url = serializers.HyperlinkedIdentityField("api:actor-detail", lookup_field="key")
    kind = WordField(ActorKind, read_only=True)
    kind_code = serializers.SerializerMethodField(help_text="ACLED's inter, 1-8.")
    names = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Actor
        fields = [
            *("id", "key", "url", "name", "names", "aliases", "kind", "kind_code", "country", "country_name"),
            *("active_from", "active_to", "wikidata", "note", "source"),
        ]

    def get_kind_code(self, row: Actor) -> int:
        return ActorKind(row.kind).code


class ActorDetail(ActorSerializer):
    """With its ties, from it and to it."""

    ties = TieSerializer(many=True, read_only=True)
    ties_to = TieSerializer(many=True, read_only=True)

    class Meta(ActorSerializer.Meta):
        fields = [*ActorSerializer.Meta.fields, "ties", "ties_to"]


class PresenceSerializer(Honest):
    actor = ActorBrief(read_only=True)

    class Meta:
        model = Presence
        fields = ["actor", "since", "until", "source"]


class BaseSerializer(Located, Honest):
    """``incidents`` counts those that you may see and that are published."""

    url = serializers.HyperlinkedIdentityField("api:base-detail", lookup_field="key")
    kind = WordField(BaseKind, read_only=True)
    presences = PresenceSerializer(many=True, read_only=True)
    incidents = serializers.IntegerField(source="incident_count", read_only=True)

    class Meta:
        model = Base
        fields = [
            *("id", "key", "url", "name", "aliases", "kind", "country", "country_name", "admin1", "latitude"),
            *("longitude", "icao", "wikidata", "operator", "time_zone", "source", "presences", "incidents"),
        ]


class MonthCount(serializers.Serializer):
    """``imprecise`` of them are dated less precisely than to the month. ``month`` is its first day."""

    month = serializers.DateField(read_only=True)
    incidents = serializers.IntegerField(read_only=True)
    imprecise = serializers.IntegerField(read_only=True)


class BaseDetail(BaseSerializer):
    """With the history of attacks on it: ``by_month`` from the first month to the last, empty ones as well;
    ``undated`` ones stand in no month. ``incidents_url`` lists them all.
    """

    incidents_url = serializers.SerializerMethodField()
    by_month = MonthCount(many=True, read_only=True)
    undated = serializers.IntegerField(read_only=True)

    class Meta(BaseSerializer.Meta):
        fields = [*BaseSerializer.Meta.fields, "incidents_url", "by_month", "undated"]

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_incidents_url(self, row: Base) -> str:
        address = reverse("api:incident-list", request=self.context["request"])
        return f"{address}?{urlencode({'base': row.key})}"


class PlaceSerializer(Located, Honest):
    url = serializers.HyperlinkedIdentityField("api:place-detail", lookup_field="key")
    kind = WordField(PlaceKind, read_only=True)

    class Meta:
        model = Place
        fields = [
            *("id", "key", "url", "name", "aliases", "kind", "country", "country_name", "admin1", "latitude"),
            *("longitude", "population", "time_zone", "geonames_id"),
        ]


class SourceSerializer(Located, Honest):
    url = serializers.HyperlinkedIdentityField("api:source-detail")
    reliability = WordField(Reliability, read_only=True, help_text="Admiralty code.")
    scale = WordField(SourceScale, read_only=True)

    class Meta:
        model = Source
        fields = [
            *(
                "id",
                "url",
                "name",
                "aliases",
                "domain",
                "country",
                "country_name",
                "language",
                "reliability",
                "scale",
            ),
        ]


class SourceCounts(serializers.Serializer):
    """``incidents`` are those that you may see, that are published, and of which an article of it tells;
    ``articles`` all of its articles to those who may read articles, else those that tell of such incidents.
    """

    articles = serializers.IntegerField(read_only=True)
    incidents = serializers.IntegerField(read_only=True)


class SourceDetail(OnRequest, SourceSerializer):
    counts = SourceCounts(read_only=True)

    class Meta(SourceSerializer.Meta):
        fields = [*SourceSerializer.Meta.fields, "counts"]

    optional = ("counts",)


class CampaignSerializer(Honest):
    """``incidents`` counts those that you may see and that are published."""

    url = serializers.HyperlinkedIdentityField("api:campaign-detail")
    actors = ActorBrief(many=True, read_only=True)
    targets = ActorBrief(many=True, read_only=True)
    places = PlaceBrief(many=True, read_only=True)
    incidents = serializers.IntegerField(source="incident_count", read_only=True)

    class Meta:
        model = Campaign
        fields = [
            *(
                "id",
                "url",
                "name",
                "description",
                "actors",
                "targets",
                "places",
                "countries",
                "since",
                "until",
            ),
            "incidents",
        ]


class CounterSerializer(Honest):
    """An article's own count. Counts of several articles are rivals, not parts of a sum.

    ``ours`` is what we hold of the same days, from ``ours_since`` to ``ours_until``, both included; ``gap`` how
    many more the article counts, below 0 where we hold more. Null where the days are not known.
    """

    article = ArticleBrief(source="counter.article", read_only=True)
    count = serializers.IntegerField(source="counter.count", read_only=True)
    what = serializers.CharField(source="counter.what", read_only=True)
    since = serializers.DateField(source="counter.since", read_only=True, allow_null=True)
    start = serializers.IntegerField(source="counter.start", read_only=True)
    end = serializers.IntegerField(source="counter.end", read_only=True)
    quote = serializers.CharField(source="counter.quote", read_only=True)
    ours = serializers.IntegerField(read_only=True, allow_null=True)
    ours_since = serializers.DateField(source="since", read_only=True, allow_null=True)
    ours_until = serializers.DateField(source="until", read_only=True, allow_null=True)
    gap = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Counter
        fields = [
            *("count", "what", "since", "article", "start", "end", "quote"),
            *("ours", "ours_since", "ours_until", "gap"),
        ]


class Reached(serializers.Serializer):
    """So many incidents there were up to this day, and on it."""

    day = serializers.DateField(read_only=True)
    incidents = serializers.IntegerField(read_only=True)


class CampaignDetail(CampaignSerializer):
    """With what articles count, the latest article first, and our own count over time: ``course`` has each day on
    which something happened. ``undated`` incidents stand in neither.
    """

    counters = CounterSerializer(source="counted", many=True, read_only=True)
    course = Reached(many=True, read_only=True)
    undated = serializers.IntegerField(read_only=True)

    class Meta(CampaignSerializer.Meta):
        fields = [*CampaignSerializer.Meta.fields, "counters", "course", "undated"]
