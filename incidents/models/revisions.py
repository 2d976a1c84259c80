"""Revision: who changed what, from what, when and why. Written by database triggers, so that nothing
slips past: bulk updates, raw SQL and deletes are recorded like any save."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import pghistory
import pgtrigger
from django.db import models

M = TypeVar("M", bound=type[models.Model])

UNRECORDED = "-"  # stands for a value too bulky to keep twice


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Record every insert, update and delete of a model in ``<Model>Revision``.

    ``exclude`` leaves out what is bulky and never changes, or is computed from other columns.
    """

    def decorate(model: M) -> M:
        generated = [f.name for f in model._meta.local_fields if getattr(f, "generated", False)]
        pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(condition=pgtrigger.AnyChange(exclude=[*exclude, *generated])),
            pghistory.DeleteEvent(),
            exclude=[*exclude, *generated],
            model_name=f"{model.__name__}Revision",
            append_only=True,
        )(model)
        return model

    return decorate


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one record. ``changes`` maps a field to (before, after); both are stored values.

    ``user`` is the primary key of who did it, None for a task or command, which ``actor`` then names.
    What was done in one step has the same ``context``.
    """

    record: str
    record_id: int
    label: str  # insert, update, delete
    at: datetime
    user: int | None
    actor: str
    verb: str
    reason: str
    changes: dict[str, tuple[Any, Any]]
    context: UUID | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    """All that was noted of the step."""


def revisions_of(record: models.Model, *related: str) -> list[Revision]:
    """The history of a record and of the rows hanging on it, oldest first.

    ``related`` names reverse relations whose rows count as part of the record ("casualties").
    """
    found = [revision for model, ids in _rows_of(record, related) for revision in _revisions(model, ids)]
    return sorted(found, key=lambda revision: revision.at)


def _rows_of(record: models.Model, related: tuple[str, ...]) -> list[tuple[type[models.Model], list[int]]]:
    rows: list[tuple[type[models.Model], list[int]]] = [(type(record), [record.pk])]
    for name in related:
        relation = record._meta.get_field(name)
        model, column = relation.related_model, relation.field.attname
        # through the history, so that rows deleted since are found as well
        history = revision_model(model).objects.filter(**{column: record.pk})
        rows.append((model, list(history.values_list("pgh_obj_id", flat=True).distinct())))
    return rows


def revision_model(model: type[models.Model]) -> type[models.Model]:
    from django.apps import apps

    return apps.get_model(model._meta.app_label, f"{model.__name__}Revision")


def _revisions(model: type[models.Model], ids: list[int]) -> list[Revision]:
    history = revision_model(model)
    fields = [
        f.attname
        for f in history._meta.concrete_fields
        if not f.name.startswith("pgh_") and f.name not in {"updated_at", "version"}
    ]
    before: dict[int, dict[str, Any]] = {}
    found = []
    for event in history.objects.filter(pgh_obj_id__in=ids).select_related("pgh_context").order_by("pgh_id"):
        now = {name: getattr(event, name) for name in fields}
        if event.pgh_label == "delete":
            changes = {name: (value, None) for name, value in now.items() if value not in (None, "")}
        else:
            old = before.get(event.pgh_obj_id, {})
            changes = {name: (old.get(name), value) for name, value in now.items() if old.get(name) != value}
        before[event.pgh_obj_id] = now
        context = event.pgh_context.metadata if event.pgh_context else {}
        found.append(
            Revision(
                record=model._meta.model_name,
                record_id=event.pgh_obj_id,
                label=event.pgh_label,
                at=event.pgh_created_at,
                user=context.get("user"),
                actor=context.get("actor", ""),
                verb=context.get("verb", ""),
                reason=context.get("reason", ""),
                changes=changes,
                context=event.pgh_context_id,
                said=context,
            )
        )
    return found
