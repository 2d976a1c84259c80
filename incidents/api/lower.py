"""The rows below those of a page, by queries that are made once.

Django makes such a query anew for every page: longer work than PostgreSQL has with it.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from incidents.models import Incident

Rows = list[Any]


class Lower:
    """For ``IncidentQuerySet.filled_by``: each incident gets its ``rows`` as a list, under ``name``. What they are
    chosen by, but for the incident, is the same for everybody. ``end`` is the key that leads to the incident.

    Ordered within one incident: the order of all such rows is that of their incidents, which would be joined.
    """

    def __init__(self, name: str, rows: QuerySet[Any], end: str = "incident") -> None:
        self.name, self.key = name, f"{end}_id"
        if not rows.query.order_by:
            rows = rows.order_by(*(each for each in rows.model._meta.ordering if each != end))
        column = rows.model._meta.get_field(end).column
        self.rows = rows.extra(where=[f'"{rows.model._meta.db_table}"."{column}" = ANY(%s)'], params=[[]])  # noqa: S610 -- our own words

    def __call__(self, incidents: Sequence[Incident]) -> None:
        self.fill(incidents)

    def fill(self, incidents: Sequence[Incident], among: Callable[[Rows], Iterable[Any]] = list) -> None:
        """``among`` may leave out some of the rows."""
        told: dict[int, Rows] = {incident.pk: [] for incident in incidents}
        for row in among(self._read([*told])):
            told[getattr(row, self.key)].append(row)
        for incident in incidents:
            setattr(incident, self.name, told[incident.pk])

    def _read(self, incidents: list[int]) -> Rows:
        sql, make = self._made
        with connection.cursor() as cursor:
            cursor.execute(sql, [incidents])
            return [*make(cursor.fetchall())]

    @cached_property
    def _made(self) -> tuple[str, Callable[[Rows], Iterable[Model]]]:
        """As ``ModelIterable`` of Django does, whose work this is otherwise."""
        compiler = self.rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, _params = compiler.as_sql()
        info, select = compiler.klass_info, compiler.select
        fields = [select[at][0].target.attname for at in info["select_fields"]]
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        converters = compiler.get_converters([expression for expression, *_ in select])
        others = get_related_populators(info, select, DEFAULT_DB_ALIAS)

        def make(rows: Rows) -> Iterable[Model]:
            for row in compiler.apply_converters(rows, converters) if converters else rows:
                made = self.rows.model.from_db(DEFAULT_DB_ALIAS, fields, row[first:last])
                for other in others:
                    other.populate(row, made)
                yield made

        return sql, make
