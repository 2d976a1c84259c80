"""Webhooks as their owners see them, what is sent to make and change one, and the log of deliveries."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from incidents.api.serializers.fields import Honest, Strict, Text, WordField
from incidents.models import Delivery, Webhook
from incidents.models.webhooks import ASKED_FOR
from incidents.vocabulary import DeliveryState, MessageKind
from incidents.webhooks.addresses import LONGEST

A_NAME = {"max_length": 100, "help_text": "What it is for, in your words."}
AN_ENDPOINT = {
    "max_length": LONGEST,
    "help_text": "Where messages are sent, by POST. A public address, by HTTPS.",
    "error_messages": {"invalid": "expected an address such as https://receiver.example/hook, in ASCII."},
}
A_QUERY = {
    "allow_blank": True,
    "max_length": 4000,
    "help_text": "The filters of the list of incidents, as in an address: country=IQ&weapon=drone. They hold of"
    " what is published and changed; what is gone is told of all.",
}
URL = r"^https?://[!-~]+$"


class Kinds(serializers.ListField):
    def __init__(self, **options: Any):
        words = serializers.ChoiceField([(kind.value, kind.label) for kind in ASKED_FOR])
        super().__init__(
            child=words, min_length=1, max_length=len(ASKED_FOR), help_text="Of what it is told.", **options
        )

    def to_internal_value(self, data: Any) -> list[str]:
        return list(dict.fromkeys(super().to_internal_value(data)))


class Query(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(data).removeprefix("?")


class WebhookNew(Strict):
    name = serializers.CharField(**A_NAME)
    endpoint = serializers.RegexField(URL, **AN_ENDPOINT)
    kinds = Kinds(required=False)
    query = Query(required=False, **A_QUERY)


class WebhookChange(Strict):
    name = serializers.CharField(required=False, **A_NAME)
    endpoint = serializers.RegexField(URL, required=False, **AN_ENDPOINT)
    kinds = Kinds(required=False)
    query = Query(required=False, **A_QUERY)
    is_active = serializers.BooleanField(
        required=False, help_text="false pauses it; with true it goes on from where it stood."
    )


class WebhookSerializer(Honest):
    """``failures`` are of attempts one after another, up to now."""

    url = serializers.HyperlinkedIdentityField("api:webhook-detail")
    owner = serializers.CharField(source="owner.username", read_only=True)
    query = Text(help_text="The filters, as in an address; null: all incidents.")
    kinds = Kinds(read_only=True)
    paused_because = Text(help_text="Why it is paused; null also where its owner paused it.")
    position = serializers.CharField(
        read_only=True,
        help_text="Up to where it has been told, as Last-Event-ID of /incidents/events has it.",
    )
    deliveries_url = serializers.HyperlinkedIdentityField("api:delivery-list", lookup_url_kwarg="webhook")

    class Meta:
        model = Webhook
        fields = [
            *("id", "url", "owner", "name", "endpoint", "kinds", "query", "is_active", "paused_because"),
            *("paused_at", "failures", "failing_since", "position", "earlier_secret_until", "created_at"),
            "deliveries_url",
        ]
        read_only_fields = fields


class WebhookWithSecret(WebhookSerializer):
    """Told once: keep it."""

    secret = serializers.CharField(read_only=True, help_text="What its messages are signed with.")

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]
        read_only_fields = fields


class ToldOf(serializers.Serializer):
    """The incident as it was then; ``version`` is null of what is gone."""

    id = serializers.IntegerField(source="incident")
    public_id = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)


class DeliverySerializer(Honest):
    """``message`` is the webhook-id of all its attempts; ``duration`` is of the last, in milliseconds."""

    url = serializers.SerializerMethodField()
    kind = WordField(MessageKind, read_only=True)
    state = WordField(DeliveryState, read_only=True)
    incident = serializers.SerializerMethodField(help_text="Null of a test.")
    last_error = Text(help_text="Why the last attempt failed.")

    class Meta:
        model = Delivery
        fields = [
            *("message", "url", "kind", "state", "incident", "at", "attempts"),
            *("next_attempt_at", "last_attempt_at", "last_status", "last_error", "duration", "created_at"),
            "delivered_at",
        ]
        read_only_fields = fields

    @extend_schema_field(ToldOf(allow_null=True))
    def get_incident(self, delivery: Delivery) -> dict[str, Any] | None:
        return None if delivery.incident is None else ToldOf(delivery).data

    def get_url(self, delivery: Delivery) -> str:
        parts = {"webhook": delivery.webhook_id, "message": delivery.message}
        return reverse("api:delivery-detail", kwargs=parts, request=self.context["request"])
