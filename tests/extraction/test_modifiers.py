"""What words do to each other. First where a scope does not reach."""

from __future__ import annotations

import pytest

from incidents.extraction.modifiers import applying, bundled, find, read
from incidents.extraction.records import Span
from tests.extraction.tools import sentence


def kinds(text: str, words: str) -> set[str]:
    """The modifiers that apply to ``words`` in ``text``."""
    told = sentence(text)
    start = told.span.start + text.index(words)
    return applying(find(told), Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Iran denied the charge, but two ships burned.", "burned"),  # a terminator between
        ("Militants not only killed five but burned houses.", "killed"),  # looks like a negation
        ("The army did not say who was killed.", "killed"),
        ("No group has claimed the attack that killed five.", "killed"),
        ("It was not immediately clear who fired the rockets.", "fired"),
        ("No fewer than 22 people were killed.", "killed"),
        ("The attack on May 12 killed five.", "killed"),  # the month, not the verb
        ("Five were killed. ", "killed"),
    ],
)
def test_nothing_applies(text: str, words: str) -> None:
    assert kinds(text, words) == set()


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("No soldiers were killed.", "killed", "negated"),
        ("The bomb did not explode.", "explode", "negated"),
        ("The attack was called off.", "attack", "negated"),
        ("Iran denied that it attacked the tankers.", "attacked", "denied"),
        ("It attacked ships, allegations denied by Tehran.", "attacked", "denied"),
        ("The army allegedly shelled the town.", "shelled", "alleged"),
        ("Saudi Arabia accused Iran of attacking the plant.", "attacking", "alleged"),
        ("Turkey plans to attack the town.", "attack", "planned"),
        ("The rebels threatened to strike two villages.", "strike", "threatened"),
        ("They will answer if the base is attacked.", "attacked", "hypothetical"),
        ("In a similar attack gunmen killed ten.", "killed", "earlier"),
        ("Gunmen attacked the village two months ago.", "attacked", "earlier"),
        ("The navy intercepted a drone.", "drone", "intercepted"),
        ("All the missiles were shot down.", "missiles", "intercepted"),
        ("Jets bombed targets in a live-fire drill.", "bombed", "exercise"),
        ("People marked the anniversary of the bombing.", "bombing", "anniversary"),
        ("The man was convicted of the bombing.", "bombing", "court"),
    ],
)
def test_one_kind_applies(text: str, words: str, kind: str) -> None:
    assert kinds(text, words) == {kind}


def test_a_cue_does_not_modify_itself() -> None:
    assert kinds("They threatened the town.", "threatened") == set()


def test_words_are_data_and_the_scope_is_counted_in_words() -> None:
    rules = read('[[rule]]\nkind = "denied"\ndirection = "forward"\nmax_words = 2\ncues = ["untrue"]')
    told = sentence("It is untrue that five died there.")
    (modifier,) = find(told, rules)
    assert modifier.scope.of("A heading. " + told.text).split() == ["that", "five"]


def test_the_bundled_kinds_are_the_known_ones() -> None:
    assert {rule.kind for _, rule in bundled().cues} == {
        "denied", "alleged", "planned", "threatened", "earlier", "intercepted", "hypothetical", "negated",
        "exercise", "anniversary", "court", "attempted", "general", "metaphor",
    }  # fmt: skip
