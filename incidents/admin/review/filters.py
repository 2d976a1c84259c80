"""The filters of lists of incidents: what each makes a condition of, and what it says it expected."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import Batch, Candidate, Source, User
from incidents.models.below import coming_from
from incidents.models.constraints import Within
from incidents.models.doubles import led_on
from incidents.models.incidents import UNDATED
from incidents.review.values import countries
from incidents.vocabulary import LIVING, EventType, Status, SubEventType

Choices = list[tuple[str, str]]


class Unknown(ValueError):
    """The message says what was expected."""


@dataclass(frozen=True, slots=True)
class Filter:
    """``read`` makes a condition of what was asked, and what a person calls it: (Q, words).

    Of ``several`` either value will do, and ``not_`` before the name excludes. Such a filter offers its
    ``choices``, or is told by words, of which ``lookup`` names the suggestions.
    """

    name: str
    label: Any
    read: Callable[[str, User], tuple[Q, str]]
    choices: Callable[[], Choices] | None = None
    several: bool = False
    lookup: str = ""
    kind: str = "text"  # or number, date: an input of this type, where there are no choices
    hint: Any = ""


def one_of(choices: Callable[[], Choices], column: str) -> Callable[[str, User], tuple[Q, str]]:
    def read(value: str, user: User) -> tuple[Q, str]:
        words = dict(choices())
        if value not in words:
            raise Unknown(_("expected one of %(words)s") % {"words": ", ".join(words)})
        return Q(**{column: value}), words[value]

    return read


def country(value: str, user: User) -> tuple[Q, str]:
    if value.upper() not in countries():
        raise Unknown(_("expected a country's two letters, such as IQ"))
    return Q(country=value.upper()), countries()[value.upper()]


def person(column: str, value: str, user: User) -> tuple[Q, str]:
    held = Q(held_until__gt=timezone.now()) if column == "held_by" else Q()
    if value == "nobody":
        return (Q(**{column: None}) if column == "assignee" else ~(held & Q(held_by__isnull=False))), _(
            "nobody"
        )
    found = user if value == "me" else User.objects.filter(username=value).first()
    if found is None:
        raise Unknown(_("expected me, nobody or a user name"))
    return held & Q(**{column: found}), _("me") if value == "me" else str(found)


def source(value: str, user: User) -> tuple[Q, str]:
    found = _source(value)
    if found is None:
        close = ", ".join(Source.objects.filter(name__icontains=value).values_list("name", flat=True)[:3])
        raise Unknown(
            _("expected the name or domain of an outlet, such as %(names)s") % {"names": close}
            if close
            else _("expected the name or domain of an outlet")
        )
    return coming_from("source", found.pk), found.name


def _source(value: str) -> Source | None:
    if _is_number(value):
        return Source.objects.filter(pk=value).first() or led_on(Source, record_id=int(value))
    named = Q(name__iexact=value) | Q(domain=value.lower()) | Q(aliases__contains=[value])
    return Source.objects.filter(named).first()


def batch(value: str, user: User) -> tuple[Q, str]:
    named = Q(pk=value) if _is_number(value) else Q(file_name=value)
    found = Batch.objects.filter(named).order_by("-pk").first()
    if found is None:
        raise Unknown(_("expected the number or file name of a batch"))
    return coming_from("batch", found.pk), str(found)


def sure(lookup: str, value: str, user: User) -> tuple[Q, str]:
    if not (_is_number(value) and int(value) <= 100):
        raise Unknown(_("expected per cent, from 0 to 100"))
    return Q(**{f"confidence__{lookup}": int(value) / 100}), f"{int(value)} %"


def yes_or_no(condition: Callable[[User], Q], value: str, user: User) -> tuple[Q, str]:
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


def days(lookup: str, value: str, user: User) -> tuple[Q, str]:
    then = timezone.now() - timedelta(days=_number_of_days(value))
    return Q(**{f"created_at__{lookup}": then}), _("%(n)s days") % {"n": int(value)}


def last_days(value: str, user: User) -> tuple[Q, str]:
    """Up to tomorrow, which it is already where some things happen."""
    today = timezone.now().date()
    first = today - timedelta(days=_number_of_days(value))
    return Q(sort_date__range=(first, today + timedelta(days=1))), _("%(n)s days") % {"n": int(value)}


def _number_of_days(value: str) -> int:
    if not (_is_number(value) and int(value) <= 10_000):
        raise Unknown(_("expected a number of days"))
    return int(value)


def day(lookup: str, value: str, user: User) -> tuple[Q, str]:
    """Of the event; what has no date lies neither before nor after a day."""
    return Q(**{f"sort_date__{lookup}": _day(value)}) & Q(sort_date__gt=UNDATED), value


def came(lookup: str, value: str, user: User) -> tuple[Q, str]:
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


def area(value: str, user: User) -> tuple[Q, str]:
    """west,south,east,north as in the API. Where west > east, the area crosses the antimeridian."""
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        west, south, east, north = 0, 1, 0, 0
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise Unknown(_("expected west,south,east,north in degrees, such as 42.1,33.5,43,34.2"))
    if west > east:
        return Q(Within(west, south, 180, north)) | Q(Within(-180, south, east, north)), value
    is_a_point = east - west < 0.02 and north - south < 0.02
    words = f"{(south + north) / 2:.2f}, {(west + east) / 2:.2f}" if is_a_point else value
    return Q(Within(west, south, east, north)), words


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def yes_no() -> Choices:
    return [("yes", _("yes")), ("no", _("no"))]


def people() -> Choices:
    names = User.objects.filter(is_active=True, is_staff=True).order_by("username")
    return [
        ("me", _("me")),
        ("nobody", _("nobody")),
        *((n, n) for n in names.values_list("username", flat=True)[:200]),
    ]


def statuses(*chosen: Status) -> Callable[[], Choices]:
    return lambda: [(str(status), status.label) for status in chosen or Status]


def types() -> Choices:
    return EventType.choices()


def sub_types() -> Choices:
    return SubEventType.choices()


def by_name() -> Choices:
    return sorted(countries().items(), key=lambda country: country[1])


AT_HAND = 4
"""So many stand above the list; the others are folded away."""
COMMON = (
    Filter("country", gettext_lazy("Country"), country, by_name, several=True),
    Filter("event_type", gettext_lazy("Type"), one_of(types, "event_type"), types, several=True),
    Filter(
        "sub_event_type",
        gettext_lazy("Sub-type"),
        one_of(sub_types, "sub_event_type"),
        sub_types,
        several=True,
    ),
    Filter(
        "source",
        gettext_lazy("Source"),
        source,
        several=True,
        lookup="source",
        hint=gettext_lazy("outlet or domain"),
    ),
    Filter(
        "batch",
        gettext_lazy("Batch"),
        batch,
        several=True,
        lookup="batch",
        hint=gettext_lazy("number or file name"),
    ),
    Filter("assignee", gettext_lazy("Assignee"), partial(person, "assignee"), people, several=True),
    Filter("since", gettext_lazy("Event since"), partial(day, "gte"), kind="date"),
    Filter("until", gettext_lazy("Event until"), partial(day, "lte"), kind="date"),
    Filter(
        "within", gettext_lazy("Event within the last"), last_days, kind="number", hint=gettext_lazy("days")
    ),
    Filter(
        "located",
        gettext_lazy("Has coordinates"),
        partial(yes_or_no, lambda user: Q(latitude__isnull=False)),
        yes_no,
    ),
    Filter("bbox", gettext_lazy("Place on the map"), area, hint=gettext_lazy("west,south,east,north")),
)
OF_THE_QUEUE = (
    Filter(
        "status",
        gettext_lazy("Status"),
        one_of(statuses(*LIVING), "status"),
        statuses(*LIVING),
        several=True,
    ),
    *COMMON,
    Filter("open", gettext_lazy("Open by"), partial(person, "held_by"), people, several=True),
    Filter("below", gettext_lazy("Confidence below"), partial(sure, "lt"), kind="number", hint="%"),
    Filter("above", gettext_lazy("Confidence from"), partial(sure, "gte"), kind="number", hint="%"),
    Filter("double", gettext_lazy("May be a double"), partial(yes_or_no, has_candidates), yes_no),
    Filter(
        "news", gettext_lazy("New source"), partial(yes_or_no, lambda user: Q(has_new_source=True)), yes_no
    ),
    Filter(
        "older",
        gettext_lazy("Waits longer than"),
        partial(days, "lt"),
        kind="number",
        hint=gettext_lazy("days"),
    ),
    Filter(
        "newer",
        gettext_lazy("Came in within the last"),
        partial(days, "gte"),
        kind="number",
        hint=gettext_lazy("days"),
    ),
    Filter("came_since", gettext_lazy("Came in since"), partial(came, "gte"), kind="date"),
    Filter("came_until", gettext_lazy("Came in until"), partial(came, "lt"), kind="date"),
)
OF_THE_PUBLIC = tuple(each for each in COMMON if each.name not in {"assignee", "batch"})
OF_ALL = (
    Filter("status", gettext_lazy("Status"), one_of(statuses(), "status"), statuses(), several=True),
    *COMMON,
)
