"""An incident in JSON.

The row is flat, its names are those of the filters and of what PATCH takes: dashboards make columns of it
without unfolding anything. Nested are only what is a list (participants, casualties, weapons, articles), what
is a record of its own (``place``, ``base``) and numbers that are a range: ``{"min": 2, "max": null}`` is "at
least two", null as a whole "not stated", never 0. Counts of rival sources are never added up.
"""

from collections import defaultdict
from datetime import datetime
from functools import cache
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.api.permissions import may
from incidents.api.ready import Tell, telling
from incidents.api.serializers.briefs import ActorBrief, ArticleBrief, BaseBrief, IncidentBrief, PlaceBrief
from incidents.api.serializers.fields import Honest, OnRequest, Range, WordField
from incidents.models import (
    Casualties,
    Evidence,
    Incident,
    Membership,
    Participation,
    Relation,
    Statement,
    WeaponUse,
)
from incidents.models.evidence import TOLD_AS as NAMES
from incidents.review.values import countries
from incidents.vocabulary import (
    Basis,
    CasualtyKind,
    Certainty,
    Damage,
    DatePrecision,
    DisorderType,
    EventType,
    GeoPrecision,
    Interception,
    Prominence,
    ReferentKind,
    RelationKind,
    Role,
    Scope,
    Sensitivity,
    Stance,
    Status,
    SubEventType,
    Weapon,
)


class ParticipantSerializer(serializers.ModelSerializer):
    """``name`` is as said; ``actor`` is null while nobody has said who that is. The order means nothing."""

    actor = ActorBrief(read_only=True, allow_null=True)
    basis = WordField(Basis, read_only=True)
    referent = WordField(ReferentKind, read_only=True)

    class Meta:
        model = Participation
        fields = ["name", "actor", "basis", "referent"]


@extend_schema_field(ParticipantSerializer(many=True))
class Participants(serializers.Field):
    """Those of one role."""

    def __init__(self, role: Role):
        super().__init__(source="*", read_only=True)
        self.role = role

    def to_representation(self, row: Incident) -> list[dict[str, Any]]:
        ours = (part for part in row.told_participations if part.role == self.role)
        return [_participant()(part) for part in ours]


@cache
def _participant() -> Tell:
    """Made once: it depends on nothing that is asked."""
    return telling(ParticipantSerializer())


class CasualtiesSerializer(serializers.ModelSerializer):
    actor = ActorBrief(read_only=True, allow_null=True)
    kind = WordField(CasualtyKind, read_only=True)

    class Meta:
        model = Casualties
        fields = ["side", "actor", "is_civilian", "kind", "min", "max"]


class WeaponUseSerializer(Honest):
    category = WordField(Weapon, read_only=True)
    launched = Range("launched", read_only=True)
    intercepted = Range("intercepted", read_only=True)
    failed = Range("failed", read_only=True)
    hit = Range("hit", read_only=True)

    class Meta:
        model = WeaponUse
        fields = ["category", "system", "launched", "intercepted", "failed", "hit"]


class CitedArticle(ArticleBrief):
    """An article that tells of the incident."""

    prominence = WordField(Prominence, read_only=True)

    class Meta(ArticleBrief.Meta):
        fields = [*ArticleBrief.Meta.fields, "prominence"]


class RelationSerializer(serializers.ModelSerializer):
    """This incident <kind> ``incident``: retaliates_for, follow_up_of, part_of, same_salvo."""

    kind = WordField(RelationKind, read_only=True)
    incident = IncidentBrief(source="other", read_only=True)

    class Meta:
        model = Relation
        fields = ["kind", "incident"]


class RelationToSerializer(RelationSerializer):
    """The other way round: ``incident`` <kind> this one."""

    incident = IncidentBrief(read_only=True)


class CampaignBrief(serializers.ModelSerializer):
    """Of a membership in it."""

    id = serializers.IntegerField(source="campaign_id", read_only=True)
    name = serializers.CharField(source="campaign.name", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "name"]


class EvidenceSerializer(serializers.ModelSerializer):
    """``quote`` is the article's text from ``start`` to ``end``, counted in characters."""

    article = serializers.IntegerField(source="article_id", read_only=True)

    class Meta:
        model = Evidence
        fields = ["article", "start", "end", "quote"]


class StatementSerializer(Honest):
    """What somebody says of one field. ``speaker`` is null where the outlet itself tells it.

    A statement without an article is an analyst's; who, and why, is told to those who may see drafts.
    ``merged_from`` is the number of the incident that it came with when that was merged into this one, told to
    those who may see that one as well; the rows have it as ``origin``, from the view.
    """

    field = serializers.SerializerMethodField()
    article = serializers.IntegerField(source="article_id", read_only=True, allow_null=True)
    stance = WordField(Stance, read_only=True)
    author = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    evidence = EvidenceSerializer(many=True, read_only=True)
    value = serializers.JSONField(read_only=True, allow_null=True)
    merged_from = serializers.IntegerField(source="origin", read_only=True, allow_null=True)

    class Meta:
        model = Statement
        fields = [
            "id",
            *(
                "field",
                "value",
                "article",
                "speaker",
                "stance",
                "confidence",
                "is_chosen",
                "author",
                "reason",
            ),
            *("created_at", "merged_from", "evidence"),
        ]

    def get_field(self, row: Statement) -> str:
        return NAMES.get(row.field, row.field)

    def get_author(self, row: Statement) -> str | None:
        return row.author.username if row.author and self._may_see_who() else None

    def get_reason(self, row: Statement) -> str | None:
        return row.reason or None if self._may_see_who() else None

    def _may_see_who(self) -> bool:
        return may(self.context["request"], "view_draft", Scope.DRAFTS)


