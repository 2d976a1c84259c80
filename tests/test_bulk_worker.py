"""A batch on real workers that are killed in the middle of it, again and again."""

import os
import signal
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from incidents import ingestion, tasks
from incidents.ingestion import batch as bulk
from incidents.ingestion import storage
from incidents.models import Article, Batch, Incident, Reading
from tests import cast
from tests.test_tasks import Installation, eventually

LINES = 40
KILLS = 3
HERE = """
import incidents.tasks as tasks
tasks.BULK = t.app.conf.task_default_queue = {queue!r}
t.app.conf.task_routes = {{}}
import incidents.ingestion.batch as bulk
bulk.AT_ONCE, bulk.A_SLICE = 4, 0.3
bulk.take.__kwdefaults__["seconds"] = 0.3
"""


@pytest.fixture
def installation(transactional_db, tmp_path, settings):
    settings.UPLOADS = tmp_path / "uploads"
    installation = Installation(tmp_path / "worker.log")
    installation.environment["UPLOADS"] = str(settings.UPLOADS)
    yield installation
    installation.end()


def stories() -> bytes:
    """Every sixth is faulty, every tenth repeats the one before it."""
    rows = []
    for n in range(LINES):
        if n % 10 == 9:
            rows.append(rows[-1])
            continue
        day = f"2024-{1 + n // 28:02}-{1 + n % 28:02}"
        text = f"Gunmen killed {n + 2} soldiers at a checkpoint near Baiji on {day}, police said."
        rows.append(f'Report {n},"{"" if n % 6 == 3 else text}",{day}')
    return "\n".join(["title,text,published", *rows]).encode()


@pytest.mark.processes
def test_workers_that_are_killed_lose_no_line_and_read_none_twice(installation):
    code = HERE.format(queue=installation.queue)
    batch = bulk.accept(storage.keep([stories()]), file_name="a.csv", by=cast.person("sally", "submitter"))

    def nudge() -> None:
        """What the clock does, without its patience."""
        past = timezone.now() - timedelta(hours=1)
        Batch.objects.filter(pk=batch.pk).update(updated_at=past)
        for pk in bulk.lost():
            tasks.take_batch.apply_async((pk,), queue=installation.queue)
        with transaction.atomic():
            found = bulk.due()
        for pk in [*found, *ingestion.lost(waiting_since=timezone.now())]:
            tasks.read_article.apply_async((pk,), queue=installation.queue)
        bulk.finish()

    for _ in range(KILLS):
        worker = installation.start_worker(reader=code)
        before = batch.receipts.count() + Reading.objects.count()
        nudge()
        assert eventually(lambda b=before: batch.receipts.count() + Reading.objects.count() > b), (
            installation.words()
        )
        time.sleep(0.2)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    killed_at = batch.receipts.count() + Reading.objects.count()
    installation.start_worker(reader=code)

    def is_done() -> bool:
        nudge()
        time.sleep(1)
        return Batch.objects.get(pk=batch.pk).state == "done"

    assert eventually(is_done), installation.words()
    batch.refresh_from_db()
    duplicates, failed = LINES // 10, len([n for n in range(LINES) if n % 6 == 3 and n % 10 != 9])
    failed_twice = len([n for n in range(LINES) if n % 10 == 9 and (n - 1) % 6 == 3])
    assert killed_at < 2 * LINES, "it was over before it was killed"
    assert [r.number for r in batch.receipts.order_by("number")] == list(range(2, LINES + 2))
    assert batch.totals["failed"] == failed + failed_twice
    assert batch.totals["duplicates"] == duplicates - failed_twice
    accepted = LINES - batch.totals["failed"] - batch.totals["duplicates"]
    assert (batch.totals["accepted"], Article.objects.count()) == (accepted, accepted)
    readings = Reading.objects.values_list("article", flat=True)
    assert (len(readings), len(set(readings))) == (accepted, accepted)
    assert Incident.objects.count() == accepted
