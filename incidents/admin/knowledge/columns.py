"""Columns over time, as an inline SVG draws them. The numbers stand in a table beside it as well."""

import math
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from incidents.dashboards.timeline import Timeline

WIDTH, HEIGHT, LEFT, FOOT = 960, 200, 44, 26
SHADES = 6


@dataclass(frozen=True, slots=True)
class Block:
    x: float
    y: float
    width: float
    height: float
    shade: int
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """``cells`` in the order of the drawing's ``kinds``; ``asked`` asks for this bucket alone."""

    label: str
    asked: str
    cells: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class Drawing:
    unit: str
    width: int
    height: int
    base: float
    left: int
    kinds: list[tuple[int, str]]  # shade, label
    blocks: list[Block]
    rungs: list[tuple[float, int]]  # y, number
    ticks: list[tuple[float, str]]  # x, label
    lines: list[Line]
    by_year_only: int
    total: int
    peak: str
    peak_total: int


def drawn(timeline: Timeline, labels: dict[str, str]) -> Drawing | None:
    """None where there is nothing to draw. ``labels`` names the kinds that are told apart."""
    if not timeline.buckets:
        return None
    kinds = timeline.keys
    most = max(bucket.total for bucket in timeline.buckets)
    top = round_up(most)
    base = HEIGHT - FOOT
    step = (WIDTH - LEFT - 4) / len(timeline.buckets)
    width = max(min(step * 0.8, 48), 1.5)
    blocks, ticks, lines = [], [], []
    last_tick = -100.0
    for at, bucket in enumerate(timeline.buckets):
        x = LEFT + at * step + (step - width) / 2
        label = _label(bucket.start, timeline.unit)
        y = base
        for shade, kind in enumerate(kinds):
            if n := bucket.counts[kind]:
                height = n / top * (base - 12)
                y -= height
                title = f"{label}: {n} {labels.get(kind, kind)}"
                blocks.append(Block(*_rounded(x, y, width, height), shade=shade % SHADES, title=title))
        if _is_marked(bucket.start, at, timeline) and x - last_tick > 56:
            ticks.append((round(x, 1), _label(bucket.start, timeline.unit, short=True)))
            last_tick = x
        asked = f"{bucket.start:%Y-%m}" if timeline.unit == "month" else f"{bucket.start:%Y}"
        lines.append(Line(label, asked, [bucket.counts[kind] for kind in kinds], bucket.total))
    peak = max(timeline.buckets, key=lambda bucket: bucket.total)
    return Drawing(
        unit=timeline.unit,
        width=WIDTH,
        height=HEIGHT,
        base=base,
        left=LEFT,
        kinds=[(shade % SHADES, labels.get(kind, kind)) for shade, kind in enumerate(kinds)],
        blocks=blocks,
        rungs=[(round(base - n / top * (base - 12), 1), n) for n in rungs(top)],
        ticks=ticks,
        lines=lines,
        by_year_only=timeline.by_year_only,
        total=sum(bucket.total for bucket in timeline.buckets),
        peak=_label(peak.start, timeline.unit),
        peak_total=peak.total,
    )


def _rounded(*numbers: float) -> tuple[float, ...]:
    return tuple(round(number, 2) for number in numbers)


def _is_marked(start: date, at: int, timeline: Timeline) -> bool:
    many = len(timeline.buckets) > 18
    return at == 0 or timeline.unit == "year" or not many or start.month in {1, 7}


def _label(start: date, unit: str, *, short: bool = False) -> str:
    if unit == "year":
        return str(start.year)
    return date_format(start, "M Y" if short else "F Y")


def round_up(most: int) -> int:
    """The next even number with one figure that counts, and under which all columns fit: 8, 20, 30, 100 …"""
    if most <= 4:
        return max(most, 1)
    size = 10 ** int(math.log10(most))
    return next(n * size for n in range(1, 11) if n * size >= most and n * size % 2 == 0)


def rungs(top: int) -> list[int]:
    return sorted({0, top // 2, top}) if top > 1 else [0, top]
