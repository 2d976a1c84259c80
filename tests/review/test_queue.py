"""What waits for whom, and what comes first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.models import Article, Incident, Participation, Report
from incidents.models.below import coming_from
from incidents.review import acknowledge
from incidents.review.hold import next_in_line
from incidents.review.queue import ORDERS, Counted, at_most, counts, queue
from incidents.review.search import matching
from incidents.vocabulary import Status
from tests import cast
from tests.factories import IncidentFactory, ParticipationFactory, ReportFactory, SourceFactory, walk

pytestmark = pytest.mark.django_db


def test_what_one_may_not_see_neither_waits_nor_counts():
    IncidentFactory(summary="secret", sensitivity="restricted")
    IncidentFactory(summary="a draft")
    IncidentFactory(published=True)
    viewer, alice, bob = cast.person("vera", "viewer"), cast.alice(), cast.bob()
    assert list(queue(viewer)) == []
    assert [i.summary for i in queue(alice)] == ["a draft"]
    nought = {str(status): Counted(0) for status in Status}
    assert counts(viewer) == nought | {"published": Counted(1)}
    assert counts(alice) == nought | {"published": Counted(1), "draft": Counted(1)}
    assert counts(bob) == nought | {"published": Counted(1), "draft": Counted(2)}


def test_what_is_done_does_not_wait():
    IncidentFactory(published=True)
    rejected = IncidentFactory()
    walk(rejected, Status.IN_REVIEW)
    walk(rejected, Status.REJECTED)
    assert list(queue(cast.alice())) == []


def test_the_grave_the_doubtful_and_the_old_come_first():
    now = timezone.now()
    expected = {
        "massacre": IncidentFactory(killed_min=12, killed_max=None),
        "at most three killed": IncidentFactory(killed_max=3, created_at=now - timedelta(minutes=2)),
        "wounded and doubtful": IncidentFactory(wounded_min=2, confidence=0.3),
        "wounded, of last week": IncidentFactory(wounded_min=1, created_at=now - timedelta(days=6)),
        "nothing, of the week before": IncidentFactory(created_at=now - timedelta(days=8)),
        "wounded": IncidentFactory(wounded_max=1, confidence=0.9),
        "doubtful": IncidentFactory(confidence=0.49),
        "nothing": IncidentFactory(killed_min=0, killed_max=0),
    }
    urgency = {i.pk: i.urgency for i in queue(cast.alice())}
    assert {name: urgency[i.pk] for name, i in expected.items()} == {
        "massacre": 3,
        "at most three killed": 2,
        "wounded and doubtful": 2,
        "wounded, of last week": 1,
        "nothing, of the week before": 1,
        "wounded": 1,
        "doubtful": 1,
        "nothing": 0,
    }
    assert list(urgency) == [i.pk for i in expected.values()]


def test_what_was_published_before_has_waited_since_its_last_change_and_not_for_years():
    old = IncidentFactory(created_at=timezone.now() - timedelta(days=900), published=True)
    Incident.objects.filter(pk=old.pk).update(published_at=old.created_at)
    ReportFactory(incident=old, is_new=True)
    assert [(i, i.urgency) for i in queue(cast.alice())] == [(old, 0)]


def test_the_place_in_the_queue_does_not_depend_on_the_time_zone_of_a_session():
    from django.db import connection

    incident = IncidentFactory(killed_min=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'Pacific/Auckland'")
        Incident.objects.filter(pk=incident.pk).update(created_at=incident.created_at)
    incident.refresh_from_db()
    assert incident.created_at - incident.waiting_since == timedelta(weeks=2)


def test_the_next_is_not_what_another_has_taken():
    alice, bob = cast.alice(), cast.bob()
    mine = IncidentFactory(killed_min=1)
    IncidentFactory(killed_min=20, assignee=bob)
    later = IncidentFactory()
    assert next_in_line(alice) == mine
    assert next_in_line(alice, after=mine) == later
    assert next_in_line(alice, after=later) == mine, "round and round"
    Incident.objects.all().update(assignee=bob)
    assert next_in_line(alice) is None


@pytest.mark.parametrize("order", ORDERS)
def test_in_every_order_the_next_is_the_one_behind_even_of_what_is_gone(order):
    alice, now = cast.alice(), timezone.now()
    for n, confidence in enumerate((0.9, None, 0.2, 0.2)):
        IncidentFactory(
            confidence=confidence, created_at=now - timedelta(hours=n), date_start=f"2024-01-0{n + 1}"
        )
    line = list(ORDERS[order].sorted(queue(alice)))
    assert len(line) == 4
    followers = [next_in_line(alice, order=ORDERS[order], after=each) for each in line]
    assert followers == [*line[1:], line[0]]
    walk(line[1], Status.IN_REVIEW)
    walk(line[1], Status.REJECTED)
    assert next_in_line(alice, order=ORDERS[order], after=line[1]) == line[2]


def test_the_next_stays_within_the_view():
    alice = cast.alice()
    IncidentFactory(killed_min=30, country="SY")
    wanted = IncidentFactory(country="IQ")
    assert next_in_line(alice, queue(alice).filter(country="IQ")) == wanted


def test_what_is_published_waits_again_when_it_has_a_new_source_and_one_may_see_it():
    for sensitivity in ("normal", "restricted"):
        ReportFactory(incident=IncidentFactory(published=True, sensitivity=sensitivity), is_new=True)
    ReportFactory(incident=IncidentFactory(published=True))
    assert [i.sensitivity for i in queue(cast.alice())] == ["normal"]


def test_an_incident_knows_of_its_new_sources_whatever_becomes_of_them():
    alice, incident, other = cast.alice(), IncidentFactory(published=True), IncidentFactory()
    version = Incident.objects.get(pk=incident.pk).version

    def has_news(incident):
        return Incident.objects.values_list("has_new_source", flat=True).get(pk=incident.pk)

    report = ReportFactory(incident=incident, is_new=True)
    assert has_news(incident)
    assert Incident.objects.get(pk=incident.pk).version == version, "its news is no change of it"
    Report.objects.filter(pk=report.pk).update(incident=other)
    assert (has_news(incident), has_news(other)) == (False, True)
    report.delete()
    assert not has_news(other)
    ReportFactory(incident=incident, is_new=True)
    acknowledge(incident, by=alice, seen_version=version)
    assert not has_news(incident)


def test_counting_ends_where_nobody_pages_any_more():
    for _ in range(4):
        IncidentFactory()
    assert str(at_most(Incident.objects.all(), 3)) == "3+"
    assert str(at_most(Incident.objects.all(), 4)) == "4"
    assert not at_most(Incident.objects.none())


class TestWords:
    def found(self, words: str) -> set[int]:
        return set(matching(Incident.objects.all(), words).values_list("pk", flat=True))

    def test_elsewhere_are_not_found(self):
        ParticipationFactory(incident=IncidentFactory(summary="A convoy was hit.", place_name="Mosul"))
        assert self.found("Damascus") == set()
        assert self.found("the") == set(), "a word that says nothing finds nothing"

    def test_of_summary_place_party_and_title_are_found(self):
        incident = IncidentFactory(summary="Drones struck a convoy.", place_name="Mosul", admin1="Nineveh")
        IncidentFactory(summary="Something else.", place_name="Aden")
        ParticipationFactory(incident=incident, name="Kata'ib Hezbollah")
        ReportFactory(incident=incident, article__title="Governor condemns strikes")
        for words in (
            "convoy",
            "mosul",
            "nineveh",
            "hezbollah",
            "condemned",
            str(incident.pk),
            '"struck a convoy"',
        ):
            assert self.found(words) == {incident.pk}, words

    @pytest.mark.parametrize("few", [0, 100])
    def test_are_found_whether_they_are_rare_or_common(self, few, monkeypatch):
        monkeypatch.setattr("incidents.review.search.FEW", few)
        IncidentFactory(place_name="Mosul")
        IncidentFactory(place_name="Mosul")
        IncidentFactory(place_name="Aden")
        assert len(self.found("mosul")) == 2

    def test_of_what_is_gone_are_found_no_more(self):
        party = ParticipationFactory(incident=IncidentFactory(), name="Kata'ib Hezbollah")
        report = ReportFactory(incident=party.incident, article__title="Governor condemns strikes")
        Participation.objects.update(name="Somebody")
        Article.objects.update(title="Governor silent")
        assert self.found("hezbollah") == self.found("condemns") == set()
        assert self.found("somebody") == self.found("silent") == {party.incident.pk}
        party.delete()
        report.delete()
        assert self.found("somebody") == self.found("silent") == set()
        assert Incident.objects.get().version == 1

    def test_a_source_is_known_by_its_key_and_not_by_what_titles_say(self):
        incident = ReportFactory(article__title="source:1 source 2").incident
        source = incident.articles.get().source
        of = Incident.objects.filter
        assert list(of(coming_from("source", source.pk))) == [incident]
        assert not of(coming_from("source", source.pk + 1)).exists()
        assert not of(coming_from("batch", source.pk)).exists()
        other = SourceFactory()
        Article.objects.update(source=other)
        assert list(of(coming_from("source", other.pk))) == [incident]
