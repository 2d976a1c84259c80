"""Days, months and years by name and by figure: the first half of dates.py's grammar."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from incidents.extraction.mentions.moments import (
    DAY,
    DAY_2,
    DAY_NUMBER,
    MONTH_2,
    MONTH_NAME,
    PART,
    RELATIVE,
    SEASONS,
    TO,
    YEAR,
    YEAR_WORD,
    Context,
    Moment,
    Rule,
    month_number,
    one_day,
    part_of,
    reader,
    real_day,
    weekday_number,
    whole_month,
    year_left,
    year_of,
)
from incidents.vocabulary import DatePrecision

RULES: list[Rule] = []
reads = reader(RULES)


# --- named days --------------------------------------------------------------------------------


@reads(
    rf"(?:(?P<ago>day before yesterday|the day before yesterday|yesterday|today|tomorrow"
    rf"|tonight)(?:['’]s)?(?: {PART})?"
    rf"|(?P<last>last|this) {PART.replace('part', 'part2')})\b"
)
def _today(match: re.Match[str], context: Context) -> Moment | None:
    word = (match["ago"] or "").lower().removeprefix("the ")
    part = part_of(match) or ("night" if word == "tonight" else "")
    steps = {"day before yesterday": -2, "yesterday": -1, "tomorrow": 1}.get(word, 0)
    if match["last"] and match["last"].lower() == "last":
        steps = -1
    if re.search(
        r"\b(?:until|even|still|as of|(?<!hours )of|continu\w+|persists?|remains?) $", context.before
    ):
        return None
    if context.published is None:
        return Moment(how=RELATIVE, part=part)
    return one_day(context.published + timedelta(days=steps), how=RELATIVE, part=part)


_DAY_2 = DAY.replace("weekday", "weekday2")


@reads(
    rf"(?:from )?{DAY} (?:late )?(?:night|evening|afternoon) (?:in)?to (?:early )?"
    rf"{_DAY_2}(?: morning)?\b"
)
@reads(rf"overnight(?P<into> into| to| from)?(?: on| late)? {DAY}(?: (?:in)?to {_DAY_2})?\b")
def _night_of(match: re.Match[str], context: Context) -> Moment | None:
    """The night that begins on the day named; with "overnight into Friday", that ends on it."""
    if context.published is None:
        return Moment(how=RELATIVE, part="overnight")
    wanted = weekday_number(match["weekday"])
    first = context.published - timedelta(days=(context.published.weekday() - wanted) % 7)
    if (match.groupdict().get("into") or "").strip() in ("into", "to"):
        first -= timedelta(days=1)
    last = min(first + timedelta(days=1), context.published)
    return Moment(first, last, DatePrecision.DAY, RELATIVE, part="overnight")


@reads(r"(?P<part>overnight)\b(?! (?:bag|stay|train|bus))")
def _overnight(match: re.Match[str], context: Context) -> Moment | None:
    # The night that ended on the day of publication: it began, and most of its attacks fell, on the day before.
    published = context.published
    if published is None:
        return Moment(how=RELATIVE, part="overnight")
    return Moment(published - timedelta(days=1), published, DatePrecision.DAY, RELATIVE, part="overnight")


_IN_UTC = re.compile(r"[(\[]~?\d{1,2}[:.]?\d\d (?:UTC|GMT),? (?:on )?$")
_NOT_A_WEEKDAY = re.compile(r"\b(?:every|each|black|bloody|good|ash|cyber|super|palm|on|of) $", re.IGNORECASE)


@reads(
    rf"(?P<edge>(?:early|late|earlier|later) (?:on )?|(?:the )?early hours of |the (?:early "
    rf"|late )?(?:morning|afternoon|evening|night) of )?(?P<which>(?:this past|the previous"
    rf"|this|last|next|the following|past) )?{DAY}"
    rf"(?!s\b(?! [a-z]))(?! (?:Times|Telegraph|Mirror|Mail|Post|Herald|Night Live|Express|Star|People"
    rf"|Tribune))(?:['’]?s)?"
    rf"(?:,? (?:in the )?{PART}|,? (?P<overnight>overnight))?\b"
    rf"(?P<lastweek> (?:of )?last week)?"
)
def _weekday(match: re.Match[str], context: Context) -> Moment | None:
    if _IN_UTC.search(context.before):
        return None  # "at 1 a.m. local time (1930 UTC Tuesday)": already Wednesday where it happened
    cue = _NOT_A_WEEKDAY.search(context.before)
    if cue and cue[0].strip().lower() not in ("on", "of"):
        return None
    if re.search(r"(?i)\b(?:on|of) $", context.before) and re.search(rf"(?i){match['weekday']}s\b", match[0]):
        return None  # "on Fridays"; "Tuesdays attack" has only lost its apostrophe
    wanted = weekday_number(match["weekday"])
    part = part_of(match) or (match["overnight"] or "").lower()
    published = context.published
    if published is None:
        return Moment(how=RELATIVE, part=part)
    which = (match["which"] or "").strip().lower()
    back = (published.weekday() - wanted) % 7
    if match["lastweek"]:
        monday = published - timedelta(days=published.weekday() + 7)
        return one_day(monday + timedelta(days=wanted), how=RELATIVE, part=part)
    if which in ("next", "the following") or (
        context.in_future and which not in ("last", "this past", "past")
    ):
        ahead = (wanted - published.weekday()) % 7 or 7
        return one_day(published + timedelta(days=ahead), how=RELATIVE, part=part)
    if which in ("last", "this past", "past", "the previous") and back == 0:
        back = 7
    return one_day(published - timedelta(days=back), how=RELATIVE, part=part)


# --- calendar days -----------------------------------------------------------------------------

_WEEKDAY_BEFORE = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:['’]s)?(?P<part0> (?:early )?(?:morning"
    r"|afternoon|evening|night))?,? ?[\[(]?)?"
)


@reads(
    rf"(?:the (?:early )?(?P<part1>morning|afternoon|evening"
    rf"|night) of )?{_WEEKDAY_BEFORE}(?:the )?(?:{MONTH_NAME} {DAY_NUMBER}(?:{TO}"
    rf"(?:{MONTH_2} )?{DAY_2})?(?:,? {YEAR})?"
    rf"|{DAY_NUMBER.replace('day', 'day3')}(?:{TO}{DAY_2.replace('day2', 'day4')})? (?:of "
    rf")?{MONTH_NAME.replace('month', 'month3')}"
    rf"(?:,? {YEAR.replace('year', 'year3')}|,? ['’]?(?P<short>[0-9]\d)(?=[ ,.)]|$)(?! (?:people|killed"
    rf"|were|civilians|others)))?){YEAR_WORD}?(?!\w)",
    flags=0,
)
def _calendar_day(match: re.Match[str], context: Context) -> Moment | None:
    month_words = match["month"] or match["month3"]
    first, second = int(match["day"] or match["day3"]), match["day2"] or match["day4"]
    if not 1 <= first <= 31:
        return None
    month = month_number(month_words)
    part = match["part1"] or (match["part0"] or "").strip().removeprefix("early ")
    said_year = match["year"] or match["year3"]
    year: int | None
    if said_year:
        year = int(said_year)
    elif match["short"]:
        year = int(match["short"]) + (1900 if int(match["short"]) >= 50 else 2000)
    else:
        year = year_of(month, first, context, match["which_year"])
    how = "" if said_year or match["short"] else RELATIVE
    if year is None:
        return Moment(how=RELATIVE, part=part)
    start = real_day(year, month, first)
    if start is None:
        return None
    left = year_left(match["which_year"]) if how else ""
    if not second:
        return replace(one_day(start, how=how, part=part), year_left=left)
    end_month = month_number(match["month2"]) if match["month2"] else month
    end = real_day(year, end_month, int(second))
    if end is None or end < start:
        return one_day(start, how=how, part=part)
    precision = DatePrecision.DAY if end - start <= timedelta(days=1) else DatePrecision.WEEK
    if end - start > timedelta(days=10):
        precision = DatePrecision.MONTH
    return Moment(start, end, precision, how, part=part)


@reads(rf"(?:between|from) {DAY_NUMBER}(?: and | to ){DAY_2} {MONTH_NAME}(?: {YEAR})?\b", flags=0)
def _between(match: re.Match[str], context: Context) -> Moment | None:
    month = month_number(match["month"])
    year = int(match["year"]) if match["year"] else year_of(month, int(match["day"]), context)
    if year is None:
        return None
    start, end = real_day(year, month, int(match["day"])), real_day(year, month, int(match["day2"]))
    if start is None or end is None or end < start:
        return None
    return Moment(start, end, DatePrecision.WEEK, "" if match["year"] else RELATIVE)


@reads(r"(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)")
def _iso(match: re.Match[str], context: Context) -> Moment | None:
    day = real_day(int(match["year"]), int(match["month"]), int(match["day"]))
    return one_day(day) if day else None


@reads(r"(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)/(?P<year>(?:19|20)\d\d)(?![\d/])")
def _slashes(match: re.Match[str], context: Context) -> Moment | None:
    """Only where one of the figures can be no month."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    if a <= 12 and b <= 12 and a != b:
        return None
    day = real_day(year, b, a) if a > 12 else real_day(year, a, b)
    return one_day(day) if day else None


