"""Tallies tell what the incidents would, whatever happened to these."""

import random
from datetime import date, timedelta
from itertools import combinations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents import tasks
from incidents.dashboards import counts, tallies
from incidents.dashboards.buckets import BUCKETS
from incidents.dashboards.questions import begun_by, inside, lasting_until, near
from incidents.dashboards.tallies import Chosen
from incidents.models import Incident, Tally
from incidents.vocabulary import DatePrecision, Sensitivity, Status, SubEventType
from tests import cast, factories
from tests.api.test_filters import made

DAY = date(2024, 1, 1)
BY = ("day", "week", "month", "year", "country", "admin1", "event_type", "sub_event_type", "base", "h3")


def published():
    return Incident.objects.public()


def told(by=(), *, chosen=None, found=None, resolution=3):
    return tallies.count(
        published() if found is None else found, by, chosen=chosen or Chosen(), resolution=resolution
    )


def agree(by=(), *, chosen=None, found=None):
    found = published() if found is None else found
    assert told(by, chosen=chosen, found=found) == counts.count(found, by), (by, chosen)


def asks_incidents(by, chosen=None):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        told(by, chosen=chosen)
    return [
        query["sql"]
        for query in queries
        if "incidents_incident" in query["sql"] and '"embargo_until" IS NOT NULL' not in query["sql"]
    ]


@pytest.fixture
def world(db):
    """Of every sort a few, and things that happened to them: the same on each run."""
    dice = random.Random(7)
    bases = [factories.BaseFactory() for _ in range(3)]
    points = [(33.3, 44.4), (36.2, 43.1), (33.31, 44.41), (None, None)]

    def told_of():
        latitude, longitude = dice.choice(points)
        precision = dice.choice(list(DatePrecision))
        start = None if precision == DatePrecision.UNKNOWN else DAY + timedelta(dice.randrange(120))
        least = dice.choice([None, 0, 3])
        return {
            "country": dice.choice(["IQ", "SY", ""]),
            "admin1": dice.choice(["Anbar", "Baghdad", ""]),
            "sub_event_type": dice.choice(list(SubEventType)[:6]),
            "base": dice.choice([*bases, None]),
            "latitude": latitude,
            "longitude": longitude,
            "date_precision": precision,
            "date_start": start,
            "date_end": start and start + timedelta(dice.choice([0, 0, 40])),
            "killed_min": least,
            "killed_max": least if dice.random() < 0.5 else None,
            "wounded_min": dice.choice([None, 1]),
        }

    here = [made(**told_of()) for _ in range(40)]
    for step, incident in enumerate(here):
        kind = step % 8
        rows = Incident.objects.filter(pk=incident.pk)
        if kind < 3:
            rows.update(**told_of())
        elif kind == 3:
            rows.update(sensitivity=Sensitivity.RESTRICTED)
        elif kind == 4:
            rows.update(embargo_until=timezone.now() + timedelta(dice.choice([-1, 1])))
        elif kind == 5:
            rows.update(status=Status.IN_REVIEW)
        elif kind == 6:
            incident.delete()
        if step in (13, 31):
            tallies.fold()
    return here


class TestWhatTheyMustNotTell:
    def test_of_drafts(self, db):
        factories.IncidentFactory()
        assert not Tally.objects.exists()

    def test_of_what_is_hidden_or_will_be_shown_later(self, db):
        made(sensitivity=Sensitivity.RESTRICTED)
        made(embargo_until=timezone.now() + timedelta(1))
        assert told() == [counts.Count((), 0, 0, counts.NONE, counts.NONE)]

    def test_of_what_was_taken_back(self, db):
        incident = made(country="IQ")
        Incident.objects.filter(pk=incident.pk).update(status=Status.IN_REVIEW)
        assert told(["country"]) == []
        tallies.fold()
        assert not Tally.objects.exists()

    def test_of_drafts_that_were_asked_for_beside_what_is_published(self, db):
        """Then there is nothing that was chosen among what is published, and the incidents are looked at."""
        factories.IncidentFactory(country="IQ")
        found = Incident.objects.all()
        assert tallies.count(found, ["country"], chosen=None) == counts.count(found, ["country"])


