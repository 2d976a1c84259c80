"""The description of the API is valid, complete, and true of what is answered."""

import io
import re

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from incidents.models import Batch, Campaign, Comment, Evidence, Incident, Presence, Receipt, Tie, User
from incidents.review import jobs
from tests import factories
from tests.api.test_incidents import whole_incident

V1 = "/api/v1"


@pytest.fixture(scope="module")
def schema():
    from drf_spectacular.generators import SchemaGenerator

    return SchemaGenerator().get_schema(public=True)


def test_the_schema_is_valid_and_made_without_a_warning():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO(), stderr=io.StringIO())


def test_the_schema_is_openapi_and_public(anonymous):
    response = anonymous.get(f"{V1}/schema")
    assert response["Content-Type"] == "application/json"
    assert response.json()["openapi"].startswith("3.1")
    assert anonymous.get(f"{V1}/schema?format=yaml").content.startswith(b"openapi: 3.1")


def test_every_address_of_ours_is_described_and_every_list_tells_its_parameters(schema):
    assert {path for path in schema["paths"] if "{" not in path} == {
        f"{V1}/{name}"
        for name in (
            "",
            "incidents",
            "articles",
            "actors",
            "bases",
            "places",
            "sources",
            "campaigns",
            "statements",
            "evidence",
            "batches",
            "jobs",
            "deleted",
            "webhooks",
            "incidents/events",
            "incidents/next",
            "incidents.atom",
            "snapshots",
            "stats",
            "incidents.csv",
            "incidents.geojson",
            "incidents.hxl.csv",
            "incidents.jsonl",
            "incidents.kml",
            "incidents.parquet",
            "incidents.xlsx",
            "incidents.csv-metadata.json",
            "schema",
        )
    } - {f"{V1}/schema"}
    names = {parameter["name"] for parameter in schema["paths"][f"{V1}/incidents"]["get"]["parameters"]}
    assert names >= {
        *(
            "date_after",
            "date_before",
            "country",
            "event_type",
            "actor",
            "role",
            "base",
            "place",
            "bbox",
            "q",
        ),
        *("updated_since", "status", "include", "cursor", "page_size", "ordering"),
    }


def test_every_parameter_is_described(schema):
    silent = [
        (path, parameter["name"])
        for path, operations in schema["paths"].items()
        for operation in operations.values()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query" and not parameter.get("description")
    ]
    assert silent == []


def test_every_operation_says_in_a_line_what_it_is_for_and_nothing_of_our_inside(schema):
    operations = [operation for each in schema["paths"].values() for operation in each.values()]
    assert [each["operationId"] for each in operations if not each.get("summary")] == []
    told = [f"{each['summary']} {each['description']}" for each in operations]
    assert [words for words in told if "``" in words] == []


def test_what_was_united_with_another_is_described_as_led_on(schema):
    for name in ("actors/{key}", "bases/{key}", "places/{key}", "sources/{id}", "incidents/{id}"):
        assert "301" in schema["paths"][f"{V1}/{name}"]["get"]["responses"]


def test_a_job_is_of_ids_or_of_a_filter_and_never_of_both_or_none(schema):
    like = {"$ref": "#/components/schemas/JobNewRequest", "components": schema["components"]}
    is_valid = Draft202012Validator(like).is_valid
    assert not is_valid({"verb": "publish"})
    assert not is_valid({"verb": "publish", "ids": [1], "filter": {"country": "IQ"}})
    assert is_valid({"verb": "publish", "ids": [1]})
    assert is_valid({"verb": "publish", "filter": {}})


def refusals(schema, path, method):
    return {code for code in schema["paths"][path][method]["responses"] if code >= "400"}


def test_every_status_is_described_and_no_default_stands_for_others(schema):
    assert all(
        re.fullmatch(r"[1-5]\d\d", status)
        for operations in schema["paths"].values()
        for operation in operations.values()
        for status in operation["responses"]
    )
    reading = {"400", "401", "403", "406", "429", "500", "503"}
    assert refusals(schema, f"{V1}/incidents", "get") == reading
    assert refusals(schema, f"{V1}/incidents/{{id}}", "get") == reading | {"404"}
    taking = {"404", "409", "411", "412", "413", "415", "422", "428"}
    assert refusals(schema, f"{V1}/incidents/{{id}}/publish", "post") == reading | taking
    assert refusals(schema, f"{V1}/", "get") == reading - {"400", "403"}


