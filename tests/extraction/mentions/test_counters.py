"""The article's own counts. First the figures that count one event."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from incidents.extraction.mentions import counters
from tests.extraction.tools import check, check_nothing, sentence

find = partial(counters.find, published=date(2024, 1, 20))


@pytest.mark.parametrize(
    "text",
    [
        "It was the 20th anniversary of the attacks.",
        "Militants fired 40 rockets at the base.",
        "A second attack followed.",
        "The attack killed 12 people on Friday.",
        "The 82nd Airborne came.",
        "The army shot down 40 drones overnight.",
        "Russia launched 120 drones and 20 missiles at Ukraine on Friday.",
        "It was the deadliest attack since 2019.",
        "The typhoon killed over 6,000 people.",
        "Hundreds of people have been killed in the conflict.",  # "hundreds" is no count
        "There have been dozens of attacks since October.",
        "The first day of the talks ended.",
        "It was the second day in a row.",  # two days are no campaign
        "The number of dead rose to 14.",
        "Troops killed three militants this week.",
        "Six people have been killed in heavy fighting near the town.",
        "Gunmen abducted 40 pupils from a school in Kaduna.",
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


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The number of attacks on US forces has risen to 170.", 170),
        ("The strike brought to 57 the number of attacks on the pipeline.", 57),
        ("Friday was the fourth night in a row that crowds gathered.", 4),
        ("Protesters rallied for a seventh consecutive day.", 7),
        ("The base has been attacked more than 100 times since October.", 100),
        ("The bridge has been hit 14 times this year.", 14),
        ("The coalition has carried out more than 300 strikes since the operation began.", 300),
        ("The group has fired over 1,000 rockets since October.", 1000),
        ("Aircraft have delivered more than 850 munitions since November.", 850),
        ("There have been 23 such attacks this year.", 23),
        ("Two bomb attacks have shaken the city in recent weeks.", 2),
        ("Nearly 1,200 people have been killed in the offensive.", 1200),
        ("At least 31 journalists have been killed in the war.", 31),
        ("More than 150,000 people have died in the country's conflict.", 150_000),
        ("The death toll of the war may be as high as 400,000.", 400_000),
        ("The number of civilians killed in reprisals since March rose to 1,767.", 1767),
        ("It was the 12th ambush on the road so far this year.", 12),
    ],
)
def test_the_count_that_a_text_gives(text: str, count: int) -> None:
    check(find, text, [{"count": count}])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("More than 1,400 pupils have been kidnapped in Nigeria since 2014, the charity says.", 1400),
        ("The mission reported 1,366 civilians killed in the first half of the year.", 1366),
        ("The ministry puts the number of people killed in the battle for the city at 227.", 227),
    ],
)
def test_the_toll_of_a_stretch_of_time(text: str, count: int) -> None:
    assert [c.count for c in find(sentence(text))] == [count]
