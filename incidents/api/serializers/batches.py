"""Bulk uploads, and what became of each line of them."""

import contextlib
import json
from typing import Any

from rest_framework import serializers

from incidents.api.serializers.fields import Honest, Strict, WordField
from incidents.models import Batch, Receipt
from incidents.vocabulary import ArticleState, BatchState, ReceiptOutcome

TOTALS = (
    "Numbers of lines: lines = accepted + duplicates + failed. Of the accepted, by what reading made of their"
    " articles: read, nothing_found, same_story (read with another), unsupported (another language), unread"
    " (reading failed); the others wait. drafts: the incidents that came of them."
)


class BatchSerializer(Honest):
    """``mapping`` is the file's column by field of ours; ``shape`` what the file was found to be."""

    url = serializers.HyperlinkedIdentityField("api:batch-detail")
    state = WordField(BatchState, read_only=True)
    submitter = serializers.SlugRelatedField(slug_field="username", read_only=True)
    totals = serializers.SerializerMethodField(help_text=TOTALS)
    shape = serializers.JSONField(read_only=True)
    mapping = serializers.DictField(child=serializers.CharField(allow_null=True), read_only=True)
    defaults = serializers.DictField(child=serializers.CharField(), read_only=True)
    receipts_url = serializers.HyperlinkedIdentityField("api:receipt-list", lookup_url_kwarg="batch")
    errors_url = serializers.HyperlinkedIdentityField("api:batch-errors")

    class Meta:
        model = Batch
        fields = [
            *("id", "url", "file_name", "size", "sha256", "format", "shape", "mapping", "defaults"),
            *("state", "reason", "totals", "submitter", "created_at", "started_at", "finished_at"),
            *("receipts_url", "errors_url"),
        ]
        read_only_fields = fields

    def get_totals(self, row: Batch) -> dict[str, int]:
        return row.told


class ReceiptSerializer(Honest):
    """``number`` is the line of the file, or the place in the archive, from 1; ``original`` how it begins.
    ``field`` was at fault, or told that the line repeats an article.

    ``article`` is what the line became, or what it repeats; null where it became nothing. ``reading`` is how
    far that is.
    """

    outcome = WordField(ReceiptOutcome, read_only=True)
    article = serializers.IntegerField(source="article_id", read_only=True, allow_null=True)
    reading = WordField(ArticleState, source="article.state", read_only=True, default=None, allow_null=True)

    class Meta:
        model = Receipt
        fields = ["number", "original", "outcome", "field", "reason", "article", "reading"]
        read_only_fields = fields


class Settings(Strict):
    """What somebody knows better than the file's look says. All may be left out."""

    format = serializers.CharField(
        required=False,
        max_length=20,
        allow_blank=True,
        help_text="csv, jsonl, json, xlsx, zip, document, feed, warc.",
    )
    encoding = serializers.CharField(
        required=False, max_length=40, allow_blank=True, help_text="Of a text, such as windows-1256."
    )
    delimiter = serializers.CharField(
        required=False,
        max_length=3,
        allow_blank=True,
        trim_whitespace=False,
        help_text="Between cells of CSV.",
    )
    sheet = serializers.CharField(
        required=False,
        max_length=100,
        allow_blank=True,
        help_text="Of a workbook; the first, if none is named.",
    )
    mapping = serializers.JSONField(required=False, help_text="Column of the file by field of ours.")
    source = serializers.CharField(
        required=False, max_length=200, allow_blank=True, help_text="The outlet of lines that name none."
    )
    language = serializers.CharField(
        required=False,
        max_length=16,
        allow_blank=True,
        help_text="Of lines that say none; else it is worked out.",
    )
    order = serializers.ChoiceField(
        ["dmy", "mdy"], required=False, help_text="Of days and months in figures."
    )
    zone = serializers.CharField(
        required=False, max_length=50, allow_blank=True, help_text="Of clock times without one."
    )

    def validate_mapping(self, value: Any) -> dict[str, str]:
        with contextlib.suppress(ValueError):
            value = json.loads(value) if isinstance(value, str) else value
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            raise serializers.ValidationError('expected an object such as {"text": "Body"}.')
        return value

    def terms(self) -> dict[str, Any]:
        """As ``ingestion.batch`` takes it."""
        given = dict(self.validated_data)
        shape = {
            name: given[name] for name in ("format", "encoding", "delimiter", "sheet") if given.get(name)
        }
        defaults = {name: given[name] for name in ("source", "language", "order", "zone") if given.get(name)}
        return {"shape": shape, "mapping": given.get("mapping"), "defaults": defaults}


class BatchOptions(Settings):
    paused = serializers.BooleanField(
        required=False, default=False, help_text="Look at it first: see /preview, then PATCH or /resume."
    )
    again = serializers.BooleanField(
        required=False, default=False, help_text="Though the very same file was uploaded before."
    )


class BatchNew(BatchOptions):
    file = serializers.FileField(max_length=300, allow_empty_file=True)


class PreviewLine(serializers.Serializer):
    number = serializers.IntegerField()
    original = serializers.CharField(allow_blank=True)
    article = serializers.DictField(child=serializers.CharField(), help_text="The line under our names.")
    field = serializers.CharField(allow_null=True)
    reason = serializers.CharField(
        allow_null=True, help_text="Why it would be refused; null where it would not."
    )


class Retried(serializers.Serializer):
    retried = serializers.IntegerField(help_text="Lines and articles that are tried once more.")
