"""Who was hurt, and how many: killed, wounded, missing, captured, displaced.

Reads: "killed two Americans", "killing at least 60 civilians and wounding 98", "six inmates were killed and 27 injured", "left at least 42
people dead", "eight people being injured", "30 dead", "died of wounds", "lost their lives", "claimed about 42 lives", "cost a contractor
his life", "shot dead", "the death toll rose to 35", "bringing the toll to 50", "the deaths of 12 people", "found the bodies of 20 men",
"including three children", "two of whom", "several were being evaluated for brain injuries", "in critical condition", "no casualties were
reported", "there were no injuries", "nobody was hurt", "two soldiers were missing", "abducted 276 girls", "displaced 3,000 families".

One mention per group of victims: "killed a judge and seven members of his family" is one and seven. A victim without a number is one
("killed an Iraqi soldier"); a person killed by name is at least one ("killed General Qassem Soleimani").

Does not read: "killed the bill", "died down", "deadly" alone, cattle, "casualties" of no said kind ("40 casualties"), pronouns that stand
for victims counted before ("they were killed"). Wars' totals are read and marked ``is_campaign``; what is denied, planned or imagined is
left to modifiers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from incidents.extraction.mentions.numbers import NONE, SEVERAL, Quantity, find_quantities
from incidents.extraction.records import CasualtyMention, Range, Sentence, Span
from incidents.vocabulary import CasualtyKind

_KILLED, _WOUNDED = CasualtyKind.KILLED, CasualtyKind.WOUNDED
_MISSING, _CAPTURED, _DISPLACED = CasualtyKind.MISSING, CasualtyKind.CAPTURED, CasualtyKind.DISPLACED

# Verbs done to the victim.
_VERBS: dict[str, CasualtyKind] = {
    **dict.fromkeys(
        "kill murder assassinate execute behead decapitate slaughter massacre slay slaughter lynch hang martyr eliminate neutralise "
        "neutralize electrocute butcher gun mow decimate".split(),
        _KILLED,
    ),
    **dict.fromkeys("wound injure hurt maim".split(), _WOUNDED),
    **dict.fromkeys("abduct kidnap".split(), _CAPTURED),
    **dict.fromkeys("displace".split(), _DISPLACED),
}
# These kill only with a particle beside them.
_NEEDS_PARTICLE = {"gun": "down", "mow": "down"}
# These kill only people: what they do to places, talks and tanks is something else.
_ONLY_PEOPLE = {"execute", "eliminate", "neutralise", "neutralize", "hang", "butcher", "decimate"}
_DIES = {"die": _KILLED, "perish": _KILLED, "drown": _KILLED}
_TO_DEATH = re.compile(
    r"(?:shot|shoot\w*|stab\w*|hack\w*|beat\w*|burn\w*|blown|ston\w*|knif\w*|trampl\w*|strangl\w*|tortur\w*|club\w*|bludgeon\w*|crush\w*|slash\w*)"
)
_ADJECTIVES = {
    "dead": _KILLED, "killed": _KILLED, "slain": _KILLED, "murdered": _KILLED, "beheaded": _KILLED, "executed": _KILLED,
    "assassinated": _KILLED, "martyred": _KILLED, "wounded": _WOUNDED, "injured": _WOUNDED, "hurt": _WOUNDED, "missing": _MISSING,
    "displaced": _DISPLACED, "homeless": _DISPLACED, "hospitalized": _WOUNDED, "hospitalised": _WOUNDED, "abducted": _CAPTURED, "kidnapped": _CAPTURED,
}  # fmt: skip
_NOT_PEOPLE = frozenset(
    """camel sheep cow cattle goat livestock animal horse donkey dog elephant bird fish bill deal chance hope time plan talk process project
    idea proposal legislation prospect vehicle tank building house home car truck drone missile rocket plane aircraft helicopter jet system
    base site target position depot facility infrastructure relation interest economy order operation manoeuvre maneuver strike attack
    plan mission warrant feeling pride reputation credibility effort reputation campaign will warehouse weapon launcher market sale price
    export number toll figure report people's thing momentum day month week year hour minute blast explosion bomb bombing bullet shot
    shooting raid incident village town city country area ambush assault bank hospital district province place""".split()
)
_TIMES = re.compile(
    r"(?i)(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|overnight|(?:jan|febr)uary|march|april|may|june|july|august"
    r"|(?:septem|octo|novem|decem)ber|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_BE = frozenset("be get remain lie".split())

_CAMPAIGN = re.compile(
    r"\bsince (?:the |its |it |early |late |mid-?)*(?:(?:19|20)\d\d|war|conflict|start|beginning|uprising|invasion|outbreak|began|begun|revolution|then|\w+ (?:19|20)\d\d)"
    r"|\bsince \w+ (?:\w+ ){0,6}(?:began|started|erupted|broke out|launched|seized power|took power)"
    r"|\b(?:war|conflict|insurgency|uprising|fighting|violence|campaign|civil war|rebellion|crackdown)\b[^.;]{0,60}\b(?:has|have) (?:so far |already |also )?(?:killed|claimed|left|cost|displaced|injured|wounded)"
    r"|\b(?:this|last|each|every) year\b|\bso far (?:this|in)|\b(?:in|over|during) the (?:past|last) (?:\w+ )?(?:years?|decades?|months?|weeks)\b"
    r"|\b(?:per|a|each|every) (?:day|week|month|year) (?:on average|in)\b|\bduring the (?:\w+ )?(?:war|conflict)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Victims:
    """A noun phrase for people; offsets are token indices within the sentence, end exclusive."""

    start: int
    end: int
    head: int
    range: Range
    number: Quantity | None = None
    named: bool = False


def find(sentence: Sentence) -> list[CasualtyMention]:
    if sentence.doc is None:
        return []
    return _Reader(sentence).read()


class _Reader:
    """Works on one sentence; only here because every step needs its tokens and its figures."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.tokens: list[Any] = list(sentence.doc)
        self.offset = sentence.doc.start_char
        self.first = sentence.doc.start
        self.numbers = find_quantities(self.text)
        self.number_at = {self._token_at(q.start): q for q in self.numbers}
        self.found: list[CasualtyMention] = []
        self.is_campaign = bool(_CAMPAIGN.search(self.text))

    # --- small helpers on tokens ---

    def _token_at(self, position: int) -> int:
        for i, token in enumerate(self.tokens):
            if token.idx - self.offset + len(token.text) > position:
                return i
        return len(self.tokens)

    def _start(self, i: int) -> int:
        return int(self.tokens[i].idx - self.offset)

    def _end(self, i: int) -> int:
        """Where token ``i`` ends."""
        return int(self.tokens[i].idx - self.offset + len(self.tokens[i].text))

    def _low(self, i: int) -> str:
        return str(self.tokens[i].lower_) if 0 <= i < len(self.tokens) else ""

    def _lemma(self, i: int) -> str:
        return str(self.tokens[i].lemma_).lower() if 0 <= i < len(self.tokens) else ""

    def _pos(self, i: int) -> str:
        return str(self.tokens[i].pos_) if 0 <= i < len(self.tokens) else ""

    def _span(self, start: int, end: int) -> Span:
        return Span(self.sentence.span.start + start, self.sentence.span.start + end)

    # --- noun phrases ---

    def _phrase(self, i: int) -> _Victims | None:
        """The noun phrase that begins at token ``i``, if it can be people."""
        start, n = i, len(self.tokens)
        number: Quantity | None = None
        determiner = ""
        if self._low(i) == "of" and i in self.number_at:
            return None
        while i < n and number is None:
            if i in self.number_at:
                number = self.number_at[i]
                while i < n and self._start(i) < number.end:
                    i += 1
            elif self._low(i) in (
                "the",
                "these",
                "those",
                "his",
                "her",
                "their",
                "its",
                "my",
                "our",
                "a",
                "an",
                "other",
                "another",
                "all",
                "further",
            ):
                determiner = self._low(i)
                i += 1
            else:
                break
        if (
            self._low(i) == "of"
            and number is not None
            and self._low(i + 1) in ("them", "whom", "these", "those")
        ):
            return _Victims(start, i + 2, i + 1, number.range, number)
        if self._low(i) == "of" and number is not None:
            i += 1
            if self._low(i) in ("the", "his", "her", "their", "its", "these", "those", "our"):
                i += 1
        if i not in self.number_at and number is None and not determiner and self._pos(i) == "NUM":
            return None
        head = -1
        while i < n:
            token, pos, low = self.tokens[i], self._pos(i), self._low(i)
            if i in self.number_at and head >= 0:
                break
            if _TIMES.fullmatch(low) and not (pos == "NOUN" and self._pos(i + 1) == "NOUN"):
                break
            if (
                pos in ("NOUN", "PROPN")
                or (pos == "NUM" and head < 0 and number is None)
                or low in ("others", "more", "civilians", "wounded", "dead")
            ):
                if low in _ADJECTIVES and head >= 0 and pos != "PROPN":
                    break
                if low in _ADJECTIVES and number is not None and head < 0:
                    break
                head = i
                i += 1
            elif pos == "PART" and low in ("'s", "’s", "'", "’") and head >= 0:
                i += 1
            elif low in ("-", "–", "/") and i + 1 < n and not token.whitespace_:
                head, i = i + 1, i + 2
            elif low in _ADJECTIVES:
                break
            elif pos == "ADJ" or (pos == "ADV" and self._pos(i + 1) in ("ADJ", "VERB") and head < 0):
                if (
                    head >= 0
                    and not self.tokens[i - 1].whitespace_ == ""
                    and self._pos(i + 1) not in ("NOUN", "PROPN")
                ):
                    break
                i += 1
            elif (
                pos == "VERB"
                and token.tag_ in ("VBN", "VBG", "VBD")
                and head < 0
                and (
                    self._pos(i + 1) in ("NOUN", "ADJ", "PROPN")
                    and low not in ("including", "killing", "wounding", "injuring", "leaving")
                )
            ):
                i += 1
            elif pos == "CCONJ" and head < 0 and number is not None and self._pos(i + 1) in ("ADJ", "NOUN"):
                i += 1
            else:
                break
        end = i
        if head < 0:
            if number is None or end == start:
                return None
            # "killing four and wounding six": the figure stands for the people
            last = self._token_at(number.end - 1)
            return _Victims(start, max(last + 1, start + 1), last, number.range, number)
        while end > head + 1:
            end -= 1
        lemma = self._lemma(head)
        if lemma in _NOT_PEOPLE or self._low(head) in _NOT_PEOPLE:
            return None
        # "members of the same family", "two employees of the ministry": the number is the members'
        tail = end
        if self._low(end) == "of" and self._pos(end + 1) in ("DET", "NOUN", "PROPN", "ADJ", "PRON"):
            j = end + 1
            while (
                j < n
                and self._pos(j) in ("DET", "ADJ", "NOUN", "PROPN", "PRON", "PART")
                and not _TIMES.fullmatch(self._low(j))
            ):
                j += 1
            tail = j
        value, named = self._count(head, number, determiner)
        return _Victims(start, tail, head, value, number, named)

    def _count(self, head: int, number: Quantity | None, determiner: str) -> tuple[Range, bool]:
        token = self.tokens[head]
        if number is not None:
            return number.range, False
        plural = (
            "Plur" in token.morph.get("Number")
            or token.tag_ in ("NNS", "NNPS")
            or self._low(head) in ("people", "personnel", "police", "troops")
        )
        if determiner in ("a", "an", "another"):
            return Range(1, 1), False
        if plural:
            return (SEVERAL if token.pos_ == "NOUN" or token.tag_ == "NNPS" else Range(1, None)), False
        if token.pos_ == "PROPN":
            return Range(1, None), True
        return Range(1, 1), False

    def _group(self, i: int) -> list[_Victims]:
        """The phrases coordinated from token ``i`` on: "a judge, his wife and seven guards"."""
        first = self._phrase(i)
        if first is None:
            return []
        group, i = [first], first.end
        while True:
            j = i
            comma = self._low(j) == ","
            if comma:
                j += 1
            joined = (
                self._low(j) in ("and", "plus")
                or (self._low(j) == "as" and self._low(j + 1) == "well")
                or (self._low(j) in ("along", "together") and self._low(j + 1) == "with")
            )
            if self._low(j) == "and":
                j += 1
            elif self._low(j) == "plus":
                j += 1
            elif self._low(j) == "as" and self._low(j + 1) == "well":
                j += 3
            elif self._low(j) in ("along", "together"):
                j += 2
            elif not comma or j not in self.number_at:
                break
            following = self._phrase(j)
            if following is None or not self._can_join(following, joined):
                break
            group.append(following)
            i = following.end
        return group

    def _can_join(self, victims: _Victims, joined: bool) -> bool:
        """Not "... and six others were wounded": there a new clause begins."""
        j = victims.end
        while self._pos(j) == "ADV" or self._low(j) in ("others", "more", "of", "them"):
            j += 1
        if self._low(j) in _ADJECTIVES or self._pos(j) == "AUX":
            return False
        if self._pos(j) == "VERB" and self.tokens[j].tag_ in ("VBD", "VBZ", "VBP", "VBN"):
            return self.tokens[j].tag_ == "VBN" and joined
        return victims.number is not None or self._pos(victims.head) in ("NOUN", "PROPN")

    def _left(self, i: int) -> _Victims | None:
        """The noun phrase that ends right before token ``i``."""
        best: _Victims | None = None
        for j in range(i - 1, max(-1, i - 14), -1):
            low, pos = self._low(j), self._pos(j)
            phrase = self._phrase(j)
            if phrase is not None and (phrase.end == i or phrase.head == i - 1):
                best = phrase
                if (
                    best.number is not None
                    and best.number.end <= self._start(i)
                    and j == self._token_at(best.number.start)
                ):
                    if self._low(j - 1) not in ("the", "of"):
                        break
            if low in (",", ";", ":", "(", ")", '"') or (
                pos in ("VERB", "AUX", "SCONJ", "CCONJ") and phrase is None and not self._inside_number(j)
            ):
                break
        return best

    def _inside_number(self, i: int) -> bool:
        return any(q.start <= self._start(i) < q.end for q in self.numbers)

    # --- reading ---

    def read(self) -> list[CasualtyMention]:
        for i in range(len(self.tokens)):
            self._verb(i)
            self._adjective(i)
            self._dies(i)
        self._by_pattern()
        self._bodies_and_parts()
        return self._unique()

    def _add(
        self,
        kind: CasualtyKind,
        cue: tuple[int, int],
        victims: _Victims,
        *,
        is_part: bool = False,
        is_total: bool = False,
    ) -> None:
        start = min(self._start(cue[0]), self._start(victims.start))
        end = max(self._end(cue[1] - 1), self._end(victims.end - 1))
        people: Span | None = None
        first = victims.start if victims.number is None else self._token_at(victims.number.end)
        if self.text[self._start(first) : self._start(first) + 1] and first < victims.end:
            if self._low(first) == "of":
                first += 1
            if self._low(first) in ("a", "an", "the") and victims.number is None and first + 1 < victims.end:
                first += 1
            if first < victims.end:
                people = self._span(self._start(first), self._end(victims.end - 1))
        self.found.append(
            CasualtyMention(
                span=self._span(start, end),
                sentence=self.sentence.index,
                kind=kind,
                range=victims.range,
                victims=people,
                is_part=is_part or self._is_part(victims),
                is_total=is_total,
                is_campaign=self.is_campaign,
            )
        )

    def _is_part(self, victims: _Victims) -> bool:
        before = " ".join(self._low(j) for j in range(max(0, victims.start - 3), victims.start))
        inside = " ".join(self._low(j) for j in range(victims.start, victims.end))
        return bool(
            re.search(
                r"\b(?:including|includes?|included|among them|among whom|of whom|of them|such as|namely)(?: the| were)?,?$",
                before,
            )
            or re.search(
                r"\bof (?:whom|them|these|those|the (?:dead|victims|wounded|injured|killed))\b", inside
            )
        )

    def _verb(self, i: int) -> None:
        token = self.tokens[i]
        lemma = self._lemma(i)
        kind = _VERBS.get(lemma)
        cue_end = i + 1
        if kind is None:
            kind, cue_end = self._compound(i)
        if kind is None or (
            token.pos_ not in ("VERB", "AUX") and token.tag_[:2] != "VB" and lemma in _ADJECTIVES
        ):
            return
        if lemma in _NEEDS_PARTICLE:
            if self._low(i + 1) != _NEEDS_PARTICLE[lemma]:
                return
            cue_end = i + 2
        if kind is _WOUNDED and lemma == "hurt" and token.pos_ == "ADJ":
            return
        if token.tag_ == "NN" or (token.pos_ == "NOUN" and lemma != "kill"):
            return
        cue = (i, cue_end)
        passive = self._is_passive(i)
        if not passive:
            at = cue_end
            while self._low(at) in ("also", "instantly", "in", "total") and self._low(at) != "in":
                at += 1
            both = self._both(i, cue_end)
            if both:
                self._either(i, both)
                return
            group = self._group(at)
            if group:
                for victims in group:
                    if self._may_be_victim(victims, lemma):
                        self._add(kind, cue, victims)
                return
            if self._low(at) in (
                "by",
                "in",
                "on",
                "at",
                "when",
                "after",
                ",",
                ".",
                "and",
                "as",
                "during",
                "while",
                "",
            ) or self._pos(at) in ("ADP", "ADV"):
                passive = token.tag_ in ("VBN", "VBD")
            if self._low(at) == "and" and _VERBS.get(self._lemma(at + 1)) and not passive:
                shared = self._group(at + 2)
                for victims in shared:
                    self._add(kind, cue, victims)
                return
        if passive:
            self._passive(i, cue, kind, lemma)

    def _compound(self, i: int) -> tuple[CasualtyKind | None, int]:
        """ "shot dead", "shot and killed" (by its second verb), "stabbed to death", "took hostage", "taken captive"."""
        low = self._low(i)
        if _TO_DEATH.fullmatch(low):
            if self._low(i + 1) == "dead":
                return _KILLED, i + 2
            if self._low(i + 1) == "to" and self._low(i + 2) == "death":
                return _KILLED, i + 3
        if low in ("took", "taken", "taking", "take", "held", "holding") and self._low(i + 1) in (
            "hostage",
            "captive",
            "prisoner",
        ):
            return _CAPTURED, i + 2
        return None, i + 1

    def _both(self, i: int, at: int) -> int | None:
        """ "killed or wounded 30": the index after the second verb, if this is the first of such a pair."""
        if self._low(at) == "or" and _VERBS.get(self._lemma(at + 1), _ADJECTIVES.get(self._low(at + 1))):
            return at + 2
        return None

    def _either(self, i: int, at: int) -> None:
        for victims in self._group(at):
            upper = Range(None, victims.range.max or victims.range.min)
            for kind in (_KILLED, _WOUNDED):
                self._add(kind, (i, at), replace(victims, range=upper))

    def _is_passive(self, i: int) -> bool:
        token = self.tokens[i]
        if token.tag_ not in ("VBN", "VBD"):
            return False
        if any(child.dep_ in ("auxpass", "nsubjpass") for child in token.children):
            return True
        j = i - 1
        while j >= 0 and (
            self._pos(j) == "ADV"
            or self._low(j) in ("and", "or", "shot", "not", "been")
            or _TIMES.fullmatch(self._low(j))
            or self._pos(j) == "PUNCT"
        ):
            if self._low(j) == "been":
                return True
            j -= 1
        if j >= 0 and self._lemma(j) in _BE and self._pos(j) in ("AUX", "VERB"):
            return True
        return (
            token.dep_ in ("acl", "relcl")
            and token.tag_ == "VBN"
            and self._low(i - 1) not in ("have", "has", "had", "having", "who", "which", "that")
        )

    def _may_be_victim(self, victims: _Victims, lemma: str) -> bool:
        if lemma in _ONLY_PEOPLE:
            head = self.tokens[victims.head]
            return (
                victims.number is not None
                or head.ent_type_ == "PERSON"
                or head.tag_ == "NNS"
                or self._low(victims.head) in ("soldier", "man", "woman", "leader", "commander", "militant")
            )
        return True

    def _passive(self, i: int, cue: tuple[int, int], kind: CasualtyKind, lemma: str) -> None:
        subject = self._subject(i)
        group: list[_Victims] = []
        if subject is not None:
            group = self._group_around(subject, i)
        if not group:
            near = self._left(i)
            group = [near] if near else []
        for victims in group:
            if self._may_be_victim(victims, lemma):
                self._add(kind, cue, victims)

    def _subject(self, i: int) -> int | None:
        """The passive subject of the verb at ``i``, or of the verb it is joined to; a relative clause looks at its noun."""
        token = self.tokens[i]
        for _ in range(4):
            for child in token.children:
                if child.dep_ in ("nsubjpass", "nsubj") and child.i < token.i:
                    if child.tag_ in ("WP", "WDT"):
                        return int(token.head.i - self.first) if token.dep_ in ("relcl", "acl") else None
                    return int(child.i - self.first)
            if token.dep_ in ("acl", "relcl"):
                return int(token.head.i - self.first)
            if token.dep_ in ("conj", "xcomp", "advcl") and token.head.pos_ in ("VERB", "AUX"):
                token = token.head
                continue
            break
        return None

    def _group_around(self, subject: int, verb: int) -> list[_Victims]:
        if (
            not 0 <= subject < len(self.tokens)
            or self._pos(subject) == "PRON"
            and subject not in self.number_at
        ):
            return []
        token = self.tokens[subject]
        if token.pos_ == "PRON" and self._low(subject) not in ("none", "nobody", "one"):
            return []
        start = subject
        for child in token.children:
            if child.i < token.i and child.dep_ in (
                "det",
                "nummod",
                "amod",
                "compound",
                "poss",
                "quantmod",
                "nmod",
                "advmod",
                "predet",
                "neg",
            ):
                start = min(start, int(child.left_edge.i - self.first))
        q = next((q for q in self.numbers if q.start <= self._start(subject) < q.end), None)
        if q is not None:
            start = min(start, self._token_at(q.start))
        for j in range(start - 1, max(-1, start - 5), -1):
            if j in self.number_at and self._start(start) < self.number_at[j].end + 1:
                start = j
        group = [v for v in self._group(max(0, start)) if v.end <= verb]
        return group

    def _adjective(self, i: int) -> None:
        """ "30 dead", "left two people dead", "27 injured", "the dead" - a phrase on the left with the state after it."""
        kind = _ADJECTIVES.get(self._low(i))
        if kind is None or self._is_passive(i) and self._low(i) != "dead":
            return
        if self._low(i + 1) == "or" and self._low(i + 2) in _ADJECTIVES:
            near = self._left(i)
            if near is not None and near.number is not None:
                upper = Range(None, near.range.max or near.range.min)
                for each in {kind, _ADJECTIVES[self._low(i + 2)]}:
                    self._add(each, (i, i + 3), replace(near, range=upper))
            return
        if self._low(i - 1) == "or" and self._low(i - 2) in _ADJECTIVES:
            return
        if self._low(i) == "dead" and _TO_DEATH.fullmatch(self._low(i - 1)):
            return
        following = (
            self._phrase(i + 1)
            if self._low(i)
            in (
                "killed",
                "wounded",
                "injured",
                "murdered",
                "executed",
                "beheaded",
                "abducted",
                "kidnapped",
                "displaced",
                "assassinated",
            )
            else None
        )
        if following is not None and self.tokens[i].tag_ == "VBD" and not self.number_at.get(i - 1):
            return
        at = i
        if (
            self._lemma(at - 1)
            in (
                "be",
                "go",
                "remain",
                "fear",
                "report",
                "confirm",
                "leave",
                "find",
                "presume",
                "believe",
                "declare",
                "pronounce",
                "say",
            )
            or self._pos(at - 1) in ("ADV", "AUX")
            or _TIMES.fullmatch(self._low(at - 1))
        ):
            while (
                at > 0
                and (
                    self._lemma(at - 1)
                    in (
                        "be",
                        "go",
                        "remain",
                        "fear",
                        "report",
                        "confirm",
                        "leave",
                        "find",
                        "presume",
                        "believe",
                        "have",
                        "declare",
                        "pronounce",
                        "say",
                    )
                    or self._pos(at - 1) in ("AUX", "ADV")
                    or _TIMES.fullmatch(self._low(at - 1))
                )
                and at - 1 not in self.number_at
            ):
                at -= 1
            if self._low(at - 1) in ("they", "he", "she", "it", "who", "that"):
                return
        near = self._left(at)
        if near is None or near.range == NONE and kind not in (_KILLED, _WOUNDED):
            return
        has_number = near.number is not None
        is_state = at != i or self._lemma(at - 1) in ("leave",) or self._left_verb_is_leave(near)
        if has_number or is_state:
            self._add(kind, (i, i + 1), near)

    def _left_verb_is_leave(self, victims: _Victims) -> bool:
        return self._lemma(victims.start - 1) == "leave"

    def _dies(self, i: int) -> None:
        kind = _DIES.get(self._lemma(i))
        low = self._low(i)
        cue_end = i + 1
        if (
            low in ("lost", "losing", "lose")
            and re.fullmatch(r"his|her|their|its", self._low(i + 1))
            and self._low(i + 2) in ("life", "lives")
        ):
            kind, cue_end = _KILLED, i + 3
        elif low == "succumbed":
            kind = _KILLED
        elif low in ("suffered", "sustained", "received", "suffering", "sustaining", "suffer"):
            tail = self.text[self._end(i) : self._end(i) + 60]
            if re.match(
                r"\s(?:[\w-]+ ){0,4}?(?:injur(?:y|ies)|wounds?|burns|concussions?|shrapnel)\b", tail
            ) and not re.match(r"\sno\b", tail):
                kind = _WOUNDED
        elif self._is_under_care(i):
            kind = _WOUNDED
        if kind is None or self._pos(i) not in ("VERB", "AUX"):
            return
        if low in ("died", "dying", "die", "dies") and self._low(i + 1) in (
            "down",
            "out",
            "away",
            "off",
            "for",
        ):
            return
        subject = self._subject(i)
        group = self._group_around(subject, i) if subject is not None else []
        if not group:
            at = i
            while at > 0 and (self._pos(at - 1) in ("AUX", "ADV") and at - 1 not in self.number_at):
                at -= 1
            near = self._left(at)
            group = [near] if near is not None else []
        for victims in group:
            if victims.named and kind is _KILLED and victims.number is None and self._low(i) == "die":
                continue
            self._add(kind, (i, cue_end), victims)

    def _is_under_care(self, i: int) -> bool:
        low = self._low(i)
        tail = self.text[self._end(i) : self._end(i) + 70]
        if low in ("evaluated", "treated", "examined", "screened", "assessed"):
            return bool(
                re.match(
                    r"\s(?:in hospital |at [\w ]{3,40} )?(?:for|with) (?:[\w-]+ ){0,4}?(?:injur|wound|concussi|trauma|burn|smoke|shrapnel|shock|symptom)",
                    tail,
                )
            )
        if low in ("hospitalized", "hospitalised"):
            return True
        if low in ("taken", "rushed", "evacuated", "admitted", "brought", "transferred", "transported"):
            return (
                bool(re.match(r"\sto (?:a |an |the )?(?:[\w-]+ ){0,3}?(?:hospital|medical)", tail))
                and "bod" not in self.text[max(0, self._start(i) - 60) : self._start(i)]
            )
        return False

    def _by_pattern(self) -> None:
        for pattern, kinds, value, is_total in _PATTERNS:
            for match in pattern.finditer(self.text):
                number = (
                    next((q for q in self.numbers if match.end() - 1 <= q.start <= match.end() + 5), None)
                    if value is None
                    else None
                )
                if value is None and number is None:
                    continue
                end = number.end if number else match.end()
                result = value if value is not None else (number.range if number else SEVERAL)
                victims = None
                if number is not None:
                    phrase = self._phrase(self._token_at(number.start))
                    if phrase is not None and phrase.end > self._token_at(number.end - 1) + 1:
                        victims = self._span(
                            self._start(self._token_at(number.end)), self._end(phrase.end - 1)
                        )
                        end = self._end(phrase.end - 1)
                for kind in kinds:
                    self.found.append(
                        CasualtyMention(
                            span=self._span(match.start(), end),
                            sentence=self.sentence.index,
                            kind=kind,
                            range=result,
                            victims=victims,
                            is_total=is_total,
                            is_campaign=self.is_campaign,
                        )
                    )

    def _bodies_and_parts(self) -> None:
        for pattern, kind in _OF_PATTERNS:
            for match in pattern.finditer(self.text):
                group = self._group(self._token_at(match.end()))
                cue = (self._token_at(match.start()), self._token_at(match.end() - 1) + 1)
                for victims in group:
                    self._add(kind, cue, victims)
        for match in _LIVES.finditer(self.text):
            number = next((q for q in self.numbers if q.start == match.start("count")), None)
            if number is not None:
                first, last = self._token_at(match.start()), self._token_at(match.end() - 1) + 1
                self._add(
                    _KILLED,
                    (first, last),
                    _Victims(
                        self._token_at(number.start),
                        self._token_at(number.end - 1) + 1,
                        first,
                        number.range,
                        number,
                    ),
                )
        for match in _NUMBER_NOUN.finditer(self.text):
            number = next((q for q in self.numbers if q.end <= match.start() <= q.end + 1), None)
            if number is None or number.range == NONE:
                continue
            kind = (
                _KILLED
                if match[0].lower().startswith(("deat", "fatal", "bod", "corps", "martyr"))
                else _WOUNDED
            )
            first, last = self._token_at(number.start), self._token_at(match.end() - 1) + 1
            self._add(
                kind,
                (first, last),
                _Victims(first, self._token_at(number.end - 1) + 1, first, number.range, number),
            )
        for match in _INCLUDING.finditer(self.text):
            before = [
                m
                for m in self.found
                if m.span.end <= self.sentence.span.start + match.end() and not m.is_part
            ]
            after = [m for m in self.found if not m.is_part]
            near = max(before, key=lambda m: m.span.end, default=None) or (after[0] if after else None)
            if near is None:
                continue
            for victims in self._group(self._token_at(match.end())):
                if victims.number is not None or victims.range.max is not None:
                    self._add(
                        near.kind,
                        (self._token_at(match.start()), self._token_at(match.start()) + 1),
                        victims,
                        is_part=True,
                    )

    def _unique(self) -> list[CasualtyMention]:
        """One mention per kind and figure: the widest reading of the same victims wins."""
        kept: list[CasualtyMention] = []
        for mention in sorted(
            self.found, key=lambda m: (not m.is_part and m.is_total, m.victims is not None), reverse=True
        ):
            if not any(mention.kind is k.kind and self._same_victims(mention, k) for k in kept):
                kept.append(mention)
        return sorted(kept, key=lambda m: (m.span.start, m.span.end))

    def _same_victims(self, one: CasualtyMention, other: CasualtyMention) -> bool:
        mine, theirs = self._figure(one), self._figure(other)
        if mine is not None or theirs is not None:
            return mine == theirs
        if one.victims is not None and other.victims is not None:
            return one.victims.overlaps(other.victims)
        return one.span.overlaps(other.span)

    def _figure(self, mention: CasualtyMention) -> int | None:
        shift = self.sentence.span.start
        inside = [
            q
            for q in self.numbers
            if mention.span.start <= q.start + shift
            and q.end + shift <= mention.span.end
            and q.range == mention.range
        ]
        if not inside:
            return None
        if mention.victims is not None:
            before = [q for q in inside if q.end + shift <= mention.victims.start]
            return (before or inside)[-1].start
        return inside[0].start


