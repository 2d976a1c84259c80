"""The article's own counts. First the figures that count one event."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from incidents.extraction.mentions import counters
from tests.extraction.tools import check, check_nothing

find = partial(counters.find, published=date(2024, 1, 20))


@pytest.mark.parametrize(
    "text",
    [
        "It was the 20th anniversary of the attacks.",
        "Militants fired 40 rockets at the base.",
        "A second attack followed.",
        "The attack killed 12 people on Friday.",
        "The 82nd Airborne came.",
    ],
)
def test_no_running_count(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "count", "what", "since"),
    [
        (
            "This represents the 144th attack on US forces stationed in Iraq and Syria since Hamas launched "
            "its violent attack on"
            " Israel on October 7, igniting the war.",
            144,
            "attack on US forces stationed in Iraq and Syria",
            date(2023, 10, 7),
        ),
        (
            "There have been at least 40 attacks on US troops since mid-October.",
            40,
            "attacks on US troops",
            date(2023, 10, 11),
        ),
        ("It was the third such strike this month.", 3, "strike", None),
        (
            "More than 230,000 people have been killed in Syria since March 2011.",
            230_000,
            "people killed",
            date(2011, 3, 1),
        ),
    ],
)
def test_a_running_count(text: str, count: int, what: str, since: date | None) -> None:
    check(find, text, [{"count": count, "what": what, "since": since}])
