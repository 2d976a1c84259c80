"""What was stopped. First what nobody stopped."""

from __future__ import annotations

import pytest

from incidents.extraction.mentions.interceptions import find
from incidents.extraction.records import Range
from incidents.vocabulary import Fate, Interception
from tests.extraction.tools import check, check_nothing, sentence


@pytest.mark.parametrize(
    "text",
    [
        "The rockets fell short of the base.",
        "Two people fell ill.",
        "Three soldiers crashed their car.",
        "Five men landed in the town.",
        "The missile missed and landed in the desert.",
        "They shot down a passenger plane.",  # the victim, not the threat
        "A MiG was shot down over the town.",
        "Rebels shot down an Il-76 near the airport.",
        "Agents intercepted a phone call.",
        "Rebels seized the town and took hostages.",
        "The blast destroyed six jets.",
        "Police stopped a car and took two men from the house.",
    ],
)
def test_nothing_was_intercepted(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "extent", "count"),
    [
        (
            "Its systems intercepted “most of the missiles,” but “others impacted the base.”",
            Interception.MOST,
            None,
        ),
        ("Most were intercepted.", Interception.MOST, None),
        ("Air defences shot down all 12 drones.", Interception.ALL, Range(12, 12)),
        ("Air defences downed two drones over the sea.", Interception.ALL, Range(2, 2)),
        ("Air defences shot down two Kh-101s.", Interception.ALL, Range(2, 2)),
        ("Two of the drones were shot down.", Interception.SOME, Range(2, 2)),
        ("The missile was intercepted with no injuries reported.", Interception.ALL, None),
        ("The battery failed to intercept the missile.", Interception.NONE, None),
        ("The Emirates destroyed two ballistic missiles over Abu Dhabi.", Interception.ALL, Range(2, 2)),
        ("Police defused a second bomb.", Interception.ALL, None),
        ("Security forces foiled an attack.", Interception.ALL, None),
        ("The navy seized a boat load of weapons.", Interception.ALL, None),
        ("The navy has taken thousands of weapons off a dhow.", Interception.ALL, Range(2000, None)),
        ("The destroyer stopped a dhow carrying rifles.", Interception.ALL, None),
    ],
)
def test_how_much_was_stopped(text: str, extent: Interception, count: Range | None) -> None:
    check(find, text, [{"extent": extent, "count": count}])


@pytest.mark.parametrize(
    ("text", "fate", "count"),
    [
        ("Two of the missiles fell short.", Fate.FAILED, Range(2, 2)),
        ("One rocket failed to explode.", Fate.FAILED, Range(1, 1)),
        ("Three drones crashed in the desert.", Fate.FAILED, Range(3, 3)),
        ("At least two missiles landed in open areas.", Fate.FAILED, Range(2, None)),
        ("Three ballistic missiles hit the air base.", Fate.HIT, Range(3, 3)),
        ("Ten rockets landed inside the camp.", Fate.HIT, Range(10, 10)),
        ("Two drones got through and exploded.", Fate.HIT, Range(2, 2)),
    ],
)
def test_what_became_of_the_rest(text: str, fate: Fate, count: Range) -> None:
    check(find, text, [{"extent": Interception.UNKNOWN, "fate": fate, "count": count}])


def test_one_sentence_may_tell_all_fates() -> None:
    check(
        find,
        "They fired 12 missiles, eight of which were intercepted, two fell short and two hit the runway.",
        [
            {"fate": Fate.INTERCEPTED, "count": Range(8, 8)},
            {"fate": Fate.FAILED, "count": Range(2, 2)},
            {"fate": Fate.HIT, "count": Range(2, 2)},
        ],
    )


@pytest.mark.parametrize(
    ("text", "extent"),
    [
        (
            "The navy stopped a freighter near Cyprus with several hundred tonnes of weapons.",
            [Interception.ALL],
        ),
        ("The navy stopped a freighter near Cyprus with several hundred passengers.", []),
        ("Air defences shot down a Scud over Jizan.", [Interception.ALL]),
    ],
)
def test_a_ship_with_arms_is_stopped(text: str, extent: list[Interception]) -> None:
    assert [m.extent for m in find(sentence(text))] == extent
