"""One upload: looking at it first, how far it is, what may be done with it, and what became of its lines."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from incidents import tasks
from incidents.admin.bulk.forms import ENCODINGS, FIELDS, Look
from incidents.admin.bulk.lines import lines
from incidents.admin.bulk.progress import progress
from incidents.admin.bulk.uploads import seen
from incidents.ingestion import batch as bulk
from incidents.models import Batch
from incidents.models.articles import UNDER_WAY
from incidents.vocabulary import BatchState

VERBS = {"pause": bulk.pause, "resume": bulk.resume, "cancel": bulk.cancel, "retry": bulk.retry}


def show(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _one(request, pk)
    is_posted = request.method == "POST"
    if is_posted and not request.user.has_perm("incidents.submit_article"):
        raise PermissionDenied
    form = Look(batch, request.POST if is_posted else None) if _waits(batch) else None
    if is_posted:
        if form is None:
            messages.error(request, _("It has begun already: how it is read cannot be changed any more."))
            return redirect("admin:batch", pk)
        if form.is_valid() and _corrected(request, batch, form):
            return redirect("admin:batch", pk)
    done = progress(batch)
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": batch.file_name,
        "batch": batch,
        "progress": done,
        "lines": lines(batch, request.GET, request.user, done),
        "may": _may(request, batch, done.totals),
        **(_preview(batch, form) if form else {}),
    }
    return render(request, "admin/batches/batch.html", context, status=422 if form and form.errors else 200)


def _one(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(seen(request.user), pk=pk)


def _waits(batch: Batch) -> bool:
    """For somebody to look at it: nothing of it was taken."""
    return batch.state == BatchState.PAUSED and not batch.position and bool(batch.path)


def _corrected(request: HttpRequest, batch: Batch, form: Look) -> bool:
    try:
        with transaction.atomic():
            bulk.correct(batch, by=request.user, **form.terms())
            if "start" in request.POST:
                bulk.resume(batch, by=request.user)
                tasks.queue_batch(batch)
    except ValidationError as problem:
        form.refuse(problem)
        batch.refresh_from_db()
        return False
    return True


def _preview(batch: Batch, form: Look) -> dict[str, Any]:
    try:
        told = bulk.preview(batch)
    except OSError:
        broken = _("Its file is not where it was stored any more. Upload it again.")
        return {"form": form, "encodings": ENCODINGS, "broken": broken}
    shown = {**FIELDS, "file_name": _("File")}
    named = [name for name in shown if any(terms.get(name) for _line, terms, _field, _reason in told)]
    told.sort(key=lambda each: not each[3])  # what would be refused comes first
    return {
        "form": form,
        "encodings": ENCODINGS,
        "heads": [shown[name] for name in named],
        "preview": [
            (line, [terms.get(name, "") for name in named], field, reason)
            for line, terms, field, reason in told
        ],
        "problems": sum(bool(reason) for _line, _terms, _field, reason in told),
    }


def _may(request: HttpRequest, batch: Batch, totals: dict[str, int]) -> set[str]:
    """Which buttons there are."""
    if not request.user.has_perm("incidents.submit_article"):
        return set()
    found = set()
    if batch.state in UNDER_WAY:
        found = {"pause", "cancel"}
    elif batch.state == BatchState.PAUSED:
        found = {"resume", "cancel"}
    if batch.state != BatchState.CANCELLED and ((totals["failed"] and batch.path) or totals["unread"]):
        found.add("retry")
    return found


def part(request: HttpRequest, pk: int) -> HttpResponse:
    """What of the page is asked for every two seconds, until no more is to be expected."""
    batch = _one(request, pk)
    done = progress(batch)
    response = render(request, "admin/batches/progress.html", {"batch": batch, "progress": done})
    if not done.is_live:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    batch = _one(request, pk)
    try:
        with transaction.atomic():
            done = VERBS[verb](batch, by=request.user)
            if verb in ("resume", "retry"):
                tasks.queue_batch(batch)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        if verb == "retry":
            words = ngettext("%(n)s is tried once more.", "%(n)s are tried once more.", done)
            messages.success(request, words % {"n": done})
    return redirect("admin:batch", pk)
