"""Undo in the browser: the button in what a verb says it did, the key ``u``, and the buttons of the history."""

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents import review
from incidents.models import Incident
from incidents.review.steps import last_step


def with_undo(said: str, done: Incident, *, again: bool = False) -> SafeString:
    """The message with a button that takes the step back. Its form stands on every page (base_site.html)."""
    if done.step is None:
        return format_html("{}", said)
    return format_html(
        '{} <button form="undo" name="step" value="{}" class="undo" data-undo{}>{} <kbd>u</kbd></button>',
        said,
        done.step,
        "=again" if again else "",
        _("Do it again") if again else _("Undo"),
    )


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """``step``, or the last step that one made to ``incident`` and that still stands."""
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    try:
        step = _asked_for(request)
        done = review.undo_step(
            step,
            by=request.user,
            reason=request.POST.get("reason", ""),
            partly="partly" in request.POST,
        )
    except review.ChangedSince as problem:
        return _refused(request, step, problem)
    except (review.NotAllowed, ValidationError) as problem:
        said = problem.messages[0] if isinstance(problem, ValidationError) else str(problem)
        messages.error(request, _("Not undone: %s") % said)
        return redirect(_back(request))
    if not Incident.objects.visible_to(request.user).filter(pk=done.pk).exists():
        messages.success(request, _("Undone."))
        return redirect("admin:review_queue")
    messages.success(request, with_undo(_("Undone."), done, again=True))
    return redirect("admin:review", pk=done.pk)


def _asked_for(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST["step"])
    except (KeyError, ValueError):
        pass
    asked = request.POST.get("incident", "")
    incident = (
        Incident.objects.visible_to(request.user).filter(pk=int(asked) if asked.isdecimal() else 0).first()
    )
    why = last_step(incident, by=request.user) if incident else None
    if why is None:
        raise ValidationError(_("there is nothing of yours here to undo."))
    return why.step


def _refused(request: HttpRequest, step: UUID, problem: review.ChangedSince) -> HttpResponse:
    """What was changed since, and the offer to take back the rest."""
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Not undone: it was changed since"),
        "step": step,
        "said": [(name, message) for name, all in problem.message_dict.items() for message in all],
        "back": _back(request),
    }
    return render(request, "admin/review/undo.html", context, status=409)


def _back(request: HttpRequest) -> str:
    """Where one came from, on this site; else the queue."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return came_from
    return reverse("admin:review_queue")
