"""One verb over many by script: of one's own, of what one may see, and each as it was."""

import pytest

from incidents import tasks
from incidents.models import Incident, Job, User
from incidents.review import jobs
from incidents.vocabulary import Scope
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_problems import problem

JOBS = "/api/v1/jobs"


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    monkeypatch.setattr(tasks.run_job, "delay", lambda pk: None)


@pytest.fixture
def drafts(db):
    return [factories.IncidentFactory() for _ in range(3)]


def start(client, key=None, **body):
    return client.post(JOBS, body, format="json", **({"HTTP_IDEMPOTENCY_KEY": key} if key else {}))


def ids(incidents):
    return [incident.pk for incident in incidents]


@pytest.mark.parametrize("role", ["viewer", "submitter"])
def test_who_does_not_review_starts_none_and_sees_none(drafts, role):
    client = client_of(cast.person("paul", role), Scope.ADMIN)
    problem(start(client, verb="publish", ids=ids(drafts)), 403)
    problem(client.get(JOBS), 403)
    narrow = client_of(cast.person("anna", "analyst"), Scope.DRAFTS)
    problem(start(narrow, verb="publish", ids=ids(drafts)), 403)
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"verb": "destroy", "ids": [1]}, "verb"),
        ({"verb": "publish"}, "ids"),
        ({"verb": "publish", "ids": [1], "filter": {}}, "ids"),
        ({"verb": "publish", "ids": [999999]}, "ids"),
        ({"verb": "publish", "filter": {"contry": "IQ"}}, "filter.contry"),
        ({"verb": "publish", "filter": {"country": "XX"}}, "filter.country"),
        ({"verb": "publish", "filter": {"country": "YE", "status": "draft"}}, "filter"),
        ({"verb": "reject", "filter": {"status": "draft"}}, "reason"),
        ({"verb": "edit", "filter": {"status": "draft"}, "field": "summary", "reason": "x"}, "field"),
        (
            {
                "verb": "edit",
                "filter": {"status": "draft"},
                "field": "damage",
                "value": "some",
                "reason": "x",
            },
            "value",
        ),
        ({"verb": "assign", "filter": {"status": "draft"}, "assignee": "nobody at all"}, "assignee"),
        ({"verb": "link", "filter": {"status": "draft"}, "campaign": 999}, "campaign"),
        ({"verb": "confirm", "filter": {"status": "draft"}, "confidence": 80}, "confidence"),
        ({"verb": "publish", "ids": [1], "colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_started(alice, drafts, body, field):
    told = problem(start(alice, **body), 400)
    assert field in [error["field"] for error in told["errors"]]
    assert not Job.objects.exists()


def test_what_one_may_not_see_is_not_chosen(alice):
    hidden = factories.IncidentFactory(sensitivity="restricted")
    problem(start(alice, verb="publish", ids=[hidden.pk]), 400)
    problem(start(alice, verb="publish", filter={"status": "draft"}), 400)
    narrow = client_of(cast.person("anna", "analyst"), Scope.REVIEW)
    problem(start(narrow, verb="publish", filter={"status": "draft"}), 403)


def test_a_job_is_told_of_until_it_has_ended_and_each_row_says_what_became_of_it(alice, bob, drafts):
    response = start(alice, verb="reject", filter={"status": ["draft"], "country": "IQ"}, reason="a hoax")
    assert response.status_code == 202, response.content
    assert response["Retry-After"]
    address = response["Location"]
    assert response.json()["progress"] == {"done": 0, "of": 3, "changed": 0, "unchanged": 0, "refused": 0}
    problem(bob.get(address), 404)
    assert bob.get(JOBS).json()["results"] == []
    Incident.objects.filter(pk=drafts[1].pk).update(summary="Changed since.")
    assert alice.get(address)["Retry-After"]
    jobs.run(response.json()["id"])
    ended = alice.get(address)
    assert "Retry-After" not in ended
    row = ended.json()
    assert (row["state"], row["progress"]["changed"], row["progress"]["refused"]) == ("done", 2, 1)
    (refused,) = alice.get(f"{row['rows_url']}?outcome=refused").json()["results"]
    assert (refused["incident"]["id"], refused["message"]) == (
        drafts[1].pk,
        "It has changed since you chose it.",
    )
    assert [each["id"] for each in alice.get(JOBS).json()["results"]] == [row["id"]]
    undone = alice.post(f"{address}/undo", {"reason": "no hoax"}, format="json")
    assert undone.status_code == 202, undone.content
    jobs.run(undone.json()["id"])
    assert not Incident.objects.filter(status="rejected").exists()


def test_a_row_that_became_hidden_is_told_of_no_more(alice, drafts):
    job = start(alice, verb="publish", ids=ids(drafts)).json()
    jobs.run(job["id"])
    Incident.objects.filter(pk=drafts[0].pk).update(sensitivity="restricted")
    first, second, _ = alice.get(job["rows_url"]).json()["results"]
    assert (first["incident"], first["message"]) == (None, None)
    assert second["incident"]["status"] == "published"


def test_it_is_stopped_between_two_rows_and_started_once_for_a_key(alice, drafts):
    body = {"verb": "publish", "ids": ids(drafts)}
    first, again = start(alice, key="one", **body), start(alice, key="one", **body)
    assert (first.json(), again["Idempotency-Replayed"]) == (again.json(), "true")
    assert Job.objects.count() == 1
    stopped = alice.post(f"{first['Location']}/stop")
    assert (stopped.status_code, stopped.json()["state"]) == (200, "stopped")
    problem(alice.post(f"{first['Location']}/stop"), 400)
    jobs.run(first.json()["id"])
    assert not Incident.objects.filter(status="published").exists()


def test_verbs_are_told_what_they_ask_for(alice, drafts):
    for body in (
        {"verb": "edit", "field": "civilian_targeting", "value": True, "reason": "as said"},
        {"verb": "assign", "assignee": "alice"},
    ):
        job = start(alice, ids=ids(drafts), **body)
        assert job.status_code == 202, job.content
        jobs.run(job.json()["id"])
    one = Incident.objects.get(pk=drafts[0].pk)
    assert (one.civilian_targeting, one.assignee) == (True, User.objects.get(username="alice"))
    job = start(alice, ids=ids(drafts), verb="assign", assignee=None).json()
    jobs.run(job["id"])
    assert Incident.objects.get(pk=drafts[0].pk).assignee is None


def test_fifty_rows_take_as_many_queries_as_one(alice, drafts, queries):
    job = start(alice, verb="publish", ids=ids(drafts[:1])).json()
    alice.get(JOBS)
    few = [queries(lambda a=address: alice.get(a)) for address in (JOBS, job["rows_url"])]
    many = [factories.IncidentFactory() for _ in range(49)]
    larger = start(alice, verb="publish", ids=ids(many)).json()
    for incident in many:
        start(alice, verb="publish", ids=[incident.pk])
    assert [queries(lambda a=address: alice.get(a)) for address in (JOBS, larger["rows_url"])] == few
