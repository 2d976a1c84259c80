"""Stretches of time by which incidents are counted: each is called by its first day."""

from collections.abc import Iterator
from datetime import date, timedelta

BUCKETS = ("day", "week", "month", "quarter", "year")


def buckets(name: str, first: date, last: date) -> Iterator[date]:
    """From that of ``first`` to that of ``last``."""
    at = _begin(name, first)
    while at <= last:
        yield at
        try:
            at = _next(name, at)
        except (OverflowError, ValueError):  # it would begin after the year 9999, the last that there is
            return


def _begin(name: str, day: date) -> date:
    match name:
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "year":
            return date(day.year, 1, 1)
    return day


def _next(name: str, at: date) -> date:
    match name:
        case "day":
            return at + timedelta(days=1)
        case "week":
            return at + timedelta(days=7)
        case "year":
            return date(at.year + 1, 1, 1)
    months = 1 if name == "month" else 3
    return date(at.year + (at.month - 1 + months) // 12, (at.month - 1 + months) % 12 + 1, 1)
