"""Asking for items: first what is refused, then what is found."""

from datetime import date

import pytest

from incidents.models import Presence
from tests.api.ogc.test_core import ITEMS, read, to
from tests.factories import ActorFactory, BaseFactory, IncidentFactory

GEOJSON = "application/geo+json"


def found(client, address=ITEMS, **asked):
    """What is found by where it was."""
    answer = read(client, address, GEOJSON, **asked)
    return [each["properties"].get("country") for each in answer["features"]]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("colour", "red", "there is no such parameter"),
        ("killed_min", "2", "there is no such parameter"),
        ("page_size", "2", "there is no such parameter"),
        ("limit", "0", "from 1"),
        ("limit", "-1", "from 1"),
        ("limit", "ten", "from 1"),
        ("bbox", "1,2,3", "west,south,east,north"),
        ("bbox", "1,2,x,3,4,5", "lowest"),
        ("bbox", "1,2,9,3,4,5", "lowest"),
        ("bbox", "1,2,3,4,5", "west,south,east,north"),
        ("bbox", "1,9,3,4", "south not above north"),
        ("bbox-crs", "http://www.opengis.net/def/crs/EPSG/0/4326", "CRS84"),
        ("crs", "EPSG:4326", "CRS84"),
        ("datetime", "yesterday", "an interval"),
        ("datetime", "2024-01-20T15:30:00", "with its zone"),
        ("datetime", "2024-02-01/2024-01-01", "an interval"),
        ("datetime", "../..", "an interval"),
        ("datetime", "/", "an interval"),
        ("datetime", "2024-01-01/2024-01-02/2024-01-03", "an interval"),
        ("cursor", "x", "a next_cursor"),
        ("f", "gml", "json or html"),
        ("country", "Iraq", "IQ for Iraq"),
    ],
)
def test_what_we_cannot_read_is_named(viewer, name, value, expected):
    response = viewer.get(ITEMS, {name: value})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    (error,) = response.json()["errors"]
    assert error["parameter"] == name
    assert expected in error["detail"]


@pytest.mark.parametrize("address", ["", "/conformance", "/api", "/collections", "/collections/bases"])
def test_no_resource_takes_a_parameter_that_it_does_not_know(viewer, address):
    assert viewer.get(f"/ogc{address}", {"bbox": "1,2,3,4"}).status_code == 400


def test_drafts_take_the_right_to_see_them(viewer, alice):
    IncidentFactory()
    assert viewer.get(ITEMS, {"status": "draft"}).status_code == 403
    assert found(alice, status="draft") == ["IQ"]


