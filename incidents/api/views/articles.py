from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents import ingestion, tasks
from incidents.api.filters.articles import HOW_IT_CAME, ArticleFilters, cited
from incidents.api.permissions import LoggedIn, demand, may, sees_drafts
from incidents.api.schema import listing
from incidents.api.serializers.articles import (
    ArticleDetail,
    ArticleInJson,
    ArticleSerializer,
    ArticleSubmission,
    Duplicate,
    Submitted,
)
from incidents.api.views.door import Door
from incidents.models import Article, Candidate, Counter, Incident, Reading, Report
from incidents.vocabulary import Scope

RETRY_AFTER = "2"
READS = {"list", "retrieve"}
ORDERS_OF_COMING = {"submitted_at", "updated_at"}

INCLUDE = listing("include", ["text"], "The article's text as well, for those who may read it.")


@extend_schema_view(
    list=extend_schema(
        description="Articles that you may see. With the right to read articles that is all; else your own, if you"
        " hand in any; else those that"
        " tell of an incident that you may see, as incidents cite them. state, submitted_since, updated_since and"
        " the orders by these take the right to read articles where not all are your own."
    ),
    retrieve=extend_schema(
        parameters=[INCLUDE],
        responses=ArticleDetail,
        description="How far its reading is, and what came of it; of others' articles what incidents cite.",
    ),
)
class ArticleViewSet(Door, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    queryset = Article.objects.none()
    permission_classes = [LoggedIn]
    parser_classes = [JSONParser, MultiPartParser]
    filterset_class = ArticleFilters
    lookup_value_regex = "[0-9]{1,18}"
    includes = ("text",)
    largest_body = settings.MAX_UPLOAD_BYTES
    orderings = {
        "-id": ("-id",),
        "id": ("id",),
        "-submitted_at": ("-submitted_at", "-id"),
        "submitted_at": ("submitted_at", "id"),
        "updated_at": ("updated_at", "id"),
        "-updated_at": ("-updated_at", "-id"),
    }

    def get_default_ordering(self) -> str:
        if "updated_since" in self.request.query_params:
            return "updated_at"
        return "-submitted_at" if self._sees_all() or self._lists_own() else "-id"

    def get_serializer_context(self) -> dict[str, Any]:
        return super().get_serializer_context() | {
            "is_whole": self._is_whole,
            "tells_drafts": may(self.request, "view_draft", Scope.DRAFTS),
        }

    def get_serializer_class(self) -> type[ArticleSerializer]:
        return ArticleDetail if self.action == "retrieve" else ArticleSerializer

    def get_queryset(self) -> QuerySet[Article]:
        if not self.request:
            return self.queryset
        articles = self._to_see().defer("raw", "text", "search").select_related("source")
        if self.action != "retrieve":
            return articles
        if "text" in self.included():
            demand(self.request, "view_article", Scope.DRAFTS)
            articles = articles.defer(None).defer("raw", "search")
        visible = Incident.objects.visible_to(self.request.user, drafts=sees_drafts(self.request))
        candidates = Candidate.objects.open().filter(incident__in=visible)
        reports = (
            Report.objects.filter(incident__in=visible)
            .select_related("incident")
            .prefetch_related(Prefetch("incident__candidates", candidates.select_related("incident")))
            .order_by("position", "id")
        )
        articles = articles.prefetch_related(Prefetch("reports", reports))
        if may(self.request, "view_draft", Scope.DRAFTS):
            return articles.prefetch_related("counters", "readings")
        # a count of drafts tells that there are some
        return articles.prefetch_related(
            Prefetch("counters", Counter.objects.none()), Prefetch("readings", Reading.objects.none())
        )

    def filter_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.action == "list" and not self._lists_own() and self._asks_how_it_came():
            demand(self.request, "view_article", Scope.DRAFTS)  # or asking would find out what is not told
        return super().filter_queryset(queryset)

    def _asks_how_it_came(self) -> bool:
        asked = self.request.query_params
        return asked.get("ordering", "").lstrip("-") in ORDERS_OF_COMING or bool(HOW_IT_CAME & asked.keys())

    def _to_see(self) -> QuerySet[Article]:
        if self._sees_all():
            return Article.objects.all()
        own = Q(submitter=self.request.user) if self._hands_in() else Q(pk__in=())
        if self.action == "retrieve" and self._hands_in():
            return Article.objects.filter(own | cited(self.request) if self._reads() else own)
        if self.action not in READS or self._lists_own():
            demand(self.request, "submit_article", Scope.SUBMIT, Scope.READ)
            return Article.objects.filter(own)
        demand(self.request, "view_incident", Scope.READ)
        return Article.objects.filter(cited(self.request))

    def _sees_all(self) -> bool:
        return may(self.request, "view_article", Scope.DRAFTS)

    def _hands_in(self) -> bool:
        return may(self.request, "submit_article", Scope.SUBMIT, Scope.READ)

    def _reads(self) -> bool:
        return may(self.request, "view_incident", Scope.READ)

    def _lists_own(self) -> bool:
        asks_for_cited = self.request.query_params.get("cited", "").lower() in {"true", "1"}
        return self.action == "list" and self._hands_in() and not asks_for_cited

    def _is_whole(self, article: Article) -> bool:
        is_own = self._hands_in() and article.submitter_id == self.request.user.pk
        return is_own or self._sees_all()

    @extend_schema(
        request={"application/json": ArticleInJson, "multipart/form-data": ArticleSubmission},
        responses={
            202: OpenApiResponse(Submitted, "Stored. Location says how far its reading is."),
            200: OpenApiResponse(Duplicate, "We have it: nothing was stored."),
        },
        description="Hand in one article: text, html, or a file.",
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        demand(request, "submit_article", Scope.SUBMIT)
        given = ArticleSubmission(data=request.data)
        given.is_valid(raise_exception=True)
        with transaction.atomic():
            done = ingestion.submit(**given.terms(), by=request.user)
            if done.is_new:
                tasks.queue_reading(done.article)
        context = self.get_serializer_context() | {"duplicate_by": done.duplicate_by}
        if not done.is_new:
            return Response(Duplicate(done.article, context=context).data)
        return self._accepted(done.article, context)

    @extend_schema(
        request=None,
        responses={202: Submitted},
        description="Have it read again. What analysts have decided stays.",
    )
    @action(detail=True, methods=["post"])
    def reread(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        demand(request, "reread_article", Scope.REVIEW)
        article = self.get_object()
        with transaction.atomic():
            ingestion.reread(article, by=request.user)
            article.refresh_from_db(fields=["state"])
            tasks.queue_reading(article)
        return self._accepted(article, self.get_serializer_context())

    def _accepted(self, article: Article, context: dict[str, Any]) -> Response:
        body = Submitted(article, context=context).data
        return Response(body, status=202, headers={"Location": str(body["url"]), "Retry-After": RETRY_AFTER})
