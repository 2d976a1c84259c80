"""Pages of features: ``limit`` of the standard, and links to what comes after and before that keep all that was
asked."""

from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.request import Request

from incidents.api.pagination import StableCursor
from incidents.api.problems import BadParameters

MOST = 10_000


class Pages(StableCursor):
    """Rows are tuples of the collection's order, which end with their keys."""

    page_size = 100
    parameters = ("limit", "cursor")

    def paginate_queryset(self, queryset: QuerySet[Model], request: Request, view: Any = None) -> list[Any]:
        columns = (column.lstrip("-") for column in view.collection.order)
        return super().paginate_queryset(queryset.values_list(*columns, named=True), request, view)

    def links(self) -> dict[str, str]:
        """By relation; what there is not is not there."""
        following = self._cursor(self.rows[-1]) if self.rows and self.has_next else None
        preceding = self._cursor(self.rows[0], is_backward=True) if self.rows and self.has_previous else None
        links = {"next": self._link(following), "prev": self._link(preceding)}
        return {relation: address for relation, address in links.items() if address}

    def _size(self, request: Request) -> int:
        """More than we give at once is no mistake: so the standard has it."""
        given = request.query_params.get("limit")
        if given is None:
            return self.page_size
        if not (given.isascii() and given.isdigit() and int(given[:9]) > 0):
            raise BadParameters({"limit": f"expected a whole number from 1; not {given[:100]!r}."})
        return min(int(given[:9]), MOST)

    def _count(self, queryset: QuerySet[Model], asked: str) -> int | None:
        """On the first page, and only where it is quickly told."""
        if "cursor" in self.request.query_params:
            return None
        found = queryset.order_by().values("pk")[: MOST + 1].count()
        return found if found <= MOST else None
