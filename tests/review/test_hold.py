"""Who has a draft open, until when, and who is given it next."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from incidents.models import Incident
from incidents.review.hold import FOR, hold, next_in_line, release
from tests import cast
from tests.factories import IncidentFactory, ReportFactory
from tests.review.test_races import at_once


@pytest.mark.django_db
class TestHolding:
    def test_tells_others_and_keeps_nobody_out(self):
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

    def test_ends_by_itself_and_what_is_done_is_not_held(self):
        alice, bob = cast.alice(), cast.bob()
        incident = IncidentFactory(held_by=alice, held_until=timezone.now() - timedelta(seconds=1))
        assert hold(incident, by=bob) is None
        done = IncidentFactory(published=True)
        assert hold(done, by=alice) is None
        done.refresh_from_db()
        assert done.held_by is None

    def test_is_for_half_an_hour_and_anew_with_each_look(self):
        alice, incident = cast.alice(), IncidentFactory()
        hold(incident, by=alice)
        Incident.objects.update(held_until=timezone.now() + timedelta(minutes=1))
        hold(incident, by=alice)
        assert Incident.objects.get().held_until > timezone.now() + FOR - timedelta(minutes=1)


@pytest.mark.django_db
class TestTheNext:
    def test_is_nothing_that_another_has_open(self):
        alice, bob = cast.alice(), cast.bob()
        first, second = IncidentFactory(killed_min=20), IncidentFactory()
        hold(first, by=bob)
        assert next_in_line(alice) == second
        Incident.objects.update(held_until=timezone.now() - timedelta(seconds=1))
        assert next_in_line(alice) == first

    def test_is_held_at_once_by_whom_it_is_given_to(self):
        alice, incident = cast.alice(), IncidentFactory()
        next_in_line(alice)
        assert Incident.objects.get(pk=incident.pk).held_by == alice

    def test_of_what_is_published_with_a_new_source_goes_to_one_as_well(self):
        alice, bob = cast.alice(), cast.bob()
        ReportFactory(incident=IncidentFactory(published=True), is_new=True)
        assert next_in_line(alice) is not None
        assert next_in_line(bob) is None


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_two_are_given_two_drafts(self):
        people = [cast.alice(), cast.bob(), *(cast.person(f"ann{n}", "analyst") for n in range(4))]
        drafts = [IncidentFactory(killed_min=n) for n in range(6)]
        given = at_once(*(lambda user=user: next_in_line(user) for user in people))
        assert sorted(each.pk for each in given) == sorted(draft.pk for draft in drafts)

    def test_what_another_is_just_being_given_is_passed_over_and_not_waited_for(self):
        alice, bob = cast.alice(), cast.bob()
        first, second = IncidentFactory(killed_min=20), IncidentFactory()
        with transaction.atomic():
            Incident.objects.select_for_update().get(pk=first.pk)
            (given,) = at_once(lambda: next_in_line(bob))
        assert given == second
        assert next_in_line(alice) == first
