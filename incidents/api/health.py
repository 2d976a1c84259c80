"""For load balancers and supervisors: no login, no throttle, nothing about our inside but what fails."""

import logging
from collections.abc import Callable
from functools import cache

from celery import current_app
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from incidents.api.problems import MEDIA_TYPE, RETRY_AFTER, problem

SECONDS_FOR_BROKER = 2

log = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive. It asks nobody else: restarting it would not help a database that is down."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Requests can be served: the database answers and has our tables, and the broker takes tasks."""
    checks = {name: "ok" if _holds(name) else "fails" for name in CHECKS}
    failing = [name for name, result in checks.items() if result != "ok"]
    if not failing:
        return JsonResponse({"status": "ok", "checks": checks})
    body = problem(
        503, "unavailable", f"Not ready: {', '.join(failing)}.", instance=request.path, checks=checks
    )
    return JsonResponse(body, status=503, content_type=MEDIA_TYPE, headers={"Retry-After": str(RETRY_AFTER)})


def _holds(name: str) -> bool:
    try:
        return CHECKS[name]()
    except Exception as error:  # whatever it is, it is the answer
        log.error("%s: %s", name, error)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations() -> bool:
    return _shipped() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def _shipped() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).graph.nodes)


def _broker() -> bool:
    with current_app.connection_for_read(connect_timeout=SECONDS_FOR_BROKER) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=SECONDS_FOR_BROKER)
        return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
}
