"""Figures for Prometheus: nobody else reads them, and they tell what waits."""

from datetime import timedelta

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from incidents.models import Reading
from incidents.vocabulary import ArticleState, Scope
from tests import cast
from tests.api.conftest import client_of
from tests.api.test_problems import problem
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def figures(client):
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.content
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_nobody_reads_them_without_the_right_and_the_scope(anonymous, submitter, viewer):
    for client in (anonymous, submitter, viewer):
        problem(client.get("/metrics"), 401 if client is anonymous else 403)
    problem(client_of(cast.bob(), Scope.READ, Scope.DRAFTS).get("/metrics"), 403)


def test_they_tell_what_waits_and_since_when(bob):
    article = ArticleFactory(state=ArticleState.RECEIVED)
    ArticleFactory(
        state=ArticleState.FAILED, reason="Reading failed 4 times: ValueError: this story: breaks it"
    )
    type(article).objects.filter(pk=article.pk).update(submitted_at=timezone.now() - timedelta(minutes=5))
    now = timezone.now()
    Reading.objects.create(
        article=ArticleFactory(),
        extractor_version="1",
        started_at=now - timedelta(seconds=3),
        finished_at=now,
        drafts=2,
        counters=0,
    )

    found = figures(bob)

    assert found["tracker_articles_waiting", "received"] == 1
    assert 300 <= found["tracker_oldest_waiting_seconds", "received"] < 400
    assert found["tracker_articles_failed_last_hour", "ValueError"] == 1
    assert (found["tracker_readings_last_hour",], found["tracker_drafts_last_hour",]) == (1, 2)
    assert found["tracker_reading_seconds", "mean"] == pytest.approx(3, abs=0.1)
    assert {("tracker_queue_tasks", "celery"), ("tracker_queue_tasks", "bulk")} <= found.keys()
