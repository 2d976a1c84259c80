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
