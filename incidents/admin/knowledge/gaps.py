"""What articles count of a campaign and what we hold, over time, as an inline SVG draws them; the gap between."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from incidents.admin.knowledge.columns import round_up, rungs
from incidents.dashboards.campaigns import Count, Course, usual_start

WIDTH, HEIGHT, LEFT, FOOT, EDGE = 960, 240, 52, 26, 12
MOST_TICKS = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """One article's count at ``theirs``, and ours of the same days at ``ours``, where it can be said."""

    x: float
    theirs: float
    ours: float | None
    title: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """``path`` is our count from ``since`` on; a count from another day stands beside it and not on it."""

    marks: list[Mark]
    path: str
    since: date | None
    rungs: list[tuple[float, int]]
    ticks: list[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - FOOT


def gaps(counts: list[Count], held: Course) -> Gaps | None:
    """None where no article with a day counts anything."""
    dated = [each for each in counts if each.until]
    if not dated:
        return None
    since = usual_start(dated)
    steps = held.since(since) if since else []
    days = [*(each.until for each in dated), *(day for day, _n in steps), *([since] if since else [])]
    first, last = min(days), max(days)
    length = max((last - first).days, 1)
    most = max([*(each.counter.count for each in dated), *(each.ours or 0 for each in dated), 1])
    top = round_up(max(most, steps[-1][1] if steps else 0))

    def x(day: date) -> int:
        return round(LEFT + EDGE + (day - first).days / length * (WIDTH - LEFT - 2 * EDGE))

    def y(n: int) -> float:
        return round(HEIGHT - FOOT - n / top * (HEIGHT - FOOT - EDGE), 1)

    marks = [
        Mark(x(each.until), y(each.counter.count), None if each.ours is None else y(each.ours), _told(each))
        for each in dated
    ]
    path = f"M{x(since)} {y(0)}" if since else ""
    for at, n in {x(day): n for day, n in steps}.items():  # of the days on one pixel, the last
        path += f" H{at} V{y(n)}"
    if steps:
        path += f" H{x(last)}"
    lines = [(y(n), n) for n in rungs(top)]
    return Gaps(marks, path, since, lines, [(x(day), label) for day, label in _ticks(first, last)])


def _told(each: Count) -> str:
    said = {
        "when": each.until,
        "who": each.counter.article.source or "?",
        "theirs": each.counter.count,
        "ours": each.ours,
        "gap": abs(each.gap or 0),
    }
    if each.gap is None:
        return _("%(when)s, %(who)s: they count %(theirs)s; ours cannot be said") % said
    if each.gap < 0:
        return _("%(when)s, %(who)s: they count %(theirs)s, we hold %(ours)s: %(gap)s more") % said
    return _("%(when)s, %(who)s: they count %(theirs)s, we hold %(ours)s: %(gap)s missing") % said


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """First days of months, or of years, as many as there is room for."""
    start = first.year * 12 + first.month - 1
    months = last.year * 12 + last.month - start
    every = next(n for n in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200) if months / n <= MOST_TICKS)
    found = [date(at // 12, at % 12 + 1, 1) for at in range(start, start + months) if at % every == 0]
    return [(day, f"{day:%Y}" if every >= 12 else f"{day:%Y-%m}") for day in found if day >= first]