@pytest.mark.parametrize(
    ("bbox", "expected"),
    [
        ("42,33,43,34", ["IQ", None]),
        ("42,33,-100,43,34,9000", ["IQ", None]),
        ("170,-20,-170,-10", ["FJ", None]),  # across the antimeridian
        ("-180,-90,180,90", ["FJ", "IQ", None]),
        ("0,0,1,1", [None]),
    ],
)
def test_a_box_finds_what_lies_in_it_and_what_has_no_point(viewer, world, bbox, expected):
    assert found(viewer, bbox=bbox) == expected
    assert (
        found(viewer, bbox=bbox, **{"bbox-crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}) == expected
    )


@pytest.mark.parametrize(
    ("datetime", "expected"),
    [
        ("2024-01-20T15:30:00Z", ["IQ", None]),
        ("2024-01-20t15:30:00.5z", ["IQ", None]),
        ("2024-01-20T01:00:00+03:00", [None]),  # the 19th, in UTC
        ("2024-01-20", ["IQ", None]),
        ("2024-01-21", [None]),
        ("2024-01-01T00:00:00Z/2024-01-31T23:59:59Z", ["IQ", None]),
        ("2024-01-21T00:00:00Z/..", ["FJ", None]),
        ("2024-01-21T/..", ["FJ", None]),  # as GDAL has it
        ("2024-01-21/", ["FJ", None]),
        ("../2024-01-31T00:00:00Z", ["IQ", None]),
        ("/2024-01-31T00:00:00Z", ["IQ", None]),
    ],
)
def test_a_time_finds_what_was_then_and_what_has_no_day(viewer, world, datetime, expected):
    assert found(viewer, datetime=datetime) == expected


def test_what_lasted_is_found_by_any_of_its_days(viewer):
    march = {"date_start": date(2024, 3, 1), "date_end": date(2024, 3, 31), "date_precision": "month"}
    IncidentFactory(published=True, **march)
    assert found(viewer, datetime="2024-03-15") == found(viewer, datetime="2024-03-20/2024-05-01") == ["IQ"]
    assert found(viewer, datetime="2024-04-01/..") == []


def test_who_was_where_when(viewer, world):
    still = BaseFactory(key="tower-22", country="JO")
    Presence.objects.create(base=still, actor=ActorFactory(key="jordan"))
    presences = "/ogc/collections/presences/items"
    assert found(viewer, presences) == ["IQ", "JO"]
    assert found(viewer, presences, datetime="2014-01-01") == ["JO"], "of which nobody has said since when"
    assert found(viewer, presences, datetime="2024-01-10/..") == ["IQ", "JO"]
    assert found(viewer, presences, datetime="2024-01-11/..") == ["JO"]
    assert (
        found(viewer, presences, actor="US Forces") == found(viewer, presences, base="Ain al-Asad") == ["IQ"]
    )
    assert found(viewer, presences, not_country="JO", bbox="40,30,45,35") == ["IQ"]
    assert "interval" not in str(viewer.get("/ogc/collections/presences").json()["extent"])


def test_bases_have_no_day_and_any_finds_them(viewer, world):
    assert found(viewer, "/ogc/collections/bases/items", datetime="1900-01-01", kind="air_base") == ["IQ"]
    assert found(viewer, "/ogc/collections/bases/items", bbox="0,0,1,1") == []


def test_the_words_of_the_list_find_the_same(viewer, world):
    assert found(viewer, base="Ain al-Asad") == found(viewer, country="IQ", near="ain-al-asad,10") == ["IQ"]
    assert found(viewer, country=["IQ", "FJ"]) == ["FJ", "IQ"]
    assert found(viewer, not_country="IQ") == ["FJ", None]


@pytest.mark.parametrize("name", ["incidents", "bases", "presences"])
@pytest.mark.parametrize("limit", [1, 2, 7])
def test_pages_neither_skip_nor_repeat_and_keep_what_was_asked(viewer, world, name, limit):
    for n in range(4):
        base = BaseFactory(country="IQ")
        Presence.objects.create(base=base, actor=ActorFactory())
        IncidentFactory(published=True, base=base, date_start=date(2024, 1, 20 + n % 2))
    address = f"/ogc/collections/{name}/items"
    asked = {"country": ["IQ", "SY"], "bbox": "40,30,50,40", "limit": limit, "datetime": "1900-01-01/.."}
    whole = read(viewer, address, GEOJSON, **asked | {"limit": 100})
    ids, pages = [], 0
    answer = read(viewer, address, GEOJSON, **asked)
    assert answer["numberMatched"] == whole["numberReturned"]
    while True:
        pages += 1
        ids += [each["id"] for each in answer["features"]]
        assert len(answer["features"]) == answer["numberReturned"] <= limit
        following = to(answer, "next", type=GEOJSON)
        if not following:
            break
        answer = viewer.get(following[0]["href"]).json()
        assert to(answer, "prev"), "and back"
    assert ids == [each["id"] for each in whole["features"]]
    assert pages == -(-len(ids) // limit)


def test_pages_for_people_lead_to_pages_for_people(viewer, world):
    page = viewer.get(ITEMS, {"limit": 1, "f": "html"}).content.decode()
    assert 'rel="next" type="text/html"' in page


def test_more_than_we_give_at_once_is_no_mistake(viewer, world):
    assert len(found(viewer, limit=99999999999)) == 3


def test_how_many_is_left_out_where_it_would_take_long(viewer, world, monkeypatch):
    monkeypatch.setattr("incidents.api.ogc.paging.MOST", 2)
    answer = read(viewer, ITEMS, GEOJSON, limit=2)
    assert "numberMatched" not in answer
    assert answer["numberReturned"] == 2
    assert to(answer, "next")


@pytest.mark.parametrize("name", ["incidents", "bases", "presences"])
def test_fifty_take_as_many_queries_as_one(viewer, world, queries, name):
    address = f"/ogc/collections/{name}/items"
    viewer.get(address)
    few = queries(lambda: viewer.get(address, {"limit": 1}))
    for _ in range(50):
        base = BaseFactory()
        Presence.objects.create(base=base, actor=ActorFactory())
        IncidentFactory(published=True, base=base)
    assert queries(lambda: found(viewer, address)) == few <= 8
