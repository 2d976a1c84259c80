"""How the reader does: what people made of its values, counted in the database, in one go for all tables."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Floor, Least, TruncMonth
from django.utils import timezone

from incidents.models import Incident, Source, User, Verdict
from incidents.vocabulary import Outcome

MOST = 50_000
FEW = 20
"""Fewer verdicts than these say little, and are marked."""
MOST_SOURCES = 50
PERIODS = {"30": 30, "90": 90, "365": 365, "all": None}
UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Score:
    """``accepted``, ``corrected``, ``removed`` are values that the reader had; ``added`` those that it missed.

    ``stated`` is the mean of the confidence that it stated, where it stated any.
    """

    name: Any
    accepted: int
    corrected: int
    removed: int
    added: int
    stated: float | None = None

    @property
    def judged(self) -> int:
        return self.accepted + self.corrected + self.removed

    @property
    def share(self) -> float | None:
        """Accepted, of what the reader had; null where it had nothing."""
        return self.accepted / self.judged if self.judged else None

    @property
    def per_cent(self) -> int | None:
        return None if self.share is None else round(self.share * 100)

    @property
    def stated_per_cent(self) -> int | None:
        return None if self.stated is None else round(self.stated * 100)

    @property
    def is_few(self) -> bool:
        return self.judged < FEW


@dataclass(frozen=True, slots=True)
class Wanted:
    """``period`` is a key of ``PERIODS``; an unknown word in any of them finds nothing."""

    period: str = "365"
    field: str = ""
    source: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """``is_cut``: there are more than ``MOST``, and these are the last."""

    found: QuerySet[Verdict]
    is_cut: bool


def verdicts(user: User, wanted: Wanted, *, most: int | None = None) -> Verdicts:
    """On incidents that the person may see: the last ``most``."""
    most = most or MOST
    found = Verdict.objects.order_by()
    if wanted.period not in PERIODS:
        return Verdicts(found.none(), False)
    if days := PERIODS[wanted.period]:
        first = timezone.now().astimezone(UTC).date() - timedelta(days=days)
        found = found.filter(at__gte=datetime.combine(first, time(), UTC))
    if wanted.field:
        found = found.filter(field=wanted.field)
    if wanted.source == "none":
        found = found.filter(source=None)
    elif wanted.source:
        found = found.filter(source=int(wanted.source)) if wanted.source.isdecimal() else found.none()
    if wanted.version:
        found = found.filter(extractor_version=wanted.version)
    beyond = list(found.order_by("-at").values_list("at", flat=True)[most : most + 1])
    if beyond:
        found = found.filter(at__gt=beyond[0])
    return Verdicts(found.exclude(incident__in=Incident.objects.hidden_from(user)), bool(beyond))


# --- what they can be narrowed down to -----------------------------------------------------------


def choices(user: User) -> dict[str, Any]:
    """As far as the person may see any verdict like that."""
    seen = Verdict.objects.filter(incident__in=Incident.objects.visible_to(user))
    sources = (
        Source.objects.filter(Exists(seen.filter(source=OuterRef("pk"))))
        .order_by("name")
        .values_list("pk", "name")
    )
    return {
        "fields": _occurring(seen, "field"),
        "versions": _occurring(seen, "extractor_version"),
        "sources": list(sources.values_list("pk", "name")[:500]),
    }


def _occurring(seen: QuerySet[Verdict], column: str) -> list[str]:
    """The few values that a column has, from one to the next in its index, and not by a look at every row."""
    rows = seen.filter(**{f"{column}__gt": RawSQL("had.value", ())})
    sql, told = rows.order_by(column).values_list(column)[:1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE had (value) AS (SELECT ''::varchar UNION ALL"  # noqa: S608 -- our own words
            f" SELECT ({sql})::varchar FROM had WHERE value IS NOT NULL)"
            " SELECT value FROM had WHERE value <> ''",
            told,
        )
        return [value for (value,) in cursor.fetchall()]


# --- figures -------------------------------------------------------------------------------------

ORDER = (Outcome.ACCEPTED, Outcome.CORRECTED, Outcome.REMOVED, Outcome.ADDED)
EACH = {str(outcome): Count("pk", filter=Q(outcome=outcome)) for outcome in ORDER}
SIDES = ("field", "source", "version", "month", "step")
"""What the verdicts are told apart by, each in a table of its own."""


@dataclass(frozen=True, slots=True)
class Card:
    """``by_source``: the most judged ``MOST_SOURCES``, each with its id. ``by_month``: those without a verdict
    included. ``by_confidence``: ten steps of stated confidence, in per cent; beside each what was measured."""

    total: Score
    by_field: list[Score]
    by_source: list[tuple[int | None, Score]]
    by_version: list[Score]
    by_month: list[Score]
    by_confidence: list[Score]


def card(found: QuerySet[Verdict]) -> Card:
    tables = _tables(found)
    steps = sorted((row for row in tables["step"] if row.name is not None and row.judged), key=_name)
    return Card(
        total=next(iter(tables[""]), Score("", 0, 0, 0, 0)),
        by_field=sorted(tables["field"], key=_name),
        by_source=_by_source(tables["source"]),
        by_version=sorted(tables["version"], key=_name),
        by_month=_by_month(tables["month"]),
        by_confidence=[_called(row, f"{row.name * 10}–{row.name * 10 + 10}") for row in steps],
    )


def by_field(found: QuerySet[Verdict]) -> list[Score]:
    rows = found.values("field").annotate(**EACH).order_by("field")
    return [Score(row["field"], *(row[str(outcome)] for outcome in ORDER)) for row in rows]


def _tables(found: QuerySet[Verdict]) -> dict[str, list[Score]]:
    """By side, and all of them together under no name."""
    tables: dict[str, list[Score]] = {side: [] for side in ("", *SIDES)}
    judged = found.annotate(
        month=TruncMonth("at", tzinfo=UTC), step=Cast(Least(Floor(F("confidence") * 10), 9), IntegerField())
    ).values_list("field", "source", "extractor_version", "month", "step", "outcome", "confidence")
    try:
        sql, told = judged.query.sql_with_params()
    except EmptyResultSet:
        return tables
    sides = ", ".join(SIDES)
    counted = ", ".join(f"count(*) FILTER (WHERE outcome = '{outcome}')" for outcome in ORDER)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH judged ({sides}, outcome, confidence) AS MATERIALIZED ({sql})"  # noqa: S608 -- our own words
            f" SELECT grouping({sides}), {sides}, {counted},"
            f" avg(confidence) FILTER (WHERE outcome <> '{Outcome.ADDED}')"
            f" FROM judged GROUP BY GROUPING SETS ((), {', '.join(f'({side})' for side in SIDES)})",
            told,
        )
        for others, *row in cursor.fetchall():
            # a bit for each side that the row is not told apart by, the first side's the highest
            at = next((at for at in range(len(SIDES)) if not others & (1 << (len(SIDES) - 1 - at))), None)
            side, name = ("", "") if at is None else (SIDES[at], row[at])
            tables[side].append(Score(name, *row[len(SIDES) :]))
    return tables


def _name(row: Score) -> Any:
    return row.name


def _called(row: Score, name: Any) -> Score:
    return replace(row, name=name)


def _by_source(rows: list[Score]) -> list[tuple[int | None, Score]]:
    names = dict(
        Source.objects.filter(pk__in=[row.name for row in rows if row.name]).values_list("pk", "name")
    )
    named = [(row.name, _called(row, names.get(row.name))) for row in rows]
    named.sort(key=lambda each: (-each[1].judged - each[1].added, each[1].name or ""))
    return named[:MOST_SOURCES]


def _by_month(rows: list[Score]) -> list[Score]:
    """From the first month to the last."""
    scores = {row.name.date(): row for row in rows}
    if not scores:
        return []
    first, last = min(scores), max(scores)
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    at = first.year * 12 + first.month - 1
    months = [date((at + n) // 12, (at + n) % 12 + 1, 1) for n in range(number)]
    return [_called(scores.get(month, Score(month, 0, 0, 0, 0)), month) for month in months]
