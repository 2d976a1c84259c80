"""Who says so. First what nobody claims."""

from __future__ import annotations

from typing import Any

import pytest

from incidents.extraction.mentions.claims import find
from incidents.vocabulary import Stance
from tests.extraction.tools import check, check_nothing


@pytest.mark.parametrize(
    "text",
    [
        "The blast claimed 12 lives.",
        "They claimed the title after a late goal.",
        "Needless to say, the men were said to be unharmed.",
        "Militants attacked the base.",
    ],
)
def test_nobody_says_or_claims_anything(text: str) -> None:
    check_nothing(find, text)


def speech(stance: Stance, speaker: str | None, **more: Any) -> dict[str, Any]:
    return {"stance": stance, "speaker": speaker, "is_responsibility": False, **more}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "US Central Command said most missiles were intercepted.",
            speech(Stance.STATED, "US Central Command"),
        ),
        ("Four men died, according to police.", speech(Stance.STATED, "police", scope="Four men died")),
        ("“It was shot down,” a defense official told Reuters.", speech(Stance.STATED, "a defense official")),
        ("Nine men died, the army's spokesman tweeted.", speech(Stance.STATED, "the army's spokesman")),
        ("State media reported two blasts.", speech(Stance.STATED, "State media")),
        ("The army claimed that two men fled.", speech(Stance.CLAIMED, "The army")),
        (
            "A spokesman for the ministry confirmed the deaths.",
            speech(Stance.STATED, "A spokesman for the ministry"),
        ),
    ],
)
def test_speech(text: str, expected: dict[str, Any]) -> None:
    check(find, text, [expected])


@pytest.mark.parametrize("text", ["The mayor gave the dead a funeral.", "The army put nine men in jail."])
def test_to_give_is_not_to_say(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The health ministry gives 80 dead.", "The health ministry"),
        ("The observatory counted at least 112 dead.", "The observatory"),
        ("The Houthis put the number of dead at 100.", "The Houthis"),
        ("Residents spoke of 30 dead.", "Residents"),
    ],
)
def test_who_gives_a_figure_speaks(text: str, speaker: str) -> None:
    check(find, text, [speech(Stance.STATED, speaker)])
