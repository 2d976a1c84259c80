"""What a statement's value makes of an incident's columns and rows: the way back of ``statements``."""

import calendar
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models import Actor, Base, Incident, Statement
from incidents.review.rows import Row, held
from incidents.review.statements import FIELD_OF_ROLE
from incidents.vocabulary import Basis, CasualtyKind, DatePrecision, ReferentKind, Role

COLUMN_OF = {
    "event_type": "sub_event_type",
    "status": "certainty",
    "place": "place_name",
    "place_key": "place",
    "origin": "origin_of_fire",
}
ROLE_OF = {field: role for role, field in FIELD_OF_ROLE.items()}


def changes_of(incident: Incident, said: Statement) -> dict[str, Any]:
    """For ``apply``. What the value does not tell is not in it."""
    field, value = said.field, said.value
    if field in {"killed", "wounded"}:
        return {f"{field}_{end}": (value or {}).get(end) for end in ("min", "max")}
    if field in {"date", "date_start"}:
        return _days(value)
    if field == "base":
        return {"base": _base(value)}
    if field in ROLE_OF:
        others = [row for row in held(incident, "participations") if row["role"] != ROLE_OF[field]]
        return {"participations": [*others, *_parties(incident, ROLE_OF[field], value)]}
    if field in {"casualties", "casualties_by_side"}:
        return {"casualties": _sides(value or [])}
    if field == "weapons":
        return {"weapons": [_weapon(each) for each in value or []]}
    return {COLUMN_OF.get(field, field): value}


def _days(value: str | None) -> dict[str, Any]:
    """A day, a month or a year, as it is written: "2024-01" is all of January."""
    if not value:
        return {"date_start": None}
    year, *rest = (int(part) for part in value.split("-"))
    month = rest[0] if rest else 0
    if len(rest) == 2:
        day = date(year, month, rest[1])
        return {"date_start": day, "date_end": day, "date_precision": DatePrecision.DAY}
    last = calendar.monthrange(year, month or 12)[1]
    return {
        "date_start": date(year, month or 1, 1),
        "date_end": date(year, month or 12, last),
        "date_precision": DatePrecision.MONTH if month else DatePrecision.YEAR,
    }


def _base(name: str | None) -> Base | None:
    if not name:
        return None
    found = list(Base.objects.filter(name=name)[:2])
    if len(found) != 1:
        raise ValidationError(
            {"base": _("expected the name of one base we know; “%(name)s” is none.") % {"name": name}}
        )
    return found[0]


def _parties(incident: Incident, role: Role, value: Any) -> list[Row]:
    if isinstance(value, str):  # who claims it: names in one line
        value = [{"name": name, "basis": Basis.CLAIMED} for name in value.split("; ")]
    known = {row.name: row.actor for row in incident.participations.select_related("actor") if row.actor}
    return [
        {
            "role": role,
            "name": each["name"],
            "actor": known.get(each["name"]) or _actor(each.get("canonical") or each["name"]),
            "basis": each.get("basis") or Basis.STATED,
            "referent": each.get("kind") or ReferentKind.ORGANISATION,
        }
        for each in value or []
    ]


def _actor(name: str) -> Actor | None:
    found = list(Actor.objects.filter(name=name)[:2])
    return found[0] if len(found) == 1 else None


def _sides(value: list[Mapping[str, Any]]) -> list[Row]:
    return [
        {
            "side": side["side"],
            "is_civilian": bool(side.get("is_civilian")),
            "kind": kind,
            **{end: side[kind].get(end) for end in ("min", "max")},
        }
        for side in value
        for kind in CasualtyKind
        if side.get(kind)
    ]


def _weapon(value: Mapping[str, Any] | str) -> Row:
    if isinstance(value, str):
        return {"category": value}
    counts = {
        f"{what}_{end}": each.get(end)
        for what, each in value.items()
        if isinstance(each, Mapping)
        for end in ("min", "max")
    }
    return {"category": value["category"], "system": value.get("system", ""), **counts}
