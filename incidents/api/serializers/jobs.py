"""One verb over many incidents: what a script asks for, how far it is, and what became of each."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.api.serializers.briefs import IncidentBrief
from incidents.api.serializers.fields import Honest, Strict, WordField
from incidents.models import Job, JobRow
from incidents.review.jobs import MOST
from incidents.review.many import SETTABLE, VERBS
from incidents.vocabulary import JobState, RowOutcome


class JobNew(Strict):
    """``ids``, or a ``filter``: parameters of the list of incidents, {"country": "IQ", "status": ["draft"]}.

    assign takes ``assignee`` (a user name, or null for nobody), edit ``field`` and ``value``, link ``campaign``,
    confirm ``confidence`` (0 to 1: what the reader is so sure of, or surer).
    """

    verb = serializers.ChoiceField(choices=list(VERBS))
    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=MOST
    )
    filter = serializers.DictField(child=serializers.JSONField(), required=False)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)
    assignee = serializers.CharField(required=False, allow_null=True, max_length=150)
    field = serializers.CharField(required=False, max_length=40, help_text=f"One of {', '.join(SETTABLE)}.")
    value = serializers.JSONField(required=False, allow_null=True)
    campaign = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    confidence = serializers.FloatField(required=False, min_value=0, max_value=1)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("ids" in given) == ("filter" in given):
            raise serializers.ValidationError({"ids": "expected either ids or filter."})
        return given


class JobNewSchema(OpenApiSerializerExtension):
    target_class = JobNew
    priority = 1

    def map_serializer(self, auto_schema, direction):
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        one_of = [{"required": [name]} for name in ("ids", "filter")]
        return schema | {"oneOf": one_of, "additionalProperties": False}


class Reason(Strict):
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)


class ProgressSerializer(serializers.Serializer):
    """``done`` rows ``of`` all; of those done, so many were changed, unchanged and refused."""

    done = serializers.IntegerField(read_only=True)
    of = serializers.IntegerField(read_only=True)
    changed = serializers.IntegerField(read_only=True)
    unchanged = serializers.IntegerField(read_only=True)
    refused = serializers.IntegerField(read_only=True)


class JobSerializer(Honest):
    """``reason`` is why it failed as a whole; ``asked`` has the reason that was given."""

    url = serializers.HyperlinkedIdentityField("api:job-detail")
    state = WordField(JobState, read_only=True)
    asked = serializers.DictField(child=serializers.JSONField(allow_null=True), read_only=True)
    progress = serializers.SerializerMethodField()
    rows_url = serializers.HyperlinkedIdentityField("api:job-row-list", lookup_url_kwarg="job")
    undoes = serializers.IntegerField(source="undoes_id", read_only=True, allow_null=True)

    class Meta:
        model = Job
        fields = [
            *("id", "url", "verb", "state", "asked", "undoes", "reason", "progress"),
            *("created_at", "started_at", "finished_at", "rows_url"),
        ]
        read_only_fields = fields

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, row: Job) -> dict[str, int]:
        counted = row.counted
        outcomes = {str(outcome): counted[outcome] for outcome in RowOutcome}
        return {"done": sum(outcomes.values()), "of": counted.total()} | outcomes


class JobRowSerializer(Honest):
    """``incident`` is null where you may not see it any more; ``outcome`` is null until it is its turn."""

    incident = serializers.SerializerMethodField()
    outcome = WordField(RowOutcome, read_only=True, allow_null=True)

    class Meta:
        model = JobRow
        fields = ["id", "incident", "seen_version", "outcome", "message"]
        read_only_fields = fields

    @extend_schema_field(IncidentBrief(allow_null=True))
    def get_incident(self, row: JobRow) -> dict[str, Any] | None:
        return IncidentBrief(row.incident, context=self.context).data if row.is_seen else None

    def to_representation(self, row: JobRow) -> dict[str, Any]:
        told = super().to_representation(row)
        return told if row.is_seen else told | {"message": None}
