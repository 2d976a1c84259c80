"""Pages that neither skip nor repeat a row while others are added: by the last row's place, not by a number."""

import base64
import binascii
import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from incidents.api import parameters as parse
from incidents.api.problems import BadParameters

LARGEST = 1000


def estimate(queryset: QuerySet[Model]) -> int:
    """What PostgreSQL's planner expects, from its statistics."""
    plan = json.loads(queryset.order_by().explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])


COUNTS: dict[str, Callable[[QuerySet[Model]], int | None]] = {
    "exact": lambda queryset: queryset.order_by().count(),
    "estimate": estimate,
    "none": lambda _queryset: None,
}


class StableCursor(BasePagination):
    """A view names its orders in ``orderings``: public name -> columns, none of which is ever null and the last
    of which is unique. ``default_ordering`` is one of those names, or a function of the request. A view that knows
    how many there are in all without looking at each has ``counted``.

    A cursor belongs to the order it was made in. It says nothing that its page did not: it is not signed.
    """

    page_size = 50
    parameters = ("cursor", "page_size", "ordering", "count")

    def paginate_queryset(self, queryset: QuerySet[Model], request: Request, view: Any = None) -> list[Model]:
        self.address = request.build_absolute_uri()
        self.size = self._size(request)
        self.name, self.columns = self._ordering(request, view)
        self.request, self.view = request, view
        self.count = self._count(queryset, request.query_params.get("count", "none"))
        after, is_backward = self._decode(request.query_params.get("cursor"), queryset.model)
        columns = [_turned(column) for column in self.columns] if is_backward else self.columns
        if after:
            queryset = queryset.filter(_beyond(columns, after))
        rows = list(queryset.order_by(*columns)[: self.size + 1])
        there_is_more = len(rows) > self.size
        rows = rows[: self.size]
        if is_backward:
            rows.reverse()
        self.has_next = is_backward or there_is_more
        self.has_previous = there_is_more if is_backward else after is not None
        self.rows = rows
        return rows

    def get_paginated_response(self, data: list[Any]) -> Response:
        following = self._cursor(self.rows[-1]) if self.rows and self.has_next else None
        preceding = self._cursor(self.rows[0], is_backward=True) if self.rows and self.has_previous else None
        return Response(
            {
                "next": self._link(following),
                "previous": self._link(preceding),
                "next_cursor": following,
                "count": self.count,
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "next_cursor", "count", "results"],
            "properties": {
                "next": link | {"description": "The next page; null on the last."},
                "previous": link | {"description": "The page before; null on the first."},
                "next_cursor": {
                    "type": ["string", "null"],
                    "description": "For clients that keep the address constant: send it as cursor.",
                },
                "count": {
                    "type": ["integer", "null"],
                    "description": "How many rows there are on all pages; null where it is not asked for.",
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        names = list(view.orderings)
        return [
            _parameter("cursor", {"type": "string"}, "next_cursor of the page before."),
            _parameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": self.page_size},
                "Rows to a page.",
            ),
            _parameter(
                "count",
                {"type": "string", "enum": list(COUNTS), "default": "none"},
                "How many rows there are: exact, or an estimate, which costs nothing.",
            ),
            _parameter("ordering", {"type": "string", "enum": names}, "A minus means: largest first."),
        ]

    def _count(self, queryset: QuerySet[Model], asked: str) -> int | None:
        if asked not in COUNTS:
            raise BadParameters({"count": f"expected one of {', '.join(COUNTS)}; not {asked[:100]!r}."})
        counted: Callable[..., int | None] = getattr(self.view, "counted", COUNTS["exact"])
        return counted(queryset) if asked == "exact" else COUNTS[asked](queryset)

    def _size(self, request: Request) -> int:
        given = request.query_params.get("page_size")
        if given is None:
            return self.page_size
        try:
            return parse.whole(given, 1, LARGEST)
        except parse.Unexpected as expected:
            raise BadParameters({"page_size": f"expected {expected}; not {given[:100]!r}."}) from None

    def _ordering(self, request: Request, view: Any) -> tuple[str, tuple[str, ...]]:
        name = request.query_params.get("ordering")
        if name is None:
            name = view.get_default_ordering()
        if name not in view.orderings:
            raise BadParameters({"ordering": f"expected one of {', '.join(view.orderings)}; not {name!r}."})
        return name, view.orderings[name]

    def _cursor(self, row: Model, *, is_backward: bool = False) -> str:
        values = [getattr(row, column.lstrip("-")) for column in self.columns]
        told = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
        packed = json.dumps([self.name, int(is_backward), told], separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    def _decode(self, cursor: str | None, model: type[Model]) -> tuple[list[Any] | None, bool]:
        if cursor is None:
            return None, False
        try:
            packed = base64.b64decode(
                cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True
            )
            name, is_backward, told = json.loads(packed)
            if len(told) != len(self.columns) or any("\x00" in str(value) for value in told):
                raise ValueError(told)
            fields = [model._meta.get_field(column.lstrip("-")) for column in self.columns]
            values = [_output(field).to_python(value) for field, value in zip(fields, told, strict=True)]
            if None in values:
                raise ValueError(told)
        except (ValueError, TypeError, OverflowError, ValidationError, RecursionError, binascii.Error):
            raise BadParameters({"cursor": "expected a next_cursor of ours."}) from None
        if name != self.name:
            raise BadParameters({"cursor": f"expected one made with ordering={self.name}; it is of {name}."})
        return values, bool(is_backward)

    def _link(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        return replace_query_param(remove_query_param(self.address, "cursor"), "cursor", cursor)


class OnePage(StableCursor):
    """For what is short and belongs together: the same answer, and no parameters."""

    parameters = ()

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.rows = list(queryset)
        self.count, self.has_next, self.has_previous = len(self.rows), False, False
        return self.rows

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return []


def _beyond(columns: list[str] | tuple[str, ...], values: list[Any]) -> Q:
    """Rows after these values in this order.

    The first condition follows from the rest; it is there for the index, which the OR alone would not use.
    """
    beyond, equal = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        name, lookup = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{name}__{lookup}": value})
        equal &= Q(**{name: value})
    first = columns[0].lstrip("-")
    return Q(**{f"{first}__{'lte' if columns[0].startswith('-') else 'gte'}": values[0]}) & beyond


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _output(field: Any) -> Any:
    return getattr(field, "output_field", None) or field  # a generated column's own to_python is its type's


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}
