"""Commas that a page has lost are put back for the parser, where there is no doubt; first where none belongs."""

from datetime import date

import pytest

from incidents.extraction import Article, extract, language, punctuation
from incidents.extraction.records import Sentence, Span
from incidents.extraction.sentences import split
from incidents.gazetteer.gazetteer import Gazetteer

GAZETTEER = Gazetteer.load()


def with_commas(text: str) -> str:
    at = punctuation.commas(Sentence(0, 0, Span(0, len(text)), text), GAZETTEER.matches(text))
    return "".join("," if i in at else c for i, c in enumerate(text))


@pytest.mark.parametrize(
    "text",
    [
        "In Aleppo and Homs shells fell.",
        "In March 2013 the town was taken.",
        "In Homs where it began people wept.",
        "On Monday and Tuesday it rained.",
        "The killing of the mayor shocked the town.",
        "They called it a systematic killing by the militia.",
        "He died after a strike on the house of the man who said so.",
        "As a result of these raids people fled.",
        "The head of the council said it was over.",
        "By killing three men they sent a message.",
        "At the Damascus Police Command nobody spoke.",
    ],
)
def test_where_no_comma_belongs(text: str) -> None:
    assert with_commas(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Idlib militants shelled a town.", "In Idlib,militants shelled a town."),
        ("In Dorva north of Aleppo jets hit a school.", "In Dorva north of Aleppo,jets hit a school."),
        ("In neighbouring Hama province rebels fled.", "In neighbouring Hama province,rebels fled."),
        ("In Damascus state television was silent.", "In Damascus,state television was silent."),
        ("On Sunday 94 people left.", "On Sunday,94 people left."),
        ("On January 24 two men died.", "On January 24,two men died."),
        ("A shell hit a bus killing 12 people.", "A shell hit a bus,killing 12 people."),
        ("Shells fell on Tuesday wounding a boy.", "Shells fell on Tuesday,wounding a boy."),
        ("Ten people were killed the monitor said.", "Ten people were killed,the monitor said."),
        ("Ten were hurt in the raid activists said.", "Ten were hurt in the raid,activists said."),
        (
            "Ten were killed on Tuesday the Syrian Observatory for Human Rights said.",
            "Ten were killed on Tuesday,the Syrian Observatory for Human Rights said.",
        ),
        ("They took Qusayr a strategic town.", "They took Qusayr,a strategic town."),
        ("No one claimed it but rebels had made threats.", "No one claimed it,but rebels had made threats."),
    ],
)
def test_where_a_comma_was(text: str, expected: str) -> None:
    assert with_commas(text) == expected


STORY = (
    "In Idlib militants shelled the town of Ariha on Thursday killing three civilians the monitor said. "
    "In Homs rebels attacked an army post on Friday wounding nine soldiers state media reported. "
    "The opposition did not say a word about that and neither did anybody in the capital on that day. "
    "The talks in Geneva will go on next week with envoys of all sides at the table and no hope of peace."
)


def test_only_a_story_without_any_comma_has_lost_them() -> None:
    assert punctuation.are_lost(split(STORY).sentences)
    assert not punctuation.are_lost(split(STORY.replace("In Homs ", "In Homs, ")).sentences)
    assert not punctuation.are_lost(split("In Homs rebels attacked an army post on Friday.").sentences)


def test_a_story_is_read_as_if_it_had_them() -> None:
    first, second = extract(Article("a", "", STORY, date(2024, 1, 20))).drafts
    assert [p.name for p in first.perpetrators] == ["militants"]
    assert [p.name for p in second.perpetrators] == ["rebels"]


def test_offsets_stay_where_they_were() -> None:
    text = "On January 24 two men died."
    (tree,) = language.parse([text], commas=lambda _: frozenset({13}))
    assert [w.text for w in tree.words][3:5] == [",", "two"]
    assert all(w.text in (text[w.idx : w.idx + len(w.text)], ",") for w in tree.words)
