"""An incident that an analyst types: hers in every value, and nobody's who may not."""

import pytest
from django.contrib.auth.models import Group

from incidents.models import Incident, Statement, User
from incidents.models.revisions import revisions_of
from incidents.vocabulary import Scope
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_problems import kind, problem

INCIDENTS = "/api/v1/incidents"
TYPED = {
    "sub_event_type": "air_drone_strike",
    "reason": "Told by a witness on the telephone.",
    "certainty": "confirmed",
    "date_start": "2024-01-20",
    "country": "IQ",
    "killed": {"min": 0, "max": 0},
    "perpetrators": [{"name": "Militants", "basis": "accused"}],
    "weapons": [{"category": "drone", "launched": {"min": 2, "max": 3}}],
    "casualties_by_side": [{"side": "United States", "kind": "wounded", "min": 2}],
}


def create(client, **body):
    return client.post(INCIDENTS, {name: value for name, value in body.items() if value}, format="json")


@pytest.mark.parametrize("role", ["viewer", "submitter"])
def test_who_does_not_review_makes_none(db, role):
    problem(create(client_of(cast.person("paul", role), Scope.ADMIN), **TYPED), 403)
    problem(create(client_of(cast.person("anna", "analyst"), Scope.DRAFTS, Scope.SUBMIT), **TYPED), 403)
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sub_event_type": None}, "sub_event_type"),
        ({"reason": None}, "reason"),
        ({"reason": " "}, "reason"),
        ({"version": 1}, "version"),
        ({"status": "published"}, "status"),
        ({"country": "XX"}, "country"),
        ({"date_start": "2199-01-01"}, "date_start"),
        ({"date_precision": "month", "date_start": None}, "date_precision"),
        ({"killed": {"min": 5, "max": 2}}, "killed.min"),
        ({"perpetrators": [{"actor": "nobody"}]}, "perpetrators.0.actor"),
        ({"weapons": [{"category": "drone", "launched": {"min": 3, "max": 1}}]}, "weapons.0.launched.min"),
        ({"restricted_to": "nobody's", "sensitivity": "restricted"}, "restricted_to"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_made(alice, change, field):
    body = problem(create(alice, **TYPED | change), 400)
    assert field in [error["field"] for error in body["errors"]]
    assert not Incident.objects.exists()


def test_every_value_is_hers_with_the_reason_and_what_she_did_not_type_is_not_known(alice):
    response = create(alice, **TYPED)
    assert response.status_code == 201, response.content
    row = response.json()
    assert response["Location"].endswith(f"{INCIDENTS}/{row['id']}")
    assert (row["status"], row["version"], response["ETag"]) == ("draft", 1, '"1"')
    assert (row["killed"], row["wounded"], row["confidence"]) == ({"min": 0, "max": 0}, None, None)
    assert (row["date_end"], row["date_precision"]) == ("2024-01-20", "day")
    assert row["weapons"][0]["launched"] == {"min": 2, "max": 3}
    said = Statement.objects.filter(incident=row["id"])
    assert {(each.author.username, each.reason, each.is_chosen) for each in said} == {
        ("alice", TYPED["reason"], True)
    }
    assert {each.field for each in said} == {
        *("event_type", "status", "date_start", "date_precision", "country", "killed"),
        *("perpetrators", "weapons", "casualties"),
    }
    made = Incident.objects.get()
    assert {(each.verb, each.reason) for each in revisions_of(made, "weapons")} == {
        ("create", TYPED["reason"])
    }
    assert not made.is_untouched()


def test_it_goes_the_way_of_any_draft_and_its_creation_can_be_undone(alice, settings):
    row = create(alice, **TYPED).json()
    published = alice.post(f"{INCIDENTS}/{row['id']}/publish", {"version": 1}, format="json")
    assert published.json()["public_id"] == "IQ-2024-0001"
    settings.REVIEW_FOUR_EYES = True
    row = create(alice, **TYPED).json()
    body = problem(alice.post(f"{INCIDENTS}/{row['id']}/publish", {"version": 1}, format="json"), 403)
    assert "Four eyes" in body["detail"]
    response = alice.post(f"{INCIDENTS}/{row['id']}/undo", {"version": 1, "reason": "a joke"}, format="json")
    assert response.status_code == 204
    assert not Incident.objects.filter(pk=row["id"]).exists()


def test_it_may_be_restricted_from_the_beginning(bob):
    group = Group.objects.create(name="Northern team")
    User.objects.get(username="bob").groups.add(group)
    row = create(bob, **TYPED, sensitivity="restricted", restricted_to=group.name).json()
    assert (row["sensitivity"], row["restricted_to"]) == ("restricted", "Northern team")


def test_a_base_brings_its_point_and_country(alice):
    factories.BaseFactory(key="ain-al-asad", time_zone="Asia/Baghdad")
    row = create(alice, sub_event_type="attack", reason="seen", base="ain-al-asad").json()
    assert (row["latitude"], row["country"], row["geo_precision"]) == (33.7856, "IQ", "exact")
    assert kind(problem(create(alice), 400)) == "invalid"
