"""Who waits for an answer does not wait for ever; what streams, and what nobody waits for, is not broken off."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OF_REQUESTS = "import tracker.wsgi\n"
OF_NONE = "import django; django.setup()\n"
SLEEPS = """
from contextlib import nullcontext
from django.db import connection
from incidents.models.patience import unhurried
with {within}, connection.cursor() as cursor:
    cursor.execute("SELECT pg_sleep(1.5)")
"""


def run(script: str, seconds: int) -> str:
    """What it complains of."""
    environment = os.environ | {"STATEMENT_TIMEOUT": str(seconds)}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True).stderr


@pytest.mark.usefixtures("servers")
@pytest.mark.parametrize(
    ("process", "within", "seconds", "is_given_up"),
    [
        (OF_REQUESTS, "nullcontext()", 1, True),
        (OF_REQUESTS, "nullcontext()", 0, False),
        (OF_REQUESTS, "unhurried()", 1, False),
        (OF_NONE, "nullcontext()", 1, False),
    ],
)
def test_only_what_somebody_waits_for_is_given_up(process, within, seconds, is_given_up):
    said = run(process + SLEEPS.format(within=within), seconds)
    assert ("canceling statement due to statement timeout" in said) == is_given_up
    assert bool(said) == is_given_up


def test_a_time_that_is_none_is_refused_at_the_start():
    assert "expected seconds, 0 to 86400" in run(OF_REQUESTS, -1)
