"""What the steps of casualties.py find in one sentence, put together: each victim once."""

from __future__ import annotations

import re
from collections.abc import Callable

from incidents.extraction.mentions.casualty_words import ONLY_PEOPLE, PERSONS, WOUNDED
from incidents.extraction.mentions.numbers import NONE, Quantity
from incidents.extraction.mentions.victim_groups import is_breakdown
from incidents.extraction.mentions.victims import Tokens, Victims
from incidents.extraction.records import CasualtyMention, Range, Span
from incidents.vocabulary import CasualtyKind

_PART_BEHIND = re.compile(
    r"\b(?:including|includes?|included|among them|among whom|namely)(?: the| were)?,?$"
)
_SHARE_BEHIND = re.compile(
    r"(?:\bof (?:them|whom)|, (?:mostly|mainly|largely|chiefly|many|most|all))(?: \w+ and)?$"
)
"""What follows these is already in the figure before: "34 people, mostly women and children"."""


class Findings:
    """Mentions of one sentence; ``unique`` drops what two steps both found."""

    def __init__(self, tokens: Tokens, is_campaign: Callable[[str], bool]) -> None:
        self.tokens = tokens
        self._is_campaign = is_campaign
        self.mentions: list[CasualtyMention] = []

    def add_all(self, kind: CasualtyKind, cue: tuple[int, int], group: list[Victims], lemma: str) -> None:
        parts = group[1:] if is_breakdown(group) else []
        for victims in group:
            is_person = victims.named or self.tokens.lemma(victims.head) in PERSONS
            if lemma not in ONLY_PEOPLE or victims.number or is_person:
                self.add(kind, cue, victims, is_part=victims in parts)

    def add(
        self, kind: CasualtyKind, cue: tuple[int, int], victims: Victims, *, is_part: bool = False
    ) -> None:
        if self.tokens.low(victims.start - 1) == "how":
            return  # "how many people were killed"
        start = min(self.tokens.start(cue[0]), self.tokens.start(victims.start))
        end = max(self.tokens.end(cue[1] - 1), self.tokens.end(victims.end - 1))
        is_part = is_part or self._is_part(kind, victims)
        self.append(kind, self.tokens.span(start, end), victims.range, self.people(victims), is_part=is_part)

    def append(
        self,
        kind: CasualtyKind,
        span: Span,
        value: Range,
        people: Span | None,
        *,
        is_part: bool = False,
        is_total: bool = False,
    ) -> None:
        sentence, war = self.tokens.sentence.index, self._is_campaign(self._clause(span))
        self.mentions.append(CasualtyMention(span, sentence, kind, value, people, is_part, is_total, war))

    def _clause(self, span: Span) -> str:
        """The words around a mention between colons and semicolons: "hit before this year: in May a shell ..."."""
        text, shift = self.tokens.text, self.tokens.sentence.span.start
        start = max(text.rfind(mark, 0, span.start - shift) for mark in ";:") + 1
        ends = [at for mark in ";:" if (at := text.find(mark, span.end - shift)) >= 0]
        return text[start : min(ends, default=len(text))]

    def people(self, victims: Victims) -> Span | None:
        """The words for who they are, without figure and article."""
        if (
            victims.range == NONE
            and self.tokens.low(victims.start).startswith("no")
            and victims.end - victims.start == 2
        ):
            return None  # "no one"
        first = victims.start if victims.number is None else self.tokens.after_number(victims.number)
        while first < victims.end and self.tokens.low(first) in (
            "of",
            "a",
            "an",
            "the",
            "other",
            "another",
            "more",
        ):
            first += 1
        if first >= victims.end:
            return None
        return self.tokens.span(self.tokens.start(first), self.tokens.end(victims.end - 1))

    def _is_part(self, kind: CasualtyKind, victims: Victims) -> bool:
        before = self.tokens.words(victims.start - 3, victims.start)
        inside = self.tokens.words(victims.start, victims.end)
        wider = self.tokens.words(victims.start - 5, victims.start)
        if _PART_BEHIND.search(before) or (victims.number is None and _SHARE_BEHIND.search(wider)):
            return True
        plural = self.tokens.tag(victims.head) == "NNS" and victims.number is None
        if plural and self.tokens.low(victims.start) in ("the", "these", "those"):
            return True  # "the men were killed": counted before
        if plural and any(
            m.kind is kind and m.range.max is not None and m.range != NONE for m in self.mentions
        ):
            return True
        whole = "wounded|injured" if kind is WOUNDED else "dead|victims|killed"
        if re.search(rf"\bof (?:whom|(?:the|their|his|its) (?:{whole}))\b", inside):
            return True
        if self.tokens.words(victims.start, victims.end) in ("many", "most", "some", "several") and any(
            m.kind is kind and m.range.min not in (None, 0) for m in self.mentions
        ):
            return True  # "79 were killed, many executed"
        return bool(re.search(r"\bof (?:them|these|those)\b", inside)) and any(
            m.kind is kind for m in self.mentions
        )

    def unique(self) -> list[CasualtyMention]:
        """Where two steps found the same victims, the mention that says most about them stays."""
        kept: list[CasualtyMention] = []
        for mention in sorted(
            self.mentions, key=lambda m: (m.is_part, m.is_total, m.victims is not None), reverse=True
        ):
            if not any(mention.kind is other.kind and self._same(mention, other) for other in kept):
                kept.append(mention)
        return sorted(kept, key=lambda m: (m.span.start, m.span.end))

    def _same(self, one: CasualtyMention, other: CasualtyMention) -> bool:
        mine, theirs = self._figure(one), self._figure(other)
        if mine is not None or theirs is not None:
            return mine == theirs
        if one.victims is not None and other.victims is not None:
            return one.victims.overlaps(other.victims)
        return one.span.overlaps(other.span)

    def _figure(self, mention: CasualtyMention) -> int | None:
        """Where the mention's own figure stands in the text."""
        shift = self.tokens.sentence.span.start
        inside = [
            q
            for q in self.tokens.numbers
            if mention.span.start <= q.start + shift
            and q.end + shift <= mention.span.end
            and self._fits(q, mention)
        ]
        if mention.victims is not None:
            inside = [q for q in inside if q.start + shift <= mention.victims.start] or inside
            return inside[-1].start if inside else None
        return inside[0].start if inside else None

    def _fits(self, quantity: Quantity, mention: CasualtyMention) -> bool:
        upper = Range(None, quantity.range.max or quantity.range.min)
        return mention.range in (quantity.range, upper)
