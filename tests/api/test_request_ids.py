"""A request has one name, in its answer, in what is logged and in the tasks that come of it."""

import logging
import re
import time

import pytest
from celery import current_app, shared_task
from celery.contrib.testing.worker import start_worker
from django.conf import settings
from django.core.signals import request_finished

from incidents.api import request_ids
from incidents.api.views.catalogues import SourceViewSet

SOURCES = "/api/v1/sources"
log = logging.getLogger("tests.request_ids")
MADE = re.compile(r"[0-9a-f]{32}")


@pytest.mark.parametrize(
    "odd",
    ["short", "x" * 65, "with a space", "line\nbreak", "<script>alert()</script>", "", "ünsafe-id-of-mine"],
)
def test_what_could_not_stand_in_a_line_of_the_log_is_not_taken_over(viewer, odd):
    answer = viewer.get(SOURCES, HTTP_X_REQUEST_ID=odd)
    assert MADE.fullmatch(answer["X-Request-Id"])


def test_two_requests_have_two_ids(viewer):
    assert viewer.get(SOURCES)["X-Request-Id"] != viewer.get(SOURCES)["X-Request-Id"]


def test_the_id_of_who_asks_is_kept(viewer):
    assert viewer.get(SOURCES, HTTP_X_REQUEST_ID="load-balancer/17")["X-Request-Id"] == "load-balancer/17"


def test_a_problem_names_it_and_pages_for_people_have_one_too(viewer):
    problem = viewer.get(f"{SOURCES}/0", HTTP_X_REQUEST_ID="dashboard-0001")
    assert problem.json()["request_id"] == problem["X-Request-Id"] == "dashboard-0001"
    assert MADE.fullmatch(viewer.get("/admin/")["X-Request-Id"])


def test_every_line_of_the_log_names_it(viewer, monkeypatch, caplog):
    def fail(view):
        raise ZeroDivisionError

    monkeypatch.setattr(SourceViewSet, "get_queryset", fail)
    viewer.raise_request_exception = False
    caplog.handler.addFilter(request_ids.WithRequestId())
    viewer.get(SOURCES, HTTP_X_REQUEST_ID="dashboard-0002")
    assert {record.request_id for record in caplog.records} == {"dashboard-0002"}
    assert "{request_id}" in settings.LOGGING["formatters"]["line"]["format"]


@shared_task
def say_something() -> None:
    log.warning("in the task")


@pytest.mark.django_db(transaction=True)
def test_so_do_the_lines_of_the_tasks_that_it_starts(servers, client, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(log, "warning", lambda words: told.append(request_ids.current.get()))

    def start(**signal):
        say_something.delay()

    request_finished.connect(start)
    try:
        client.get("/healthz", HTTP_X_REQUEST_ID="dashboard-0003")
        request_finished.disconnect(start)
        request_ids.current.set(request_ids.NONE)
        say_something.delay()
        with start_worker(current_app, pool="solo", perform_ping_check=False, shutdown_timeout=20):
            until = time.monotonic() + 10
            while len(told) < 2 and time.monotonic() < until:
                time.sleep(0.05)
    finally:
        request_finished.disconnect(start)
    assert told == ["dashboard-0003", request_ids.NONE]
