"""Editing and moving incidents: never over somebody else's change, never without right, reason or version."""

import pytest
from django.contrib.auth.models import Group

from incidents.models import Incident, Participation, User
from incidents.models.revisions import revisions_of
from incidents.vocabulary import Scope, Status
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_problems import kind, problem

INCIDENTS = "/api/v1/incidents"


def send(client, incident, verb, body, **headers):
    return client.post(f"{INCIDENTS}/{incident.pk}/{verb}", body, format="json", **headers)


def patch(client, incident, body, **headers):
    return client.patch(f"{INCIDENTS}/{incident.pk}", body, format="json", **headers)


def as_it_is(incident):
    incident.refresh_from_db()
    return incident


@pytest.fixture
def draft(db):
    return factories.IncidentFactory()


def test_nothing_moves_without_the_version_seen(alice, draft):
    assert kind(problem(send(alice, draft, "publish", {}), 428)) == "version-required"
    assert kind(problem(patch(alice, draft, {"summary": "x", "reason": "y"}), 428)) == "version-required"
    assert as_it_is(draft).status == Status.DRAFT


def test_nobody_overwrites_what_he_has_not_seen(alice, draft):
    Incident.objects.filter(pk=draft.pk).update(summary="Bob was here first.")
    body = problem(patch(alice, draft, {"summary": "Mine.", "version": 1, "reason": "typo"}), 409)
    assert (kind(body), body["current_version"], body["seen_version"]) == ("stale", 2, 1)
    assert as_it_is(draft).summary == "Bob was here first."


def test_the_etag_will_do_for_the_version_and_is_answered_in_its_own_way(alice, draft):
    etag = alice.get(f"{INCIDENTS}/{draft.pk}")["ETag"]
    assert kind(problem(send(alice, draft, "publish", {}, HTTP_IF_MATCH='"7"'), 412)) == "stale"
    problem(send(alice, draft, "publish", {}, HTTP_IF_MATCH="*"), 428)
    response = send(alice, draft, "publish", None, HTTP_IF_MATCH=etag)
    assert (response.status_code, response.json()["status"]) == (200, "published")
    assert response["ETag"] == f'"{response.json()["version"]}"' != etag


def test_a_browser_changes_nothing_without_its_csrf_token(draft):
    browser = client_of(cast.alice())
    browser.handler.enforce_csrf_checks = True
    body = problem(send(browser, draft, "publish", {"version": 1}), 403)
    assert "CSRF" in body["detail"]
    assert as_it_is(draft).status == Status.DRAFT


def test_a_verb_from_the_wrong_status_is_a_conflict(alice, draft):
    body = problem(send(alice, draft, "reopen", {"version": 1, "reason": "x"}), 409)
    assert kind(body) == "wrong-status"
    published = factories.IncidentFactory(published=True)
    change = {"summary": "x", "reason": "y", "version": published.version}
    assert kind(problem(patch(alice, published, change), 409)) == "wrong-status"


def test_it_is_restricted_to_a_group_of_ones_own_and_to_no_other(bob, draft):
    hers, his = (Group.objects.create(name=name) for name in ("Southern team", "Northern team"))
    User.objects.get(username="bob").groups.add(his)
    change = {"sensitivity": "restricted", "version": 1, "reason": "names a witness"}
    for other in (hers.name, "nobody's"):
        body = problem(patch(bob, draft, change | {"restricted_to": other}), 400)
        assert [error["field"] for error in body["errors"]] == ["restricted_to"]
    answer = patch(bob, draft, change | {"restricted_to": his.name}).json()
    assert (answer["sensitivity"], answer["restricted_to"]) == ("restricted", "Northern team")
    assert as_it_is(draft).restricted_to == his


def test_rejecting_and_reopening_take_a_reason(alice, draft):
    for given in ({}, {"reason": " "}):
        body = problem(send(alice, draft, "reject", {"version": 1} | given), 400)
        assert [error["field"] for error in body["errors"]] == ["reason"]


