"""How many were killed and wounded: one figure from all that a story says of one event.

1. Figures inside other figures ("including three children") and wars' running totals are left out.
2. Within a sentence, disjoint groups add up: two Americans and one Briton.
3. A total the text gives itself beats sums. The same figure told twice counts once.
4. Different speakers' figures for the same people stand as a range; never are they added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from incidents.extraction.records import ActorMention, CasualtyMention, Range
from incidents.vocabulary import CasualtyKind

A_WAR = 3000
"""As many dead as no single incident has that is told in passing: the toll of a war."""
_MORE = re.compile(r"\b(?:more|another|others?|further|additional)\b", re.IGNORECASE)


def total(mentions: Iterable[CasualtyMention], kind: CasualtyKind, text: str) -> Range | None:
    """``text`` is the article's, to see whether a figure says "more"."""
    told = own_figures(mentions, kind)
    if not told:
        return None
    totals = [m for m in told if m.is_total]
    if totals:
        return totals[-1].range
    by_sentence = [
        list(group) for _, group in groupby(sorted(told, key=lambda m: m.span), key=lambda m: m.sentence)
    ]
    told_in = {m.sentence for m in told}
    sums = [
        (
            _add([m.range for m in g]),
            any(_MORE.search(m.span.of(text)) for m in g),
            g[0].sentence - 1 in told_in,
        )
        for g in by_sentence
    ]
    return _combine(sums)


def own_figures(mentions: Iterable[CasualtyMention], kind: CasualtyKind) -> list[CasualtyMention]:
    return [
        m
        for m in mentions
        if m.kind is kind
        and not m.is_part
        and not m.is_campaign
        and (m.range.min or m.range.max or 0) < A_WAR
    ]


def _add(ranges: Sequence[Range]) -> Range:
    if any(r != Range(0, 0) for r in ranges):
        ranges = [r for r in ranges if r != Range(0, 0)]
    low = sum(r.min or 0 for r in ranges)
    if all(r.min is None for r in ranges):
        return Range(None, sum(r.max or 0 for r in ranges))
    return Range(low, None if any(r.max is None for r in ranges) else sum(r.max or 0 for r in ranges))


def _combine(sums: list[tuple[Range, bool, bool]]) -> Range:
    best = sums[0][0]
    for figure, adds, near in sums[1:]:
        if figure == best:
            continue
        if adds and near:
            best = _add([best, figure])
        elif best == Range(0, 0) or figure == Range(0, 0):
            best = Range(0, max(best.max or best.min or 0, figure.max or figure.min or 0))
        elif (
            best.max is None
            and figure.max is not None
            and figure.min is not None
            and figure.min >= (best.min or 0)
        ):
            best = figure  # an exact figure beats "at least"
    return best


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
            (a for a in actors if a.span.overlaps(m.victims) and (a.actor or a.country or a.is_civilian)),
            None,
        )
        if who is not None:
            key = sides.setdefault(who.country or who.canonical, who)
            found.setdefault(key, []).append(m)
    return found
