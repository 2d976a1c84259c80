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


# --- the day the story is at -----------------------------------------------------------------------------------

LEAD = "Rockets hit Camp Taji in Iraq on Friday, killing two American soldiers."


def test_a_day_of_the_past_takes_no_words_of_today_along():
    fired, recalled = drafts(
        LEAD,
        "Gunmen also fired at a checkpoint in Baghdad.\nOn Jan. 5 gunmen fired at a checkpoint in Baghdad.",
    )[1:]
    assert (fired.date_start, recalled.date_start) == (date(2024, 1, 19), date(2024, 1, 5))


def test_what_happened_earlier_gets_no_day_of_the_news():
    (_, earlier) = drafts(LEAD, "Gunmen had earlier attacked a police station in Mosul, killing an officer.")
    assert earlier.date_start is None


def test_a_day_carries_on_within_its_paragraph():
    found = drafts(
        LEAD,
        "On Jan. 5 shells hit Mosul and killed four people. Another six people were killed by shells in Kirkuk.",
    )
    assert [d.date_start for d in found] == [date(2024, 1, 19), date(2024, 1, 5), date(2024, 1, 5)]


def test_the_attack_and_nothing_more_is_what_was_told():
    (draft,) = drafts(
        LEAD, "Speaking in Tehran, a spokesman for Kataib Hezbollah said it carried out the attack."
    )
    assert draft.country == "IQ"


def test_the_end_of_the_attackers_is_no_event_of_its_own():
    (draft,) = drafts("A gunman killed four people in Paris on Friday.", "The gunman surrendered to police.")
    assert draft.event_type is T.ATTACK


# --- talk ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Moscow rejected the accusations by Western countries that its jets were bombing civilians in Idlib.",
        "Attacks on hospitals in Syria are crimes and must stop.",
        "The report speaks of killings and the shelling of towns in Tigray.",
        "Last year, 139 aid workers were killed in the line of duty.",
    ],
)
def test_charges_principles_and_totals_are_no_incidents(text):
    assert drafts(text) == ()


def test_a_charge_with_a_day_is_an_incident_told_by_the_accuser():
    (draft,) = drafts("Ukraine accused Russia of shelling a hospital in Kherson on Friday.")
    assert draft.date_start == date(2024, 1, 19)


# --- what the story tells further down, without a day ----------------------------------------------------------

NEWS = "A car bomb killed nine people in Kabul on Friday."
FILLER = "The minister condemned it. Schools stayed open. Shops had closed early."


@pytest.mark.parametrize(
    "told",
    [
        "Last March rebels had fired rockets at Kandahar.",  # a day of its own
        "Rockets had earlier hit Kandahar.",
        "The soldiers then opened fire.",  # nobody knows where, or at whom
        "Such attacks are common in Kandahar.",
    ],
)
def test_nothing_more_happened_that_day(told):
    assert [d for d in drafts(NEWS, FILLER, told)[1:] if d.date_start == date(2024, 1, 19)] == []


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ("In Kandahar, gunmen opened fire on a bus.", "Kandahar"),
        ("Rockets hit the airport in Herat.", "Herat"),
        ("Taliban fighters shot two policemen dead.", ""),
    ],
)
def test_what_has_a_place_or_two_parties_is_of_the_day_too(told, place):
    _, other = drafts(NEWS, FILLER, told)
    assert other.date_start == date(2024, 1, 19)
    assert place in (other.place or "")


def test_minutes_later_it_happened_in_the_same_place():
    first, second = drafts(
        "A roadside bomb on a bus in Kabul killed five people on Friday; minutes later a suicide bomber struck "
        "those who had come to help, and seven died."
    )
    assert [d.place for d in (first, second)] == ["Kabul", "Kabul"]
    assert [d.killed.min for d in (first, second)] == [5, 7]


def test_what_follows_keeps_a_place_of_its_own():
    found = drafts(
        "A roadside bomb on a bus in Kabul killed five people on Friday. Hours later gunmen killed nine soldiers "
        "in Herat."
    )
    assert [d.place for d in found] == ["Kabul", "Herat"]


@pytest.mark.parametrize(
    "before",
    [
        "Herat rejects this.",  # a capital speaks
        "The governor was flown to Herat.",
        "It was quiet in Herat.\n",  # another paragraph
    ],
)
def test_what_the_sentence_before_names_is_no_scene(before):
    assert all(d.place != "Herat" for d in drafts(NEWS, before + " A man then stabbed two nuns."))


def test_the_sentence_before_may_set_the_scene():
    _, other = drafts(
        NEWS, "A church in Herat was full of people on a feast. Taliban fighters shot two nuns."
    )
    assert other.place == "Herat"


def test_an_old_attack_by_nobody_on_nobody_is_a_figure_of_speech():
    assert len(drafts(NEWS, "The party also stormed Kandahar, its stronghold before 2011.")) == 1


# --- coups -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "The president said the coup had harmed trade with Niger.",
        "The party said on Friday that it feared a coup in Niger.",
        "The coup of 2013 still divides the Central African Republic.",
    ],
)
def test_a_coup_without_a_day_is_history(text):
    assert drafts(text) == ()


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("A law passed in Niger since the coup on July 26 has been repealed.", 7),
        ("An attempted coup led by General Testo on May 13 failed within hours.", 5),
        ("Testo took power in a coup in March last year, hours after the death of the old king.", 3),
    ],
)
def test_a_coup_is_told_by_its_day_alone(text, month):
    (draft,) = drafts("Nothing else has happened in Niger.", text)
    assert (draft.event_type, draft.date_start.year, draft.date_start.month) == (
        T.OTHER_STRATEGIC,
        2023,
        month,
    )
