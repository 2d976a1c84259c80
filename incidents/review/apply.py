"""Setting values of an incident: cleaned, checked, and with what follows from them. Why, its verb says."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from incidents.models import Base, Incident, Place, User
from incidents.review.errors import WrongStatus
from incidents.review.permissions import own_group
from incidents.review.rows import COLUMNS, clean_rows, held, replace
from incidents.review.statements import said, said_in_rows
from incidents.review.values import EDITABLE, check, cleaned, moment_of
from incidents.vocabulary import OPEN, DatePrecision, GeoPrecision


def must_be_open(incident: Incident) -> None:
    """Only what is not decided yet can be changed."""
    if incident.status not in OPEN:
        raise WrongStatus(incident, *OPEN)


def apply(row: Incident, changes: Mapping[str, Any], *, by: User) -> dict[str, Any]:
    """Write them, and return what then is said, by the names that statements use; empty where nothing changed.

    1. clean each value; collect every error, by field
    2. let what is not named follow: the point a new base or place, the last day a new first one
    3. check what must hold between columns
    4. write the incident and its rows
    """
    columns, rows = _clean(changes)
    own_group(row, columns, by=by)
    before = {kind: held(row, kind) for kind in rows}
    was = copy(row)
    changed = _set(row, columns)
    check(row)
    replaced = [kind for kind in rows if replace(row, kind, rows[kind])]
    if not changed and not replaced:
        return {}
    row.last_edited_by = by
    row.updated_at = Now()  # so that the version grows where only rows below changed
    row.save(update_fields=[*changed, "last_edited_by", "updated_at"])
    row.refresh_from_db()
    values = said(row, changed - {"moment"})
    if "date_end" not in columns and was.date_end == was.date_start and row.date_end == row.date_start:
        values.pop("date_end", None)  # one day: nobody says its last one as well
    for kind in replaced:
        values |= said_in_rows(kind, before[kind], rows[kind])
    return values


def make(values: Mapping[str, Any], *, by: User) -> tuple[Incident, dict[str, Any]]:
    """A new draft with these values, and what is said with them, by the names that statements use."""
    columns, rows = _clean({"sub_event_type": None} | dict(values))
    new = Incident(last_edited_by=by)
    own_group(new, columns, by=by)
    changed = _set(new, columns) | columns.keys()
    check(new)
    new.save(force_insert=True)
    for kind, of_it in rows.items():
        replace(new, kind, of_it)
    new.refresh_from_db()
    values = said(new, changed - {"moment"})
    if new.date_end == new.date_start and "date_end" not in columns:
        values.pop("date_end", None)
    for kind, of_it in rows.items():
        values |= said_in_rows(kind, [], of_it)
    return new, {name: value for name, value in values.items() if value is not None}


def _clean(changes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    columns: dict[str, Any] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    errors: dict[str, list[str]] = {}
    for name, value in changes.items():
        try:
            if name in COLUMNS:
                rows[name] = clean_rows(name, value)
            elif name in EDITABLE:
                columns[name] = cleaned(Incident, name, value)
            else:
                errors[name] = [_("expected one of %(names)s.") % {"names": ", ".join((*EDITABLE, *COLUMNS))}]
        except ValidationError as problem:
            errors |= problem.message_dict if hasattr(problem, "error_dict") else {name: problem.messages}
    if errors:
        raise ValidationError(errors)
    return columns, rows


def _set(incident: Incident, columns: dict[str, Any]) -> set[str]:
    """Set what differs, and what follows from it; returns the names of all columns that then changed."""
    first_day = incident.date_start
    changed = {name for name, value in columns.items() if getattr(incident, name) != value}
    for name in changed:
        setattr(incident, name, columns[name])
    follow: dict[str, Any] = {}
    if located := _newly_located(incident, changed):
        follow = {name: getattr(located, name) for name in ("latitude", "longitude", "country", "admin1")}
        follow["time_zone"] = located.time_zone or incident.time_zone
        if located == incident.base:
            follow["geo_precision"] = GeoPrecision.EXACT
    if "date_start" in changed:
        follow["date_how"] = ""  # it told how the reader had worked out the day that was
        if incident.date_start is None:
            follow |= {"date_end": None, "date_precision": DatePrecision.UNKNOWN}
        elif incident.date_precision == DatePrecision.UNKNOWN:
            follow["date_precision"] = DatePrecision.DAY
        if incident.date_end == first_day:
            follow["date_end"] = incident.date_start
    for name, value in follow.items():
        if name not in columns and getattr(incident, name) != value:
            setattr(incident, name, value)
            changed.add(name)
    if changed & {"date_start", "date_precision", "time_local", "time_zone"}:
        incident.moment = moment_of(incident)
        changed.add("moment")
    return changed


def _newly_located(incident: Incident, changed: set[str]) -> Base | Place | None:
    if "base" in changed:
        return incident.base
    return incident.place if "place" in changed and not incident.base else None
