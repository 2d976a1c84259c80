"""The history page: every step, two versions side by side, and putting back what an earlier one had."""

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents import review
from incidents.admin.review.diff import marked
from incidents.admin.review.seen import seen_by
from incidents.admin.review.undo import with_undo
from incidents.models import Incident, User
from incidents.review.compare import compare, is_revertible
from incidents.review.history import FieldChange, Step, history
from incidents.review.versions import as_of
from incidents.vocabulary import OPEN


@dataclass(frozen=True, slots=True)
class Line:
    """A change with its words marked."""

    change: FieldChange
    before: SafeString
    after: SafeString
    is_revertible: bool

    @classmethod
    def of(cls, change: FieldChange) -> "Line":
        return cls(change, *marked(change.before, change.after), is_revertible(change))


def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, seen_by(request, pk))


def _page(request: HttpRequest, incident: Incident, *, status: int = 200, errors: Any = ()) -> HttpResponse:
    steps = history(incident, to=request.user)
    asked = {name: request.GET.get(name, "") for name in ("field", "person")}
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("History of %s") % incident,
        "incident": incident,
        "steps": _told(steps, request.user, **asked),
        "count": len(steps),
        "asked": asked,
        "fields": sorted(
            {_what(change) for step in steps for change in step.changes}, key=lambda each: each[1]
        ),
        "people": sorted({step.who for step in steps if step.user}),
        "has_system": any(step.user is None for step in steps),
        "versions": [step for step in steps if step.version],
        "compared": _compared(request, incident, steps),
        "may_revert": incident.status in OPEN and request.user.has_perm("incidents.change_incident"),
        "reason": request.POST.get("reason", ""),
        "errors": errors,
    }
    return render(request, "admin/review/history.html", context, status=status)


def _told(steps: list[Step], user: User, *, field: str, person: str) -> list[dict[str, Any]]:
    """Newest first, of this field and person alone where they are given; ``person`` "-" is the system."""
    by_id = {step.id: step for step in steps if step.id}
    undone = _undone(steps)
    anybodys = user.has_perm("incidents.undo_others")
    found = []
    for step in reversed(steps):
        lines = [Line.of(change) for change in step.changes if not field or _what(change)[0] == field]
        who = step.who if step.user else "-"
        if (field and not lines) or (person and who != person):
            continue
        found.append(
            {each.name: getattr(step, each.name) for each in fields(step)}
            | {
                "lines": lines,
                "undone": undone.get(step.id),
                **_done(step, by_id),
                "may_undo": bool(step.id and step.user) and (anybodys or step.user == user.pk),
            }
        )
    return found


def _what(change: FieldChange) -> tuple[str, str]:
    """What one filters by, and its name: a field, or a table of rows as a whole."""
    kind = change.row.partition(":")[0]
    return (f"{kind.lower()}s", kind) if kind else (change.name, change.label)


def _done(step: Step, by_id: dict[UUID, Step]) -> dict[str, Any]:
    """What was done, and of an undoing what to: who takes an undoing back does that again."""
    undone = by_id.get(step.undoes) if step.undoes else None
    again = by_id.get(undone.undoes) if undone and undone.undoes else None
    return {
        "done": _("did again") if again else step.done,
        "of": (again or undone or step).done if undone else "",
    }


def _undone(steps: list[Step]) -> dict[UUID | None, Step]:
    """Each step that does not stand any more, with the one that took it back."""
    undoings = {step.undoes: step for step in steps if step.undoes}
    found: dict[UUID | None, Step] = {}
    for step in reversed(steps):  # an undoing that was undone itself undoes nothing
        undoing = undoings.get(step.id)
        if undoing and undoing.id not in found:
            found[step.id] = undoing
    return found


def _compared(request: HttpRequest, incident: Incident, steps: list[Step]) -> dict[str, Any] | None:
    """The two versions that are asked for, the older first; what is no version is as if it was not asked."""
    try:
        old, new = sorted(int(request.GET[name]) for name in ("from", "to"))
        snapshots = as_of(incident, old), as_of(incident, new)
    except (KeyError, ValueError, ValidationError):
        return None
    lines = [Line.of(change) for change in compare(*snapshots, to=request.user)]
    made_by = {step.version: step for step in steps}
    return {
        "old": snapshots[0],
        "new": snapshots[1],
        "old_step": made_by.get(old),
        "new_step": made_by.get(new),
        "differing": [line for line in lines if line.change.differs],
        "alike": [line for line in lines if not line.change.differs],
        "kinds": sorted(
            {
                (c.name, c.row)
                for c in (line.change for line in lines if line.is_revertible)
                if c.row and c.differs
            }
        ),
    }


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """``fields`` of ``version``, or all of it where ``whole`` is pressed."""
    incident = seen_by(request, pk)
    wanted = None if "whole" in request.POST else request.POST.getlist("fields")
    try:
        if wanted == []:
            raise ValidationError({"fields": _("expected at least one field to put back.")})
        done = review.revert(
            incident,
            _number(request.POST.get("version")),
            wanted,
            by=request.user,
            seen_version=_number(request.POST.get("seen_version")),
            reason=request.POST.get("reason", ""),
        )
    except review.Stale:
        said = [_("Somebody changed it meanwhile. Look at what differs now, then put it back.")]
        return _page(request, Incident.objects.get(pk=pk), status=409, errors=said)
    except review.NotAllowed as refusal:
        return _page(request, incident, status=403, errors=[str(refusal)])
    except ValidationError as problem:
        said = [
            f"{_(name.replace('_', ' '))}: {message}"
            for name, all in problem.message_dict.items()
            for message in all
        ]
        return _page(request, incident, status=422, errors=said)
    if done.version == incident.version:
        messages.info(request, _("Nothing was changed: it stands like that already."))
    else:
        said = _("Put back to what version %s had.") % request.POST.get("version")
        messages.success(request, with_undo(said, done))
    return redirect(f"{reverse('admin:review_history', args=[pk])}?from={incident.version}&to={done.version}")


def _number(given: str | None) -> int:
    return int(given) if given and given.isdecimal() and len(given) < 10 else 0
