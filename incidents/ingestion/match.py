"""Is this draft an incident that we hold? One clear candidate, a short list with reasons, or none.

1. *Look around*: living incidents of the same days, at the same base, near the same point or, where either is
   placed no better than by its country, in that country. Each of these is a look-up in an index, so that it
   takes as long among a million incidents as among a thousand of the same days.
2. *Compare* (alike.py): a sum of points, each with its reason.
3. *Decide*: clear is what agrees on the day and on the place, has nothing against it, and leads. Of the rest,
   what is worth an analyst's look is listed.

Nothing is matched to what was rejected or merged away.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, radians

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Abs

from incidents.gazetteer.gazetteer import Gazetteer
from incidents.ingestion.alike import NAMED, Likeness, Party, Telling, days, likeness
from incidents.ingestion.reasons import LEAD, LISTED
from incidents.models import Candidate, Incident, Participation, WeaponUse
from incidents.vocabulary import LIVING, DatePrecision

AROUND = timedelta(days=1)
LONGEST = 31  # days: what is known to have happened in some year is like too much
NEARBY_DEGREES = 0.4  # some 45 km
MOST_OF_A_BLOCK, MOST_LOOKED_AT, MOST_LISTED = 100, 20, 5
LOCK = 0x44415953  # "DAYS": our advisory locks among those of others
COLUMNS = (
    *("status", "version", "sub_event_type", "date_start", "date_end", "date_precision", "time_local"),
    *("place", "place_name", "base", "latitude", "longitude", "geo_precision", "country", "admin1"),
    *("killed_min", "killed_max", "wounded_min", "wounded_max"),
)


@dataclass(frozen=True, slots=True)
class Match:
    """``clear`` is locked until the end of the transaction. ``listed`` is empty where it is set."""

    clear: Incident | None = None
    listed: tuple[tuple[Incident, Likeness], ...] = ()

    def candidates(self, draft: Incident) -> list[Candidate]:
        return [
            Candidate(draft=draft, incident=incident, score=found.score, reasons=found.in_words())
            for incident, found in self.listed
        ]


def lock_days(of: Iterable[date | None]) -> None:
    """Let one transaction at a time match drafts of these days: two articles that are read at one moment
    would else not see each other's drafts. In order, so that no two wait for each other."""
    with connection.cursor() as cursor:
        for day in sorted({day.toordinal() for day in of if day}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, day])


def match(
    ours: Telling,
    gazetteer: Gazetteer,
    *,
    but: Collection[int] = (),
    never_clear: Collection[int] = (),
) -> Match:
    """Incidents by primary key: ``but`` are those that another draft of the article was found to be, for it tells
    of an incident once; ``never_clear`` those of its earlier reading, which its words did not lead to again, and
    what people found these not to be.
    """
    ranked = _ranked(ours, gazetteer, but)
    if not ranked:
        return Match()
    (best, found), *others = ranked
    leads = not others or found.score - others[0][1].score >= LEAD
    if found.may_be_clear and leads and best.pk not in never_clear and (clear := _locked(best)):
        return Match(clear=clear)
    return Match(listed=tuple(pair for pair in ranked if pair[1].score >= LISTED)[:MOST_LISTED])


def _locked(incident: Incident) -> Incident | None:
    """As it is now: somebody may have rejected it since we looked."""
    rows = Incident.objects.select_for_update(of=("self",)).filter(pk=incident.pk, status__in=LIVING)
    return rows.defer("search").first()


def _ranked(ours: Telling, gazetteer: Gazetteer, but: Collection[int]) -> list[tuple[Incident, Likeness]]:
    """The most alike first. Actors and weapons are looked up for those alone that are alike without them."""
    around = {row.pk: row for block in _blocks(ours.incident, but) for row in block}
    at_first = [(likeness(ours, Telling(row), gazetteer).score, row) for row in around.values()]
    at_first.sort(key=lambda pair: (-pair[0], pair[1].pk))
    told = tellings([row for _, row in at_first[:MOST_LOOKED_AT]])
    ranked = [(row.incident, likeness(ours, row, gazetteer)) for row in told]
    return sorted(ranked, key=lambda pair: (-pair[1].score, pair[0].pk))


# --- the blocks -------------------------------------------------------------------------------------


def _blocks(ours: Incident, but: Collection[int]) -> Iterator[QuerySet[Incident]]:
    lasts = days(ours)
    if lasts is None or (lasts[1] - lasts[0]).days > LONGEST:
        return
    rows = Incident.objects.filter(status__in=LIVING).exclude(pk__in=but).only(*COLUMNS).order_by()
    if ours.date_precision == DatePrecision.DAY:
        # one by one: then the index is entered at each day, and within it at the latitude
        first, last = lasts[0] - AROUND, lasts[1] + AROUND
        rows = rows.filter(sort_date__in=[first + timedelta(n) for n in range((last - first).days + 1)])
    else:
        rows = rows.filter(sort_date__range=lasts)
    if ours.base_id:
        yield rows.filter(base=ours.base_id)[:MOST_OF_A_BLOCK]
    is_placed = ours.geo_precision in NAMED and ours.latitude is not None and ours.longitude is not None
    if is_placed:
        apart = Abs(F("latitude") - ours.latitude) + Abs(F("longitude") - ours.longitude)
        yield rows.filter(_near(ours.latitude, ours.longitude)).order_by(apart, "id")[:MOST_OF_A_BLOCK]
    if ours.country:
        there = rows.filter(country=ours.country)
        if is_placed:
            there = there.exclude(geo_precision__in=NAMED)
        yield there.filter(sub_event_type=ours.sub_event_type)[:MOST_OF_A_BLOCK]


def _near(latitude: float, longitude: float) -> Q:
    wide = NEARBY_DEGREES / max(0.1, cos(radians(latitude)))
    return Q(
        latitude__range=(latitude - NEARBY_DEGREES, latitude + NEARBY_DEGREES),
        longitude__range=(longitude - wide, longitude + wide),
    )


# --- rows as tellings -------------------------------------------------------------------------------


def tellings(incidents: Collection[Incident]) -> list[Telling]:
    parties: dict[int, list[Participation]] = defaultdict(list)
    for row in Participation.objects.filter(incident__in=incidents).select_related("actor").order_by():
        parties[row.incident_id].append(row)
    weapons: dict[int, set[str]] = defaultdict(set)
    for pk, category in WeaponUse.objects.filter(incident__in=incidents).values_list("incident", "category"):
        weapons[pk].add(category)
    return [telling(row, parties[row.pk], weapons[row.pk]) for row in incidents]


def telling(incident: Incident, participations: Iterable[Participation], weapons: Iterable[str]) -> Telling:
    parties = tuple(
        Party(row.name, row.role, row.basis, actor.key, actor.kind, actor.country)
        if (actor := row.actor)
        else Party(row.name, row.role, row.basis)
        for row in participations
    )
    return Telling(incident, parties, frozenset(weapons))
