"""The front page of the API leads to everything, and nowhere else."""

import pytest

from tests.api.test_schema import V1

STREAMS = {"events"}  # which does not end


@pytest.fixture
def addresses(anonymous):
    return anonymous.get(f"{V1}/").json()


def test_every_address_on_it_leads_somewhere(viewer, addresses):
    assert all(address.startswith("http://testserver/") for address in addresses.values())
    answers = {
        name: viewer.get(address).status_code for name, address in addresses.items() if name not in STREAMS
    }
    # jobs and batches are for those who review and hand in; webhooks take a scope of their own
    assert {name: status for name, status in answers.items() if status != 200} == {
        "jobs": 403,
        "batches": 403,
        "webhooks": 403,
    }


def test_every_address_that_the_description_knows_is_on_it(anonymous, addresses):
    described = anonymous.get(f"{V1}/schema").json()["paths"]
    read = {path for path, operations in described.items() if "{" not in path and "get" in operations}
    lists = {f"http://testserver{path}" for path in read - {f"{V1}/"}}
    assert lists <= set(addresses.values())


def test_it_leads_to_the_doors_of_other_programs(addresses):
    assert addresses["ogc"] == "http://testserver/ogc"
    assert addresses["acled"] == "http://testserver/compat/acled/api/acled/read"
    assert addresses["timemap"] == "http://testserver/compat/timemap/events.json"
