"""Sums over incidents. Ranges are added bound by bound; who states nothing is counted, and never taken for 0."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from incidents.models.incidents import IncidentQuerySet
from incidents.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Toll:
    """Of the values that stand in the incidents. ``least`` and ``most`` are null where nobody states anything.

    A sum of maxima exists only if every maximum does: ``most`` is null while one incident that states
    something leaves it open (``open``). ``silent`` incidents state nothing at all.
    """

    least: int | None
    most: int | None
    stated: int
    open: int
    silent: int


@dataclass(frozen=True, slots=True)
class Figures:
    incidents: int
    published: int
    undated: int
    without_point: int
    killed: Toll
    wounded: Toll


def figures(found: IncidentQuerySet) -> Figures:
    asked: dict[str, Any] = {
        "incidents": Count("pk"),
        "published": Count("pk", filter=Q(status=Status.PUBLISHED)),
        "undated": Count("pk", filter=Q(date_start=None)),
        "without_point": Count("pk", filter=Q(latitude=None)),
    }
    for kind in ("killed", "wounded"):
        low, high = f"{kind}_min", f"{kind}_max"
        is_silent = Q(**{low: None, high: None})
        asked |= {
            f"{kind}_least": Sum(low, default=0),
            f"{kind}_most": Sum(high, default=0),
            f"{kind}_silent": Count("pk", filter=is_silent),
            f"{kind}_open": Count("pk", filter=Q(**{high: None}) & ~is_silent),
        }
    row = found.order_by().aggregate(**asked)
    return Figures(
        *(row[name] for name in ("incidents", "published", "undated", "without_point")),
        killed=_toll(row, "killed"),
        wounded=_toll(row, "wounded"),
    )


def _toll(row: dict[str, int], kind: str) -> Toll:
    silent, is_open = row[f"{kind}_silent"], row[f"{kind}_open"]
    stated = row["incidents"] - silent
    return Toll(
        least=row[f"{kind}_least"] if stated else None,
        most=row[f"{kind}_most"] if stated and not is_open else None,
        stated=stated,
        open=is_open,
        silent=silent,
    )
