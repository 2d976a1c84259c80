"""The filters of lists of incidents: their names in the address, and what their form offers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.admin.review.conditions import (
    Choices,
    Read,
    area,
    batch,
    came,
    country,
    day,
    days,
    has_candidates,
    last_days,
    one_of,
    person,
    region,
    source,
    sure,
    yes_or_no,
)
from incidents.models import User
from incidents.review.values import countries
from incidents.vocabulary import LIVING, EventType, Status, SubEventType


@dataclass(frozen=True, slots=True)
class Filter:
    """``read`` makes a condition of what was asked, and what a person calls it: (Q, words).

    Of ``several`` either value will do, and ``not_`` before the name excludes. Such a filter offers its
    ``choices``, or is told by words, of which ``lookup`` names the suggestions.
    """

    name: str
    label: Any
    read: Callable[[str, User], Read]
    choices: Callable[[], Choices] | None = None
    several: bool = False
    lookup: str = ""
    kind: str = "text"  # or number, date: an input of this type, where there are no choices
    hint: Any = ""


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
    Filter("admin1", gettext_lazy("Region"), region, several=True, lookup="region"),
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
