"""What lists can be asked for. A parameter that no filter knows is refused, and so is a value it cannot read."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django_filters import Filter
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request

from incidents.api import parameters as parse
from incidents.api.permissions import demand
from incidents.api.problems import BadParameters, UnknownParameters
from incidents.models import (
    Actor,
    Article,
    Base,
    Campaign,
    Incident,
    Participation,
    Place,
    Report,
    Source,
    WeaponUse,
)
from incidents.models.constraints import Within
from incidents.models.doubles import led_on
from incidents.vocabulary import (
    ActorKind,
    ArticleState,
    BaseKind,
    Certainty,
    Damage,
    DisorderType,
    EventType,
    Interception,
    PlaceKind,
    Role,
    Scope,
    Status,
    SubEventType,
    Weapon,
    Word,
)


class StrictFilterBackend(DjangoFilterBackend):
    """Knows the parameters of the view's filters, of its pages, and those named in its ``parameters``.

    One record takes only the last: filters choose among many.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet[Model], view: Any) -> QuerySet[Model]:
        filterset = None if view.detail else self.get_filterset(request, queryset, view)
        filters = filterset.filters if filterset else {}
        own = [*filters, *getattr(view, "parameters", ())]
        pages = () if view.detail or view.paginator is None else view.paginator.parameters
        check(
            request,
            known=[*own, *pages],
            repeatable={n for n, f in filters.items() if isinstance(f, Several)},
        )
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise BadParameters(filterset.errors)
        return filterset.qs


def check(request: Request, *, known: Iterable[str], repeatable: Iterable[str] = ()) -> None:
    known = list(known)
    strangers = {name: _no_such(name, known) for name in request.query_params if name not in known}
    if strangers:
        raise UnknownParameters(strangers)
    errors = {}
    for name, values in request.query_params.lists():
        if any("\x00" in value for value in values):
            errors[name] = "expected text without null characters."
        elif not all(values):
            errors[name] = "expected a value; leave the parameter out to ask for all."
        elif len(values) > 1 and name not in repeatable:
            errors[name] = "expected once."
    if errors:
        raise BadParameters(errors)


