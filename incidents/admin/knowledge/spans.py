"""What lasted from when to when: rows of a table, each with its bar on one axis of time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

WIDTH = 400


@dataclass(frozen=True, slots=True)
class Span:
    """``kind`` and ``other`` tell what it is: part of, the Popular Mobilization Forces."""

    kind: str
    other: Any
    href: str
    since: date | None
    until: date | None
    source: str = ""
    direction: str = ""  # blank: ours to theirs; "of": theirs to ours


@dataclass(frozen=True, slots=True)
class Bar:
    """A side that is not known fades: ``open`` names those sides."""

    span: Span
    x: float
    width: float
    open: str


@dataclass(frozen=True, slots=True)
class Chart:
    bars: list[Bar] = field(default_factory=list)
    ticks: list[tuple[float, int]] = field(default_factory=list)
    width: int = WIDTH


def chart(spans: Iterable[Span]) -> Chart:
    """Where no day is known at all there are rows and no axis."""
    spans = list(spans)
    days = [day for span in spans for day in (span.since, span.until) if day]
    if not days:
        return Chart([Bar(span, 0, 0, "both") for span in spans])
    today = timezone.now().date()
    first = min(days).replace(month=1, day=1)
    last = max(*days, today) + timedelta(days=30)
    length = (last - first).days

    def at(day: date) -> float:
        return round((day - first).days / length * WIDTH, 1)

    bars = []
    for span in spans:
        start, end = at(span.since or first), at(span.until or last)
        opened = {(True, True): "both", (True, False): "start", (False, True): "end", (False, False): ""}
        bars.append(Bar(span, start, max(end - start, 4), opened[span.since is None, span.until is None]))
    years = last.year - first.year + 1
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100) if years / n <= 8)
    ticks = [
        (at(date(year, 1, 1)), year)
        for year in range(first.year, last.year + 1)
        if year % every == 0 and 0 <= at(date(year, 1, 1)) <= WIDTH - 30
    ]
    return Chart(bars, ticks)
