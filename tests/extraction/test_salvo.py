"""The ledger of a salvo. First what the text does not count."""

from __future__ import annotations

import pytest

from incidents.vocabulary import Interception
from tests.extraction.test_figures import shown
from tests.extraction.test_harm import draft


def salvo(text: str) -> tuple[str, ...]:
    """Launched, intercepted, failed and hit of the first weapon."""
    use = draft(text).weapons[0]
    return tuple(shown(value) for value in (use.launched, use.intercepted, use.failed, use.hit))


@pytest.mark.parametrize(
    ("text", "ledger"),
    [
        ("Militants fired rockets at the base near Erbil on Friday.", ("", "", "", "")),
        ("Militants fired six rockets at the base near Erbil on Friday.", ("6", "", "", "")),
        (
            "Militants fired six rockets at a base near Erbil on Friday. Some were intercepted.",
            ("6", "", "", ""),
        ),
        (
            "Militants fired six rockets at the base near Erbil on Friday, killing two soldiers.",
            ("6", "", "", ""),
        ),
    ],
)
def test_what_is_not_counted_is_not_filled(text: str, ledger: tuple[str, ...]) -> None:
    assert salvo(text) == ledger


@pytest.mark.parametrize(
    ("text", "ledger", "extent"),
    [
        (
            "The militia fired 12 missiles at the base near Erbil on Friday, eight of which were intercepted, two "
            "fell short and two hit the runway.",
            ("12", "8", "2", "2"),
            Interception.MOST,
        ),
        (
            "Houthis fired six rockets at Jeddah on Friday. Two were intercepted, four landed in the desert.",
            ("6", "2", "4", ""),
            Interception.SOME,
        ),
        (
            "Russia launched 50 drones at Kyiv on Friday. Air defences shot down all 50 drones.",
            ("50", "50", "", ""),
            Interception.ALL,
        ),
        (
            "Militants fired ten rockets at the base near Baghdad on Friday. None was intercepted.",
            ("10", "0", "", ""),
            Interception.NONE,
        ),
        (
            "Russia launched 50 drones at Kyiv on Friday. Air defences downed 48 of them.",
            ("50", "48", "", ""),
            Interception.MOST,
        ),
    ],
)
def test_a_ledger(text: str, ledger: tuple[str, ...], extent: Interception) -> None:
    assert salvo(text) == ledger
    assert draft(text).intercepted is extent


def test_counts_go_to_the_weapon_they_name() -> None:
    told = draft(
        "Iran launched 30 drones and 10 ballistic missiles at Israel on Friday. Air defences shot down all 30 "
        "drones. Three missiles hit an air base."
    )
    ledgers = {
        w.category.value: (shown(w.launched), shown(w.intercepted), shown(w.hit)) for w in told.weapons
    }
    assert ledgers == {"drone": ("30", "30", ""), "ballistic_missile": ("10", "", "3")}
    assert told.intercepted is Interception.MOST
