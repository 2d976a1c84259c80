"""What a draft holds, by field, in the form that statements have."""

import json
import math
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from incidents.extraction import records
from incidents.vocabulary import Damage, Interception

Value = tuple[str, str]
"""A field and what is said of it, to compare."""


def comparable(name: str, value: Any) -> Value:
    return name, json.dumps(value, sort_keys=True)


def held_values(draft: records.Draft) -> dict[str, Any]:
    """What the draft holds, by field, in the form that statements have; what it does not know is not in it."""
    values: dict[str, Any] = {
        "event_type": draft.event_type,
        "summary": draft.summary,
        "date_start": draft.date_start,
        "date_end": None if draft.date_end == draft.date_start else draft.date_end,
        "time_local": draft.time_local,
        "country": draft.country,
        "admin1": draft.admin1,
        "place": draft.place,
        "base": draft.base,
        "perpetrators": [_party(party) for party in draft.perpetrators],
        "targets": [_party(party) for party in draft.targets],
        "weapons": [_weapon(use) for use in draft.weapons],
        "killed": draft.killed,
        "wounded": draft.wounded,
        "casualties": _sides(draft.casualties),
        "intercepted": None if draft.intercepted == Interception.UNKNOWN else draft.intercepted,
        "damage": None if draft.damage == Damage.UNKNOWN else draft.damage,
        "origin": draft.origin,
        "claimed_by": draft.claimed_by,
        "status": draft.status,
        "civilian_targeting": draft.civilian_targeting,
    }
    return {name: as_json(value) for name, value in values.items() if value not in (None, "", [])}


def stands_on(name: str) -> str:
    """The reader's name for a field of ours, in its evidence."""
    return "date" if name in {"date_start", "date_end"} else name


def as_json(value: Any) -> Any:
    if isinstance(value, records.Range):
        return {"min": value.min, "max": value.max}
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): as_json(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _party(party: records.Party) -> dict[str, str]:
    return {
        "name": party.name,
        "canonical": party.canonical,
        "kind": str(party.referent),
        "basis": str(party.basis),
    }


def _weapon(use: records.WeaponUse) -> dict[str, Any]:
    counts = {what: getattr(use, what) for what in ("launched", "intercepted", "failed", "hit")}
    found = {"category": str(use.category), "system": use.system, **counts}
    return {name: value for name, value in found.items() if value not in (None, "")}


def _sides(casualties: Iterable[records.Casualties]) -> list[dict[str, Any]]:
    sides: dict[str, dict[str, Any]] = {}
    for hurt in casualties:
        side = sides.setdefault(hurt.side, {"side": hurt.side, "is_civilian": hurt.is_civilian})
        side.setdefault(str(hurt.kind), hurt.range)
    return list(sides.values())