_FEASTS = {"new year's eve": (12, 31), "new year's day": (1, 1), "christmas eve": (12, 24),
           "christmas day": (12, 25), "boxing day": (12, 26)}  # fmt: skip


@reads(rf"(?P<feast>New Year['’]?s (?:Eve|Day)|Christmas (?:Eve|Day)|Boxing Day)\b(?:,?(?: in| of)? {YEAR})?")
def _feast(match: re.Match[str], context: Context) -> Moment | None:
    feast = match["feast"].lower().replace("’", "'").replace("years", "year's")
    month, day = _FEASTS[feast]
    year = int(match["year"]) if match["year"] else year_of(month, day, context)
    if year is None:
        return Moment(how=RELATIVE)
    return one_day(date(year, month, day), how="" if match["year"] else RELATIVE)


@reads(r"9/11\b|(?:the )?Sept(?:\.|ember) 11(?:th)? (?:terror(?:ist)? )?attacks\b")
def _nine_eleven(match: re.Match[str], context: Context) -> Moment | None:
    return one_day(date(2001, 9, 11))


# --- months, seasons, years --------------------------------------------------------------------


@reads(
    rf"(?:(?P<edge>[Ee]arly|[Ll]ate|[Mm]id)(?:[- ](?:in )?)|(?:the )?(?P<edge2>beginning|start|end"
    rf"|middle) of |(?P<which>[Ll]ast|[Tt]his|[Nn]ext) "
    rf"|(?P<prep>[Ii]n|[Ss]ince|[Dd]uring|[Bb]y|[Uu]ntil|[Ff]rom|of|[Tt]hroughout|between) )?"
    rf"{MONTH_NAME}(?:,? (?:of )?{YEAR}|{YEAR_WORD}|(?!\.? ?\d))(?!\w)",
    flags=0,
)
def _month(match: re.Match[str], context: Context) -> Moment | None:
    said = ("year", "which_year", "edge", "edge2", "which", "prep")
    if not any(match[group] for group in said):
        return None  # a bare "May" or "March" may be anything
    if (
        match["prep"] in ("by", "By", "of", "from", "From")
        and not match["year"]
        and match["month"] in ("May", "March", "April", "June", "August")
    ):
        return None  # "a statement by May", "a call from June"
    month = month_number(match["month"])
    edge = (match["edge"] or "").lower() or {
        "beginning": "early", "start": "early", "middle": "mid", "end": "late"
    }.get(match["edge2"] or "", "")  # fmt: skip
    left = "" if match["year"] or match["which"] else year_left(match["which_year"])
    if match["year"]:
        year: int | None = int(match["year"])
    elif match["which"] in ("last", "Last") and context.published:
        before = context.published.replace(day=1) - timedelta(days=1)
        year = before.year if month <= before.month else before.year - 1
    else:
        year = year_of(month, 1, context, match["which_year"])
    if year is None:
        return Moment(how=RELATIVE)
    start, end = whole_month(year, month, edge)
    return Moment(start, end, DatePrecision.MONTH, "" if match["year"] else RELATIVE, year_left=left)


