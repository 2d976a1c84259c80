"""Days as people write them: ``20 Jan 2024``, ``2024-01``, ``2024``, ``week of 15 January 2024``,
``15-17 Jan 2024``, ``Saturday evening``. What such words mean is what they mean to the reader of articles.

The order of day and month is never guessed: of ``03/04/2024`` both readings are offered.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.extraction import read_date
from incidents.models.incidents import FIRST_YEAR
from incidents.vocabulary import DatePrecision

# Written and read in English, whatever the language of the page: what stands in the input must read back.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ISO_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,2})/(\d{4})")
_JUST_A_YEAR = re.compile(r"\d{4}")
_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_NAMED = [
    re.compile(rf"{_DAY} {_MONTH}(?:,? {_YEAR})?", re.IGNORECASE),
    re.compile(rf"{_MONTH} {_DAY}(?:,? {_YEAR})?", re.IGNORECASE),
]
_BACKWARDS = re.compile(rf"(\d{{1,2}}) ?[-–—] ?(\d{{1,2}}) {_MONTH}.*", re.IGNORECASE)
_WEEK_OF = re.compile(r"(?:the )?week (?:of|from|beginning)(?: the)? (.+)", re.IGNORECASE)
_FROM_TO = re.compile(r"(?:from )?(.+?)(?: - | ?[–—] ?| to | until | ?\.\.+ ?)(.+)", re.IGNORECASE)
_SHORT_WEEKDAY = re.compile(r"\b(mon|tues?|wed|thurs?|fri|sat|sun)\b\.?", re.IGNORECASE)
EXPECTED = gettext_lazy(
    "expected a date: 20 Jan 2024, 15-17 Jan 2024, 2024-01, 2024, week of 15 January 2024, yesterday"
)


@dataclass(frozen=True, slots=True)
class Days:
    first: date
    last: date
    precision: DatePrecision


def read(typed: str, *, on: date | None = None) -> Days:
    """``on`` is the day from which "yesterday" counts, that of the article.

    Raises a ValidationError that says what was expected.
    """
    words = _SHORT_WEEKDAY.sub(_weekday, " ".join(typed.split()))
    found = (
        _in_figures(words) or _week_of(words, on) or _from_to(words, on) or _by_the_reader(words, typed, on)
    )
    years = FIRST_YEAR, timezone.now().year + 1
    if not years[0] <= found.first.year <= found.last.year <= years[1]:
        raise ValidationError(
            _("expected a day from %(first)s to %(last)s; not “%(typed)s”.")
            % {"first": years[0], "last": years[1], "typed": typed}
        )
    return found


def _weekday(short: re.Match[str]) -> str:
    return next(name for name in _WEEKDAYS if name.lower().startswith(short[1].lower()))


def _in_figures(words: str) -> Days | None:
    if found := _ISO_DAY.fullmatch(words):
        return _one(_real(*map(int, found.groups())))
    if found := _ISO_MONTH.fullmatch(words):
        year, month = int(found[1] or found[4]), int(found[2] or found[3])
        first = _real(year, month, 1)
        return Days(first, first.replace(day=monthrange(year, month)[1]), DatePrecision.MONTH)
    if _JUST_A_YEAR.fullmatch(words) and int(words):
        return Days(date(int(words), 1, 1), date(int(words), 12, 31), DatePrecision.YEAR)
    if found := _FIGURES.fullmatch(words):
        return _one(_in_either_order(*found.groups()))
    return None


def _in_either_order(one: str, other: str, year: str) -> date:
    a, b = int(one), int(other)
    if len(year) == 2:
        raise ValidationError(
            _("expected a year of four figures; not “%(one)s/%(other)s/%(year)s”.")
            % {"one": one, "other": other, "year": year}
        )
    if a <= 12 and b <= 12 and a != b:
        readings = _(" or ").join(short(_real(int(year), m, d)) for m, d in ((b, a), (a, b)))
        raise ValidationError(
            _("expected the month by name: %(readings)s? “%(one)s/%(other)s/%(year)s” may be either.")
            % {"readings": readings, "one": one, "other": other, "year": year}
        )
    return _real(int(year), a, b) if b > 12 else _real(int(year), b, a)


def _real(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise ValidationError(_("expected a month from 1 to 12; not %(month)s.") % {"month": month})
    if year < 1:
        raise ValidationError(_("expected a day from %(first_year)s on.") % {"first_year": FIRST_YEAR})
    if not 1 <= day <= (most := monthrange(year, month)[1]):
        raise ValidationError(
            _("expected a day that there is; %(month)s %(year)s has %(most)s days, not %(day)s.")
            % {"month": _MONTHS[month - 1], "year": year, "most": most, "day": day}
        )
    return date(year, month, day)


def _week_of(words: str, on: date | None) -> Days | None:
    """From Monday to Sunday, whichever day of it is named."""
    if not (found := _WEEK_OF.fullmatch(words)):
        return None
    day = read(found[1], on=on).first
    monday = day - timedelta(days=day.weekday())
    return Days(monday, monday + timedelta(days=6), DatePrecision.WEEK)


def _from_to(words: str, on: date | None) -> Days | None:
    """Two whole dates; "15-17 Jan 2024" is the reader's."""
    if not (found := _FROM_TO.fullmatch(words)):
        return None
    try:
        end = read(found[2], on=on)
        start = read(found[1], on=end.last if _lacks_its_year(found[1]) else on)
    except ValidationError:
        return None
    if start.first > end.last:
        raise ValidationError(
            _("expected the first day before the last; %(day)s is after it.") % {"day": short(start.first)}
        )
    return Days(start.first, end.last, _of_length(start.first, end.last))


