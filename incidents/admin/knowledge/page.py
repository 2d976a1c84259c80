"""What the pages share: the incidents, narrowed and paged; what they add up to, when and where they were."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from incidents.admin.knowledge.columns import drawn
from incidents.admin.review.statements import in_range
from incidents.dashboards.about import MOST, About, Asked, about, years
from incidents.dashboards.figures import figures
from incidents.dashboards.points import geojson, spots
from incidents.dashboards.timeline import timeline
from incidents.models import Incident
from incidents.models.doubles import KINDS, led_on
from incidents.review.unite import may_unite
from incidents.vocabulary import LIVING, EventType, Role, Status

A_PAGE = 25
TYPES = dict(EventType.choices())


def demand_view(request: HttpRequest, model: type[Model]) -> None:
    if not request.user.has_perm(f"incidents.view_{model._meta.model_name}"):
        raise PermissionDenied


def asked_of(request: HttpRequest, names: Iterable[str]) -> Asked:
    return Asked(**{name: request.GET.get(name, "").replace("\0", "").strip() for name in names})


def page(
    request: HttpRequest, record: Model, template: str, context: dict[str, Any], *, with_roles: bool = False
) -> HttpResponse:
    """The page of a record: what is its own in ``context``, and what all of them tell of incidents."""
    kind = record._meta.model_name
    asked = asked_of(request, ("year", "month", "type", "status", *(("role",) if with_roles else ())))
    found = about(record, request.user, asked)
    may_change = request.user.has_perm(f"incidents.change_{kind}")
    return render(
        request,
        template,
        {
            **admin.site.each_context(request),
            "is_nav_sidebar_enabled": False,
            "title": str(record),
            "record": record,
            "kind": kind,
            "kinds": record._meta.verbose_name_plural,
            "list_url": reverse(f"admin:incidents_{kind}_changelist"),
            "edit_url": reverse(f"admin:incidents_{kind}_change", args=[record.pk]) if may_change else "",
            "history_url": reverse(f"admin:incidents_{kind}_history", args=[record.pk]) if may_change else "",
            "unite_url": _unite_url(request, record),
            "sees_drafts": request.user.has_perm("incidents.view_draft"),
            "asked": asked,
            "choices": _choices(
                request, years(record, request.user) if asked.narrows else found.years, with_roles
            ),
            **_incidents(request, found, with_roles and record),
            **context,
        },
    )


def _unite_url(request: HttpRequest, record: Model) -> str:
    kind = record._meta.model_name
    offered = kind in KINDS and may_unite(type(record), request.user)
    return reverse("admin:knowledge_unite", args=[kind, record.pk]) if offered else ""


def _choices(request: HttpRequest, years: list[int], with_roles: bool) -> dict[str, Any]:
    sees_drafts = request.user.has_perm("incidents.view_draft")
    return {
        "years": years,
        "types": EventType.choices(),
        "roles": Role.choices() if with_roles else [],
        "statuses": [(str(status), status.label) for status in LIVING] if sees_drafts else [],
    }


def _incidents(request: HttpRequest, found: About, actor: Any) -> dict[str, Any]:
    latest = sorted(found.incidents, key=lambda each: (each.sort_date, each.pk), reverse=True)
    page = Paginator(latest, A_PAGE).get_page(request.GET.get("page"))
    shown = Incident.objects.prefetch_related("participations").in_bulk([each.pk for each in page])
    places = spots(found.incidents)
    return {
        "is_cut": found.is_cut,
        "most": MOST,
        "figures": figures(found.incidents),
        "page": page,
        "lines": [_line(shown[each.pk], actor) for each in page if each.pk in shown],
        "drawing": drawn(timeline(found.incidents), TYPES),
        "spots": places,
        "points": geojson(places),
        "some_are_hollow": any(spot.is_hollow for spot in places),
    }


def _line(incident: Incident, actor: Any) -> dict[str, Any]:
    parties = sorted(incident.participations.all(), key=lambda p: (list(Role).index(p.role), p.order))
    return {
        "incident": incident,
        "who": ", ".join(p.name for p in parties if p.role == Role.PERPETRATOR),
        "whom": ", ".join(p.name for p in parties if p.role == Role.TARGET),
        "roles": ", ".join(
            dict.fromkeys(p.get_role_display() for p in parties if actor and p.actor_id == actor.pk)
        ),
        "killed": in_range(incident.killed_min, incident.killed_max),
        "wounded": in_range(incident.wounded_min, incident.wounded_max),
        "is_open": incident.status != Status.PUBLISHED,
    }


class LivesOn(Exception):
    """What was asked for has been united with this record, whose page tells of both."""

    def __init__(self, record: Model):
        self.record = record


def by_key(request: HttpRequest, model: type[Model], key: str) -> Any:
    demand_view(request, model)
    return model._default_manager.filter(key=key).first() or _led_on(model, key=key)


def by_number(request: HttpRequest, model: type[Model], pk: int) -> Any:
    demand_view(request, model)
    return model._default_manager.filter(pk=pk).first() or _led_on(model, record_id=pk)


def _led_on(model: type[Model], **old: Any) -> None:
    if living := led_on(model, **old):
        raise LivesOn(living)
    raise Http404


def following(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead the old address of a double on to the one that stayed."""

    @wraps(view)
    def led(request: HttpRequest, **which: Any) -> HttpResponse:
        try:
            return view(request, **which)
        except LivesOn as gone:
            return redirect(address(gone.record), permanent=False)

    return led


def address(record: Model) -> str:
    """The page of what is known of it."""
    name = record._meta.model_name
    return reverse(f"admin:knowledge_{name}", args=[getattr(record, "key", record.pk)])
