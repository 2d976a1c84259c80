"""What the reader makes of words that a person points at; and what it says where it makes nothing of them."""

from datetime import date, time

import pytest

from incidents.extraction import Article
from incidents.extraction.records import Range
from incidents.extraction.understand import KINDS, NotUnderstood, Scene, understood
from incidents.gazetteer.gazetteer import Gazetteer

SCENE = Scene(
    Article(id="1", title="", text="", published=date(2024, 1, 22)),
    country="IQ",
    day=date(2024, 1, 20),
    time_zone="Asia/Baghdad",
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("date", "militants", "expected one day, week, month or year; “militants” tells none"),
        ("date", "on Friday and on Saturday", "tells 2: Friday, Saturday"),
        ("date", "a day earlier", "expected a day that stands by itself"),
        ("date", "   ", "expected some words"),
        ("time", "Saturday evening", "expected one clock time"),
        ("count", "militants", "expected one figure"),
        ("count", "two Americans and one Briton", "tells 2: two, one"),  # never added
        ("place", "missiles", "expected one place"),
        ("base", "an Iraqi air base", "expected one base we know"),
        ("country", "the hospital", "expected one country"),
        ("party", "Saturday", "expected one party"),
        ("party", "Hamas and Hezbollah", "tells 2: Hamas, Hezbollah"),
        ("weapon", "the base", "expected one kind of weapon"),
        ("interception", "the base", "expected how much was shot down"),
        ("damage", "the Pentagon said", "expected how great the damage was"),
        ("point", "near Erbil", "expected one position in figures"),
    ],
)
def test_what_tells_no_one_value_is_refused_with_what_was_expected(kind, words, expected, gazetteer):
    with pytest.raises(NotUnderstood) as refusal:
        understood(kind, words, SCENE, gazetteer)
    assert expected in str(refusal.value)


def test_another_clock_needs_the_day_and_the_zone():
    nowhere = Scene(SCENE.article)
    with pytest.raises(NotUnderstood, match="expected local time"):
        understood("time", "1530 UTC", nowhere)


@pytest.mark.parametrize(
    ("kind", "words", "found"),
    [
        ("date", "Saturday evening", {"date_start": date(2024, 1, 20), "date_precision": "day"}),
        ("date", "Jan. 19", {"date_start": date(2024, 1, 19)}),
        ("date", "last week", {"date_start": date(2024, 1, 15), "date_end": date(2024, 1, 21)}),
        ("date", "in December 2023", {"date_start": date(2023, 12, 1), "date_precision": "month"}),
        ("time", "about 6:30 p.m. local time", {"time_local": time(18, 30)}),
        ("time", "1530 UTC", {"time_local": time(18, 30)}),
        ("count", "at least one Iraqi soldier", {"range": Range(1, None)}),
        ("count", "an Iraqi soldier", {"range": Range(1, 1)}),
        ("count", "82 to 140", {"range": Range(82, 140)}),
        ("count", "nobody", {"range": Range(0, 0)}),
        ("count", "several American soldiers", {"range": Range(2, None)}),
        ("place", "Fallujah", {"place": "Fallujah", "country": "IQ"}),
        ("base", "the Ain al-Asad air base", {"base": "Al Asad Air Base"}),
        ("country", "western Iraq", {"country": "IQ"}),
        ("country", "Syrian soldiers", {"country": "SY"}),
        ("party", "Kataib Hezbollah", {"actor": "kataib-hezbollah", "name": "Kataib Hezbollah"}),
        ("party", "several American soldiers", {"actor": "us-military", "range": Range(2, None)}),
        ("weapon", "two Shahed-136 drones", {"category": "drone", "system": "Shahed-136"}),
        ("weapon", "ballistic missiles", {"category": "ballistic_missile", "launched": Range()}),
        ("interception", "Most were intercepted", {"intercepted": "most"}),
        ("damage", "minor damage", {"damage": "minor"}),
        ("point", "33.78 N, 42.44 E", {"latitude": 33.78, "longitude": 42.44}),
        ("point", "33.78, 42.44", {"latitude": 33.78, "longitude": 42.44}),
        ("origin", "inside  Iraq", {"origin": "inside Iraq"}),
    ],
)
def test_words_become_the_value_that_the_reader_would_give_them(kind, words, found, gazetteer):
    value = understood(kind, words, SCENE, gazetteer)
    assert {name: value[name] for name in found} == found


def test_of_towns_of_one_name_that_of_the_incidents_country_is_meant(gazetteer):
    iraq = understood("place", "Erbil", SCENE, gazetteer)
    assert iraq["country"] == "IQ"
    assert iraq["place_key"]


def test_no_kind_needs_the_language_model(gazetteer, monkeypatch):
    from incidents.extraction import language

    monkeypatch.setattr(language, "pipeline", lambda: pytest.fail("the model was loaded"))
    for kind in KINDS:
        try:
            understood(kind, "two American soldiers near Erbil on Saturday", SCENE, gazetteer)
        except NotUnderstood:
            continue
