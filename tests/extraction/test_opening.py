"""What of a story's first words is the page's: its title, day, agency and dateline."""

import pytest

from incidents.extraction.clean import clean
from incidents.extraction.sentences import split


def opening(text: str, title: str) -> tuple[str, str]:
    """(dateline, first sentence)"""
    layout = split(clean(text), clean(title))
    return layout.dateline.place.of(text) if layout.dateline else "", layout.sentences[0].text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Car bombs kill twelve in Baghdad", "Car bombs kill twelve in Baghdad on Monday."),
        ("Car bombs kill twelve in Baghdad", "Car bombs kill twelve in Baghdad Monday as pilgrims gather."),
        ("Dozens killed in Manbij", "Dozens killed in Manbij AFP Rockets hit a hospital."),  # may be chance
        ("Rebels take three towns in the north", "Rebels took three towns in the north."),
        ("", "Rockets hit a base."),
    ],
)
def test_a_sentence_that_begins_like_the_title_is_read(title, text):
    assert opening(text, title)[1] == text


@pytest.mark.parametrize(
    ("title", "text", "place", "first"),
    [
        (
            "Assad's jets kill ten people in Douma",
            "Assads jets kill ten people in Douma Two more died on Friday.",
            "",
            "Two more died on Friday.",
        ),
        (
            "Gunmen storm hotel, kill guards in Kismayo",
            "Gunmen storm hotel kill guards in Kismayo Reuters Monday 21 Apr 2014 A guard said so.",
            "",
            "A guard said so.",
        ),
        (
            "Gunmen storm hotel, kill guards in Kismayo",
            "3 May 2015 Gunmen storm hotel kill guards in Kismayo NAIROBI A guard said so.",
            "NAIROBI",
            "A guard said so.",
        ),
        (
            "Gunmen storm hotel, kill guards in Kismayo",
            "Posted on May 3 2015 by Al Smith Gunmen storm hotel kill guards in Kismayo Nairobi- It fell.",
            "Nairobi",
            "It fell.",
        ),
        (
            "Gunmen storm hotel, kill guards in Kismayo",
            "Gunmen storm hotel kill guards in Kismayo By Bo Jones 3/5/2015 NAIROBI KENYA (4:10 P.M.) - It fell.",
            "NAIROBI KENYA",
            "It fell.",
        ),
        (
            "Gunmen storm hotel, kill guards in Kismayo",
            "Gunmen storm hotel kill guards in Kismayo Nairobi SANA A guard said so.",
            "Nairobi",
            "A guard said so.",
        ),
        ("", "MOSCOW, January 25. /TASS/. Shells hit the town.", "MOSCOW", "Shells hit the town."),
        ("", "SANAA, Yemen\n\nA missile hit the camp.", "SANAA, Yemen", "A missile hit the camp."),
        ("", "Date of publication 16 October 2017 Shells hit the town.", "", "Shells hit the town."),
    ],
)
def test_title_and_dateline_are_not_read(title, text, place, first):
    assert opening(text, title) == (place, first)


def test_a_shouted_line_with_a_verb_is_no_dateline():
    assert split("ROCKETS HIT BASE IN NORTH\n\nTwo died.").dateline is None
