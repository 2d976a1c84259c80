"""Sums over incidents. Ranges are added bound by bound; who states nothing is counted, and never taken for 0."""

from collections.abc import Sequence
from dataclasses import dataclass

from incidents.dashboards.about import Known
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


def figures(found: Sequence[Known]) -> Figures:
    return Figures(
        incidents=len(found),
        published=sum(each.status == Status.PUBLISHED for each in found),
        undated=sum(each.date_start is None for each in found),
        without_point=sum(each.latitude is None for each in found),
        killed=_toll([(each.killed_min, each.killed_max) for each in found]),
        wounded=_toll([(each.wounded_min, each.wounded_max) for each in found]),
    )


def _toll(ranges: list[tuple[int | None, int | None]]) -> Toll:
    stated = [(low, high) for low, high in ranges if (low, high) != (None, None)]
    is_open = sum(high is None for _low, high in stated)
    return Toll(
        least=sum(low or 0 for low, _high in stated) if stated else None,
        most=sum(high or 0 for _low, high in stated) if stated and not is_open else None,
        stated=len(stated),
        open=is_open,
        silent=len(ranges) - len(stated),
    )
