"""What a list of incidents may be asked for. The address says all of it, so that a list can be shared and saved.

A value that a filter cannot read, or a filter that does not exist, is told of, and the list stays empty: it shows
neither everything nor, silently, nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import Batch, Candidate, Source, User
from incidents.models.incidents import IncidentQuerySet
from incidents.review.search import coming_from, matching
from incidents.review.values import countries
from incidents.vocabulary import LIVING, EventType, Status, SubEventType

Choices = list[tuple[str, str]]


class Unknown(ValueError):
    """The message says what was expected."""


@dataclass(frozen=True, slots=True)
class Filter:
    """``read`` makes a condition of what was asked, and what a person calls it: (Q, words)."""

    name: str
    label: Any
    read: Callable[[str, User], tuple[Q, str]]
    choices: Callable[[], Choices] | None = None
    kind: str = "select"  # or number, date, search: an input of this type
    hint: str = ""


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
    named = Q(pk=value) if _is_number(value) else Q(name__iexact=value) | Q(domain=value.lower())
    found = Source.objects.filter(named).first()
    if found is None:
        raise Unknown(_("expected the name or domain of an outlet"))
    return coming_from("source", found.pk), found.name


def batch(value: str, user: User) -> tuple[Q, str]:
    found = Batch.objects.filter(pk=value).first() if _is_number(value) else None
    if found is None:
        raise Unknown(_("expected the number of a batch"))
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
    if not (_is_number(value) and int(value) <= 10_000):
        raise Unknown(_("expected a number of days"))
    then = timezone.now() - timedelta(days=int(value))
    return Q(**{f"created_at__{lookup}": then}), _("%(n)s days") % {"n": int(value)}


def day(lookup: str, value: str, user: User) -> tuple[Q, str]:
    try:
        return Q(**{f"sort_date__{lookup}": date.fromisoformat(value)}), value
    except ValueError:
        raise Unknown(_("expected a day, such as 2024-01-20")) from None


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
    return list(countries().items())


SEARCH = "q"
AT_HAND = 4
COMMON = (
    Filter("country", gettext_lazy("Country"), country, by_name),
    Filter("type", gettext_lazy("Type"), one_of(types, "event_type"), types),
    Filter("subtype", gettext_lazy("Sub-type"), one_of(sub_types, "sub_event_type"), sub_types),
    Filter("source", gettext_lazy("Source"), source, kind="text", hint=gettext_lazy("outlet or domain")),
    Filter("batch", gettext_lazy("Batch"), batch, kind="number"),
    Filter("assignee", gettext_lazy("Assignee"), partial(person, "assignee"), people),
    Filter("since", gettext_lazy("Event since"), partial(day, "gte"), kind="date"),
    Filter("until", gettext_lazy("Event until"), partial(day, "lte"), kind="date"),
)
OF_THE_QUEUE = (
    Filter(
        "status",
        gettext_lazy("Status"),
        one_of(statuses(*LIVING), "status"),
        statuses(*LIVING),
    ),
    *COMMON,
    Filter("open", gettext_lazy("Open by"), partial(person, "held_by"), people),
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
        gettext_lazy("Came in within"),
        partial(days, "gte"),
        kind="number",
        hint=gettext_lazy("days"),
    ),
)
OF_THE_PUBLIC = tuple(each for each in COMMON if each.name not in {"assignee", "batch"})
OF_ALL = (Filter("status", gettext_lazy("Status"), one_of(statuses(), "status"), statuses()), *COMMON)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    value: str
    without: str
    problem: str = ""


class Asked:
    """What one address asks of a list."""

    def __init__(self, query: QueryDict, user: User, filters: Iterable[Filter], orders: Iterable[str]):
        self.filters = {f.name: f for f in filters}
        self.user = user
        self.values = {
            name: text for name in query if (text := query.get(name, "").replace("\0", "").strip())
        }
        self.page = self.values.pop("page", "")
        orders = list(orders)
        self.first_order = orders[0]
        self.order = self.values.pop("sort", self.first_order)
        self.chips: list[Chip] = []
        self._conditions = Q()
        for name, value in self.values.items():
            self._read(name, value)
        if self.order not in orders:
            expected = _("expected one of %(words)s") % {"words": ", ".join(orders)}
            self.chips.append(Chip(_("Order"), self.order, self.query(sort=""), expected))
        self.words = self.values.get(SEARCH, "")

    def _read(self, name: str, value: str) -> None:
        without = self.query(**{name: ""})
        if name == SEARCH:
            self.chips.append(Chip(_("Search"), value, without))
        elif name not in self.filters:
            self.chips.append(Chip(name, value, without, _("there is no such filter")))
        else:
            asked = self.filters[name]
            try:
                condition, words = asked.read(value, self.user)
            except Unknown as expected:
                self.chips.append(Chip(str(asked.label), value, without, str(expected)))
            else:
                self._conditions &= condition
                self.chips.append(Chip(str(asked.label), words, without))

    @property
    def problems(self) -> list[Chip]:
        return [chip for chip in self.chips if chip.problem]

    @property
    def more_is_on(self) -> bool:
        """One of the filters that are folded away."""
        return not set(list(self.filters)[AT_HAND:]).isdisjoint(self.values)

    def narrow(self, found: IncidentQuerySet) -> IncidentQuerySet:
        if self.problems:
            return found.none()
        found = found.filter(self._conditions)
        return matching(found, self.words) if self.words else found

    def query(self, **changed: str) -> str:
        """The address's query, without the page, in the order in which it was given."""
        asked = {**self.values, "sort": self.order, **changed}
        if asked["sort"] == self.first_order:
            del asked["sort"]
        return urlencode({name: value for name, value in asked.items() if value})
