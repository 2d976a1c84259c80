"""What the events of one article share, and what the items of a digest do not."""

from datetime import date

import pytest

from incidents.extraction import Article, Draft, extract
from incidents.vocabulary import Prominence
from incidents.vocabulary import SubEventType as T

PUBLISHED = date(2024, 1, 20)  # a Saturday


def drafts(*paragraphs: str, title: str = "") -> tuple[Draft, ...]:
    return extract(Article("a", title, "\n".join(paragraphs), PUBLISHED)).drafts


# --- digests: lists of separate items ------------------------------------------------------------------------

IN_TAIZ = "Houthi forces shell a market in Taiz, killing four people. (Reuters)"
IN_GOMA = "M23 rebels capture the town of Sake. (AP)"
TALKS = "Foreign ministers meet in Doha to discuss trade. (BBC News)"


def test_what_one_item_tells_the_next_does_not():
    yemen, congo = drafts("On Jan. 3, " + IN_TAIZ[0].lower() + IN_TAIZ[1:], IN_GOMA, TALKS)
    assert (yemen.date_start, congo.date_start) == (date(2024, 1, 3), PUBLISHED)
    assert congo.place == "Sake"
    assert congo.killed is None


def test_the_lead_of_each_item_is_news_of_the_day():
    found = drafts(IN_TAIZ, TALKS, "At least nine soldiers are killed in a clash with gunmen. (AFP)")
    assert [(d.event_type, d.date_start, d.prominence) for d in found] == [
        (T.SHELLING_ARTILLERY_MISSILE_ATTACK, PUBLISHED, Prominence.MAIN),
        (T.ARMED_CLASH, PUBLISHED, Prominence.MAIN),
    ]


def test_later_sentences_of_an_item_speak_of_its_lead():
    (draft,) = drafts(IN_TAIZ[:-10] + ". Nine others were wounded in the attack. (Reuters)", TALKS, TALKS)
    assert draft.wounded is not None
    assert draft.wounded.min == 9


@pytest.mark.parametrize(
    ("headings", "country"),
    [
        (("War in Somalia",), "SO"),
        (("Conflicts", "Somali Civil War", "War in Somalia"), "SO"),
        (("Russian attacks in Poland and Ukraine",), None),  # two: which one is left open
        (("Business and economy",), None),
    ],
)
def test_an_item_without_a_place_is_set_where_its_heading_says(headings, country):
    item = "Gunmen kill six soldiers in an ambush. (Reuters)"
    (draft,) = drafts(*headings, item, TALKS, TALKS)
    assert draft.country == country


def test_a_heading_says_nothing_of_an_item_with_a_place_of_its_own():
    found = drafts("War in Somalia", IN_TAIZ, TALKS, TALKS)
    assert [d.country for d in found] == ["YE"]
