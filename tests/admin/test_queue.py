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

from incidents.models import Batch, Candidate, Incident, Skip, Source, User
from incidents.review.unite import unite
from tests import cast
from tests.admin import story
from tests.admin.test_desk import filled
from tests.factories import (
    IncidentFactory,
    ParticipationFactory,
    PlaceFactory,
    ReportFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

QUEUE, ALL = "/admin/review/", "/admin/incidents/incident/"


def words_of(asked):
    return urlencode(asked, doseq=True)


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
        ({"batch": "7"}, "Batch “7”: expected the number or file name of a batch."),
        ({"admin1": "Nowhere"}, "Region “Nowhere”: expected the name of a region, such as Al Anbar."),
        ({"bbox": "42,33"}, "Place on the map “42,33”: expected west,south,east,north in degrees"),
        ({"bbox": "42,35,43,33"}, "expected west,south,east,north in degrees"),
        ({"bbox": "nan,nan,nan,nan"}, "expected west,south,east,north in degrees"),
        ({"within": "a month"}, "Event within the last “a month”: expected a number of days."),
        ({"came_since": "0001-01-01"}, "Came in since “0001-01-01”: expected a day"),
        ({"not_country": "QQ"}, "Country, not “QQ”: expected a country's two letters, such as IQ."),
        ({"country": ["IQ", "QQ"]}, "Country “QQ”: expected a country's two letters, such as IQ."),
        ({"below": ["50", "60"]}, "Confidence below “60”: expected one value."),
        ({"q": ["one", "two"]}, "Search “two”: expected one value."),
        ({"not_below": "50"}, "not_below “50”: there is no such filter"),
        ({"show": "chart"}, "Shown as “chart”: expected one of table, map."),
        ({"assignee": "nemo"}, "Assignee “nemo”: expected me, nobody or a user name."),
        ({"below": "many"}, "Confidence below “many”: expected per cent, from 0 to 100."),
        ({"double": "perhaps"}, "May be a double “perhaps”: expected yes or no."),
        ({"older": "²"}, "Waits longer than “²”: expected a number of days."),
        ({"since": "January"}, "Event since “January”: expected a day, such as 2024-01-20."),
        ({"sort": "colour"}, "Order “colour”: expected one of urgency, "),
        ({"contry": "IQ"}, "contry “IQ”: there is no such filter; the nearest is country."),
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
        cast.bob()
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
            admin1="Ar-Raqqah",
            latitude=35.95,
            longitude=39.02,
        )
        paper = SourceFactory(name="Raqqa Post", domain="postofraqqa.example")
        ReportFactory(incident=wanted, article__source=paper, article__batch=batch, is_new=True)
        PlaceFactory(admin1="Ar-Raqqah")
        PlaceFactory(admin1="Al Anbar")
        other = IncidentFactory(
            admin1="Al Anbar",
            summary="Not near Ar-Raqqah.",
            confidence=0.9,
            date_start=timezone.now().date(),
            latitude=None,
            longitude=None,
        )
        ReportFactory(incident=other, article__source__name="The Other Post")
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
            {"country": ["SY", "NG"]},
            {"not_country": ["IQ", "NG"]},
            {"event_type": ["violence_against_civilians", "battles"]},
            {"not_event_type": "explosions_remote_violence"},
            {"sub_event_type": "abduction_forced_disappearance"},
            {"not_source": "the other post"},
            {"source": ["Raqqa Post", "postofraqqa.example"]},
            {"assignee": ["me", "bob"]},
            {"admin1": "ar-raqqah"},
            {"not_admin1": "Al Anbar"},
            {"not_assignee": "nobody"},
            {"open": ["me", "bob"]},
            {"came_until": str(timezone.now().date() - timedelta(days=4))},
            {"bbox": "38.9,35.9,39.1,36"},
            {"bbox": "179,35.9,39.1,36"},
            {"bbox": "39.015,35.945,39.0249999,35.9549999"},
            {"country": ["SY", "IQ"], "not_source": "The Other Post", "below": "50", "located": "yes"},
            {"country": "SY", "q": "raqqa", "below": "67", "double": "yes", "sort": "newest"},
        ],
        ids=words_of,
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
            {"within": "30"},
            {"came_since": str(timezone.now().date() - timedelta(days=3))},
            {"located": "no"},
            {"not_source": "raqqa post"},
            {"not_assignee": "me"},
            {"not_country": "SY"},
        ],
        ids=words_of,
    )
    def test_its_contrary_finds_the_others(self, desk, wanted, asked):
        found = listed(desk, **asked)
        assert len(found) == 1
        assert found != [wanted]

    def test_a_batch_is_found_by_its_number_or_its_file(self, desk, wanted):
        assert listed(desk, batch=str(Batch.objects.get().pk)) == [wanted]
        assert listed(desk, batch="a.csv") == [wanted]

    def test_what_has_no_date_is_neither_before_nor_after_a_day(self, desk):
        IncidentFactory(date_start=None, date_end=None, date_precision="unknown")
        for asked in ({"since": "1900-01-01"}, {"until": "2090-01-01"}, {"within": "9999"}):
            assert listed(desk, **asked) == []
        assert len(listed(desk)) == 1

    def test_what_comes_from_no_outlet_is_not_of_one(self, desk, wanted):
        nowhere = IncidentFactory(country="SY")
        assert listed(desk, not_source="Raqqa Post", country="SY") == [nowhere]

    def test_an_outlet_that_was_united_with_another_is_found_by_its_old_number(self, desk, wanted):
        gone = SourceFactory(name="The Raqqa Post")
        key = gone.pk
        bob = User.objects.get(username="bob")
        unite(gone, into=Source.objects.get(name="Raqqa Post"), by=bob, reason="The same.")
        assert listed(desk, source=str(key)) == listed(desk, source="The Raqqa Post") == [wanted]

    def test_part_of_a_name_is_refused_with_the_names_it_may_be_part_of(self, desk, wanted):
        assert "such as Raqqa Post." in page(desk, source="raqqa")

    def test_names_of_old_mean_what_they_meant(self, desk, wanted):
        asked = {"type": "violence_against_civilians", "subtype": "abduction_forced_disappearance"}
        assert listed(desk, **asked) == [wanted]
        chips = desk.get(QUEUE, asked).context["asked"].chips
        assert chips[0].without == "sub_event_type=abduction_forced_disappearance"

    def test_what_is_on_can_be_taken_off_one_by_one(self, desk, wanted):
        chips = desk.get(QUEUE, {"country": "SY", "assignee": "me", "page": "2"}).context["asked"].chips
        assert [(chip.label, chip.value, chip.without) for chip in chips] == [
            ("Country", "Syria", "assignee=me"),
            ("Assignee", "me", "country=SY"),
        ]

    def test_of_several_values_each_has_its_chip(self, desk):
        asked = {"country": ["SY", "IQ", "SY"], "not_event_type": "battles"}
        chips = desk.get(QUEUE, asked).context["asked"].chips
        assert [(chip.label, chip.value, chip.without, chip.is_excluded) for chip in chips] == [
            ("Country", "Syria", "country=IQ&not_event_type=battles", False),
            ("Country", "Iraq", "country=SY&not_event_type=battles", False),
            ("Type", "Battles", "country=SY&country=IQ", True),
        ]

    def test_what_cannot_be_read_is_still_in_the_form(self, desk):
        asked = {"country": ["iq", "QQ"], "source": "Nowhere", "below": "many", "double": "perhaps"}
        shown = page(desk, **asked)
        for value in ("iq", "QQ", "Nowhere"):
            assert re.search(rf'type="checkbox" name="\w+" value="{value}" checked', shown), value
        assert '<option value="perhaps" selected>' in shown
        assert 'type="text" name="below" id="filter-below" value="many"' in shown

    def test_countries_are_in_the_order_of_their_names(self, desk, wanted):
        IncidentFactory(country="CH")
        IncidentFactory(country="DE")
        shown = re.findall(r"<bdi>(Germany|Iraq|Switzerland|Syria) \(1\)", page(desk))
        assert shown == ["Germany", "Iraq", "Switzerland", "Syria"]

    def test_values_say_how_many_wait_of_each(self, desk, wanted):
        options = page(desk)
        assert '<input type="checkbox" name="country" value="SY"> <bdi>Syria (1)</bdi>' in options
        assert 'value="NG"' not in options


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


