"""An incident's campaigns, from its own page."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Campaign
from incidents.review.history import history
from tests import cast
from tests.admin.test_desk import page_of, url
from tests.factories import IncidentFactory, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return Campaign.objects.create(name="Attacks on US forces")


@pytest.fixture
def incident():
    return IncidentFactory()


def at(incident) -> str:
    return reverse("admin:review_campaigns", args=[incident.pk])


def test_nobody_changes_them_without_the_right(incident, campaign):
    viewer = Client()
    viewer.force_login(cast.person("vera", "viewer"))
    assert viewer.post(at(incident), {"add": campaign.pk}).status_code == 403
    assert not incident.campaigns.exists()


@pytest.mark.parametrize("key", ["", "0", "nine", "9" * 30])
def test_what_is_no_campaign_is_told(desk, incident, key):
    answer = desk.post(at(incident), {"add": key}, follow=True)
    assert "xpected one of the campaigns that we know" in page_of(answer)
    assert now(incident).version == incident.version


def test_it_is_added_shown_undone_and_taken_out(desk, incident, campaign):
    assert "Add to a campaign" in page_of(desk.get(url(incident)))
    answer = desk.post(at(incident), {"add": campaign.pk}, follow=True)
    assert "Part of Attacks on US forces." in page_of(answer)
    assert "Undo" in page_of(answer)
    assert list(now(incident).campaigns.all()) == [campaign]
    assert history(now(incident))[-1].who == "alice"
    page = desk.get(url(incident)).content.decode()
    assert f'aria-label="Take it out of {campaign}"' in page
    answer = desk.post(at(incident), {"remove": campaign.pk}, follow=True)
    assert "No longer part of Attacks on US forces." in page_of(answer)
    assert not now(incident).campaigns.exists()


def test_one_goes_on_in_the_view_one_worked_through(desk, incident, campaign):
    answer = desk.post(f"{at(incident)}?in=country%3DIQ", {"add": campaign.pk})
    assert answer.headers["Location"] == f"{url(incident)}?in=country%3DIQ"
