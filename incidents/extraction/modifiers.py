"""What words do to each other: denied, alleged, planned, threatened, earlier, intercepted and the like.

The method is ConText (Harkema et al. 2009): a cue opens a scope in one direction, a terminator or a
number of words closes it. The wording is data: rules/modifiers.toml. A modifier says nothing about truth;
drafts weigh it ("denied involvement" changes who did it, not whether).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from incidents.extraction.patterns import Pattern, Patterns
from incidents.extraction.records import Modifier, Sentence, Span


@dataclass(frozen=True, slots=True)
class Rule:
    kind: str
    direction: str  # forward | backward | both | sentence
    terminator: re.Pattern[str]
    max_words: int | None


@dataclass(frozen=True, slots=True)
class Rules:
    cues: Patterns[Rule]
    pseudo: Pattern


def find(sentence: Sentence, rules: Rules | None = None) -> list[Modifier]:
    rules = rules or bundled()
    text = sentence.text
    pseudo: list[tuple[int, int]] | None = None
    found: list[Modifier] = []
    for cue, rule in rules.cues.finditer(text):
        if pseudo is None:
            pseudo = [match.span() for match in rules.pseudo.finditer(text)]
        if any(start < cue.end() and cue.start() < end for start, end in pseudo):
            continue
        scope = _scope(text, cue, rule)
        if scope is not None:
            found.append(
                Modifier(rule.kind, _shift(sentence, cue.start(), cue.end()), _shift(sentence, *scope))
            )
    return sorted(found, key=lambda m: (m.span, m.kind))


def applying(modifiers: Iterable[Modifier], span: Span) -> set[str]:
    """The kinds whose scope holds the beginning of ``span``; a cue does not modify itself."""
    return {
        m.kind for m in modifiers if m.scope.start <= span.start < m.scope.end and not m.span.covers(span)
    }


def _scope(text: str, cue: re.Match[str], rule: Rule) -> tuple[int, int] | None:
    if rule.direction == "sentence":
        return 0, len(text)
    start, end = cue.start(), cue.end()
    if rule.direction in ("forward", "both"):
        stop = rule.terminator.search(text, cue.end())
        end = min(stop.start() if stop else len(text), _words_on(text, cue.end(), rule.max_words))
    if rule.direction in ("backward", "both"):
        stops = [m.end() for m in rule.terminator.finditer(text, 0, cue.start())]
        start = max(stops[-1] if stops else 0, _words_back(text, cue.start(), rule.max_words))
    scope = (
        cue.end() if rule.direction == "forward" else start,
        end if rule.direction != "backward" else cue.start(),
    )
    return scope if scope[0] < scope[1] else None


def _words_on(text: str, position: int, count: int | None) -> int:
    if count is None:
        return len(text)
    words = re.compile(r"\S+").finditer(text, position)
    return next((m.end() for i, m in enumerate(words, 1) if i == count), len(text))


def _words_back(text: str, position: int, count: int | None) -> int:
    if count is None:
        return 0
    starts = [m.start() for m in re.finditer(r"\S+", text[:position])]
    return starts[-count] if len(starts) >= count else 0


def _shift(sentence: Sentence, start: int, end: int) -> Span:
    return Span(sentence.span.start + start, sentence.span.start + end)


@cache
def bundled() -> Rules:
    return read(files("incidents.extraction").joinpath("rules/modifiers.toml").read_text(encoding="utf-8"))


def read(toml: str) -> Rules:
    """Rules from TOML; the file explains its own form."""
    data = tomllib.loads(toml)
    common = data.get("terminators", [])
    cues = Patterns(
        (
            _pattern(rule["cues"]),
            Rule(
                kind=rule["kind"],
                direction=rule["direction"],
                terminator=_pattern(
                    [*rule.get("terminators", []), *([] if rule.get("own_terminators") else common)]
                ).pattern,
                max_words=rule.get("max_words"),
            ),
        )
        for rule in data["rule"]
    )
    return Rules(cues, _pattern(data.get("pseudo", [])))


def _pattern(words: list[str]) -> Pattern:
    """Any of the words, longest first, as whole words where they begin or end with a letter."""
    by_length = sorted(words, key=len, reverse=True)
    whole = "|".join(map(_whole, filter(_begins_a_word, by_length))) or "(?!)"
    inside = "".join(f"|{_whole(w)}" for w in by_length if not _begins_a_word(w))
    return Pattern(rf"(?<!\w)(?:{whole}){inside}", re.IGNORECASE)


def _begins_a_word(cue: str) -> bool:
    return bool(re.match(r"\w|\(", cue)) and not cue.startswith(("n'", "n’"))


def _whole(word: str) -> str:
    after = r"(?!\w)" if re.search(r"[\w)*?]$", word) else ""
    return f"(?:{word}){after}"
