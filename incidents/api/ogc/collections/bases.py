import json
from collections.abc import Sequence
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from rest_framework.request import Request

from incidents.api.filters.catalogues import BaseFilters
from incidents.api.ogc.asking import answering
from incidents.api.ogc.collections.collection import Box, Collection, Property
from incidents.exports.cells import joined
from incidents.models import Base


@answering(has_point=Q(latitude__isnull=False), during=lambda _since, _until: Q())
class Filters(BaseFilters):
    pass


class Bases(Collection):
    id = "bases"
    title = "Bases"
    description = "The bases that incidents refer to. They have no date: any datetime finds all of them."
    right_to_view = "view_base"
    filters = Filters
    properties = [
        Property("key", "Stays for life."),
        Property("name", "Its usual name."),
        Property("aliases", "Other names. Several are separated by a bar."),
        Property("kind", "Kind of base."),
        Property("country", "ISO 3166-1 alpha-2."),
        Property("admin1", "First-level region."),
        Property("icao", "ICAO code."),
        Property("wikidata", "Wikidata id."),
        Property("operator", "Who runs it."),
        Property("time_zone", "IANA name."),
        Property("source", "Where we have it from."),
    ]

    def visible(self, request: Request) -> QuerySet[Base]:
        return Base.objects.order_by()

    def features(self, keys: Sequence[int]) -> list[str]:
        names = [each.name for each in self.properties]
        rows = Base.objects.filter(pk__in=keys).order_by("pk").values("id", "longitude", "latitude", *names)
        return [feature(row | {"aliases": joined(row["aliases"])}, names) for row in rows]

    def key(self, asked: str, visible: QuerySet[Base]) -> int | None:
        """By its key as well."""
        named = visible.filter(key=asked.replace("\x00", "")).values_list("pk", flat=True).first()
        return named or super().key(asked, visible)

    def box(self) -> Box | None:
        return around(Base.objects.order_by())


def feature(row: dict[str, object], names: Sequence[str]) -> str:
    """What is not known is null, as everywhere."""
    told = {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
        "properties": {name: None if row[name] == "" else row[name] for name in names},
    }
    return json.dumps(told, ensure_ascii=False, default=str)


def around(found: QuerySet[Any]) -> Box | None:
    ends = found.aggregate(Min("longitude"), Min("latitude"), Max("longitude"), Max("latitude"))
    west, south, east, north = ends.values()
    return None if west is None else (west, south, east, north)