def _p(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_VERB_TO = r"(?:to|at|of|is|was|stands? at|stood at|reached|reaches|had reached|hit|passed|exceeded|exceeds|topped|surpassed|as)"
_NO = r"(?:no|without|without any|without causing(?: any)?|no (?:immediate |other |further |confirmed |initial )?(?:word|reports?|indications?|signs?|information)(?: yet)? (?:of|on|about)(?: any)?|not (?:cause|report|result in|suffer)(?:ed)? any|zero|neither|nor any)"
_PATTERNS: list[tuple[re.Pattern[str], tuple[CasualtyKind, ...], Range | None, bool]] = [
    # "the death toll rose to", "bringing the toll to": the figure follows
    (_p(rf"\b(?:death|dead|fatality|official|confirmed|overall|total|provisional|preliminary|current) toll\b[^.;,]{{0,50}}?\b{_VERB_TO} "), (_KILLED,), None, True),
    (_p(rf"\b(?:bringing|raising|taking|pushing|brings|raises|brought|raised|putting|put|puts)\b[^.;]{{0,20}}\b(?:death |total |overall )?(?:toll|number of (?:dead|deaths|people killed|fatalities|victims|those killed)|total)\b[^.;,\d]{{0,40}}?\b(?:to|at) "), (_KILLED,), None, True),
    (_p(rf"\bnumber of (?:the )?(?:dead|deaths|people killed|fatalities|those killed|killed|people dead|martyrs)\b[^.;,\d]{{0,40}}?\b{_VERB_TO} "), (_KILLED,), None, True),
    (_p(rf"\bnumber of (?:the )?(?:injured|wounded|people injured|those injured|injuries)\b[^.;,\d]{{0,40}}?\b{_VERB_TO} "), (_WOUNDED,), None, True),
    # none
    (_p(rf"\b{_NO} (?:[\w-]+ ){{0,3}}?casualt(?:y|ies)\b"), (_KILLED, _WOUNDED), NONE, False),
    (_p(rf"\b{_NO} (?:[\w-]+ ){{0,2}}?(?:deaths or |deaths and |fatalities or |dead or )(?:[\w-]+ )?(?:injur(?:y|ies)|wound(?:ed|s))\b"), (_KILLED, _WOUNDED), NONE, False),
    (_p(rf"\b{_NO} (?:[\w-]+ ){{0,2}}?(?:injur(?:y|ies) or |injuries and )(?:deaths?|fatalities|loss of life|casualties)\b"), (_KILLED, _WOUNDED), NONE, False),
    (_p(rf"\b{_NO} (?:one )?(?:[\w-]+ ){{0,2}}?(?:deaths?|fatalit(?:y|ies)|loss(?:es)? of (?:human )?li(?:fe|ves)|loss of life|dead)\b"), (_KILLED,), NONE, False),
    (_p(rf"\b{_NO} (?:[\w-]+ ){{0,3}}?(?:injur(?:y|ies)|wounded)\b(?! or| and death)"), (_WOUNDED,), NONE, False),
    (_p(r"\b(?:no one|no-one|nobody|none(?: of (?:them|the [\w ]{3,30}?))?|no (?:[\w-]+ ){1,4}?)(?: (?:was|were|is|are|had been|has been|have been))? (?:seriously |badly |reported )?(?:killed or (?:injured|wounded|hurt)|harmed)\b"), (_KILLED, _WOUNDED), NONE, False),
    (_p(r"\b(?:no one|no-one|nobody|none(?: of (?:them|the [\w ]{3,30}?))?|no (?:[\w-]+ ){1,4}?)(?: (?:was|were|is|are|had been|has been|have been)) (?:reported )?(?:killed|dead)\b(?! or)"), (_KILLED,), NONE, False),
    (_p(r"\b(?:no one|no-one|nobody) (?:had )?died\b"), (_KILLED,), NONE, False),
    (_p(r"\b(?:no one|no-one|nobody|none(?: of (?:them|the [\w ]{3,30}?))?|no (?:[\w-]+ ){1,4}?)(?: (?:was|were|is|are|had been|has been|have been|got)) (?:seriously |badly |reported )?(?:hurt|injured|wounded)\b"), (_WOUNDED,), NONE, False),
    (_p(r"\b(?:escaped|emerged|was|were|are|is|remained|all) (?:[\w-]+ )?(?:unhurt|unharmed|uninjured|unscathed|without injury)\b"), (_WOUNDED,), NONE, False),
    (_p(r"\bsafe and sound\b"), (_WOUNDED,), NONE, False),
]  # fmt: skip
_OF_PATTERNS: list[tuple[re.Pattern[str], CasualtyKind]] = [
    (_p(r"\b(?:deaths?|killings?|murders?|assassinations?|executions?|beheadings?|massacre|slaughter|loss) of (?=[\w])"), _KILLED),
    (_p(r"\b(?:claim|claimed|claims|claiming|take|took|taken|taking|cost|costing) the li(?:fe|ves) of "), _KILLED),
    (_p(r"\b(?:cost|costing) (?=(?:an?|the|two|three|four|five|six|\d+|several)\b[^.,;]{2,40} (?:his|her|their) li(?:fe|ves)\b)"), _KILLED),
    (_p(r"\b(?:bodies|corpses|remains) of "), _KILLED),
    (_p(r"\b(?:wounding|injuring) of "), _WOUNDED),
    (_p(r"\b(?:abductions?|kidnappings?) of "), _CAPTURED),
    (_p(r"\b(?:took|taking|taken|holding|held|seized|captured|capturing) (?=[^.,;]{2,40} (?:hostages?|captives?|prisoners?)\b)"), _CAPTURED),
    (_p(r"\bforc(?:ed|ing) (?=[^.,;]{2,50} to flee\b)"), _DISPLACED),
]  # fmt: skip
_LIVES = _p(
    r"\b(?:claim|claimed|claims|claiming|took|taken|taking|cost|costing|loss of|lost) (?P<count>(?:[\w-]+ ){1,4})(?=(?:[\w-]+ )?lives\b)"
)
_NUMBER_NOUN = _p(
    r"\b(?:(?:more|other|further|new|civilian|confirmed|combat|human|reported) )*(?:deaths|death|fatalities|fatality|injuries|bodies|corpses|martyrs)\b(?! toll)"
)
_INCLUDING = _p(
    r"\b(?:including|among them|amongst them|among the (?:dead|victims|killed) (?:were|was|are)|(?:dead|victims|injured|wounded|killed) (?:included|include|includes)|one of whom|most of them|some of them) "
)
