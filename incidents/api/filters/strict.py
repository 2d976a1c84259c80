"""A parameter that no filter knows is refused, and so is a value it cannot read."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.db.models import Model, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from incidents.api.filters.kinds import Several
from incidents.api.problems import BadParameters, UnknownParameters


class StrictFilterBackend(DjangoFilterBackend):
    """Knows the parameters of the view's filters, of its pages, and those named in its ``parameters``.

    One record takes only the last: filters choose among many.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet[Model], view: Any) -> QuerySet[Model]:
        filterset = None if view.detail else self.get_filterset(request, queryset, view)
        filters = filterset.filters if filterset else {}
        own = [*filters, *getattr(view, "parameters", ())]
        pages = () if view.detail or view.paginator is None else view.paginator.parameters
        check(
            request,
            known=[*own, *pages],
            repeatable={n for n, f in filters.items() if isinstance(f, Several)},
        )
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise BadParameters(filterset.errors)
        view.asked = filterset
        return filterset.qs


def check(request: Request, *, known: Iterable[str], repeatable: Iterable[str] = ()) -> None:
    known = list(known)
    strangers = {name: no_such(name, known) for name in request.query_params if name not in known}
    if strangers:
        raise UnknownParameters(strangers)
    errors = {}
    for name, values in request.query_params.lists():
        if any("\x00" in value for value in values):
            errors[name] = "expected text without null characters."
        elif not all(values):
            errors[name] = "expected a value; leave the parameter out to ask for all."
        elif len(values) > 1 and name not in repeatable:
            errors[name] = "expected once."
    if errors:
        raise BadParameters(errors)


def no_such(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    printable = ", ".join(sorted(known)) or "none here"
    return f"there is no such parameter.{hint} Known: {printable}."
