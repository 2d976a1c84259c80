"""How names are compared, and that spans found among folded words are exact in the text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.gazetteer.names import fold, hyphenate_articles, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niger", "Nigeria"),
        ("us", "as"),
        ("Hit", "Heat"),
        ("al-Bab", "Bab"),  # too short to be known without its article
        ("US-supplied", "supplied"),  # no assimilated article
        ("As Syrian", "Syrian"),  # English, not the article of "as-Suwayda"
    ],
)
def test_names_that_must_not_become_one(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("spelling", "same_as"),
    [
        ("Kata'ib Hezbollah", "Kataib Hezbollah"),
        ("Kata’ib Hezbollah", "Kataib Hezbollah"),
        ("Sana'a", "Sanaa"),
        ("Ḩadīthah", "Hadithah"),
        ("Ain al-Asad", "Ain Asad"),
        ("Deir ez-Zor", "Deir al-Zor"),
        ("Tall Abyaḑ", "Tall Abyad"),
        ("Şırnak", "Sirnak"),
        ("U.S.", "US"),
        ("Shahed-136", "Shahed 136"),
        ("Shahed136", "Shahed 136"),
        ("KURDISTAN WORKERS’ PARTY", "Kurdistan Workers Party"),
    ],
)
def test_spellings_of_one_name(spelling: str, same_as: str) -> None:
    assert fold(spelling) == fold(same_as)


def test_lists_write_the_article_as_a_word_of_its_own() -> None:
    assert fold(hyphenate_articles("Ar Raqqah")) == fold("ar-Raqqah")
    assert hyphenate_articles("An Englishman") == "An Englishman"


def test_a_possessive_is_no_part_of_the_name() -> None:
    text = "Iraq's army, the Houthis' boats"
    assert [text[w.start : w.end] for w in words(text)] == ["Iraq", "army", "the", "Houthis", "boats"]


@given(st.text(alphabet="abAl -'’.\nZé1", max_size=60))
def test_every_word_is_where_it_says(text: str) -> None:
    found = list(words(text))
    assert all(0 <= w.start < w.end <= len(text) for w in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for word in found:
        assert word.folded == fold(text[word.start : word.end]) or "." in text[word.start : word.end]
