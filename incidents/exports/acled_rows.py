"""What is asked of the ACLED-shaped rows, and the rows that answer it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from incidents.exports.acled import FIELDS, NAMES, NUMBERED, Field
from incidents.exports.acled_lines import LINES, Cells
from incidents.exports.projections import ids, statement, streamed
from incidents.models.incidents import IncidentQuerySet

POPULATIONS = ("population_best", "population_1km", "population_2km", "population_5km")
POPULATION = "CASE WHEN i.geo_precision = 'exact' AND p.population > 0 THEN p.population END"
"""Of the place itself: we have no raster of people to count those around it."""
OTHERS = ("actor2", "assoc_actor_2", "inter2")
ONE_BY_ONE = """(
    SELECT each.* FROM (VALUES (c.actor1, c.assoc_actor_1, c.inter1), (c.actor2, c.assoc_actor_2, c.inter2))
        AS each (actor1, assoc_actor_1, inter1)
    WHERE each.actor1 <> '' OR (c.actor1 = '' AND c.actor2 = '')
    LIMIT CASE WHEN c.actor1 = '' AND c.actor2 = '' THEN 1 ELSE 2 END
)"""
"""Who took part, a row each; one row where nobody is known."""
BY_NUMBER = {f"{name}_number": value for name, value in NUMBERED.items()}

Place = tuple[date, int]
"""Of an incident in the order of the rows: a walk goes on after it."""


@dataclass(frozen=True, slots=True)
class Query:
    """What of the incidents is asked for. A condition is SQL over ``c``, whose columns are the fields and, with
    ``_number`` after their name, those of ``NUMBERED``. ``limit`` counts incidents; 0 is none."""

    fields: tuple[str, ...] = NAMES
    conditions: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    limit: int = 0
    offset: int = 0
    after: Place | None = None
    is_monadic: bool = False
    in_numbers: bool = False
    populations: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, Field]:
        own = {field.name: field for field in FIELDS}
        if self.in_numbers:
            for name in ("inter1", "inter2", "interaction"):
                own[name] = Field(name, NUMBERED[name], "number")
        for name in self.populations:
            own[name] = Field(name, POPULATION if name == "population_best" else "NULL::bigint", "number")
        return own

    @property
    def cells(self) -> Cells:
        wanted = {*self.fields, *self.populations} - set(OTHERS if self.is_monadic else ())
        of_one = {"actor1", "assoc_actor_1", "inter1"} if self.is_monadic else set()
        return [
            (field, f"{'e' if name in of_one else 'c'}.{name}")
            for name, field in self.columns.items()
            if name in wanted
        ]


def rows(found: IncidentQuerySet, query: Query, form: str) -> Iterator[list[tuple[str, date, int]]]:
    """Each a line and its place; latest event first, many at a time."""
    wanted = _wanted(found, query)
    if wanted is None:
        return
    columns = {name: field.value for name, field in query.columns.items()}
    sql = statement(wanted[0], columns, f"{LINES[form](query.cells)}, wanted.day, wanted.id")
    sql += f" CROSS JOIN LATERAL {ONE_BY_ONE} AS e" if query.is_monadic else ""
    yield from streamed(sql + " ORDER BY wanted.day DESC, wanted.id DESC", wanted[1])


def count(found: IncidentQuerySet, query: Query) -> int:
    """How many incidents the whole question finds, whatever the page."""
    if not query.conditions:
        return found.order_by().count()
    wanted = _wanted(found, replace(query, limit=0, offset=0, after=None))
    return next(streamed(f"SELECT count(*) FROM ({wanted[0]}) AS wanted", wanted[1]))[0][0] if wanted else 0  # noqa: S608 -- our own words


def last(found: IncidentQuerySet, query: Query) -> Place | None:
    """Of the page, where there is another after it."""
    if not query.limit:
        return None
    wanted = _wanted(found, replace(query, limit=2, offset=query.offset + query.limit - 1))
    edge = next(streamed(*wanted), []) if wanted else []
    return (edge[0][1], edge[0][0]) if len(edge) == 2 else None


def _wanted(found: IncidentQuerySet, query: Query) -> tuple[str, list[Any]] | None:
    """Numbers and days of the incidents of the page, in their order."""
    if query.after:
        day, number = query.after
        # the first condition follows from the rest, and is there for the index
        found = found.filter(sort_date__lte=day).exclude(sort_date=day, pk__gte=number)
    page = slice(query.offset, query.offset + query.limit if query.limit else None)
    wanted = ids(found) if query.conditions else ids(found, page)
    if wanted is None or not query.conditions:
        return wanted and (wanted[0], list(wanted[1]))
    columns = {field.name: field.value for field in FIELDS} | BY_NUMBER
    sql = statement(wanted[0], columns, "wanted.id, wanted.day")
    sql += " WHERE " + " AND ".join(f"({condition})" for condition, _values in query.conditions)
    sql += f" ORDER BY wanted.day DESC, wanted.id DESC OFFSET {query.offset}"
    sql += f" LIMIT {query.limit}" if query.limit else ""
    return sql, [*wanted[1], *(value for _condition, values in query.conditions for value in values)]