@reads(
    rf"(?P<week>first|second|third|last) week (?:of|in) {MONTH_NAME}(?:,? (?:of )?{YEAR}|{YEAR_WORD})?(?!\w)"
)
def _week_of_month(match: re.Match[str], context: Context) -> Moment | None:
    month = month_number(match["month"])
    year = int(match["year"]) if match["year"] else year_of(month, 1, context, match["which_year"])
    if year is None:
        return Moment(how=RELATIVE)
    last = monthrange(year, month)[1]
    first = {"first": 1, "second": 8, "third": 15, "last": last - 6}[match["week"].lower()]
    start = date(year, month, first)
    return Moment(start, start + timedelta(days=6), DatePrecision.WEEK, "" if match["year"] else RELATIVE)


@reads(rf"(?:(?:the |in |last |this )+)?(?P<season>spring|summer|autumn|fall|winter)(?: of)? {YEAR}\b")
@reads(r"(?P<which>last|this) (?P<season>spring|summer|autumn|winter)\b(?! (?:games|olympics|camp|school))")
def _season(match: re.Match[str], context: Context) -> Moment | None:
    first, last = SEASONS[match["season"].lower()]
    said = match.groupdict().get("year")
    if said is None:
        if context.published is None:
            return Moment(how=RELATIVE)
        before = first > context.published.month or (
            match["which"].lower() == "last" and first <= context.published.month <= max(last, first)
        )
        year = context.published.year - before
    else:
        year = int(said)
    end_year = year + 1 if last < first else year
    return Moment(
        date(year, first, 1), date(end_year, last, monthrange(end_year, last)[1]), DatePrecision.YEAR
    )


@reads(
    rf"(?:(?:in|since|during|until|throughout|by|from|around|before|after|of) (?:(?:early|late|mid)[- ])?"
    rf"|(?:early|late|mid)[- ](?:in )?|(?:the|a|an|its|his|her|their|in a) (?=(?:19|20)\d\d [a-z])|\()"
    rf"{YEAR}(?![\w/:%]|['’]?s\b| (?:UTC|GMT|hours|hrs|local))"
)
def _year(match: re.Match[str], context: Context) -> Moment | None:
    year = int(match["year"])
    return Moment(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR)
