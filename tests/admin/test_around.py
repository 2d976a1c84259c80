"""What the map names beside a point."""

import pytest
from django.urls import reverse

from tests.factories import BaseFactory, PlaceFactory

pytestmark = pytest.mark.django_db


def around(desk, box):
    found = desk.get(reverse("admin:review_around"), {"box": box}).json()["features"]
    return [(each["properties"]["kind"], each["properties"]["name"]) for each in found]


@pytest.mark.parametrize(
    "box", ["", "x", "1,2,3", "0,0,90,20", "10,0,5,5", "0,50,1,40", "nan,nan,nan,nan", "0,0,inf,1"]
)
def test_nonsense_and_a_whole_continent_have_nothing_around(desk, box):
    PlaceFactory(latitude=1, longitude=1)
    assert around(desk, box) == []


def test_places_and_bases_in_view_are_named_the_largest_places_first(desk):
    PlaceFactory(name="Hamlet", latitude=33, longitude=42, population=10)
    PlaceFactory(name="City", latitude=33.5, longitude=42.5, population=9_000)
    PlaceFactory(name="Elsewhere", latitude=50, longitude=42)
    BaseFactory(name="Camp", latitude=33.2, longitude=42.2)
    assert around(desk, "41,32,44,35") == [("place", "City"), ("place", "Hamlet"), ("base", "Camp")]


def test_a_crowded_view_names_no_more_than_can_be_read(desk):
    for _ in range(70):
        PlaceFactory(latitude=33, longitude=42)
    assert len(around(desk, "41,32,44,35")) == 60
