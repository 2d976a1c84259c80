"""The review page: the article's text beside the fields, and a form that calls the verbs."""

from typing import Any
from zoneinfo import available_timezones

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html

from incidents import review
from incidents.admin.review.form import REASONS, DeskForm
from incidents.admin.review.layout import SECTIONS
from incidents.admin.review.notes import handling, note
from incidents.admin.review.queue import carried, go_on
from incidents.admin.review.statements import Standing, pages, standings
from incidents.admin.review.tables import systems
from incidents.models import Candidate, Incident, User
from incidents.review.hold import hold, release
from incidents.vocabulary import Status

VERBS = {
    "acknowledge": review.acknowledge,
    "accept": review.accept,
    "publish": review.publish,
    "reject": review.reject,
    "reopen": review.reopen,
}
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


def seen_by(request: HttpRequest, pk: int) -> Incident:
    """The incident, for whom the desk is open and who may see this one."""
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    found = Incident.objects.visible_to(request.user).select_related(
        "place", "base", "assignee", "restricted_to"
    )
    return get_object_or_404(found, pk=pk)


def show(request: HttpRequest, pk: int) -> HttpResponse:
    incident = seen_by(request, pk)
    if request.method != "POST":
        return _page(request, DeskForm(incident), holder=_hold(request, incident))
    form = DeskForm(incident, request.POST)
    verb = request.POST.get("verb", "save")
    try:
        done = _do(verb, form, request)
    except review.Stale as stale:
        form.rebase(stale.theirs)
        return _page(request, form, status=409)
    except review.NotAllowed as refusal:
        form.other_errors.append(str(refusal))
        return _page(request, form, status=403)
    except ValidationError as problem:
        form.refuse(problem)
        return _page(request, form, status=422)
    return _go_on(request, verb, done, incident, changed=done.version != form.seen_version)


def _hold(request: HttpRequest, incident: Incident) -> User | None:
    """Who else has it open. It is held for those who may change it; a mere look holds nothing."""
    return hold(incident, by=request.user) if request.user.has_perm("incidents.change_incident") else None


@transaction.atomic
def _do(verb: str, form: DeskForm, request: HttpRequest) -> Incident:
    """What was typed is saved with every verb, in the same transaction."""
    who: dict[str, Any] = {"by": request.user, "reason": form.reason}
    if verb != "save" and verb not in VERBS:
        raise ValidationError({"verb": f"expected one of save, {', '.join(VERBS)}."})
    incident, version = form.incident, form.seen_version
    if verb == "save" or form.changed():
        incident = review.edit(incident, form.changes(), seen_version=version, **who)
        version = incident.version
    return incident if verb == "save" else VERBS[verb](incident, seen_version=version, **who)


def _go_on(request: HttpRequest, verb: str, done: Incident, seen: Incident, *, changed: bool) -> HttpResponse:
    here = reverse("admin:review", args=[done.pk]) + carried(request)
    if not Incident.objects.visible_to(request.user).filter(pk=done.pk).exists():
        messages.success(
            request, f"Saved. {done} is now restricted or embargoed, and no longer yours to see."
        )
        release(done, by=request.user)
        return redirect("admin:review_queue")
    if verb == "save":
        messages.success(request, "Saved." if changed else "Nothing was changed.")
        return redirect(here)
    said = {
        "accept": "{} is in review, and yours.",
        "acknowledge": "{} stays as it is.",
        "publish": "{} is published.",
        "reject": "{} is rejected.",
        "reopen": "{} is open again.",
    }[verb]
    messages.success(request, format_html(said, format_html('<a href="{}">{}</a>', here, done)))
    if verb in {"accept", "reopen"}:
        return redirect(here)
    release(done, by=request.user)
    return go_on(request, after=seen)  # behind the place that it had


def _page(
    request: HttpRequest, form: DeskForm, *, status: int = 200, holder: User | None = None
) -> HttpResponse:
    incident = form.incident
    form.offer_groups(request.user)
    statements = list(
        incident.statements.select_related("author").prefetch_related("evidence").order_by("field", "id")
    )
    standing = standings(statements)
    told = pages(incident, statements)
    new = [page for page in told if page.is_new]
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
        "pages": told,
        "new_sources": new,
        "candidates": _candidates(request, incident),
        "others": _others(request, incident),
        "relations": _relations(request, incident),
        "offered": offered,
        "may_edit": "save" in offered,
        "carried": carried(request),
        "next_query": carried(request, after=incident.pk),
        "reasons": REASONS,
        "systems": systems(),
        "zones": sorted(available_timezones()),
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


def _candidates(request: HttpRequest, incident: Incident) -> Any:
    """What a draft may be. Once people vouch for it, the question is answered."""
    return Candidate.objects.open_to(request.user).filter(draft=incident).select_related("incident")


def _merged_into(request: HttpRequest, incident: Incident) -> Incident | None:
    return Incident.objects.visible_to(request.user).filter(pk=incident.merged_into_id).first()


def _relations(request: HttpRequest, incident: Incident) -> Any:
    visible = Incident.objects.visible_to(request.user)
    return incident.relations.filter(other__in=visible).select_related("other")


def _others(request: HttpRequest, incident: Incident) -> Any:
    """What else the same articles tell of."""
    found = Incident.objects.visible_to(request.user).filter(reports__article__reports__incident=incident)
    return found.exclude(pk=incident.pk).distinct().order_by("id")[:20]
