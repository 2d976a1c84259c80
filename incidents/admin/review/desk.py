"""The review page: the article's text beside the fields, and a form that calls the verbs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents import review
from incidents.admin.review.form import DeskForm
from incidents.admin.review.layout import FIELDS_OF, LABEL_OF
from incidents.admin.review.queue import carried, go_on
from incidents.admin.review.same import lead_on
from incidents.admin.review.screen import show_page
from incidents.admin.review.seen import seen_by
from incidents.admin.review.undo import with_undo
from incidents.models import Incident, User
from incidents.review.hold import hold, release
from incidents.review.words import Words

VERBS: dict[str, Any] = {
    "acknowledge": review.acknowledge,
    "accept": review.accept,
    "publish": review.publish,
    "reject": review.reject,
    "reopen": review.reopen,
}
ON_THE_PAGE = ("save", "accept", "reopen", "confirm", "choose", "ground")
"""Verbs after which one goes on with the same incident."""


def show(request: HttpRequest, pk: int) -> HttpResponse:
    incident = seen_by(request, pk)
    if elsewhere := lead_on(request, incident):
        return elsewhere
    if request.method != "POST":
        return show_page(request, DeskForm(incident), holder=_hold(request, incident))
    form = DeskForm(incident, request.POST)
    verb, _sep, what = request.POST.get("verb", "save").partition(":")
    try:
        done = _do(verb, what, form, request)
    except review.Stale as stale:
        form.rebase(stale.theirs)
        return show_page(request, form, status=409)
    except review.NotAllowed as refusal:
        form.other_errors.append(str(refusal))
        return show_page(request, form, status=403)
    except ValidationError as problem:
        form.refuse(problem)
        return show_page(request, form, status=422)
    if request.htmx:
        return show_page(request, DeskForm(done), told=_told(verb, what, done))
    return _go_on(request, verb, what, done, incident, changed=done.version != form.seen_version)


def _hold(request: HttpRequest, incident: Incident) -> User | None:
    """Who else has it open. It is held for those who may change it; a mere look holds nothing."""
    return hold(incident, by=request.user) if request.user.has_perm("incidents.change_incident") else None


@transaction.atomic
def _do(verb: str, what: str, form: DeskForm, request: HttpRequest) -> Incident:
    """What was typed is saved with every verb, in the same transaction. ``what`` is what the verb is about:
    the row that is confirmed, the statement that is chosen.
    """
    who: dict[str, Any] = {"by": request.user, "reason": form.reason}
    incident, version = form.incident, form.seen_version
    if verb == "save" or form.changed():
        changes, words = form.changes(), form.words
        incident = review.edit(incident, changes, words=words, seen_version=version, **who)
        version = incident.version
    who["seen_version"] = version
    match verb:
        case "save":
            return incident
        case "confirm":
            return review.confirm(incident, FIELDS_OF.get(what, ()) if what else None, **who)
        case "choose":
            return review.choose(incident, int(what) if what.isdecimal() else 0, **who)
        case "ground":
            return review.ground(incident, FIELDS_OF.get(what, ()), pointed_at(request), **who)
        case _ if verb in VERBS:
            return VERBS[verb](incident, **who)
    raise ValidationError(
        {"verb": _("expected one of %(names)s.") % {"names": ", ".join((*ON_THE_PAGE, *VERBS))}}
    )


def pointed_at(request: HttpRequest) -> Words:
    try:
        given = request.GET if request.method == "GET" else request.POST
        return Words(*(int(given.get(name, "")) for name in ("article", "start", "end")))
    except ValueError as problem:
        raise ValidationError({"words": _("expected an article, a start and an end.")}) from problem


def _told(verb: str, what: str, done: Incident, *, changed: bool = True) -> SafeString:
    """What happened, with a link to it."""
    label = LABEL_OF.get(what, "")
    here = reverse("admin:review", args=[done.pk])
    link = format_html('<a href="{}">{}</a>', here, done)
    field = format_html('<a href="#row-{}">{}</a>', what, label) if label else ""
    said = {
        "save": _("Saved.") if changed else _("Nothing was changed."),
        "accept": _("{} is in review, and yours."),
        "acknowledge": _("{} stays as it is."),
        "publish": _("{} is published."),
        "reject": _("{} is rejected."),
        "reopen": _("{} is open again."),
        "confirm": _("{} is confirmed.") if field else _("All fields are confirmed."),
        "choose": _("Chosen: the value follows this statement now."),
        "ground": _("The words belong to {} now."),
    }[verb]
    words = format_html(said, field or link)
    return with_undo(words, done) if changed else words


def _go_on(
    request: HttpRequest, verb: str, what: str, done: Incident, seen: Incident, *, changed: bool
) -> HttpResponse:
    here = reverse("admin:review", args=[done.pk]) + carried(request)
    if not Incident.objects.visible_to(request.user).filter(pk=done.pk).exists():
        messages.success(
            request, _("Saved. %s is now restricted or embargoed, and no longer yours to see.") % done
        )
        release(done, by=request.user)
        return redirect("admin:review_queue")
    messages.success(request, _told(verb, what, done, changed=changed))
    if verb == "save" and request.POST.get("then") == "next":
        return go_on(request, after=seen)
    if verb in ON_THE_PAGE:
        return redirect(f"{here}#row-{what}" if what in FIELDS_OF else here)
    release(done, by=request.user)
    return go_on(request, after=seen)  # behind the place that it had
