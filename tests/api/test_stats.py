"""Counts: first what they must not say, then that they agree with the list to the last incident."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from h3 import get_resolution, latlng_to_cell

from incidents.dashboards import counts
from incidents.dashboards.buckets import buckets
from incidents.models import Campaign
from incidents.vocabulary import DatePrecision, Role, Weapon
from tests import factories
from tests.api.test_filters import found, made

STATS = "/api/v1/stats"


def stats(client, **asked):
    response = client.get(STATS, asked)
    assert response.status_code == 200, response.content
    return response.json()


def refused(client, **asked):
    response = client.get(STATS, asked)
    assert response.status_code == 400, response.content
    return {error["parameter"]: error["detail"] for error in response.json()["errors"]}


def counted(client, by, **asked):
    return {row[by]: row["count"] for row in stats(client, by=by, **asked)["results"]}


def on(day: date, **fields):
    return made(date_start=day, date_end=day, **fields)


class TestWhatIsNotTold:
    def test_to_nobody_without_the_right(self, anonymous):
        assert anonymous.get(STATS).status_code == 401

    def test_what_is_hidden_is_not_counted(self, viewer, alice, bob):
        made(country="IQ")
        factories.IncidentFactory(country="IQ")
        made(country="IQ", sensitivity="restricted")
        assert stats(viewer)["total"]["count"] == 1
        assert stats(alice)["total"]["count"] == 1, "drafts are counted for who asks for them"
        assert stats(alice, status=["draft", "published"])["total"]["count"] == 2
        assert counted(bob, "country") == {"IQ": 2}

    @pytest.mark.parametrize(
        ("asked", "name", "expected"),
        [
            ({"by": "colour"}, "by", "one or two of day, week"),
            ({"by": "country,actor,month"}, "by", "one or two of"),
            ({"by": "month,year"}, "by", "not two of time"),
            ({"by": "country,country"}, "by", "one or two of"),
            ({"by": "h3", "resolution": "16"}, "resolution", "from 0 to 15"),
            ({"by": "country", "resolution": "3"}, "resolution", "only together with by=h3"),
            ({"by": "country", "cursor": "x"}, "cursor", "no such parameter"),
            ({"country": "Iraq"}, "country", "expected IQ for Iraq"),
        ],
    )
    def test_what_cannot_be_read_is_refused_by_name(self, viewer, asked, name, expected):
        assert expected in refused(viewer, **asked)[name]

    def test_more_rows_than_anybody_reads(self, viewer, monkeypatch):
        monkeypatch.setattr(counts, "MOST", 3)
        for year in (2020, 2024):
            on(date(year, 1, 1))
        assert "narrow it" in refused(viewer, by="day")["by"]
        assert len(stats(viewer, by="year", date_after="2022-01-01")["results"]) == 3

    def test_rivals_and_sides_are_no_part_of_a_sum(self, viewer):
        attack = made(killed_min=3, killed_max=3)
        for value in (3, 12):
            factories.StatementFactory(incident=attack, field="killed", value={"min": value, "max": value})
        attack.casualties.create(side="Iraq", kind="killed", min=2, max=2)
        assert stats(viewer)["total"]["killed"] == {"min": 3, "max": 3, "stated": 1, "unknown": 0}


class TestFigures:
    def test_nothing_stated_is_not_none(self, viewer):
        made(killed_min=None, killed_max=None)
        assert stats(viewer)["total"]["killed"] == {"min": None, "max": None, "stated": 0, "unknown": 1}
        made(killed_min=0, killed_max=0)
        assert stats(viewer)["total"]["killed"] == {"min": 0, "max": 0, "stated": 1, "unknown": 1}

    def test_an_open_range_opens_the_sum(self, viewer):
        made(killed_min=2, killed_max=4)
        made(killed_min=5, killed_max=None)
        made(killed_min=None, killed_max=1)
        assert stats(viewer)["total"]["killed"] == {"min": 7, "max": None, "stated": 3, "unknown": 0}

    def test_of_nothing_at_all(self, viewer):
        answer = stats(viewer, by="country", country="IQ")
        assert (answer["results"], answer["total"]["count"]) == ([], 0)
        assert answer["total"]["killed"] == {"min": None, "max": None, "stated": 0, "unknown": 0}


class TestTime:
    def test_buckets_in_which_nothing_happened_are_told(self, viewer):
        for day in (date(2024, 1, 31), date(2024, 4, 1)):
            on(day)
        assert counted(viewer, "month") == {
            "2024-01-01": 1,
            "2024-02-01": 0,
            "2024-03-01": 0,
            "2024-04-01": 1,
        }
        assert counted(viewer, "quarter") == {"2024-01-01": 1, "2024-04-01": 1}
        assert list(counted(viewer, "week"))[:2] == ["2024-01-29", "2024-02-05"]
        assert len(counted(viewer, "day")) == 62

    def test_from_the_first_day_asked_for_to_the_last(self, viewer):
        on(date(2024, 2, 10))
        asked = {"date_after": "2023-12-15", "date_before": "2024-03-01"}
        assert counted(viewer, "month", **asked) == {
            "2023-12-01": 0,
            "2024-01-01": 0,
            "2024-02-01": 1,
            "2024-03-01": 0,
        }
        assert counted(viewer, "month", country="SY", **asked) == dict.fromkeys(
            ("2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01"), 0
        )

    def test_what_has_no_date_stands_under_null_and_what_is_rough_is_told(self, viewer):
        made(date_start=None, date_end=None, date_precision=DatePrecision.UNKNOWN)
        on(date(2024, 1, 1), date_precision=DatePrecision.YEAR)
        on(date(2024, 1, 1), date_precision=DatePrecision.WEEK)
        rows = stats(viewer, by="month")["results"]
        assert [(row["month"], row["count"], row["imprecise"]) for row in rows] == [
            ("2024-01-01", 2, 1),
            (None, 1, 0),
        ]
        assert stats(viewer, by="day")["results"][0]["imprecise"] == 2
        assert [stats(viewer, by=by)["total"]["imprecise"] for by in ("day", "day,actor", "actor")] == [
            2,
            2,
            0,
        ]
        assert stats(viewer, by="year")["results"][0]["imprecise"] == 0

    def test_with_another_dimension_every_value_has_every_bucket(self, viewer):
        on(date(2024, 1, 1), country="IQ")
        on(date(2024, 3, 1), country="SY")
        rows = stats(viewer, by="month,country")["results"]
        assert [(row["month"], row["country"], row["count"]) for row in rows] == [
            ("2024-01-01", "IQ", 1),
            ("2024-01-01", "SY", 0),
            ("2024-02-01", "IQ", 0),
            ("2024-02-01", "SY", 0),
            ("2024-03-01", "IQ", 0),
            ("2024-03-01", "SY", 1),
        ]
        assert rows[0]["country_name"] == "Iraq"


class TestBelow:
    def test_an_incident_counts_once_under_each_and_once_in_all(self, viewer):
        group, other = (
            factories.ActorFactory(key="group", name="The Group"),
            factories.ActorFactory(key="other"),
        )
        attack, silent = made(killed_min=2, killed_max=2), made()
        for role in (Role.PERPETRATOR, Role.CLAIMANT):
            factories.ParticipationFactory(incident=attack, actor=group, role=role)
        factories.ParticipationFactory(incident=attack, actor=other, role=Role.TARGET)
        attack.participations.create(name="gunmen", role=Role.ACCUSED)
        answer = stats(viewer, by="actor")
        assert answer["total"]["count"] == 2
        rows = {row["actor"]: row for row in answer["results"]}
        assert {key: (row["count"], row["killed"]["min"]) for key, row in rows.items()} == {
            "group": (1, 2),
            "other": (1, 2),
            None: (1, None),
        }
        assert rows["group"]["actor_name"] == "The Group"
        assert silent.pk in found(viewer, not_actor=["group", "other"])

    def test_weapons_bases_and_campaigns(self, viewer):
        base = factories.BaseFactory(key="ain-al-asad", name="Ain al-Asad")
        attack = made(base=base)
        for category in (Weapon.DRONE, Weapon.ROCKET):
            attack.weapons.create(category=category)
        campaign = Campaign.objects.create(name="Attacks on US forces")
        campaign.incidents.add(attack)
        assert counted(viewer, "weapon") == {"drone": 1, "rocket": 1}
        assert counted(viewer, "base") == {"ain-al-asad": 1}
        row = stats(viewer, by="campaign")["results"][0]
        assert (row["campaign"], row["campaign_name"], row["count"]) == (campaign.pk, campaign.name, 1)


class TestCells:
    def test_points_of_one_cell_are_one_row(self, viewer):
        made(latitude=None, longitude=None, killed_min=1, killed_max=1)
        for latitude in (33.7856, 33.7857):
            made(latitude=latitude, longitude=42.4412, killed_min=2, killed_max=2)
        rows = stats(viewer, by="h3", resolution="5")["results"]
        cell = latlng_to_cell(33.7856, 42.4412, 5)
        assert [(row["h3"], row["count"], row["killed"]["min"]) for row in rows] == [
            (cell, 2, 4),
            (None, 1, 1),
        ]
        assert get_resolution(stats(viewer, by="h3")["results"][0]["h3"]) == 3

    def test_with_another_dimension(self, viewer):
        for country in ("IQ", "IQ", "SY"):
            made(latitude=33.0, longitude=42.0, country=country)
        assert [row["count"] for row in stats(viewer, by="country,h3")["results"]] == [2, 1]


@pytest.mark.parametrize("by", ["country", "event_type", "month", "admin1", "base", "h3", "year,country"])
@pytest.mark.parametrize(
    "asked", [{}, {"country": "IQ"}, {"not_country": "IQ"}, {"killed_min": "1"}, {"q": "missile"}]
)
def test_they_agree_with_the_list_to_the_last_incident(viewer, by, asked):
    for n in range(12):
        on(
            date(2023 + n % 2, 1 + n, 3),
            country=("IQ", "SY", "")[n % 3],
            killed_min=n % 4 or None,
            sub_event_type=("armed_clash", "arrests")[n % 2],
            summary="A missile fell." if n % 2 else "",
            latitude=n if n % 2 else None,
            longitude=n if n % 2 else None,
        )
    listed = viewer.get("/api/v1/incidents", asked).json()["results"]
    answer = stats(viewer, by=by, **asked)
    assert sum(row["count"] for row in answer["results"]) == len(listed) == answer["total"]["count"]
    assert sum(row["killed"]["min"] or 0 for row in answer["results"]) == sum(
        row["killed"]["min"] or 0 for row in listed if row["killed"]
    )
    if by == "country":
        for row in answer["results"]:
            if row["country"]:
                both = [one["id"] for one in listed if one["country"] == row["country"]]
                assert row["count"] == len(both)


def test_fifty_take_no_more_queries_than_one(viewer):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            stats(viewer, by="actor,base")
        return len(asked)

    def attack():
        factories.ParticipationFactory(incident=made(base=factories.BaseFactory()))

    attack()
    queries()
    one = queries()
    for _ in range(50):
        attack()
    assert queries() == one


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
def test_the_last_days_that_there_are_have_buckets_as_any_other(viewer, by):
    made()
    rows = stats(viewer, by=by, date_after="9999-12-31", date_before="9999-12-31")["results"]
    assert [row["count"] for row in rows] == [0]


def test_who_asks_until_the_end_of_time_is_told_how_many(viewer):
    made()
    for name, day, told in (
        ("date_before", "9999-12-31", 1),
        ("date_after", "9999-12-15", 0),
        ("date_before", "0001-01-15", 0),
    ):
        asked = {name: day}
        assert stats(viewer, by="country", **asked)["total"]["count"] == told
        counted = viewer.get("/api/v1/incidents", {"count": "exact", **asked})
        assert counted.status_code == 200, counted.content


def test_ten_thousand_years_by_the_day_are_not_made_to_be_refused(viewer, monkeypatch):
    made()
    many = []

    def counted(name, first, last):
        for day in buckets(name, first, last):
            many.append(day)
            yield day

    monkeypatch.setattr(counts, "buckets", counted)
    assert "by" in refused(viewer, by="day", date_after="0001-01-01", date_before="9999-12-31")
    assert len(many) <= counts.MOST + 1
