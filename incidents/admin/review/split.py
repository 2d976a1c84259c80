"""One draft into two, in the browser: source by source, or statement by statement."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from incidents import review
from incidents.admin.review.layout import SECTIONS
from incidents.admin.review.rowwords import row_in_words
from incidents.admin.review.seen import seen_by
from incidents.admin.review.statements import in_words
from incidents.models import Incident
from incidents.review.rows import COLUMNS
from incidents.vocabulary import OPEN

LABEL_OF_FIELD = {field: row.label for section in SECTIONS for row in section.rows for field in row.says}
LABEL_OF_TABLE = {row.rows: row.label for section in SECTIONS for row in section.rows if row.rows}


def show(request: HttpRequest, pk: int) -> HttpResponse:
    incident = seen_by(request, pk)
    if request.method != "POST":
        return _page(request, incident)
    try:
        new = review.split(incident, by=request.user, **_asked(request, incident))
    except review.Stale:
        words = _("It was changed meanwhile. Nothing was done; what you ticked is still here.")
        return _page(request, seen_by(request, pk), [words], status=409)
    except review.NotAllowed as refusal:
        return _page(request, incident, [str(refusal)], status=403)
    except ValidationError as problem:
        return _page(request, incident, problem.messages, status=422)
    first = format_html("<a href='{}'>{}</a>", reverse("admin:review", args=[pk]), incident)
    messages.success(request, format_html(_("This was split off from {}. Look at both."), first))
    return redirect("admin:review", pk=new.pk)


def _asked(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    data = request.POST
    version = data.get("seen_version", "")
    return {
        "statements": _numbers(data.getlist("statement")),
        "articles": _numbers(data.getlist("article")),
        "rows": {kind: _rows(data, incident, kind, "goes") for kind in COLUMNS},
        "shared": {kind: _rows(data, incident, kind, "both") for kind in COLUMNS},
        "seen_version": int(version) if version.isdecimal() and len(version) < 10 else 0,
        "reason": data.get("reason", ""),
    }


def _numbers(typed: list[str]) -> set[int]:
    return {int(each) for each in typed if each.isdecimal() and len(each) < 18}


def _rows(data: Any, incident: Incident, kind: str, whose: str) -> set[int]:
    keys = getattr(incident, kind).values_list("pk", flat=True)
    return {key for key in keys if data.get(f"{kind}-{key}") == whose}


def _page(
    request: HttpRequest, incident: Incident, errors: list[str] | None = None, *, status: int = 200
) -> HttpResponse:
    data = request.POST
    ticked = _numbers(data.getlist("statement"))
    statements = incident.statements.select_related("author").prefetch_related("evidence")
    lines = [
        {
            "statement": each,
            "label": LABEL_OF_FIELD.get(each.field, each.field),
            "value": in_words(each.field, each.value),
            "ticked": each.pk in ticked,
        }
        for each in statements.order_by("field", "id")
    ]
    reports = list(incident.reports.select_related("article__source").defer("article__raw", "article__text"))
    whole = _numbers(data.getlist("article"))
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Split {}").format(incident),
        "incident": incident,
        "sources": [
            {
                "report": report,
                "ticked": report.article_id in whole,
                "lines": [line for line in lines if line["statement"].article_id == report.article_id],
            }
            for report in reports
        ],
        "by_people": [line for line in lines if line["statement"].article_id is None],
        "tables": [_table(incident, kind, data) for kind in COLUMNS],
        "errors": errors or [],
        "reason": data.get("reason", ""),
        "may": incident.status in OPEN and request.user.has_perm("incidents.change_incident"),
    }
    return render(request, "admin/review/same/split.html", context, status=status)


def _table(incident: Incident, kind: str, data: Any) -> dict[str, Any]:
    usual = "both" if kind == "participations" else "stays"
    found = getattr(incident, kind).all()
    found = found if kind == "weapons" else found.select_related("actor")
    rows = [(row.pk, row_in_words(row), data.get(f"{kind}-{row.pk}", usual)) for row in found]
    return {"kind": kind, "label": LABEL_OF_TABLE[kind], "rows": rows}
