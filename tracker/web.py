"""What gunicorn asks of us, process by process."""

import logging
from threading import Timer
from typing import Any

# as gunicorn has it, and which request it was: the same id stands in our own log lines
access_log_format = '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s" %({x-request-id}o)s'

limit_request_line = 8190  # questions with many parameters; the most that it can be

SETTLED = 20.0  # seconds, after which the pages that came with the start are served


def post_worker_init(worker: Any) -> None:
    """Builds in peace what the first words that somebody sets a field from would otherwise wait seconds for."""
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
