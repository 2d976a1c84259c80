"""The incidents of one actor, base, place, source or campaign, as far as a person may see them."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model, Q
from django.db.models.expressions import RawSQL

from incidents.models import Actor, Base, Campaign, Incident, Membership, Participation, Place, Source, User
from incidents.models.below import coming_from
from incidents.models.incidents import UNDATED, IncidentQuerySet
from incidents.vocabulary import LIVING

MOST = 5_000
"""So many incidents a page reckons with, so that it answers at once whatever it is about."""

OF: dict[type[Model], Callable[[Any], Q]] = {
    Actor: lambda actor: _told_by(Participation.objects.filter(actor=actor)),
    Base: lambda base: Q(base=base),
    Place: lambda place: Q(place=place),
    Source: lambda source: coming_from("source", source.pk),
    Campaign: lambda campaign: _told_by(Membership.objects.filter(campaign=campaign)),
}


def _told_by(rows: Any) -> Q:
    return Q(pk__in=rows.order_by().values("incident"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the incidents are narrowed down to. An unknown word finds nothing, rather than everything."""

    role: str = ""
    year: str = ""
    month: str = ""
    type: str = ""
    status: str = ""

    @property
    def narrows(self) -> bool:
        return any((self.role, self.year, self.month, self.type, self.status))


class Known(NamedTuple):
    """What a page reckons with of one incident, as its columns are called."""

    pk: int
    status: str
    event_type: str
    date_start: date | None
    date_precision: str
    sort_date: date
    latitude: float | None
    longitude: float | None
    geo_precision: str
    place_name: str
    killed_min: int | None
    killed_max: int | None
    wounded_min: int | None
    wounded_max: int | None


@dataclass(frozen=True, slots=True)
class About:
    """``is_cut``: there are more than ``MOST``, and these are the ones entered last."""

    incidents: list[Known]
    is_cut: bool = False

    @property
    def years(self) -> list[int]:
        return _years(each.sort_date for each in self.incidents)


def incidents_of(record: Model, user: User, asked: Asked = Asked()) -> IncidentQuerySet:
    """All of them, however many."""
    return _narrowed(Incident.objects.visible_to(user), record, asked).order_by()


def about(record: Model, user: User, asked: Asked = Asked()) -> About:
    """They are sought in indexes alone and read once; whatever a page tells of them is reckoned from that."""
    newest = incidents_of(record, user, asked).order_by("-pk").values_list("pk", flat=True)
    keys = list(newest[: MOST + 1])
    # one parameter, however many keys: Django takes long over thousands of them
    kept = Incident.objects.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [keys[:MOST]])).order_by()
    return About(list(map(Known._make, kept.values_list(*Known._fields))), is_cut=len(keys) > MOST)


def years(record: Model, user: User) -> list[int]:
    """Those of ``about(record, user)``, without reading the incidents."""
    return _years(incidents_of(record, user).order_by("-pk").values_list("sort_date", flat=True)[:MOST])


def _years(days: Iterable[date]) -> list[int]:
    """In which something happened, the last first."""
    return sorted({day.year for day in days} - {UNDATED.year}, reverse=True)


def _narrowed(found: IncidentQuerySet, record: Model, asked: Asked) -> IncidentQuerySet:
    of = OF[type(record)](record)
    if asked.role:
        of = _told_by(Participation.objects.filter(actor=record.pk, role=asked.role))
    found = found.filter(of, status__in=LIVING)
    if asked.status:
        found = found.filter(status=asked.status)
    if asked.type:
        found = found.filter(event_type=asked.type)
    if asked.year == "none":
        found = found.filter(sort_date=UNDATED)
    elif asked.year:
        found = _within(found, f"{asked.year}-01", f"{asked.year}-12")
    if asked.month:
        found = _within(found, asked.month, asked.month)
    return found


def _within(found: IncidentQuerySet, first: str, last: str) -> IncidentQuerySet:
    """From the first of one month to the last of another. ``sort_date`` is what the indexes have."""
    try:
        start, end = (date.fromisoformat(f"{month}-01") for month in (first, last))
    except ValueError:
        return found.none()
    if start == UNDATED:
        return found.none()
    end = end.replace(day=monthrange(end.year, end.month)[1])
    return found.filter(sort_date__range=(start, end))
