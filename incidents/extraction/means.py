"""Event -> draft: with what, whether it was stopped, and what it broke."""

from __future__ import annotations

import re
from dataclasses import replace

from incidents.extraction.records import Draft, Event, WeaponUse
from incidents.extraction.sheet import Sheet
from incidents.vocabulary import Damage, Interception, SubEventType, Weapon

_MISSILES = frozenset({Weapon.BALLISTIC_MISSILE, Weapon.CRUISE_MISSILE, Weapon.AIR_DEFENCE})
_EXPLOSIVE = frozenset(
    {Weapon.VEHICLE_BOMB, Weapon.SUICIDE_VEST, Weapon.AIRSTRIKE, Weapon.DRONE, Weapon.MINE}
)
_LAST_RESORTS = frozenset({Weapon.AIRSTRIKE, Weapon.OTHER, Weapon.SUICIDE_VEST, Weapon.SMALL_ARMS})


def fill(draft: Draft, event: Event, sheet: Sheet) -> Draft:
    """Weapons by their words, else by the verb that implies one; interception and damage where told."""
    uses: dict[Weapon, WeaponUse] = {}
    spans = []
    kinds = {w.category for w in event.weapons}
    for w in event.weapons:
        if _is_vague(w.category, w.span.of(sheet.article.text).lower(), kinds):
            continue
        known = uses.get(w.category, WeaponUse(w.category))
        uses[w.category] = replace(known, system=known.system or w.system, launched=known.launched or w.count)
        spans.append((w.span, w.sentence))
    hints = [(category, t) for t in event.triggers for category in t.weapons]
    if not uses and not hints and event.sub_event_type is SubEventType.AIR_DRONE_STRIKE:
        hints = [(Weapon.AIRSTRIKE, t) for t in event.triggers[:1]]
    for category, t in hints:
        if category not in uses and (not uses or category not in _LAST_RESORTS):
            uses[category] = WeaponUse(category)
            spans.append((t.span, t.sentence))
    if sheet.stand("weapons", spans):
        draft = replace(draft, weapons=tuple(uses.values()))
    told = [i for i in event.interceptions if i.extent is not Interception.UNKNOWN]
    if told and sheet.stand("intercepted", [(told[0].span, told[0].sentence)]):
        draft = replace(draft, intercepted=told[0].extent)
    damage = [d for d in event.damage if d.level is not Damage.UNKNOWN]
    if damage and sheet.stand("damage", [(damage[0].span, damage[0].sentence)]):
        draft = replace(draft, damage=damage[0].level)
    return draft


def _is_vague(weapon: Weapon, words: str, kinds: set[Weapon]) -> bool:
    """ "A missile attack" of ballistic missiles, "the bombing" by car bomb: a wide word beside the narrow
    one.
    """
    if weapon is Weapon.OTHER:
        return bool(kinds & _MISSILES) and "missile" in words
    if weapon is Weapon.IED:
        return bool(kinds & _EXPLOSIVE)
    return weapon is Weapon.SUICIDE_VEST and not re.search(r"bomber|vest|belt|themsel|himself|herself", words)
