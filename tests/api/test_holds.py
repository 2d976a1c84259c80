"""Who has it open: told to colleagues alone, taken from nobody, and over by itself."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from incidents.models import Incident, User
from incidents.review.hold import FOR, hold
from incidents.vocabulary import Scope
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_problems import kind, problem

INCIDENTS = "/api/v1/incidents"


@pytest.fixture
def draft(db):
    return factories.IncidentFactory()


def send(client, incident, verb, **body):
    return client.post(f"{INCIDENTS}/{incident.pk}/{verb}", body, format="json")


def given_next(client, **body):
    answer = client.post(f"{INCIDENTS}/next", body, format="json")
    return answer.json()["id"] if answer.status_code == 200 else answer.status_code


def told(client, incident, **asked):
    row = client.get(f"{INCIDENTS}/{incident.pk}", asked).json()
    return row["held_by"], row["held_until"]


def test_who_works_on_it_is_told_to_those_who_may_see_drafts_and_to_no_others(viewer, alice, bob):
    incident = factories.IncidentFactory(published=True, has_new_source=True)
    Incident.objects.filter(pk=incident.pk).update(assignee=User.objects.get(username="bob"))
    assert send(alice, incident, "hold").json()["held_by"] == "alice"
    narrow = client_of(User.objects.get(username="alice"), Scope.READ)
    for client in (viewer, narrow):
        row = client.get(f"{INCIDENTS}/{incident.pk}").json()
        assert (row["assignee"], row["held_by"], row["held_until"]) == (None, None, None)
    row = bob.get(INCIDENTS).json()["results"][0]
    assert (row["assignee"], row["held_by"]) == ("bob", "alice")
    until = datetime.fromisoformat(row["held_until"])
    assert abs(until - timezone.now() - FOR) < timedelta(minutes=1)
    row = bob.get(f"{INCIDENTS}/{incident.pk}?fields=held_until").json()
    assert datetime.fromisoformat(row["held_until"]) == until


def test_what_a_colleague_has_is_not_taken_from_him(alice, draft):
    hold(draft, by=cast.bob())
    response = send(alice, draft, "hold")
    body = problem(response, 409)
    assert (kind(body), body["held_by"]) == ("held", "bob")
    assert 0 < int(response["Retry-After"]) <= FOR.total_seconds()
    assert send(alice, draft, "release").json()["held_by"] == "bob"
    assert told(alice, draft)[0] == "bob"


def test_who_holds_it_is_not_told_to_a_token_that_sees_no_drafts(db):
    incident = factories.IncidentFactory(published=True, has_new_source=True)
    hold(incident, by=cast.bob())
    response = send(client_of(cast.alice(), Scope.REVIEW), incident, "hold")
    assert "held_by" not in problem(response, 409)
    assert b"bob" not in response.content


def test_what_does_not_wait_for_anybody_is_not_held(alice):
    incident = factories.IncidentFactory(published=True)
    assert kind(problem(send(alice, incident, "hold"), 409)) == "wrong-status"
    assert told(alice, incident) == (None, None)


def test_a_hold_makes_no_version_and_no_step_and_keeps_nobody_from_a_change(alice, bob, draft):
    assert send(alice, draft, "hold").json()["version"] == 1
    assert send(bob, draft, "accept", version=1).status_code == 200
    steps = bob.get(f"{INCIDENTS}/{draft.pk}/revisions").json()["results"]
    assert [step["verb"] for step in steps] == ["accept", "created"]


def test_it_is_over_by_itself_and_lasts_longer_when_it_is_asked_for_again(alice, bob, draft):
    send(alice, draft, "hold")
    Incident.objects.filter(pk=draft.pk).update(held_until=timezone.now() + timedelta(seconds=5))
    _, until = told(alice, draft)
    assert send(alice, draft, "hold").json()["held_until"] > until
    Incident.objects.filter(pk=draft.pk).update(held_until=timezone.now())
    assert told(alice, draft) == (None, None)
    assert send(bob, draft, "hold").json()["held_by"] == "bob"


@pytest.mark.parametrize("verb", ["release", "publish", "reject", "merge"])
def test_whoever_is_done_with_it_has_it_no_more(alice, draft, verb):
    other = factories.IncidentFactory()
    send(alice, draft, "hold")
    body = {} if verb == "release" else {"version": 1, "reason": "done"}
    body |= {"into": str(other.pk), "into_version": 1} if verb == "merge" else {}
    assert send(alice, draft, verb, **body).status_code == 200
    draft.refresh_from_db()
    assert (draft.held_by, draft.held_until) == (None, None)


def test_nobody_is_given_what_he_may_not_see_or_what_another_has(alice, bob):
    hidden, grave, other = (
        factories.IncidentFactory(killed_min=20, sensitivity="restricted"),
        factories.IncidentFactory(killed_min=10),
        factories.IncidentFactory(),
    )
    assert given_next(alice) == grave.pk
    assert given_next(alice) == grave.pk
    assert given_next(bob) == hidden.pk
    assert given_next(bob, after=str(hidden.pk)) == other.pk
    hidden.refresh_from_db()
    assert hidden.held_by is None
    assert given_next(alice, after=str(grave.pk)) == 204
    body = problem(alice.post(f"{INCIDENTS}/next", {"after": str(hidden.pk)}, format="json"), 400)
    assert [error["field"] for error in body["errors"]] == ["after"]


def test_when_nothing_waits_there_is_none(alice, bob, draft):
    assert given_next(bob) == draft.pk
    assert given_next(alice) == 204


def test_of_the_past_nobody_remembers_who_had_it_open(alice, draft):
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        as_of = cursor.fetchone()[0].isoformat()
    send(alice, draft, "hold")
    assert told(alice, draft, as_of=as_of) == (None, None)


def test_a_page_of_fifty_that_are_held_takes_as_many_queries_as_one(alice, queries):
    bob = cast.bob()

    def listed():
        return alice.get(INCIDENTS, {"status": "draft"}).json()["results"]

    hold(factories.IncidentFactory(assignee=bob), by=bob)
    listed()
    few = queries(listed)
    for _ in range(49):
        hold(factories.IncidentFactory(assignee=bob), by=bob)
    assert queries(listed) == few
    assert [row["held_by"] for row in listed()] == ["bob"] * 50
