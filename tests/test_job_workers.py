"""Changes of many with real workers: one is killed in the middle, and no row is lost or done twice."""

import os
import signal

import pytest

from incidents import tasks
from incidents.models import Incident, Job
from incidents.review import jobs
from tests import cast
from tests.factories import IncidentFactory
from tests.test_tasks import eventually, installation  # noqa: F401 -- a fixture

STOPS = """
import time
from incidents.review import jobs
turn = jobs._turn
def slow(job, row, do):
    time.sleep(60 if row.incident_id == {incident} else 0)
    turn(job, row, do)
jobs._turn = slow
"""
DIES_WITHIN = """
import os, signal
from incidents.review import jobs
step = jobs._step
def dies(done):
    if done.pk == {incident}:
        os.kill(os.getpid(), signal.SIGKILL)
    return step(done)
jobs._step = dies
"""


@pytest.mark.processes
@pytest.mark.parametrize("way", [STOPS, DIES_WITHIN], ids=["between two rows", "within a row"])
def test_a_killed_worker_leaves_whole_rows_and_the_next_goes_on(installation, way):  # noqa: F811
    alice = cast.alice()
    drafts = [IncidentFactory() for _ in range(12)]
    job = jobs.prepare("publish", Incident.objects.order_by("pk"), by=alice)
    jobs.start(job)
    killed = installation.start_worker(reader=way.format(incident=drafts[4].pk))
    tasks.run_job.apply_async((job.pk,), queue=installation.queue)
    assert eventually(lambda: job.rows.filter(outcome="changed").count() == 4), installation.words()
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert job.rows.filter(outcome="changed").count() == 4
    assert Incident.objects.filter(status="published").count() == 4

    installation.start_worker()
    for _ in range(2):  # by the clock, and by the broker when its time is up
        tasks.run_job.apply_async((job.pk,), queue=installation.queue)
    assert eventually(lambda: Job.objects.get().state == "done"), installation.words()
    assert job.rows.filter(outcome="changed").count() == 12
    assert {Incident.objects.get(pk=draft.pk).version for draft in drafts} == {3}, "each was moved once"
    assert alice.notices.count() == 1
