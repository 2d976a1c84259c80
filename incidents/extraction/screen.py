"""Which sentences are worth parsing, seen from their words alone; parsing is most of the work of reading.

A word can only tell of an event where the words that its rule asks for stand in the same sentence: "fired"
needs rockets, shots or somebody to fire at, "took" needs hostages or a town (``rules/triggers.toml``). Stems
will do for that. Words of harm and of claims count too, and what is only quoted does not: speech argues about
events, and the sentences around it tell them. A statement that is read out at length is the story itself.

Passes: "Rockets hit the base", "The toll rose to 35", "No group claimed responsibility". Does not pass: "The
minister arrived on Tuesday", "Talks will go on", ""This attack is a crime," the mayor said".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from incidents.extraction import triggers
from incidents.extraction.patterns import Pattern
from incidents.extraction.records import Sentence
from incidents.extraction.words import words
from incidents.gazetteer.records import Match, Sense, WeaponTerm

_WORD = re.compile(r"[^\W\d_]+")
_VERB_FIRST = re.compile(r"[A-Z][a-z]+ed\b")
_NAME = re.compile(r"(?<=[\s-])[A-Z]")
_SOMEBODY = re.compile(r"(?:[\w.]+,? ){0,3}(?:it|they|its|their)\b", re.IGNORECASE)
_ADDS = re.compile(
    r"""\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|scores|several|no|none
      |nobody|both|many|another|others?|(?:mon|tues|wednes|thurs|fri|satur|sun)day\w*|yesterday|today|overnight|night
      |morning|afternoon|evening|dawn|earlier|later|last|week|month|year|jan\w*|feb\w*|april|aug\w*|sept\w*|oct\w*
      |nov\w*|dec\w*|ju(?:ne|ly))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_STATEMENT = 4
