"""What we held at a moment: every question about incidents, asked of the history instead.

A query is given the tables as they were: PostgreSQL lets a common table expression stand in for the table of its
name. So all filters, orders and rows below are those of today, and no question has to be written twice. What did
not change since is read from the table itself, by its indexes.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, models

from incidents.models.evidence import Evidence, Statement
from incidents.models.incidents import (
    Casualties,
    Incident,
    IncidentQuerySet,
    Membership,
    Participation,
    Relation,
    Report,
    WeaponUse,
)
from incidents.models.revisions import revision_model

BELOW = (Participation, Casualties, WeaponUse, Report, Membership, Relation, Statement, Evidence)
ASKS = re.compile(r"\s*(EXPLAIN \([^)]*\) )?(SELECT|WITH) ")
SETS = "set_config('pghistory."
"""Put before what may write, and a WITH may: a statement of its own, in which nothing would stand for anything."""
_ROWS = """
    SELECT {columns} FROM {history} AS r WHERE r.pgh_created_at <= %s AND r.pgh_label <> 'delete'
    AND NOT EXISTS (SELECT 1 FROM {history} AS later WHERE later.pgh_obj_id = r.pgh_obj_id
                    AND later.pgh_id > r.pgh_id AND later.pgh_created_at <= %s)
"""
_INCIDENTS = """
    SELECT {names} FROM (
    SELECT {columns}, true AS is_now FROM incidents_incident
    UNION ALL
    SELECT {computed}, false FROM (
        SELECT {kept}, NULL::bigint AS held_by_id, NULL::timestamptz AS held_until, false AS has_new_source,
            array_to_tsvector(ARRAY(
                SELECT DISTINCT 'source:' || a.source_id FROM ({reports}) AS p
                JOIN incidents_article AS a ON a.id = p.article_id
                WHERE p.incident_id = r.id AND a.source_id IS NOT NULL
            )) AS words
        FROM incidents_incident AS now JOIN incidents_incidentrevision AS r ON r.pgh_obj_id = now.id
        WHERE now.updated_at > %s AND r.updated_at <= %s AND r.pgh_label <> 'delete'
        AND NOT EXISTS (SELECT 1 FROM incidents_incidentrevision AS later WHERE later.pgh_obj_id = r.pgh_obj_id
                        AND later.pgh_id > r.pgh_id AND later.updated_at <= %s)
    ) AS past) AS held WHERE (NOT is_now OR updated_at <= %s) AND id IN ({visible}){free}
"""
"""What is asked of both stands outside: a part with conditions of its own is read whole before it is put in order,
not along an index."""


class Past:
    """For ``connection.execute_wrapper``. ``visible`` is what the asker may see today: nothing else is told of,
    whatever was public then. ``and_embargoed``: what was under embargo at that moment as well.

    Names of actors, bases, places, articles and campaigns are those of today.
    """

    def __init__(self, moment: datetime, visible: IncidentQuerySet, *, and_embargoed: bool) -> None:
        self.tables = {Incident._meta.db_table: _incidents(moment, visible, and_embargoed=and_embargoed)}
        self.tables |= {model._meta.db_table: (_rows(model), [moment, moment]) for model in BELOW}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked = {name: table for name, table in self.tables.items() if re.search(rf"\b{name}\b", sql)}
        if not asked:
            return execute(sql, params, many, context)
        begins = ASKS.match(sql)
        if begins is None or SETS in sql:
            raise RuntimeError(f"What was cannot be asked so: {sql[:100]}")
        names = ", ".join(f"{name} AS NOT MATERIALIZED ({body})" for name, (body, _told) in asked.items())
        rest = sql[begins.end() :] if begins[2] == "WITH" else sql[begins.start(2) :]
        separator = ", " if begins[2] == "WITH" else " "
        told = [each for _body, values in asked.values() for each in values]
        return execute(
            f"{begins[1] or ''}WITH {names}{separator}{rest}", [*told, *(params or ())], many, context
        )


def _rows(model: type[models.Model]) -> str:
    columns = ", ".join(f'r."{field.column}"' for field in model._meta.concrete_fields)
    return _ROWS.format(columns=columns, history=revision_model(model)._meta.db_table)


def _incidents(moment: datetime, visible: IncidentQuerySet, *, and_embargoed: bool) -> tuple[str, list[Any]]:
    history = {field.column for field in revision_model(Incident)._meta.concrete_fields}
    names, columns, computed, kept, told_to_compute = [], [], [], [], []
    for field in Incident._meta.concrete_fields:
        name = f'"{field.column}"'
        names.append(name)
        as_stored = f"::{kind}" if (kind := field.db_type(connection)) else ""
        # who has it open now had it not then, as far as anybody remembers
        columns.append(f"NULL{as_stored} AS {name}" if field.name in ("held_by", "held_until") else name)
        if field.generated:
            expression, values = field.generated_sql(connection)
            computed.append(f"{expression}{as_stored} AS {name}")
            told_to_compute += values
        else:
            computed.append(name)
            if field.column in history:
                kept.append(f"r.{name}")
    seen, told_to_see = visible.order_by().values("pk").query.sql_with_params()
    free, told_if_free = (
        ("", []) if and_embargoed else (" AND (embargo_until IS NULL OR embargo_until <= %s)", [moment])
    )
    body = _INCIDENTS.format(
        names=", ".join(names),
        columns=", ".join(columns),
        computed=", ".join(computed),
        kept=", ".join(kept),
        reports=_rows(Report),
        visible=seen,
        free=free,
    )
    then = [moment] * 6  # two of the reports, three of the incidents, one of both
    return body, [*told_to_compute, *then, *told_to_see, *told_if_free]
