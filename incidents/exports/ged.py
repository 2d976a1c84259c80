"""Freezing a version of our events in UCDP's shape: the database makes it in one statement, and it stays so."""

import re
from collections.abc import Mapping
from typing import Any

import pghistory
from django.db import connection, transaction

from incidents.exports.projections import ids, statement
from incidents.exports.ucdp import DYAD, FIELDS, KNOWN, SIDES
from incidents.models import GedEvent, GedVersion, Incident
from incidents.models.incidents import IncidentQuerySet

NAME = re.compile(r"\d\d\.(\d{1,2}|\d{1,2}\.\d{1,2}|\d{1,2}\.\d\d\.\d{1,2})")
ACTOR = "freeze_ged"
COLUMNS = {
    "position": "row_number() OVER (ORDER BY coalesce(e.low, 0) = 0, e.number)",
    "number": "e.number",
    "is_deadly": "coalesce(e.low, 0) > 0",
    "key": "e.key",
    "type_of_violence": "s.type",
    "country": "e.gw",
    "date_start": "e.date_start",
    "date_end": "e.date_end",
    "latitude": "e.latitude",
    "longitude": "e.longitude",
    "side_a": "s.side_a_id",
    "side_b": "s.side_b_id",
    "dyad": "n.dyad",
}


class NoSuchName(ValueError):
    """A version's name that cannot be, or is taken."""


def freeze(name: str, *, reason: str = "") -> GedVersion:
    """All that is public and dated now, under this name for good."""
    if not NAME.fullmatch(name):
        raise NoSuchName(f"expected a version as UCDP's are, 26.1, 26.0.8 or 26.01.26.06; not {name!r}.")
    with pghistory.context(actor=ACTOR, verb="freeze", reason=reason), transaction.atomic():
        version, is_new = GedVersion.objects.get_or_create(name=name, defaults={"reason": reason})
        if not is_new:
            raise NoSuchName(f"there is a version {name}, and it stays as it is: take another name.")
        with connection.cursor() as cursor:
            cursor.execute(*_insert(version, Incident.objects.public().filter(date_start__isnull=False)))
    return version


def _insert(version: GedVersion, found: IncidentQuerySet) -> tuple[str, list[Any]]:
    wanted, told = ids(found)
    columns = {"version_id": "%s", **COLUMNS, "row": f"json_build_object({_listed(FIELDS, PAIR)})::text"}
    table = connection.ops.quote_name(GedEvent._meta.db_table)
    sql = (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"  # noqa: S608 -- our own words
        f" FROM ({statement(wanted, KNOWN, 'c.*')} OFFSET 0) AS e"
        f" CROSS JOIN LATERAL (SELECT {_listed(SIDES, COLUMN)} OFFSET 0) AS s"
        f" CROSS JOIN LATERAL (SELECT {DYAD} AS dyad OFFSET 0) AS n"
    )
    return sql, [version.pk, *told]


COLUMN, PAIR = "{value} AS {name}", "'{name}', {value}"


def _listed(values: Mapping[str, str], form: str) -> str:
    return ", ".join(form.format(name=name, value=value) for name, value in values.items())
