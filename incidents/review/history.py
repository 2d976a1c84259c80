"""The history of an incident as people read it: who, when, why, and each field from what to what, by name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from incidents.models import Incident, User
from incidents.models.revisions import Revision, revisions_of

ROWS = ("reports", "participations", "casualties", "weapons", "relations")
SILENT = {
    "id",
    "incident_id",
    "order",
    "last_edited_by_id",
    "published_at",
    "created_at",
    "merged_into_id",
} | {"published_version", "merged_from_id"}
"""Columns that only repeat what the step itself says."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """``row`` names the row below the incident ("Casualties: Iraq, wounded"), blank for its own fields."""

    name: str
    label: str
    before: str
    after: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What one person or task did at one time."""

    at: datetime
    who: str
    verb: str
    reason: str
    changes: list[FieldChange] = field(default_factory=list)

    @property
    def done(self) -> str:
        return DONE.get(self.verb, self.verb)


def history(incident: Incident, *, to: User | None = None) -> list[Step]:
    """Oldest first. Other incidents are named only as far as the reader may see them (None: all)."""
    revisions = revisions_of(incident, *ROWS)
    names = _Names(revisions, to)
    steps: dict[tuple[Any, ...], Step] = {}
    for revision in revisions:
        key = (revision.at, revision.context, revision.verb)
        who = names.of(User, revision.user) if revision.user else revision.actor
        step = steps.setdefault(
            key, Step(revision.at, who, revision.verb or _unnamed(revision), revision.reason)
        )
        step.changes.extend(_changes(revision, names))
    return [step for step in steps.values() if step.changes]


DONE = {
    "acknowledge": "looked at new sources",
    "accept": "accepted for review",
    "choose": "chose who is followed",
    "apart": "found it not to be another",
    "ask_again": "asked again whether it is another",
    "edit": "edited",
    "import": "imported",
    "link": "linked",
    "part": "parted what was united",
    "merge": "merged",
    "publish": "published",
    "reject": "rejected",
    "reopen": "reopened",
    "unite": "united doubles",
    "split": "split",
    "unlink": "unlinked",
    "unmerge": "undid the merge",
    "read": "read",
}
"""Each verb as the history tells it."""


def _unnamed(revision: Revision) -> str:
    return {"insert": "created", "update": "changed", "delete": "deleted"}[revision.label]


def _changes(revision: Revision, names: "_Names") -> Iterable[FieldChange]:
    model = apps.get_model("incidents", revision.record)
    row = "" if model is Incident else names.of_row(model, revision)
    for name, (before, after) in revision.changes.items():
        if name in SILENT or (before in (None, "") and after in (None, "")):
            continue
        column = next(f for f in model._meta.concrete_fields if f.attname == name)
        if revision.label == "insert" and column.has_default() and after == column.get_default():
            continue
        label = str(column.verbose_name)
        yield FieldChange(
            column.name,
            label[:1].upper() + label[1:],
            names.shown(column, before),
            names.shown(column, after),
            row,
        )


def _seen(model: type[models.Model], to: User | None) -> models.QuerySet:
    return Incident.objects.visible_to(to) if model is Incident and to else model._default_manager.all()


class _Names:
    """What records are called, looked up once for each kind of record."""

    def __init__(self, revisions: list[Revision], to: User | None):
        wanted: dict[type[models.Model], set[Any]] = {User: {r.user for r in revisions if r.user}}
        for revision in revisions:
            model = apps.get_model("incidents", revision.record)
            for column in model._meta.concrete_fields:
                if isinstance(column, models.ForeignKey) and column.attname in revision.changes:
                    wanted.setdefault(column.related_model, set()).update(
                        value for value in revision.changes[column.attname] if value is not None
                    )
        self.found = {
            (model, record.pk): str(record)
            for model, keys in wanted.items()
            for record in _seen(model, to).filter(pk__in=keys)
        }
        self.rows: dict[tuple[str, int], str] = {}

    def of(self, model: type[models.Model], key: Any) -> str:
        if model is Incident:
            return self.found.get((model, key), _("another incident"))
        return self.found.get((model, key), f"{model._meta.verbose_name} {key}")

    def shown(self, column: models.Field, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(column, models.ForeignKey):
            return self.of(column.related_model, value)
        if column.choices:
            return str(dict(column.flatchoices).get(value, value))
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        return str(value)

    def of_row(self, model: type[models.Model], revision: Revision) -> str:
        """A row is called by what it was at its insertion: it may be gone by now."""
        key = (revision.record, revision.record_id)
        if key not in self.rows:
            title = str(model._meta.verbose_name).capitalize()
            then = {
                name: after if before is None else before
                for name, (before, after) in revision.changes.items()
            }
            identity = {
                "participation": ("name", "role"),
                "casualties": ("side", "kind"),
                "weaponuse": ("category", "system"),
                "report": ("article_id",),
                "relation": ("kind", "other_id"),
            }[revision.record]
            columns = {f.attname: f for f in model._meta.concrete_fields}
            words = [self.shown(columns[name], then.get(name)) for name in identity]
            words[1:] = [
                word.lower() if columns[name].choices else word
                for name, word in zip(identity[1:], words[1:], strict=True)
            ]
            self.rows[key] = f"{title}: {', '.join(word for word in words if word)}"
        return self.rows[key]
