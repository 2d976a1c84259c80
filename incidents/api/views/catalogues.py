"""The catalogues, read-only. What they tell of incidents and articles is what the asker may see of those."""

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import Serializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from incidents.api.filters.articles import cited
from incidents.api.filters.catalogues import (
    ActorFilters,
    BaseFilters,
    CampaignFilters,
    PlaceFilters,
    SourceFilters,
)
from incidents.api.permissions import may, sees_drafts
from incidents.api.schema import listing
from incidents.api.serializers.catalogues import (
    ActorDetail,
    ActorSerializer,
    BaseDetail,
    BaseSerializer,
    CampaignDetail,
    CampaignSerializer,
    PlaceSerializer,
    SourceDetail,
    SourceSerializer,
)
from incidents.api.views.door import Door
from incidents.dashboards.campaigns import counts, course
from incidents.dashboards.counts import count, with_empty
from incidents.dashboards.questions import of_campaign
from incidents.models import Actor, Article, Base, Campaign, Counter, Incident, Place, Report, Source, Tie
from incidents.models.below import coming_from
from incidents.models.doubles import led_on
from incidents.vocabulary import Scope, Status


def described(
    listed: str, one: str, record: type[Serializer], *, leads_on: bool = True, **of_one: Any
) -> Any:
    led = {301: OpenApiResponse(description="United with the one at Location.")} if leads_on else {}
    return extend_schema_view(
        list=extend_schema(description=listed),
        retrieve=extend_schema(description=one, responses={200: record, **led}, **of_one),
    )


class Catalogue(Door, ReadOnlyModelViewSet):
    orderings = {"name": ("name", "id"), "-name": ("-name", "-id"), "id": ("id",)}
    default_ordering = "name"

    def published(self) -> QuerySet[Incident]:
        """Those that the asker may see, of those that are published."""
        visible = Incident.objects.visible_to(self.request.user, drafts=sees_drafts(self.request))
        return visible.filter(status=Status.PUBLISHED).order_by()


