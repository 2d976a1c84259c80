"""Addresses have no slash at their end."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from incidents.api.views.articles import ArticleViewSet
from incidents.api.views.batches import BatchViewSet, ReceiptViewSet
from incidents.api.views.catalogues import (
    ActorViewSet,
    BaseViewSet,
    CampaignViewSet,
    PlaceViewSet,
    SourceViewSet,
)
from incidents.api.views.comments import CommentViewSet
from incidents.api.views.deleted import TombstoneViewSet
from incidents.api.views.events import Events
from incidents.api.views.exports import EXPORTS, CsvMetadata
from incidents.api.views.feed import Atom
from incidents.api.views.incidents import IncidentViewSet
from incidents.api.views.jobs import JobRowViewSet, JobViewSet
from incidents.api.views.pages import Docs, Front, Nowhere, Schema, problems
from incidents.api.views.parts import BY_ID
from incidents.api.views.revisions import RevisionViewSet
from incidents.api.views.snapshots import SnapshotFileView, SnapshotViewSet
from incidents.api.views.statements import (
    EvidenceViewSet,
    StatementOfIncidentViewSet,
    StatementViewSet,
)
from incidents.api.views.stats import Stats
from incidents.api.views.webhooks import NUMBER, DeliveryViewSet, WebhookViewSet
from incidents.models.snapshots import KEY

app_name = "api"
OF_ONE = f"incidents/(?P<incident>{BY_ID})"
router = SimpleRouter(trailing_slash=False)
router.register("incidents", IncidentViewSet, "incident")
router.register(f"{OF_ONE}/statements", StatementOfIncidentViewSet, "incident-statement")
router.register(f"{OF_ONE}/comments", CommentViewSet, "comment")
router.register(f"{OF_ONE}/revisions", RevisionViewSet, "revision")
router.register("statements", StatementViewSet, "statement")
router.register("evidence", EvidenceViewSet, "evidence")
router.register("articles", ArticleViewSet, "article")
router.register("jobs", JobViewSet, "job")
router.register("jobs/(?P<job>[0-9]{1,18})/rows", JobRowViewSet, "job-row")
router.register("batches", BatchViewSet, "batch")
router.register("batches/(?P<batch>[0-9]{1,18})/receipts", ReceiptViewSet, "receipt")
router.register("actors", ActorViewSet, "actor")
router.register("bases", BaseViewSet, "base")
router.register("places", PlaceViewSet, "place")
router.register("sources", SourceViewSet, "source")
router.register("snapshots", SnapshotViewSet, "snapshot")
router.register("campaigns", CampaignViewSet, "campaign")
router.register("deleted", TombstoneViewSet, "deleted")
router.register("webhooks", WebhookViewSet, "webhook")
router.register(f"webhooks/(?P<webhook>{NUMBER})/deliveries", DeliveryViewSet, "delivery")

urlpatterns = [
    path("", Front.as_view(), name="front"),
    path("incidents/events", Events.as_view(), name="events"),
    path("", include(router.urls)),
    *(path(f"incidents.{view.form.ending}", view.as_view(), name=name) for name, view in EXPORTS.items()),
    path("incidents.csv-metadata.json", CsvMetadata.as_view(), name="csv-metadata"),
    path("incidents.atom", Atom.as_view(), name="atom"),
    re_path(
        rf"^snapshots/(?P<key>{KEY})/(?P<name>incidents\.[a-z.]+)$",
        SnapshotFileView.as_view(),
        name="snapshot-file",
    ),
    path("stats", Stats.as_view(), name="stats"),
    path("schema", Schema.as_view(), name="schema"),
    path("docs", Docs.as_view(), name="docs"),
    path("problems", problems, name="problems"),
    re_path("", Nowhere.as_view()),
]