def test_every_error_is_described_as_a_problem(schema):
    for name, response in schema["components"]["responses"].items():
        if name == "NotModified":
            continue
        assert name.startswith("Problem")
        assert set(response["content"]) == {"application/problem+json"}
        assert response["content"]["application/problem+json"]["schema"] == {
            "$ref": "#/components/schemas/Problem"
        }


@pytest.fixture
def everything(alice):
    """One of each, with something in every list."""
    incident = whole_incident()
    base, actor = incident.base, incident.participations.first().actor
    Presence.objects.create(base=base, actor=actor)
    Tie.objects.create(actor=actor, kind="part_of", other=factories.ActorFactory())
    campaign = Campaign.objects.get()
    Comment.objects.create(incident=incident, author=User.objects.get(username="alice"), text="Hm.")
    campaign.actors.add(actor), campaign.places.add(incident.place)
    return {
        "incidents": incident.pk,
        "articles": incident.articles.get().pk,
        "actors": actor.key,
        "bases": base.key,
        "places": incident.place.key,
        "sources": incident.articles.get().source_id,
        "campaigns": campaign.pk,
        "statements": incident.statements.first().pk,
        "evidence": Evidence.objects.first().pk,
        "batches": _batch(),
        "jobs": _job(incident),
    }


def _job(incident):
    by = User.objects.get(username="alice")
    job = jobs.prepare("assign", Incident.objects.filter(pk=incident.pk), by=by, asked={"assignee": "alice"})
    jobs.start(job)
    return job.pk


def _batch():
    by = User.objects.get(username="alice")
    batch = Batch.objects.create(
        file_name="a.csv", sha256="0" * 64, format="csv", submitter=by, totals={"accepted": 1}
    )
    Receipt.objects.create(batch=batch, number=1, outcome="nothing_found")
    return batch.pk


INCLUDE = {"incidents": ["", "evidence,statements"], "articles": ["", "text"]}


LISTS = (
    *("incidents", "articles", "actors", "bases", "places", "sources", "campaigns"),
    *("statements", "evidence", "batches"),
)


@pytest.mark.parametrize("name", LISTS)
def test_answers_are_as_the_schema_says(alice, schema, everything, name):
    def check(path, response):
        described = schema["paths"][path]["get"]["responses"][str(response.status_code)]
        (content,) = described["content"].values()
        validator = Draft202012Validator(content["schema"] | {"components": schema["components"]})
        assert list(validator.iter_errors(response.json())) == []

    one = re.compile(rf"{V1}/{name}/{{\w+}}")
    detail = next(path for path in schema["paths"] if one.fullmatch(path))
    for include in INCLUDE.get(name, [""]):
        query = f"?include={include}" if include else ""
        check(detail, alice.get(f"{V1}/{name}/{everything[name]}{query}"))
        if include != "text":
            check(f"{V1}/{name}", alice.get(f"{V1}/{name}{query}"))


def test_what_belongs_to_a_record_is_answered_as_the_schema_says(alice, schema, everything):
    for path, address in (
        ("incidents/{incident}/revisions", f"incidents/{everything['incidents']}/revisions"),
        ("incidents/{incident}/statements", f"incidents/{everything['incidents']}/statements"),
        ("incidents/{incident}/comments", f"incidents/{everything['incidents']}/comments"),
        ("jobs", "jobs"),
        ("jobs/{job}/rows", f"jobs/{everything['jobs']}/rows"),
        ("jobs/{id}", f"jobs/{everything['jobs']}"),
        ("batches/{batch}/receipts", f"batches/{everything['batches']}/receipts"),
    ):
        (content,) = schema["paths"][f"{V1}/{path}"]["get"]["responses"]["200"]["content"].values()
        validator = Draft202012Validator(content["schema"] | {"components": schema["components"]})
        found = alice.get(f"{V1}/{address}").json()
        assert found.get("results", found)
        assert list(validator.iter_errors(found)) == []


def test_nothing_is_answered_that_the_schema_does_not_tell(alice, schema, everything):
    row = alice.get(f"{V1}/incidents/{everything['incidents']}?include=evidence,statements").json()
    assert set(row) == set(schema["components"]["schemas"]["Incident"]["properties"])


def test_the_page_to_try_it_runs_no_script_of_others(anonymous):
    response = anonymous.get(f"{V1}/docs")
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["script-src"] == "'self'"
    assert "incidents/dark.js" in response.content.decode()
    assert policy["style-src"] == "'self' 'unsafe-inline'"
    assert "https://" not in response.content.decode()
    elsewhere = anonymous.get(f"{V1}/problems")["Content-Security-Policy"]
    assert "unsafe-inline" not in elsewhere
