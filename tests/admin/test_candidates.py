"""What the reader leaves to people: incidents that a draft may be, and new sources of what was done."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Candidate, Incident
from incidents.review import publish
from tests import cast
from tests.admin.test_desk import filled, page_of, url
from tests.factories import IncidentFactory, ReportFactory

pytestmark = pytest.mark.django_db

REASONS = [{"reason": "same base", "points": 4.0}, {"reason": "a day apart", "points": -3.0}]
HEADING = 'class="candidates"'


def candidate(draft: Incident, **fields: object) -> Incident:
    incident = IncidentFactory(date_start=date(2024, 1, 19), **fields)
    Candidate.objects.create(draft=draft, incident=incident, score=4.5, reasons=REASONS)
    return incident


def test_no_candidates_no_list(desk):
    assert HEADING not in page_of(desk.get(url(IncidentFactory())))


def test_one_that_may_not_be_seen_is_not_listed(desk):
    draft = IncidentFactory()
    candidate(draft, sensitivity="restricted")
    assert HEADING not in page_of(desk.get(url(draft)))


def test_once_it_is_published_the_question_is_answered(desk):
    draft = IncidentFactory()
    candidate(draft)
    publish(draft, by=cast.bob(), seen_version=1)
    assert HEADING not in page_of(desk.get(url(draft)))


def test_the_list_has_links_and_reasons_the_most_alike_first(desk):
    draft = IncidentFactory()
    weak = candidate(draft)
    strong = IncidentFactory()
    Candidate.objects.create(draft=draft, incident=strong, score=6, reasons=REASONS[:1])
    page = page_of(desk.get(url(draft)))
    listed = page.partition(HEADING)[2].partition("</ol>")[0]
    assert listed.index(url(strong)) < listed.index(url(weak))
    assert "For: same base." in listed
    assert "Against: a day apart." in listed
    assert "(4.5 points)" in listed


@pytest.fixture
def published() -> Incident:
    """Done, and then another article told of it."""
    incident = IncidentFactory(published=True)
    ReportFactory(incident=incident)
    ReportFactory(incident=incident, article__title="A second story", is_new=True)
    incident.refresh_from_db()
    return incident


class TestANewSource:
    def test_of_nothing_new_nothing_is_asked(self, desk):
        incident = IncidentFactory(published=True)
        ReportFactory(incident=incident)
        assert 'value="acknowledge"' not in page_of(desk.get(url(incident)))

    def test_brings_a_published_incident_back_into_the_queue_marked(self, desk, published):
        page = page_of(desk.get(reverse("admin:review_queue")))
        assert url(published) in page
        assert "New source" in page

    def test_is_marked_on_the_desk_and_may_be_acknowledged(self, desk, published):
        page = page_of(desk.get(url(published)))
        assert '<span class="status in_review">New source</span>' in page
        assert "<b>new source</b>" in page

        response = desk.post(url(published), filled(published, "acknowledge", reason=""), follow=True)
        assert "stays as it is" in page_of(response)
        assert not published.reports.filter(is_new=True).exists()
        assert url(published) not in page_of(desk.get(reverse("admin:review_queue")))

    def test_is_seen_by_a_viewer_of_nothing(self, published):
        client = Client()
        client.force_login(cast.person("vera", "viewer"))
        assert client.get(url(published)).status_code == 403
