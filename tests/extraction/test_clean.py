"""Cleaning never moves a character."""

from hypothesis import given
from hypothesis import strategies as st

from incidents.extraction.clean import clean


def test_plain_text_is_left_alone():
    text = "Rockets hit the base at 6:30 p.m.\n\nNobody was hurt."
    assert clean(text) == text


def test_a_ligature_stays_because_two_letters_would_shift_every_quote_behind_it():
    assert clean("ﬁre") == "ﬁre"


@given(st.text())
def test_the_length_never_changes(text):
    assert len(clean(text)) == len(text)


def test_quotation_marks_spaces_and_dashes_become_plain():
    assert clean("“Kata’ib” – Al\u00a0Asad\u200b—gone") == '"Kata\'ib" - Al Asad —gone'


def test_control_characters_become_spaces_and_line_ends_stay():
    assert clean("a\x00b\tc\r\nd\u2028e") == "a b c \nd\ne"


def test_full_width_digits_become_digits():
    assert clean("１２ killed") == "12 killed"
