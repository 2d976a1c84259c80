"""What is sent at random is answered as the description of the API says: schemathesis, all checks.

A few questions to every address, and to some all that may be wrong with one parameter alone. With EXAMPLES=200 in
the environment it takes an hour, and asks every address everything.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rest_framework.throttling import SimpleRateThrottle

from incidents.models import Token
from incidents.vocabulary import Scope
from tests import cast, factories
from tests.api.test_incidents import whole_incident

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = os.environ.get("EXAMPLES", "")
ALONE = r"^/api/v1/(sources|campaigns|places/\{key\}|incidents/\{id\}/publish|problems|)$"
SECONDS = 280

pytestmark = [pytest.mark.processes, pytest.mark.timeout(0 if EXAMPLES else SECONDS + 20)]


@pytest.fixture
def address(transactional_db, live_server, monkeypatch) -> str:
    """Of a server that has something to tell, and is asked as often as anybody likes."""
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})
    for _ in range(3):
        factories.IncidentFactory(published=True)
    whole_incident()
    return f"{live_server.url}/api/v1/schema"


def ask(address: str, secret: str, *options: str) -> None:
    command = [sys.executable, "-m", "schemathesis.cli", "run", address, "--checks", "all", "--seed", "1"]
    command += [
        "--header",
        f"Authorization: Bearer {secret}",
        "--no-color",
        "--continue-on-failure",
        *options,
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=None if EXAMPLES else SECONDS
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]


def ask_as(address: str, roles: list[str], scopes: list[Scope]) -> None:
    _, secret = Token.objects.issue(cast.person("someone", *roles), name="schemathesis", scopes=scopes)
    if EXAMPLES:
        ask(address, secret, "--max-examples", EXAMPLES)
        return
    ask(address, secret, "--phases", "fuzzing", "--max-examples", "3")
    ask(address, secret, "--phases", "coverage", "--include-path-regex", ALONE)


def test_schemathesis_finds_nothing_who_may_do_everything(address):
    ask_as(address, ["analyst", "editor", "admin"], [Scope.ADMIN])
