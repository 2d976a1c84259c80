"""With a real worker, killed while a receiver thinks: the next one sends what the first did not finish."""

import logging
import os
import signal
import threading

import pytest

from incidents import tasks
from tests.test_tasks import Installation, eventually, installation
from tests.webhooks.conftest import published, webhook_of
from tests.webhooks.receiver import answering, verified
from tracker.celery import Quiet

__all__ = ["installation"]


def send(installation: Installation) -> None:
    tasks.send_webhooks.apply_async(queue=installation.queue, expires=600)


@pytest.mark.processes
def test_a_worker_that_is_killed_while_it_sends_loses_nothing(installation, victor, receiver):
    installation.environment |= {"WEBHOOK_HTTP": "1", "WEBHOOK_NETWORKS": "127.0.0.1/32"}
    webhook = webhook_of(victor, receiver.address)
    thought = threading.Event()
    receiver.answer = lambda handler, message: thought.wait(60)
    incidents = [published(), published()]
    killed = installation.start_worker()
    send(installation)
    assert eventually(lambda: receiver.got), installation.words()
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    thought.set()

    receiver.answer = answering(204)
    installation.start_worker()
    send(installation)
    send(installation)  # by beat, and by the broker when its time is up
    assert eventually(lambda: webhook.deliveries.filter(state="delivered").count() == 2), installation.words()
    names = [message.name for message in receiver.got]
    assert (len(names), len(set(names)), names[0]) == (3, 2, names[1])
    assert [each.told["data"]["id"] for each in receiver.got[1:]] == [incident.pk for incident in incidents]
    assert all(verified(webhook.secret, message) for message in receiver.got)
    assert "send_webhooks" not in installation.words().replace(". incidents.tasks.send_webhooks", "")


def test_what_comes_every_few_seconds_is_in_the_log_only_where_it_fails():
    def is_told(name, level, text, *args):
        return Quiet().filter(logging.LogRecord(name, level, "", 0, text, args, None))

    often = "incidents.tasks.send_webhooks"
    assert not is_told("celery.worker.strategy", logging.INFO, "Task %(name)s[1] received", {"name": often})
    assert not is_told("celery.beat", logging.INFO, "Sending due task %s (%s)", "tell webhooks", often)
    assert is_told("celery.app.trace", logging.ERROR, "Task %(name)s[1] raised", {"name": often})
    assert is_told(
        "celery.beat", logging.INFO, "Sending due task %s (%s)", "x", "incidents.tasks.requeue_lost"
    )
