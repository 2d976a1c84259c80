"""What moves a status, who may, and what the history then says."""

import pytest
from django.core.exceptions import ValidationError

from incidents.models import Incident
from incidents.models.revisions import revisions_of
from incidents.review import (
    NotAllowed,
    Stale,
    WrongStatus,
    accept,
    acknowledge,
    edit,
    publish,
    reject,
    reopen,
)
from incidents.vocabulary import Status
from tests import cast
from tests.factories import IncidentFactory, ReportFactory, walk

pytestmark = pytest.mark.django_db

VERBS = {"accept": accept, "publish": publish, "reject": reject, "reopen": reopen}


def draft(**fields) -> Incident:
    incident = IncidentFactory(**fields)
    incident.refresh_from_db()
    return incident


def at(status: Status) -> Incident:
    incident = draft()
    if status == Status.PUBLISHED:
        walk(incident, Status.IN_REVIEW)
        walk(incident, status, public_id="IQ-2024-0900")
    elif status == Status.REJECTED:
        walk(incident, Status.IN_REVIEW)
        walk(incident, status)
    elif status == Status.IN_REVIEW:
        walk(incident, status)
    return incident


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["nobody", "viewer", "submitter"])
def test_without_the_right_nothing_moves(verb, who):
    person = cast.everybody()[who]
    incident = at(Status.PUBLISHED if verb == "reopen" else Status.DRAFT)
    with pytest.raises(NotAllowed):
        VERBS[verb](incident, by=person, seen_version=incident.version, reason="why not")
    assert Incident.objects.get(pk=incident.pk).version == incident.version


def test_a_restricted_incident_is_not_an_analysts_to_touch(alice):
    incident = draft(sensitivity="restricted")
    with pytest.raises(NotAllowed):
        publish(incident, by=alice, seen_version=incident.version)


@pytest.mark.parametrize("verb", VERBS)
def test_who_saw_an_older_version_moves_nothing_and_is_shown_the_newer(alice, verb):
    incident = at(Status.PUBLISHED if verb == "reopen" else Status.DRAFT)
    seen = incident.version
    Incident.objects.filter(pk=incident.pk).update(summary="Somebody else was faster.")
    with pytest.raises(Stale) as stale:
        VERBS[verb](incident, by=alice, seen_version=seen, reason="mine")
    assert (stale.value.theirs.summary, stale.value.theirs.version) == ("Somebody else was faster.", seen + 1)
    assert Incident.objects.get(pk=incident.pk).status == incident.status


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("accept", Status.IN_REVIEW),
        ("accept", Status.PUBLISHED),
        ("accept", Status.REJECTED),
        ("publish", Status.PUBLISHED),
        ("publish", Status.REJECTED),
        ("reject", Status.PUBLISHED),
        ("reject", Status.REJECTED),
        ("reopen", Status.DRAFT),
        ("reopen", Status.IN_REVIEW),
    ],
)
def test_a_verb_that_does_not_apply_says_which_status_it_expects(alice, verb, status):
    incident = at(status)
    with pytest.raises(WrongStatus) as refused:
        VERBS[verb](incident, by=alice, seen_version=incident.version, reason="why")
    assert refused.value.message_dict["status"][0].startswith("expected ")
    assert Incident.objects.get(pk=incident.pk).status == status


@pytest.mark.parametrize("verb", ["reject", "reopen"])
def test_rejecting_and_reopening_without_a_reason_are_refused(alice, verb):
    incident = at(Status.PUBLISHED if verb == "reopen" else Status.DRAFT)
    with pytest.raises(ValidationError) as refused:
        VERBS[verb](incident, by=alice, seen_version=incident.version, reason="  ")
    assert refused.value.message_dict == {"reason": ["expected why, in a few words."]}


def test_accepting_makes_it_the_task_of_who_accepts(alice):
    incident = draft()
    accepted = accept(incident, by=alice, seen_version=incident.version)
    assert (accepted.status, accepted.assignee, accepted.version) == (Status.IN_REVIEW, alice, 2)


def test_accepting_leaves_it_with_whom_it_was_given(alice):
    bob = cast.bob()
    incident = draft(assignee=bob)
    assert accept(incident, by=alice, seen_version=incident.version).assignee == bob