def _lacks_its_year(words: str) -> bool:
    return any(found and not found["year"] for found in (named.fullmatch(words) for named in _NAMED))


def _of_length(first: date, last: date) -> DatePrecision:
    """As the reader has it: of two neighbouring days, or some days, or some weeks."""
    days = (last - first).days
    return next(
        precision
        for precision, most in (
            (DatePrecision.DAY, 1),
            (DatePrecision.WEEK, 10),
            (DatePrecision.MONTH, 100),
            (DatePrecision.YEAR, days),
        )
        if days <= most
    )


def _by_the_reader(words: str, typed: str, on: date | None) -> Days:
    for named in _NAMED:
        # the reader passes over days that there are not: here they are said
        if found := named.fullmatch(words):
            month = [name[:3] for name in _MONTHS].index(found["month"].title()) + 1
            _real(int(found["year"] or 2024), month, int(found["day"]))
            if not found["year"] and on is not None and read_date(words, published=on) is None:
                raise ValidationError(_("expected the year as well; not “%(typed)s”.") % {"typed": typed})
    if (found := _BACKWARDS.fullmatch(words)) and int(found[1]) > int(found[2]):
        raise ValidationError(
            _("expected the first day before the last; %(first)s is after %(last)s.")
            % {"first": found[1], "last": found[2]}
        )
    mention = read_date(words, published=on)
    if mention is None:
        raise ValidationError(_("%(expected)s; not “%(typed)s”.") % {"expected": EXPECTED, "typed": typed})
    if mention.start is None or mention.end is None:
        if on is None and mention.offset_days is None and mention.how:
            raise ValidationError(
                _("%(expected)s. “%(typed)s” counts from the day of an article, and there is none.")
                % {"expected": EXPECTED, "typed": typed}
            )
        raise ValidationError(
            _("%(expected)s. “%(typed)s” names no day by itself.") % {"expected": EXPECTED, "typed": typed}
        )
    return Days(mention.start, mention.end, mention.precision)


def _one(day: date) -> Days:
    return Days(day, day, DatePrecision.DAY)


def short(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def written(first: date | None, last: date | None, precision: str) -> str:
    """What ``read`` reads as the same days; "" where there are none."""
    if first is None:
        return ""
    last = last or first
    if first == last:
        return short(first)
    if (first.month, first.day, last) == (1, 1, date(first.year, 12, 31)):
        if precision == DatePrecision.YEAR:
            return str(first.year)
    elif first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1]):
        if precision == DatePrecision.MONTH:
            return f"{_MONTHS[first.month - 1]} {first.year}"
    elif first.weekday() == 0 and last - first == timedelta(days=6) and precision == DatePrecision.WEEK:
        return f"week of {first.day} {_MONTHS[first.month - 1]} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{short(last)}"
    return f"{short(first)} - {short(last)}"


def in_full(days: Days) -> str:
    """For an analyst to check: "month precision: 1-31 January 2024"."""
    if days.first == days.last:
        told = date_format(days.first, "l j F Y")
    elif (days.first.year, days.first.month) == (days.last.year, days.last.month):
        told = f"{days.first.day}-{date_format(days.last, 'j F Y')}"
    else:
        told = f"{date_format(days.first, 'j F Y')} - {date_format(days.last, 'j F Y')}"
    return _("%(unit)s precision: %(days)s") % {"unit": _(days.precision.label.lower()), "days": told}
