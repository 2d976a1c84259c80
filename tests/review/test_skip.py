"""Passing a draft over."""

import pytest

from incidents.models import Incident, Skip
from incidents.review import NotAllowed
from incidents.review.hold import next_in_line
from incidents.review.queue import ORDERS, queue, skipped_last
from incidents.review.skip import skip
from tests import cast
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db


def in_line(user, n):
    """What comes one after the other, each skipped in turn."""
    found = []
    for _ in range(n):
        found.append(next_in_line(user))
        skip(found[-1], by=user)
    return found


def test_who_may_not_see_a_draft_cannot_skip_it():
    draft, secret = IncidentFactory(), IncidentFactory(sensitivity="restricted")
    with pytest.raises(NotAllowed):
        skip(draft, by=cast.person("vera", "viewer"))
    with pytest.raises(NotAllowed):
        skip(secret, by=cast.alice())
    assert not Skip.objects.exists()


def test_what_is_skipped_comes_last_and_what_was_skipped_first_comes_back_first():
    alice = cast.alice()
    first, second, third = (IncidentFactory(killed_min=n) for n in (20, 5, 0))
    assert in_line(alice, 5) == [first, second, third, first, second]


def test_others_do_not_notice():
    alice, bob = cast.alice(), cast.bob()
    first, second = IncidentFactory(killed_min=20), IncidentFactory()
    skip(first, by=alice)
    assert next_in_line(bob) == first
    assert next_in_line(alice) == second


def test_a_skip_is_no_change_and_is_kept_once():
    alice, draft = cast.alice(), IncidentFactory()
    skip(draft, by=alice)
    skip(draft, by=alice)
    assert Skip.objects.count() == 1
    assert Incident.objects.get().version == 1


def test_what_has_changed_since_is_back_in_its_place():
    alice = cast.alice()
    first = IncidentFactory(killed_min=20)
    IncidentFactory()
    skip(first, by=alice)
    Incident.objects.filter(pk=first.pk).update(wounded_min=3)
    assert next_in_line(alice) == first


def test_in_the_list_it_stands_last_as_well_and_says_so():
    alice = cast.alice()
    first, second, third = (IncidentFactory(killed_min=n) for n in (20, 5, 0))
    skip(second, by=alice)
    skip(first, by=alice)
    found, skipped = skipped_last(queue(alice), alice, ORDERS["urgency"])
    assert list(found) == [third, second, first]
    assert skipped == {first.pk, second.pk}
