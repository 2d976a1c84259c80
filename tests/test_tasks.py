"""The road through the queue: a task may come late, twice, or not at all; the drafts are there once."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from incidents import ingestion, tasks
from incidents.models import Article, Incident, Reading
from incidents.vocabulary import ArticleState
from tests.factories import ArticleFactory
from tests.ingestion.readings import BOTH, TEXT, finds

ROOT = Path(__file__).resolve().parents[1]


class TestPauses:
    def test_never_longer_than_the_broker_waits_before_it_gives_a_task_to_another(self):
        from tracker.celery import VISIBILITY_TIMEOUT

        assert max(tasks.pause(attempts) for attempts in range(1, 20)) < VISIBILITY_TIMEOUT
        assert timedelta(seconds=VISIBILITY_TIMEOUT) < tasks.FORGOTTEN_AFTER

    def test_grow_and_differ(self):
        first = {tasks.pause(1) for _ in range(20)}
        third = {tasks.pause(3) for _ in range(20)}
        assert len(first) == 20
        assert max(first) < min(third)


@pytest.mark.django_db
class TestLostArticles:
    def lost(self) -> list[int]:
        return ingestion.lost(waiting_since=timezone.now() - timedelta(minutes=10))

    def aged(self, state: ArticleState, minutes: int) -> int:
        article = ArticleFactory(state=state)
        then = timezone.now() - timedelta(minutes=minutes)
        Article.objects.filter(pk=article.pk).update(updated_at=then)
        return article.pk

    def test_what_is_done_or_just_came_is_not_lost(self):
        for state in ("read", "nothing_found", "failed", "unsupported_language"):
            self.aged(state, 60)
        self.aged("received", 5)
        assert self.lost() == []

    def test_what_waits_long_is(self):
        article = self.aged("received", 11)
        assert self.lost() == [article]

    def test_what_nobody_reads_any_more_is_at_once(self):
        article = self.aged("reading", 0)
        assert self.lost() == [article]


@pytest.mark.django_db(transaction=True)
def test_while_somebody_reads_it_an_article_is_neither_lost_nor_read_by_another():
    article = ArticleFactory(text=TEXT, state="received")
    seen = {}

    def extract(given, gazetteer):
        with AnotherConnection():
            seen["lost"] = ingestion.lost(waiting_since=timezone.now())
            seen["outcome"] = ingestion.read(article.pk, extract=finds(BOTH))
        return BOTH

    ingestion.read(article.pk, extract=extract)

    assert seen == {"lost": [], "outcome": ingestion.Outcome.BUSY}
    assert (Incident.objects.count(), Reading.objects.count()) == (2, 1)


class AnotherConnection:
    """What another process would see, from here."""

    def __enter__(self):
        self.ours = connections["default"]
        connections["default"] = self.ours.copy()

    def __exit__(self, *error):
        connections["default"].close()
        connections["default"] = self.ours


# --- with real workers ------------------------------------------------------------------------------


class Installation:
    """This test's database, and a broker of its own; commands and workers are processes."""

    def __init__(self, log: Path):
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        self.environment = os.environ | {
            "DATABASE_URL": urlunsplit(database),
            "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
        }
        self.queue = f"test-{uuid.uuid4().hex[:8]}"
        self.log = log
        self.workers: list[subprocess.Popen[bytes]] = []

    def start_worker(self, *, reader: str = "") -> subprocess.Popen[bytes]:
        """``reader``: code that the worker runs before it starts, to stand in the way of reading."""
        code = (
            "import tracker.celery as t\n"
            "t.app.conf.broker_transport_options = {'visibility_timeout': 3600}\n"
            "import django; django.setup()\n"
            f"{reader}\n"
            f"t.app.worker_main(['worker', '-Q', {self.queue!r}, '-c', '1', '--loglevel', 'INFO',"
            " '--without-gossip', '--without-mingle', '-n', 'w%i@%h'])\n"
        )
        with self.log.open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-c", code],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.workers.append(worker)
        return worker

    def queue_up(self, *articles: Article, **options: float) -> None:
        for article in articles:
            tasks.read_article.apply_async((article.pk,), queue=self.queue, **options)

    def words(self) -> str:
        return self.log.read_text()

    def end(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


@pytest.fixture
def installation(transactional_db, tmp_path) -> Iterator[Installation]:
    installation = Installation(tmp_path / "worker.log")
    yield installation
    installation.end()


def eventually(condition: Callable[[], object], seconds: float = 200) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


def state(article: Article) -> str:
    return Article.objects.values_list("state", flat=True).get(pk=article.pk)


def story(n: int = 0) -> Article:
    text = (
        f"BAGHDAD - Militants fired {n + 3} rockets at Ain al-Asad air base in western Iraq on Saturday, wounding "
        "two American soldiers, a defense official said.\n"
    )
    return ArticleFactory(text=text, state="received")


SLOW = """
import sys, time, incidents.ingestion
read = sys.modules["incidents.ingestion.read"].read
real = read.__kwdefaults__["extract"]
def slow(article, gazetteer):
    time.sleep(60)
    return real(article, gazetteer)
read.__kwdefaults__["extract"] = slow
"""
BROKEN = SLOW.replace("time.sleep(60)", "raise ValueError('this story breaks the reader')")


@pytest.mark.processes
class TestWithRealWorkers:
    def test_a_killed_worker_loses_and_doubles_nothing(self, installation):
        article = story()
        killed = installation.start_worker(reader=SLOW)
        installation.queue_up(article)
        assert eventually(lambda: state(article) == "reading"), installation.words()
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()

        assert eventually(lambda: ingestion.lost(waiting_since=timezone.now()) == [article.pk], 10)
        installation.start_worker()
        installation.queue_up(article, article)  # by beat, and by the broker when its time is up
        other = story(1)
        installation.queue_up(other)  # read last: then both others have had their turn

        assert eventually(lambda: state(other) == "read"), installation.words()
        assert state(article) == "read"
        assert Article.objects.get(pk=article.pk).attempts == 2
        assert (article.readings.count(), article.incidents.count()) == (1, 1)

    def test_a_killed_child_of_a_worker_has_its_task_done_by_the_next(self, installation):
        article = story()
        worker = installation.start_worker(
            reader=SLOW.replace("time.sleep(60)", "die()")
            + "\nimport os, signal, pathlib\n"
            + f"flag = pathlib.Path({str(installation.log)!r} + '.died')\n"
            + "def die():\n"
            + "    if not flag.exists():\n"
            + "        flag.touch(); os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        installation.queue_up(article)

        assert eventually(lambda: state(article) == "read"), installation.words()
        assert worker.poll() is None
        assert Article.objects.get(pk=article.pk).attempts == 2
        assert (article.readings.count(), article.incidents.count()) == (1, 1)

    def test_what_takes_too_long_is_given_up_and_holds_up_nobody(self, installation):
        article, other = story(), story(1)
        installation.start_worker(
            reader=SLOW.replace("time.sleep(60)", f"time.sleep(60 * (article.id == '{article.pk}'))")
        )
        installation.queue_up(article, soft_time_limit=2)
        installation.queue_up(other)

        assert eventually(lambda: state(other) == "read"), installation.words()
        article.refresh_from_db()
        assert article.state == "failed", installation.words()
        size = f"{len(article.text)} characters of text"
        assert article.reason == f"Reading failed once: it took longer than a reading is given ({size})"
        assert not article.incidents.exists()

    def test_what_keeps_failing_is_tried_again_and_ends_failed_with_its_reason(self, installation):
        article, fine = story(), ArticleFactory(text="x", language="fr", state="unsupported_language")
        installation.start_worker(
            reader=BROKEN + "\nimport incidents.tasks as tasks; tasks.FIRST_PAUSE = 0.2"
        )
        installation.queue_up(article, fine)

        assert eventually(lambda: state(article) == "failed"), installation.words()
        article.refresh_from_db()
        assert article.attempts == settings.READ_ATTEMPTS
        assert article.reason == (
            f"Reading failed {settings.READ_ATTEMPTS} times: ValueError: this story breaks the reader"
        )
        assert state(fine) == "unsupported_language"
        assert not Incident.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestTheQueue:
    @pytest.fixture(autouse=True)
    def own_queue(self):
        from tracker.celery import app

        before = app.conf.task_default_queue
        app.conf.task_default_queue = f"test-{uuid.uuid4().hex[:8]}"
        app.amqp.flush_routes()
        app.amqp.__dict__.pop("queues", None)
        yield
        app.conf.task_default_queue = before
        app.amqp.__dict__.pop("queues", None)

    def test_what_was_forgotten_is_queued_once(self):
        article = ArticleFactory(text=TEXT, state="received")
        ArticleFactory()
        Article.objects.filter(pk=article.pk).update(updated_at=timezone.now() - timedelta(hours=1))

        assert tasks.waiting_tasks() == 0
        assert tasks.requeue_lost() == 1
        assert tasks.requeue_lost() == 0
        assert tasks.waiting_tasks() == 1

    def test_while_tasks_wait_an_article_may_only_be_waiting_its_turn(self):
        first, second = ArticleFactory(text=TEXT, state="received"), ArticleFactory(state="received")
        tasks.read_article.delay(first.pk)
        Article.objects.filter(pk=second.pk).update(updated_at=timezone.now() - timedelta(hours=1))
        assert tasks.requeue_lost() == 0
