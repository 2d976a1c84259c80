"""Statements and evidence as lists: of what one may see and of nothing else."""

import pytest

from incidents.vocabulary import Stance
from tests import factories
from tests.api.test_problems import problem

V1 = "/api/v1"
LISTS = ("statements", "evidence")


def said_of(incident, words="Rockets hit", **fields):
    article = factories.ReportFactory(incident=incident).article
    statement = factories.StatementFactory(incident=incident, article=article, **fields)
    factories.evidence(statement, words)
    return statement


def rows(client, name, **asked):
    response = client.get(f"{V1}/{name}", asked)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def numbers(client, name, **asked):
    key = "id" if name == "statements" else "statement"
    return [row[key] for row in rows(client, name, **asked)]


@pytest.fixture
def held(db):
    return {
        "public": said_of(factories.IncidentFactory(published=True)),
        "draft": said_of(factories.IncidentFactory()),
        "restricted": said_of(factories.IncidentFactory(published=True, sensitivity="restricted")),
    }


@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_told_of_incidents_that_one_may_not_see(viewer, alice, bob, held, name):
    public, draft, restricted = (held[each].pk for each in ("public", "draft", "restricted"))
    assert numbers(viewer, name) == numbers(alice, name) == [public]
    assert numbers(bob, name) == [public, restricted]
    for key in ("draft", "restricted"):
        incident = held[key].incident
        assert numbers(viewer, name, incident=incident.pk) == []
        assert viewer.get(f"{V1}/{name}?incident={incident.pk}&count=exact").json()["count"] == 0
        one = held[key] if name == "statements" else held[key].evidence.get()
        problem(viewer.get(f"{V1}/{name}/{one.pk}"), 404)
    assert numbers(alice, name, incident=held["draft"].incident_id) == [draft]
    assert numbers(alice, name, status="draft") == [draft]
    problem(viewer.get(f"{V1}/{name}?status=draft"), 403)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("parameter", "value"),
    [("incident", "x"), ("field", "colour"), ("article", "1e5"), ("chosen", "perhaps"), ("speeker", "x")],
)
def test_what_cannot_be_asked_is_named(viewer, name, parameter, value):
    body = problem(viewer.get(f"{V1}/{name}?{parameter}={value}"), 400)
    assert [error["parameter"] for error in body["errors"]] == [parameter]


def test_statements_are_found_by_who_says_what_of_which_field_and_how(viewer):
    incident = factories.IncidentFactory(published=True)
    killed = said_of(incident, field="killed", speaker="The Pentagon", is_chosen=True)
    denied = said_of(incident, field="status", stance=Stance.DENIED)
    other = said_of(factories.IncidentFactory(published=True), field="killed")

    def found(**asked):
        return numbers(viewer, "statements", **asked)

    assert found(field="killed") == [killed.pk, other.pk]
    assert found(field="certainty") == [denied.pk]
    assert found(field="killed", incident=incident.public_id) == [killed.pk]
    assert found(not_field="killed") == [denied.pk]
    assert found(speaker="the pentagon") == [killed.pk]
    assert found(stance="denied") == [denied.pk]
    assert found(article=[other.article_id, denied.article_id]) == [denied.pk, other.pk]
    assert found(source=denied.article.source.name) == [denied.pk]
    assert found(chosen="true") == [killed.pk]
    assert found(by_analyst="true") == []
    assert found(ordering="-id", page_size=1) == [other.pk]


def test_evidence_is_found_by_incident_article_field_and_statement(viewer):
    incident = factories.IncidentFactory(published=True)
    killed = said_of(incident, field="killed", is_chosen=True)
    other = said_of(factories.IncidentFactory(published=True), field="place")

    def found(**asked):
        return numbers(viewer, "evidence", **asked)

    assert found(incident=incident.pk) == found(field="killed") == found(chosen=1) == [killed.pk]
    assert found(field="place_name") == found(article=other.article_id) == [other.pk]
    assert found(statement=[killed.pk, other.pk]) == [killed.pk, other.pk]


def test_a_row_tells_what_it_is_about(viewer):
    statement = said_of(factories.IncidentFactory(published=True), field="event_type", value="attack")
    (row,) = rows(viewer, "statements")
    assert (row["incident"]["public_id"], row["field"]) == (statement.incident.public_id, "sub_event_type")
    assert [words["quote"] for words in row["evidence"]] == ["Rockets hit"]
    (words,) = rows(viewer, "evidence")
    assert (words["incident"], words["field"]) == (row["incident"], row["field"])
    assert (words["start"], words["end"], words["quote"]) == (0, 11, "Rockets hit")
    assert rows(viewer, "statements", fields="id,field") == [{"id": statement.pk, "field": "sub_event_type"}]


@pytest.mark.parametrize("name", LISTS)
def test_fifty_rows_take_as_many_queries_as_one(alice, queries, name):
    said_of(factories.IncidentFactory(published=True))
    rows(alice, name)  # the token notes that it is used
    few = queries(lambda: rows(alice, name))
    for _ in range(49):
        said_of(factories.IncidentFactory(published=True))
    assert queries(lambda: rows(alice, name)) == few
    assert len(rows(alice, name)) == 50
