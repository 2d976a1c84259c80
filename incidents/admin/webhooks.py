"""Webhooks and what they were sent: to look at. Owners make them by the API, where an admin may pause them."""

from django.contrib import admin

from incidents.admin.batches import ReadOnly
from incidents.models import Delivery, Webhook


@admin.register(Webhook)
class WebhookAdmin(ReadOnly):
    list_display = ("name", "owner", "endpoint", "is_active", "paused_because", "failures", "failing_since")
    list_filter = ("is_active",)
    search_fields = ("name", "owner__username", "endpoint")
    list_select_related = ("owner",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = (
        "message",
        "webhook",
        "kind",
        "public_id",
        "state",
        "attempts",
        "last_status",
        "last_error",
    )
    list_filter = ("state", "kind")
    search_fields = ("message", "public_id", "webhook__name")
    list_select_related = ("webhook",)
