"""The client that people install, as it is: PyPI's ``acled``, led here by ACLED_API_HOST, reads our incidents."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date

import pytest

from incidents.models import Incident, Token
from incidents.vocabulary import Role, Scope
from tests import cast, factories
from tests.api.test_filters import made

pytestmark = pytest.mark.processes

ASK = """
import json, sys, warnings
warnings.simplefilter("ignore")
from acled import AcledClient
client = AcledClient(api_key=sys.argv[1], email="somebody@example.org")
asked = json.loads(sys.argv[3])
try:
    print(json.dumps(getattr(client, sys.argv[2])(**asked), default=str))
except Exception as problem:
    print(json.dumps({"problem": type(problem).__name__, "said": str(problem)}))
"""


@pytest.fixture
def environment(transactional_db, live_server):
    for day in (date(2024, 1, 20), date(2024, 1, 19)):
        incident = made(date_start=day, date_end=None, killed_min=2, wounded_min=8)
        actor = factories.ActorFactory(name=f"Group of {day}")
        factories.ParticipationFactory(incident=incident, actor=actor, role=Role.PERPETRATOR)
    made(country="SY", latitude=None, longitude=None, geo_precision="unknown")
    _, secret = Token.objects.issue(cast.person("victor", "viewer"), name="acled", scopes=[Scope.READ])
    host = f"{live_server.url}/compat/acled/api"
    return {**os.environ, "ACLED_API_HOST": host, "ACLED_MAX_RETRIES": "0", "PYTHONWARNINGS": ""}, secret


def said(environment, method, **asked):
    variables, secret = environment
    program = [sys.executable, "-c", ASK, secret, method, json.dumps(asked)]
    done = subprocess.run(program, env=variables, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_client_is_told_why_it_is_refused(environment):
    variables, _secret = environment
    assert said((variables, "none of ours"), "get_data")["problem"]
    assert said(environment, "get_cast_data")["problem"] == "ClientError"


def test_the_client_reads_everything_it_has_a_method_for(environment):
    rows = said(environment, "get_data", country="Iraq", event_type="Explosions")
    assert [row["event_date"] for row in rows] == ["2024-01-20", "2024-01-19"]
    assert [row["actor1"] for row in rows] == ["Group of 2024-01-20", "Group of 2024-01-19"]
    assert {row["fatalities"] for row in rows} == {2}
    nowhere = said(environment, "get_data", country="Syria")[0]
    assert (nowhere["latitude"], nowhere["geo_precision"]) == (None, None)
    between = {"event_date_where": "BETWEEN"}
    dated = said(environment, "get_data", event_date="2024-01-18|2024-01-19", query_params=between)
    assert len(dated) == 1
    assert len(said(environment, "get_data", limit=1, page=3)) == 1
    assert said(environment, "get_actor_data", actor_name="2024-01-19")[0]["event_count"] == 1
    assert said(environment, "get_actor_type_data")[0]["actor_type_name"] == "Political militia"
    assert {row["country"] for row in said(environment, "get_country_data")} == {"Iraq", "Syria"}
    gone = Incident.objects.get(country="SY")
    factories.walk(gone, "in_review")
    assert said(environment, "get_deleted_data")[0]["event_id_cnty"] == "SYR20240003"
    assert said(environment, "get_region_data", region_name="Middle")[0]["region"] == 11


def test_its_command_writes_a_table(environment):
    variables, secret = environment
    command = [sys.executable, "-m", "acled.cli.main", "--api-key", secret, "--email", "somebody@example.org"]
    command += ["--format", "csv", "--quiet", "data", "--country", "Iraq", "--event-type", "Explosions"]
    command += ["--start-date", "2024-01-20", "--end-date", "2024-01-31"]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["event_date"], row["country"], row["fatalities"]) == ("2024-01-20", "Iraq", "2")
