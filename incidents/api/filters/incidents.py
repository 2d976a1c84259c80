"""What a list of incidents can be asked for; its counts and exports as well."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Model, Q, QuerySet

from incidents.api import parameters as parse
from incidents.api.filters.kinds import (
    BOX,
    CIRCLE,
    COUNT,
    DAY,
    SHARE,
    Answers,
    AtLeast,
    AtMost,
    Condition,
    Countries,
    Flag,
    OfMany,
    One,
    Several,
    Since,
    Until,
    Words,
    flat,
    with_exclusions,
)
from incidents.api.permissions import demand
from incidents.api.problems import BadParameters
from incidents.dashboards import questions as ask
from incidents.dashboards.tallies import Chosen
from incidents.dashboards.ties import Below, below
from incidents.models import Actor, Base, Campaign, Incident
from incidents.models.doubles import outlets
from incidents.models.settled import settled
from incidents.vocabulary import (
    ActorKind,
    CasualtyKind,
    Certainty,
    Damage,
    DatePrecision,
    DisorderType,
    EventType,
    GeoPrecision,
    Interception,
    Role,
    Scope,
    Sensitivity,
    Status,
    SubEventType,
    Weapon,
)

Asked = Mapping[str, Any]


def source(text: str) -> list[int]:
    found = [outlet.pk for outlet in outlets(text)]
    if not found:
        raise parse.Unexpected("the id, name or domain of a source")
    return found


def campaign(text: str) -> list[int]:
    if text.isascii() and text.isdigit():
        found = list(Campaign.objects.filter(pk=parse.number(text)).values_list("pk", flat=True))
    else:
        found = list(Campaign.objects.filter(name__iexact=text).values_list("pk", flat=True))
    if not found:
        raise parse.Unexpected("the id or name of a campaign")
    return found


# --- conditions that look at several parameters ---------------------------------------------------


def _actor(value: list[list[int]], asked: Asked) -> Q:
    actors = flat(value)
    with_ties = below(actors) if asked["include_ties"] else [Below(actor, None, None) for actor in actors]
    return ask.taking_part(with_ties, roles=asked["role"], kinds=asked["actor_kind"])


def _not_actor(value: list[list[int]], asked: Asked) -> Q:
    """In whatever role: the one asked for is that of actor."""
    return _actor(value, Answers(asked, role=[], actor_kind=[]))


def _kind_of_actor(value: list[str], asked: Asked) -> Q:
    return Q() if asked["actor"] else ask.taking_part(roles=asked["role"], kinds=value)


def _manner(name: str, *names: str) -> Condition:
    """Of how others are meant, and nothing by itself."""

    def nothing_of_its_own(_value: Any, asked: Asked) -> Q:
        if not any(asked[other] for other in names):
            raise BadParameters({name: f"expected only together with {' or '.join(names)}."})
        return Q()

    return nothing_of_its_own


def _hurt(value: str, asked: Asked) -> Q:
    return ask.hurt(value, asked["side_kind"] or "", least=asked["side_min"], most=asked["side_max"])


@with_exclusions
class IncidentFilters(OfMany):
    date_after = One(
        parse.day,
        lambda day, _asked: ask.lasting_until(day),
        schema=DAY,
        help="Events that last until this day or longer.",
    )
    date_before = One(
        parse.day,
        lambda day, _asked: ask.begun_by(day),
        schema=DAY,
        help="Events that begin on this day or earlier.",
    )
    date_precision = Words(DatePrecision, "date_precision__in", help="How precisely the date is known.")
    country = Countries()
    admin1 = Several(
        parse.words,
        lambda names, _asked: ask.any_of(Q(admin1__iexact=name) for name in names),
        help="First-level region, by its name, with what lies in it.",
    )
    place = Several(
        parse.place,
        lambda places, _asked: ask.any_of(
            Q(place_name__iexact=said) | Q(place__in=ids) for said, ids in places
        ),
        help="Key or name of a place, or the name as said.",
    )
    base = Several(
        parse.record(Base),
        lambda bases, _asked: Q(base__in=flat(bases)),
        help="Id, key, name or alias of a base.",
    )
    bbox = One(
        parse.box,
        lambda box, _asked: ask.inside(box),
        schema=BOX,
        help="west,south,east,north in degrees. With west > east the box crosses the antimeridian.",
    )
    near = One(
        parse.near,
        lambda circle, _asked: ask.near(*circle),
        schema=CIRCLE,
        help="latitude,longitude,kilometres; or base,kilometres, the base by key, name or alias: Ain al-Asad,25.",
    )
    geo_precision = Words(GeoPrecision, "geo_precision__in", help="How precisely the point is known.")
    event_type = Words(EventType, "event_type__in", help="ACLED's event type.")
    sub_event_type = Words(SubEventType, "sub_event_type__in", help="ACLED's sub-event type.")
    disorder_type = Words(DisorderType, "disorder_type__in", help="ACLED's disorder type.")
    actor = Several(
        parse.record(Actor), _actor, excludes=_not_actor, help="Id, key, name or alias of who took part."
    )
    include_ties = Flag(
        _manner("include_ties", "actor", "not_actor"),
        "With actor: its parts, its fronts and those it backs as well, for as long as they were that.",
    )
    role = Words(
        Role,
        _manner("role", "actor", "actor_kind"),
        excludes=False,
        help="The part that actor, or one of that kind, had.",
    )
    actor_kind = Words(
        ActorKind,
        _kind_of_actor,
        excludes=lambda kinds, _asked: ask.taking_part(kinds=kinds),
        help="ACLED's kind of somebody who took part.",
    )
    weapon = Words(Weapon, lambda weapons, _asked: ask.using(weapons), help="Kind of weapon used.")
    certainty = Words(Certainty, "certainty__in", help="The standing of the event.")
    intercepted = Words(Interception, "intercepted__in", help="How much of what was fired was intercepted.")
    damage = Words(Damage, "damage__in", help="Level of damage.")
    civilian_targeting = Flag("civilian_targeting", "Were civilians the target?")
    killed_min = AtLeast("killed_min", "At least so many are stated to have been killed.")
    killed_max = AtMost("killed_max", "At most so many are stated to have been killed.")
    wounded_min = AtLeast("wounded_min", "At least so many are stated to have been wounded.")
    wounded_max = AtMost("wounded_max", "At most so many are stated to have been wounded.")
    side = One(parse.words, _hurt, help="Hurt on the side of this name, where the text tells sides apart.")
    side_kind = One(
        parse.word(CasualtyKind),
        _manner("side_kind", "side"),
        schema={"type": "string", "enum": list(CasualtyKind)},
        help="How hurt on that side.",
    )
    side_min = One(
        parse.count, _manner("side_min", "side"), schema=COUNT, help="At least so many on that side."
    )
    side_max = One(
        parse.count, _manner("side_max", "side"), schema=COUNT, help="At most so many on that side."
    )
    source = Several(
        source,
        lambda sources, _asked: ask.told_by(flat(sources)),
        help="Id, name or domain of an outlet that tells of it.",
    )
    campaign = Several(
        campaign,
        lambda campaigns, _asked: ask.of_campaign(flat(campaigns)),
        help="Id or name of a campaign.",
    )
    confidence_min = One(
        parse.share, "confidence__gte", schema=SHARE, help="The reader was at least so sure."
    )
    confidence_max = One(parse.share, "confidence__lte", schema=SHARE, help="The reader was at most so sure.")
    sensitivity = Words(Sensitivity, "sensitivity__in", help="Who should beware, or may see it.")
    q = One(
        parse.words,
        lambda words, _asked: Q(search=SearchQuery(words, config="english", search_type="websearch")),
        help='Words: missile "air base" -drone, erbil or mosul.',
    )
    updated_since = Since(
        "changed_at", "Changed since, or since made public. Ordered by updated_at unless asked otherwise."
    )
    updated_before = Until("changed_at", "Last changed before.")
    created_since = Since("created_at", "Made since.")
    created_before = Until("created_at", "Made before.")
    published_since = Since("published_at", "First published since.")
    published_before = Until("published_at", "First published before.")
    status = Words(
        Status, "status__in", help="Published if not given; the rest takes the right to see drafts."
    )

    def filter_queryset(self, queryset: QuerySet[Model]) -> QuerySet[Incident]:
        asked, not_asked = (self.form.cleaned_data[name] for name in ("status", "not_status"))
        if not_asked or (asked and set(asked) != {Status.PUBLISHED}):
            demand(self.request, "view_draft", Scope.DRAFTS)
        found = super().filter_queryset(queryset)
        if self.form.cleaned_data["updated_since"]:
            found = found.filter(updated_at__lt=settled())
        return found if asked or not_asked else found.filter(status=Status.PUBLISHED)

    @property
    def chosen(self) -> Chosen | None:
        """By what, for counts; None where others than what is published were asked for."""
        asked = {name: value for name, value in self.form.cleaned_data.items() if value not in (None, [])}
        since, until = asked.pop("date_after", None), asked.pop("date_before", None)
        if asked.pop("status", [Status.PUBLISHED]) != [Status.PUBLISHED] or "not_status" in asked:
            return None
        conditions = {name: self.filters[name].condition(value) for name, value in asked.items()}
        return Chosen(conditions, since, until)
