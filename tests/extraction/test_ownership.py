"""Whose day it is: the act's, or that of what was said and done about it."""

from datetime import date

import pytest

from incidents.extraction import Article, language, pipeline, reckoning
from incidents.extraction.clean import clean
from incidents.extraction.sentences import split
from incidents.gazetteer.gazetteer import Gazetteer
from tests.extraction.test_events import events

GAZETTEER = Gazetteer.load()
PUBLISHED = date(2024, 1, 20)  # a Saturday


def days(text: str) -> list[date | None]:
    """The first day of each event of the text."""
    article = Article("a", "", text, PUBLISHED)
    sentences = split(clean(text)).sentences
    parsed = pipeline.parsed(sentences, language.parse(s.text for s in sentences))
    mentions = reckoning.settle([pipeline.find_mentions(s, article, GAZETTEER) for s in parsed], PUBLISHED)
    return [e.dates[0].start if e.dates else None for e in pipeline.find_events(list(mentions))]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said on Tuesday that rockets had hit the base.",
        "Rebels killed six soldiers, the army said on Tuesday.",
        "The president condemned the bombing on Thursday.",
        "A suspect in the shooting appeared in court on Monday.",
        "The man who stabbed three women was charged on Wednesday.",
        "The bodies of eight miners killed in the ambush arrived on Monday in the capital.",
        "Gunmen killed a monk who had fled the country in 1959.",
        "Police identified the bomber on Sunday.",
        "The death toll from the attack rose to nine on Thursday.",
        "Mourners buried the victims of the massacre on Thursday.",
        "Rockets hit the home of a judge who was appointed in 2019.",
        "Investigators of the blast met on Tuesday.",
        "He planned the raid on the hotel, although he was not tried for it this week.",
        "The group claimed the bombing on Thursday.",
        "A man was convicted on Monday of nine counts of murder.",
        "Two brothers were charged on Wednesday with the killing of a mayor.",
        "A shell hit a market, killing twelve; a man was picked up but on Friday police said he was lost.",
        "Nine people were hurt, and a doctor said four of those were still in hospital on Thursday.",
        "Nine soldiers were killed, according to a tally released on Thursday.",
        "A week before the vote, gunmen shot a candidate.",  # nobody has said when the vote is
    ],
)
def test_the_day_of_another_deed_is_not_the_acts(text: str) -> None:
    assert set(days(text)) <= {None}


def test_the_day_of_a_when_clause_is_that_of_what_it_tells() -> None:
    text = "The airstrike was the largest since Jan. 3, when troops struck a camp near Jilib, killing 50."
    assert date(2024, 1, 3) in days(text)
    assert days(text)[0] is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Rockets hit the base on Tuesday.", 16),
        ("Gunmen on Tuesday killed three farmers near Jos.", 16),
        ("An attack on Tuesday killed three farmers.", 16),
        ("The attack took place on Thursday near Homs.", 18),
        ("The bombing occurred late on Wednesday.", 17),
        ("Clashes erupted on Monday between the army and rebels.", 15),
        ("A series of bombings hit Baghdad on Thursday.", 18),
        ("A bomb killed ten people queuing for bread on Friday.", 19),
        ("Police on Friday condemned Thursday's bombing.", 18),
        ("Rebels carried out the attack on Wednesday.", 17),
        ("Norway condemns the attack on pilgrims near Jos on Sunday.", 14),
        ("We deplore the killing of two nurses in Goma on Monday.", 15),
        ("A shell hit the mosque where men had gathered on Friday.", 19),
        ("The army launched the offensive on Monday.", 15),
        ("Three people died on Sunday when a mine exploded.", 14),
        ("The bombing on Thursday was claimed by the Islamic State group.", 18),
        ("Officials said the blast on Thursday killed nine.", 18),
        ("The raid, on Wednesday night, left two soldiers dead.", 17),
        ("Relations have worsened since January 9, when a helicopter was shot down over the border.", 9),
        ("Women set off the two blasts that shook the town, on Monday noon, the chief said on Friday.", 15),
        ("A man was charged with the killing of a mayor on Wednesday.", 17),
        ("Nine men were arrested in a raid on Thursday on a militant hideout.", 18),
    ],
)
def test_the_acts_own_day(text: str, day: int) -> None:
    assert days(text)[0] == date(2024, 1, day)


