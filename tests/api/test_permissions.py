"""Who gets through which door of the API: one table."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from rest_framework.test import APIClient

from incidents import tasks
from incidents.models import Token
from incidents.vocabulary import Scope
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_problems import problem

V1 = "/api/v1"
ROLES = ("anonymous", "nobody", "viewer", "submitter", "analyst", "editor", "admin")

# door -> the answer to each of ROLES; x is the published incident, d the draft, a the article of both
DOORS = {
    # reading
    "GET /": "200 200 200 200 200 200 200",
    "GET /schema": "200 200 200 200 200 200 200",
    "GET /docs": "200 200 200 200 200 200 200",
    "GET /problems": "200 200 200 200 200 200 200",
    "GET /incidents": "401 403 200 200 200 200 200",
    "GET /incidents?include=evidence,statements": "401 403 200 200 200 200 200",
    "GET /incidents?status=draft": "401 403 403 403 200 200 200",
    "GET /incidents?status=published&status=rejected": "401 403 403 403 200 200 200",
    "GET /incidents/{x}": "401 403 200 200 200 200 200",
    "GET /incidents/{d}": "401 403 404 404 200 200 200",
    "GET /incidents/{restricted}": "401 403 404 404 404 200 200",
    "GET /incidents/{embargoed}": "401 403 404 404 404 200 200",
    "GET /actors": "401 403 200 200 200 200 200",
    "GET /bases": "401 403 200 200 200 200 200",
    "GET /places": "401 403 200 200 200 200 200",
    "GET /sources": "401 403 200 200 200 200 200",
    "GET /campaigns": "401 403 200 200 200 200 200",
    "GET /statements": "401 403 200 200 200 200 200",
    "GET /statements?status=draft": "401 403 403 403 200 200 200",
    "GET /evidence": "401 403 200 200 200 200 200",
    "GET /incidents/{x}/revisions": "401 403 200 200 200 200 200",
    "GET /incidents/{d}/revisions": "401 403 404 404 200 200 200",
    "GET /incidents/{restricted}/revisions": "401 403 404 404 404 200 200",
    "GET /jobs": "401 403 403 403 200 200 200",
    "POST /jobs": "401 403 403 403 202 202 202",
    "GET /batches": "401 403 403 200 200 200 200",
    "GET /articles": "401 403 200 200 200 200 200",
    "GET /articles?q=rockets": "401 403 403 403 200 200 200",
    "GET /articles?cited=true": "401 403 200 200 200 200 200",
    "GET /articles?cited=true&state=read": "401 403 403 403 200 200 200",
    "GET /articles/{a}": "401 403 200 200 200 200 200",
    "GET /articles/{secret}": "401 403 404 404 200 200 200",
    "GET /articles/{a}?include=text": "401 403 403 403 200 200 200",
    # writing
    "POST /articles": "401 403 403 202 202 202 202",
    "POST /articles/{a}/reread": "401 403 403 403 202 202 202",
    "POST /incidents": "401 403 403 403 201 201 201",
    "GET /incidents/{x}/comments": "401 403 403 403 200 200 200",
    "GET /incidents/{d}/comments": "401 403 403 403 200 200 200",
    "POST /incidents/{d}/comments": "401 403 403 403 201 201 201",
    "GET /incidents/{x}/statements": "401 403 200 200 200 200 200",
    "POST /incidents/{d}/statements": "401 404 404 404 201 201 201",
    "POST /incidents/{d}/merge": "401 404 404 404 200 200 200",
    "POST /incidents/{d}/assign": "401 404 404 404 200 200 200",
    "POST /incidents/{d}/link": "401 404 404 404 200 200 200",
    "POST /incidents/{x}/link": "401 403 403 403 200 200 200",
    "PATCH /incidents/{d}": "401 404 404 404 200 200 200",
    "POST /incidents/{d}/accept": "401 404 404 404 200 200 200",
    "POST /incidents/{d}/publish": "401 404 404 404 200 200 200",
    "POST /incidents/{d}/reject": "401 404 404 404 200 200 200",
    "PATCH /incidents/{x}": "401 403 403 403 409 409 409",
    "POST /incidents/{x}/reopen": "401 403 403 403 200 200 200",
    "POST /incidents/{x}/acknowledge": "401 403 403 403 200 200 200",
    "POST /incidents/{x}/reject": "401 403 403 403 409 409 409",
    "POST /incidents/{d}/hold": "401 404 404 404 200 200 200",
    "POST /incidents/{x}/hold": "401 403 403 403 409 409 409",
    "POST /incidents/{restricted}/hold": "401 404 404 404 404 409 409",
    "POST /incidents/{d}/release": "401 404 404 404 200 200 200",
    "POST /incidents/next": "401 403 403 403 200 200 200",
    "POST /incidents/{restricted}/reopen": "401 404 404 404 404 200 200",
    # what nobody does here
    "DELETE /incidents/{x}": "401 403 405 405 405 405 405",
    "PUT /incidents/{d}": "401 403 405 405 405 405 405",
    "POST /actors": "401 403 405 405 405 405 405",
    "DELETE /articles/{a}": "401 405 405 405 405 405 405",
}


@pytest.fixture(scope="module")
def module_records(kept):
    article = factories.ArticleFactory()
    records = {
        "x": factories.IncidentFactory(published=True),
        "y": factories.IncidentFactory(published=True, country="YE"),
        "d": factories.IncidentFactory(country="SY"),  # its public id is then the first of its country
        "restricted": factories.IncidentFactory(published=True, sensitivity="restricted"),
        "embargoed": factories.IncidentFactory(
            published=True, embargo_until=timezone.now() + timedelta(days=1)
        ),
    }
    for incident in records.values():
        factories.ReportFactory(incident=incident, article=article)
    secret = factories.ArticleFactory()
    for name in ("d", "restricted", "embargoed"):
        factories.ReportFactory(incident=records[name], article=secret)
    return records | {"a": article, "secret": secret}


@pytest.fixture
def records(db, module_records, monkeypatch):
    monkeypatch.setattr(tasks.run_job, "delay", lambda pk: None)
    monkeypatch.setattr(tasks.read_article, "delay", lambda pk: None)  # the worker is another test's
    return module_records


@pytest.fixture(scope="module")
def module_people(kept):
    """One account a role for the whole table."""
    return cast.everybody()


def body_for(door, records):
    if door == "POST /articles":
        return {"text": "Rockets hit the base on Saturday, wounding two soldiers.", "published": "2024-01-20"}
    if door == "POST /jobs":
        return {"verb": "publish", "ids": [records["x"].pk]}
    if door == "POST /incidents":
        return {"sub_event_type": "attack", "reason": "seen"}
    if door.endswith("/comments"):
        return {"text": "Hm."}
    if door.endswith(("/hold", "/release", "/next")):
        return {}
    version = next((records[name].version for name in records if f"{{{name}}}" in door and name != "a"), None)
    body = {"version": version, "reason": "because"}
    x = {"other": str(records["x"].pk), "kind": "part_of"}
    more = {
        "merge": {"into": str(records["x"].pk), "into_version": records["x"].version},
        "link": x if "{d}" in door else x | {"other": str(records["y"].pk)},
        "assign": {"assignee": None},
        "statements": {"field": "damage", "value": "minor"},
    }.get(door.rpartition("/")[2], {})
    return body | more | ({"summary": "Corrected."} if door.startswith("PATCH") else {})


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("door", DOORS)
def test_each_door_opens_for_whom_the_table_says(records, module_people, door, role):
    expected = int(DOORS[door].split()[ROLES.index(role)])
    method, _, path = door.partition(" ")
    client = APIClient() if role == "anonymous" else client_of(module_people[role], Scope.ADMIN)
    address = f"{V1}{path}".format(**{name: record.pk for name, record in records.items()})
    body = body_for(door, records) if method in {"POST", "PATCH", "PUT"} else None
    response = client.generic(method, address) if body is None else client.post(address, body, format="json")
    if body is not None and method != "POST":
        response = getattr(client, method.lower())(address, body, format="json")
    assert response.status_code == expected, response.content
    if expected >= 400:
        problem(response, expected)


# an admin's token of one scope alone
NARROW = {
    "GET /incidents": {Scope.READ: 200},
    "GET /incidents?status=draft": {},  # takes read and drafts
    "GET /actors": {Scope.READ: 200},
    "GET /articles": {Scope.READ: 200, Scope.DRAFTS: 200, Scope.SUBMIT: 200},
    "GET /articles?cited=true": {Scope.READ: 200, Scope.DRAFTS: 200},
    "GET /articles/{a}": {Scope.READ: 200, Scope.DRAFTS: 200, Scope.SUBMIT: 404},
    "GET /articles/{secret}": {Scope.READ: 404, Scope.DRAFTS: 200, Scope.SUBMIT: 404},
    "GET /articles/{a}?include=text": {Scope.DRAFTS: 200},
    "POST /articles": {Scope.SUBMIT: 202},
    "POST /articles/{a}/reread": {Scope.REVIEW: 403},  # review alone sees no article
    "POST /incidents/{d}/publish": {Scope.REVIEW: 404},  # nor a draft
    "POST /incidents/{x}/reopen": {Scope.REVIEW: 200},
    "POST /incidents/{d}/hold": {Scope.REVIEW: 404},
    "POST /incidents/next": {},  # takes drafts and review
    "POST /incidents": {Scope.REVIEW: 201},
    "GET /statements": {Scope.READ: 200},
    "GET /incidents/{x}/revisions": {Scope.READ: 200},
    "GET /incidents/{x}/comments": {Scope.DRAFTS: 200},
    "POST /incidents/{x}/comments": {},  # takes drafts and review
    "GET /batches": {Scope.READ: 200, Scope.DRAFTS: 200, Scope.SUBMIT: 200},
}
ONE_SCOPE = (Scope.READ, Scope.DRAFTS, Scope.SUBMIT, Scope.REVIEW)


@pytest.mark.parametrize("scope", ONE_SCOPE)
@pytest.mark.parametrize("door", NARROW)
def test_a_token_does_no_more_than_its_scope_whoever_owns_it(records, module_people, door, scope):
    method, _, path = door.partition(" ")
    client = client_of(module_people["admin"], scope)
    address = f"{V1}{path}".format(**{name: record.pk for name, record in records.items()})
    body = body_for(door, records) if method == "POST" else None
    response = getattr(client, method.lower())(address, body, format="json" if body else None)
    assert response.status_code == NARROW[door].get(scope, 403), response.content


def test_scopes_add_up_and_give_no_right_that_the_role_lacks(records, module_people):
    both = client_of(module_people["analyst"], Scope.READ, Scope.DRAFTS)
    assert both.get(f"{V1}/incidents?status=draft").status_code == 200
    viewer = client_of(module_people["viewer"], *Scope)
    assert viewer.get(f"{V1}/incidents/{records['d'].pk}").status_code == 404
    assert viewer.post(f"{V1}/articles", {"text": "Rockets."}, format="json").status_code == 403


def test_a_browser_that_is_logged_in_has_every_scope(records, module_people):
    browser = client_of(module_people["analyst"])
    assert browser.get(f"{V1}/incidents/{records['d'].pk}").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"revoked_at": timezone.now()},
        {"digest": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_dead_token_opens_nothing_not_even_what_is_public(records, module_people, change):
    client = client_of(module_people["admin"], Scope.ADMIN)
    assert client.get(f"{V1}/incidents").status_code == 200
    Token.objects.update(**change)
    with override_settings(PUBLIC_READ=True):
        response = client.get(f"{V1}/incidents")
        problem(response, 401)
        assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Bearer é", "Bearer a b", "bearer \x00"])
def test_a_header_of_nonsense_is_no_token(db, header):
    problem(APIClient().get(f"{V1}/incidents", HTTP_AUTHORIZATION=header), 401)


def test_a_token_whose_owner_has_left_opens_nothing(db):
    alice = cast.alice()
    client = client_of(alice, Scope.READ)
    alice.is_active = False
    alice.save()
    problem(client.get(f"{V1}/incidents"), 401)


def test_a_token_in_the_address_is_an_unknown_parameter(db):
    _, secret = Token.objects.issue(cast.alice(), name="script", scopes=[Scope.READ])
    assert APIClient().get(f"{V1}/incidents?token={secret}").status_code == 401


@override_settings(PUBLIC_READ=True)
def test_public_reading_is_of_what_is_published_and_of_nothing_else(records):
    anonymous = APIClient()
    listed = anonymous.get(f"{V1}/incidents").json()["results"]
    assert {row["id"] for row in listed} == {records["x"].pk, records["y"].pk}
    assert anonymous.get(f"{V1}/actors").status_code == 200
    problem(anonymous.get(f"{V1}/incidents?status=draft"), 403)
    for name in ("d", "restricted", "embargoed"):
        problem(anonymous.get(f"{V1}/incidents/{records[name].pk}"), 404)
    problem(anonymous.get(f"{V1}/articles/{records['a'].pk}"), 401)
    address = f"{V1}/incidents/{records['x'].pk}/reopen"
    problem(anonymous.post(address, {"version": 3, "reason": "x"}, format="json"), 401)
