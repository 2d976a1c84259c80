"""How many. First the figures that are no count."""

from __future__ import annotations

import pytest

from incidents.extraction.mentions.numbers import find_quantities, read
from incidents.extraction.records import Range


@pytest.mark.parametrize(
    "text",
    [
        "a man aged 28",
        "a 21-year-old student",
        "A man, 24, was shot",
        "three years later",
        "107 mm rockets",
        "an AK-47 and an F-16",
        "in 2014",
        "on October 7",
        "on 7 October",
        "the 144th attack",
        "Tower 22",
        "Flight 752",
        "at 6:30 p.m.",
        "one of the largest attacks",
        "one-way drones",
        "a five-storey building",
        "140 kilometres away",
        "$40 million",
        "5 percent",
        "the 9/11 attacks",
        "no longer",
        "no-fly zone",
    ],
)
def test_what_only_looks_like_a_count(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("eight", 8, 8),
        ("1,300", 1300, 1300),
        ("twenty-five", 25, 25),  # not a range from twenty to five
        ("one hundred and twenty", 120, 120),
        ("2.5 million", 2_500_000, 2_500_000),
        ("two million", 2_000_000, 2_000_000),
        ("a dozen", 12, 12),
        ("two dozen", 24, 24),
        ("a couple of", 2, 2),
        ("another 20", 20, 20),
        ("some 40", 40, 40),
        ("about 70", 70, 70),
        ("at least one", 1, None),
        ("more than 20", 20, None),
        ("no fewer than 22", 22, None),
        ("30 or more", 30, None),
        ("nearly 500", None, 500),
        ("up to 40", None, 40),
        ("as many as 12", None, 12),
        ("between 10 and 15", 10, 15),
        ("10 to 15", 10, 15),
        ("10-15", 10, 15),
        ("two or three", 2, 3),
        ("some", 2, None),
        ("several", 2, None),
        ("a number of", 2, None),
        ("scores", 40, None),
        ("dozens", 24, None),
        ("hundreds", 200, None),
        ("several hundred", 200, None),
        ("tens of thousands", 20_000, None),
        ("no", 0, 0),
        ("none", 0, 0),
        ("a", 1, 1),
    ],
)
def test_read(words: str, low: int | None, high: int | None) -> None:
    assert read(words) == Range(low, high)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("killed four and six others were hurt", ["four", "six"]),  # "and" joins only behind a hundred
        ("2000 people fled in 2015", ["2000"]),
        ("two marines", ["two"]),  # no "2 March"
        ("five of them", ["five"]),
        ("12 decapitated bodies", ["12"]),  # no "12 December"
    ],
)
def test_where_the_figures_stand(text: str, words: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quantities(text)] == words
