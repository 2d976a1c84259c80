"""What one value asks of a list of incidents: a condition, and what a person calls it. Or what was expected."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.dashboards.questions import inside
from incidents.models import Batch, Candidate, Place, Source, User
from incidents.models.below import coming_from
from incidents.models.doubles import outlets
from incidents.models.incidents import UNDATED
from incidents.review.values import countries

Choices = list[tuple[str, str]]
Read = tuple[Q, str]


class Unknown(ValueError):
    """The message says what was expected."""


def one_of(choices: Callable[[], Choices], column: str) -> Callable[[str, User], Read]:
    def read(value: str, user: User) -> Read:
        words = dict(choices())
        if value not in words:
            raise Unknown(_("expected one of %(words)s") % {"words": ", ".join(words)})
        return Q(**{column: value}), words[value]

    return read


def country(value: str, user: User) -> Read:
    if value.upper() not in countries():
        raise Unknown(_("expected a country's two letters, such as IQ"))
    return Q(country=value.upper()), countries()[value.upper()]


def region(value: str, user: User) -> Read:
    """All that lies in it: its words are looked up in the index, and the few that have them are compared."""
    known = Place.objects.filter(admin1__iexact=value).values_list("admin1", flat=True).first()
    if known is None:
        raise Unknown(_("expected the name of a region, such as Al Anbar"))
    in_words = Q(search=SearchQuery(known, search_type="plain", config="english"))
    return in_words & Q(admin1__iexact=known), known


def person(column: str, value: str, user: User) -> Read:
    held = Q(held_until__gt=timezone.now()) if column == "held_by" else Q()
    if value == "nobody":
        return (Q(**{column: None}) if column == "assignee" else ~(held & Q(held_by__isnull=False))), _(
            "nobody"
        )
    found = user if value == "me" else User.objects.filter(username=value).first()
    if found is None:
        raise Unknown(_("expected me, nobody or a user name"))
    return held & Q(**{column: found}), _("me") if value == "me" else str(found)


def source(value: str, user: User) -> Read:
    found = next(iter(outlets(value)), None)
    if found is None:
        close = ", ".join(Source.objects.filter(name__icontains=value).values_list("name", flat=True)[:3])
        raise Unknown(
            _("expected the name or domain of an outlet, such as %(names)s") % {"names": close}
            if close
            else _("expected the name or domain of an outlet")
        )
    return coming_from("source", found.pk), found.name


def batch(value: str, user: User) -> Read:
    named = Q(pk=value) if _is_number(value) else Q(file_name=value)
    found = Batch.objects.filter(named).order_by("-pk").first()
    if found is None:
        raise Unknown(_("expected the number or file name of a batch"))
    return coming_from("batch", found.pk), str(found)


def sure(lookup: str, value: str, user: User) -> Read:
    if not (_is_number(value) and int(value) <= 100):
        raise Unknown(_("expected per cent, from 0 to 100"))
    return Q(**{f"confidence__{lookup}": int(value) / 100}), f"{int(value)} %"


def yes_or_no(condition: Callable[[User], Q], value: str, user: User) -> Read:
    if value not in {"yes", "no"}:
        raise Unknown(_("expected yes or no"))
    return (condition(user), _("yes")) if value == "yes" else (~condition(user), _("no"))


def has_candidates(user: User) -> Q:
    """= ANY(ARRAY(…)): so the few that have any are looked up, and not all that wait gone through."""
    drafts = ArraySubquery(Candidate.objects.open_to(user).order_by().values("draft"))
    return Q(
        Func(
            F("pk"),
            drafts,
            template="%(expressions)s)",
            arg_joiner=" = ANY(",
            output_field=BooleanField(),
        )
    )


def days(lookup: str, value: str, user: User) -> Read:
    then = timezone.now() - timedelta(days=_number_of_days(value))
    return Q(**{f"created_at__{lookup}": then}), _("%(n)s days") % {"n": int(value)}


def last_days(value: str, user: User) -> Read:
    """Up to tomorrow, which it is already where some things happen."""
    today = timezone.now().date()
    first = today - timedelta(days=_number_of_days(value))
    return Q(sort_date__range=(first, today + timedelta(days=1))), _("%(n)s days") % {"n": int(value)}


def _number_of_days(value: str) -> int:
    if not (_is_number(value) and int(value) <= 10_000):
        raise Unknown(_("expected a number of days"))
    return int(value)


def day(lookup: str, value: str, user: User) -> Read:
    """Of the event; what has no date lies neither before nor after a day."""
    return Q(**{f"sort_date__{lookup}": _day(value)}) & Q(sort_date__gt=UNDATED), value


def came(lookup: str, value: str, user: User) -> Read:
    first = _day(value) if lookup == "gte" else _day(value) + timedelta(days=1)
    return Q(**{f"created_at__{lookup}": datetime.combine(first, time(), UTC)}), value


def _day(value: str) -> date:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or not 1 < found.year < 9999:
        raise Unknown(_("expected a day, such as 2024-01-20"))
    return found


def area(value: str, user: User) -> Read:
    """west,south,east,north as in the API. Where west > east, the area crosses the antimeridian."""
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        west, south, east, north = 0, 1, 0, 0
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise Unknown(_("expected west,south,east,north in degrees, such as 42.1,33.5,43,34.2"))
    is_a_point = 0 <= east - west < 0.02 and north - south < 0.02
    words = f"{(south + north) / 2:.2f}, {(west + east) / 2:.2f}" if is_a_point else value
    return inside((west, south, east, north)), words


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
