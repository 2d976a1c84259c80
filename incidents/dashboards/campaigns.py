"""Our own count of a campaign beside those that articles give."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from incidents.dashboards.about import about
from incidents.models import Campaign, Counter, Incident, Report, User

MOST_COUNTERS = 200


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


def counts(campaign: Campaign, user: User) -> list[Count]:
    """The latest article's first."""
    linked = about(campaign, user).incidents.filter(date_start__isnull=False)
    days = sorted(linked.values_list("date_start", flat=True))
    found = []
    for counter in counters(campaign, user)[:MOST_COUNTERS]:
        since = counter.since or campaign.since
        until = counter.article.published_on
        ours = bisect_right(days, until) - bisect_left(days, since) if since and until else None
        found.append(Count(counter, since, until, ours))
    return found


def counters(campaign: Campaign, user: User) -> QuerySet[Counter]:
    """Of articles that one may read, or that tell of something one may see."""
    found = campaign.counters.select_related("article__source").defer(
        "article__raw", "article__text", "article__search"
    )
    if not user.has_perm("incidents.view_article"):
        seen = Incident.objects.visible_to(user)
        found = found.filter(Exists(Report.objects.filter(article=OuterRef("article"), incident__in=seen)))
    return found.order_by("-article__published_on", "-pk")
