"""Statements and evidence by themselves, each with the incident that it is about."""

from rest_framework import serializers

from incidents.api.serializers.briefs import IncidentBrief
from incidents.api.serializers.changes import VerbSerializer
from incidents.api.serializers.incidents import NAMES, EvidenceSerializer, StatementSerializer
from incidents.api.serializers.verbs import Words
from incidents.models import Evidence


class SaidOfIncident(StatementSerializer):
    incident = IncidentBrief(read_only=True)

    class Meta(StatementSerializer.Meta):
        fields = ["id", "incident", *StatementSerializer.Meta.fields[1:]]


class WordsOfIncident(EvidenceSerializer):
    """``is_chosen``: the incident's value follows the statement that stands on these words."""

    incident = IncidentBrief(source="statement.incident", read_only=True)
    statement = serializers.IntegerField(source="statement_id", read_only=True)
    field = serializers.SerializerMethodField()
    is_chosen = serializers.BooleanField(source="statement.is_chosen", read_only=True)

    class Meta(EvidenceSerializer.Meta):
        model = Evidence
        fields = ["id", "incident", "statement", "field", "is_chosen", *EvidenceSerializer.Meta.fields]

    def get_field(self, row: Evidence) -> str:
        return NAMES.get(row.statement.field, row.statement.field)


class StatementNew(VerbSerializer):
    """``value`` is that of the field as PATCH takes it: {"min": 2, "max": null} of killed, "air_drone_strike" of
    sub_event_type. ``evidence`` are the words that you take it from, if there are any.
    """

    field = serializers.CharField(max_length=40)
    value = serializers.JSONField(allow_null=True)
    reason = serializers.CharField(max_length=2000)
    evidence = Words(many=True, required=False, max_length=50)


class StatementMade(SaidOfIncident):
    """``incident_version`` is that of the incident, whose value follows it now."""

    incident_version = serializers.IntegerField(source="incident.version", read_only=True)

    class Meta(SaidOfIncident.Meta):
        fields = [*SaidOfIncident.Meta.fields, "incident_version"]
