"""What the rules of dates.py share: how they are written, and the small sums of the calendar."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from incidents.extraction.mentions.numbers import cardinal
from incidents.extraction.patterns import Pattern
from incidents.extraction.records import YearLeft
from incidents.vocabulary import DatePrecision

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
# A date without a year lies in the past, save for the few days by which an announcement runs ahead.
AHEAD = timedelta(days=3)
LONGEST = {DatePrecision.WEEK: 10, DatePrecision.MONTH: 100, DatePrecision.YEAR: 100_000}  # days

DAY = rf"(?P<weekday>(?:{'|'.join(WEEKDAYS)})|(?:mon|tues?|wed|thurs?|fri|sat|sun)\.)"
PART = (
    r"(?P<part>(?:early |late |mid-?)?(?:pre-?dawn|dawn|morning|mid-?day|noon|afternoon|evening|night"
    r"|dusk|midnight))"
)
MONTH_NAME = (
    r"(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
MONTH_2 = MONTH_NAME.replace("month", "month2")
DAY_NUMBER = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d%]|[.,:]\d)"
DAY_2 = DAY_NUMBER.replace("day", "day2")
YEAR = (
    r"(?P<year>(?:19|20)\d\d)(?!\d|-?\d|,\d| (?:people|civilians|soldiers|men|troops|fighters|rockets"
    r"|members|police|killed|dead))"
)
# "in December last year", "on 3 May this year", "in October the year before"
YEAR_WORD = (
    r"(?:,?(?: of| in)? (?P<which_year>(?:last|this|that|the same|the (?:previous|preceding|following|next)) year"
    r"|(?:the|a) year (?:before|earlier|after|later)\b(?! (?:the|an?|his|her|its|their)\b)))"
)
COUNT = r"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
TO = r"(?: ?[-–—] ?| to | and | through | until | till | or )"

FUTURE = re.compile(
    r"\b(?:will|scheduled|due|set for|set to|is to|are to|planned for|going to|shall|upcoming|until|till"
    r"|next (?:court )?(?:hearing|appearance|session|election|vote))\b[^.;]{0,80}$"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a pattern makes of its words; a handler returns None where the words turn out to be no date."""

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    how: str = ""
    time: time | None = None
    zone: str = ""
    part: str = ""
    offset: int | None = None
    is_of_what_follows: bool = False
    year_left: YearLeft = ""


@dataclass(frozen=True, slots=True)
class Context:
    published: date | None
    before: str  # the sentence up to the words

    @property
    def in_future(self) -> bool:
        return bool(FUTURE.search(self.before))


Handler = Callable[[re.Match[str], Context], Moment | None]
Rule = tuple[Pattern, Handler]


def reader(rules: list[Rule]) -> Callable[..., Callable[[Handler], Handler]]:
    """A decorator that adds its function to ``rules``, to be called with each match of the pattern."""

    def reads(pattern: str, *, flags: int = re.IGNORECASE) -> Callable[[Handler], Handler]:
        def add(handler: Handler) -> Handler:
            rules.append((Pattern(rf"(?<![\w-])(?:{pattern})", flags), handler))
            return handler

        return add

    return reads


RELATIVE = '"{words}" + published {published}'


def one_day(day: date, *, how: str = "", part: str = "") -> Moment:
    return Moment(day, day, DatePrecision.DAY, how, part=part)


def weekday_number(name: str) -> int:
    return next(i for i, day in enumerate(WEEKDAYS) if day.startswith(name.lower()[:3]))


def month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def year_of(month: int, day: int, context: Context, which: str | None = None) -> int | None:
    """The year that puts the day nearest before publication (after it, where the sentence looks ahead).

    ``which`` are the words that say which year: "last year".
    """
    published = context.published
    if published is None:
        return None
    if which in _FROM_NOW:
        return published.year - (which == "last year")
    years = (published.year + 1, published.year, published.year - 1)
    days = [(y, d) for y in years if (d := real_day(y, month, min(day, monthrange(y, month)[1])))]
    if context.in_future:
        return min((y for y, d in days if d >= published), default=published.year)
    return max((y for y, d in days if d <= published + AHEAD), default=published.year)


_FROM_NOW = ("last year", "this year")
_BACK, _ON = re.compile(r"previous|preceding|before|earlier"), re.compile(r"following|next|after|later")


def year_left(which: str | None) -> YearLeft:
    """What words that name no year leave to the rest of the text; ``which`` as in ``year_of``."""
    if which in _FROM_NOW:
        return ""
    if which is None:
        return "open"
    return "before" if _BACK.search(which) else "after" if _ON.search(which) else "that"


def part_of(match: re.Match[str]) -> str:
    groups = match.groupdict()
    part = (groups.get("part") or groups.get("part2") or "").lower()
    edge = (groups.get("edge") or "").lower().strip()
    if not part and "early hours" in edge:
        return "early"
    if not part and edge.endswith(" of"):
        return edge.split()[-2]
    if not part and edge:
        return {"early": "early", "late": "evening"}.get(edge.split()[0], "")
    return re.sub(r"^(?:early|late|mid-?) ?", "", part)


def whole_month(year: int, month: int, edge: str = "") -> tuple[date, date]:
    last = monthrange(year, month)[1]
    first_day, last_day = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(edge, (1, last))
    return date(year, month, first_day), date(year, month, last_day)


def counted_in(match: re.Match[str]) -> int:
    return 1 if match["count"].lower() in ("a", "an") else cardinal(match["count"]) or 1
