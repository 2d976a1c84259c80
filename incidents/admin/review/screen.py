"""The review page as it is shown: the fields with what is said about them, the articles, what can be done."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from incidents.admin.knowledge.links import known_of
from incidents.admin.review.form import REASONS, DeskForm
from incidents.admin.review.layout import SECTIONS
from incidents.admin.review.notes import handling, note
from incidents.admin.review.pages import pages
from incidents.admin.review.queue import carried
from incidents.admin.review.same import panel
from incidents.admin.review.stale import put_together
from incidents.admin.review.statements import Standing, standings
from incidents.admin.review.tables import systems
from incidents.admin.review.together import together
from incidents.models import Incident, User
from incidents.vocabulary import Status

OFFERED = {  # what can be done with an incident of this status, and the right it takes
    Status.DRAFT: ("save", "accept", "reject", "publish"),
    Status.IN_REVIEW: ("save", "reject", "publish"),
    Status.PUBLISHED: ("acknowledge", "reopen"),
    Status.REJECTED: ("reopen",),
    Status.MERGED: (),
}
RIGHTS = {
    "save": "change_incident",
    "accept": "change_incident",
    "publish": "publish_incident",
    "reject": "reject_incident",
    "reopen": "reopen_incident",
    "acknowledge": "change_incident",
}


def show_page(
    request: HttpRequest,
    form: DeskForm,
    *,
    status: int = 200,
    holder: User | None = None,
    told: str = "",
) -> HttpResponse:
    """The whole page; for a request by script the fields alone, and what it was told."""
    incident = form.incident
    form.offer_groups(request.user)
    statements = list(
        incident.statements.select_related("author").prefetch_related("evidence").order_by("field", "id")
    )
    verdicts = {verdict.field: verdict for verdict in incident.verdicts.select_related("by")}
    standing = standings(statements, verdicts)
    articles = pages(incident, statements, verdicts)
    new = [page for page in articles if page.is_new]
    offered = [
        verb
        for verb in OFFERED[incident.status]
        if request.user.has_perm(f"incidents.{RIGHTS[verb]}") and (verb != "acknowledge" or new)
    ]
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,  # the text and the fields need the room
        "title": str(incident),
        "incident": incident,
        "holder": holder,
        "form": form,
        "sections": [
            (section, [_row(row, form, standing[row.key]) for row in section.rows]) for section in SECTIONS
        ],
        "merged_into": _merged_into(request, incident),
        "handling": handling(incident),
        "pages": articles,
        "new_sources": new,
        "offered": offered,
        "may_edit": "save" in offered,
        "reasons": REASONS,
        "systems": systems(),
        "carried": carried(request),
        "next_query": carried(request, after=incident.pk),
        "told": told,
    }
    if request.htmx:
        return render(request, "admin/review/fields.html", context, status=status)
    context |= {
        "same": panel(request, incident),
        "others": _others(request, incident),
        **together(request, incident),
        **put_together(form),
        "known": known_of(request, incident),
    }
    return render(request, "admin/review/desk.html", context, status=status)


def _row(row: Any, form: DeskForm, standing: Standing) -> dict[str, Any]:
    return {
        "row": row,
        "fields": form.fields(row.columns),
        "table": form.tables[row.rows] if row.rows else None,
        "standing": standing,
        "date_how": form.incident.date_how if row.key == "date" else "",
        "note": note(form.incident, row.key),
    }


def _merged_into(request: HttpRequest, incident: Incident) -> Incident | None:
    return Incident.objects.visible_to(request.user).filter(pk=incident.merged_into_id).first()


def _others(request: HttpRequest, incident: Incident) -> Any:
    """What else the same articles tell of."""
    found = Incident.objects.visible_to(request.user).filter(reports__article__reports__incident=incident)
    return found.exclude(pk=incident.pk).distinct().order_by("id")[:20]
