"""A list on the map: what is on it, what is not and is counted, and where a point leads."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from incidents.admin.review import onthemap
from incidents.dashboards import cells
from incidents.review.queue import queue
from tests import cast
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db

QUEUE, ALL = "/admin/review/", "/admin/incidents/incident/"


def shown(client, address=QUEUE, **asked):
    return client.get(address, {"show": "map", **asked})


def places(response):
    return [(cell.name, cell.count, cell.rough) for cell, _address in response.context.get("cells", ())]


def words(response):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", unescape(response.content.decode())))


def at(latitude, longitude, place="Town", **fields):
    return IncidentFactory(latitude=latitude, longitude=longitude, place_name=place, **fields)


def test_what_one_may_not_see_is_neither_on_it_nor_counted(desk):
    at(33, 44, "Secret", sensitivity="restricted")
    at(34, 44, "Draft town")
    at(35, 44, "Seen", published=True)
    at(None, None, "Hidden and nowhere", sensitivity="restricted")
    viewer = Client()
    viewer.force_login(cast.person("vera", "viewer"))
    assert places(shown(viewer, ALL)) == [("Seen", 1, 0)]
    assert places(shown(desk, ALL)) == [("Draft town", 1, 0), ("Seen", 1, 0)]
    for response in (shown(viewer, ALL), shown(desk, ALL)):
        assert "Secret" not in response.content.decode()
        assert "no coordinates" not in words(response)


def test_what_no_filter_knows_is_named_and_nothing_is_on_it(desk):
    at(33, 44)
    response = shown(desk, country="QQ")
    assert "expected a country's two letters" in words(response)
    assert places(response) == []
    assert "map-help" not in response.content.decode()


def test_what_has_no_coordinates_is_counted_and_one_choice_away(desk):
    at(33, 44)
    for place in ("Somewhere", "Elsewhere"):
        at(None, None, place)
    response = shown(desk, country="IQ")
    assert "2 of 3 have no coordinates and are not on the map." in words(response)
    assert 'href="?country=IQ&amp;located=no"' in response.content.decode()
    assert len(desk.get(f"{QUEUE}?country=IQ&located=no").context["lines"]) == 2


def test_incidents_of_one_place_are_one_point_that_leads_to_just_these(desk):
    for latitude, longitude in ((33.7851, 42.4449), (33.785, 42.435), (33.7949, 42.4412)):
        at(latitude, longitude, "Ain al-Asad")
    at(33.795, 42.44, "Next door")
    at(33.7849, 42.44, "Next door")
    at(-33.785, -42.435, "South")
    at(-33.795, -42.435, "Further south")
    at(0.001, -0.002, "Null Island")
    for cell, address in shown(desk).context["cells"]:
        found = desk.get(f"{QUEUE}{address}").context["lines"]
        assert len(found) == cell.count, address
        assert {line["incident"].place_name for line in found} == {cell.name}


def test_a_point_keeps_what_else_the_list_is_asked_for_and_replaces_another_point(desk):
    at(33.79, 42.44, country="SY")
    at(33.79, 42.44, country="IQ")
    response = shown(desk, country="SY", bbox="42,33,43,34", sort="newest")
    ((cell, address),) = response.context["cells"]
    assert cell.count == 1
    assert address == "?country=SY&sort=newest&bbox=42.435%2C33.785%2C42.4449999%2C33.7949999"
    features = json.loads(re.search(r'id="points"[^>]*>(.*?)</script>', response.content.decode())[1])
    assert features["features"][0]["properties"]["url"] == address


def test_where_only_the_centre_of_a_region_is_known_the_point_is_hollow(desk):
    at(33, 44, "Iraq", geo_precision="country")
    at(34, 44, "Baiji")
    features = shown(desk).context["points"]["features"]
    assert {f["properties"]["name"]: f["properties"]["rough"] for f in features} == {
        "Iraq": True,
        "Baiji": False,
    }


def test_a_long_list_is_cut_in_its_order_and_what_is_left_out_is_told(desk, monkeypatch):
    monkeypatch.setattr(onthemap, "COUNTED", 3)
    for n in range(2):
        at(33, 44, "First", killed_min=20 - n)
    at(34, 44, "Second", killed_min=1)
    at(35, 44, "Beyond")
    response = shown(desk)
    assert [i.place_name for i in queue(cast.bob())] == ["First", "First", "Second", "Beyond"]
    assert places(response) == [("First", 2, 0), ("Second", 1, 0)]
    assert "There are 3+; the map has the first of them, in the order of the list." in words(response)


def test_where_there_are_too_many_places_neighbours_are_one_point_and_come_apart_when_chosen(
    desk, monkeypatch
):
    monkeypatch.setattr(cells, "MOST", 3)
    for n in range(3):
        at(33.79, 42.44, "Hit")
        at(33.72 + n / 100, 42.41, f"Near {n}", geo_precision="region")
    at(-33.79, -42.44, "Far")
    response = shown(desk, country="IQ")
    assert places(response) == [("Hit and 3 more", 6, 3), ("Far", 1, 0)]
    assert "neighbours are one point" in words(response)
    ((_, around), (_, far)) = response.context["cells"]
    assert "show=map" not in far
    apart = desk.get(f"{QUEUE}{around}")
    assert apart.context["counted"].n == 6
    assert "bbox=42.405" in around
    monkeypatch.setattr(cells, "MOST", 4)
    assert [name for name, _, _ in places(desk.get(f"{QUEUE}{around}"))] == [
        "Hit",
        "Near 0",
        "Near 1",
        "Near 2",
    ]


def test_chips_and_form_stay_on_the_map_while_pages_and_views_do_not_know_of_it(desk):
    at(33, 44)
    response = shown(desk, country="IQ", sort="newest")
    asked = response.context["asked"]
    assert asked.chips[0].without == "sort=newest&show=map"
    assert response.context["as_table"] == asked.query() == "country=IQ&sort=newest"
    assert '<input type="hidden" name="show" value="map">' in response.content.decode()