def test_a_draft_goes_through_review_to_publication(alice):
    incident = draft()
    published = publish(incident, by=alice, seen_version=incident.version, reason="two sources agree")
    assert (published.status, published.public_id) == (Status.PUBLISHED, "IQ-2024-0001")
    assert published.published_at is not None
    moves = [
        (revision.changes["status"], revision.user, revision.verb, revision.reason)
        for revision in revisions_of(published)
        if revision.label == "update" and "status" in revision.changes
    ]
    assert moves == [
        (("draft", "in_review"), alice.pk, "publish", "two sources agree"),
        (("in_review", "published"), alice.pk, "publish", "two sources agree"),
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"country": ""}, "ZZ-2024-0001"),
        ({"date_start": None, "date_precision": "unknown"}, "IQ-0000-0001"),
        ({"country": "XZ"}, "XZ-2024-0001"),
    ],
)
def test_what_is_unknown_has_its_own_letters_in_the_public_id(alice, fields, expected):
    incident = draft(**fields)
    assert publish(incident, by=alice, seen_version=incident.version).public_id == expected


def test_a_number_is_never_given_twice(alice):
    numbers = []
    for _ in range(3):
        incident = draft()
        numbers.append(publish(incident, by=alice, seen_version=incident.version).public_id)
    Incident.objects.filter(public_id="IQ-2024-0003").delete()
    incident = draft()
    numbers.append(publish(incident, by=alice, seen_version=incident.version).public_id)
    assert numbers == ["IQ-2024-0001", "IQ-2024-0002", "IQ-2024-0003", "IQ-2024-0004"]


def test_reopened_and_published_again_it_is_the_same_incident(alice):
    incident = draft()
    first = publish(incident, by=alice, seen_version=incident.version)
    reopened = reopen(first, by=alice, seen_version=first.version, reason="the ministry corrected the toll")
    again = publish(
        edit(reopened, {"country": "SY"}, by=alice, seen_version=reopened.version, reason="it was in Syria"),
        by=alice,
        seen_version=reopened.version + 1,
    )
    assert (again.public_id, again.published_at) == (first.public_id, first.published_at)


def test_a_rejected_one_reopens_as_a_draft(alice):
    incident = draft()
    rejected = reject(incident, by=alice, seen_version=incident.version, reason="an exercise, not an attack")
    assert rejected.status == Status.REJECTED
    reopened = reopen(rejected, by=alice, seen_version=rejected.version, reason="it was an attack after all")
    assert (reopened.status, reopened.public_id) == (Status.DRAFT, None)


def test_with_four_eyes_the_last_editor_does_not_publish_and_another_does(alice, settings):
    settings.REVIEW_FOUR_EYES = True
    incident = draft()
    edited = edit(incident, {"killed_min": 2}, by=alice, seen_version=1, reason="second paragraph")
    with pytest.raises(NotAllowed, match="Four eyes"):
        publish(edited, by=alice, seen_version=edited.version)
    bob = cast.bob()
    assert publish(edited, by=bob, seen_version=edited.version).status == Status.PUBLISHED


def test_without_four_eyes_the_last_editor_publishes(alice):
    edited = edit(draft(), {"killed_min": 2}, by=alice, seen_version=1, reason="second paragraph")
    assert publish(edited, by=alice, seen_version=edited.version).status == Status.PUBLISHED


class TestNewSources:
    def taken_up(self) -> Incident:
        incident = at(Status.PUBLISHED)
        ReportFactory(incident=incident)
        ReportFactory(incident=incident, is_new=True)
        return incident

    def test_are_still_new_to_who_saw_an_older_version(self, alice):
        incident = self.taken_up()
        with pytest.raises(Stale):
            acknowledge(incident, by=alice, seen_version=incident.version - 1)
        assert incident.reports.filter(is_new=True).count() == 1

    def test_of_which_there_are_none_change_nothing(self, alice):
        incident = at(Status.PUBLISHED)
        assert acknowledge(incident, by=alice, seen_version=incident.version).version == incident.version

    def test_are_acknowledged_and_the_incident_stays_as_it_is(self, alice):
        incident = self.taken_up()
        done = acknowledge(incident, by=alice, seen_version=incident.version, reason="nothing new in it")
        assert (done.status, done.version) == ("published", incident.version + 1)
        assert not done.reports.filter(is_new=True).exists()
        last = revisions_of(done, "reports")[-1]
        assert (last.verb, last.user, last.reason) == ("acknowledge", alice.pk, "nothing new in it")

    def test_are_seen_by_whoever_does_anything_else_with_it(self, alice):
        incident = self.taken_up()
        reopen(incident, by=alice, seen_version=incident.version, reason="a toll has risen")
        assert not incident.reports.filter(is_new=True).exists()
