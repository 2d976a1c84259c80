"""What one address asks of a list of incidents. It says all of it, so that a list can be shared and saved.

As in the API, a repeated name is *or*, and ``not_`` before a name excludes. A value that a filter cannot read, or
a filter that does not exist, is told of, and the list stays empty: it shows neither everything nor, silently,
nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from incidents.admin.review.conditions import Unknown
from incidents.admin.review.filters import AT_HAND, Filter
from incidents.models import User
from incidents.models.incidents import IncidentQuerySet
from incidents.review.search import matching

SEARCH, SORT, PAGE, SHOW = "q", "sort", "page", "show"
TABLE, MAP = "table", "map"
NOT = "not_"
FORMER = {"type": "event_type", "subtype": "sub_event_type"}
"""Names that addresses and views of old have for filters."""

Pair = tuple[str, str]


def renamed(query: str) -> str:
    """A view's query of old as it is asked today."""
    return urlencode([(FORMER.get(name, name), value) for name, value in parse_qsl(query)])


@dataclass(frozen=True, slots=True)
class Chip:
    """One value that is on, as people call it, and the address without it."""

    label: str
    value: str
    without: str
    problem: str = ""
    pair: Pair = ("", "")
    is_excluded: bool = False


class Asked:
    def __init__(self, query: QueryDict, user: User, filters: Iterable[Filter], orders: Iterable[str]):
        self.filters = {each.name: each for each in filters}
        self.user = user
        self.values = _values(query)
        orders = list(orders)
        self.first_order = orders[0]
        self.page = self._last(PAGE, "")
        self.order = self._last(SORT, self.first_order)
        self.show = self._last(SHOW, TABLE)
        self.words = self.values.get(SEARCH, [""])[-1]
        self.chips: list[Chip] = []
        self._conditions = Q()
        for name, values in self.values.items():
            self._read(name, values)
        for name, given, known in ((SORT, self.order, orders), (SHOW, self.show, [TABLE, MAP])):
            if given not in known:
                self._refuse(name, given, _one_of(known))

    def _last(self, name: str, usual: str) -> str:
        return self.values.pop(name, [usual])[-1]

    def _read(self, name: str, values: list[str]) -> None:
        asked, is_excluded = self._filter(name)
        problem = ""
        if name != SEARCH and asked is None:
            problem = self._no_such(name)
        elif len(values) > 1 and not (asked and asked.several):
            problem = _("expected one value")
        if problem:
            for value in values:
                self._refuse(name, value, problem)
            return
        any_of = Q()
        for value in values:
            try:
                condition, words = asked.read(value, self.user) if asked else (Q(), value)
            except Unknown as expected:
                self._refuse(name, value, str(expected))
            else:
                any_of |= condition
                self._add(name, value, words)
        self._conditions &= ~any_of if is_excluded else any_of

    def _filter(self, name: str) -> tuple[Filter | None, bool]:
        if name.startswith(NOT) and (asked := self.filters.get(name.removeprefix(NOT))) and asked.several:
            return asked, True
        return self.filters.get(name), False

    def _no_such(self, name: str) -> str:
        near = get_close_matches(name, self.filters, n=1)
        if near:
            return _("there is no such filter; the nearest is %(name)s") % {"name": near[0]}
        return _("there is no such filter")

    def _refuse(self, name: str, value: str, problem: str) -> None:
        self._add(name, value, value, problem)

    def _add(self, name: str, value: str, words: str, problem: str = "") -> None:
        asked, is_excluded = self._filter(name)
        own = {SEARCH: _("Search"), SORT: _("Order"), SHOW: _("Shown as")}
        label = str(asked.label) if asked else own.get(name, name)
        without = self.query(without=(name, value), show=self.show)
        self.chips.append(Chip(label, words, without, problem, (name, value), is_excluded))

    @property
    def problems(self) -> list[Chip]:
        return [chip for chip in self.chips if chip.problem]

    @property
    def is_map(self) -> bool:
        return self.show == MAP

    @property
    def more_is_on(self) -> bool:
        """One of the filters that are folded away."""
        folded = list(self.filters)[AT_HAND:]
        return not {*folded, *(NOT + name for name in folded)}.isdisjoint(self.values)

    def narrow(self, found: IncidentQuerySet) -> IncidentQuerySet:
        if self.problems:
            return found.none()
        found = found.filter(self._conditions)
        return matching(found, self.words) if self.words else found

    def query(self, *, without: Pair | None = None, show: str = TABLE, **added: str) -> str:
        """The address's query, without the page, in the order in which it was given; ``added`` replaces."""
        order = [] if self.order == self.first_order else [(SORT, self.order)]
        form = [] if show == TABLE else [(SHOW, show)]
        given = [(name, value) for name, values in self.values.items() for value in values]
        pairs = [pair for pair in [*given, *order, *form] if pair != without and pair[0] not in added]
        return urlencode([*pairs, *added.items()])


def _values(query: QueryDict) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, texts in query.lists():
        kept = [text for text in (each.replace("\0", "").strip() for each in texts) if text]
        if kept:
            name = FORMER.get(name, name)
            found[name] = list(dict.fromkeys([*found.get(name, []), *kept]))
    return found


def _one_of(words: list[str]) -> str:
    return _("expected one of %(words)s") % {"words": ", ".join(words)}
