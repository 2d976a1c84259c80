"""Event -> draft: with what, whether it was stopped, and what it broke."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from incidents.extraction import salvo
from incidents.extraction.records import Draft, Event, WeaponMention, WeaponUse
from incidents.extraction.sheet import Sheet
from incidents.vocabulary import ActorKind, Damage, Interception, SubEventType, Weapon

_MISSILES = frozenset({Weapon.BALLISTIC_MISSILE, Weapon.CRUISE_MISSILE, Weapon.AIR_DEFENCE})
_EXPLOSIVE = frozenset(
    {Weapon.VEHICLE_BOMB, Weapon.SUICIDE_VEST, Weapon.AIRSTRIKE, Weapon.DRONE, Weapon.MINE}
)
_FIRED = frozenset({Weapon.ROCKET, Weapon.ARTILLERY, Weapon.DRONE, Weapon.AIRSTRIKE, *_MISSILES})
_DEED = re.compile(
    r"(?i)(?:bomb(?:ed|ings?)|shell(?:ed|ing)|bombardments?|blasts?|explosions?|shootings?|torched|arson"
    r"|(?:fired?|firing|shot)(?: [\w ]+)?|(?:was|were|been|being) [\w ]*shot|gunned[\w ]* down|open\w* fire"
    r"|exchang\w+ (?:of )?fire|set \w+ \w+|burn\w+ .*|gunm[ae]n|shooters?|snipers?)\Z"
)
"""Weapons told by what was done with them, or by who had them."""
_LAST_RESORTS = frozenset({Weapon.AIRSTRIKE, Weapon.OTHER, Weapon.SUICIDE_VEST, Weapon.SMALL_ARMS})


def fill(draft: Draft, event: Event, sheet: Sheet) -> Draft:
    """Weapons by their words, else by the verb that implies one; interception and damage where told."""
    uses: dict[Weapon, WeaponUse] = {}
    text = sheet.article.text
    told = [replace(w, category=_by_hands(w.category, w.span.of(text), draft)) for w in event.weapons]
    kinds = {w.category for w in told}
    told = [w for w in told if not _is_vague(w.category, w.span.of(text).lower(), kinds)]
    for w in told:
        known = uses.get(w.category, WeaponUse(w.category))
        uses[w.category] = replace(known, system=known.system or w.system, launched=known.launched or w.count)
    spans = [(w.span, w.sentence) for w in _things_first(told, text)]
    hints = [(category, t) for t in event.triggers for category in t.weapons]
    if not uses and not hints and event.sub_event_type is SubEventType.AIR_DRONE_STRIKE:
        hints = [(Weapon.AIRSTRIKE, t) for t in event.triggers[:1]]
    for category, t in hints:
        if category not in uses and (not uses or category not in _LAST_RESORTS):
            uses[category] = WeaponUse(category)
            spans.append((t.span, t.sentence))
    became = salvo.ledger(uses, event.interceptions, text)
    spans += [(i.span, i.sentence) for i in event.interceptions if i.count and became != uses]
    if sheet.stand("weapons", spans):
        draft = replace(draft, weapons=tuple(became.values()))
    stopped = [i for i in event.interceptions if i.extent is not Interception.UNKNOWN]
    if stopped and sheet.stand("intercepted", [(stopped[0].span, stopped[0].sentence)]):
        draft = replace(draft, intercepted=salvo.extent(draft.weapons, stopped[0].extent))
    damage = [d for d in event.damage if d.level is not Damage.UNKNOWN]
    if damage and sheet.stand("damage", [(damage[0].span, damage[0].sentence)]):
        draft = replace(draft, damage=damage[0].level)
    return draft


def _by_hands(weapon: Weapon, words: str, draft: Draft) -> Weapon:
    """An army's unspecific bombs fall from aircraft."""
    armies = {ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES}
    if draft.event_type is SubEventType.DISRUPTED_WEAPONS_USE:
        return weapon  # the army found the bomb
    by_armies = bool(draft.perpetrators) and all(p.actor_kind in armies for p in draft.perpetrators)
    return Weapon.AIRSTRIKE if weapon is Weapon.IED and by_armies and words[:4].lower() == "bomb" else weapon


def _things_first(told: Sequence[WeaponMention], text: str) -> list[WeaponMention]:
    """The words that show a weapon best: its name rather than the deed ("bomb", not "the bombing"), each once."""
    named = {w.category for w in told if not _DEED.search(w.span.of(text))}
    best = [w for w in told if w.category not in named or not _DEED.search(w.span.of(text))]
    return list({(w.category, w.span.of(text).lower()): w for w in reversed(best)}.values())[::-1]


def _is_vague(weapon: Weapon, words: str, kinds: set[Weapon]) -> bool:
    """ "A missile attack" of ballistic missiles, "the bombing" by car bomb: a wide word beside the narrow
    one.
    """
    if weapon is Weapon.OTHER:
        return bool(kinds & _MISSILES) and "missile" in words
    if weapon is Weapon.IED:
        return bool(kinds & _EXPLOSIVE)
    if weapon is Weapon.AIRSTRIKE:
        return Weapon.DRONE in kinds and bool(re.match(r"air[- ]?(?:strike|raid|attack)|aerial", words))
    if weapon is Weapon.SMALL_ARMS:
        return bool(kinds & _FIRED) and bool(re.match(r"(?:fir|shot|open|exchang)", words))
    return weapon is Weapon.SUICIDE_VEST and not re.search(r"bomber|vest|belt|themsel|himself|herself", words)
