"""When an article was published: the outlet's day, and the moment where its zone is said."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from dateutil import parser
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.ingestion.errors import wrong

FIRST_YEAR = 1900
EXPECTED = gettext_lazy("expected a date such as 2024-01-20 or a moment such as 2024-01-20T18:30+03:00")

Published = tuple[date | None, datetime | None]


def published(value: str | date | datetime | None) -> Published:
    """(day in the outlet's zone, moment). A clock time without a zone is no moment: only its day is kept."""
    if isinstance(value, str):
        value = _parsed(value.strip())
    if value is None:
        return None, None
    day, moment = value, None
    if isinstance(value, datetime):
        day, moment = value.date(), value if value.tzinfo else None
    _check(day)
    return day, moment and moment.astimezone(UTC)


def _parsed(words: str) -> date | datetime | None:
    if not words:
        return None
    try:
        if len(words) == len("2024-01-20"):
            return date.fromisoformat(words)
        return datetime.fromisoformat(words)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(words)  # RFC 2822, of feeds and mails
    except (ValueError, TypeError, IndexError, OverflowError):
        raise wrong("published", f"{EXPECTED}.") from None


def _check(day: date) -> None:
    if day > (timezone.now() + timedelta(days=1)).date():
        raise wrong(
            "published",
            _("%(expected)s, not after tomorrow; %(day)s is in the future.")
            % {"expected": EXPECTED, "day": day},
        )
    if day.year < FIRST_YEAR:
        raise wrong(
            "published", _("%(expected)s, not before %(year)s.") % {"expected": EXPECTED, "year": FIRST_YEAR}
        )


# --- as they stand in files ---------------------------------------------------------------------------

DMY, MDY = "dmy", "mdy"
ORDERS = (DMY, MDY)


def is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ValueError, KeyError, OSError):
        return False


_CLOCK = re.compile(r"\d{10}(?:\d{3})?")
_ANY = (datetime(2000, 1, 1), datetime(2004, 12, 31))  # noqa: DTZ001 -- whatever is missing differs between these


def usual(words: str, *, order: str = "", zone: str = "") -> str | date | datetime:
    """What ``published`` takes, from the many ways in which files write it: 20.01.2024, Jan 20, 2024 6:30 pm,
    seconds since 1970. ``order`` says which of 3/4/2024 is the day; where neither it nor the figures do, that
    is refused. ``zone`` is that of clock times without one.
    """
    words = words.strip()
    found = _known_shape(words) or _as_written(words, order)
    if isinstance(found, datetime) and not found.tzinfo and zone:
        return found.replace(tzinfo=ZoneInfo(zone))
    return found


def _known_shape(words: str) -> date | datetime | None:
    if _CLOCK.fullmatch(words):
        return datetime.fromtimestamp(int(words[:10]), UTC)
    try:
        return _parsed(words)
    except ValidationError:
        return None


def _as_written(words: str, order: str) -> str | date | datetime:
    if not words:
        return ""
    readings = {
        dayfirst: _complete(words, dayfirst=dayfirst)
        for dayfirst in ((True, False) if not order else (order == DMY,))
    }
    found = set(readings.values())
    if len(found) > 1:
        raise wrong(
            "published",
            _("expected to be told which of %(words)s is the day, and which the month.")
            % {"words": words[:50]},
        )
    (moment,) = found
    if moment is None:
        raise wrong("published", f"{EXPECTED}.")
    has_clock = ":" in words
    return moment if has_clock else moment.date()


def _complete(words: str, *, dayfirst: bool) -> datetime | None:
    """None unless day, month and year are all said."""
    try:
        one, other = (parser.parse(words, dayfirst=dayfirst, default=default) for default in _ANY)
    except (ValueError, OverflowError, TypeError):
        return None
    return one if one == other else None
