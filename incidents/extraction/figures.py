"""How many were killed and wounded: one figure from all that a story says of one event.

1. Figures inside other figures ("including three children") and wars' running totals are left out.
2. Within a sentence, disjoint groups add up: two Americans and one Briton.
3. Across sentences only what the words add adds up: "another five", "also killed", "three of the wounded later
   died", the attackers' own dead, somebody else by name. The same figure told twice counts once.
4. A toll that "rose to" or is "brought to" a figure takes the place of what was told before it.
5. Different speakers' figures for the same people stand as a range; never are they added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from incidents.extraction.mentions.numbers import NONE
from incidents.extraction.records import ActorMention, CasualtyMention, Range
from incidents.vocabulary import CasualtyKind

A_WAR = 3000
"""As many dead as no single incident has that is told in passing: the toll of a war."""
_ALSO = re.compile(r"\b(?:also|too|as well|in addition|besides)\b", re.IGNORECASE)
_ALSO_BEFORE = re.compile(r"\balso (?:\w+ )?$", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more(?! than)|another|others?|further|additional)\b", re.IGNORECASE)
_LATER_DIED = re.compile(
    r"\bof the (?:wounded|injured)\b|\blater died\b|\bsuccumbed\b"
    r"|\bdied (?:later|of (?:his|her|their) (?:wounds|injuries)|in hospital)\b",
    re.IGNORECASE,
)
_ATTACKERS = re.compile(
    r"\b(?:attackers?|assailants?|bombers?|shooters?|hijackers?|gunm[ae]n|perpetrators?|raiders?)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no one|no-one|nobody|none)\b[^.;]*\b(?:hurt|harmed|injured|wounded)\b", re.IGNORECASE
)
_PUT = re.compile(r"\b(?:put|puts|putting|estimate[sd]?|estimated)\b", re.IGNORECASE)
_FIRST = r"(?:at first|initial(?:ly)?|early|earlier|originally|first)"
_OVERTAKEN = re.compile(
    rf"\b{_FIRST} (?:\w+ )?(?:said|reports?|reported|statements?|put|spoke|toll|figures?|accounts?|that|denied"
    rf"|announced)\b|\b(?:said|reported|announced) {_FIRST}\b",
    re.IGNORECASE,
)
_NO_WORDS_OF_A_NAME = frozenset({"the", "general", "gen", "president", "mr", "mrs", "dr", "al", "abu"})

Speaker = Callable[[CasualtyMention], str]


def nobody(mention: CasualtyMention) -> str:
    """Where who speaks does not matter."""
    return ""


@dataclass(frozen=True, slots=True)
class _Told:
    """What one sentence says in all, by one speaker."""

    range: Range
    speaker: str
    sentence: int
    is_toll: bool
    is_put: bool  # "a councillor put the toll at 71": an estimate, and no newer than others
    adds: bool
    names: frozenset[str]


def total(
    mentions: Iterable[CasualtyMention], kind: CasualtyKind, text: str, speaker: Speaker = nobody
) -> Range | None:
    """``text`` is the article's, to see which words add ("more") and who the victims are."""
    mentions = list(mentions)
    own = _standing(own_figures(mentions, kind), text)
    if any(m.range != NONE for m in mentions):  # "the army at first denied any losses"
        own = [m for m in own if m.range != NONE or not _OVERTAKEN.search(_lead_in(m, text))]
    attackers = [m for m in own if m.victims and _ATTACKERS.search(m.victims.of(text)) and m.range != NONE]
    others = [m for m in own if m not in attackers]
    if not others:
        return _combine(_told(attackers, text, speaker))
    dead = _combine(_told(others, text, speaker))
    theirs = _combine(_told(attackers, text, speaker))
    if dead is None or theirs is None or any(m.is_total for m in others):
        return dead
    return _add([dead, theirs])


def own_figures(mentions: Iterable[CasualtyMention], kind: CasualtyKind) -> list[CasualtyMention]:
    return [
        m
        for m in mentions
        if m.kind is kind
        and not m.is_part
        and not m.is_campaign
        and (m.range.min or m.range.max or 0) < A_WAR
    ]


def _standing(own: list[CasualtyMention], text: str) -> list[CasualtyMention]:
    """Without what "the army said at first", where something else has been told since."""
    kept = [m for m in own if not _OVERTAKEN.search(_lead_in(m, text))]
    return kept or own


def _lead_in(mention: CasualtyMention, text: str) -> str:
    """The sentence up to the figure."""
    return re.split(r"[.;\n]\s", text[max(0, mention.span.start - 150) : mention.span.start])[-1]


def none_hurt(mentions: Iterable[CasualtyMention], text: str) -> list[CasualtyMention]:
    """ "Nobody was hurt" says that nobody died either; "no injuries" and "the crew escaped unhurt" do not."""
    wounded = own_figures(mentions, CasualtyKind.WOUNDED)
    if any(m.range != NONE for m in wounded):
        return []
    return [m for m in wounded if _NOBODY.search(m.span.of(text))]


