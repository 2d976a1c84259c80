"""Time told from another day: that of publication ("last week"), or one in the text ("a day earlier")."""

from __future__ import annotations

import re
from datetime import date, timedelta

from incidents.extraction.mentions.moments import (
    COUNT,
    LONGEST,
    RELATIVE,
    Context,
    Moment,
    Rule,
    counted_in,
    one_day,
    reader,
    real_day,
    whole_month,
)
from incidents.vocabulary import DatePrecision

RULES: list[Rule] = []
reads = reader(RULES)


# --- stretches told from the day of publication ------------------------------------------------


@reads(
    r"(?:(?P<edge>earlier|later|late|early|in the middle of|at the end of"
    r"|at the beginning of) )?(?P<which>last|this|the past|past|(?<=earlier )in the) "
    r"(?P<unit>week|month|year)(?:['’]s)?\b(?! \d)"
)
def _period(match: re.Match[str], context: Context) -> Moment | None:
    published = context.published
    if published is None:
        return Moment(how=RELATIVE)
    is_last = match["which"].lower() == "last"
    unit = match["unit"].lower()
    if match["which"].lower().endswith("past"):
        days = {"week": 7, "month": 30, "year": 365}[unit]
        return Moment(published - timedelta(days=days), published, DatePrecision(unit), RELATIVE)
    if unit == "week":
        monday = published - timedelta(days=published.weekday() + (7 if is_last else 0))
        end = monday + timedelta(days=6)
        return Moment(monday, min(end, max(published, monday)), DatePrecision.WEEK, RELATIVE)
    if unit == "month":
        first = published.replace(day=1)
        if is_last:
            first = (first - timedelta(days=1)).replace(day=1)
        return Moment(*whole_month(first.year, first.month), DatePrecision.MONTH, RELATIVE)
    year = published.year - is_last
    return Moment(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR, RELATIVE)


@reads(r"(?:(?:earlier|later|early|late) )?in the week\b(?! (?:before|after|of|since|that))")
def _in_the_week(match: re.Match[str], context: Context) -> Moment | None:
    if context.published is None:
        return Moment(how=RELATIVE)
    monday = context.published - timedelta(days=context.published.weekday())
    return Moment(monday, context.published, DatePrecision.WEEK, RELATIVE)


@reads(r"(?:(?:over|during|at|on|in) )?(?:the|this|(?P<last>last)) (?:past )?weekend\b(?:['’]s)?")
def _weekend(match: re.Match[str], context: Context) -> Moment | None:
    published = context.published
    if published is None:
        return Moment(how=RELATIVE)
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    if match["last"] and published.weekday() >= 5:
        saturday -= timedelta(days=7)
    return Moment(saturday, saturday + timedelta(days=1), DatePrecision.WEEK, RELATIVE)


