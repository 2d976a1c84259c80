from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.http import http_date
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.api.filters.incidents import IncidentFilters
from incidents.api.lower import Lower, Rows
from incidents.api.permissions import MayRead, may
from incidents.api.schema import listing
from incidents.api.serializers.changes import ROLE_OF_LIST
from incidents.api.serializers.incidents import IncidentSerializer
from incidents.api.views.door import Door
from incidents.api.views.exports import FORMAT, AlsoAsFile
from incidents.api.views.holds import Holds
from incidents.api.views.parts import BY_ID, asked_for, visible, with_origin
from incidents.api.views.past import AS_OF, InThePast
from incidents.api.views.verbs import MayReview, Verbs
from incidents.dashboards import tallies
from incidents.models import (
    Casualties,
    Incident,
    Membership,
    Participation,
    Relation,
    Report,
    Statement,
    User,
    WeaponUse,
)
from incidents.models.incidents import IncidentQuerySet
from incidents.vocabulary import Scope, Status

A_SECOND = timedelta(seconds=1)  # of which HTTP knows no part
READS = {"list", "retrieve", "metadata", None}  # None: by no method that we know
INCLUDE = listing(
    "include", ["evidence", "statements"], "evidence, statements, or both, separated by a comma."
)


CITATIONS = Report.objects.select_related("article__source").only(
    *("incident_id", "prominence", "article__title", "article__url", "article__published_on"),
    *("article__published_at", "article__source__name", "article__source__domain"),
)
MEMBERSHIPS = Membership.objects.select_related("campaign").order_by("campaign__name", "campaign_id")
LOWER = {
    tuple(ROLE_OF_LIST): Lower("told_participations", Participation.objects.select_related("actor")),
    ("casualties_by_side",): Lower("told_casualties", Casualties.objects.select_related("actor")),
    ("weapons",): Lower("told_weapons", WeaponUse.objects.all()),
    ("campaigns",): Lower("told_memberships", MEMBERSHIPS),
    ("articles", "evidence"): Lower("told_reports", CITATIONS),
}
RELATIONS = {
    "other": Lower("told_relations", Relation.objects.select_related("other").order_by("kind", "other_id")),
    "incident": Lower(
        "told_relations_to",
        Relation.objects.select_related("incident").order_by("kind", "incident_id"),
        "other",
    ),
}
"""By their other end."""


def _shown(end: str, among: IncidentQuerySet) -> Callable[[Sequence[Incident]], None]:
    """Those of which the incident at the other end, too, is among those that one may see. That is asked only where
    there are any: to have it in the query of every page takes longer than the page's other rows.
    """

    def seen(rows: Rows) -> Rows:
        ends = {getattr(row, f"{end}_id") for row in rows}
        shown = {*among.order_by().filter(pk__in=ends).values_list("pk", flat=True)} if ends else ends
        return [row for row in rows if getattr(row, f"{end}_id") in shown]

    return lambda incidents: RELATIONS[end].fill(incidents, seen)


