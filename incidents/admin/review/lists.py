"""The two lists of incidents: what waits, and all there are. Filters, orders, pages and jobs work on both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy

from incidents.admin.paging import LongList
from incidents.admin.review.asked import MAP, Asked
from incidents.admin.review.filters import OF_ALL, OF_THE_PUBLIC, OF_THE_QUEUE, Filter
from incidents.admin.review.listing import A_PAGE, fields, lines, with_what_is_shown
from incidents.admin.review.onthemap import on_the_map
from incidents.models import Incident, User
from incidents.models.incidents import IncidentQuerySet
from incidents.review.queue import ORDERS, Order, queue, skipped_last


@dataclass(frozen=True, slots=True)
class List:
    """``orders``: by the name that the address has, the order and its words; the first is the usual one."""

    name: str
    url: str
    title: Any
    everything: Callable[[User], IncidentQuerySet]
    filters: Callable[[User], tuple[Filter, ...]]
    orders: Mapping[str, tuple[Order, Any]]
    is_worked_through: bool = False

    def asked(self, query: QueryDict, user: User) -> Asked:
        return Asked(query, user, self.filters(user), self.orders)

    def order(self, asked: Asked) -> Order:
        usual = next(iter(self.orders.values()))
        return self.orders.get(asked.order, usual)[0]

    def found(self, query: QueryDict, user: User) -> IncidentQuerySet:
        asked = self.asked(query, user)
        return self.order(asked).sorted(asked.narrow(self.everything(user)))

    def context(self, request: HttpRequest, *, has_numbers: bool) -> dict[str, Any]:
        """Of the page: its lines or its map, its filters, and what is on."""
        asked = self.asked(request.GET, request.user)
        everything = self.everything(request.user)
        found = asked.narrow(everything)
        shown = on_the_map(self.order(asked).sorted(found), asked) if asked.is_map else None
        return {
            "is_nav_sidebar_enabled": False,
            "list": self,
            "title": self.title,
            "asked": asked,
            "as_table": asked.query(),
            "as_map": asked.query(show=MAP),
            "fields": fields(asked, request.user, counted=everything if has_numbers else None),
            "orders": [(name, words) for name, (_order, words) in self.orders.items()],
        } | (shown or self._page(found, asked, request.user))

    def _page(self, found: IncidentQuerySet, asked: Asked, user: User) -> dict[str, Any]:
        skipped: set[int] = set()
        if self.is_worked_through:
            found, skipped = skipped_last(found, user, self.order(asked))
        else:
            found = self.order(asked).sorted(found)
        page = LongList(with_what_is_shown(found), A_PAGE).get_page(asked.page)
        return {
            "counted": page.paginator.counted,
            "page": page,
            "lines": lines(page, user=user, skipped=skipped),
        }


QUEUE = List(
    "queue",
    "admin:review_queue",
    gettext_lazy("Review queue"),
    queue,
    lambda user: OF_THE_QUEUE,
    {
        "urgency": (ORDERS["urgency"], gettext_lazy("most urgent first")),
        "oldest": (ORDERS["oldest"], gettext_lazy("oldest first")),
        "newest": (ORDERS["newest"], gettext_lazy("newest first")),
        "doubt": (ORDERS["doubt"], gettext_lazy("least sure first")),
        "event": (ORDERS["event"], gettext_lazy("latest event first")),
    },
    is_worked_through=True,
)
ALL = List(
    "incidents",
    "admin:incidents_incident_changelist",
    gettext_lazy("Incidents"),
    lambda user: Incident.objects.visible_to(user),
    lambda user: OF_ALL if user.has_perm("incidents.view_draft") else OF_THE_PUBLIC,
    {
        "event": (ORDERS["event"], gettext_lazy("latest event first")),
        "changed": (Order("updated_at", last_first=True), gettext_lazy("last changed first")),
    },
)
BY_NAME = {each.name: each for each in (QUEUE, ALL)}
