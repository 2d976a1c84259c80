"""The sample articles are well formed, and each reading stands on the words of its article."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from incidents.vocabulary import (
    HIGH_SEAS,
    Basis,
    Certainty,
    DatePrecision,
    Interception,
    Prominence,
    ReferentKind,
    SubEventType,
    Weapon,
)

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
STORIES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
RANGES = ("killed", "wounded", "abducted")


def story(name: str) -> tuple[dict[str, str], str]:
    header, text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8").split("\n\n", 1)
    return dict(line.split(": ", 1) for line in header.splitlines()), text


def reading(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def all_incidents() -> list[Any]:
    return [
        pytest.param(name, incident, id=f"{name}-{number}")
        for name in STORIES
        for number, incident in enumerate(reading(name)["incidents"])
    ]


each_story = pytest.mark.parametrize("name", STORIES)
each_incident = pytest.mark.parametrize(("name", "incident"), all_incidents())


def test_no_story_is_without_its_reading_nor_a_reading_without_its_story():
    assert len(STORIES) >= 44
    assert sorted(path.stem for path in SAMPLES.glob("*.json")) == STORIES


def test_every_story_stands_in_the_table():
    table = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [name for name in STORIES if f"| `{name}` |" not in table] == []


def test_some_stories_have_nothing_to_find():
    quiet = {name for name in STORIES if not reading(name)["incidents"]}
    assert quiet == {
        "morocco_earthquake",
        "odisha_trains",
        "old_trafford_cricket",
        "trident_juncture",
        "sky_auction",
        "kramatorsk_gare",
    }
    assert [name for name in STORIES if story(name)[0]["Language"] != "en"] == ["kramatorsk_gare"]


@each_story
def test_the_header_has_every_line_and_the_text_is_of_a_wire_storys_length(name):
    header, text = story(name)
    assert list(header) == ["Title", "Published", "Source", "URL", "Language"]
    published = header["Published"]
    assert len(published) == 10 or datetime.fromisoformat(published).tzinfo is not None
    assert date(2015, 1, 1) <= date.fromisoformat(published[:10]) <= date(2024, 12, 31)
    assert header["URL"].startswith("https://example.org/")
    assert 150 <= len(text.split()) <= 450


@each_story
def test_the_reading_names_its_story(name):
    header, _ = story(name)
    found = reading(name)
    assert (found["id"], found["title"], found["published"], found["language"]) == (
        name,
        header["Title"],
        header["Published"],
        header["Language"],
    )
    assert found["notes"]


@each_story
def test_what_the_story_is_about_comes_first(name):
    roles = [incident["role"] for incident in reading(name)["incidents"]]
    assert roles == sorted(roles, key=["main", "background"].index)
    # diplomacy may have nothing of its own to report
    assert not roles or (roles[0] == "main") == (name != "black_sea_grain")


def test_every_kind_of_event_is_told_somewhere():
    told = {incident["event_type"] for name in STORIES for incident in reading(name)["incidents"]}
    assert told == set(SubEventType)


@each_incident
def test_the_key_span_is_verbatim_and_unmistakable(name, incident):
    _, text = story(name)
    assert text.count(incident["key_span"]) == 1


@each_incident
def test_names_are_the_articles_own_words(name, incident):
    header, text = story(name)
    words = f"{header['Title']}\n{text}"
    named = [party["name"] for party in incident["perpetrators"] + incident["targets"]]
    if incident["place"]:
        named.append(incident["place"])
    assert [each for each in named if each not in words] == []


@each_incident
def test_codes_are_words_of_the_trade(name, incident):
    Prominence(incident["role"])
    DatePrecision(incident["date_precision"])
    Interception(incident["intercepted"])
    for status in [incident["status"], *incident.get("alt_statuses", [])]:
        Certainty(status)
    for event_type in [incident["event_type"], *incident["alt_event_types"]]:
        SubEventType(event_type)
    for weapon in incident["weapons"] + incident.get("alt_weapons", []):
        Weapon(weapon)
    for party in incident["perpetrators"] + incident["targets"]:
        ReferentKind(party["kind"])
        Basis(party.get("basis", "stated"))
    for country in [incident["country"], *incident["alt_countries"]]:
        assert country == HIGH_SEAS or (len(country) == 2 and country.isupper())


@each_incident
def test_dates_are_iso_and_not_after_publication(name, incident):
    published = reading(name)["published"][:10]
    length = {"day": 10, "month": 7, "year": 4}[incident["date_precision"]]
    assert len(incident["date"]) == length
    for day in [incident["date"], *incident.get("alt_dates", [])]:
        date.fromisoformat((day + "-01-01")[:10])
        assert day <= published
    if incident["time_local"]:
        datetime.strptime(incident["time_local"], "%H:%M")  # noqa: DTZ007 -- a clock time has no zone


@each_incident
def test_figures_are_ranges_and_points_are_on_the_globe(name, incident):
    sides = incident["casualties_by_side"]
    figures = [incident.get(field) for field in RANGES]
    figures += [side[field] for side in sides for field in ("killed", "wounded")]
    for figure in filter(None, figures):
        low, high = figure["min"], figure["max"]
        assert (low, high) != (None, None), "not stated is null, not an empty range"
        assert low is None or high is None or 0 <= low <= high
    if incident["place"]:
        assert -90 <= incident["lat"] <= 90
        assert -180 <= incident["lon"] <= 180
