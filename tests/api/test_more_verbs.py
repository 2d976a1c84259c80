"""What is done with two incidents, and taken back: never over another's work, never with what one may not see."""

import pytest

from incidents import review
from incidents.models import Campaign, Incident, User, WeaponUse
from incidents.vocabulary import Scope
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_problems import kind, problem

INCIDENTS = "/api/v1/incidents"


def send(client, incident, verb, **body):
    return client.post(
        f"{INCIDENTS}/{incident.pk}/{verb}", {"version": incident.version} | body, format="json"
    )


def patch(client, incident, **headers):
    body = {"summary": "Mine.", "reason": "typo"}
    return client.patch(f"{INCIDENTS}/{incident.pk}", body, format="json", **headers)


def now(incident):
    return Incident.objects.get(pk=incident.pk)


@pytest.fixture
def pair(db):
    return factories.IncidentFactory(killed_min=3, killed_max=3), factories.IncidentFactory()


# --- which version ------------------------------------------------------------------------------

VERBS = {
    **{verb: {} for verb in ("accept", "acknowledge", "publish", "reject", "reopen", "confirm", "undo")},
    "assign": {"assignee": None},
    "choose": {"statement": 1},
    "revert": {"to": 1},
    "merge": {"into_version": 1},
    "split": {},
    "link": {"kind": "part_of"},
    "unlink": {"kind": "part_of"},
    "apart": {},
    "add_to_campaign": {"campaign": 1},
    "take_from_campaign": {"campaign": 1},
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_names_the_version_seen(alice, pair, verb):
    one, other = pair
    body = VERBS[verb] | ({"into": str(other.pk)} if verb == "merge" else {})
    body |= {"other": str(other.pk)} if verb in {"link", "unlink", "apart"} else {}
    if "campaign" in body:
        body["campaign"] = Campaign.objects.create(name="Attacks").pk
    address = f"{INCIDENTS}/{one.pk}/{verb}"
    for named, headers, expected in (
        ({}, {}, 428),
        ({}, {"HTTP_IF_MATCH": "*"}, 428),
        ({"version": 7}, {}, 409),
        ({}, {"HTTP_IF_MATCH": '"7", "8-0f"'}, 412),
        ({"version": one.version}, {"HTTP_IF_MATCH": '"7"'}, 412),
    ):
        response = alice.post(address, body | {"reason": "x"} | named, format="json", **headers)
        assert kind(problem(response, expected)) == ("version-required" if expected == 428 else "stale")
    assert (now(one).version, now(other).version) == (1, 1)


@pytest.mark.parametrize("header", ["3", '"x"', '"1" "2"', '"1",', "*, *", "", '"1;2"'])
def test_what_is_no_list_of_etags_is_said_to_be_none(alice, pair, header):
    body = problem(patch(alice, pair[0], HTTP_IF_MATCH=header), 400)
    assert [error["parameter"] for error in body["errors"]] == ["If-Match"]


@pytest.mark.parametrize("header", ['"1"', 'W/"1"', '"7", "1"', '"7" ,W/"1-0f"'])
def test_either_etag_of_a_list_will_do(alice, pair, header):
    response = patch(alice, pair[0], HTTP_IF_MATCH=header)
    assert (response.status_code, response.json()["version"]) == (200, 2)


def test_if_match_of_whatever_is_there_leaves_the_version_to_the_body(alice, pair):
    response = alice.patch(
        f"{INCIDENTS}/{pair[0].pk}",
        {"summary": "Mine.", "reason": "typo", "version": 1},
        format="json",
        HTTP_IF_MATCH="*",
    )
    assert response.status_code == 200


# --- merge and split ----------------------------------------------------------------------------


def test_nothing_is_merged_into_what_one_may_not_see_or_has_not_seen(alice, pair):
    gone, stays = pair
    hidden = factories.IncidentFactory(sensitivity="restricted")
    for into in (str(hidden.pk), "XX-2024-0001", "x", "0"):
        body = problem(send(alice, gone, "merge", into=into, into_version=1), 400)
        assert [error["field"] for error in body["errors"]] == ["into"]
    problem(send(alice, gone, "merge", into=str(stays.pk)), 400)
    assert kind(problem(send(alice, gone, "merge", into=str(stays.pk), into_version=7), 409)) == "stale"
    body = problem(send(alice, gone, "merge", into=str(stays.pk), into_version=1, take=["colour"]), 400)
    assert body["errors"][0]["field"].startswith("take")
    assert now(gone).status == "draft"


def test_a_published_incident_takes_over_sources_and_no_values(alice, pair):
    stays = factories.IncidentFactory(published=True)
    told = {"into": stays.public_id, "into_version": stays.version, "take": ["killed"]}
    body = problem(send(alice, pair[0], "merge", **told), 400)
    assert {error["field"] for error in body["errors"]} == {"killed"}


def test_merging_answers_with_the_one_that_stays_and_undo_parts_them_again(alice, pair):
    gone, stays = pair
    response = send(alice, gone, "merge", into=str(stays.pk), into_version=1, take=["killed"], reason="same")
    assert response.status_code == 200, response.content
    row = response.json()
    assert (row["id"], row["killed"]) == (stays.pk, {"min": 3, "max": 3})
    assert now(gone).merged_into_id == stays.pk
    assert alice.get(f"{INCIDENTS}/{gone.pk}").status_code == 301
    assert send(alice, now(stays), "undo", reason="two events").status_code == 200
    assert (now(gone).status, now(stays).killed_min) == ("draft", None)


def test_a_draft_that_tells_of_two_events_becomes_two(alice, pair):
    first, _ = pair
    statements = [factories.StatementFactory(incident=first, field=name) for name in ("killed", "wounded")]
    body = problem(send(alice, first, "split", statements=[]), 400)
    assert [error["field"] for error in body["errors"]] == ["statements"]
    response = send(alice, first, "split", statements=[statements[1].pk], reason="two places")
    assert response.status_code == 201, response.content
    new = response.json()
    assert response["Location"].endswith(f"{INCIDENTS}/{new['id']}")
    assert (new["id"] != first.pk, new["wounded"]) == (True, {"min": 2, "max": None})


def in_lists(incident):
    """Of perpetrators, targets and weapons what each row is called."""
    return (
        [each.name for each in incident.participations.filter(role="perpetrator")],
        [each.name for each in incident.participations.filter(role="target")],
        [each.category for each in incident.weapons.all()],
    )


@pytest.fixture
def two_events(pair):
    first, _ = pair
    for name in ("killed", "wounded"):
        factories.StatementFactory(incident=first, field=name)
    parts = (("perpetrator", "Militia", 0), ("target", "Soldiers", 0), ("target", "Guards", 1))
    for role, name, order in parts:
        factories.ParticipationFactory(incident=first, role=role, name=name, order=order)
    for category in ("drone", "rocket"):
        WeaponUse.objects.create(incident=first, category=category)
    return now(first)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rows": {"weapons": [0, 2]}}, "rows.weapons.1"),
        ({"rows": {"accused": [0]}}, "rows.accused.0"),
        ({"rows": {"weapons": [1]}, "shared": {"weapons": [0, 1]}}, "shared.weapons.1"),
        ({"shared": {"weapons": [-1]}}, "shared.weapons.0"),
        ({"shared": {"colours": [0]}}, "shared.colours"),
        ({"rows": [0]}, "rows"),
    ],
)
def test_a_row_that_is_not_there_or_goes_both_ways_is_named(alice, two_events, body, field):
    statement = two_events.statements.first().pk
    answer = problem(send(alice, two_events, "split", statements=[statement], **body), 400)
    assert [error["field"] for error in answer["errors"]] == [field]
    assert Incident.objects.count() == 2


