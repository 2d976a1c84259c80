"""The page of the queue: what it can be asked for, what it says, and where it leads on."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.models import Batch, Candidate, Incident, Skip
from tests import cast
from tests.admin import story
from tests.admin.test_desk import filled
from tests.factories import IncidentFactory, ParticipationFactory, ReportFactory

pytestmark = pytest.mark.django_db

QUEUE = "/admin/review/"


def listed(client, **asked):
    return [line["incident"] for line in client.get(QUEUE, asked).context["lines"]]


def page(client, **asked):
    return unescape(client.get(QUEUE, asked).content.decode())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"country": "QQ"}, "Country “QQ”: expected a country's two letters, such as IQ."),
        ({"status": "rejected"}, "Status “rejected”: expected one of draft, in_review, published."),
        ({"type": "war"}, "Type “war”: expected one of "),
        ({"source": "Nowhere Times"}, "Source “Nowhere Times”: expected the name or domain of an outlet."),
        ({"batch": "7"}, "Batch “7”: expected the number of a batch."),
        ({"assignee": "nemo"}, "Assignee “nemo”: expected me, nobody or a user name."),
        ({"below": "many"}, "Confidence below “many”: expected per cent, from 0 to 100."),
        ({"double": "perhaps"}, "May be a double “perhaps”: expected yes or no."),
        ({"older": "²"}, "Waits longer than “²”: expected a number of days."),
        ({"since": "January"}, "Event since “January”: expected a day, such as 2024-01-20."),
        ({"sort": "colour"}, "Order “colour”: expected one of urgency, "),
        ({"contry": "IQ"}, "contry “IQ”: there is no such filter."),
    ],
)
def test_what_no_filter_knows_is_named_and_neither_all_nor_silently_nothing_is_shown(desk, asked, said):
    IncidentFactory()
    assert said in re.sub("<[^>]+>", "", page(desk, **asked))
    assert listed(desk, **asked) == []


@pytest.mark.parametrize("name", ["q", "country", "type", "status", "page", "sort", "in", "source"])
def test_nonsense_in_an_address_is_no_failure_of_ours(desk, name):
    for value in ("\0", "²", "'", '"', "a" * 3000, "\ud7ff", ":*&|!()"):
        assert desk.get(QUEUE, {name: value}).status_code == 200
        assert desk.get(f"{QUEUE}next/", {name: value}).status_code == 302


def test_what_one_may_not_see_is_not_even_counted(desk):
    IncidentFactory(sensitivity="restricted", country="SY")
    IncidentFactory(country="IQ")
    response = desk.get(QUEUE)
    assert "Syria" not in response.content.decode()
    assert str(response.context["page"].paginator.counted) == "1"


class TestFilters:
    @pytest.fixture
    def wanted(self, alice):
        """One that differs from another in all that can be asked for."""
        batch = Batch.objects.create(file_name="a.csv", sha256="a", format="csv", submitter=alice)
        wanted = IncidentFactory(
            sub_event_type="abduction_forced_disappearance",
            country="SY",
            assignee=alice,
            held_by=alice,
            held_until=timezone.now() + timedelta(minutes=5),
            confidence=0.4,
            created_at=timezone.now() - timedelta(days=5),
            date_start="2023-05-01",
            place_name="Raqqa",
        )
        ReportFactory(incident=wanted, article__source__name="Raqqa Post", article__batch=batch, is_new=True)
        other = IncidentFactory(confidence=0.9)
        ReportFactory(incident=other)
        Candidate.objects.create(draft=wanted, incident=other, score=5)
        return wanted

    @pytest.mark.parametrize(
        "asked",
        [
            {"country": "SY"},
            {"type": "strategic_developments"},
            {"type": "violence_against_civilians"},
            {"subtype": "abduction_forced_disappearance"},
            {"source": "raqqa post"},
            {"assignee": "me"},
            {"assignee": "alice"},
            {"open": "me"},
            {"below": "50"},
            {"double": "yes"},
            {"news": "yes"},
            {"older": "3"},
            {"until": "2023-12-31"},
            {"q": "raqqa"},
            {"q": "raqqa post"},
            {"country": "SY", "q": "raqqa", "below": "67", "double": "yes", "sort": "newest"},
        ],
        ids=urlencode,
    )
    def test_each_finds_what_it_is_asked_for_and_nothing_else(self, desk, wanted, asked):
        expected = [] if asked in ({"type": "strategic_developments"}, {"q": "raqqa post"}) else [wanted]
        assert listed(desk, **asked) == expected

    @pytest.mark.parametrize(
        "asked",
        [
            {"country": "IQ"},
            {"assignee": "nobody"},
            {"open": "nobody"},
            {"above": "50"},
            {"double": "no"},
            {"news": "no"},
            {"newer": "3"},
            {"since": "2024-01-01"},
        ],
        ids=urlencode,
    )
    def test_its_contrary_finds_the_others(self, desk, wanted, asked):
        found = listed(desk, **asked)
        assert len(found) == 1
        assert found != [wanted]

    def test_a_batch_is_found_by_its_number(self, desk, wanted):
        assert listed(desk, batch=str(Batch.objects.get().pk)) == [wanted]

    def test_what_is_on_can_be_taken_off_one_by_one(self, desk, wanted):
        chips = desk.get(QUEUE, {"country": "SY", "assignee": "me", "page": "2"}).context["asked"].chips
        assert [(chip.label, chip.value, chip.without) for chip in chips] == [
            ("Country", "Syria", "assignee=me"),
            ("Assignee", "me", "country=SY"),
        ]

    def test_values_say_how_many_wait_of_each(self, desk, wanted):
        options = page(desk)
        assert '<option value="SY">Syria (1)</option>' in options
        assert '<option value="NG">' not in options


class TestTheNext:
    def test_stays_within_the_view_to_its_end(self, desk):
        IncidentFactory(killed_min=50, country="NG")
        first, second = IncidentFactory(killed_min=2), IncidentFactory()
        query = urlencode({"in": "country=IQ"})
        response = desk.get(f"{QUEUE}next/?{query}")
        assert response.url == f"{reverse('admin:review', args=[first.pk])}?{query}"
        next_draft = desk.get(response.url).context["next_query"]
        response = desk.get(f"{QUEUE}next/{next_draft}")
        assert response.url == f"{reverse('admin:review', args=[second.pk])}?{query}"
        Incident.objects.filter(country="IQ").update(status="in_review", assignee=cast.bob())
        response = desk.get(f"{QUEUE}next/?{query}", follow=True)
        assert response.redirect_chain[-1][0] == f"{QUEUE}?country=IQ"
        assert "Nothing else waits for you." in response.content.decode()

    def test_after_a_decision_is_the_one_behind_in_the_view(self, desk):
        incident = story.draft()
        other = Incident.objects.exclude(pk=incident.pk).get()
        Incident.objects.filter(pk=other.pk).update(country="IQ")
        IncidentFactory(killed_min=500, country="NG")
        query = urlencode({"in": "country=IQ"})
        address = reverse("admin:review", args=[incident.pk])
        response = desk.post(f"{address}?{query}", filled(incident, "publish"))
        assert response.url == f"{reverse('admin:review', args=[other.pk])}?{query}"

    def test_lets_go_of_what_is_passed_over(self, desk, alice):
        first, second = IncidentFactory(killed_min=2), IncidentFactory()
        desk.get(f"{QUEUE}next/")
        desk.get(f"{QUEUE}next/?after={first.pk}")
        assert set(alice.held.all()) == {second}

    def test_is_asked_for_by_skipping_which_puts_the_draft_last(self, desk, alice):
        first, second = IncidentFactory(killed_min=2), IncidentFactory()
        address = reverse("admin:review_skip", args=[first.pk])
        assert desk.get(address).status_code == 405
        response = desk.post(f"{address}?{urlencode({'in': 'country=IQ'})}")
        assert response.url.startswith(reverse("admin:review", args=[second.pk]))
        assert Skip.objects.get().incident == first
        assert "skipped by you" in page(desk)


def test_who_has_it_open_and_until_when_is_shown_to_others(desk):
    bob = cast.bob()
    IncidentFactory(held_by=bob, held_until=timezone.now().replace(hour=23, minute=59))
    assert "bob</bdi> has it open until 23:59" in page(desk)


def test_fifty_take_as_many_queries_as_one(desk):
    def drafts(n):
        for _ in range(n):
            draft = ReportFactory(incident__assignee=None).incident
            ParticipationFactory(incident=draft)

    drafts(1)
    desk.get(QUEUE)
    with CaptureQueriesContext(connection) as one:
        assert len(listed(desk)) == 1
    drafts(49)
    with CaptureQueriesContext(connection) as fifty:
        assert len(listed(desk)) == 50
    assert len(fifty) == len(one)
