"""Giving an incident to somebody, and whom that and reopening is told."""

import pytest
from django.core.exceptions import ValidationError

from incidents.models import Incident, Notice
from incidents.review import NotAllowed, Stale, WrongStatus, assign, edit, publish, reject, reopen, undo_step
from tests import cast
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob():
    return cast.bob()


@pytest.fixture
def incident():
    return IncidentFactory()


def told():
    return [(notice.user.username, str(notice.kind)) for notice in Notice.objects.order_by("id")]


@pytest.mark.parametrize("role", ["nobody", "viewer", "submitter"])
def test_without_the_right_nobody_assigns(incident, alice, role):
    with pytest.raises(NotAllowed):
        assign(incident, alice, by=cast.everybody()[role], seen_version=1)


def test_who_saw_an_older_version_assigns_nothing(incident, alice, bob):
    Incident.objects.filter(pk=incident.pk).update(summary="Faster.")
    with pytest.raises(Stale):
        assign(incident, bob, by=alice, seen_version=1)


def test_who_may_not_review_it_is_not_given_it(incident, alice, bob):
    for who in (cast.charlie(), cast.person("vera", "viewer")):
        with pytest.raises(ValidationError) as refused:
            assign(incident, who, by=alice, seen_version=1)
        assert set(refused.value.message_dict) == {"assignee"}
    restricted = IncidentFactory(sensitivity="restricted")
    with pytest.raises(ValidationError):
        assign(restricted, alice, by=bob, seen_version=1)
    assert told() == []


def test_what_is_rejected_is_nobodys_task(incident, alice):
    rejected = reject(incident, by=alice, seen_version=1, reason="an exercise")
    with pytest.raises(WrongStatus):
        assign(rejected, alice, by=alice, seen_version=rejected.version)


def test_it_is_theirs_and_they_are_told(incident, alice, bob):
    given = assign(incident, bob, by=alice, seen_version=1, reason="you know the base")
    assert (given.assignee, given.version, told()) == (bob, 2, [("bob", "assigned")])


def test_who_takes_it_is_not_told_so(incident, alice):
    assert assign(incident, alice, by=alice, seen_version=1).assignee == alice
    assert told() == []


def test_nobody_has_it_then(incident, alice):
    taken = assign(incident, alice, by=alice, seen_version=1)
    assert assign(taken, None, by=alice, seen_version=2).assignee is None


def test_to_whom_it_is_already_changes_nothing(incident, alice):
    taken = assign(incident, alice, by=alice, seen_version=1)
    assert assign(taken, alice, by=alice, seen_version=2).version == 2


def test_it_can_be_undone(incident, alice, bob):
    given = assign(incident, bob, by=alice, seen_version=1)
    assert undo_step(given.step, by=alice).assignee is None


def test_an_edit_that_assigns_tells_as_well(incident, alice, bob):
    edit(incident, {"assignee": "bob"}, by=alice, seen_version=1, reason="you know the base")
    assert told() == [("bob", "assigned")]


class TestReopened:
    def test_who_published_is_told_and_nobody_else(self, incident, alice, bob):
        published = publish(incident, by=alice, seen_version=1)
        reopen(published, by=bob, seen_version=published.version, reason="the toll has risen")
        assert told() == [("alice", "reopened")]

    def test_who_reopens_what_he_published_is_not(self, incident, alice):
        published = publish(incident, by=alice, seen_version=1)
        reopen(published, by=alice, seen_version=published.version, reason="the toll has risen")
        assert told() == []

    def test_nor_who_may_not_see_it_any_more(self, incident, alice, bob):
        published = publish(incident, by=alice, seen_version=1)
        Incident.objects.filter(pk=incident.pk).update(sensitivity="restricted")
        reopen(published, by=bob, seen_version=published.version + 1, reason="the toll has risen")
        assert told() == []

    def test_to_undo_anothers_publication_is_to_reopen_it(self, incident, alice, bob):
        published = publish(incident, by=alice, seen_version=1)
        undo_step(published.step, by=bob)
        assert told() == [("alice", "reopened")]


class TestFourEyes:
    @pytest.fixture(autouse=True)
    def four_eyes(self, settings):
        settings.REVIEW_FOUR_EYES = True

    def test_who_undid_anothers_edit_has_decided_what_stands_and_does_not_publish(self, incident, alice, bob):
        edited = edit(incident, {"killed_min": 2}, by=alice, seen_version=1, reason="so it says")
        undone = undo_step(edited.step, by=bob)
        with pytest.raises(NotAllowed, match="Four eyes"):
            publish(undone, by=bob, seen_version=undone.version)
        assert publish(undone, by=alice, seen_version=undone.version).status == "published"

    def test_undoing_the_publication_of_another_does_not_make_one_the_editor(self, incident, alice, bob):
        edited = edit(incident, {"killed_min": 2}, by=alice, seen_version=1, reason="so it says")
        undone = undo_step(publish(edited, by=bob, seen_version=2).step, by=bob)
        with pytest.raises(NotAllowed, match="Four eyes"):
            publish(undone, by=alice, seen_version=undone.version)
        assert publish(undone, by=bob, seen_version=undone.version).status == "published"
