"""When: days, stretches of time and clock times, with the working that led to them.

Reads: "Saturday evening", "on Friday", "last Friday", "Monday's attack", "Tuesday [2 December]", "today",
"yesterday", "last night", "overnight", "the day before yesterday", "Nov. 20", "20 November", "November 20,
2023", "4 Feb 90", "2023-11-20", "May 1-5", "between 1 and 5 May", "in late March", "in March 2019", "in
2014", "the summer of 2012", "two weeks ago", "last week", "over the weekend", "earlier this month", "last
year", "the previous day", "two days later", "since Oct. 7"; "about 6:30 p.m. local time", "13:40 local time
(0040 UTC)", "at 2330", "shortly after 10 p.m.", "at noon", "around midnight", "at dawn".

Does not read: "May" and "March" as plain words, "every Friday", "Black Friday", "Saturday Night Live", the
"Sunday Times", ages, scores, "in 20 minutes", "the 1990s", and dates in figures whose order nobody can know
("5/6/2019").
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from incidents.extraction.mentions.numbers import cardinal
from incidents.extraction.records import DateMention, Sentence, Span
from incidents.vocabulary import DatePrecision

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = {
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
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
# A date without a year lies in the past, save for the few days by which an announcement runs ahead.
_AHEAD = timedelta(days=3)
_LONGEST = {DatePrecision.WEEK: 10, DatePrecision.MONTH: 100, DatePrecision.YEAR: 100_000}  # days

_DAY = rf"(?P<weekday>(?:{'|'.join(_WEEKDAYS)})|(?:mon|tues?|wed|thurs?|fri|sat|sun)\.)"
_PART = (
    r"(?P<part>(?:early |late |mid-?)?(?:pre-?dawn|dawn|morning|mid-?day|noon|afternoon|evening|night"
    r"|dusk|midnight))"
)
_MONTH_NAME = (
    r"(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_MONTH_2 = _MONTH_NAME.replace("month", "month2")
_DAY_NUMBER = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
_DAY_2 = _DAY_NUMBER.replace("day", "day2")
_YEAR = (
    r"(?P<year>(?:19|20)\d\d)(?!\d|-?\d|,\d| (?:people|civilians|soldiers|men|troops|fighters|rockets"
    r"|members|police|killed|dead))"
)
_COUNT = r"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_TO = r"(?: ?[-–—] ?| to | and | through | until | till | or )"

_FUTURE = re.compile(
    r"\b(?:will|scheduled|due|set for|set to|is to|are to|planned for|going to|shall|upcoming)\b[^.;]{0,80}$"
)
_SINCE = re.compile(
    r"\bsince\b(?: [^,;]{0,90})? ?$|\b(?:starting|beginning|dating back to|dating from)(?: on| in"
    r"| from)? (?:the )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Moment:
    """What a pattern makes of its words; a handler returns None where the words turn out to be no date."""

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    how: str = ""
    time: time | None = None
    zone: str = ""
    part: str = ""
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    published: date | None
    before: str  # the sentence up to the words

    @property
    def in_future(self) -> bool:
        return bool(_FUTURE.search(self.before))


_Handler = Callable[[re.Match[str], _Context], _Moment | None]
_RULES: list[tuple[re.Pattern[str], _Handler]] = []


def _reads(pattern: str, *, flags: int = re.IGNORECASE) -> Callable[[_Handler], _Handler]:
    def add(handler: _Handler) -> _Handler:
        _RULES.append((re.compile(rf"(?<![\w-])(?:{pattern})", flags), handler))
        return handler

    return add


def find(
    sentence: Sentence, *, published: date | None, published_at: datetime | None = None
) -> list[DateMention]:
    """``published`` is the day that "today" means; without it, relative days keep ``start`` None."""
    if published is None and published_at is not None:
        published = published_at.date()
    text = sentence.text
    found: list[tuple[re.Match[str], _Moment]] = []
    for pattern, handler in _RULES:
        for match in pattern.finditer(text):
            moment = handler(match, _Context(published, text[: match.start()]))
            if moment is not None:
                found.append((match, moment))
    found.sort(key=lambda item: (item[0].start(), -item[0].end()))
    mentions: list[DateMention] = []
    free_from = 0
    for match, moment in _longest(found):
        if match.start() < free_from:
            continue
        free_from = match.end()
        mentions.append(_mention(sentence, match, moment, published))
    return mentions


def _longest(found: list[tuple[re.Match[str], _Moment]]) -> list[tuple[re.Match[str], _Moment]]:
    """Of overlapping readings the longest one: "the day before yesterday" over "yesterday"."""
    kept: list[tuple[re.Match[str], _Moment]] = []
    for item in sorted(found, key=lambda item: item[0].start() - item[0].end()):
        if all(item[0].end() <= k[0].start() or k[0].end() <= item[0].start() for k in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item[0].start())


def _mention(
    sentence: Sentence, match: re.Match[str], moment: _Moment, published: date | None
) -> DateMention:
    words = " ".join(match[0].split())
    how = moment.how or f'"{words}"'
    if "{published}" in how:
        how = how.replace("{words}", words).replace("{published}", str(published or "unknown"))
    start = sentence.span.start + match.start()
    return DateMention(
        span=Span(start, start + len(match[0].rstrip())),
        sentence=sentence.index,
        start=moment.start,
        end=moment.end or moment.start,
        precision=moment.precision if moment.start else DatePrecision.UNKNOWN,
        how=how,
        time=moment.time,
        zone=moment.zone,
        part_of_day=moment.part,
        is_anchor=words.lower().startswith("since ") or bool(_SINCE.search(sentence.text[: match.start()])),
        offset_days=moment.offset,
    )


_RELATIVE = '"{words}" + published {published}'


def _day(day: date, *, how: str = "", part: str = "") -> _Moment:
    return _Moment(day, day, DatePrecision.DAY, how, part=part)


def _month_number(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_of(month: int, day: int, context: _Context) -> int | None:
    """The year that puts the day nearest before publication (after it, where the sentence looks ahead)."""
    published = context.published
    if published is None:
        return None
    years = (published.year + 1, published.year, published.year - 1)
    days = [(y, d) for y in years if (d := _make(y, month, min(day, monthrange(y, month)[1])))]
    if context.in_future:
        return min((y for y, d in days if d >= published), default=published.year)
    return max((y for y, d in days if d <= published + _AHEAD), default=published.year)


def _part_of(match: re.Match[str]) -> str:
    groups = match.groupdict()
    part = (groups.get("part") or groups.get("part2") or "").lower()
    edge = (groups.get("edge") or "").lower().strip()
    if not part and "early hours" in edge:
        return "early"
    if not part and edge.endswith(" of"):
        return edge.split()[-2]
    if not part and edge:
        return {"early": "early", "late": "evening"}.get(edge.split()[0], edge)
    return re.sub(r"^(?:early|late|mid-?) ?", "", part)


def _whole_month(year: int, month: int, edge: str = "") -> tuple[date, date]:
    last = monthrange(year, month)[1]
    first_day, last_day = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(edge, (1, last))
    return date(year, month, first_day), date(year, month, last_day)


# --- named days --------------------------------------------------------------------------------


@_reads(
    rf"(?:(?P<ago>day before yesterday|the day before yesterday|yesterday|today|tomorrow"
    rf"|tonight)(?:['’]s)?(?: {_PART})?"
    rf"|(?P<last>last|this) {_PART.replace('part', 'part2')})\b"
)
def _today(match: re.Match[str], context: _Context) -> _Moment | None:
    word = (match["ago"] or "").lower().removeprefix("the ")
    part = _part_of(match) or ("night" if word == "tonight" else "")
    steps = {"day before yesterday": -2, "yesterday": -1, "tomorrow": 1}.get(word, 0)
    if match["last"] and match["last"].lower() == "last":
        steps = -1
    if re.search(r"\b(?:until|even|still|as of|of) $", context.before):
        return None
    if context.published is None:
        return _Moment(how=_RELATIVE, part=part)
    return _day(context.published + timedelta(days=steps), how=_RELATIVE, part=part)


@_reads(r"(?P<part>overnight)\b(?! (?:bag|stay|train|bus))")
def _overnight(match: re.Match[str], context: _Context) -> _Moment | None:
    # The night that ended on the day of publication: it began, and most of its attacks fell, on the day before.
    published = context.published
    if published is None:
        return _Moment(how=_RELATIVE, part="overnight")
    return _Moment(published - timedelta(days=1), published, DatePrecision.DAY, _RELATIVE, part="overnight")


_NOT_A_WEEKDAY = re.compile(r"\b(?:every|each|black|bloody|good|ash|cyber|super|palm|on|of) $", re.IGNORECASE)


@_reads(
    rf"(?P<edge>(?:early|late|earlier|later) (?:on )?|(?:the )?early hours of |the (?:early "
    rf"|late )?(?:morning|afternoon|evening|night) of )?(?P<which>(?:this past|the previous"
    rf"|this|last|next|the following|past) )?{_DAY}"
    rf"(?!s\b(?! [a-z]))(?! (?:Times|Telegraph|Mirror|Mail|Post|Herald|Night Live|Express|Star|People"
    rf"|Tribune))(?:['’]?s)?"
    rf"(?:,? (?:in the )?{_PART}|,? (?P<overnight>overnight))?\b"
    rf"(?P<lastweek> (?:of )?last week)?"
)
def _weekday(match: re.Match[str], context: _Context) -> _Moment | None:
    cue = _NOT_A_WEEKDAY.search(context.before)
    if cue and cue[0].strip().lower() not in ("on", "of"):
        return None
    if re.search(r"(?i)\b(?:on|of) $", context.before) and re.search(rf"(?i){match['weekday']}s\b", match[0]):
        return None  # "on Fridays"; "Tuesdays attack" has only lost its apostrophe
    word = match["weekday"].lower().rstrip(".")
    wanted = next(i for i, name in enumerate(_WEEKDAYS) if name.startswith(word[:3]))
    part = _part_of(match) or (match["overnight"] or "").lower()
    published = context.published
    if published is None:
        return _Moment(how=_RELATIVE, part=part)
    which = (match["which"] or "").strip().lower()
    back = (published.weekday() - wanted) % 7
    if match["lastweek"]:
        monday = published - timedelta(days=published.weekday() + 7)
        return _day(monday + timedelta(days=wanted), how=_RELATIVE, part=part)
    if which in ("next", "the following") or (
        context.in_future and which not in ("last", "this past", "past")
    ):
        ahead = (wanted - published.weekday()) % 7 or 7
        return _day(published + timedelta(days=ahead), how=_RELATIVE, part=part)
    if which in ("last", "this past", "past", "the previous") and back == 0:
        back = 7
    return _day(published - timedelta(days=back), how=_RELATIVE, part=part)


# --- calendar days -----------------------------------------------------------------------------

_WEEKDAY_BEFORE = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:['’]s)?(?P<part0> (?:early )?(?:morning"
    r"|afternoon|evening|night))?,? ?[\[(]?)?"
)


@_reads(
    rf"(?:the (?:early )?(?P<part1>morning|afternoon|evening"
    rf"|night) of )?{_WEEKDAY_BEFORE}(?:the )?(?:{_MONTH_NAME} {_DAY_NUMBER}(?:{_TO}"
    rf"(?:{_MONTH_2} )?{_DAY_2})?(?:,? {_YEAR})?"
    rf"|{_DAY_NUMBER.replace('day', 'day3')}(?:{_TO}{_DAY_2.replace('day2', 'day4')})? (?:of "
    rf")?{_MONTH_NAME.replace('month', 'month3')}"
    rf"(?:,? {_YEAR.replace('year', 'year3')}|,? ['’]?(?P<short>[0-9]\d)(?=[ ,.)]|$)(?! (?:people|killed"
    rf"|were|civilians|others)))?)(?!\w)",
    flags=0,
)
def _calendar_day(match: re.Match[str], context: _Context) -> _Moment | None:
    month_words = match["month"] or match["month3"]
    first, second = int(match["day"] or match["day3"]), match["day2"] or match["day4"]
    if not 1 <= first <= 31:
        return None
    month = _month_number(month_words)
    part = match["part1"] or (match["part0"] or "").strip().removeprefix("early ")
    said_year = match["year"] or match["year3"]
    year: int | None
    if said_year:
        year = int(said_year)
    elif match["short"]:
        year = int(match["short"]) + (1900 if int(match["short"]) >= 50 else 2000)
    else:
        year = _year_of(month, first, context)
    how = "" if said_year or match["short"] else _RELATIVE
    if year is None:
        return _Moment(how=_RELATIVE, part=part)
    start = _make(year, month, first)
    if start is None:
        return None
    if not second:
        return _day(start, how=how, part=part)
    end_month = _month_number(match["month2"]) if match["month2"] else month
    end = _make(year, end_month, int(second))
    if end is None or end < start:
        return _day(start, how=how, part=part)
    precision = DatePrecision.DAY if end - start <= timedelta(days=1) else DatePrecision.WEEK
    if end - start > timedelta(days=10):
        precision = DatePrecision.MONTH
    return _Moment(start, end, precision, how, part=part)


@_reads(rf"(?:between|from) {_DAY_NUMBER}(?: and | to ){_DAY_2} {_MONTH_NAME}(?: {_YEAR})?\b", flags=0)
def _between(match: re.Match[str], context: _Context) -> _Moment | None:
    month = _month_number(match["month"])
    year = int(match["year"]) if match["year"] else _year_of(month, int(match["day"]), context)
    if year is None:
        return None
    start, end = _make(year, month, int(match["day"])), _make(year, month, int(match["day2"]))
    if start is None or end is None or end < start:
        return None
    return _Moment(start, end, DatePrecision.WEEK, "" if match["year"] else _RELATIVE)


@_reads(r"(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)")
def _iso(match: re.Match[str], context: _Context) -> _Moment | None:
    day = _make(int(match["year"]), int(match["month"]), int(match["day"]))
    return _day(day) if day else None


@_reads(r"9/11\b")
def _nine_eleven(match: re.Match[str], context: _Context) -> _Moment | None:
    return _day(date(2001, 9, 11))


# --- months, seasons, years --------------------------------------------------------------------


@_reads(
    rf"(?:(?P<edge>[Ee]arly|[Ll]ate|[Mm]id)(?:[- ](?:in )?)|(?:the )?(?P<edge2>beginning|start|end"
    rf"|middle) of |(?P<which>last|this|next) "
    rf"|(?P<prep>[Ii]n|[Ss]ince|[Dd]uring|[Bb]y|[Uu]ntil|[Ff]rom|of|[Tt]hroughout|between) )?"
    rf"{_MONTH_NAME}(?:,? (?:of )?{_YEAR})?(?!\.? ?\d)(?!\w)",
    flags=0,
)
def _month(match: re.Match[str], context: _Context) -> _Moment | None:
    if not (match["year"] or match["edge"] or match["edge2"] or match["which"] or match["prep"]):
        return None  # a bare "May" or "March" may be anything
    if (
        match["prep"] in ("by", "By", "of", "from", "From")
        and not match["year"]
        and match["month"] in ("May", "March", "April", "June", "August")
    ):
        return None  # "a statement by May", "a call from June"
    month = _month_number(match["month"])
    edge = (match["edge"] or "").lower() or {
        "beginning": "early", "start": "early", "middle": "mid", "end": "late"
    }.get(match["edge2"] or "", "")  # fmt: skip
    if match["year"]:
        year: int | None = int(match["year"])
    elif match["which"] == "last" and context.published:
        before = context.published.replace(day=1) - timedelta(days=1)
        year = before.year if month <= before.month else before.year - 1
    else:
        year = _year_of(month, 1, context)
    if year is None:
        return _Moment(how=_RELATIVE)
    start, end = _whole_month(year, month, edge)
    return _Moment(start, end, DatePrecision.MONTH, "" if match["year"] else _RELATIVE)


@_reads(rf"(?:(?:the |in |last |this )+)?(?P<season>spring|summer|autumn|fall|winter)(?: of)? {_YEAR}\b")
def _season(match: re.Match[str], context: _Context) -> _Moment | None:
    first, last = _SEASONS[match["season"].lower()]
    year = int(match["year"])
    end_year = year + 1 if last < first else year
    return _Moment(
        date(year, first, 1), date(end_year, last, monthrange(end_year, last)[1]), DatePrecision.YEAR
    )


@_reads(
    rf"(?:(?:in|since|during|until|throughout|by|from|around|before|after|of) (?:(?:early|late|mid)[- ])?"
    rf"|(?:early|late|mid)[- ](?:in )?|(?:the|a|an|its|his|her|their|in a) (?=(?:19|20)\d\d [a-z])|\()"
    rf"{_YEAR}(?![\w/:%]|['’]?s\b)"
)
def _year(match: re.Match[str], context: _Context) -> _Moment | None:
    year = int(match["year"])
    return _Moment(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR)


# --- stretches told from the day of publication ------------------------------------------------


@_reads(
    r"(?:(?P<edge>earlier|later|late|early|in the middle of|at the end of"
    r"|at the beginning of) )?(?P<which>last|this|the past|past) "
    r"(?P<unit>week|month|year)(?:['’]s)?\b(?! \d)"
)
def _period(match: re.Match[str], context: _Context) -> _Moment | None:
    published = context.published
    if published is None:
        return _Moment(how=_RELATIVE)
    is_last = match["which"].lower() == "last"
    unit = match["unit"].lower()
    if match["which"].lower().endswith("past"):
        days = {"week": 7, "month": 30, "year": 365}[unit]
        return _Moment(published - timedelta(days=days), published, DatePrecision(unit), _RELATIVE)
    if unit == "week":
        monday = published - timedelta(days=published.weekday() + (7 if is_last else 0))
        end = monday + timedelta(days=6)
        return _Moment(monday, min(end, max(published, monday)), DatePrecision.WEEK, _RELATIVE)
    if unit == "month":
        first = published.replace(day=1)
        if is_last:
            first = (first - timedelta(days=1)).replace(day=1)
        return _Moment(*_whole_month(first.year, first.month), DatePrecision.MONTH, _RELATIVE)
    year = published.year - is_last
    return _Moment(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR, _RELATIVE)


@_reads(r"(?:(?:over|during|at|on|in) )?(?:the|this|last) (?:past )?weekend\b(?:['’]s)?")
def _weekend(match: re.Match[str], context: _Context) -> _Moment | None:
    published = context.published
    if published is None:
        return _Moment(how=_RELATIVE)
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    return _Moment(saturday, saturday + timedelta(days=1), DatePrecision.WEEK, _RELATIVE)


@_reads(
    rf"(?:(?P<about>about|around|some|nearly|almost|more than|over|less than"
    rf"|roughly) )?{_COUNT} (?P<unit>day|week|month|year)s? ago\b"
)
def _ago(match: re.Match[str], context: _Context) -> _Moment | None:
    published, count = context.published, _count(match)
    if published is None:
        return _Moment(how=_RELATIVE)
    unit = match["unit"].lower()
    if unit == "day":
        return _day(published - timedelta(days=count), how=_RELATIVE)
    if unit == "week":
        day = published - timedelta(weeks=count)
        return _Moment(day - timedelta(days=3), day + timedelta(days=3), DatePrecision.WEEK, _RELATIVE)
    if unit == "month":
        months = published.year * 12 + published.month - 1 - count
        return _Moment(*_whole_month(months // 12, months % 12 + 1), DatePrecision.MONTH, _RELATIVE)
    year = published.year - count
    return _Moment(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR, _RELATIVE)


@_reads(
    rf"(?:in|over|within|during|for) the (?:past|last|previous) (?:(?P<hours>24 hours|day|48 hours)"
    rf"|{_COUNT} (?P<unit>day|week|month|year)s)\b"
)
def _stretch(match: re.Match[str], context: _Context) -> _Moment | None:
    published = context.published
    if published is None:
        return _Moment(how=_RELATIVE)
    if match["hours"]:
        return _Moment(published - timedelta(days=1), published, DatePrecision.DAY, _RELATIVE)
    days = _count(match) * {"day": 1, "week": 7, "month": 30, "year": 365}[match["unit"].lower()]
    precision = next(p for p, limit in _LONGEST.items() if days <= limit)
    return _Moment(published - timedelta(days=days), published, precision, _RELATIVE)


# --- days told from another day of the text ----------------------------------------------------


def _counted(match: re.Match[str], days: int) -> _Moment:
    step = f"{days:+d} days from the day told before" if days else "the day told before"
    return _Moment(how=f'"{match[0]}": {step}', offset=days)


@_reads(
    r"(?:(?:on |later |earlier |later on |earlier on |in )*(?:the|that) (?:same |very )?(?:day|night"
    r"|evening|morning|afternoon))\b(?! (?:before|after|earlier|later|of|when))"
)
def _same_day(match: re.Match[str], context: _Context) -> _Moment | None:
    words = match[0].lower()
    if not re.search(r"\bthat\b|\bsame\b|later|earlier", words):
        return None
    return _counted(match, 0)


@_reads(
    r"(?:(?:on )?(?:the (?P<back>previous|preceding)|the (?P<on>following|next|ensuing)) (?:day|night"
    r"|morning|evening|afternoon)"
    r"|(?:a|one) (?:day|night) (?P<way>earlier|later|before|after)(?! (?:the|a|his|its|their)\b)"
    r"|the (?:day|night) (?P<way2>before|after)(?! (?:the|a|an|his|its|their|yesterday|tomorrow)\b))\b"
)
def _next_day(match: re.Match[str], context: _Context) -> _Moment | None:
    forward = match["on"] or (match["way"] or match["way2"] or "").lower() in ("later", "after")
    days = 1 if forward else -1
    return _counted(match, days)


@_reads(
    rf"{_COUNT} (?P<unit>day|week)s? (?P<way>earlier|later|before|after|afterwards)\b(?! (?:the|a|his|its"
    rf"|their)\b)"
)
def _days_later(match: re.Match[str], context: _Context) -> _Moment | None:
    days = _count(match) * (7 if match["unit"].lower() == "week" else 1)
    if match["way"].lower() in ("earlier", "before"):
        days = -days
    return _counted(match, days)


@_reads(
    r"(?:(?:a few|several|some|two|three|four|five|six|\d\d?) )?(?:hours|minutes) (?:later|earlier"
    r"|afterwards)\b"
)
def _hours_later(match: re.Match[str], context: _Context) -> _Moment | None:
    return _counted(match, 0)


def _count(match: re.Match[str]) -> int:
    return 1 if match["count"].lower() in ("a", "an") else cardinal(match["count"]) or 1


# --- clock times -------------------------------------------------------------------------------

_ZONE = (
    r"(?P<zone>,? ?\(?(?:local(?: time)?|(?:[A-Z][a-z]+|Iraqi|Moscow|Kabul|Baghdad) time|(?:GMT|UTC|gmt"
    r"|utc)(?:[+-]\d{1,2}(?::?\d\d)?)?|Z|EST|EDT|CET|CEST|EET|IST|ET|BST)\b\)?)?"
)
_ABOUT_TIME = (
    r"(?:(?:at|around|about|approximately|roughly|shortly after|shortly before|just after"
    r"|just before|soon after|by|from) )*"
)


def _clock(match: re.Match[str], hour: int, minute: int) -> _Moment | None:
    if hour == 24:
        hour = 0
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        return None
    words = (match["zone"] or "").strip(" ,()")
    zone = (
        "local"
        if "local" in words.lower()
        else "UTC"
        if re.match(r"(?i)gmt|utc|z$", words)
        else words.removesuffix(" time")
    )
    return _Moment(time=time(hour, minute), zone=zone)


# The same moment given again in another zone: "13:40 local time (0040 UTC)".
_SAID_AGAIN = re.compile(
    r"(?i)\d\s?(?:[ap]\.?m\.?)?(?: local(?: time)?| [A-Z]{3,4}| hours| hrs)?[ ,;]*[(\[]$"
)


@_reads(rf"{_ABOUT_TIME}(?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.? ?m\b\.?{_ZONE}")
def _twelve_hours(match: re.Match[str], context: _Context) -> _Moment | None:
    if _SAID_AGAIN.search(context.before):
        return None
    hour = int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)
    return _clock(match, hour, int(match["minute"] or 0))


@_reads(
    rf"{_ABOUT_TIME}(?P<hour>[01]?\d|2[0-4])[:.h](?P<minute>[0-5]\d)(?![\d:%]|\.\d)(?: ?(?:hours|hrs"
    rf"|h)\b)?{_ZONE}"
)
def _twenty_four_hours(match: re.Match[str], context: _Context) -> _Moment | None:
    if _SAID_AGAIN.search(context.before):
        return None
    if ":" not in match[0] and not match["zone"]:
        return None  # "3.45" may be anything
    return _clock(match, int(match["hour"]), int(match["minute"]))


@_reads(
    rf"(?:(?:at|around|about|approximately|by|from|shortly after) )+(?P<hour>[01]\d"
    rf"|2[0-4])(?P<minute>[0-5]\d)(?! ?(?:people|men|km|\d))(?: ?(?:hours|hrs)\b)?{_ZONE}(?!\w)"
)
@_reads(
    rf"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d) ?(?:hours|hrs)?(?= ?(?:local|GMT|UTC|gmt|utc|hrs|hours"
    rf"|Z\b)){_ZONE}(?!\w)"
)
def _military(match: re.Match[str], context: _Context) -> _Moment | None:
    if _SAID_AGAIN.search(context.before):
        return None
    if (
        int(match["hour"]) in (19, 20)
        and not match["zone"]
        and "hour" not in match[0]
        and not re.search(r"\bat\b", match[0])
    ):
        return None  # "around 2010" is a year
    return _clock(match, int(match["hour"]), int(match["minute"]))


@_reads(
    r"(?:at|around|about|shortly after|shortly before|just after|just before|before|after) (?:around "
    r"|about )?(?P<word>noon|midday|midnight|dawn|dusk|sunset|sunrise|daybreak"
    r"|nightfall)(?P<zone> local time)?\b"
)
def _noon(match: re.Match[str], context: _Context) -> _Moment | None:
    word = match["word"].lower()
    if word in ("noon", "midday"):
        return replace(_clock(match, 12, 0) or _Moment(), part="noon")
    if word == "midnight":
        return replace(_clock(match, 0, 0) or _Moment(), part="midnight")
    return _Moment(
        part={"sunrise": "dawn", "daybreak": "dawn", "sunset": "dusk", "nightfall": "dusk"}.get(word, word)
    )
