"""Which sentences are parsed. First those that are not worth it."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.extraction import Article, extract_many, language, pipeline, screen
from incidents.extraction.clean import clean
from incidents.extraction.sentences import split
from incidents.gazetteer.gazetteer import Gazetteer

GAZETTEER = Gazetteer.load()


def passing(text: str) -> list[str]:
    sentences = split(clean(text)).sentences
    return [s.text for s, worth in zip(sentences, screen.worth_parsing(sentences), strict=True) if worth]


@pytest.mark.parametrize(
    "text",
    [
        "The minister arrived in Cairo on Tuesday.",
        "Talks are expected to continue next week.",
        "The province lies along the border with Turkey.",
        "Oil prices rose slightly on Monday.",
        "He was born in the town of Kidal in 1971.",
        "The council has fifteen members.",
        "Residents said they were afraid.",
        "Schools stayed open in the capital.",
        "The United Nations has called for restraint.",
        "The spokeswoman declined to comment further.",
        "About two million people live there.",
        "The convoy was due in the evening.",
        "Aid agencies say the roads are bad.",
        '"This attack is a crime against all of us," the mayor told reporters.',
        '"They shot everybody," she wept. "They burned our houses."',
        "The film was shown in three cinemas.",
        '"We lost three friends and our house was bombed," she said.',
    ],
)
def test_not_worth_parsing(text: str) -> None:
    assert passing(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rockets hit the base on Friday.",
        "Gunmen opened fire on a bus.",
        "Militants took control of the town.",
        "The insurgents took six villagers hostage.",
        "The death toll rose to 35.",
        "Three children were among the dead.",
        "Seven others are still missing.",
        "No group has claimed responsibility.",
        "Officials blamed the rebels.",
        "Tehran denied any role.",
        "Troops shot down two drones.",
        "A bomb blew up beside the convoy.",
        "The men were slain as they slept.",
        "Air-strikes went on through the night.",
        "Police used tear gas to disperse the crowd.",
        "Hundreds marched through the capital, and clashes followed.",
        "The two sides signed a ceasefire.",
        "Fighters overran an outpost near the river.",
        "Shells fell on the old market.",
        "The army seized a boat that was carrying rifles.",
        "Herders set fire to forty houses.",
        "She was abducted on her way home.",
        "The hostages were freed on Sunday.",
        "Two policemen were stabbed.",
        'Rockets hit the base, "a cowardly act", the governor said.',
        "THE ATTACKERS FLED INTO THE HILLS.",
        '"Two young men were shot in the square on Friday," a neighbour said.',
        '"Ten attack drones hit the base and three rockets fell short," the report says.',
    ],
)
def test_worth_parsing(text: str) -> None:
    assert passing(text) == [text]


def test_a_statement_read_out_at_length_is_the_story() -> None:
    said = [
        '"Rebels seized the town of Sake on Monday.',
        "They killed six policemen.",
        "This crime shall not stand.",
        'We thank our friends."',
    ]
    assert passing(" ".join(said)) == said[:2]
    assert passing(f'{said[0][:-1]}," he said. Prices rose.') == []


def test_a_sentence_without_subject_brings_the_one_before() -> None:
    text = "The navy said so on Monday. Captured a boat with rifles on it. Prices rose."
    assert passing(text) == ["The navy said so on Monday.", "Captured a boat with rifles on it."]


@pytest.mark.parametrize(
    ("second", "passes"),
    [
        ("The attack drew anger.", False),
        ("The attack wounded a guard.", True),
        ("The attack came at 6 p.m.", True),
        ("The attack came on Friday.", True),
    ],
)
def test_inside_a_paragraph_a_lone_word_needs_something_to_add(second: str, passes: bool) -> None:
    first = "Rockets hit the base."
    assert passing(f"{first} {second}") == [first, second][: 1 + passes]


def test_the_opening_of_a_paragraph_passes_on_one_word() -> None:
    assert passing("Prices rose.\nRebels captured the town of Sake.") == ["Rebels captured the town of Sake."]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("seized", "seizing"),
        ("stabbed", "stab"),
        ("destroyed", "destroys"),
        ("bodies", "body"),
        ("shot", "shooting"),
        ("died", "dying"),
        ("clashes", "clash"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert screen.stem(one) == screen.stem(other)


def test_different_words_keep_different_stems() -> None:
    assert len({screen.stem(w) for w in ("bomb", "boat", "base", "gas", "gun", "die")}) == 6


@pytest.mark.parametrize(
    ("text", "riddle"),
    [
        ("Rockets hit a base near Baghdad on Friday.", False),
        ("Two men were killed in the east.", False),
        ("Rockets were fired at Mosul by the Islamic State.", False),
        ("Baghdad was shelled.", True),  # a name at the start, where capitals say nothing
        ("Soldiers killed Abu Testa Somebody on Friday.", False),  # no list knows any of it
        ("Gunmen shot Judge Testo Mendoza.", True),  # a town's name in a man's
        ("In Baghdad rockets fell.", False),
        ("Rockets hit Damascus on Friday.", True),  # the town, or the government?
        ("Rockets hit Mosul on Friday.", False),
        ("Police met Testa Somebody on Friday.", False),
        ("Police charged Testa Somebody on Friday.", True),  # beside a name, who is charged
        ("Police charged two men on Friday.", False),
    ],
)
def test_entities_are_looked_for_where_the_gazetteer_is_at_a_loss(text: str, riddle: bool) -> None:
    assert screen.needs_entities(text, GAZETTEER.matches(text)) is riddle


def test_what_is_not_parsed_still_gives_days_and_counts() -> None:
    text = (
        "Rockets hit the Ain al-Asad air base in Iraq on Friday. "
        "The governor arrived in Ramadi on Saturday. "
        "It was the third such incident since October."
    )
    article = Article("1", "", text)
    screened = [pipeline.find_mentions(s, article, GAZETTEER) for s in split(text).sentences]
    assert all(not m.triggers for m in screened)
    assert [len(m.dates) for m in screened[:2]] == [1, 1]
    assert [p.span.of(text) for p in screened[1].places] == ["Ramadi"]
    assert [c.count for c in screened[2].counters] == [3]


def test_only_what_passes_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    parse = language.parse

    def watched(texts, **options):
        texts = list(texts)
        seen.extend(texts)
        return parse(texts, **options)

    monkeypatch.setattr(language, "parse", watched)
    text = "Rockets hit a base near Baghdad on Friday. The minister arrived on Sunday."
    article = Article("1", "", text, published=date(2024, 1, 21))
    (screened,) = pipeline.extract_many([article], GAZETTEER)
    assert seen == ["Rockets hit a base near Baghdad on Friday."]
    seen.clear()
    (whole,) = pipeline.extract_many([article], GAZETTEER, screened=False)
    assert len(seen) == 2
    assert [d.event_type for d in screened.drafts] == [d.event_type for d in whole.drafts]
    assert len(screened.drafts) == 1


def _refuse(texts, **options):
    assert list(texts) == []
    return iter(())


def test_a_story_without_events_is_not_parsed_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "parse", _refuse)
    (reading,) = extract_many([Article("1", "", "The minister arrived. Prices rose on Monday.")], GAZETTEER)
    assert reading.drafts == ()
