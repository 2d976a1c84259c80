"""Cutting a text at the borders of its evidence."""

from incidents.admin.review.words import Lit, Segment, segments


def test_a_text_without_evidence_is_one_piece():
    assert segments("Nothing happened.", []) == [Segment("Nothing happened.")]


def test_a_span_beyond_the_text_or_without_length_lights_nothing():
    assert segments("Short.", [Lit(3, 99, "date"), Lit(2, 2, "date")]) == [Segment("Short.")]


def test_words_of_two_fields_are_lit_once_for_both():
    text = "two soldiers were hurt"
    found = segments(text, [Lit(0, 12, "who"), Lit(0, 22, "wounded"), Lit(13, 22, "type")])
    assert found == [
        Segment("two soldiers", ("who", "wounded"), ("who", "wounded")),
        Segment(" ", ("wounded",)),
        Segment("were hurt", ("wounded", "type"), ("type",)),
    ]


def test_spans_that_overlap_halfway_are_cut_at_each_border():
    found = segments("abcdef", [Lit(0, 4, "date"), Lit(2, 6, "time")])
    assert [(s.text, s.rows) for s in found] == [
        ("ab", ("date",)),
        ("cd", ("date", "time")),
        ("ef", ("time",)),
    ]


def test_the_pieces_are_the_whole_text():
    text = "Ракеты hit 𝕏-ville\r\n\r\nat dawn."
    assert "".join(s.text for s in segments(text, [Lit(0, 6, "weapons"), Lit(11, 18, "place")])) == text