def test_who_has_claimed_or_condemned_it_gives_it_no_day() -> None:
    assert days("The group claimed the kidnapping on Tuesday.") == [None]
    told = "The group has claimed the kidnapping of an engineer, Jean Testo, on Tuesday in Zaria."
    assert days(told) == [date(2024, 1, 16)]


def test_a_truce_begins_to_be_when_it_is_announced() -> None:
    text = "The rebels announced on Sunday that they had reached an agreement with the government."
    assert days(text)[0] == date(2024, 1, 14)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Bombs hit Basra in May 2014. On June 3 of the same year rockets hit Basra.", date(2014, 6, 3)),
        ("The siege began in 2013. The town was shelled in August of that year.", date(2013, 8, 1)),
        ("Rockets hit Basra on June 3 last year.", date(2023, 6, 3)),
    ],
)
def test_that_year_is_the_last_one_named(text: str, first: date) -> None:
    assert days(text)[-1] == first


def test_days_after_another_deed_date_that_deed() -> None:
    text = "Rockets hit the base on Thursday, two days after gunmen ambushed a convoy."
    assert days(text) == [date(2024, 1, 18), date(2024, 1, 16)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A bomb hurt nine people, some of whom were flown to the capital, Nairobi.", []),
        ("A convoy on its way to Daura was ambushed by bandits near Maradi.", ["Maradi"]),
        ("Rebels returned to Goma and killed nine people in Sake.", ["Sake"]),
        ("A bomb hurt nine people in the capital, Nairobi.", ["Nairobi"]),
        ("Ankara blames Baghdad for the bombing of a bus in Mersin.", ["Mersin"]),
        ("A spokesman told reporters in Doha that rebels had shelled Homs.", ["Homs"]),
        (
            "According to an army source in Kampala, rebels shelled Goma.",
            ["Goma", "Kampala"],
        ),  # who may have seen it
        ("According to the border service in Kampala, rebels shelled Goma.", ["Goma"]),
        ("Beirut told Washington that rebels had shelled Homs.", ["Homs"]),
        ("Rebels killed nine people on the road to Goma.", ["Goma"]),
    ],
)
def test_where_it_happened(text: str, places: list[str]) -> None:
    article = Article("a", "", text, PUBLISHED)
    sentences = split(clean(text)).sentences
    parsed = pipeline.parsed(sentences, language.parse(s.text for s in sentences))
    mentions = [pipeline.find_mentions(s, article, GAZETTEER) for s in parsed]
    assert {p.name for e in pipeline.find_events(mentions) for p in e.places} == set(places)


def test_the_day_behind_a_blamed_deed_is_the_deeds():
    (event,) = events("Sudan blamed Israel for an air raid on a factory in Khartoum in October 2012.")
    assert [d.start.year for d in event.dates] == [2012]


def test_the_day_before_it_is_that_of_the_blame():
    (event,) = events("On Tuesday Sudan blamed Israel for an air raid on a factory in Khartoum.")
    assert event.dates == ()


def test_what_somebody_else_did_the_next_day_has_a_day_of_its_own():
    (event,) = events(
        "A car bomb was defused in Leeds on Saturday evening, and the police looked on Sunday for the man who had "
        "parked it there."
    )
    assert [d.start.weekday() for d in event.dates] == [5]


def test_a_clause_beside_may_have_the_only_day():
    (event,) = events("A bomb exploded in Leeds and the blast killed two on Saturday.")
    assert [d.start.weekday() for d in event.dates] == [5]
