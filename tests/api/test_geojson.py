"""Incidents as GeoJSON: what the list finds, honest about what is not known."""

import json

import pytest

from incidents.exports.columns import COLUMNS
from tests import factories
from tests.api.test_filters import found, made

GEOJSON = "/api/v1/incidents.geojson"


def collection(client, **asked):
    response = client.get(GEOJSON, asked)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/geo+json"
    return json.loads(b"".join(response.streaming_content))


def test_to_nobody_without_the_right(anonymous):
    assert anonymous.get(GEOJSON).status_code == 401


def test_what_is_hidden_is_not_told(viewer):
    factories.IncidentFactory()
    made(sensitivity="restricted")
    assert collection(viewer)["features"] == []


def test_what_has_no_point_is_there_without_one(viewer):
    made(latitude=None, longitude=None)
    made(latitude=33.5, longitude=42.25)
    geometries = [feature["geometry"] for feature in collection(viewer)["features"]]
    assert geometries == [{"type": "Point", "coordinates": [42.25, 33.5]}, None]


def test_null_nought_and_text_stay_apart(viewer):
    made(killed_min=0, killed_max=0, wounded_min=None, civilian_targeting=False, summary='"=1"\n', country="")
    (feature,) = collection(viewer)["features"]
    told = feature["properties"]
    assert (told["killed_min"], told["wounded_min"]) == (0, None)
    assert (told["civilian_targeting"], told["country"], told["base"]) == (False, None, None)
    assert told["summary"] == '"=1"\n', "no program of tables reads this, so nothing is defused"
    assert list(told) == [column.name for column in COLUMNS]


def test_it_says_what_was_asked_and_when(viewer):
    made(country="IQ")
    answer = collection(viewer, country="IQ")
    assert answer["type"] == "FeatureCollection"
    assert answer["query"].endswith("incidents.geojson?country=IQ")
    assert answer["generated_at"].endswith("Z")


@pytest.mark.parametrize("n", [0, 1, 5])
def test_it_has_the_incidents_of_the_list_in_their_order(viewer, n, monkeypatch):
    monkeypatch.setattr("incidents.exports.rows.AT_ONCE", 2)
    for _ in range(n):
        made()
    assert [feature["id"] for feature in collection(viewer)["features"]] == found(viewer)
