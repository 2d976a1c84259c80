"""The front page of what is known: what the newest incidents are about, as far as one may see them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.models import Incident
from tests import cast
from tests.factories import (
    ActorFactory,
    BaseFactory,
    IncidentFactory,
    ParticipationFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:knowledge")


def told(client: Client) -> dict[str, list[tuple[str, int]]]:
    groups = client.get(PAGE).context["lately"]
    return {group["title"]: [(str(record), n) for record, _href, n in group["found"]] for group in groups}


def attack(actor, **fields):
    incident = IncidentFactory(**fields)
    ParticipationFactory(incident=incident, actor=actor)
    return incident


def test_it_names_nothing_of_what_one_may_not_see(desk):
    attack(ActorFactory(name="The Hidden"), sensitivity="restricted")
    attack(ActorFactory(name="The Rejected"))
    Incident.objects.filter(sensitivity="normal").update(status="in_review")
    Incident.objects.filter(sensitivity="normal").update(status="rejected")
    assert "Actors" not in told(desk)
    viewer = Client()
    viewer.force_login(cast.person("vera", "viewer"))
    attack(ActorFactory(name="Of a Draft"))
    assert "Actors" not in told(viewer)


def test_the_most_told_of_come_first_and_an_incident_counts_once(desk):
    often, once = ActorFactory(name="Often"), ActorFactory(name="Once")
    base = BaseFactory(name="The Base")
    for _ in range(2):
        ParticipationFactory(incident=attack(often, base=base), actor=often, role="claimant")
    ReportFactory(incident=attack(once))
    found = told(desk)
    assert found["Actors"] == [("Often", 2), ("Once", 1)]
    assert found["Bases"] == [("The Base, IQ", 2)]
    assert [n for _name, n in found["Sources"]] == [1]
    assert "Campaigns" not in found


def test_a_search_shows_what_was_sought(desk):
    attack(ActorFactory(name="Often"))
    assert desk.get(PAGE, {"q": "nobody"}).context["lately"] == []


def test_fifty_take_no_more_queries_than_one(desk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(PAGE)
        return len(asked)

    attack(ActorFactory(), base=BaseFactory())
    queries()
    one = queries()
    for _ in range(50):
        attack(ActorFactory(), base=BaseFactory())
    assert queries() == one
