"""The comments beside an incident: a panel of the desk, which a script exchanges and a form posts to."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents import review
from incidents.admin.review.seen import seen_by
from incidents.models import Comment, Incident
from incidents.review.comment import comment, delete_comment, is_ones_own, reword, unheard
from incidents.review.notices import colleagues


def panel(request: HttpRequest, incident: Incident, **rest: Any) -> dict[str, Any]:
    """What the panel's template needs, in two queries."""
    written = list(incident.comments.select_related("author"))
    return {
        "incident": incident,
        "comments": [{"comment": each, "is_mine": is_ones_own(each, request.user)} for each in written],
        "mentionable": [person.username for person in colleagues(incident) if person != request.user],
        **rest,
    }


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    incident, text = seen_by(request, pk), request.POST.get("text", "")
    try:
        made = comment(incident, text, by=request.user)
    except (review.NotAllowed, ValidationError) as problem:
        return _refused(request, incident, problem, typed=text)
    return _done(request, incident, made, nobody=unheard(text, incident))


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """``delete``, or the new ``text``."""
    written = _written(request, pk)
    incident, text = written.incident, request.POST.get("text", "")
    try:
        if "delete" in request.POST:
            delete_comment(written, by=request.user)
            return _done(request, incident, None)
        return _done(
            request, incident, reword(written, text, by=request.user), nobody=unheard(text, incident)
        )
    except (review.NotAllowed, ValidationError) as problem:
        return _refused(request, incident, problem, rewording=written.pk, typed=text)


def _written(request: HttpRequest, pk: int) -> Comment:
    written = get_object_or_404(Comment.objects.select_related("incident"), pk=pk)
    seen_by(request, written.incident_id)
    return written


def _done(
    request: HttpRequest, incident: Incident, made: Comment | None, *, nobody: list[str] | None = None
) -> HttpResponse:
    missed = ""
    if nobody:
        missed = _(
            "Nobody was told of this: %s. They may not see this incident, or there is nobody of that name."
        ) % (", ".join(f"@{name}" for name in nobody))
    if request.headers.get("HX-Request"):
        return render(request, "admin/review/comments.html", panel(request, incident, missed=missed))
    if missed:
        messages.warning(request, missed)
    here = reverse("admin:review", args=[incident.pk])
    return redirect(f"{here}#comment-{made.pk}" if made else f"{here}#comments")


def _refused(
    request: HttpRequest, incident: Incident, problem: Exception, *, typed: str, rewording: int | None = None
) -> HttpResponse:
    """With what was typed. htmx shows answers of 200 only, unless told otherwise; the words say what is wrong."""
    said = problem.messages[0] if isinstance(problem, ValidationError) else str(problem)
    context = panel(request, incident, error=said, typed=typed, rewording=rewording)
    if request.headers.get("HX-Request"):
        return render(request, "admin/review/comments.html", context)
    context |= admin.site.each_context(request) | {"title": _("Comments on %s") % incident}
    return render(request, "admin/review/comments_page.html", context, status=422)
