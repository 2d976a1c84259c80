"""How many a month. Months in which nothing happened are there too: a gap is an answer."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from incidents.dashboards.about import Known
from incidents.dashboards.buckets import buckets
from incidents.vocabulary import DatePrecision

MOST_MONTHS = 120
"""Longer than ten years: a column a year."""


@dataclass(frozen=True, slots=True)
class Bucket:
    start: date
    counts: Counter[str]

    @property
    def total(self) -> int:
        return self.counts.total()


@dataclass(frozen=True, slots=True)
class Timeline:
    """``by_year_only`` are dated no finer than a year, and stand in no month; in years they are counted."""

    unit: str = "month"
    buckets: list[Bucket] = field(default_factory=list)
    by_year_only: int = 0

    @property
    def keys(self) -> list[str]:
        """What is there to be told apart, the commonest first."""
        totals: Counter[str] = Counter()
        for bucket in self.buckets:
            totals.update(bucket.counts)
        return [key for key, _ in totals.most_common()]


def timeline(found: Iterable[Known]) -> Timeline:
    """By event type. What has no date is in no bucket: ``figures`` counts it."""
    rows = Counter(
        (each.date_start.replace(day=1), each.event_type, each.date_precision == DatePrecision.YEAR)
        for each in found
        if each.date_start
    )
    dated = [(month, kind, n) for (month, kind, is_by_year), n in rows.items() if not is_by_year]
    by_year = [(month, kind, n) for (month, kind, is_by_year), n in rows.items() if is_by_year]
    by_month = in_months(dated)
    if by_month.unit == "year" or (by_year and not dated):
        return in_years([*dated, *by_year])
    return Timeline("month", by_month.buckets, sum(n for *_, n in by_year))


def in_months(rows: Iterable[tuple[date, str, int]]) -> Timeline:
    """A bucket a month from the first to the last; a bucket a year where that would be too many."""
    rows = list(rows)
    if not rows:
        return Timeline()
    first, last = min(row[0] for row in rows), max(row[0] for row in rows)
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    if number > MOST_MONTHS:
        return in_years(rows)
    return Timeline("month", _filled(buckets("month", first, last), rows))


def in_years(rows: Iterable[tuple[date, str, int]]) -> Timeline:
    rows = [(month.replace(month=1, day=1), kind, n) for month, kind, n in rows]
    first, last = min(row[0] for row in rows), max(row[0] for row in rows)
    return Timeline("year", _filled(buckets("year", first, last), rows))


def _filled(starts: Iterable[date], rows: list[tuple[Any, str, int]]) -> list[Bucket]:
    counts: dict[date, Counter[str]] = {start: Counter() for start in starts}
    for start, kind, n in rows:
        counts[start][kind] += n
    return [Bucket(start, counted) for start, counted in counts.items()]
