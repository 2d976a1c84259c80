"""Our own count of a campaign beside those that articles give."""

from bisect import bisect_left, bisect_right
from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, QuerySet

from incidents.models import Campaign, Counter, Incident, Report, User
from incidents.models.incidents import UNDATED, IncidentQuerySet

MOST_COUNTERS = 200


@dataclass(frozen=True, slots=True)
class Course:
    """Days on which something happened, and how many incidents there were from the first day up to each."""

    days: list[date]
    upto: list[int]

    def between(self, first: date, last: date) -> int:
        """Both days included."""
        return max(
            self._before(bisect_right(self.days, last)) - self._before(bisect_left(self.days, first)), 0
        )

    def since(self, first: date) -> list[tuple[date, int]]:
        """From this day on, counted from there."""
        at = bisect_left(self.days, first)
        before = self._before(at)
        return [(day, n - before) for day, n in zip(self.days[at:], self.upto[at:], strict=True)]

    def _before(self, at: int) -> int:
        return self.upto[at - 1] if at else 0


@dataclass(frozen=True, slots=True)
class Count:
    """``ours``: the incidents linked to the campaign from ``since`` to ``until``, both days included.

    Null where the counter's own first day, and the campaign's, are not known: then there is nothing to compare.
    """

    counter: Counter
    since: date | None
    until: date | None
    ours: int | None

    @property
    def gap(self) -> int | None:
        """How many more the article counts than we hold. Below 0: we hold more."""
        return None if self.ours is None else self.counter.count - self.ours

    @property
    def surplus(self) -> int:
        return -(self.gap or 0)


def course(linked: IncidentQuerySet) -> Course:
    """Of the incidents of a campaign, as many of them as one may see."""
    dated = linked.exclude(sort_date=UNDATED).order_by("sort_date")
    rows = list(dated.values_list("sort_date").annotate(n=Number("pk")))
    return Course([day for day, _ in rows], list(accumulate(n for _, n in rows)))


def counts(campaign: Campaign, told: Iterable[Counter], held: Course) -> list[Count]:
    """In the order in which they are told."""
    found = []
    for counter in told:
        since = counter.since or campaign.since
        until = counter.article.published_on
        ours = held.between(since, until) if since and until else None
        found.append(Count(counter, since, until, ours))
    return found


def usual_start(found: list[Count]) -> date | None:
    """The first day from which most of them count."""
    starts = Tally(each.since for each in found if each.since)
    return min(starts, key=lambda day: (-starts[day], day), default=None)


def counters(campaign: Campaign, user: User) -> QuerySet[Counter]:
    """Of articles that one may read, or that tell of something one may see; the latest article's first."""
    found = campaign.counters.select_related("article__source").defer(
        "article__raw", "article__text", "article__search"
    )
    if not user.has_perm("incidents.view_article"):
        seen = Incident.objects.visible_to(user)
        found = found.filter(Exists(Report.objects.filter(article=OuterRef("article"), incident__in=seen)))
    return found.order_by("-article__published_on", "-pk")
