"""Positions in figures. First figures that are none."""

import pytest

from incidents.extraction.mentions import coordinates


@pytest.mark.parametrize(
    "text",
    [
        "They won 33.78 to 42.44.",
        "It lies 20 N of the town.",
        "The firm gained 3.1 and 4.2 percent.",
        "The camp (2019, 2020) was hit.",
        "It fell at 133.78 N, 42.44 E.",  # no such place on Earth
        "Aged 33 and 42, east of the town they fell.",
        "The odds are (1.5, 2.5).",
    ],
)
def test_no_position(text: str) -> None:
    assert list(coordinates.find(text)) == []


@pytest.mark.parametrize(
    ("text", "words", "latitude", "longitude"),
    [
        ("It fell at 33.78 N, 42.44 E.", "33.78 N, 42.44 E", 33.78, 42.44),
        ("It fell at 33.7850° N 42.4412° E.", "33.7850° N 42.4412° E", 33.785, 42.4412),
        ("It sank at 12°30'N, 43°15'E.", "12°30'N, 43°15'E", 12.5, 43.25),
        ("It sank at 12°30'36\"S 43°15'W.", "12°30'36\"S 43°15'W", -12.51, -43.25),
        ("The crater (34.5217, 40.9311) is new.", "34.5217, 40.9311", 34.5217, 40.9311),
        ("At 15.35 north and 44.2 east it fell.", "15.35 north and 44.2 east", 15.35, 44.2),
    ],
)
def test_a_position(text: str, words: str, latitude: float, longitude: float) -> None:
    ((start, end, lat, lon),) = coordinates.find(text)
    assert (text[start:end], lat, lon) == (words, pytest.approx(latitude), pytest.approx(longitude))
