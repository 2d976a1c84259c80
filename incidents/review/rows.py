"""The rows below an incident: participants, casualties by side, weapons; replaced by difference."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from incidents.models import Casualties, Incident, Participation, WeaponUse
from incidents.review.values import cleaned, named
from incidents.vocabulary import Role

Row = dict[str, Any]

COLUMNS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "participations": (Participation, ("role", "actor", "name", "basis", "referent")),
    "casualties": (Casualties, ("side", "actor", "is_civilian", "kind", "min", "max")),
    "weapons": (
        WeaponUse,
        (
            "category",
            "system",
            *(
                f"{what}_{end}"
                for what in ("launched", "intercepted", "failed", "hit")
                for end in ("min", "max")
            ),
        ),
    ),
}
# What makes two rows the same thing, so that a change of the rest is a change and not a new row.
IDENTITY = {
    "participations": ("role", "name"),
    "casualties": ("side", "kind"),
    "weapons": ("category", "system"),
}


def clean_rows(kind: str, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Errors are keyed ``casualties.1.max``: the row counted from 0, and its field."""
    model, columns = COLUMNS[kind]
    if isinstance(rows, str | bytes | Mapping) or not all(isinstance(row, Mapping) for row in rows):
        raise ValidationError({kind: _("expected a list of rows.")})
    result, errors = [], {}
    orders: Counter[str] = Counter()
    for number, given in enumerate(rows):
        row: Row = {}
        for name in given.keys() - set(columns):
            errors[f"{kind}.{number}.{name}"] = [
                _("expected one of %(names)s.") % {"names": ", ".join(columns)}
            ]
        for name in columns:
            value = given.get(name, model._meta.get_field(name).get_default())
            try:
                row[name] = cleaned(model, name, value)
            except ValidationError as problem:
                errors[f"{kind}.{number}.{name}"] = problem.messages
        if kind == "participations" and row.get("actor") and not given.get("name"):
            row["name"] = row["actor"].name
            errors.pop(f"{kind}.{number}.name", None)
        if kind == "participations" and "role" in row:
            row["order"] = orders[row["role"]]
            orders[row["role"]] += 1
        if not any(key.startswith(f"{kind}.{number}.") for key in errors):
            try:
                model(**row).validate_constraints(exclude={"incident"})
            except ValidationError as problem:
                errors |= {f"{kind}.{number}.{name}": said for name, said in named(problem).items()}
        result.append(row)
    if kind != "participations":
        errors |= _repeated(kind, result)
    if errors:
        raise ValidationError(errors)
    return result


def _repeated(kind: str, rows: list[Row]) -> dict[str, list[str]]:
    seen: set[tuple[Any, ...]] = set()
    errors = {}
    for number, row in enumerate(rows):
        identity = tuple(row.get(name) for name in IDENTITY[kind])
        if identity in seen:
            names = _(" and ").join(IDENTITY[kind])
            errors[f"{kind}.{number}.{IDENTITY[kind][0]}"] = [
                _("expected one row for each %(names)s.") % {"names": names}
            ]
        seen.add(identity)
    return errors


def held(incident: Incident, kind: str) -> list[Row]:
    """The rows as they stand, in the form in which they are given; participants by role, who acted first."""
    _model, columns = COLUMNS[kind]
    rows = getattr(incident, kind).select_related(*(["actor"] if "actor" in columns else []))
    if kind == "participations":
        rows = sorted(rows, key=lambda row: (list(Role).index(row.role), row.order))
    return [{name: getattr(row, name) for name in columns} for row in rows]


def replace(incident: Incident, kind: str, rows: list[Row]) -> bool:
    """Make the rows these; returns whether anything changed. Rows that stay keep their primary keys."""
    model, _columns = COLUMNS[kind]
    waiting = defaultdict(list)
    for old in model.objects.filter(incident=incident).order_by("id"):
        waiting[tuple(getattr(old, name) for name in IDENTITY[kind])].append(old)
    kept, new = [], []
    for row in rows:
        same = waiting[tuple(row[name] for name in IDENTITY[kind])]
        if same:
            kept.append((same.pop(0), row))
        else:
            new.append(row)
    gone = [old.pk for olds in waiting.values() for old in olds]
    changed = bool(gone or new)
    model.objects.filter(pk__in=gone).delete()
    for old, row in kept:
        if any(getattr(old, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(old, name, value)
            old.save()
            changed = True
    for row in new:
        model.objects.create(incident=incident, **row)
    return changed
