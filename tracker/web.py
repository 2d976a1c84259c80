"""What gunicorn asks of us, process by process."""

import gc
import logging
from threading import Timer
from typing import Any

from django.urls import get_resolver

# as gunicorn has it, and which request it was: the same id stands in our own log lines
access_log_format = '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s" %({x-request-id}o)s'

limit_request_line = 8190  # questions with many parameters; the most that it can be

SETTLED = 20.0  # seconds, after which the pages that came with the start are served


YOUNG = 20_000
"""Objects made, less those gone, before the collector looks. A page of fifty incidents makes thousands, and nearly
all go by themselves: looking after every 700, as Python does, finds nothing and stops everybody."""


def post_worker_init(worker: Any) -> None:
    """All views are there before the first question. What the first words that somebody sets a field from would
    wait seconds for is built in peace."""
    get_resolver().url_patterns  # noqa: B018 -- found once looked for
    gc.set_threshold(YOUNG, 50, 100)
    timer = Timer(SETTLED, warm)
    timer.daemon = True
    timer.start()


def warm() -> None:
    from django.db import connection

    from incidents.ingestion.known import gazetteer

    try:
        gazetteer()
    except Exception:
        logging.getLogger(__name__).exception("The gazetteer could not be built ahead of its use")
    finally:
        connection.close()
        gc.collect()
        gc.freeze()  # what is there by now stays: whoever looks for what has gone need not look there
