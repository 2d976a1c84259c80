"""Who has the page open, and what the heartbeat answers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident, Visit
from incidents.review import edit
from incidents.review.presence import GONE_AFTER, forget_the_gone
from incidents.tasks import clear_visits
from tests import cast
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob():
    return cast.bob()


@pytest.fixture
def incident():
    return IncidentFactory()


def as_one(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def beat(client, incident, **data):
    return client.post(reverse("admin:review_presence", args=[incident.pk]), {"version": 1} | data)


def test_who_may_not_see_it_neither_is_nor_hears_of_anybody_there(desk, bob):
    restricted = IncidentFactory(sensitivity="restricted")
    beat(as_one(bob), restricted)
    assert beat(desk, restricted).status_code == 404
    assert beat(as_one(cast.person("vera", "viewer")), restricted).status_code == 403
    assert list(Visit.objects.values_list("user__username", flat=True)) == ["bob"]


def test_a_look_is_no_beat(desk, incident):
    assert desk.get(reverse("admin:review_presence", args=[incident.pk])).status_code == 405


def test_one_alone_hears_of_nobody_and_two_tabs_are_one_person(desk, incident):
    for _tab in range(2):
        assert beat(desk, incident).json() == {"here": "", "saved": "", "version": 1}
    assert Visit.objects.count() == 1


def test_each_hears_of_the_other(desk, incident, bob):
    beat(as_one(bob), incident)
    assert beat(desk, incident).json()["here"] == "bob has this open"
    beat(as_one(cast.person("carol", "editor")), incident)
    assert beat(desk, incident).json()["here"] == "bob and carol have this open"


def test_who_leaves_or_falls_silent_is_gone(desk, incident, bob):
    beat(as_one(bob), incident)
    beat(as_one(bob), incident, leave=1)
    assert beat(desk, incident).json()["here"] == ""
    beat(as_one(bob), incident)
    Visit.objects.filter(user=bob).update(seen_at=timezone.now() - GONE_AFTER - timedelta(seconds=1))
    assert beat(desk, incident).json()["here"] == ""
    assert clear_visits() == 1
    assert forget_the_gone() == 0


def test_the_claim_is_renewed_while_the_page_is_open(desk, incident, alice):
    Incident.objects.filter(pk=incident.pk).update(held_by=alice, held_until=timezone.now())
    beat(desk, incident)
    assert Incident.objects.get().held_until > timezone.now() + timedelta(minutes=10)


def test_that_somebody_saved_is_told_with_the_version(desk, incident, bob):
    edit(incident, {"killed_min": 1}, by=bob, seen_version=1, reason="so it says")
    assert beat(desk, incident).json()["saved"] == "bob has just saved: version 2."
    assert beat(desk, incident, version=2).json()["saved"] == ""


def test_what_one_saved_in_another_tab_is_told_as_ones_own(desk, incident, alice):
    edit(incident, {"killed_min": 1}, by=alice, seen_version=1, reason="so it says")
    assert beat(desk, incident).json()["saved"] == "You have saved this in another tab: version 2."


@pytest.mark.parametrize("version", ["", "x", "9" * 40, "-1"])
def test_nonsense_for_a_version_is_no_error(desk, incident, version):
    assert beat(desk, incident, version=version).status_code == 200


def test_the_page_itself_says_who_is_there_without_any_script(desk, incident, bob):
    as_one(bob).get(reverse("admin:review", args=[incident.pk]))
    page = desk.get(reverse("admin:review", args=[incident.pk])).content.decode()
    assert "bob has this open" in page