def test_rows_of_lists_stay_go_or_are_in_both(alice, two_events):
    told = alice.get(f"{INCIDENTS}/{two_events.pk}").json()
    rocket = [row["category"] for row in told["weapons"]].index("rocket")
    guards = [row["name"] for row in told["targets"]].index("Guards")
    response = send(
        alice,
        two_events,
        "split",
        statements=[two_events.statements.get(field="wounded").pk],
        rows={"weapons": [rocket], "targets": [guards]},
        shared={"perpetrators": [0]},
        reason="two places",
    )
    assert response.status_code == 201, response.content
    assert in_lists(two_events) == (["Militia"], ["Soldiers"], ["drone"])
    assert in_lists(Incident.objects.get(pk=response.json()["id"])) == (["Militia"], ["Guards"], ["rocket"])


# --- bonds, tasks -------------------------------------------------------------------------------


def test_two_incidents_are_bound_parted_and_found_to_be_two(alice, pair):
    one, other = pair
    row = send(alice, one, "link", other=str(other.pk), kind="retaliates_for").json()
    assert [(each["kind"], each["incident"]["id"]) for each in row["relations"]] == [
        ("retaliates_for", other.pk)
    ]
    row = send(alice, now(one), "unlink", other=str(other.pk), kind="retaliates_for").json()
    assert row["relations"] == []
    assert send(alice, now(one), "apart", other=str(other.pk), reason="two places").status_code == 200
    assert one.apart_from_younger.count() == 1
    problem(send(alice, now(one), "apart", other=str(one.pk)), 400)


