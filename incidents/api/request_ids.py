"""One name for a request and all that comes of it: in its answer, in its log lines, in those of its tasks."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from celery import Task, signals
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+=@/-]{7,63}")
NONE = "-"

current: ContextVar[str] = ContextVar("request_id", default=NONE)


class RequestId:
    """Keeps the id that a proxy or client gave, where it can stand in a log line; makes one otherwise.

    It is not taken back after the request: an answer that streams is written after this has returned.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        current.set(given if SANE.fullmatch(given) else uuid.uuid4().hex)
        response = self.get_response(request)
        response[HEADER] = current.get()
        return response


class WithRequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current.get()
        return True


@signals.before_task_publish.connect
def _send_along(headers: dict[str, Any] | None = None, **signal: Any) -> None:
    if headers is not None and current.get() != NONE:
        headers["request_id"] = current.get()


@signals.task_prerun.connect
def _take_over(task: Task, **signal: Any) -> None:
    if not task.request.is_eager:
        current.set(task.request.get("request_id") or NONE)


@signals.task_postrun.connect
def _lay_down(task: Task, **signal: Any) -> None:
    if not task.request.is_eager:
        current.set(NONE)
