"""The incidents of one actor, base, place, source or campaign, as far as a person may see them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractYear

from incidents.models import Actor, Base, Campaign, Incident, Participation, Place, Report, Source, User
from incidents.models.incidents import IncidentQuerySet
from incidents.vocabulary import LIVING

MOST = 5_000
"""So many incidents a page reckons with, so that it answers at once whatever it is about."""
"""What is neither rejected nor part of another."""

OF: dict[type[Model], Callable[[Any], Q]] = {
    Actor: lambda actor: _told_by(Participation.objects.filter(actor=actor)),
    Base: lambda base: Q(base=base),
    Place: lambda place: Q(place=place),
    Source: lambda source: _told_by(Report.objects.filter(article__source=source)),
    Campaign: lambda campaign: _told_by(Campaign.incidents.through.objects.filter(campaign=campaign)),
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


@dataclass(frozen=True, slots=True)
class About:
    """``is_cut``: there are more than ``MOST``, and these are the ones entered last."""

    incidents: IncidentQuerySet
    is_cut: bool = False


def about(record: Model, user: User, asked: Asked = Asked()) -> About:
    found = _narrowed(Incident.objects.visible_to(user), record, asked).order_by()
    newest = found.order_by("-pk").values_list("pk", flat=True)
    if newest[: MOST + 1].count() <= MOST:
        return About(found)
    # one parameter, however many keys: Django takes long over thousands of them
    keys = RawSQL("SELECT unnest(%s::bigint[])", [list(newest[:MOST])])
    return About(Incident.objects.filter(pk__in=keys).order_by(), is_cut=True)


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
        found = found.filter(date_start=None)
    elif asked.year:
        year = int(asked.year) if asked.year.isdecimal() and len(asked.year) == 4 else 0
        found = found.filter(date_start__year=year) if year else found.none()
    if asked.month:
        first = _first_of(asked.month)
        found = (
            found.filter(date_start__year=first.year, date_start__month=first.month)
            if first
            else found.none()
        )
    return found


def _first_of(month: str) -> date | None:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        return None


def years(whole: About) -> list[int]:
    """In which something happened, the last first."""
    found = whole.incidents.filter(date_start__isnull=False)
    dated = found.annotate(y=ExtractYear("date_start")).order_by("-y")
    return list(dated.values_list("y", flat=True).distinct())
