"""Comments and statements of one's own: for colleagues, and never for the public."""

import pytest

from incidents.models import Comment, Notice, User
from incidents.vocabulary import Scope
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_problems import problem

INCIDENTS = "/api/v1/incidents"


@pytest.fixture
def draft(db):
    return factories.IncidentFactory()


def send(client, incident, part, **body):
    return client.post(f"{INCIDENTS}/{incident.pk}/{part}", body, format="json")


def test_who_sees_no_drafts_reads_no_comments_and_writes_none(viewer, submitter, alice):
    public = factories.IncidentFactory(published=True)
    assert send(alice, public, "comments", text="Hm.").status_code == 201
    for client in (viewer, submitter):
        problem(client.get(f"{INCIDENTS}/{public.pk}/comments"), 403)
        problem(send(client, public, "comments", text="I was there."), 403)
    narrow = client_of(User.objects.get(username="alice"), Scope.READ, Scope.REVIEW)
    problem(narrow.get(f"{INCIDENTS}/{public.pk}/comments"), 403)
    reader = client_of(User.objects.get(username="alice"), Scope.DRAFTS)
    assert reader.get(f"{INCIDENTS}/{public.pk}/comments").status_code == 200
    problem(send(reader, public, "comments", text="Hm."), 403)
    assert Comment.objects.count() == 1


def test_what_is_restricted_is_not_there_to_be_talked_about(alice):
    restricted = factories.IncidentFactory(sensitivity="restricted")
    problem(alice.get(f"{INCIDENTS}/{restricted.pk}/comments"), 404)
    problem(send(alice, restricted, "comments", text="Hm."), 404)


@pytest.mark.parametrize("text", [None, "", "  ", "x" * 5001, ["a"], "a\x00b"])
def test_a_comment_says_something(alice, draft, text):
    body = problem(send(alice, draft, "comments", text=text), 400)
    assert [error["field"] for error in body["errors"]] == ["text"]


def test_a_comment_tells_whom_it_mentions_and_makes_no_version(alice, bob, draft):
    response = send(alice, draft, "comments", text="@bob, is it the same? @nobody")
    assert response.status_code == 201, response.content
    assert (response.json()["author"], response.json()["nobody"]) == ("alice", ["nobody"])
    assert [(notice.user.username, notice.kind) for notice in Notice.objects.all()] == [("bob", "mentioned")]
    send(bob, draft, "comments", text="No.")
    rows = alice.get(f"{INCIDENTS}/{draft.pk}/comments").json()["results"]
    assert [row["text"] for row in rows] == ["@bob, is it the same? @nobody", "No."]
    draft.refresh_from_db()
    assert draft.version == 1


def test_fifty_comments_take_as_many_queries_as_one(alice, draft, queries):
    address = f"{INCIDENTS}/{draft.pk}/comments"
    send(alice, draft, "comments", text="Hm.")
    alice.get(address)
    few = queries(lambda: alice.get(address))
    for number in range(49):
        Comment.objects.create(incident=draft, author=cast.person(f"colleague{number}"), text="Hm.")
    assert queries(lambda: alice.get(address)) == few


# --- statements of one's own --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"field": "colour"}, "field"),
        ({"field": "sensitivity"}, "field"),
        ({"value": "many"}, "value"),
        ({"value": {"min": 5, "max": 2}}, "value.min"),
        ({"value": {"mim": 5}}, "value.mim"),
        ({"reason": None}, "reason"),
        ({"evidence": [{"article": 1, "start": 5}]}, "evidence.0.end"),
        ({"evidence": [{"article": 999999, "start": 0, "end": 5}]}, "words"),
        ({"value": None}, "value"),
    ],
)
def test_a_statement_that_says_nothing_new_or_nothing_true_is_refused(alice, draft, change, field):
    said = {"field": "killed", "value": {"min": 2}, "reason": "the hospital says so", "version": 1} | change
    body = problem(send(alice, draft, "statements", **said), 400)
    assert field in [error["field"] for error in body["errors"]]
    draft.refresh_from_db()
    assert (draft.version, draft.statements.count()) == (1, 0)


def test_a_statement_names_the_version_seen_and_takes_the_right_to_review(alice, viewer, draft):
    said = {"field": "killed", "value": {"min": 2}, "reason": "the hospital says so"}
    problem(send(alice, draft, "statements", **said), 428)
    problem(send(alice, draft, "statements", **said, version=7), 409)
    problem(send(viewer, draft, "statements", **said, version=1), 403)


def test_ones_own_statement_stands_beside_the_rivals_on_its_words_and_is_followed(alice, draft):
    report = factories.ReportFactory(incident=draft)
    rival = factories.StatementFactory(
        incident=draft, article=report.article, field="wounded", is_chosen=True
    )
    words = {"article": report.article_id, "start": 0, "end": 11}
    response = send(
        alice,
        draft,
        "statements",
        field="wounded",
        value={"min": 8, "max": 8},
        reason="the hospital says so",
        evidence=[words],
        version=1,
    )
    assert response.status_code == 201, response.content
    made = response.json()
    assert (made["author"], made["article"], made["is_chosen"]) == ("alice", None, True)
    assert made["incident_version"] == 2
    assert [each["quote"] for each in made["evidence"]] == ["Rockets hit"]
    assert alice.get(response["Location"]).json()["id"] == made["id"]
    listed = alice.get(f"{INCIDENTS}/{draft.pk}/statements").json()["results"]
    assert [(row["id"], row["is_chosen"]) for row in listed] == [(rival.pk, False), (made["id"], True)]
    back = send(alice, draft, "choose", statement=rival.pk, version=2, reason="on the record")
    assert back.json()["wounded"] == {"min": 2, "max": None}


def test_the_statements_of_a_published_incident_are_everybodys_and_those_of_a_draft_are_not(viewer, draft):
    public = factories.IncidentFactory(published=True)
    factories.StatementFactory(incident=public)
    assert len(viewer.get(f"{INCIDENTS}/{public.public_id}/statements").json()["results"]) == 1
    problem(viewer.get(f"{INCIDENTS}/{draft.pk}/statements"), 404)