class TestTheyAgreeWithTheIncidents:
    def test_by_whatever_they_are_told_apart(self, world):
        for by in ((), *combinations(BY, 1), *combinations(BY, 2)):
            if len(set(by) & set(BUCKETS)) < 2:
                agree(by)
        tallies.fold()
        for by in ((), *combinations(BY, 1)):
            agree(by)

    def test_between_days_that_cut_months_in_two(self, world):
        for since in (None, DAY, date(2024, 1, 17), date(2024, 2, 1), date(2024, 4, 30)):
            for until in (None, date(2024, 1, 31), date(2024, 2, 1), date(2024, 3, 12)):
                found = published()
                found = found.filter(lasting_until(since)) if since else found
                found = found.filter(begun_by(until)) if until else found
                for by in (["month", "country"], ["day"], ["event_type"], ["h3"]):
                    agree(by, chosen=Chosen({}, since, until), found=found)

    def test_of_some(self, world):
        conditions = {
            "country": Q(country__in=["IQ"]),
            "not_country": ~Q(country__in=["IQ"]),
            "event_type": Q(event_type__in=["battles"]),
            "admin1": Q(admin1__iexact="anbar"),
            "bbox": inside((44, 33, 45, 34)),
            "near": near(33.3, 44.4, 25),
        }
        for name, condition in conditions.items():
            for by in (["month"], ["h3"], ["country"]):
                agree(by, chosen=Chosen({name: condition}), found=published().filter(condition))

    def test_what_was_under_an_embargo_counts_once_it_has_passed(self, db):
        incident = made(embargo_until=timezone.now() + timedelta(1))
        assert told()[0].incidents == 0
        Incident.objects.filter(pk=incident.pk).update(embargo_until=timezone.now() - timedelta(seconds=1))
        assert told()[0].incidents == 1

    def test_who_may_see_what_is_restricted_has_it_counted(self, db):
        made(sensitivity=Sensitivity.RESTRICTED, country="IQ")
        found = Incident.objects.visible_to(cast.bob()).filter(status=Status.PUBLISHED)
        assert [row.values for row in told(["country"], found=found)] == [("IQ",)]


class TestTheyAreKept:
    def test_a_change_of_what_they_do_not_tell_adds_nothing(self, db):
        incident = made()
        before = Tally.objects.count()
        Incident.objects.filter(pk=incident.pk).update(summary="In other words.")
        assert Tally.objects.count() == before

    def test_folded_there_is_one_of_a_key(self, world):
        tasks.fold_tallies()
        assert not Tally.objects.filter(is_folded=False).exists()
        keys = Tally.objects.values_list(
            "kind", "day", "country", "admin1", "sub_event_type", "base", "latitude"
        )
        assert len(set(keys)) == len(keys)

    def test_points_know_their_cells_once_they_are_folded(self, world):
        tasks.fold_tallies()
        points = Tally.objects.filter(kind="point", latitude__isnull=False)
        assert points.exists()
        assert not points.filter(cells=None).exists()

    def test_counted_anew_after_a_load_without_triggers(self, world):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing of it may be left to do
            cursor.execute("ALTER TABLE incidents_incident DISABLE TRIGGER USER")
            cursor.execute("UPDATE incidents_incident SET country = 'LB' WHERE country = 'IQ'")
            cursor.execute("ALTER TABLE incidents_incident ENABLE TRIGGER USER")
        call_command("recount_tallies")
        agree(["country"])
        agree(["h3"])

    def test_a_question_about_all_looks_at_no_incident_that_everybody_sees(self, world):
        tallies.fold()
        assert asks_incidents(["month", "country"]) == []
        assert asks_incidents(["h3"]) == []
