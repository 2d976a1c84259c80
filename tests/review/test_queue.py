"""What waits for whom, and what comes first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.models import Incident
from incidents.review.hold import hold, release
from incidents.review.queue import counts, next_in_line, queue
from incidents.vocabulary import Status
from tests import cast
from tests.factories import IncidentFactory, ReportFactory, walk

pytestmark = pytest.mark.django_db


def test_what_one_may_not_see_neither_waits_nor_counts():
    IncidentFactory(summary="secret", sensitivity="restricted")
    IncidentFactory(summary="a draft")
    IncidentFactory(published=True)
    viewer, alice, bob = cast.person("vera", "viewer"), cast.alice(), cast.bob()
    assert list(queue(viewer)) == []
    assert [i.summary for i in queue(alice)] == ["a draft"]
    nought = {str(status): 0 for status in Status}
    assert counts(viewer) == nought | {"published": 1}
    assert counts(alice) == nought | {"published": 1, "draft": 1}
    assert counts(bob) == nought | {"published": 1, "draft": 2}


def test_what_is_done_does_not_wait():
    IncidentFactory(published=True)
    rejected = IncidentFactory()
    walk(rejected, Status.IN_REVIEW)
    walk(rejected, Status.REJECTED)
    assert list(queue(cast.alice())) == []


def test_the_grave_the_doubtful_and_the_old_come_first():
    now = timezone.now()
    expected = {
        "massacre": IncidentFactory(killed_min=12, killed_max=None),
        "old": IncidentFactory(created_at=now - timedelta(days=4)),
        "at most three killed": IncidentFactory(killed_max=3, created_at=now - timedelta(minutes=1)),
        "wounded and doubtful": IncidentFactory(wounded_min=2, confidence=0.3),
        "wounded": IncidentFactory(wounded_min=1, confidence=0.9),
        "doubtful": IncidentFactory(confidence=0.49),
        "nothing": IncidentFactory(killed_min=0, killed_max=0),
    }
    urgency = {i.pk: i.urgency for i in queue(cast.alice())}
    assert {name: urgency[i.pk] for name, i in expected.items()} == {
        "massacre": 3,
        "old": 2,
        "at most three killed": 2,
        "wounded and doubtful": 2,
        "wounded": 1,
        "doubtful": 1,
        "nothing": 0,
    }
    assert list(urgency) == [i.pk for i in expected.values()]


def test_the_next_is_not_what_another_has_taken():
    alice, bob = cast.alice(), cast.bob()
    mine = IncidentFactory(killed_min=1)
    IncidentFactory(killed_min=20, assignee=bob)
    later = IncidentFactory()
    assert next_in_line(alice) == mine
    assert next_in_line(alice, after=mine) == later
    Incident.objects.all().update(assignee=bob)
    assert next_in_line(alice) is None


def test_who_has_it_open_is_told_to_others_and_keeps_nobody_out():
    alice, bob = cast.alice(), cast.bob()
    incident = IncidentFactory()
    assert hold(incident, by=alice) is None
    assert hold(incident, by=alice) is None
    assert hold(incident, by=bob) == alice
    incident.refresh_from_db()
    assert (incident.held_by, incident.version) == (alice, 1), "looking is no change"
    release(incident, by=bob)
    assert hold(incident, by=bob) == alice
    release(incident, by=alice)
    assert hold(incident, by=bob) is None


def test_nobody_holds_for_ever_nor_what_is_done():
    alice, bob = cast.alice(), cast.bob()
    incident = IncidentFactory(held_by=alice, held_until=timezone.now() - timedelta(seconds=1))
    assert hold(incident, by=bob) is None
    done = IncidentFactory(published=True)
    assert hold(done, by=alice) is None
    done.refresh_from_db()
    assert done.held_by is None


def test_what_is_published_waits_again_when_it_has_a_new_source_and_one_may_see_it():
    for sensitivity in ("normal", "restricted"):
        ReportFactory(incident=IncidentFactory(published=True, sensitivity=sensitivity), is_new=True)
    ReportFactory(incident=IncidentFactory(published=True))
    assert [i.sensitivity for i in queue(cast.alice())] == ["normal"]
