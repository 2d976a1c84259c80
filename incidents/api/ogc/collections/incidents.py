from collections.abc import Sequence
from datetime import date
from math import ceil, floor

from django.core.cache import cache
from django.db.models import Q, QuerySet
from rest_framework.request import Request

from incidents.api.filters.incidents import IncidentFilters
from incidents.api.ogc.asking import answering
from incidents.api.ogc.collections.bases import around
from incidents.api.ogc.collections.collection import Box, Collection, Property
from incidents.api.permissions import sees_drafts
from incidents.dashboards import questions as ask
from incidents.exports import geojson
from incidents.exports.columns import COLUMNS
from incidents.models import Incident
from incidents.models.incidents import UNDATED

TYPES = {"list": "string", "datetime": "string"}
KEPT = 600  # seconds: embargoes end by themselves


def during(since: date | None, until: date | None) -> Q:
    found = Q()
    if since:
        found &= ask.lasting_until(since) | Q(date_start__isnull=True)
    if until:
        found &= Q(sort_date__lte=until)  # undated ones are sorted before every day
    return found


@answering(has_point=Q(latitude__isnull=False), during=during)
class Filters(IncidentFilters):
    """Those of the list. But where one has the name of a property, the standard means "is", and clients rely on
    it: so the ones that mean "at least" and "at most" are not here."""

    killed_min = killed_max = wounded_min = wounded_max = None


class Incidents(Collection):
    id = "incidents"
    title = "Incidents"
    description = "Published incidents, latest event first. What has no point is there without a geometry."
    right_to_view = "view_incident"
    filters = Filters
    properties = [
        Property(column.name, column.says, TYPES.get(column.kind, column.kind)) for column in COLUMNS
    ]
    order = ("-sort_date", "-id")

    def visible(self, request: Request) -> QuerySet[Incident]:
        return Incident.objects.visible_to(request.user, drafts=sees_drafts(request))

    def features(self, keys: Sequence[int]) -> list[str]:
        return list(geojson.each(Incident.objects.filter(pk__in=keys)))

    def key(self, asked: str, visible: QuerySet[Incident]) -> int | None:
        """By public id as well."""
        named = visible.filter(public_id=asked.replace("\x00", "")).values_list("pk", flat=True).first()
        return named or super().key(asked, visible)

    def box(self) -> Box | None:
        """To whole degrees. It is kept until any incident is changed: no index knows it."""
        newest = Incident.objects.order_by("-updated_at", "-id").values_list("updated_at", "id").first()
        key = f"box-of-incidents-{newest[0].timestamp()}-{newest[1]}" if newest else ""
        if not key:
            return None
        if (kept := cache.get(key)) is None:
            kept = around(Incident.objects.public().filter(latitude__isnull=False).order_by()) or ()
            cache.set(key, kept, KEPT)
        if not kept:
            return None
        west, south, east, north = kept
        return floor(west), floor(south), ceil(east), ceil(north)

    def since(self) -> date | None:
        dated = Incident.objects.public().filter(sort_date__gt=UNDATED).order_by("sort_date", "id")
        return dated.values_list("sort_date", flat=True).first()