"""Sentences of speech in a row that make a statement; witnesses are quoted at less length."""
_REPORTS = re.compile(
    r"""\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)\b.*
        \b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|drones|rockets|missiles|killed|wounded)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Speech that tells as a report does: "Two young men were put to death on Friday", said a neighbour."""
_ENDING = re.compile(r"(?:ings?|ied|ies|ed|es|s|e|(?<![aeiou])y)\Z")


@dataclass(frozen=True, slots=True)
class Need:
    """What a rule asks of the sentence beside its head: one stem out of each group."""

    groups: tuple[frozenset[str], ...]
    or_name: tuple[frozenset[str], ...]  # the same, where a name will do as well


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    """Forms that do not show their lemma: "shot" -> "shoot"."""
    forms: dict[str, str] = dict(pair.split("=", 1) for pair in words("screen.irregular"))
    return forms


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Crude, the same for all forms of a word: "seized", "seizing" -> "seiz"."""
    word = _irregular().get(word, word)
    bare = _ENDING.sub("", word)
    if len(bare) < 3:
        return word
    return bare[:-1] if bare[-1] == bare[-2] else bare


def _stems(of: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(part) for word in of for part in _WORD.findall(word))


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    return _stems(words("screen.telling"))


@lru_cache(maxsize=4)
def _needs(added: triggers.Added) -> dict[str, tuple[Need, ...]]:
    rules = triggers.rules(added)
    needs: dict[str, dict[Need, None]] = defaultdict(dict)
    for table in (rules.verbs, rules.nouns):
        for head, entries in table.items():
            for seconds, rule in entries:
                groups: list[frozenset[str]] = [_stems(seconds)]
                or_name: list[frozenset[str]] = []
                for thing in (rule.objects, rule.subjects, rule.near):
                    (or_name if thing.kinds else groups).append(_stems(thing.words))
                first, *rest = map(stem, _WORD.findall(head))  # "air-strike" is two words to the parser
                groups += [frozenset({part}) for part in rest]
                needs[first][Need(tuple(filter(None, groups)), tuple(filter(None, or_name)))] = None
    return {head: tuple(found) for head, found in needs.items()}


def worth_parsing(sentences: Sequence[Sentence], added: triggers.Added = ()) -> list[bool]:
    """One answer for each sentence of a story. What begins with its verb ("Captured a boat with arms") or with a
    pronoun ("On Friday it fired") goes on from the sentence before, which then counts too.
    """
    before = [None, *sentences[:-1]]
    telling = [
        could_tell(s, added, opens=b is None or b.paragraph != s.paragraph, read_out=aloud)
        for s, b, aloud in zip(sentences, before, _read_out(sentences), strict=True)
    ]
    return [
        here or (after and any(p.match(following.text) for p in (_VERB_FIRST, _SOMEBODY)))
        for here, after, following in zip(
            telling, [*telling[1:], False], [*sentences[1:], *sentences[-1:]], strict=True
        )
    ]


_DONE_IT = Pattern(r"^(?:Named|Identified) as\b|\b(?:had|have) done (?:it|this|so)\b|\bown(?:ed|s|ing) up\b")


def _read_out(sentences: Sequence[Sentence]) -> list[bool]:
    """Which sentences stand in a long run of nothing but speech: what a general or a minister came to tell."""
    found: list[bool] = []
    for spoken, run in groupby(sentences, key=_is_speech):
        length = sum(1 for _ in run)
        found += [spoken and length >= _STATEMENT] * length
    return found


def _is_speech(sentence: Sentence) -> bool:
    span = sentence.span
    return any(quote.start <= span.start + 1 and span.end - 1 <= quote.end for quote in sentence.quoted)


def could_tell(
    sentence: Sentence, added: triggers.Added = (), *, opens: bool = True, read_out: bool = False
) -> bool:
    """Whether the sentence, but for its quotations, has the words for any event, harm or claim. Inside a paragraph
    one word of events alone, with no figure, day or name beside it, only speaks of what is told: "The attack drew
    anger". Of a statement that is ``read_out`` what names a day or a figure counts.
    """
    text = sentence.text if read_out and _ADDS.search(sentence.text) else _unquoted(sentence)
    stems = {stem(word) for word in _WORD.findall(text.lower())}
    if not stems.isdisjoint(_telling()) or _DONE_IT.search(text):
        return True
    needs = _needs(added)
    reasons = {h for h in stems & needs.keys() if any(_fits(need, stems, text) for need in needs[h])}
    adds = opens or any(p.search(text) for p in (_ADDS, _NAME)) or _VERB_FIRST.match(text) is not None
    return len(reasons) > 1 or (bool(reasons) and adds)


def _unquoted(sentence: Sentence) -> str:
    text, shift = sentence.text, sentence.span.start
    for quote in reversed(sentence.quoted):
        if _REPORTS.search(text, max(0, quote.start - shift), quote.end - shift):
            continue
        text = text[: max(0, quote.start - shift)] + " " + text[max(0, quote.end - shift) :]
    return text


def _fits(need: Need, stems: set[str], text: str) -> bool:
    if any(group.isdisjoint(stems) for group in need.groups):
        return False
    return _NAME.search(text) is not None or not any(group.isdisjoint(stems) for group in need.or_name)


_NAMES_RUN = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+")
_CAPITAL = re.compile(r"\b[A-Z]")
_WHERE = re.compile(r"\b(?:in|near|at|inside|outside|around)(?: [a-z]+)?\s\Z", re.IGNORECASE)
_OPENERS = words("sentences.openers")
_OF_ONE = Pattern(
    r"(?i)\b(?:accused|charged|suspect|identified|named as|gunman|shooter|attacker|assailant|killer|convicted"
    r"|pleaded|assassinat|murder|kidnap|abduct|poison|stab|shot dead|drove)"
)
"""What one person does or suffers: if a name stands beside it, it is that person's."""


def needs_entities(text: str, names: Sequence[Match]) -> bool:
    """Whether the names in a sentence are a riddle to the gazetteer: a run of capitalised words that it knows in
    part ("Judge Carlos Mendoza"), a capital that is not said to be where something is (it may be the government),
    or a name at the very start, where capitals say nothing. So is a full name beside what only one person does or
    suffers. Elsewhere it knows them better, or nobody does.
    """
    if _OF_ONE.search(text) and _NAMES_RUN.search(text):
        return True
    if not names:
        return False
    if names[0].start == 0 and not all(isinstance(e, WeaponTerm) for e in names[0].entries):
        return True
    if any(Sense.METONYM in m.senses and not _WHERE.search(text, 0, m.start) for m in names):
        return True
    return any(_is_half_known(run, names) for run in _NAMES_RUN.finditer(text))


def _is_half_known(run: re.Match[str], names: Sequence[Match]) -> bool:
    opener = run[0].split(" ", 1)[0]
    start = run.start() + (len(opener) + 1 if opener.lower() in _OPENERS else 0)
    capitals = [m.start() for m in _CAPITAL.finditer(run.string, start, run.end())]
    known = sum(any(n.start <= c < n.end for n in names) for c in capitals)
    return 0 < known < len(capitals)
