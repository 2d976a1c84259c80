"""What an analyst's change says, field by field: by the names and in the forms of what articles state."""

from collections.abc import Iterable, Mapping
from typing import Any

from incidents.models import Evidence, Incident, Statement, User
from incidents.review.rows import Row
from incidents.review.words import Words, evidence
from incidents.vocabulary import Role

FIELD_OF_COLUMN = {
    "sub_event_type": "event_type",
    "certainty": "status",
    "place_name": "place",
    "place": "place_key",
    "origin_of_fire": "origin",
    "killed_min": "killed",
    "killed_max": "killed",
    "wounded_min": "wounded",
    "wounded_max": "wounded",
}
FIELD_OF_ROLE = {
    Role.PERPETRATOR: "perpetrators",
    Role.TARGET: "targets",
    Role.CLAIMANT: "claimed_by",
    Role.ACCUSED: "accused",
    Role.DENIER: "deniers",
    Role.SUPPORTER: "supporters",
}
OUR_OWN = {"sensitivity", "restricted_to", "embargo_until", "assignee", "date_how"}
"""Columns about our work and not about the world: nobody states them."""


def said(incident: Incident, columns: set[str]) -> dict[str, Any]:
    """The value of each field that these columns are part of."""
    fields = {FIELD_OF_COLUMN.get(column, column) for column in columns - OUR_OWN}
    return {field: _value(incident, field) for field in sorted(fields)}


def _value(incident: Incident, field: str) -> Any:
    if field in {"killed", "wounded"}:
        return _range(getattr(incident, f"{field}_min"), getattr(incident, f"{field}_max"))
    columns = {"event_type": "sub_event_type", "status": "certainty", "place": "place_name"}
    columns |= {"origin": "origin_of_fire", "place_key": "place"}
    value = getattr(incident, columns.get(field, field))
    if field == "place_key":
        return value and value.key
    if field == "base":
        return value and value.name
    if field == "time_local":
        return value and value.isoformat("minutes")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return None if value == "" else value


def _range(low: int | None, high: int | None) -> dict[str, int | None] | None:
    return None if low is None and high is None else {"min": low, "max": high}


def said_in_rows(kind: str, before: list[Row], after: list[Row]) -> dict[str, Any]:
    """The same for rows below; of the participants, only the roles that changed."""
    if kind == "participations":
        return {
            field: _parties(role, after)
            for role, field in FIELD_OF_ROLE.items()
            if _parties(role, before, whole=True) != _parties(role, after, whole=True)
        }
    if kind == "casualties":
        sides: dict[str, dict[str, Any]] = {}
        for row in after:
            side = sides.setdefault(row["side"], {"side": row["side"], "is_civilian": row["is_civilian"]})
            side[str(row["kind"])] = _range(row["min"], row["max"])
        return {"casualties": list(sides.values())}
    return {"weapons": [_weapon(row) for row in after]}


def _parties(role: Role, rows: list[Row], *, whole: bool = False) -> Any:
    ours = [row for row in rows if row["role"] == role]
    if role == Role.CLAIMANT and not whole:
        return "; ".join(row["name"] for row in ours) or None
    return [
        {
            "name": row["name"],
            "canonical": row["actor"].name if row["actor"] else row["name"],
            "kind": str(row["referent"]),
            "basis": str(row["basis"]),
        }
        for row in ours
    ]


def _weapon(row: Row) -> dict[str, Any]:
    counts = {
        what: _range(row[f"{what}_min"], row[f"{what}_max"])
        for what in ("launched", "intercepted", "failed", "hit")
    }
    found = {"category": str(row["category"]), "system": row["system"], **counts}
    return {name: value for name, value in found.items() if value not in (None, "")}


def say(
    incident: Incident,
    values: Mapping[str, Any],
    *,
    by: User,
    reason: str,
    words: Mapping[str, Iterable[Words]],
) -> None:
    """Write the analyst's statements. They are chosen; what was, stays beside them."""
    incident.statements.filter(field__in=values, is_chosen=True).update(is_chosen=False)
    said = Statement.objects.bulk_create(
        Statement(incident=incident, field=field, value=value, author=by, reason=reason, is_chosen=True)
        for field, value in values.items()
    )
    Evidence.objects.bulk_create(
        each for statement in said for each in evidence(incident, statement, words.get(statement.field, ()))
    )
