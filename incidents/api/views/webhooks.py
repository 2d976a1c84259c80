"""Webhooks of one's own, and the log of what they were sent. Administrators see all, and may pause them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from incidents import tasks
from incidents.api.filters.webhooks import DeliveryFilters
from incidents.api.permissions import LoggedIn, may
from incidents.api.problems import Problem
from incidents.api.serializers.webhooks import (
    DeliverySerializer,
    WebhookChange,
    WebhookNew,
    WebhookSerializer,
    WebhookWithSecret,
)
from incidents.api.views.door import Door
from incidents.models import Delivery, Webhook
from incidents.vocabulary import Scope
from incidents.webhooks import owning

NUMBER = "[0-9]{1,18}"
WEBHOOK = OpenApiParameter("webhook", int, OpenApiParameter.PATH, description="Id of the webhook.")
MESSAGE = OpenApiParameter(
    "message",
    {"type": "string", "pattern": "^msg_[0-9a-f]{32}$"},
    OpenApiParameter.PATH,
    description="The webhook-id of the message.",
)


class TooManyWebhooks(Problem):
    status_code = 409
    kind = "too-many-webhooks"
    default_detail = "You have as many webhooks as one account may have. Delete one, or change it."


class NotNow(Problem):
    status_code = 409
    kind = "wrong-status"


class MayHaveWebhooks(LoggedIn):
    """Whoever may read what they tell."""

    takes = ("view_incident", Scope.WEBHOOKS)


def seen(request: Request) -> QuerySet[Webhook]:
    found = Webhook.objects.select_related("owner")
    return found if may(request, "view_webhook", Scope.ADMIN) else found.filter(owner=request.user)


def demand_own(request: Request, webhook: Webhook) -> None:
    if webhook.owner != request.user:
        raise PermissionDenied("It is another's; an administrator may look at it and pause it.")


@contextmanager
def as_problems() -> Iterator[None]:
    try:
        yield
    except owning.TooMany:
        raise TooManyWebhooks from None
    except owning.NotNow as refused:
        raise NotNow(str(refused)) from None


@extend_schema_view(
    list=extend_schema(description="Your own webhooks; an administrator's token tells of all."),
    retrieve=extend_schema(
        description="Where it sends what, and how it has fared. Its secret is not told again."
    ),
)
class WebhookViewSet(Door, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    queryset = Webhook.objects.none()
    serializer_class = WebhookSerializer
    permission_classes = [MayHaveWebhooks]
    lookup_value_regex = NUMBER

    def get_queryset(self) -> QuerySet[Webhook]:
        return seen(self.request) if self.request else self.queryset

    @extend_schema(
        request=WebhookNew,
        responses={201: OpenApiResponse(WebhookWithSecret, "It is there, and told from now on.")},
        description="Be told what is published, changed and gone. `secret` is told now and never again.",
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        body = WebhookNew(data=request.data)
        body.is_valid(raise_exception=True)
        incidents = request.build_absolute_uri(reverse("api:incident-list"))
        with as_problems():
            webhook, secret = owning.make(by=request.user, address=incidents, **body.validated_data)
        return self._with_secret(webhook, secret, 201)

    @extend_schema(
        request=WebhookChange,
        responses=WebhookSerializer,
        description="Change it, pause it or let it go on. What happened while it was paused is then told.",
    )
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        webhook = self.get_object()
        body = WebhookChange(data=request.data)
        body.is_valid(raise_exception=True)
        webhook = owning.alter(webhook, by=request.user, **body.validated_data)
        return Response(self.get_serializer(webhook).data)

    @extend_schema(description="Take it away, with all that waits for it and its log.")
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        webhook = self.get_object()
        demand_own(request, webhook)
        webhook.delete()
        return Response(status=204)

    @extend_schema(
        request=None,
        responses={202: OpenApiResponse(DeliverySerializer, "To be sent. Location says what became of it.")},
        description="Send it a message of type webhook.test.",
    )
    @action(detail=True, methods=["post"])
    def test(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        webhook = self.get_object()
        demand_own(request, webhook)
        with transaction.atomic(), as_problems():
            delivery = owning.test(webhook)
            tasks.queue_webhooks()
        return to_be_sent(request, delivery)

    @extend_schema(
        request=None,
        responses=WebhookWithSecret,
        description="Another secret, told now and never again. For a day the earlier one signs as well.",
    )
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        webhook = self.get_object()
        demand_own(request, webhook)
        return self._with_secret(*owning.rotate(webhook), 200)

    def _with_secret(self, webhook: Webhook, secret: str, status: int) -> Response:
        webhook.secret = secret
        told = WebhookWithSecret(webhook, context=self.get_serializer_context()).data
        headers = {"Location": str(told["url"])} if status == 201 else {}
        response = Response(told, status=status, headers=headers | {"Cache-Control": "no-store"})
        response.tells_a_secret = True
        return response


def to_be_sent(request: Request, delivery: Delivery) -> Response:
    told = DeliverySerializer(delivery, context={"request": request}).data
    return Response(told, status=202, headers={"Location": told["url"]})


@extend_schema_view(
    list=extend_schema(
        parameters=[WEBHOOK],
        description="What it was sent and is to be sent, the last first. Kept for a month.",
    ),
    retrieve=extend_schema(parameters=[WEBHOOK, MESSAGE], description="What has become of one message."),
)
class DeliveryViewSet(Door, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    queryset = Delivery.objects.none()
    serializer_class = DeliverySerializer
    permission_classes = [MayHaveWebhooks]
    filterset_class = DeliveryFilters
    lookup_field = "message"
    lookup_value_regex = "msg_[0-9a-f]{32}"
    orderings = {"-id": ("-id",), "id": ("id",)}
    default_ordering = "-id"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.webhook = get_object_or_404(seen(request), pk=kwargs["webhook"])

    def get_queryset(self) -> QuerySet[Delivery]:
        return self.webhook.deliveries.all() if self.request else self.queryset

    @extend_schema(
        request=None,
        parameters=[WEBHOOK, MESSAGE],
        responses={202: OpenApiResponse(DeliverySerializer, "To be sent. Location says what became of it.")},
        description="Send it now, whatever has become of it, under the same webhook-id.",
    )
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        demand_own(request, self.webhook)
        delivery = self.get_object()
        with transaction.atomic(), as_problems():
            delivery = owning.again(delivery)
            tasks.queue_webhooks()
        return to_be_sent(request, delivery)
