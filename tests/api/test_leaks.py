"""Three incidents that nobody should hear of, in everything that is told of others."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from rest_framework.test import APIClient

from incidents.models import Campaign, Counter, Relation
from incidents.vocabulary import RelationKind, Role, Scope, Status
from tests import cast, factories
from tests.api.conftest import client_of

V1 = "/api/v1"
SECRET = "The secret of the cellar"


@pytest.fixture
def secrets(db):
    """A draft, a restricted and an embargoed incident, tied to whatever a viewer may look at."""
    base, place, actor = factories.BaseFactory(), factories.PlaceFactory(), factories.ActorFactory()
    campaign = Campaign.objects.create(name="Attacks")
    published = factories.IncidentFactory(published=True, base=base, place=place)
    factories.ReportFactory(incident=published)
    tomorrow = timezone.now() + timedelta(days=1)
    ways_to_hide = [
        {},
        {"published": True, "sensitivity": "restricted"},
        {"published": True, "embargo_until": tomorrow},
    ]
    hidden = [
        factories.IncidentFactory(base=base, place=place, summary=SECRET, **way) for way in ways_to_hide
    ]
    for number, incident in enumerate(hidden):
        article = factories.ArticleFactory(title=f"{SECRET} {number}", text=f"{SECRET}, told {number} times")
        factories.ReportFactory(incident=incident, article=article)
        factories.ParticipationFactory(incident=incident, actor=actor, role=Role.TARGET, name=SECRET)
        Relation.objects.create(incident=published, kind=RelationKind.FOLLOW_UP_OF, other=incident)
        Relation.objects.create(incident=incident, kind=RelationKind.PART_OF, other=published)
        Counter.objects.create(
            article=article, campaign=campaign, count=1, what=SECRET, start=0, end=10, quote=SECRET[:10]
        )
        campaign.incidents.add(incident)
    campaign.incidents.add(published)
    return {"published": published, "hidden": hidden, "base": base, "actor": actor, "campaign": campaign}


def asks(secrets):
    published, campaign = secrets["published"], secrets["campaign"]
    base, actor = secrets["base"], secrets["actor"]
    return [
        "incidents?include=evidence,statements",
        f"incidents/{published.pk}?include=evidence,statements",
        f"incidents?base={base.key}",
        f"incidents?actor={actor.key}",
        f"incidents?campaign={campaign.pk}",
        "incidents?q=secret",
        "incidents?bbox=-180,-90,180,90",
        "incidents?updated_since=2024-01-01",
        "incidents?status=published",
        "actors",
        f"actors/{actor.key}",
        "bases",
        f"bases/{base.key}",
        "places",
        "sources",
        "campaigns",
        f"campaigns/{campaign.pk}",
    ]


def leaks(client, secrets):
    """Every address whose answer tells of what is hidden."""
    told = {address: client.get(f"{V1}/{address}") for address in asks(secrets)}
    assert {response.status_code for response in told.values()} == {200}
    numbers = {incident.public_id for incident in secrets["hidden"]} - {None}
    words = {SECRET, SECRET[:10], *numbers}
    return [
        address
        for address, response in told.items()
        if any(word in response.content.decode() for word in words)
    ]


def test_a_viewer_hears_nothing_of_what_is_hidden(secrets, viewer):
    assert leaks(viewer, secrets) == []


@override_settings(PUBLIC_READ=True)
def test_the_public_hears_nothing_of_what_is_hidden(secrets):
    assert leaks(APIClient(), secrets) == []


def test_an_editor_with_a_token_to_read_hears_nothing_of_what_is_hidden(secrets):
    assert leaks(client_of(cast.bob(), Scope.READ), secrets) == []


def test_an_editor_hears_of_all_of_it_so_there_was_something_to_leak(secrets, bob):
    heard = set(leaks(bob, secrets))
    silent = {"actors", f"actors/{secrets['actor'].key}", "bases", f"bases/{secrets['base'].key}"}
    assert heard == set(asks(secrets)) - silent - {"places", "sources", "campaigns"}


@pytest.mark.parametrize(("who", "count"), [("viewer", 1), ("alice", 1), ("bob", 3)])
def test_counts_count_only_what_one_may_see(request, secrets, who, count):
    client = request.getfixturevalue(who)
    assert client.get(f"{V1}/bases/{secrets['base'].key}").json()["incidents"] == count
    assert client.get(f"{V1}/campaigns/{secrets['campaign'].pk}").json()["incidents"] == count


def test_an_embargo_ends_by_itself(secrets, viewer):
    embargoed = secrets["hidden"][2]
    assert viewer.get(f"{V1}/incidents/{embargoed.pk}").status_code == 404
    type(embargoed).objects.filter(pk=embargoed.pk).update(embargo_until=timezone.now())
    assert viewer.get(f"{V1}/incidents/{embargoed.pk}").status_code == 200


def test_what_is_reopened_is_public_no_more(secrets, viewer, alice):
    published = secrets["published"]
    body = {"version": published.version, "reason": "a third source"}
    assert alice.post(f"{V1}/incidents/{published.pk}/reopen", body, format="json").status_code == 200
    assert viewer.get(f"{V1}/incidents/{published.public_id}").status_code == 404
    assert viewer.get(f"{V1}/incidents").json()["results"] == []
    published.refresh_from_db()
    assert published.status == Status.IN_REVIEW