def test_it_is_counted_to_a_campaign_that_is_there(alice, pair):
    campaign = Campaign.objects.create(name="Attacks")
    problem(send(alice, pair[0], "add_to_campaign", campaign=campaign.pk + 1), 400)
    row = send(alice, pair[0], "add_to_campaign", campaign=campaign.pk).json()
    assert [each["id"] for each in row["campaigns"]] == [campaign.pk]
    assert send(alice, now(pair[0]), "take_from_campaign", campaign=campaign.pk).json()["campaigns"] == []


def test_a_task_is_given_to_somebody_who_may_do_it(alice, pair):
    cast.person("victor", "viewer")
    for name in ("victor", "nobody"):
        body = problem(send(alice, pair[0], "assign", assignee=name), 400)
        assert [error["field"] for error in body["errors"]] == ["assignee"]
    assert send(alice, pair[0], "assign", assignee="Alice").status_code == 200
    assert now(pair[0]).assignee.username == "alice"
    send(alice, now(pair[0]), "assign", assignee=None)
    assert now(pair[0]).assignee is None


def test_fields_are_confirmed_by_the_names_that_incidents_have(alice, pair):
    factories.StatementFactory(incident=pair[0], field="event_type", value="attack", is_chosen=True)
    body = problem(send(alice, pair[0], "confirm", fields=["colour"]), 400)
    assert [error["field"] for error in body["errors"]] == ["fields"]
    assert send(alice, pair[0], "confirm", fields=["sub_event_type"]).json()["version"] == 1
    assert pair[0].verdicts.get().field == "event_type"


# --- back ---------------------------------------------------------------------------------------


def test_what_others_did_or_changed_since_is_not_undone(alice, bob, pair):
    draft = pair[0]
    by = {name: User.objects.get(username=name) for name in ("alice", "bob")}
    done = review.edit(draft, {"killed_min": 4, "killed_max": 4}, by=by["bob"], seen_version=1, reason="why")
    problem(send(alice, now(draft), "undo", step=str(done.step)), 403)
    review.edit(draft, {"killed_max": 9}, by=by["alice"], seen_version=2, reason="why")
    response = send(bob, now(draft), "undo", step=str(done.step))
    assert kind(problem(response, 409)) == "changed-since"
    other = review.edit(pair[1], {"summary": "x"}, by=by["bob"], seen_version=1, reason="why")
    body = problem(send(bob, now(draft), "undo", step=str(other.step)), 400)
    assert [error["field"] for error in body["errors"]] == ["step"]
    partly = send(bob, now(draft), "undo", step=str(done.step), partly=True)
    assert partly.json()["killed"] == {"min": 3, "max": 9}


def test_fields_are_put_back_as_they_were_in_an_earlier_version(alice, pair):
    alice.patch(
        f"{INCIDENTS}/{pair[0].pk}",
        {"killed": {"min": 9}, "summary": "Wrong.", "version": 1, "reason": "x"},
        format="json",
    )
    row = send(alice, now(pair[0]), "revert", to=1, fields=["killed"], reason="it was right").json()
    assert (row["killed"], row["summary"]) == ({"min": 3, "max": 3}, "Wrong.")
    problem(send(alice, now(pair[0]), "revert", to=99, reason="x"), 400)


def test_a_token_to_review_that_sees_no_drafts_finds_none_to_merge(pair):
    narrow = client_of(cast.person("anna", "analyst"), Scope.REVIEW)
    public = factories.IncidentFactory(published=True)
    body = problem(send(narrow, public, "link", other=str(pair[0].pk), kind="part_of"), 400)
    assert [error["field"] for error in body["errors"]] == ["other"]
