"""The examples in the description are what could be asked and answered."""

import csv
from importlib.resources import files

import pytest
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from incidents.api.examples import DELIVERY, EXAMPLES, PROBLEMS, PUBLISHED, WEBHOOK
from incidents.api.problems import KINDS
from incidents.api.serializers.articles import ArticleInJson
from incidents.api.serializers.changes import IncidentChange, VerbSerializer
from incidents.api.serializers.webhooks import WebhookNew

TAKES = {
    "incidents_partial_update": IncidentChange,
    "incidents_publish_create": VerbSerializer,
    "articles_create": ArticleInJson,
    "webhooks_create": WebhookNew,
}


@pytest.fixture(scope="module")
def schema():
    return SchemaGenerator().get_schema(public=True)


def shown(schema):
    """Where each stands, what it has to be like, and what it is."""
    described = {
        operation["operationId"]: operation
        for operations in schema["paths"].values()
        for operation in operations.values()
    }
    places = [
        (
            f"{name} {place}",
            described[name]["requestBody"] if place == "request" else found["responses"][place],
        )
        for name, examples in EXAMPLES.items()
        for found in [described[name]]
        for place in examples
    ]
    places += [(status, schema["components"]["responses"][f"Problem{status}"]) for status in PROBLEMS]
    return [
        (f"{where}: {example['summary']}", content["schema"], example["value"])
        for where, place in places
        for content in place["content"].values()
        for example in content["examples"].values()
    ]


def mistakes(schema, like, value):
    whole = like | {"components": schema["components"]}
    validator = Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [error.message for error in validator.iter_errors(value)]


def test_an_example_that_is_wrong_would_be_found(schema):
    like = {"$ref": "#/components/schemas/Incident"}
    assert mistakes(schema, like, PUBLISHED | {"killed": {"min": "two", "max": None}})
    assert mistakes(schema, like, {k: v for k, v in PUBLISHED.items() if k != "country"})
    assert not mistakes(schema, like, PUBLISHED)


def test_every_example_stands_in_the_description_and_is_as_it_says(schema):
    wrong = {where: found for where, like, value in shown(schema) if (found := mistakes(schema, like, value))}
    assert wrong == {}
    declared = sum(len(names) for places in EXAMPLES.values() for names in places.values())
    declared += sum(len(names) for names in PROBLEMS.values())
    summaries = {where for where, _like, _value in shown(schema)}
    assert len(summaries) == declared


def test_an_example_has_every_field_and_no_other(schema):
    told = schema["components"]["schemas"]["Incident"]["properties"].keys()
    assert PUBLISHED.keys() == told - {"evidence", "statements"}
    told = schema["components"]["schemas"]
    assert WEBHOOK.keys() == told["Webhook"]["properties"].keys()
    assert DELIVERY.keys() == told["Delivery"]["properties"].keys()
    (cited,) = EXAMPLES["articles_list"]["200"]["To who reads incidents"]["results"]
    assert cited.keys() == schema["components"]["schemas"]["Article"]["properties"].keys()


@pytest.mark.parametrize("operation", TAKES)
def test_what_is_sent_in_an_example_would_be_taken(operation):
    for name, body in EXAMPLES[operation]["request"].items():
        given = TAKES[operation](data=body)
        assert given.is_valid(), (name, given.errors)


def test_every_problem_shown_is_one_of_ours():
    for status, examples in PROBLEMS.items():
        for problem in examples.values():
            kind = KINDS[problem["type"].partition("#")[2]]
            assert (problem["title"], str(problem["status"])) == (kind.title, status)


def test_the_names_in_the_examples_are_those_of_the_gazetteer():
    def listed(name):
        text = (files("incidents.gazetteer") / name).read_text(encoding="utf-8")
        return {row["key"]: row for row in csv.DictReader(text.splitlines())}

    bases, actors = listed("bases.csv"), listed("actors.csv")
    assert bases[PUBLISHED["base"]["key"]]["name"] == PUBLISHED["base"]["name"]
    for part in (*PUBLISHED["targets"], *PUBLISHED["claimants"]):
        actor = actors[part["actor"]["key"]]
        assert (actor["name"], actor["kind"]) == (part["actor"]["name"], part["actor"]["kind"])