def _told(own: Sequence[CasualtyMention], text: str, speaker: Speaker) -> list[_Told]:
    found = []
    ordered = sorted(own, key=lambda m: m.span)
    for (sentence, who), group in groupby(ordered, key=lambda m: (m.sentence, speaker(m))):
        said = list(group)
        tolls = [m for m in said if m.is_total]
        words = [m.span.of(text) for m in said]
        found.append(
            _Told(
                tolls[-1].range if tolls else _add([m.range for m in _once(said, text)]),
                who,
                sentence,
                is_toll=bool(tolls),
                is_put=bool(tolls)
                and _PUT.search(text, tolls[-1].span.start - 4, tolls[-1].span.end) is not None,
                adds=any(_MORE.search(w) or _ALSO.search(w) or _LATER_DIED.search(w) for w in words)
                or bool(_ALSO_BEFORE.search(_lead_in(said[0], text))),
                names=frozenset().union(*(_names(m, text) for m in said)),
            )
        )
    return found


def _once(said: list[CasualtyMention], text: str) -> list[CasualtyMention]:
    """A title that runs into its story says it twice: "Strikes kill dozens | Dozens of people were killed"."""
    kept: list[CasualtyMention] = []
    for m in said:
        if m.range.max is not None or not any(_repeats(m, other, text) for other in kept):
            kept.append(m)
    return kept


def _repeats(one: CasualtyMention, other: CasualtyMention, text: str) -> bool:
    who, whom = (_head(m, text) for m in (one, other))
    return one.range == other.range and one.range.min != 1 and (who == whom or "" in (who, whom))


def _head(mention: CasualtyMention, text: str) -> str:
    """The last word for the victims, "" for anybody."""
    words = mention.victims.of(text).lower().split() if mention.victims else []
    return "" if not words or words[-1] in ("people", "others", "persons") else words[-1]


def _names(mention: CasualtyMention, text: str) -> frozenset[str]:
    """The telling words of a victim's name, where it is one victim by name."""
    if mention.victims is None or mention.range != Range(1, None):
        return frozenset()
    words = re.findall(r"[A-Z][\w’'-]+", mention.victims.of(text))
    return frozenset(w.lower() for w in words) - _NO_WORDS_OF_A_NAME


def _add(ranges: Sequence[Range]) -> Range:
    if any(r != NONE for r in ranges):
        ranges = [r for r in ranges if r != NONE]
    low = sum(r.min or 0 for r in ranges)
    if all(r.min is None for r in ranges):
        return Range(None, sum(r.max or 0 for r in ranges))
    return Range(low, None if any(r.max is None for r in ranges) else sum(r.max or 0 for r in ranges))


def _combine(told: Sequence[_Told]) -> Range | None:
    if not told:
        return None
    best, speaker, names, seen = told[0].range, told[0].speaker, told[0].names, [told[0]]
    for one in told[1:]:
        near = any(one.sentence - other.sentence <= 1 for other in seen)
        if one.is_toll and not one.is_put:
            best = one.range
        elif one.range.min is not None and one.range.min == best.min and best.max is not None:
            pass  # told again, by name
        elif one.range == best or any(one.range == other.range and not one.adds for other in seen):
            pass  # told again
        elif names and one.names and not names & one.names:
            best = _add([best, one.range])  # somebody else
            names |= one.names
        elif one.adds and near and not (names & one.names):
            best = _add([best, one.range])
        elif best == NONE or one.range == NONE:
            best = Range(0, max(best.max or best.min or 0, one.range.max or one.range.min or 0))
        elif one.is_put or _are_rivals(one.speaker, speaker):
            best = _span(best, one.range)
        elif best.max is None and one.range.max is not None and (one.range.min or 0) >= (best.min or 0):
            best = one.range  # an exact figure beats "at least"
        seen.append(one)
    return best


def _are_rivals(one: str, other: str) -> bool:
    return bool(one and other) and not set(one.split()) & set(other.split())


def _span(one: Range, other: Range) -> Range:
    """From the lowest to the highest; a figure without an upper end leaves none."""
    lows = [r.min if r.min is not None else r.max for r in (one, other)]
    highs = [r.max for r in (one, other)]
    return Range(
        min(n for n in lows if n is not None),
        None if None in highs else max(n for n in highs if n is not None),
    )


def by_victims(
    mentions: Iterable[CasualtyMention], actors: Sequence[ActorMention]
) -> dict[ActorMention, list[CasualtyMention]]:
    """The figures whose victims the text names as somebody, by that party's first mention."""
    sides: dict[str, ActorMention] = {}
    found: dict[ActorMention, list[CasualtyMention]] = {}
    for m in mentions:
        if m.victims is None or m.is_campaign:
            continue
        who = next(
            (a for a in actors if a.span.overlaps(m.victims) and _is_a_side(a)),
            None,
        )
        if who is not None:
            key = sides.setdefault(who.country or who.canonical, who)
            found.setdefault(key, []).append(m)
    return found


def _is_a_side(actor: ActorMention) -> bool:
    """ "Five people" takes no side."""
    if actor.name.lower() in {"people", "persons", "others", "person"}:
        return False
    return bool(actor.actor or actor.country or actor.is_civilian)
