from typing import Any

from django.db.models import Q
from django_filters.rest_framework import FilterSet

from incidents.api import parameters as parse
from incidents.api.filters.kinds import BOX, COUNTRY, Countries, One, Several, Words, with_exclusions
from incidents.dashboards import questions as ask
from incidents.vocabulary import ActorKind, BaseKind, PlaceKind


def _named(part: str, _asked: Any) -> Q:
    return Q(name__icontains=part) | Q(aliases__icontains=part) | Q(key=part)


def Box() -> One:
    return One(
        parse.box, lambda box, _asked: ask.inside(box), schema=BOX, help="west,south,east,north in degrees."
    )


@with_exclusions
class ActorFilters(FilterSet):
    q = One(parse.words, _named, help="Part of a name or alias.")
    country = Countries()
    kind = Words(ActorKind, "kind__in", help="ACLED's kind of actor.")


@with_exclusions
class BaseFilters(FilterSet):
    q = One(parse.words, _named, help="Part of a name or alias.")
    country = Countries()
    kind = Words(BaseKind, "kind__in", help="Kind of base.")
    bbox = Box()


@with_exclusions
class PlaceFilters(FilterSet):
    q = One(
        parse.words,
        lambda name, _asked: Q(name__istartswith=name) | Q(aliases__contains=[name]) | Q(key=name),
        help="The beginning of the name, or a whole alias.",
    )
    country = Countries()
    kind = Words(PlaceKind, "kind__in", help="Kind of place.")
    bbox = Box()


@with_exclusions
class SourceFilters(FilterSet):
    q = One(
        parse.words,
        lambda part, _asked: Q(name__icontains=part) | Q(domain__icontains=part),
        help="Part of the name or domain.",
    )
    country = Countries()


@with_exclusions
class CampaignFilters(FilterSet):
    q = One(parse.words, "name__icontains", help="Part of the name.")
    country = Several(parse.country, "countries__overlap", schema=COUNTRY, help="ISO 3166-1 alpha-2.")
