"""Pages neither skip nor repeat a row, whatever is added or changed while one walks."""

import base64
import json
from datetime import date

import pytest

from incidents.models import Incident
from incidents.vocabulary import DatePrecision
from tests import factories

INCIDENTS = "/api/v1/incidents"
DAYS = [
    date(2024, 1, 20),
    date(2024, 1, 20),
    None,
    date(2024, 1, 19),
    date(2024, 1, 20),
    date(2024, 1, 18),
    None,
]


@pytest.fixture
def incidents(db):
    """Many of one day, and two of none."""
    return [
        factories.IncidentFactory(
            published=True,
            date_start=day,
            date_precision=DatePrecision.DAY if day else DatePrecision.UNKNOWN,
        )
        for day in DAYS
    ]


def in_order(incidents):
    return [
        each.pk for each in sorted(incidents, key=lambda i: (i.date_start or date.min, i.pk), reverse=True)
    ]


def ids(page):
    return [row["id"] for row in page["results"]]


def walk(client, **asked):
    """Every row of every page, following the addresses."""
    address, seen = f"{INCIDENTS}?" + "&".join(f"{k}={v}" for k, v in asked.items()), []
    while address:
        page = client.get(address).json()
        seen += ids(page)
        address = page["next"]
    return seen


def cursor_of(*payload):
    return base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "%%%", "é", "e30", "bnVsbA", "W10"),
        cursor_of("-date_start", 0, ["2024-01-20"]),
        cursor_of("-date_start", 0, ["2024-01-20", "x"]),
        cursor_of("-date_start", 0, ["yesterday", 1]),
        cursor_of("-date_start", 0, [None, 1]),
        cursor_of("-date_start", 0, [["2024-01-20"], {}]),
        cursor_of("-date_start", 0, ["2024-01-20", "1\x00"]),
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(viewer, incidents, cursor):
    response = viewer.get(INCIDENTS, {"cursor": cursor})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "cursor"


def test_a_cursor_of_another_order_is_refused(viewer, incidents):
    cursor = viewer.get(INCIDENTS, {"page_size": 2}).json()["next_cursor"]
    response = viewer.get(INCIDENTS, {"cursor": cursor, "ordering": "updated_at"})
    assert response.status_code == 400
    assert "made with ordering=updated_at" in response.json()["detail"]


@pytest.mark.parametrize("number", [10**30, -(10**30), 2**63])
def test_a_cursor_beyond_all_numbers_finds_what_it_says_and_does_not_fail(viewer, incidents, number):
    response = viewer.get(INCIDENTS, {"cursor": cursor_of("-date_start", 0, ["2024-01-20", number])})
    assert response.status_code == 200


@pytest.mark.parametrize("page_size", [1, 2, 3, 6, 7, 8])
def test_a_walk_sees_every_row_once_however_large_the_pages(viewer, incidents, page_size):
    assert walk(viewer, page_size=page_size) == in_order(incidents)


@pytest.mark.parametrize("ordering", ["date_start", "-updated_at", "updated_at", "-created_at", "created_at"])
def test_a_walk_sees_every_row_once_in_every_order(viewer, incidents, ordering):
    seen = walk(viewer, page_size=2, ordering=ordering)
    assert sorted(seen) == sorted(each.pk for each in incidents)
    assert seen == walk(viewer, ordering=ordering)


def test_the_undated_come_last_and_say_that_they_have_no_date(viewer, incidents):
    rows = viewer.get(INCIDENTS).json()["results"]
    assert [row["date_start"] for row in rows[-2:]] == [None, None]
    assert b"0001-01-01" not in viewer.get(INCIDENTS).content


def test_what_is_added_meanwhile_neither_shifts_nor_repeats_rows(viewer, incidents):
    first = viewer.get(INCIDENTS, {"page_size": 3}).json()
    factories.IncidentFactory(published=True, date_start=date(2024, 3, 1))
    second = viewer.get(first["next"]).json()
    assert ids(first) + ids(second) == in_order(incidents)[:6]


def test_back_is_where_one_came_from(viewer, incidents):
    first = viewer.get(INCIDENTS, {"page_size": 3}).json()
    second = viewer.get(first["next"]).json()
    third = viewer.get(second["next"]).json()
    assert (first["previous"], third["next"], third["next_cursor"]) == (None, None, None)
    assert viewer.get(third["previous"]).json()["results"] == second["results"]
    back = viewer.get(second["previous"]).json()
    assert (back["results"], back["previous"]) == (first["results"], None)
    assert viewer.get(back["next"]).json()["results"] == second["results"]


def test_the_address_may_stay_and_the_cursor_move(viewer, incidents):
    seen, cursor = [], None
    while True:
        asked = {"page_size": 3, "country": "IQ"} | ({"cursor": cursor} if cursor else {})
        page = viewer.get(INCIDENTS, asked).json()
        seen += ids(page)
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == in_order(incidents)


def test_the_next_page_keeps_what_was_asked(viewer, incidents):
    factories.IncidentFactory(published=True, country="SY")
    page = viewer.get(f"{INCIDENTS}?country=IQ&country=JO&page_size=1&include=evidence").json()
    assert "country=IQ&country=JO" in page["next"]
    assert "evidence" in viewer.get(page["next"]).json()["results"][0]


def test_a_page_of_a_thousand_is_one_page(viewer, incidents):
    page = viewer.get(INCIDENTS, {"page_size": 1000}).json()
    assert (len(page["results"]), page["next"]) == (7, None)


def test_the_order_by_date_is_answered_by_its_index(db):
    from django.db import connection

    from incidents.api.pagination import _beyond

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    later = Incident.objects.filter(
        _beyond(["-sort_date", "-id"], [date(2024, 1, 20), 3]), status="published"
    )
    plan = later.order_by("-sort_date", "-id")[:51].explain()
    assert "Index Scan using incident_" in plan  # of so few rows any index in this order will do
    assert "Sort" not in plan
    assert "sort_date <=" in plan.partition("Filter")[0]


@pytest.mark.parametrize("size", ["0000000010000000", "000000001" + "9" * 12, "0000000000", "9" * 4400])
def test_no_number_of_zeros_makes_a_page_longer_than_it_may_be(viewer, size, db):
    answer = viewer.get(INCIDENTS, {"page_size": size})
    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["parameter"] == "page_size"
