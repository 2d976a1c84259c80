"""What people ask of incidents, as conditions. Each may be turned round with ``~``.

What is not stated answers no comparison: who asks for at most two killed is not given those that say nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q

from incidents.dashboards.ties import Below
from incidents.models import Casualties, Membership, Participation, WeaponUse
from incidents.models.below import coming_from
from incidents.models.constraints import within
from incidents.models.distance import NearTo, around
from incidents.models.incidents import UNDATED


def any_of(conditions: Iterable[Q]) -> Q:
    """Either will do; of none, nothing."""
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def lasting_until(day: date) -> Q:
    """That day, or longer. ``sort_date`` is the first day where there is one, and in the indexes."""
    begins = Q(sort_date__gte=max(day, UNDATED + timedelta(1)))
    return begins | Q(date_end__gt=F("date_start"), date_end__gte=day)


def begun_by(day: date) -> Q:
    """That day, or earlier."""
    return Q(sort_date__gt=UNDATED, sort_date__lte=day)


def taking_part(actors: Sequence[Below] = (), *, roles: Sequence[str] = (), kinds: Sequence[str] = ()) -> Q:
    """One participant is all of that at once: one of the actors, in one of the roles, of one of the kinds."""
    parts = Participation.objects.filter(incident=OuterRef("pk"))
    if roles:
        parts = parts.filter(role__in=roles)
    if kinds:
        parts = parts.filter(actor__kind__in=kinds)
    if not actors:
        return Q(Exists(parts))
    always = [each.actor for each in actors if each.since is None and each.until is None]
    found = Q(Exists(parts.filter(actor__in=always))) if always else any_of([])
    for each in actors:
        if each.actor not in always:
            found |= Q(Exists(parts.filter(actor=each.actor))) & _between(each.since, each.until)
    return found


def _between(since: date | None, until: date | None) -> Q:
    found = Q(date_start__isnull=False)
    if since:
        found &= Q(date_start__gte=since)
    if until:
        found &= Q(date_start__lte=until)
    return found


def using(weapons: Sequence[str]) -> Q:
    return Q(Exists(WeaponUse.objects.filter(incident=OuterRef("pk"), category__in=weapons)))


def told_by(sources: Iterable[int]) -> Q:
    return any_of(coming_from("source", source) for source in sources)


def of_campaign(campaigns: Sequence[int]) -> Q:
    return Q(Exists(Membership.objects.filter(incident=OuterRef("pk"), campaign__in=campaigns)))


def inside(box: tuple[float, float, float, float]) -> Q:
    """west, south, east, north; with west > east across the antimeridian."""
    west, south, east, north = box
    if west <= east:
        return within(west, south, east, north)
    return within(west, south, 180, north) | within(-180, south, east, north)


def near(latitude: float, longitude: float, km: float) -> Q:
    """As the crow flies. The box around the circle is what the index answers."""
    return inside(around(latitude, longitude, km)) & Q(NearTo(latitude, longitude, km))


def hurt(side: str, kind: str = "", *, least: int | None = None, most: int | None = None) -> Q:
    """On a side of this name, where the text tells sides apart."""
    rows = Casualties.objects.filter(incident=OuterRef("pk"), side__iexact=side)
    if kind:
        rows = rows.filter(kind=kind)
    if least is not None:
        rows = rows.filter(min__gte=least)
    if most is not None:
        rows = rows.filter(max__lte=most)
    return Q(Exists(rows))
