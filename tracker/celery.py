"""Tasks travel at least once: they are acknowledged after they ran, and must be safe to run twice.

A worker that is killed leaves its tasks unacknowledged at the broker, which gives them to another worker
after VISIBILITY_TIMEOUT, counted from when the first one took them. That must be longer than any task may
run (TIME_LIMIT), or one would run twice at once; and longer than any retry may be put off.
"""

import logging
import os

from celery import Celery
from kombu import Queue

TIME_LIMIT = 240
VISIBILITY_TIMEOUT = 300

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.add_defaults(
    {
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_time_limit": TIME_LIMIT,
        "task_soft_time_limit": TIME_LIMIT - 30,
        # of several queues a worker takes from the first that has something: one article that somebody has
        # pasted goes before the fifty thousand of a file
        "task_queues": [Queue("celery"), Queue("bulk")],
        "task_default_queue": "celery",
        "task_routes": {"incidents.tasks.take_batch": {"queue": "bulk"}},
        "worker_prefetch_multiplier": 1,  # a task waiting behind a long one could be taken by another worker
        "worker_proc_alive_timeout": 120,  # seconds for a process to load what reading needs
        "worker_hijack_root_logger": False,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_transport_options": {
            "visibility_timeout": VISIBILITY_TIMEOUT,
            "unacked_restore_throttle": 1,
            "queue_order_strategy": "priority",
        },
    }
)
app.autodiscover_tasks()


class Quiet(logging.Filter):
    """What comes every few seconds is told of where it fails, and not each time."""

    OFTEN = "incidents.tasks.send_webhooks"

    def filter(self, record: logging.LogRecord) -> bool:
        is_routine = record.name.startswith("celery") and record.levelno <= logging.INFO
        return not (is_routine and self.OFTEN in record.getMessage())


def take_back_tasks() -> int:
    """Queue again at once what killed workers left unacknowledged. Only while no worker runs at this broker."""
    with app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=50, interval_start=0.2, interval_step=0)
        channel = connection.default_channel
        tags = channel.client.zrange(channel.unacked_index_key, 0, -1)
        for tag in tags:
            channel.qos.restore_by_tag(tag)
        return len(tags)
