"""The ledger of a salvo: of what was sent, how much was stopped, failed, and hit.

"Fired 12 missiles, eight of which were intercepted, two fell short": a count goes to the weapon that its words
name, else to the only one sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from incidents.extraction.mentions.numbers import NONE
from incidents.extraction.records import InterceptionMention, Range, WeaponUse
from incidents.vocabulary import Fate, Interception, Weapon

_SENT = frozenset(
    {
        Weapon.BALLISTIC_MISSILE, Weapon.CRUISE_MISSILE, Weapon.AIR_DEFENCE, Weapon.ROCKET, Weapon.ARTILLERY,
        Weapon.DRONE, Weapon.OTHER,
    }
)  # fmt: skip
_NAMED: tuple[tuple[str, frozenset[Weapon]], ...] = (
    (r"drones?|uavs?|unmanned|shaheds?", frozenset({Weapon.DRONE})),
    (r"cruise", frozenset({Weapon.CRUISE_MISSILE})),
    (r"ballistic", frozenset({Weapon.BALLISTIC_MISSILE})),
    (
        r"missiles?",
        frozenset({Weapon.BALLISTIC_MISSILE, Weapon.CRUISE_MISSILE, Weapon.AIR_DEFENCE, Weapon.OTHER}),
    ),
    (r"rockets?|katyushas?", frozenset({Weapon.ROCKET})),
    (r"shells?|mortars?", frozenset({Weapon.ARTILLERY})),
)


def ledger(
    uses: Mapping[Weapon, WeaponUse], told: Iterable[InterceptionMention], text: str
) -> dict[Weapon, WeaponUse]:
    """``uses`` with what became of each, as far as the text counts it."""
    kept = dict(uses)
    for mention in told:
        weapon = _which(mention.span.of(text).lower(), kept)
        if weapon is None:
            continue
        use = kept[weapon]
        if mention.fate is Fate.INTERCEPTED:
            kept[weapon] = replace(use, intercepted=use.intercepted or _stopped(mention, use))
        elif mention.fate is Fate.FAILED:
            kept[weapon] = replace(use, failed=use.failed or mention.count)
        else:
            kept[weapon] = replace(use, hit=use.hit or mention.count)
    return kept


def extent(uses: Iterable[WeaponUse], told: Interception) -> Interception:
    """How much was stopped, by the counts where the text has them, else by its words."""
    counted = [
        (_exactly(u.launched), _exactly(u.intercepted or NONE))
        for u in uses
        if u.intercepted is not None or u.hit is not None
    ]
    if not counted or any(sent is None or stopped is None for sent, stopped in counted):
        return told
    sent, stopped = (sum(n or 0 for n in side) for side in zip(*counted, strict=True))
    if not sent or stopped > sent:
        return told
    if stopped in (0, sent):
        return Interception.ALL if stopped else Interception.NONE
    return Interception.MOST if 2 * stopped > sent else Interception.SOME


def _which(words: str, uses: Mapping[Weapon, WeaponUse]) -> Weapon | None:
    sent = [w for w in uses if w in _SENT]
    for pattern, weapons in _NAMED:
        if re.search(rf"\b(?:{pattern})\b", words):
            sent = [w for w in sent if w in weapons]
            break
    return sent[0] if len(sent) == 1 else None


def _stopped(mention: InterceptionMention, use: WeaponUse) -> Range | None:
    if mention.extent is Interception.NONE:
        return NONE
    return mention.count or (use.launched if mention.extent is Interception.ALL else None)


def _exactly(value: Range | None) -> int | None:
    return value.min if value is not None and value.min == value.max else None
