"""What a filter may be told, while somebody types: outlets, regions and batches are too many for a list of all."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from incidents.models import Batch, Place, Source
from incidents.review.values import countries

MOST = 12
RIGHTS = {
    "source": "incidents.view_source",
    "region": "incidents.view_place",
    "batch": "incidents.view_draft",
}


@dataclass(frozen=True, slots=True)
class Value:
    """``value`` is what the address then has."""

    value: str
    name: str
    about: tuple[str, ...]


@require_GET
def suggest(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in RIGHTS:
        raise Http404
    if not request.user.has_perm(RIGHTS[kind]):
        raise PermissionDenied
    typed = request.GET.get("q", "").replace("\0", "").strip()
    found = {"source": sources, "region": regions, "batch": batches}[kind](typed)
    return render(request, "admin/review/filter_values.html", {"values": found})


def sources(typed: str) -> list[Value]:
    """Of whose name, other name or domain these letters are part; those that begin with them first."""
    part = Q(name__icontains=typed) | Q(domain__icontains=typed) | Q(aliases__icontains=typed)
    begins = Q(name__istartswith=typed)
    found = [
        *Source.objects.filter(begins)[:MOST],
        *Source.objects.filter(part).exclude(begins)[:MOST],
    ]
    names = countries()
    return [
        Value(source.name, source.name, (source.domain, names.get(source.country, "")))
        for source in found[:MOST]
    ]


def regions(typed: str) -> list[Value]:
    found = Place.objects.filter(admin1__icontains=typed).exclude(admin1="")
    rows = found.order_by("admin1", "country").values_list("admin1", "country").distinct()[:MOST]
    names = countries()
    return [Value(name, name, (names.get(country, ""),)) for name, country in rows]


def batches(typed: str) -> list[Value]:
    """Of whose file's name these letters are part, or whose number begins with them; the last first."""
    part = Q(file_name__icontains=typed) | Q(pk__startswith=typed)
    found = Batch.objects.filter(part).select_related("submitter")[:MOST]
    return [
        Value(str(batch.pk), batch.file_name, (f"{batch.created_at:%Y-%m-%d %H:%M}", str(batch.submitter)))
        for batch in found
    ]
