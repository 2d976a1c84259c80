"""One sentence as the readers of parties see it: its words, the names in it, the parse, and what is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from incidents.extraction.mentions.numbers import Quantity, find_quantities
from incidents.extraction.records import ActorMention, Range, Sentence, Span
from incidents.extraction.tree import Word
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.gazetteer.records import Actor, Match
from incidents.vocabulary import ActorKind, ReferentKind

_LOCATIVE = re.compile(
    r"(?:in|inside|within|across|throughout|into|near|outside|around|from|over|through|via|towards?|to|beyond|along)\Z"
)
_BEFORE = re.compile(r"(\w+)\s+(?:the\s+)?(?:\w+ern\s+)?\Z")
_BETWEEN = re.compile(r"\s+(?:(?:of\s+)?(?:the|its|their)\s+|other\s+|more\s+)?")


class Phrases:
    def __init__(self, sentence: Sentence, gazetteer: Gazetteer, names: Sequence[Match]) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.doc = sentence.doc
        self.gazetteer = gazetteer
        self.names = names
        self.quantities: list[Quantity] = find_quantities(sentence.text)
        self.found: list[ActorMention] = []

    def keep(self, mention: ActorMention) -> None:
        if not any(mention.span.overlaps(other.span) for other in self.found):
            self.found.append(mention)

    def token(self, start: int, end: int) -> Word | None:
        """The head of the words, None without a parse."""
        if self.doc is None:
            return None
        inside = [t for t in self.doc if start <= t.idx < end]
        for token in inside:
            if token.head not in inside or token.head.i == token.i:
                return token
        return inside[-1] if inside else None

    def is_where(self, match: Match) -> bool:
        """ "In Iraq", "near the Syrian": a place, unless a small letter follows ("in Iraqi custody")."""
        before = _BEFORE.search(self.text[: match.start])
        if before is None or not _LOCATIVE.match(before[1].lower()):
            return False
        return not re.match(r"\s+[a-z]", self.text[match.end :])

    def count(self, start: int) -> Range | None:
        """ "two Americans", "at least one Iraqi soldier", "several U.S. soldiers"."""
        for quantity in self.quantities:
            if quantity.end <= start and _BETWEEN.fullmatch(self.text, quantity.end, start):
                return quantity.range
        return None

    def mention(
        self,
        start: int,
        end: int,
        *,
        canonical: str,
        referent: ReferentKind,
        actor: Actor | None = None,
        kind: ActorKind | None = None,
        country: str = "",
        is_civilian: bool = False,
    ) -> ActorMention:
        base = self.sentence.span.start
        return ActorMention(
            span=Span(base + start, base + end),
            sentence=self.sentence.index,
            name=self.text[start:end],
            canonical=canonical,
            referent=referent,
            actor=actor,
            actor_kind=kind,
            country=country,
            count=self.count(start),
            is_civilian=is_civilian,
        )


def capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
