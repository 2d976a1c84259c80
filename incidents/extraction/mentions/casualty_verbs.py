"""Casualties by their verbs: done to the victim, a state beside them, done by them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from incidents.extraction.mentions.casualty_findings import Findings
from incidents.extraction.mentions.casualty_words import (
    CAPTURED,
    DONE_BY_VICTIM,
    HOW,
    KILLED,
    LINKS,
    NOT_TO_DEATH,
    PARTICLE,
    PASSIVE_CHILDREN,
    STATES,
    VERBS,
    WOUNDED,
)
from incidents.extraction.mentions.numbers import NONE
from incidents.extraction.mentions.victim_groups import group_at, group_of, phrase_before
from incidents.extraction.mentions.victims import Tokens, Victims, phrase_at
from incidents.extraction.records import Range
from incidents.vocabulary import CasualtyKind


def read(found: Findings) -> None:
    _Reader(found).read()


_TAKES = frozenset({"took", "taken", "taking", "held", "holding", "take"})
_HURTS = frozenset({"wounds", "injures", "hurts"})
_FIRST = (
    _TAKES
    | _HURTS
    | frozenset(STATES)
    | frozenset(VERBS)
    | {w for verbs, *_ in DONE_BY_VICTIM for w in verbs}
)


@lru_cache(maxsize=8192)
def _may_tell(low: str, lemma: str) -> bool:
    """Whether any reading of harm begins with this word; most words need no second look."""
    return low in _FIRST or lemma in VERBS or HOW.fullmatch(low) is not None


_SHOT = frozenset({"shot", "shoot", "shoots", "shooting"})


class _Reader:
    def __init__(self, found: Findings) -> None:
        self.found = found
        self.tokens: Tokens = found.tokens

    def read(self) -> None:
        for i in range(len(self.tokens)):
            if _may_tell(self.tokens.low(i), self.tokens.lemma(i)) and not self._verb(i):
                self._state(i)
                self._dies(i)

    # --- done to the victim: "killed two", "two were killed" ---

    def _verb(self, i: int) -> bool:
        tokens = self.tokens
        kind, end = self._verb_at(i)
        if kind is None:
            return False
        if not self._is_passive(i):
            if tokens.low(end) == "or" and self._kind_of(end + 1):
                return self._either(i, end + 2)
            group = self._objects(end)
            if group:
                self.found.add_all(kind, (i, end), group, tokens.lemma(i))
                self._along_with(kind, group[-1].end)
                return True
            if tokens.low(end) == "and" and tokens.lemma(end + 1) in VERBS:
                self.found.add_all(
                    kind, (i, end), group_at(tokens, end + 2), tokens.lemma(i)
                )  # "killed and wounded many"
                return True
            if (
                tokens.tag(i) not in ("VBN", "VBD")
                or tokens.pos(end) in ("PRON", "DET")
                or self._is_to_death_later(i)
            ):
                return self._pronoun(kind, i, end)
        group = self._subjects(i)
        if tokens.low(end) == "or" and (other := self._kind_of(end + 1)):
            for victims in group:  # "were killed or wounded"
                self._add_either(victims, (i, end + 2), {kind, other})
            return bool(group)
        self.found.add_all(kind, (i, end), group, tokens.lemma(i))
        self._along_with(kind, end)
        return bool(group)

    def _kind_of(self, i: int) -> CasualtyKind | None:
        return VERBS.get(self.tokens.lemma(i)) or STATES.get(self.tokens.low(i))

    def _verb_at(self, i: int) -> tuple[CasualtyKind | None, int]:
        """The kind told by the verb at ``i`` with its particles, and where those end."""
        tokens = self.tokens
        low, lemma = tokens.low(i), tokens.lemma(i)
        if tokens.tag(i)[:2] in ("VB", "JJ", "NN") and low not in NOT_TO_DEATH and HOW.fullmatch(low):
            if tokens.low(i + 1) == "dead" and low in _SHOT | {"struck"}:
                return KILLED, i + 2
            if tokens.low(i + 1) == "to" and tokens.low(i + 2) == "death":
                return KILLED, i + 3
            if self._is_to_death_later(i):
                return KILLED, i + 1
            if tokens.low(i - 1) in ("fatally", "mortally") and low not in STATES:
                return KILLED, i + 1
        if low in _TAKES and tokens.low(i + 1) in (
            "hostage",
            "captive",
            "prisoner",
        ):
            return CAPTURED, i + 2
        if low in _HURTS and i + 1 in tokens.number_at:
            return WOUNDED, i + 1  # "kills 13, wounds 31"
        if low in STATES and tokens.low(i - 1) == "the":
            return None, i + 1  # "the wounded"
        kind = VERBS.get(lemma) or VERBS.get(low)
        is_verb = tokens.pos(i) in ("VERB", "AUX", "ADJ") and tokens.tag(i)[:2] in ("VB", "JJ")
        is_gerund = (
            tokens.tag(i) == "NN" and low.endswith("ing") and i + 1 in tokens.number_at
        )  # "killing 12"
        if kind is None or not (is_verb or is_gerund):
            return None, i + 1
        if tokens.tag(i) == "JJ" and tokens.low(i) in STATES and not self._is_passive(i):
            return None, i + 1
        if lemma in PARTICLE:
            return (kind, i + 2) if tokens.low(i + 1) == PARTICLE[lemma] else (None, i + 1)
        if tokens.all[i].dep_ == "amod" and i + 1 not in tokens.number_at:
            return None, i + 1  # "injured civilians"
        if kind is WOUNDED and tokens.low(i - 1) in ("fatally", "mortally"):
            kind = KILLED
        return kind, i + 1

    def _is_to_death_later(self, i: int) -> bool:
        """ "stabbed a blogger to death", "shot them dead": the object stands in between."""
        if (
            self.tokens.pos(i) != "VERB"
            or self.tokens.pos(i + 1) in ("ADP", "CCONJ", "PUNCT", "SCONJ")
            or self._is_passive(i)
        ):
            return False
        after = self.tokens.text[self.tokens.end(i) :]
        match = re.match(r"(?P<object>(?: [\w-]+){1,8}) to death\b", after)
        if match is None and self.tokens.low(i) in _SHOT:
            match = re.match(r"(?P<object>(?: [\w-]+){1,6}) dead\b", after)
        if match is None and self.tokens.lemma(i) in ("burn", "bury"):
            match = re.match(r"(?P<object>(?: [\w-]+){1,6}) alive\b", after)
        if match is None:
            return False
        between = range(i + 1, self.tokens.at(self.tokens.end(i) + match.end("object") - 1) + 1)
        return not any(self.tokens.tag(j) in ("VBD", "VBN", "VBZ", "VBP") for j in between)

    def _is_passive(self, i: int) -> bool:
        tokens = self.tokens
        token = tokens.all[i]
        if token.tag_ not in ("VBN", "VBD", "JJ"):
            return False
        if any(child.dep_ in PASSIVE_CHILDREN for child in token.children):
            return True
        j = i - 1
        while (
            tokens.pos(j) in ("ADV", "PUNCT")
            or tokens.low(j) in ("and", "or", "shot", "kidnapped", "not", "been", "this", "morning")
            or tokens.is_time(j)
            or (tokens.low(j) == "on" and tokens.is_time(j + 1))
            or (tokens.low(j) in ("night", "evening", "afternoon") and tokens.is_time(j - 1))
        ):
            if tokens.low(j) == "been":
                return True
            j -= 1
        if tokens.lemma(j) in ("be", "get") and tokens.pos(j) in ("AUX", "VERB"):
            return True
        had = ("have", "has", "had", "having", "who", "which", "that", "reportedly", "also")
        if token.dep_ not in ("acl", "relcl") or token.tag_ != "VBN" or tokens.low(i - 1) in had:
            return False
        return (
            phrase_at(tokens, i + 1) is None
        )  # "airstrikes killed at least 60" is not about killed airstrikes

    def _objects(self, i: int) -> list[Victims]:
        tokens = self.tokens
        while tokens.low(i) in ("also", "instantly", "outright", '"', "“", "''"):
            i += 1
        if tokens.is_time(i):
            return []
        group = group_at(tokens, i)
        if (
            group
            and group[0].number
            and group[0].head < tokens.after_number(group[0].number)
            and tokens.low(group[0].end) in STATES
        ):
            return []  # a headline: "100 killed 700 injured"
        return group

    def _subjects(self, i: int) -> list[Victims]:
        near = phrase_before(self.tokens, i)
        if near is not None and self.tokens.all[i].dep_ == "acl":
            return [near]
        subject = self._subject(i)
        if subject is not None:
            group = group_of(self.tokens, subject, before=i)
            if group and near is not None and near.number is not None and near.end > group[-1].end:
                return [near]  # "... were killed and at least four | wounded"
            if group:
                return group
        edge = self._edge(i)
        near = phrase_before(self.tokens, edge)
        if near is not None:
            return [near]
        if edge < i:
            figures = self._figures_before(i)
            return figures[:1]
        return []

    def _edge(self, i: int) -> int:
        """Where the verb group that ends at ``i`` begins: before "have" in "five have reportedly been killed"."""
        tokens = self.tokens
        while (
            i > 0
            and not tokens.in_number(i - 1)
            and (
                tokens.lemma(i - 1) in LINKS
                or tokens.pos(i - 1) in ("AUX", "ADV")
                or tokens.is_time(i - 1)
                or (
                    tokens.low(i - 1) in ("on", "last", "morning", "night", "evening")
                    and (tokens.is_time(i) or tokens.is_time(i - 2))
                )
                or (tokens.low(i - 1) == "to" and tokens.lemma(i) in LINKS)
            )
            and tokens.low(i - 1) not in ("others", "another", "one")
        ):
            i -= 1
        return i

    def _subject(self, i: int) -> int | None:
        """The subject of the verb at ``i`` or of the verb it is joined to; a relative clause looks at its noun."""
        token = self.tokens.all[i]
        for _ in range(4):
            for child in token.children:
                if child.dep_ in ("nsubjpass", "nsubj") and child.i < token.i:
                    if child.tag_ in ("WP", "WDT"):
                        return token.head.i if token.dep_ in ("relcl", "acl") else None
                    return child.i
            if token.dep_ in ("acl", "relcl"):
                return token.head.i
            is_joined = token.dep_ in ("conj", "xcomp", "advcl", "ccomp") and token.head.pos_ in (
                "VERB",
                "AUX",
            )
            if is_joined and ";" not in self.tokens.words(token.head.i, i).split():
                token = token.head
                continue
            break
        return None

    def _figures_before(self, i: int) -> list[Victims]:
        """ "15 people [police say only 10] were killed": grammar lost the subject, a figure before has it."""
        figures = []
        clause = max((j + 1 for j in range(i) if self.tokens.low(j) in (";", ":")), default=0)
        for at in sorted(at for at in self.tokens.number_at if at >= clause):
            victims = phrase_at(self.tokens, at) if at < i else None
            if victims is None or victims.number is None or victims.end > i:
                continue
            if victims.head >= self.tokens.after_number(victims.number):
                figures.append(victims)
        return figures

    def _pronoun(self, kind: CasualtyKind, i: int, end: int) -> bool:
        """ "lined up 30 men and shot them dead": who they are was said before in the sentence."""
        low = self.tokens.low(end)
        if low in ("himself", "herself"):
            self.found.add(kind, (i, end), Victims(end, end + 1, end, Range(1, 1)))
        if low.endswith("selves") or low in ("himself", "herself"):
            if self.tokens.low(end + 1) == "and":
                self.found.add_all(kind, (i, end), group_at(self.tokens, end + 2), "")
            return True
        if low in ("them", "all") and not any(m.kind is kind for m in self.found.mentions):
            figures = self._figures_before(i)
            if figures:
                self.found.add(kind, (i, end), figures[-1])
        elif low in ("him", "her") and not any(m.kind is kind for m in self.found.mentions):
            self.found.add(kind, (i, end), Victims(end, end + 1, end, Range(1, 1)))
            if self.tokens.low(end + 1) == "and":
                self.found.add_all(kind, (i, end), group_at(self.tokens, end + 2), "")
        return low in ("them", "all", "him", "her")

    def _either(self, i: int, end: int) -> bool:
        """ "killed or wounded 30": at most so many of each."""
        group = group_at(self.tokens, end)
        for victims in group:
            self._add_either(victims, (i, end), {KILLED, WOUNDED})
        return bool(group)

    def _add_either(self, victims: Victims, cue: tuple[int, int], kinds: set[CasualtyKind]) -> None:
        upper = Range(None, victims.range.max or victims.range.min) if victims.range != NONE else NONE
        for kind in sorted(kinds):
            self.found.add(kind, cue, replace(victims, range=upper))

    def _along_with(self, kind: CasualtyKind, i: int) -> None:
        """ "was killed in Chengdu along with two other people"."""
        for j in range(i, min(i + 14, len(self.tokens) - 2)):
            if self.tokens.low(j) in (";", ".", "police", "said") or self.tokens.tag(j) in ("VBD", "VBZ"):
                return
            if self.tokens.low(j) in ("along", "together", "alongside") and self.tokens.low(j + 1) in (
                "with",
                "his",
                "her",
                "their",
                "two",
            ):
                at = j + 1 + (self.tokens.low(j + 1) == "with")
                for victims in group_at(self.tokens, at):
                    self.found.add(kind, (j, at), victims)
                return

    # --- a state beside the victim: "30 dead", "two people missing", "were feared dead" ---

    def _state(self, i: int) -> None:
        tokens = self.tokens
        kind = STATES.get(tokens.low(i))
        if kind is None or (tokens.low(i) == "dead" and tokens.low(i - 1) == "shot"):
            return
        if tokens.in_number(i - 1) and tokens.pos(i + 1) == "NOUN" and kind in (KILLED, WOUNDED):
            number = next(q for q in tokens.numbers if q.start <= tokens.start(i - 1) < q.end)
            people = phrase_at(tokens, tokens.at(number.start))
            if people is not None and people.head > i:  # "30 wounded people"
                self.found.add(kind, (i, i + 1), people)
            return
        if tokens.low(i - 1) == "or" and tokens.low(i - 2) in STATES:
            return
        edge = self._edge(i)
        if tokens.lemma(edge) == "leave" and edge < i:
            return
        near = phrase_before(tokens, edge)
        if near is None:
            return
        if tokens.low(i + 1) == "or" and tokens.low(i + 2) in STATES:
            if any(m.kind is kind and m.range.min is None for m in self.found.mentions):
                return
            self._add_either(near, (i, i + 3), {kind, STATES[tokens.low(i + 2)]})
            return
        is_told = edge < i or tokens.lemma(near.start - 1) in ("leave", "find", "with")
        if near.number is not None or (is_told and tokens.low(i) in ("dead", "missing", "homeless")):
            self.found.add(kind, (i, i + 1), near)

    # --- done by the victim: "died", "lost their lives", "suffered injuries", "was being treated for" ---

    def _dies(self, i: int) -> None:
        if self.tokens.pos(i) not in ("VERB", "AUX"):
            return
        kind, end = self._death_at(i)
        if kind is None:
            return
        for victims in self._subjects(i):
            self.found.add(kind, (i, end), victims)
        self._along_with(kind, end)

    def _death_at(self, i: int) -> tuple[CasualtyKind | None, int]:
        low, text = self.tokens.low(i), self.tokens.text
        for verbs, after, kind, taken in DONE_BY_VICTIM:
            if low not in verbs or not after.match(text, self.tokens.end(i)):
                continue
            if (
                "hospital" in after.pattern
                and "bod" in text[max(0, self.tokens.start(i) - 60) : self.tokens.start(i)]
            ):
                continue  # "the bodies were taken to hospital"
            return kind, i + taken
        return None, i + 1