class LeadsOn:
    """What was united with another record is found at that one's address."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            asked = self.kwargs[self.lookup_field]
            number = int(asked) if asked.isdecimal() and len(asked) <= 18 else None
            model = self.queryset.model
            living = led_on(model, key=asked) if hasattr(model, "key") else None
            if living is None and number is not None and model is not Place:
                living = led_on(model, record_id=number)
            if living is None:
                raise
        which = getattr(living, self.lookup_field)
        name = model._meta.model_name
        address = reverse(f"api:{name}-detail", kwargs={self.lookup_field: which}, request=request)
        return Response({"united_with": which}, status=301, headers={"Location": address})


class ByKey(LeadsOn):
    """A record by its key, which stays for life, or its id."""

    lookup_field = "key"
    lookup_value_regex = "[A-Za-z0-9_-]{1,80}"

    def get_object(self) -> Any:
        asked = self.kwargs["key"]
        records = self.filter_queryset(self.get_queryset())
        by_id = asked.isdigit() and len(asked) <= 18 and records.filter(pk=asked).first()
        found = records.filter(key=asked).first() or by_id
        if not found:
            raise Http404
        return found


@described(
    "Actors: states, their forces, militias, groups.",
    "One actor by key or id, with its ties to others.",
    ActorDetail,
)
class ActorViewSet(ByKey, Catalogue):
    queryset = Actor.objects.all()
    filterset_class = ActorFilters
    right_to_view = "view_actor"

    def get_serializer_class(self) -> type[ActorSerializer]:
        return ActorDetail if self.action == "retrieve" else ActorSerializer

    def get_queryset(self) -> QuerySet[Actor]:
        if self.action != "retrieve":
            return super().get_queryset()
        ties = Tie.objects.select_related("actor", "other")
        return super().get_queryset().prefetch_related(Prefetch("ties", ties), Prefetch("ties_to", ties))


@described(
    "Military bases, each with how many published incidents hit it.",
    "One base by key or id, with whose forces were there, and the attacks on it month by month.",
    BaseDetail,
)
class BaseViewSet(ByKey, Catalogue):
    queryset = Base.objects.all()
    filterset_class = BaseFilters
    right_to_view = "view_base"

    def get_serializer_class(self) -> type[BaseSerializer]:
        return BaseDetail if self.action == "retrieve" else BaseSerializer

    def get_queryset(self) -> QuerySet[Base]:
        found = super().get_queryset().prefetch_related("presences__actor")
        if not self.request:
            return found
        here = self.published().filter(base=OuterRef("pk")).values("base").annotate(n=Count("pk")).values("n")
        return found.annotate(incident_count=Coalesce(Subquery(here), 0))

    def get_object(self) -> Base:
        base = super().get_object()
        if self.wants("by_month", "undated"):
            rows = with_empty(count(self.published().filter(base=base), ["month"]), ["month"], None, None)
            base.by_month = [
                {"month": row.values[0], "incidents": row.incidents, "imprecise": row.rough}
                for row in rows
                if row.values[0]
            ]
            base.undated = sum(row.incidents for row in rows if row.values[0] is None)
        return base


@described(
    "Towns and regions, the largest first: of those of one name, it is most often the one that is meant.",
    "One place by its key.",
    PlaceSerializer,
)
class PlaceViewSet(LeadsOn, Catalogue):
    queryset = Place.objects.all()
    serializer_class = PlaceSerializer
    filterset_class = PlaceFilters
    right_to_view = "view_place"
    lookup_field = "key"
    lookup_value_regex = "[^/\x00]{1,80}"
    orderings = {"-population": ("-population", "id"), **Catalogue.orderings}
    default_ordering = "-population"


@described(
    "Outlets that articles come from.",
    "One outlet; with include=counts, how much is told by it.",
    SourceDetail,
    parameters=[listing("include", ["counts"], "How many articles and published incidents.")],
)
class SourceViewSet(LeadsOn, Catalogue):
    queryset = Source.objects.all()
    filterset_class = SourceFilters
    right_to_view = "view_source"
    lookup_value_regex = "[0-9]{1,18}"

    @property
    def includes(self) -> tuple[str, ...]:
        """Of one alone: an outlet may have told of a hundred thousand."""
        return ("counts",) if self.detail else ()

    def get_serializer_class(self) -> type[SourceSerializer]:
        return SourceDetail if self.action == "retrieve" else SourceSerializer

    def get_object(self) -> Source:
        source = super().get_object()
        if "counts" in self.included():
            articles = Article.objects.filter(source=source)
            if not may(self.request, "view_article", Scope.DRAFTS):
                articles = articles.filter(cited(self.request))
            incidents = self.published().filter(coming_from("source", source.pk))
            source.counts = {"articles": articles.count(), "incidents": incidents.count()}
        return source


@described(
    "Runs of incidents that are counted together, each with how many of them are published.",
    "One campaign, with its course, and what articles count beside what we hold.",
    CampaignDetail,
    leads_on=False,
)
class CampaignViewSet(Catalogue):
    queryset = Campaign.objects.all()
    filterset_class = CampaignFilters
    right_to_view = "view_campaign"
    lookup_value_regex = "[0-9]{1,18}"

    def get_serializer_class(self) -> type[CampaignSerializer]:
        return CampaignDetail if self.action == "retrieve" else CampaignSerializer

    def get_queryset(self) -> QuerySet[Campaign]:
        found = super().get_queryset().prefetch_related("actors", "targets", "places")
        if not self.request:
            return found
        links = Campaign.incidents.through.objects.filter(
            campaign=OuterRef("pk"), incident__in=self.published()
        )
        number = links.order_by().values("campaign").annotate(n=Count("pk")).values("n")
        found = found.annotate(incident_count=Coalesce(Subquery(number, IntegerField()), 0))
        return found

    def get_object(self) -> Campaign:
        campaign = super().get_object()
        if self.wants("counters", "course", "undated"):
            held = course(self.published().filter(of_campaign([campaign.pk])))
            told = self.counters().filter(campaign=campaign).order_by("-article__published_on", "-pk")
            campaign.counted = counts(campaign, told, held)
            campaign.course = [
                {"day": day, "incidents": n} for day, n in zip(held.days, held.upto, strict=True)
            ]
            campaign.undated = campaign.incident_count - (held.upto[-1] if held.upto else 0)
        return campaign

    def counters(self) -> QuerySet[Counter]:
        """Of articles whose text one may read, or that tell of something published."""
        counters = Counter.objects.select_related("article__source").defer(
            "article__raw", "article__text", "article__search"
        )
        if may(self.request, "view_article", Scope.DRAFTS):
            return counters
        told = Report.objects.filter(article=OuterRef("article"), incident__in=self.published())
        return counters.filter(Exists(told))
