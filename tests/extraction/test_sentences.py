"""Where sentences end, what is a dateline, and what is no reporting at all."""

import time

import pytest

from incidents.extraction.clean import clean
from incidents.extraction.sentences import split


def sentences(text: str) -> list[str]:
    return [s.text for s in split(clean(text)).sentences]


@pytest.mark.parametrize(
    "line",
    [
        "By Alice Smith and Bob Jones",
        "Reporting by Alice Smith in Baghdad; editing by Bob Jones",
        "David Martin, Omar Abdelkader, Tucker Ryals S. Dev contributed to this report.",
        "Photo: Alice Smith/AP",
        "Read more: What we know of the attack on the base",
        "© 2024 The Daily. All rights reserved.",
        "Share this",
    ],
)
def test_credits_and_tips_are_not_read(line):
    assert sentences(f"Rockets hit a base.\n\n{line}") == ["Rockets hit a base."]


def test_a_sentence_about_a_reporter_is_read():
    assert sentences("By Friday the town had fallen.") == ["By Friday the town had fallen."]


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Smith met Lt. Col. Jones on Nov. 20 at 6:30 p.m. in Washington, D.C., officials said.",
        "U.S. Central Command said the base was hit.",
        "J. K. Alice of the U.N. Security Council spoke.",
        "It cost 3.5 million dollars.",
    ],
)
def test_abbreviations_do_not_end_a_sentence(text):
    assert sentences(text) == [text]


def test_an_abbreviation_ends_one_where_a_new_one_clearly_begins():
    assert sentences("He was hit at 6 p.m. The base was not.") == [
        "He was hit at 6 p.m.",
        "The base was not.",
    ]


def test_a_missing_space_after_the_full_stop_still_ends_a_sentence():
    assert sentences("Aid reached those in need.And talks went on.") == [
        "Aid reached those in need.",
        "And talks went on.",
    ]


def test_a_broken_sentence_stays_as_it_is():
    assert sentences("The Pentagon said on Tuesday that at the end of last week. Captured a boat.") == [
        "The Pentagon said on Tuesday that at the end of last week.",
        "Captured a boat.",
    ]


def test_a_name_before_a_dash_is_no_dateline():
    assert split("Alice Smith - the mayor - was hurt.").dateline is None


@pytest.mark.parametrize(
    ("text", "place", "first"),
    [
        ("BAGHDAD (Reuters) - Rockets hit a base.", "BAGHDAD", "Rockets hit a base."),
        ("MAIDUGURI, Nigeria — Gunmen came.", "MAIDUGURI, Nigeria", "Gunmen came."),
        ("San Salvador, 18 Feb 90 (dpa) -- [Text] Fighting raged.", "San Salvador", "Fighting raged."),
    ],
)
def test_datelines(text, place, first):
    layout = split(clean(text))
    assert layout.dateline is not None
    assert layout.dateline.place.of(text) == place
    assert layout.sentences[0].text == first


def test_spans_point_into_the_text():
    text = "BEIRUT (AP) — One was hurt.\n\n  Two   fled.  \n“Three died,” Bob said."
    for sentence in split(clean(text)).sentences:
        assert clean(sentence.span.of(text)) == sentence.text


def test_quotations_are_known():
    text = 'Alice said "they fired" and left. Bob did not.'
    first, second = split(text).sentences
    assert [q.of(text) for q in first.quoted] == ['"they fired"']
    assert second.quoted == ()


def test_lines_broken_at_a_fixed_width_are_one_paragraph():
    line = "Militants fired rockets at the base in the west of the country and"
    text = "\n".join([line] * 3) + "\nfled.\n\n" + "\n".join([line] * 3) + "\nwere seen."
    assert {s.paragraph for s in split(text).sentences} == {0, 1}


@pytest.mark.parametrize(
    "text", ["a" * 400_000, "a b. " * 80_000, '"' * 400_000, "\n \n" * 130_000, ". " * 100_000]
)
def test_odd_texts_take_no_quadratic_time(text):
    started = time.perf_counter()
    split(clean(text))
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "text",
    [
        "Rockets hit a base (Reuters).\nTwo men died (AP).\nThe army denied it.",
        "- He came.\n- He saw.\nThe army then left the town.\nIt was quiet.\nNobody stayed.",
        "What happened\nHe came.\nHe saw.\nHe won.\nWhat next\nThey left.\nThey fled.\nA look back\nIt ended.",
        "It fell at 5 - 6 p.m.\nNobody was hurt.\nThe army left.",
    ],
)
def test_a_story_is_no_digest(text):
    assert not split(text).is_digest


@pytest.mark.parametrize(
    "text",
    [
        "Rockets hit a base (Reuters).\nTwo men died in Aden (AP).\nThe army left Taiz (BBC News) (AFP).",
        "- Rockets hit a base.\n- Two men died in Aden.\n- The army left Taiz.",
        "Yemen\nRockets hit a base.\nSyria\nTwo men died.\nIraq\nGulf states\nThe army left.\nIt said so.",
        "Yemen\n1. Rockets hit a base.\n2. Two men died in Aden.\n3. The army left Taiz.",
    ],
)
def test_items_closed_by_a_source_or_opened_by_a_bullet_are_a_digest(text):
    assert split(text).is_digest


def test_a_bullet_is_no_word_of_its_item():
    assert sentences("• Rockets hit a base.")[0] == "Rockets hit a base."


@pytest.mark.parametrize(
    "text",
    [
        "July 20 2016 was a bad day for the town.",
        "On August 13, 2016, more than forty men fell.",
        "May 2016 saw the worst of it.",
        "Posted to the border, the soldiers waited.",
        "Published figures show that it fell.",
        "Friday was quiet in the town.",
    ],
)
def test_words_that_begin_with_a_day_are_no_stamp(text: str) -> None:
    assert split(text).sentences[0].text == text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("21 Jul 2016 Dozens of people have fled. It goes on.", "Dozens of people have fled."),
        ("Thu Jul 30 2015 The army took the hill. It rained.", "The army took the hill."),
        ("August 13 2016 More than forty men fell.", "More than forty men fell."),
        ("Posted on July 20, 2016 | Rebels left the town.", "Rebels left the town."),
        ("Last updated at Feb 092015 The bridge was hit.", "The bridge was hit."),
        ("2016-07-21 10:30 GMT Rebels left the town.", "Rebels left the town."),
    ],
)
def test_the_pages_own_day_is_left_out(text: str, first: str) -> None:
    assert split(text).sentences[0].text == first


def test_a_dateline_behind_such_a_day_may_have_lost_its_dash() -> None:
    text = "Last updated at Feb 09 2015 BEIRUT At least 15 people were killed."
    layout = split(text)
    assert layout.dateline is not None
    assert layout.dateline.place.of(text) == "BEIRUT"
    assert layout.sentences[0].text == "At least 15 people were killed."