def _no_such(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    printable = ", ".join(sorted(known)) or "none here"
    return f"there is no such parameter.{hint} Known: {printable}."


# --- filters that read one kind of value, or several of it --------------------------------------


class _Parsed(forms.CharField):
    """Stripping and null characters are seen to before."""

    def __init__(self, *, parse: Callable[[str], Any], **options: Any):
        super().__init__(strip=False, **options)
        self.parse = parse

    def clean(self, value: Any) -> Any:
        return None if value in (None, "") else _parsed(self.parse, value)


class _ParsedList(_Parsed):
    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> Any:
        return [_parsed(self.parse, each) for each in value or ()]


def _parsed(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except parse.Unexpected as expected:
        raise ValidationError(f"expected {expected}; not {text[:100]!r}.") from None


class One(Filter):
    """A parameter given once."""

    field_class = _Parsed

    def __init__(self, read: Callable[[str], Any], *args: Any, help: str, schema: Any = None, **options: Any):
        super().__init__(*args, parse=read, required=False, **options)
        extend_schema_field(self.schema(schema or {"type": "string"}) | {"description": help})(self)

    @staticmethod
    def schema(schema: dict[str, Any]) -> dict[str, Any]:
        return schema


class Several(One):
    """A parameter that may be repeated: either value will do."""

    field_class = _ParsedList

    @staticmethod
    def schema(schema: dict[str, Any]) -> dict[str, Any]:
        return {"type": "array", "items": schema}


COUNT = {"type": "integer", "minimum": 0}
DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}


def Words(vocabulary: type[Word], *args: Any, help: str, **options: Any) -> Several:
    schema = {"type": "string", "enum": list(vocabulary)}
    return Several(parse.word(vocabulary), *args, lookup_expr="in", help=help, schema=schema | {}, **options)


def Since(column: str, help: str) -> One:
    help += " A timestamp with its zone, or a day, which begins at midnight UTC."
    return One(parse.moment, column, lookup_expr="gte", help=help, schema=MOMENT)


def AtLeast(column: str, help: str) -> One:
    return One(parse.count, column, lookup_expr="gte", help=help, schema=COUNT)


def AtMost(column: str, help: str) -> One:
    return One(parse.count, column, lookup_expr="lte", help=help, schema=COUNT)


def Countries(help: str = "ISO 3166-1 alpha-2, XZ on the high seas.") -> Several:
    return Several(parse.country, "country", lookup_expr="in", help=help)


# --- incidents ----------------------------------------------------------------------------------


def _source(text: str) -> list[int]:
    if text.isascii() and text.isdigit():
        found = list(Source.objects.filter(pk=parse.number(text)).values_list("pk", flat=True))
        if not found and (living := led_on(Source, record_id=parse.number(text))):
            found = [living.pk]
    else:
        named = Q(name__iexact=text) | Q(domain=text.lower()) | Q(aliases__contains=[text])
        found = list(Source.objects.filter(named).values_list("pk", flat=True))
    if not found:
        raise parse.Unexpected("the id, name or domain of a source")
    return found


def _campaign(text: str) -> list[int]:
    if text.isascii() and text.isdigit():
        found = list(Campaign.objects.filter(pk=parse.number(text)).values_list("pk", flat=True))
    else:
        found = list(Campaign.objects.filter(name__iexact=text).values_list("pk", flat=True))
    if not found:
        raise parse.Unexpected("the id or name of a campaign")
    return found


class IncidentFilters(FilterSet):
    date_after = One(parse.day, method="after", schema=DAY, help="Events that last until this day or longer.")
    date_before = One(
        parse.day, method="before", schema=DAY, help="Events that begin on this day or earlier."
    )
    country = Countries()
    admin1 = Several(parse.words, method="in_region", help="First-level region, by its name.")
    place = Several(parse.place, method="at_place", help="Key or name of a place, or the name as said.")
    base = Several(parse.record(Base), method="at_base", help="Id, key, name or alias of a base.")
    bbox = One(
        parse.box,
        method="in_box",
        help="west,south,east,north in degrees. With west > east the box crosses the antimeridian.",
    )
    event_type = Words(EventType, "event_type", help="ACLED's event type.")
    sub_event_type = Words(SubEventType, "sub_event_type", help="ACLED's sub-event type.")
    disorder_type = Words(DisorderType, "disorder_type", help="ACLED's disorder type.")
    actor = Several(parse.record(Actor), method="with_actor", help="Id, key, name or alias of who took part.")
    role = Words(Role, method="as_is", help="The part that actor had. Only together with actor.")
    weapon = Words(Weapon, method="with_weapon", help="Kind of weapon used.")
    certainty = Words(Certainty, "certainty", help="The standing of the event.")
    intercepted = Words(Interception, "intercepted", help="How much of what was fired was intercepted.")
    damage = Words(Damage, "damage", help="Level of damage.")
    civilian_targeting = One(
        parse.flag, "civilian_targeting", schema={"type": "boolean"}, help="Were civilians the target?"
    )
    killed_min = AtLeast("killed_min", "At least so many are stated to have been killed.")
    killed_max = AtMost("killed_max", "At most so many are stated to have been killed.")
    wounded_min = AtLeast("wounded_min", "At least so many are stated to have been wounded.")
    wounded_max = AtMost("wounded_max", "At most so many are stated to have been wounded.")
    source = Several(_source, method="from_source", help="Id, name or domain of an outlet that tells of it.")
    campaign = Several(_campaign, method="of_campaign", help="Id or name of a campaign.")
    q = One(parse.words, method="saying", help='Words: missile "air base" -drone, erbil or mosul.')
    updated_since = Since("updated_at", "Changed since. Ordered by updated_at unless asked otherwise.")
    created_since = Since("created_at", "Made since.")
    published_since = Since("published_at", "First published since.")
    status = Words(
        Status,
        method="of_status",
        help="Published if not given; the rest takes the right to see drafts.",
    )

    def after(self, found: QuerySet[Incident], name: str, value: Any) -> QuerySet[Incident]:
        return found.filter(Q(date_start__gte=value) | Q(date_end__gte=value))

    def before(self, found: QuerySet[Incident], name: str, value: Any) -> QuerySet[Incident]:
        return found.filter(date_start__lte=value)

    def in_region(self, found: QuerySet[Incident], name: str, value: list[str]) -> QuerySet[Incident]:
        return found.filter(_any(Q(admin1__iexact=region) for region in value))

    def at_place(self, found: QuerySet[Incident], name: str, value: Any) -> QuerySet[Incident]:
        return found.filter(_any(Q(place_name__iexact=said) | Q(place__in=ids) for said, ids in value))

    def at_base(self, found: QuerySet[Incident], name: str, value: Any) -> QuerySet[Incident]:
        return found.filter(base__in=_flat(value))

    def in_box(self, found: QuerySet[Incident], name: str, value: Any) -> QuerySet[Incident]:
        west, south, east, north = value
        if west <= east:
            return found.filter(Within(west, south, east, north))
        return found.filter(Q(Within(west, south, 180, north)) | Q(Within(-180, south, east, north)))

    def with_actor(self, found: QuerySet[Incident], name: str, value: Any) -> QuerySet[Incident]:
        parts = Participation.objects.filter(incident=OuterRef("pk"), actor__in=_flat(value))
        if roles := self.form.cleaned_data["role"]:
            parts = parts.filter(role__in=roles)
        return found.filter(Exists(parts))

    def as_is(self, found: QuerySet[Incident], name: str, value: Any) -> QuerySet[Incident]:
        if not self.form.cleaned_data["actor"]:
            raise BadParameters({name: "expected only together with actor."})
        return found

    def with_weapon(self, found: QuerySet[Incident], name: str, value: Any) -> QuerySet[Incident]:
        return found.filter(Exists(WeaponUse.objects.filter(incident=OuterRef("pk"), category__in=value)))

    def from_source(self, found: QuerySet[Incident], name: str, value: Any) -> QuerySet[Incident]:
        told = Report.objects.filter(incident=OuterRef("pk"), article__source__in=_flat(value))
        return found.filter(Exists(told))

    def of_campaign(self, found: QuerySet[Incident], name: str, value: Any) -> QuerySet[Incident]:
        links = Campaign.incidents.through.objects.filter(
            incident_id=OuterRef("pk"), campaign__in=_flat(value)
        )
        return found.filter(Exists(links))

    def saying(self, found: QuerySet[Incident], name: str, value: str) -> QuerySet[Incident]:
        return found.filter(search=SearchQuery(value, config="english", search_type="websearch"))

    def of_status(self, found: QuerySet[Incident], name: str, value: list[str]) -> QuerySet[Incident]:
        if set(value) != {Status.PUBLISHED}:
            demand(self.request, "view_draft", Scope.DRAFTS)
        return found.filter(status__in=value)

    def filter_queryset(self, queryset: QuerySet[Incident]) -> QuerySet[Incident]:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data["status"] else found.filter(status=Status.PUBLISHED)


# --- articles -----------------------------------------------------------------------------------


class ArticleFilters(FilterSet):
    state = Words(ArticleState, "state", help="How far its reading is.")
    source = Several(_source, method="from_source", help="Id, name or domain of an outlet.")
    submitted_since = Since("submitted_at", "Submitted since.")
    updated_since = Since("updated_at", "Changed since.")
    published_after = One(
        parse.day, "published_on", lookup_expr="gte", schema=DAY, help="Published on this day or later."
    )
    published_before = One(
        parse.day, "published_on", lookup_expr="lte", schema=DAY, help="Published on this day or earlier."
    )
    q = One(parse.words, method="saying", help="Words of title and text. Takes the right to read articles.")

    def from_source(self, found: QuerySet[Article], name: str, value: Any) -> QuerySet[Article]:
        return found.filter(source__in=_flat(value))

    def saying(self, found: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        demand(self.request, "view_article", Scope.DRAFTS)  # or one could guess the text word by word
        return found.filter(search=SearchQuery(value, config="english", search_type="websearch"))


# --- catalogues ---------------------------------------------------------------------------------


class Named(FilterSet):
    """``q`` finds what names and aliases contain."""

    q = One(parse.words, method="named", help="Part of a name or alias.")

    def named(self, found: QuerySet[Model], name: str, value: str) -> QuerySet[Model]:
        return found.filter(Q(name__icontains=value) | Q(aliases__icontains=value) | Q(key=value))


class ActorFilters(Named):
    country = Countries()
    kind = Words(ActorKind, "kind", help="ACLED's kind of actor.")


class BaseFilters(Named):
    country = Countries()
    kind = Words(BaseKind, "kind", help="Kind of base.")
    bbox = One(parse.box, method="in_box", help="west,south,east,north in degrees.")

    in_box = IncidentFilters.in_box


class PlaceFilters(FilterSet):
    q = One(parse.words, method="named", help="The beginning of the name, or a whole alias.")
    country = Countries()
    kind = Words(PlaceKind, "kind", help="Kind of place.")
    bbox = One(parse.box, method="in_box", help="west,south,east,north in degrees.")

    in_box = IncidentFilters.in_box

    def named(self, found: QuerySet[Place], name: str, value: str) -> QuerySet[Place]:
        return found.filter(Q(name__istartswith=value) | Q(aliases__contains=[value]) | Q(key=value))


class SourceFilters(FilterSet):
    q = One(parse.words, method="named", help="Part of the name or domain.")
    country = Countries()

    def named(self, found: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        return found.filter(Q(name__icontains=value) | Q(domain__icontains=value))


class CampaignFilters(FilterSet):
    q = One(parse.words, "name", lookup_expr="icontains", help="Part of the name.")
    country = Several(parse.country, "countries", lookup_expr="overlap", help="ISO 3166-1 alpha-2.")


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _flat(lists: Iterable[Iterable[int]]) -> list[int]:
    return sorted({each for ids in lists for each in ids})