def test_four_eyes_are_kept_here_too(alice, draft, settings):
    settings.REVIEW_FOUR_EYES = True
    changed = patch(alice, draft, {"summary": "Mine.", "version": 1, "reason": "typo"}).json()
    body = problem(send(alice, draft, "publish", {"version": changed["version"]}), 403)
    assert "Four eyes" in body["detail"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sumary": "x"}, "sumary"),
        ({"status": "published"}, "status"),
        ({"public_id": "IQ-2024-9999"}, "public_id"),
        ({"sub_event_type": "war"}, "sub_event_type"),
        ({"date_start": "20 January"}, "date_start"),
        ({"date_start": "2024-01-20", "date_end": "2024-01-19"}, "date_end"),
        ({"country": "XX"}, "country"),
        ({"base": "nowhere"}, "base"),
        ({"latitude": 91}, "latitude"),
        ({"killed": {"min": 5, "max": 2}}, "killed.min"),
        ({"killed": {"min": 10**20}}, "killed.min"),
        ({"killed": 5}, "killed"),
        ({"killed": {"mim": 5}}, "killed.mim"),
        ({"targets": [{"name": "troops"}, {"actor": "nobody"}]}, "targets.1.actor"),
        ({"casualties_by_side": [{"side": "US", "kind": "hurt"}]}, "casualties_by_side.0.kind"),
        (
            {"casualties_by_side": [{"side": "US", "kind": "killed", "min": 3, "max": 1}]},
            "casualties_by_side.0.min",
        ),
        ({"weapons": [{"category": "drone", "launched": {"min": 3, "max": 1}}]}, "weapons.0.launched.min"),
        ({"summary": "a\x00b"}, "summary"),
        ({"summary": ["a"]}, "summary"),
        ({"version": "two"}, "version"),
        ({"version": 10**20}, "version"),
    ],
)
def test_what_is_wrong_with_a_correction_is_named_as_it_was_sent(alice, draft, change, field):
    body = problem(patch(alice, draft, {"version": 1, "reason": "x"} | change), 400)
    assert field in [error["field"] for error in body["errors"]]
    assert as_it_is(draft).version == 1


def test_a_correction_changes_what_it_names_and_nothing_else(alice, draft):
    militia = factories.ActorFactory(key="kataib-hezbollah", name="Kata'ib Hezbollah")
    stays = factories.ParticipationFactory(incident=draft, role="target")
    base = factories.BaseFactory(key="ain-al-asad")
    before = alice.get(f"{INCIDENTS}/{draft.pk}").json()
    response = patch(
        alice,
        draft,
        {
            "version": 1,
            "reason": "The statement of 21 January.",
            "sub_event_type": "air_drone_strike",
            "certainty": "claimed",
            "base": "ain-al-asad",
            "killed": {"min": 0, "max": 0},
            "wounded": {"min": 2},
            "perpetrators": [{"actor": "kataib-hezbollah", "basis": "claimed"}],
            "weapons": [{"category": "drone", "launched": {"min": 2, "max": 3}}],
            "casualties_by_side": [{"side": "United States", "kind": "wounded", "min": 2}],
        },
    )
    assert response.status_code == 200, response.content
    after = response.json()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {
        *(
            "version",
            "updated_at",
            "sub_event_type",
            "certainty",
            "base",
            "killed",
            "wounded",
            "perpetrators",
        ),
        *("weapons", "casualties_by_side"),
    }
    assert after["base"]["key"] == base.key
    assert after["wounded"] == {"min": 2, "max": None}
    assert after["perpetrators"][0]["name"] == militia.name
    assert after["weapons"][0]["launched"] == {"min": 2, "max": 3}
    assert Participation.objects.filter(pk=stays.pk, role="target").exists()


def test_an_answer_can_be_sent_back_as_it_came(alice, draft):
    row = alice.get(f"{INCIDENTS}/{draft.pk}").json()
    same = {
        name: row[name] for name in ("summary", "date_start", "country", "killed", "place_name", "admin1")
    }
    response = patch(alice, draft, same | {"version": 1, "reason": "nothing"})
    assert (response.status_code, response.json()["version"]) == (200, 1)


def test_a_draft_goes_all_the_way_and_the_history_says_who_and_why(draft):
    user = cast.alice()
    alice = client_of(user, Scope.REVIEW, Scope.DRAFTS)
    version = 1
    for verb, status, reason in [
        ("accept", "in_review", "mine"),
        ("publish", "published", "two sources"),
        ("reopen", "in_review", "a third source"),
        ("reject", "rejected", "a hoax"),
        ("reopen", "draft", "not a hoax"),
    ]:
        response = send(alice, draft, verb, {"version": version, "reason": reason})
        assert (response.status_code, response.json()["status"]) == (200, status), response.content
        version = response.json()["version"]
        last = revisions_of(draft)[-1]
        assert (last.user, last.verb, last.reason) == (user.pk, verb, reason)
    assert as_it_is(draft).public_id == "IQ-2024-0001"
