"""What a collection has to say of itself, so that one view can serve them all."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Model, QuerySet
from django_filters.rest_framework import FilterSet
from rest_framework.request import Request

Box = tuple[float, float, float, float]


class Property(NamedTuple):
    """Each may be null. Timestamps are plain strings: GDAL would take a comparison with any of them for one with
    ``datetime``, which is about the days of the event."""

    name: str
    says: str
    type: str = "string"  # integer, number, boolean, date

    @property
    def schema(self) -> dict[str, object]:
        """As OpenAPI 3.0 writes it."""
        kind = {"type": "string", "format": "date"} if self.type == "date" else {"type": self.type}
        return kind | {"nullable": True, "description": self.says}


class Collection(ABC):
    id: str
    title: str
    description: str
    right_to_view: str
    filters: type[FilterSet]
    properties: Sequence[Property]
    order: tuple[str, ...] = ("id",)
    """Columns of its pages, as ``StableCursor`` has them: those that it is sorted by, the last of them unique."""

    @abstractmethod
    def visible(self, request: Request) -> QuerySet[Model]:
        """Whatever who asks may see, in no order."""

    @abstractmethod
    def features(self, keys: Sequence[int]) -> list[str]:
        """Of these records, in the collection's order: GeoJSON, each as text."""

    def key(self, asked: str, visible: QuerySet[Model]) -> int | None:
        """That of the feature which is asked for in an address; None where there is none."""
        known = asked.isascii() and asked.isdigit() and len(asked) <= 18
        return visible.filter(pk=int(asked)).values_list("pk", flat=True).first() if known else None

    @abstractmethod
    def box(self) -> Box | None:
        """Around all that the public may see; None where that is nothing."""

    def since(self) -> date | None:
        """The first day of anything that the public may see."""
        return None
