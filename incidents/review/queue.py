"""What waits for review, and in what order: what is grave, doubtful or old comes first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from incidents.models import Skip, User
from incidents.models.incidents import Incident, IncidentQuerySet
from incidents.models.urgency import DOUBTFUL, WAITS
from incidents.vocabulary import Status

__all__ = ["DOUBTFUL", "ORDERS", "at_most", "counts", "free", "in_turn", "queue", "skipped_last"]

COUNTED = 10_000
"""So far lists are counted: a million rows are not gone through to tell somebody that there are very many."""


def queue(user: User) -> IncidentQuerySet:
    """Drafts, what is in review, and what is published and has new sources; the most urgent first.

    Urgency is a sum that anybody can check: 3 where ten or more may have been killed, 2 where anybody was, 1 where
    somebody was wounded; 1 for doubt; 1 for each week of waiting. ``waiting_since`` is the same as a date.
    """
    return Incident.objects.visible_to(user).filter(WAITS).order_by("waiting_since", "id")


@dataclass(frozen=True, slots=True)
class Order:
    """Of a list: one column and the id. Nothing is ever null in it, so that any incident has its place there."""

    column: str
    last_first: bool = False
    null_as: float | None = None

    def sorted(self, found: IncidentQuerySet) -> IncidentQuerySet:
        sign = "-" if self.last_first else ""
        return self._with_key(found).order_by(f"{sign}order_key", f"{sign}id")

    def behind(self, found: IncidentQuerySet, incident: Incident) -> IncidentQuerySet:
        """What comes after this one, whether or not it is still in the list itself."""
        key, way = getattr(incident, self.column), "lt" if self.last_first else "gt"
        key = self.null_as if key is None else key
        # the first condition follows from the rest: it is there for the index
        beyond = Q(**{f"order_key__{way}": key}) | Q(**{"order_key": key, f"id__{way}": incident.pk})
        return self._with_key(found).filter(Q(**{f"order_key__{way}e": key}) & beyond)

    def _with_key(self, found: IncidentQuerySet) -> IncidentQuerySet:
        key = F(self.column) if self.null_as is None else Coalesce(self.column, Value(self.null_as))
        return found.alias(order_key=key)


ORDERS = {
    "urgency": Order("waiting_since"),
    "oldest": Order("created_at"),
    "newest": Order("created_at", last_first=True),
    "doubt": Order("confidence", null_as=1.0),
    "event": Order("sort_date", last_first=True),
}


def free(found: IncidentQuerySet, user: User) -> IncidentQuerySet:
    """Without what is another's task, or what another has open."""
    unheld = Q(held_by=None) | Q(held_by=user) | Q(held_until=None) | Q(held_until__lte=timezone.now())
    return found.filter(Q(assignee=None) | Q(assignee=user)).filter(unheld)


def in_turn(
    found: IncidentQuerySet, user: User, order: Order, *, after: Incident | None = None
) -> Iterator[IncidentQuerySet]:
    """Where the next one is looked for: behind ``after``, then from the top, then among what one has skipped."""
    skips = _skips(user)
    fresh = found.filter(~Exists(skips))
    if after:
        found, fresh = found.exclude(pk=after.pk), fresh.exclude(pk=after.pk)
        yield order.sorted(order.behind(fresh, after))
    yield order.sorted(fresh)
    yield found.filter(Exists(skips)).order_by(Subquery(skips.values("at")[:1]), "id")


def _skips(user: User) -> QuerySet[Skip]:
    """Passed over, and not changed since: who learns something new of it looks again."""
    return Skip.objects.filter(user=user, incident=OuterRef("pk"), at__gte=OuterRef("updated_at"))


def skipped_last(found: IncidentQuerySet, user: User, order: Order) -> tuple[IncidentQuerySet, set[int]]:
    """The whole list in the order in which it comes to this person; and what of it was skipped."""
    mine = Skip.objects.filter(user=user, at__gte=F("incident__updated_at"))
    skipped = list(mine.order_by("at").values_list("incident", flat=True))
    found = order.sorted(found)
    if skipped:  # only then: a sort of one's own is no index's
        places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(skipped, 1)]
        turn = Case(*places, default=Value(0), output_field=IntegerField())
        found = found.order_by(turn, *found.query.order_by)
    return found, set(skipped)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many; ``is_more`` where counting ended before they did."""

    n: int
    is_more: bool = False

    def __str__(self) -> str:
        return f"{self.n:,}+" if self.is_more else f"{self.n:,}"

    def __bool__(self) -> bool:
        return self.n > 0


def at_most(found: QuerySet[Any], most: int = COUNTED) -> Counted:
    n = found.order_by()[: most + 1].count()
    return Counted(min(n, most), n > most)


def counts(user: User, *statuses: Status) -> dict[str, Counted]:
    """How many incidents of each status this person may see."""
    seen = Incident.objects.visible_to(user)
    return {str(status): at_most(seen.filter(status=status)) for status in statuses or Status}