EVIDENCE = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"$ref": "#/components/schemas/Evidence"}},
    "description": "By field: the words that its value stands on. With include=evidence.",
}


class IncidentSerializer(OnRequest, Honest):
    """One incident. ``version`` is what a change has to name; see also the module's own words.

    The rows below it come as lists, ``told_…``, from the view.
    """

    url = serializers.SerializerMethodField()
    status = WordField(Status, read_only=True)
    disorder_type = WordField(DisorderType, read_only=True)
    event_type = WordField(EventType, read_only=True)
    sub_event_type = WordField(SubEventType, read_only=True)
    certainty = WordField(Certainty, read_only=True)
    date_precision = WordField(DatePrecision, read_only=True)
    country_name = serializers.SerializerMethodField()
    place = PlaceBrief(read_only=True, allow_null=True)
    base = BaseBrief(read_only=True, allow_null=True)
    geo_precision = WordField(GeoPrecision, read_only=True)
    killed = Range("killed", read_only=True)
    wounded = Range("wounded", read_only=True)
    intercepted = WordField(Interception, read_only=True)
    damage = WordField(Damage, read_only=True)
    sensitivity = WordField(Sensitivity, read_only=True)
    restricted_to = serializers.SlugRelatedField(slug_field="name", read_only=True, allow_null=True)
    perpetrators = Participants(Role.PERPETRATOR)
    targets = Participants(Role.TARGET)
    claimants = Participants(Role.CLAIMANT)
    accused = Participants(Role.ACCUSED)
    deniers = Participants(Role.DENIER)
    supporters = Participants(Role.SUPPORTER)
    casualties_by_side = CasualtiesSerializer(source="told_casualties", many=True, read_only=True)
    weapons = WeaponUseSerializer(source="told_weapons", many=True, read_only=True)
    campaigns = CampaignBrief(source="told_memberships", many=True, read_only=True)
    relations = RelationSerializer(source="told_relations", many=True, read_only=True)
    relations_to = RelationToSerializer(source="told_relations_to", many=True, read_only=True)
    articles = serializers.SerializerMethodField()
    merged_into = IncidentBrief(read_only=True, allow_null=True)
    assignee = serializers.SerializerMethodField(
        help_text="Whose task it is; told to those who may see drafts."
    )
    held_by = serializers.SerializerMethodField(
        help_text="Who has it open for work just now; told to those who may see drafts."
    )
    held_until = serializers.SerializerMethodField()
    evidence = serializers.SerializerMethodField()
    statements = StatementSerializer(source="told_statements", many=True, read_only=True)

    class Meta:
        model = Incident
        fields = [
            *("id", "public_id", "url", "status", "version"),
            *("disorder_type", "event_type", "sub_event_type", "certainty", "summary"),
            *("date_start", "date_end", "date_precision", "date_how", "time_local", "time_zone", "moment"),
            *("country", "country_name", "admin1", "place", "place_name", "base"),
            *("latitude", "longitude", "geo_precision"),
            *("killed", "wounded", "casualties_by_side"),
            *("perpetrators", "targets", "claimants", "accused", "deniers", "supporters"),
            *("weapons", "intercepted", "damage", "civilian_targeting", "origin_of_fire"),
            *(
                "sensitivity",
                "restricted_to",
                "embargo_until",
                "confidence",
                "campaigns",
                "relations",
                "relations_to",
            ),
            *("assignee", "held_by", "held_until"),
            *("articles", "merged_into", "created_at", "updated_at", "published_at"),
            *("evidence", "statements"),
        ]
        read_only_fields = fields

    optional = ("evidence", "statements")

    def get_url(self, row: Incident) -> str:
        return self.context["request"].build_absolute_uri(row.get_absolute_url())

    def get_country_name(self, row: Incident) -> str | None:
        return countries().get(row.country)

    def get_assignee(self, row: Incident) -> str | None:
        return row.assignee.username if self._tells_work() and row.assignee else None

    def get_held_by(self, row: Incident) -> str | None:
        return row.held_by.username if self._is_held(row) else None

    def get_held_until(self, row: Incident) -> datetime | None:
        return row.held_until if self._is_held(row) else None

    def _is_held(self, row: Incident) -> bool:
        return bool(row.held_until and self._tells_work() and row.held_by and row.held_until > timezone.now())

    def _tells_work(self) -> bool:
        """Asked once for all rows."""
        if "tells_work" not in self.context:
            self.context["tells_work"] = may(self.context["request"], "view_draft", Scope.DRAFTS)
        return bool(self.context["tells_work"])

    @extend_schema_field(CitedArticle(many=True))
    def get_articles(self, row: Incident) -> list[dict[str, Any]]:
        brief = self._brief(ArticleBrief)
        return [brief(report.article) | {"prominence": report.prominence} for report in row.told_reports]

    @extend_schema_field(EVIDENCE)
    def get_evidence(self, row: Incident) -> dict[str, list[dict[str, Any]]]:
        brief = self._brief(EvidenceSerializer)
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for statement in row.told_statements:
            if statement.is_chosen:
                words = (brief(each) for each in statement.evidence.all())
                name = NAMES.get(statement.field, statement.field)
                found[name] += [each for each in words if each not in found[name]]
        return {name: words for name, words in found.items() if words}

    def _brief(self, serializer: type[serializers.Serializer]) -> Tell:
        made = self.__dict__.setdefault("_made", {})
        if serializer not in made:
            made[serializer] = telling(serializer(context=self.context))
        return made[serializer]
