"""Snapshots: asked for with the question of a list, and from then on the same for ever."""

from base64 import b64encode
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import http_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents import tasks
from incidents.api.filters.asked import public_found
from incidents.api.permissions import LoggedIn, MayRead, demand, may
from incidents.api.problems import Problem, Withdrawn
from incidents.api.ranges import served
from incidents.api.serializers.snapshots import SnapshotRequest, SnapshotSerializer, Withdrawal
from incidents.api.views.door import Door
from incidents.api.views.exports import ByAddress
from incidents.exports import snapshots
from incidents.exports.formats import FORMATS
from incidents.models import Snapshot, SnapshotFile
from incidents.models.snapshots import KEY
from incidents.vocabulary import Scope, SnapshotState

MADE = (SnapshotState.READY, SnapshotState.WITHDRAWN)
RETRY_AFTER = "2"
FOR_EVER = "max-age=31536000, immutable"
KEY_PARAMETER = OpenApiParameter(
    "key", {"type": "string", "pattern": f"^{KEY}$"}, OpenApiParameter.PATH, description="Of the snapshot."
)


class NotReady(Problem):
    status_code = 409
    kind = "wrong-status"
    default_detail = "Only a snapshot that is ready can be withdrawn."


@extend_schema_view(
    list=extend_schema(
        description="Those that are made, the newest first; those that were withdrawn are named as well."
    ),
    retrieve=extend_schema(
        parameters=[KEY_PARAMETER],
        description="What it has, how to cite it, and its files with their hashes.",
    ),
)
class SnapshotViewSet(Door, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    queryset = Snapshot.objects.none()
    serializer_class = SnapshotSerializer
    right_to_view = "view_incident"
    lookup_field = "key"
    lookup_value_regex = KEY
    orderings = {"-created_at": ("-created_at", "-id"), "created_at": ("created_at", "id")}
    default_ordering = "-created_at"

    @property
    def refusals(self) -> set[int]:
        return {"retrieve": {410}, "withdraw": {410}}.get(self.action, set())

    def get_permissions(self) -> list[BasePermission]:
        return [MayRead() if self.action in {"list", "retrieve", None} else LoggedIn()]

    def get_queryset(self) -> QuerySet[Snapshot]:
        """Who may ask for one sees also what is being made."""
        files = Prefetch("files", SnapshotFile.objects.select_related("snapshot").defer("snapshot__wanted"))
        found = Snapshot.objects.defer("wanted").prefetch_related(files)
        if self.request and may(self.request, "add_snapshot", Scope.REVIEW):
            return found
        return found.filter(state__in=MADE)

    def get_object(self) -> Snapshot:
        snapshot = super().get_object()
        refuse_withdrawn(snapshot)
        return snapshot

    @extend_schema(
        request=SnapshotRequest,
        responses={202: OpenApiResponse(SnapshotSerializer, "Being made. Location says how far it is.")},
        description=(
            "Have what the public sees of a question now made into files that never change. `query` takes the "
            "filters of the list of incidents."
        ),
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        demand(request, "add_snapshot", Scope.REVIEW)
        asked = SnapshotRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        given["query"] = given["query"].removeprefix("?")
        found = public_found(given["query"], request)
        with transaction.atomic():
            snapshot = snapshots.ask(
                found, by=request.user, addresses=request.build_absolute_uri(request.path), **given
            )
            tasks.queue_snapshot(snapshot)
        body = SnapshotSerializer(self.get_queryset().get(pk=snapshot.pk), context={"request": request}).data
        return Response(body, status=202, headers={"Location": str(body["url"]), "Retry-After": RETRY_AFTER})

    @extend_schema(
        request=Withdrawal,
        responses=SnapshotSerializer,
        parameters=[KEY_PARAMETER],
        description="Take its files away, for a reason that is told to whoever asks. It cannot be undone.",
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        demand(request, "withdraw_snapshot", Scope.REVIEW)
        snapshot = self.get_object()
        given = Withdrawal(data=request.data)
        given.is_valid(raise_exception=True)
        if snapshot.state != SnapshotState.READY:
            raise NotReady
        snapshots.withdraw(snapshot, by=request.user, reason=given.validated_data["reason"])
        return Response(self.get_serializer(self.get_queryset().get(pk=snapshot.pk)).data)


def refuse_withdrawn(snapshot: Snapshot) -> None:
    if snapshot.state == SnapshotState.WITHDRAWN:
        raise Withdrawn(
            f"{snapshot.title} was withdrawn. {snapshot.reason}",
            reason=snapshot.reason,
            withdrawn_at=f"{snapshot.withdrawn_at:%Y-%m-%dT%H:%M:%SZ}",
            key=snapshot.key,
        )


class SnapshotFileView(Door, GenericAPIView):
    queryset = SnapshotFile.objects.none()
    permission_classes = [MayRead]
    right_to_view = "view_incident"
    content_negotiation_class = ByAddress
    pagination_class = None
    detail = True
    parameters = ()
    refusals = {410, 416}

    @extend_schema(
        operation_id="snapshots_file",
        parameters=[
            KEY_PARAMETER,
            OpenApiParameter(
                "name",
                {"type": "string", "enum": [f"incidents.{form.ending}" for form in FORMATS.values()]},
                OpenApiParameter.PATH,
                description="Of the file.",
            ),
            OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="bytes=0-999"),
        ],
        responses={
            status: OpenApiResponse(
                OpenApiTypes.BINARY,
                description,
            )
            for status, description in ((200, "The file."), (206, "The part of it that Range asks for."))
        },
        description="The same bytes for ever: its ETag is its SHA-256, and parts of it can be asked for.",
    )
    def get(self, request: Request, key: str, name: str) -> HttpResponseBase:
        self.filter_queryset(self.queryset)  # refuses parameters: there are none
        snapshot = get_object_or_404(Snapshot.objects.defer("wanted"), key=key, state__in=MADE)
        refuse_withdrawn(snapshot)
        file = get_object_or_404(snapshot.files.select_related("snapshot"), name=name)
        path = snapshots.path(file)
        if not path.is_file():
            raise Http404
        whose = "public" if settings.PUBLIC_READ else "private"
        headers = {
            "ETag": f'"{file.sha256}"',
            "Repr-Digest": f"sha-256=:{_base64(file.sha256)}:",
            "Last-Modified": http_date(snapshot.made_at.timestamp()),
            "Cache-Control": f"{whose}, {FOR_EVER}",
            "Content-Disposition": f'attachment; filename="{snapshot.key}.{FORMATS[file.format].ending}"',
            "Link": f'<{snapshot.address}>; rel="describedby"',
            "X-License": snapshot.license,
        }
        return served(request, path, media_type=file.media_type, headers=headers)


def _base64(digest: str) -> str:
    return b64encode(bytes.fromhex(digest)).decode()
