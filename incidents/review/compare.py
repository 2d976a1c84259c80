"""Two versions of an incident, field by field and row by row."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from incidents.models import Incident, User
from incidents.review.history import FieldChange
from incidents.review.names import Names, label
from incidents.review.rows import COLUMNS
from incidents.review.steps import State
from incidents.review.values import EDITABLE
from incidents.review.versions import BELOW, Snapshot

SHOWN = ("status", *EDITABLE)
ENDS = ("_min", "_max")


def compare(old: Snapshot, new: Snapshot, *, to: User | None = None) -> list[FieldChange]:
    """Every field and row of the two, alike ones too. A row is one line: what it is, and its figures in words.

    ``name`` is what ``revert`` puts back: the column, or the kind of rows.
    """
    models_of = {name: Incident._meta.get_field(name).related_model for name in BELOW}
    states = [(Incident, each.columns) for each in (old, new)]
    states += [
        (models_of[name], row) for each in (old, new) for name in BELOW for row in each.rows.get(name, ())
    ]
    names = Names(states, to=to)
    found = []
    for name in SHOWN:
        column = Incident._meta.get_field(name)
        before, after = (names.shown(column, each.columns[column.attname]) for each in (old, new))
        if before or after:
            found.append(FieldChange(name, label(column), before, after))
    for name in BELOW:
        found += _rows(name, models_of[name], old.rows.get(name, ()), new.rows.get(name, ()), names)
    return found


def _rows(
    name: str, model: type[models.Model], old: Iterable[State], new: Iterable[State], names: Names
) -> list[FieldChange]:
    """Side by side where they are about the same: two rows for one party meet in their order."""
    sides: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((old, new)):
        for row in rows:
            sides[names.of_row(model, row)][side].append(names.in_words(model, row))
    found = []
    for what, (before, after) in sides.items():
        kind, _, identity = what.partition(": ")
        found.append(FieldChange(name, identity, "\n".join(before), "\n".join(after), kind))
    return found


def is_revertible(change: FieldChange) -> bool:
    return change.name in EDITABLE or change.name in COLUMNS
