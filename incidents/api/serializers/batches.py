"""Bulk uploads, and what became of each line of them."""

from rest_framework import serializers

from incidents.api.serializers.fields import Honest, WordField
from incidents.models import Batch, Receipt
from incidents.vocabulary import BatchState, ReceiptOutcome


class BatchSerializer(Honest):
    """``totals`` are numbers of lines by outcome; ``mapping`` is the file's column by field of ours."""

    url = serializers.HyperlinkedIdentityField("api:batch-detail")
    state = WordField(BatchState, read_only=True)
    submitter = serializers.SlugRelatedField(slug_field="username", read_only=True)
    totals = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    mapping = serializers.DictField(child=serializers.CharField(allow_null=True), read_only=True)
    receipts_url = serializers.HyperlinkedIdentityField("api:receipt-list", lookup_url_kwarg="batch")

    class Meta:
        model = Batch
        fields = [
            *("id", "url", "file_name", "sha256", "format", "mapping", "state", "totals", "submitter"),
            *("created_at", "receipts_url"),
        ]
        read_only_fields = fields


class ReceiptSerializer(Honest):
    """``number`` is the line of the file, or the place in the archive, from 1. ``field`` was at fault.

    ``article`` is what the line became, or what it repeats; null where it became nothing.
    """

    outcome = WordField(ReceiptOutcome, read_only=True)
    article = serializers.IntegerField(source="article_id", read_only=True, allow_null=True)

    class Meta:
        model = Receipt
        fields = ["number", "outcome", "field", "reason", "article"]
        read_only_fields = fields
