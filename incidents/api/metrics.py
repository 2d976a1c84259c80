"""What Prometheus asks for: how much waits, since when, and how reading goes."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.db.models import Count, Min
from django.http import HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from rest_framework.request import Request
from rest_framework.views import APIView

from incidents import tasks
from incidents.api.permissions import LoggedIn
from incidents.api.throttling import Counted
from incidents.models import Article, Batch
from incidents.models.articles import UNDER_WAY
from incidents.vocabulary import ArticleState, Scope

LATELY = timedelta(hours=1)
WAITING = (ArticleState.RECEIVED, ArticleState.READING)
READINGS = """
    SELECT count(*), coalesce(avg(took), 0), coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY took), 0),
        coalesce(sum(drafts), 0)
    FROM (SELECT extract(epoch FROM finished_at - started_at) AS took, drafts
          FROM incidents_reading WHERE finished_at > %s) AS lately
"""


class MayWatch(LoggedIn):
    takes = ("view_batch", Scope.ADMIN)


class Metrics(Counted, APIView):
    """``GET /metrics``, with a token of scope ``admin``. Nothing is counted that would look at all articles."""

    permission_classes = [MayWatch]
    schema = None

    def get(self, request: Request) -> HttpResponse:
        registry = CollectorRegistry()
        registry.register(Figures())
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Figures(Collector):
    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        yield from self._waiting()
        yield from self._lately()
        batches = GaugeMetricFamily(
            "tracker_batches", "Batches that are under way or held.", labels=["state"]
        )
        rows = Batch.objects.filter(state__in=(*UNDER_WAY, "paused")).order_by().values_list("state")
        for state, number in rows.annotate(number=Count("pk")):
            batches.add_metric([state], number)
        yield batches

    def _waiting(self) -> Iterator[Metric]:
        depth = GaugeMetricFamily("tracker_queue_tasks", "Tasks that wait at the broker.", labels=["queue"])
        for queue, number in tasks.waiting_by_queue().items():
            depth.add_metric([queue], number)
        yield depth
        waiting = GaugeMetricFamily("tracker_articles_waiting", "Articles to be read.", labels=["state"])
        oldest = GaugeMetricFamily(
            "tracker_oldest_waiting_seconds",
            "Since the article that waits longest came in.",
            labels=["state"],
        )
        rows = Article.objects.filter(state__in=WAITING).order_by().values_list("state")
        found = {
            state: (number, first) for state, number, first in rows.annotate(Count("pk"), Min("submitted_at"))
        }
        for state in WAITING:
            number, first = found.get(state, (0, None))
            waiting.add_metric([state], number)
            oldest.add_metric([state], (timezone.now() - first).total_seconds() if first else 0)
        yield waiting
        yield oldest

    def _lately(self) -> Iterator[Metric]:
        since = timezone.now() - LATELY
        with connection.cursor() as cursor:
            cursor.execute(READINGS, [since])
            number, mean, late, drafts = cursor.fetchone()
        yield GaugeMetricFamily("tracker_readings_last_hour", "Articles read in the last hour.", value=number)
        yield GaugeMetricFamily("tracker_drafts_last_hour", "Drafts that came of them.", value=drafts)
        seconds = GaugeMetricFamily("tracker_reading_seconds", "How long they took.", labels=["of"])
        seconds.add_metric(["mean"], float(mean))
        seconds.add_metric(["p95"], float(late))
        yield seconds
        failed = GaugeMetricFamily(
            "tracker_articles_failed_last_hour", "Articles whose reading failed for good.", labels=["reason"]
        )
        rows = Article.objects.filter(state=ArticleState.FAILED, updated_at__gt=since).values_list(
            "reason", flat=True
        )
        by_reason: dict[str, int] = {}
        for reason in rows[:10_000]:
            name = reason.partition(": ")[2].partition(":")[0][:60] or reason[:60]
            by_reason[name] = by_reason.get(name, 0) + 1
        for name, number in by_reason.items():
            failed.add_metric([name], number)
        yield failed
