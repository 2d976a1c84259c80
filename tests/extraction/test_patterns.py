"""A pattern that looks before it searches finds what it would have found."""

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import incidents.extraction
from benchmarks import sets
from incidents.extraction import modifiers
from incidents.extraction.clean import clean
from incidents.extraction.mentions import dates, weapons
from incidents.extraction.patterns import Pattern, Patterns, needs
from incidents.extraction.sentences import split


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:rockets?)?",
        r"[^ab]",
        r"rocket|\w+",
        r"(?!rocket)\w",
        r"(?<!rocket) \w",
        r"rocket*(?:shell){0,2}|.",
    ],
)
def test_where_nothing_is_needed_nothing_is_asked_for(pattern: str) -> None:
    assert needs(re.compile(pattern)) is None


@pytest.mark.parametrize(
    ("pattern", "flags", "needed"),
    [
        (r"\b(?:Mon|Tues)days?\b", 0, ("day",)),
        (r"(?i)rockets?", 0, ("rocket",)),
        (r"rocket|mortars?|\d+ shells", 0, (" shells", "mortar", "rocket")),
        (r"\d+", 0, ("0",)),
        (r"[0-9]{2}", 0, ("0",)),
        (r"(?:19|20)\d\d", 0, ("0",)),
        (r"ROCKET", 0, ("rocket",)),
        (r"roc k # a note", re.VERBOSE, ("rock",)),
        (r"\w+ (?=[\w ]+ rockets)", 0, (" rockets",)),
    ],
)
def test_what_a_pattern_cannot_do_without_is_read_off_it(
    pattern: str, flags: int, needed: tuple[str, ...]
) -> None:
    assert needs(re.compile(pattern, flags)) == needed


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?i)rockets? hit", "ROCKETS HIT the base"),
        (r"\d+ rockets", "7 rockets"),
        (r"\d+ صاروخ", "٧ صاروخ"),  # digits of another script
        (r"a|b", "b"),
    ],
)
def test_what_is_there_is_found(pattern: str, text: str) -> None:
    looking = Pattern(pattern)
    assert looking.search(text)
    assert [m.span() for m in looking.finditer(text)] == [m.span() for m in re.finditer(pattern, text)]


def test_of_many_patterns_those_that_find_come_in_their_order() -> None:
    many = Patterns(
        [(Pattern(r"two men"), 1), (Pattern(r"\w+ men"), 2), (Pattern(r"women"), 3), (Pattern(r"."), 4)]
    )
    assert [meaning for _, meaning in many.finditer("no one")] == [4] * 6
    found = [(match[0], meaning) for match, meaning in many.finditer("two men")]
    assert found[:2] == [("two men", 1), ("two men", 2)]
    assert {meaning for _, meaning in found} == {1, 2, 4}


def every_pattern() -> list[Pattern]:
    found = [pattern for pattern, _ in (*dates._RULES, *weapons._patterns())]
    found += [pattern for pattern, _ in modifiers.bundled().cues] + [modifiers.bundled().pseudo]
    for module in walk_packages(incidents.extraction.__path__, "incidents.extraction."):
        if not module.name.endswith("__main__"):
            for value in vars(import_module(module.name)).values():
                inner = value if isinstance(value, list | tuple | Patterns) else [value]
                found += [
                    p for v in inner for p in (v if isinstance(v, tuple) else [v]) if isinstance(p, Pattern)
                ]
    return found


def test_on_news_every_pattern_finds_what_it_would_without_the_look() -> None:
    patterns = every_pattern()
    assert len(patterns) > 80
    assert sum(pattern.needs is not None for pattern in patterns) > 0.9 * len(patterns)
    texts = [s.text for record in sets.gold("samples") for s in split(clean(record["text"])).sentences]
    for pattern in patterns:
        for text in texts:
            if not pattern.may_find(text):
                assert pattern.pattern.search(text) is None, (pattern.pattern.pattern, text)
