"""One box for all that is known, and the way to the lists."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.admin.knowledge.page import address
from incidents.admin.review.lookup import like
from incidents.dashboards.lately import lately, newest
from incidents.models import Actor, Base, Campaign, Place, Source

KINDS: tuple[type[Model], ...] = (Actor, Base, Place, Source, Campaign)
MOST = 10


def show(request: HttpRequest) -> HttpResponse:
    seen = [model for model in KINDS if request.user.has_perm(f"incidents.view_{model._meta.model_name}")]
    if not seen:
        raise PermissionDenied
    asked = request.GET.get("q", "").replace("\0", "").strip()
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Knowledge"),
        "asked": asked,
        "more": _more(request),
        "groups": [_group(model, asked) for model in seen],
        "lately": [] if asked else _lately(request, seen),
    }
    return render(request, "admin/knowledge/front.html", context)


def _lately(request: HttpRequest, seen: list[type[Model]]) -> list[dict[str, Any]]:
    among = newest(request.user)
    groups = [(model._meta.verbose_name_plural.capitalize(), lately(model, among)) for model in seen]
    return [
        {"title": title, "found": [(record, address(record), n) for record, n in found]}
        for title, found in groups
        if found
    ]


def _more(request: HttpRequest) -> list[tuple[str, str]]:
    found = [
        (_("Doubles"), reverse("admin:knowledge_doubles")),
        (_("Sheets: import and export"), reverse("admin:knowledge_sheet", args=["actor"])),
    ]
    if request.user.has_perm("incidents.view_draft"):
        found.append((_("The reader's scorecard"), reverse("admin:scorecard")))
    return found


def _group(model: type[Model], asked: str) -> dict[str, Any]:
    name = model._meta.model_name
    found = _found(model, asked) if len(asked) >= 2 else []
    return {
        "title": model._meta.verbose_name_plural.capitalize(),
        "list_url": reverse(f"admin:incidents_{name}_changelist"),
        "found": [(record, address(record)) for record in found[:MOST]],
        "is_more": len(found) > MOST,
    }


def _found(model: type[Model], asked: str) -> list[Model]:
    if model in {Actor, Base, Place}:
        return list(like(model, asked)[: MOST + 1])
    return list(model.objects.filter(name__icontains=asked)[: MOST + 1])