@extend_schema_view(
    list=extend_schema(
        parameters=[INCLUDE, AS_OF, FORMAT],
        description="Published incidents; with status, drafts as well, for those who may.",
    ),
    retrieve=extend_schema(
        parameters=[INCLUDE, AS_OF],
        responses={
            200: IncidentSerializer,
            301: OpenApiResponse(description="Merged into the one at Location."),
        },
        description="By public id or number. Its ETag begins with its version.",
    ),
)
class IncidentViewSet(
    Verbs, Holds, AlsoAsFile, InThePast, Door, ListModelMixin, RetrieveModelMixin, GenericViewSet
):
    queryset = Incident.objects.none()
    serializer_class = IncidentSerializer
    filterset_class = IncidentFilters
    lookup_value_regex = BY_ID
    lookup_url_kwarg = "id"
    right_to_view = "view_incident"
    includes = ("evidence", "statements")
    orderings = {
        "-date_start": ("-sort_date", "-id"),
        "date_start": ("sort_date", "id"),
        "-updated_at": ("-changed_at", "-id"),
        "updated_at": ("changed_at", "id"),
        "-created_at": ("-created_at", "-id"),
        "created_at": ("created_at", "id"),
    }

    def get_permissions(self) -> list[BasePermission]:
        return [MayRead() if self.action in READS else MayReview()]

    def subject(self) -> Q:
        return asked_for(self.kwargs["id"]) if self.detail else super().subject()

    def get_default_ordering(self) -> str:
        return "updated_at" if "updated_since" in self.request.query_params else "-date_start"

    def counted(self, found: QuerySet[Incident]) -> int:
        return tallies.number(found, chosen=None if self.as_of() else self.asked.chosen)

    def visible(self) -> QuerySet[Incident]:
        return visible(self.request)

    def get_queryset(self) -> QuerySet[Incident]:
        return self.with_rows(self.visible()) if self.request else self.queryset

    def with_rows(self, incidents: QuerySet[Incident]) -> QuerySet[Incident]:
        """With all that an incident's JSON is to tell, in a fixed number of queries, and no article's text."""
        visible = self.visible()
        below = LOWER | {
            ("relations",): _shown("other", visible),
            ("relations_to",): _shown("incident", visible),
        }
        single: dict[tuple[str, ...], Prefetch] = {("merged_into",): Prefetch("merged_into", visible)}
        if may(self.request, "view_draft", Scope.DRAFTS):
            people = User.objects.only("username")
            single |= {
                ("assignee",): Prefetch("assignee", people),
                ("held_by", "held_until"): Prefetch("held_by", people),
            }
        statements = (
            Statement.objects.select_related("author").prefetch_related("evidence").order_by("field", "id")
        )
        statements = Prefetch("statements", with_origin(statements, visible), to_attr="told_statements")
        return (
            incidents.select_related("place", "base", "restricted_to")
            .defer("search", "words")
            .filled_by(*(fill for names, fill in below.items() if self.wants(*names)))
            .prefetch_related(*(rows for names, rows in single.items() if self.wants(*names)))
            .prefetch_related(*([statements] if self.included() else []))
        )

    def get_object(self) -> Incident:
        found = self._found()
        if found is None:
            raise Http404
        return found

    def _found(self) -> Incident | None:
        return self.filter_queryset(self.get_queryset()).filter(asked_for(self.kwargs["id"])).first()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if self.as_of():
            with self.then():
                return self._told(self.get_object())
        incident = self._found()
        is_elsewhere = incident is None or incident.status == Status.MERGED
        if is_elsewhere and (living := self._merged_into()):
            address = request.build_absolute_uri(living.get_absolute_url())
            query = request.META.get("QUERY_STRING")
            return Response(
                {"merged_into": living.public_id or str(living.pk)},
                status=301,
                headers={
                    "Location": f"{address}?{query}" if query else address,
                    "Cache-Control": "no-cache",  # a merge can be undone
                },
            )
        if incident is None:
            raise Http404
        told = self._told(incident)
        is_still = timezone.now() - incident.changed_at > A_SECOND  # it may change once more in the same
        if is_still and not incident.held_until:
            told["Last-Modified"] = http_date(incident.changed_at.timestamp())
        return told

    def _merged_into(self) -> Incident | None:
        """The living incident in whose place the one asked for stood, if one may see it.

        Who sees no drafts is led on from what was once published, and not told that there was a draft.
        """
        merged = Incident.objects.filter(asked_for(self.kwargs["id"]), status=Status.MERGED)
        if may(self.request, "view_draft", Scope.DRAFTS):
            merged = merged.visible_to(self.request.user)
        else:
            merged = merged.filter(public_id__isnull=False).unrestricted()
        return self.visible().filter(merged__in=merged).first()

    def _told(self, incident: Incident) -> Response:
        return Response(self.get_serializer(incident).data, headers={"ETag": f'"{incident.version}"'})
