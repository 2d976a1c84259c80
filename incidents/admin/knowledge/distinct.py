"""Doubles that are none: saying so, and taking it back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.models import Distinct
from incidents.models.doubles import KINDS, told_apart
from incidents.review.distinguish import ask_about, distinguish, may_distinguish


@dataclass(frozen=True, slots=True)
class Told:
    """``one`` and ``other`` as they live now; None where one of them was removed since."""

    distinct: Distinct
    one: Any
    other: Any


def told(kind: str) -> list[Told]:
    found = told_apart(kind)
    rows = KINDS[kind]._default_manager.in_bulk({pk for pair in found for pk in pair})
    return [Told(distinct, rows.get(one), rows.get(other)) for (one, other), distinct in found.items()]


def told_of(one: Model, other: Model) -> Distinct | None:
    first, second = sorted((one.pk, other.pk))
    return told_apart(one._meta.model_name).get((first, second))


@require_POST
def tell(request: HttpRequest, kind: str, one: int, other: int) -> HttpResponse:
    model = KINDS.get(kind)
    if model is None:
        raise Http404
    if not may_distinguish(model, request.user):
        raise PermissionDenied
    first, second = (get_object_or_404(model, pk=pk) for pk in (one, other))
    try:
        distinguish(first, second, by=request.user, reason=request.POST.get("reason", "").replace("\0", ""))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        said = _("“%(one)s” and “%(other)s” are two, and nobody is asked again.")
        messages.success(request, said % {"one": first.name, "other": second.name})
    return _back(kind)


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    distinct = get_object_or_404(Distinct, pk=pk)
    if not may_distinguish(distinct.model, request.user):
        raise PermissionDenied
    ask_about(distinct, by=request.user, reason=request.POST.get("reason", "").replace("\0", ""))
    messages.success(request, _("They may be one again."))
    return _back(distinct.kind)


def _back(kind: str) -> HttpResponse:
    return redirect(f"{reverse('admin:knowledge_doubles')}?kind={kind}")
