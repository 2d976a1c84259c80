"""Which incidents count to a campaign: who may say so, and that the history knows it and takes it back."""

from importlib import import_module

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from incidents.models import Campaign, Incident, Membership
from incidents.models.revisions import revision_model
from incidents.review import ChangedSince, NotAllowed, Stale, undo_step
from incidents.review.campaign import add_to_campaign, take_from_campaign
from incidents.review.history import history
from incidents.review.steps import last_step
from tests import cast
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return cast.alice()


@pytest.fixture
def campaign():
    return Campaign.objects.create(name="Attacks since October")


@pytest.fixture
def incident():
    return IncidentFactory()


def members(campaign) -> list[Incident]:
    return list(campaign.incidents.all())


@pytest.mark.parametrize("who", ["nobody", "viewer", "submitter"])
@pytest.mark.parametrize("verb", [add_to_campaign, take_from_campaign])
def test_not_without_the_right(who, verb, incident, campaign):
    with pytest.raises(NotAllowed):
        verb(incident, campaign, by=cast.everybody()[who], seen_version=1)


@pytest.mark.parametrize("verb", [add_to_campaign, take_from_campaign])
def test_not_on_an_old_version(verb, alice, incident, campaign):
    Incident.objects.filter(pk=incident.pk).update(country="SY")
    with pytest.raises(Stale):
        verb(incident, campaign, by=alice, seen_version=1)


def test_what_changes_nothing_leaves_no_trace(alice, incident, campaign):
    take_from_campaign(incident, campaign, by=alice, seen_version=1)
    assert not revision_model(Membership).objects.exists()
    assert Incident.objects.get().version == 1


def test_nobody_undoes_what_somebody_else_did(alice, incident, campaign):
    done = add_to_campaign(incident, campaign, by=alice, seen_version=1)
    with pytest.raises(NotAllowed):
        undo_step(done.step, by=cast.person("anna", "analyst"))
    assert members(campaign) == [incident]


def test_the_history_names_the_campaign(alice, incident, campaign):
    done = add_to_campaign(incident, campaign, by=alice, seen_version=1, reason="the 144th")
    take_from_campaign(done, campaign, by=alice, seen_version=done.version)
    added, taken = history(incident)[-2:]
    assert (added.done, added.reason) == ("added to a campaign", "the 144th")
    (change,) = [each for each in added.changes if each.name == "membership"]
    assert (change.row, change.label) == ("Membership: Attacks since October", "added")
    assert taken.done == "took from a campaign"
    assert [each.label for each in taken.changes if each.name == "membership"] == ["removed"]


def test_undone_and_done_again(alice, incident, campaign):
    done = add_to_campaign(incident, campaign, by=alice, seen_version=1)
    assert last_step(incident, by=alice).step == done.step
    undone = undo_step(done.step, by=alice)
    assert members(campaign) == []
    undo_step(undone.step, by=alice)
    assert members(campaign) == [incident]


def test_taking_away_is_undone(alice, incident, campaign):
    done = add_to_campaign(incident, campaign, by=alice, seen_version=1)
    done = take_from_campaign(done, campaign, by=alice, seen_version=done.version)
    undo_step(done.step, by=alice)
    assert members(campaign) == [incident]


def test_what_was_taken_away_since_is_not_taken_away_again(alice, incident, campaign):
    done = add_to_campaign(incident, campaign, by=alice, seen_version=1)
    take_from_campaign(done, campaign, by=cast.bob(), seen_version=done.version)
    with pytest.raises((ValidationError, ChangedSince)):
        undo_step(done.step, by=alice)


def test_links_from_before_the_history_are_taken_away_and_that_is_undone(alice, incident, campaign):
    migration = import_module("incidents.migrations.0016_history_of_campaigns")
    with pgtrigger.ignore("incidents.Membership:insert_insert"):
        campaign.incidents.add(incident)
    with connection.cursor() as cursor:
        cursor.execute(migration.SINCE_BEFORE)
    done = take_from_campaign(incident, campaign, by=alice, seen_version=1)
    undo_step(done.step, by=alice)
    assert members(campaign) == [incident]
