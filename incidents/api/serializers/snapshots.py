"""A snapshot, its files, and what is sent to ask for one."""

from rest_framework import serializers
from rest_framework.reverse import reverse

from incidents.api.serializers.fields import Honest, Strict, Text, WordField
from incidents.exports.formats import FORMATS
from incidents.models import Snapshot, SnapshotFile
from incidents.models.snapshots import KEY
from incidents.vocabulary import SnapshotState


class SnapshotFileSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()

    class Meta:
        model = SnapshotFile
        fields = ["format", "url", "media_type", "size", "sha256"]
        read_only_fields = fields

    def get_url(self, file: SnapshotFile) -> str:
        parts = {"key": file.snapshot.key, "name": file.name}
        return reverse("api:snapshot-file", kwargs=parts, request=self.context["request"])


class SnapshotSerializer(Honest):
    url = serializers.HyperlinkedIdentityField("api:snapshot-detail", lookup_field="key")
    state = WordField(SnapshotState, read_only=True)
    reason = Text(help_text="Why it failed, or was withdrawn.")
    made_by = serializers.CharField(source="role", read_only=True, help_text="The role, not the person.")
    citation = serializers.SerializerMethodField()
    files = SnapshotFileSerializer(many=True, read_only=True)

    class Meta:
        model = Snapshot
        fields = [
            *("key", "url", "title", "state", "query", "formats", "created_at", "made_at", "made_by", "rows"),
            *("data_version", "application", "license", "license_url", "attribution", "citation", "files"),
            *("reason", "withdrawn_at"),
        ]
        read_only_fields = fields

    def get_citation(self, snapshot: Snapshot) -> str | None:
        return snapshot.citation if snapshot.made_at else None


class SnapshotRequest(Strict):
    title = serializers.CharField(
        max_length=200, help_text="What it is a snapshot of, for those who cite it."
    )
    query = serializers.CharField(
        default="", allow_blank=True, max_length=4000, help_text="The filters, as in an address: country=IQ"
    )
    formats = serializers.ListField(
        child=serializers.ChoiceField(choices=list(FORMATS)), default=["csv"], min_length=1
    )
    key = serializers.RegexField(
        f"^{KEY}$",
        required=False,
        default="",
        max_length=60,
        help_text="Its name in its address, for ever: q1-2026. Made of the day if none is given.",
        error_messages={"invalid": "expected small letters, digits, dots and hyphens, up to 60."},
    )


class Withdrawal(Strict):
    reason = serializers.CharField(max_length=2000, help_text="Told to whoever asks for it.")