EVERY_FILTER = {
    "status": ["draft", "in_review"],
    "country": ["IQ", "SY"],
    "not_event_type": ["battles", "protests"],
    "not_sub_event_type": "armed_clash",
    "not_admin1": "Ar-Raqqah",
    "source": "One of two",
    "not_source": "Two of two",
    "batch": "a.csv",
    "assignee": ["me", "nobody"],
    "not_open": "bob",
    "since": "2024-01-01",
    "until": "2024-12-31",
    "within": "9999",
    "located": "yes",
    "bbox": "42,33,43,34",
    "below": "100",
    "above": "1",
    "double": "no",
    "news": "no",
    "older": "0",
    "newer": "5",
    "came_since": "2024-01-01",
    "came_until": "2100-01-01",
    "q": "Militants",
}


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        (QUEUE, {}),
        (QUEUE, EVERY_FILTER),
        (QUEUE, {**EVERY_FILTER, "show": "map"}),
        (ALL, {}),
        (ALL, {name: EVERY_FILTER[name] for name in ("country", "not_source", "batch", "within", "q")}),
        (ALL, {"show": "map"}),
    ],
    ids=lambda given: given if isinstance(given, str) else f"{len(given)} filters",
)
def test_fifty_take_as_many_queries_as_one(desk, alice, address, asked):
    batch = Batch.objects.create(file_name="a.csv", sha256="a", format="csv", submitter=alice)
    one = SourceFactory(name="One of two")
    SourceFactory(name="Two of two")
    PlaceFactory(admin1="Ar-Raqqah")
    cast.bob()

    def drafts(n):
        for _ in range(n):
            report = ReportFactory(
                incident__confidence=0.5, incident__assignee=alice, article__source=one, article__batch=batch
            )
            ParticipationFactory(incident=report.incident)

    def found():
        return desk.get(address, asked).context["counted"].n

    drafts(1)
    found()
    with CaptureQueriesContext(connection) as of_one:
        assert found() == 1
    drafts(49)
    with CaptureQueriesContext(connection) as of_fifty:
        assert found() == 50
    assert len(of_fifty) == len(of_one)
