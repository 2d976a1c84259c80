from collections.abc import Sequence
from datetime import date

from django.db.models import F, Min, Q, QuerySet
from django_filters.rest_framework import FilterSet
from rest_framework.request import Request

from incidents.api import parameters as parse
from incidents.api.filters.kinds import Several, Words, flat
from incidents.api.ogc.asking import answering
from incidents.api.ogc.collections.bases import around, feature
from incidents.api.ogc.collections.collection import Box, Collection, Property
from incidents.models import Actor, Base, Presence
from incidents.vocabulary import ActorKind, BaseKind


def during(since: date | None, until: date | None) -> Q:
    """An end of which nobody has said when is open."""
    found = Q()
    if since:
        found &= Q(until__isnull=True) | Q(until__gte=since)
    if until:
        found &= Q(since__isnull=True) | Q(since__lte=until)
    return found


@answering(has_point=Q(latitude__isnull=False), during=during)
class Filters(FilterSet):
    actor = Several(
        parse.record(Actor),
        lambda actors, _asked: Q(actor__in=flat(actors)),
        help="Id, key, name or alias of whose forces they were.",
    )
    actor_kind = Words(ActorKind, "actor__kind__in", help="ACLED's kind of actor.")
    base = Several(
        parse.record(Base),
        lambda bases, _asked: Q(base__in=flat(bases)),
        help="Id, key, name or alias of a base.",
    )
    base_kind = Words(BaseKind, "base__kind__in", help="Kind of base.")
    country = Several(parse.country, "country__in", help="ISO 3166-1 alpha-2, of the base.")


class Presences(Collection):
    id = "presences"
    title = "Presences: actors' bases"
    description = "Whose forces were at which base, and when: a feature for each actor, base and time."
    right_to_view = "view_base"
    filters = Filters
    properties = [
        Property("actor", "Key of whose forces they were."),
        Property("actor_name", "That actor's name."),
        Property("actor_kind", "ACLED's kind of actor."),
        Property("base", "Key of the base."),
        Property("base_name", "Its name."),
        Property("base_kind", "Kind of base."),
        Property("country", "ISO 3166-1 alpha-2, of the base."),
        Property("admin1", "First-level region, of the base."),
        Property("since", "The first day, where it is known.", "date"),
        Property("until", "The last day; null while they are there, or where nobody has said.", "date"),
        Property("source", "Who says so."),
    ]

    def visible(self, request: Request) -> QuerySet[Presence]:
        return _placed()

    def features(self, keys: Sequence[int]) -> list[str]:
        columns = {
            "actor": F("actor__key"),
            "actor_name": F("actor__name"),
            "actor_kind": F("actor__kind"),
            "base": F("base__key"),
            "base_name": F("base__name"),
            "base_kind": F("base__kind"),
            "admin1": F("base__admin1"),
        }
        plain = ("id", "longitude", "latitude", "country", "since", "until", "source")
        told = {f"told_{name}": value for name, value in columns.items()}
        rows = _placed().filter(pk__in=keys).order_by("pk").values(*plain, **told)
        names = [each.name for each in self.properties]
        return [feature({name.removeprefix("told_"): row[name] for name in row}, names) for row in rows]

    def box(self) -> Box | None:
        return around(Base.objects.filter(presences__isnull=False).order_by())

    def since(self) -> date | None:
        """None also where that of any is open."""
        if Presence.objects.filter(since__isnull=True).exists():
            return None
        return Presence.objects.aggregate(first=Min("since"))["first"]


def _placed() -> QuerySet[Presence]:
    """With the point of the base as their own."""
    at = {"longitude": F("base__longitude"), "latitude": F("base__latitude"), "country": F("base__country")}
    return Presence.objects.order_by().annotate(**at)
