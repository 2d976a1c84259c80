"""What the library is told beside the text."""

import pytest

from incidents.extraction import language


def tag(text: str) -> str:
    (tree,) = language.parse([text])
    return next(t.pos_ for t in tree if t.text == "IS")


@pytest.mark.parametrize("text", ["THE TOWN IS LOST", "THE ARMY IS IN HAMA"])
def test_a_verb_among_capitals_stays_a_verb(text: str) -> None:
    assert tag(text) in {"AUX", "VERB"}


@pytest.mark.parametrize(
    "text",
    [
        "IS seized the town.",
        "On Monday IS attacked the town.",
        "The army bombed IS positions near Raqqa.",
        "In the east IS has been driven from two villages.",
    ],
)
def test_a_group_is_no_verb(text: str) -> None:
    assert tag(text) in {"NOUN", "PROPN"}
