"""Casualties by fixed phrases: deaths of, lives claimed, tolls, "no casualties", "including three children"."""

from __future__ import annotations

import re

from incidents.extraction.mentions.casualty_findings import Findings
from incidents.extraction.mentions.casualty_words import (
    COUNTED_NOUN,
    INCLUDING,
    KILLED,
    LIVES,
    OF_PATTERNS,
    PATTERNS,
    WOUNDED,
)
from incidents.extraction.mentions.numbers import NONE, Quantity
from incidents.extraction.mentions.victim_groups import group_at
from incidents.extraction.mentions.victims import Tokens, Victims, phrase_at


def read(found: Findings) -> None:
    _Reader(found).read()


class _Reader:
    def __init__(self, found: Findings) -> None:
        self.found = found
        self.tokens: Tokens = found.tokens

    def read(self) -> None:
        self._of_phrases()
        self._lives()
        self._counted_nouns()
        self._tolls_and_none()
        self._parts()

    def _of_phrases(self) -> None:
        for pattern, kind in OF_PATTERNS:
            for match in pattern.finditer(self.tokens.text):
                cue = (self.tokens.at(match.start()), self.tokens.at(match.end() - 1) + 1)
                self.found.add_all(kind, cue, group_at(self.tokens, self.tokens.at(match.end())), "")

    def _lives(self) -> None:
        for match in LIVES.finditer(self.tokens.text):
            number = next((q for q in self.tokens.numbers if match.start() <= q.start < match.end()), None)
            if number is not None:
                self.found.add(
                    KILLED,
                    (self.tokens.at(match.start()), self.tokens.at(match.end() - 1) + 1),
                    self._bare(number),
                )

    def _counted_nouns(self) -> None:
        for number in self.tokens.numbers:
            match = COUNTED_NOUN.match(self.tokens.text, number.end)
            if match is None or number.range == NONE:
                continue
            kind = WOUNDED if match["noun"].lower().startswith("injur") else KILLED
            self.found.add(
                kind, (self.tokens.at(number.start), self.tokens.at(match.end() - 1) + 1), self._bare(number)
            )

    def _bare(self, number: Quantity) -> Victims:
        first, last = self.tokens.at(number.start), self.tokens.after_number(number)
        return Victims(first, last, last - 1, number.range, number)

    def _tolls_and_none(self) -> None:
        for pattern, kinds, value in PATTERNS:
            for match in pattern.finditer(self.tokens.text):
                number = next(
                    (q for q in self.tokens.numbers if match.end() - 1 <= q.start <= match.end() + 5), None
                )
                if value is not None:
                    for kind in kinds:
                        self.found.append(kind, self.tokens.span(match.start(), match.end()), value, None)
                elif number is not None:
                    phrase = phrase_at(self.tokens, self.tokens.at(number.start))
                    people = self.found.people(phrase) if phrase else None
                    end = people.end - self.tokens.sentence.span.start if people else number.end
                    for kind in kinds:
                        self.found.append(
                            kind, self.tokens.span(match.start(), end), number.range, people, is_total=True
                        )

    def _parts(self) -> None:
        """ "including three children": already in the figure before (or, "among the dead were two", after)."""
        shift = self.tokens.sentence.span.start
        for match in INCLUDING.finditer(self.tokens.text):
            of_victims = re.search(r"(?i)dead|victims|wounded|injured|killed", match[0])
            wholes = [m for m in self.found.mentions if not m.is_part and m.range != NONE]
            before = [m for m in wholes if m.span.start < shift + match.start()]
            if not before and not of_victims:
                continue  # "including a notebook with plans for killing him"
            near = max(before, key=lambda m: m.span.end) if before else next(iter(wholes), None)
            kind = near.kind if near else WOUNDED if re.search(r"(?i)wounded|injured", match[0]) else KILLED
            at = self.tokens.at(match.end())
            for victims in group_at(self.tokens, at):
                if victims.number is not None or self.tokens.low(victims.start) in (
                    "a",
                    "an",
                    "his",
                    "her",
                    "their",
                ):
                    self.found.add(kind, (self.tokens.at(match.start()), at), victims, is_part=True)