@reads(
    rf"(?:(?P<about>about|around|some|nearly|almost|more than|over|less than"
    rf"|roughly) )?{COUNT} (?P<unit>day|week|month|year)s? ago\b"
)
def _ago(match: re.Match[str], context: Context) -> Moment | None:
    published, count = context.published, counted_in(match)
    if published is None:
        return Moment(how=RELATIVE)
    unit = match["unit"].lower()
    if unit == "day":
        return one_day(published - timedelta(days=count), how=RELATIVE)
    if unit == "week":
        day = published - timedelta(weeks=count)
        return Moment(day - timedelta(days=3), day + timedelta(days=3), DatePrecision.WEEK, RELATIVE)
    if unit == "month":
        months = published.year * 12 + published.month - 1 - count
        return Moment(*whole_month(months // 12, months % 12 + 1), DatePrecision.MONTH, RELATIVE)
    year = published.year - count
    return Moment(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR, RELATIVE)


@reads(rf"{COUNT} years? ago (?:(?P<yesterday>yesterday)|today|tonight|this (?:day|morning|evening))\b")
@reads(r"(?P<count>a) (?P<decade>decade) ago (?:(?P<yesterday>yesterday)|today|tonight)\b")
def _to_the_day(match: re.Match[str], context: Context) -> Moment | None:
    published = context.published
    if published is None:
        return Moment(how=RELATIVE)
    day = published - timedelta(days=1) if match["yesterday"] else published
    years = counted_in(match) * (10 if match.groupdict().get("decade") else 1)
    then = real_day(day.year - years, day.month, day.day)
    return one_day(then, how=RELATIVE) if then else None


@reads(r"a fortnight ago\b")
def _fortnight_ago(match: re.Match[str], context: Context) -> Moment | None:
    if context.published is None:
        return Moment(how=RELATIVE)
    day = context.published - timedelta(weeks=2)
    return Moment(day - timedelta(days=3), day + timedelta(days=3), DatePrecision.WEEK, RELATIVE)


@reads(
    rf"(?:in|over|within|during|for) the (?:past|last|previous) (?:(?P<hours>24 hours|day|48 hours)"
    rf"|{COUNT} (?P<unit>day|week|month|year)s|(?P<one>week|month|year))\b"
)
def _stretch(match: re.Match[str], context: Context) -> Moment | None:
    published = context.published
    if published is None:
        return Moment(how=RELATIVE)
    if match["hours"]:
        two = match["hours"].startswith("48")
        precision = DatePrecision.WEEK if two else DatePrecision.DAY
        return Moment(published - timedelta(days=2 if two else 1), published, precision, RELATIVE)
    count = 1 if match["one"] else counted_in(match)
    days = count * {"day": 1, "week": 7, "month": 30, "year": 365}[(match["one"] or match["unit"]).lower()]
    precision = next(p for p, limit in LONGEST.items() if days <= limit)
    return Moment(published - timedelta(days=days), published, precision, RELATIVE)


# --- days told from another day of the text ----------------------------------------------------


def _counted(match: re.Match[str], days: int) -> Moment:
    step = f"{days:+d} days from the day told before" if days else "the day told before"
    return Moment(how=f'"{match[0]}": {step}', offset=days)


@reads(
    r"(?:(?:on |later |earlier |later on |earlier on |in )*(?:the|that) (?:same |very )?(?:day|night"
    r"|evening|morning|afternoon))\b(?! (?:before|after|earlier|later|of|when))"
)
def _same_day(match: re.Match[str], context: Context) -> Moment | None:
    words = match[0].lower()
    if not re.search(r"\bthat\b|\bsame\b|later|earlier", words):
        return None
    return _counted(match, 0)


@reads(
    r"(?:(?:on )?(?:the (?P<back>previous|preceding)|the (?P<on>following|next|ensuing)) (?:day|night"
    r"|morning|evening|afternoon)"
    r"|(?:a|one) (?:day|night) (?P<way>earlier|later|(?:before|after)(?! \w))"
    r"|the (?:day|night|evening) (?P<way2>before|after)(?! (?:the|a|an|his|its|their|yesterday|tomorrow)\b))\b"
)
def _next_day(match: re.Match[str], context: Context) -> Moment | None:
    forward = match["on"] or (match["way"] or match["way2"] or "").lower() in ("later", "after")
    days = 1 if forward else -1
    return _counted(match, days)


@reads(
    rf"(?:(?:just|barely|only|less than|exactly) )?{COUNT} (?P<unit>day|week)s? (?P<way>after|before)"
    r"(?= \w)(?! (?:that|which)\b)"
)
def _from_another(match: re.Match[str], context: Context) -> Moment | None:
    """ "a week after rebels took the town": the town fell a week before what was just told of."""
    days = counted_in(match) * (7 if match["unit"].lower() == "week" else 1)
    if match["way"].lower() == "after":
        days = -days
    return Moment(
        how=f'"{match[0]}": {days:+d} days from the day told before', offset=days, is_of_what_follows=True
    )


@reads(
    rf"{COUNT} (?P<unit>day|week)s? (?P<way>earlier|later|afterwards|(?:before|after)(?: that\b| then\b|(?! \w)))"
)
def _days_later(match: re.Match[str], context: Context) -> Moment | None:
    days = counted_in(match) * (7 if match["unit"].lower() == "week" else 1)
    if match["way"].lower().startswith(("earlier", "before")):
        days = -days
    return _counted(match, days)


@reads(
    r"(?:(?:a few|several|some|two|three|four|five|six|\d\d?) )?(?:hours|minutes|moments) "
    r"(?:later|earlier|afterwards)\b|(?:shortly|soon) (?:afterwards?|later|after(?=,))"
)
def _hours_later(match: re.Match[str], context: Context) -> Moment | None:
    return _counted(match, 0)
