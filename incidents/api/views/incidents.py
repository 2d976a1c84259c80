from datetime import timedelta
from typing import Any, Self

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
    Campaign,
    Casualties,
    Incident,
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


def _told(relation: str, rows: QuerySet[Any]) -> Prefetch:
    """As a list: a manager would be made, and asked, anew for every relation of every row.

    Ordered within one incident: the order of all such rows is that of their incidents, which would be joined.
    """
    if not rows.query.order_by:
        rows = rows.order_by(*(name for name in rows.model._meta.ordering if name != "incident"))
    return Prefetch(relation, rows, to_attr=f"told_{relation}")


class ShownRelations(QuerySet[Relation]):
    """Those of which the incident at one end, too, is among those that one may see. That is asked only where there
    are any: to have it in the query of every page takes longer than the page's other rows.
    """

    end = "other"
    among: IncidentQuerySet | None = None

    def shown(self, end: str, among: IncidentQuerySet) -> Self:
        told = self.select_related(end).order_by("kind", f"{end}_id")
        told.end, told.among = end, among
        return told

    def _clone(self) -> Self:
        clone = super()._clone()
        clone.end, clone.among = self.end, self.among
        return clone

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self._result_cache:
            ends = {row: getattr(row, f"{self.end}_id") for row in self._result_cache}
            seen = set(self.among.order_by().filter(pk__in=set(ends.values())).values_list("pk", flat=True))
            self._result_cache = [row for row, end in ends.items() if end in seen]


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
        citations = Report.objects.select_related("article__source").only(
            *("incident_id", "prominence", "article__title", "article__url", "article__published_on"),
            *("article__published_at", "article__source__name", "article__source__domain"),
        )
        below: dict[tuple[str, ...], Any] = {
            ("merged_into",): Prefetch("merged_into", visible),
            tuple(ROLE_OF_LIST): _told("participations", Participation.objects.select_related("actor")),
            ("casualties_by_side",): _told("casualties", Casualties.objects.select_related("actor")),
            ("weapons",): _told("weapons", WeaponUse.objects.all()),
            ("campaigns",): _told("campaigns", Campaign.objects.all()),
            ("articles", "evidence"): _told("reports", citations),
            ("relations",): _told("relations", ShownRelations(Relation).shown("other", visible)),
            ("relations_to",): _told("relations_to", ShownRelations(Relation).shown("incident", visible)),
        }
        if may(self.request, "view_draft", Scope.DRAFTS):
            people = User.objects.only("username")
            below |= {
                ("assignee",): Prefetch("assignee", people),
                ("held_by", "held_until"): Prefetch("held_by", people),
            }
        statements = Statement.objects.select_related("author").prefetch_related("evidence")
        statements = with_origin(statements, visible)
        return (
            incidents.select_related("place", "base", "restricted_to")
            .defer("search", "words")
            .prefetch_related(*(rows for names, rows in below.items() if self.wants(*names)))
            .prefetch_related(*([_told("statements", statements)] if self.included() else []))
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
