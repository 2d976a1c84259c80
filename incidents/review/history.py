"""The history of an incident as people read it: who, when, why, and each field from what to what, by name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import Incident, User
from incidents.models.revisions import Revision, revision_model, revisions_of
from incidents.review.names import Names, label

ROWS = ("reports", "participations", "casualties", "weapons", "relations", "memberships", "verdicts")
SILENT = {
    *("id", "incident_id", "order", "last_edited_by_id", "published_at", "created_at"),
    *("merged_into_id", "published_version", "merged_from_id", "confidence"),
}
"""Columns that only repeat what the step itself says."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """``row`` names the row below the incident ("Casualties: Iraq, wounded"), ``record`` its model; both are blank
    for its own fields."""

    name: str
    label: str
    before: str
    after: str
    row: str = ""
    record: str = field(default="", compare=False)

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(slots=True)
class Step:
    """What one person or task did at one time. ``who`` is blank for what nobody signed.

    ``version`` is the incident's after the step, None where the step changed no value (a field was confirmed).
    """

    at: datetime
    who: str
    verb: str
    reason: str
    id: UUID | None = None
    user: int | None = None
    version: int | None = None
    undoes: UUID | None = None
    reader: str = ""
    began: str = ""
    changes: list[FieldChange] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)

    @property
    def done(self) -> str:
        return str(DONE.get(self.verb, self.verb))


def history(incident: Incident, *, to: User | None = None) -> list[Step]:
    """Oldest first. Other incidents are named only as far as the reader may see them (None: all)."""
    revisions = revisions_of(incident, *ROWS)
    people = {revision.user for revision in revisions if revision.user}
    told = [revision for revision in revisions if revision.record != "verdict"]
    changed = ((apps.get_model("incidents", r.record), values) for r in told for values in _sides(r))
    names = Names(changed, people, to=to)
    versions = _versions(incident)
    rows: dict[tuple[str, int], str] = {}
    steps: dict[tuple[Any, ...], Step] = {}
    for revision in revisions:
        key = (revision.at, revision.context, revision.verb)
        step = steps.get(key)
        if step is None:
            who = names.of(User, revision.user) if revision.user else revision.actor
            step = steps[key] = _step(revision, who, versions)
        if revision.record == "verdict":
            step.confirmed += _confirmed(revision)
        else:
            step.changes.extend(_changes(revision, names, rows))
    found = [step for step in steps.values() if step.changes or step.confirmed or step.verb in DONE]
    return sorted(found, key=lambda step: (step.at, step.began))


DONE = {
    "acknowledge": gettext_lazy("looked at new sources"),
    "accept": gettext_lazy("accepted for review"),
    "assign": gettext_lazy("assigned"),
    "create": gettext_lazy("created"),
    "add_to_campaign": gettext_lazy("added to a campaign"),
    "take_from_campaign": gettext_lazy("took from a campaign"),
    "choose": gettext_lazy("chose who is followed"),
    "confirm": gettext_lazy("confirmed"),
    "apart": gettext_lazy("found it not to be another"),
    "ask_again": gettext_lazy("asked again whether it is another"),
    "edit": gettext_lazy("edited"),
    "import": gettext_lazy("imported"),
    "merge": gettext_lazy("merged"),
    "ground": gettext_lazy("found the words"),
    "link": gettext_lazy("linked"),
    "unlink": gettext_lazy("unlinked"),
    "part": gettext_lazy("parted what was united"),
    "unite": gettext_lazy("united doubles"),
    "publish": gettext_lazy("published"),
    "reject": gettext_lazy("rejected"),
    "reopen": gettext_lazy("reopened"),
    "split": gettext_lazy("split"),
    "unmerge": gettext_lazy("undid the merge"),
    "read": gettext_lazy("read"),
    "revert": gettext_lazy("put back"),
    "undo": gettext_lazy("undid"),
    "created": gettext_lazy("created"),
    "changed": gettext_lazy("changed"),
    "deleted": gettext_lazy("deleted"),
}
"""Each verb as the history tells it."""
CALLED = {
    "event_type": gettext_lazy("Type"),
    "status": gettext_lazy("Certainty"),
    "claimed_by": gettext_lazy("Claimants"),
    "place_key": gettext_lazy("Place in the catalogue"),
    "origin": gettext_lazy("Origin of fire"),
}
"""Fields that statements name otherwise than people do."""


def _step(revision: Revision, who: str, versions: dict[UUID, int]) -> Step:
    said = revision.said
    return Step(
        at=revision.at,
        who=who,
        verb=revision.verb or _unnamed(revision),
        reason=revision.reason,
        id=revision.context,
        user=revision.user,
        version=versions.get(revision.context) if revision.context else None,
        undoes=UUID(said["undoes"]) if said.get("undoes") else None,
        reader=said.get("reader", ""),
        began=said.get("began", ""),
    )


def _unnamed(revision: Revision) -> str:
    return {"insert": "created", "update": "changed", "delete": "deleted"}[revision.label]


def _versions(incident: Incident) -> dict[UUID, int]:
    """The last version that each step made."""
    found = revision_model(Incident).objects.filter(pgh_obj=incident.pk, pgh_context__isnull=False)
    return dict(found.order_by("pgh_id").values_list("pgh_context", "version"))


def _sides(revision: Revision) -> list[dict[str, Any]]:
    return [{name: values[side] for name, values in revision.changes.items()} for side in (0, 1)]


def _confirmed(revision: Revision) -> list[str]:
    """The field that a verdict vouches for; what corrects a value shows as the change that it is."""
    _before, outcome = revision.changes.get("outcome", (None, None))
    if outcome != "accepted" or revision.label == "delete":
        return []
    name = str(revision.changes.get("field", ("", ""))[1] or "")
    return [_field(name)] if name else []


def _field(name: str) -> str:
    return str(CALLED.get(name, name.replace("_", " ").capitalize()))


def _changes(revision: Revision, names: Names, rows: dict[tuple[str, int], str]) -> Iterable[FieldChange]:
    model = apps.get_model("incidents", revision.record)
    key = (revision.record, revision.record_id)
    if model is not Incident and key not in rows:
        # a row is called by what it was at its insertion: it may be gone by now
        then = {
            name: after if before is None else before for name, (before, after) in revision.changes.items()
        }
        rows[key] = names.of_row(model, then)
    if model is not Incident and revision.label != "update":
        yield _whole(model, revision, names, rows[key])
        return
    columns = {f.attname: f for f in model._meta.concrete_fields}
    for name, (before, after) in revision.changes.items():
        if name in SILENT or (before in (None, "") and after in (None, "")):
            continue
        column = columns[name]
        if revision.label == "insert" and column.has_default() and after == column.get_default():
            continue
        yield FieldChange(
            column.name,
            label(column),
            names.shown(column, before),
            names.shown(column, after),
            rows.get(key, ""),
            "" if model is Incident else revision.record,
        )


def _whole(model: type[models.Model], revision: Revision, names: Names, row: str) -> FieldChange:
    """A row that came or went, in one line."""
    before, after = _sides(revision)
    if revision.label == "insert":
        return FieldChange(
            revision.record, str(_("added")), "", names.in_words(model, after), row, revision.record
        )
    return FieldChange(
        revision.record, str(_("removed")), names.in_words(model, before), "", row, revision.record
    )
