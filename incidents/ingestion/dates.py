"""When an article was published: the outlet's day, and the moment where its zone is said."""

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

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
