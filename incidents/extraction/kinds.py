"""Kinds of event: which two can be one, and which kind a set of words and weapons tells of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from incidents.extraction.records import ActorMention, PlaceMention, TriggerMention
from incidents.gazetteer.records import Country
from incidents.vocabulary import ActorKind, SubEventType, Weapon

_T = SubEventType

GENERIC = frozenset({_T.ATTACK})

_FAMILIES: tuple[frozenset[SubEventType], ...] = (
    frozenset({_T.SHELLING_ARTILLERY_MISSILE_ATTACK, _T.AIR_DRONE_STRIKE, _T.DISRUPTED_WEAPONS_USE}),
    frozenset({_T.AIR_DRONE_STRIKE, _T.CHEMICAL_WEAPON, _T.SHELLING_ARTILLERY_MISSILE_ATTACK}),
    frozenset({_T.AIR_DRONE_STRIKE, _T.REMOTE_EXPLOSIVE_LANDMINE_IED}),
    frozenset({_T.REMOTE_EXPLOSIVE_LANDMINE_IED, _T.SUICIDE_BOMB}),
    frozenset({_T.REMOTE_EXPLOSIVE_LANDMINE_IED, _T.GRENADE}),
    frozenset({_T.PEACEFUL_PROTEST, _T.PROTEST_WITH_INTERVENTION, _T.VIOLENT_DEMONSTRATION}),
    frozenset({_T.PEACEFUL_PROTEST, _T.EXCESSIVE_FORCE_AGAINST_PROTESTERS, _T.VIOLENT_DEMONSTRATION}),
    frozenset({_T.VIOLENT_DEMONSTRATION, _T.MOB_VIOLENCE, _T.LOOTING_PROPERTY_DESTRUCTION}),
    frozenset({_T.NON_STATE_ACTOR_OVERTAKES_TERRITORY, _T.GOVERNMENT_REGAINS_TERRITORY, _T.ARMED_CLASH}),
    frozenset({_T.NON_STATE_ACTOR_OVERTAKES_TERRITORY, _T.OTHER_STRATEGIC}),  # a coup
    frozenset({_T.AGREEMENT, _T.CHANGE_TO_GROUP_ACTIVITY}),
    frozenset({_T.ABDUCTION_FORCED_DISAPPEARANCE, _T.LOOTING_PROPERTY_DESTRUCTION}),
    frozenset({_T.DISRUPTED_WEAPONS_USE, _T.REMOTE_EXPLOSIVE_LANDMINE_IED}),
    frozenset({_T.CHEMICAL_WEAPON, _T.SHELLING_ARTILLERY_MISSILE_ATTACK}),
    frozenset({_T.LOOTING_PROPERTY_DESTRUCTION, _T.ARMED_CLASH}),
    frozenset({_T.LOOTING_PROPERTY_DESTRUCTION, _T.EXCESSIVE_FORCE_AGAINST_PROTESTERS}),
)  # fmt: skip

_UNLIKE_ANY_ATTACK = frozenset(
    {
        _T.PEACEFUL_PROTEST, _T.PROTEST_WITH_INTERVENTION, _T.AGREEMENT, _T.CHANGE_TO_GROUP_ACTIVITY, _T.ARRESTS,
        _T.NON_VIOLENT_TRANSFER_OF_TERRITORY, _T.HEADQUARTERS_OR_BASE_ESTABLISHED, _T.OTHER_STRATEGIC,
    }
)  # fmt: skip

_STATES = frozenset({ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES})
_NON_STATE = frozenset({ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA})

_FIGHTERS = frozenset(
    {"militant", "rebel", "insurgent", "fighter", "terrorist", "jihadist", "gunman", "guerrilla", "commander"}
)
_IN_PASSING = frozenset({_T.ARMED_CLASH, _T.LOOTING_PROPERTY_DESTRUCTION})
"""Of two that are told, what is done while the other goes on: cars burn in an ambush."""
TERRITORY = frozenset({_T.GOVERNMENT_REGAINS_TERRITORY, _T.NON_STATE_ACTOR_OVERTAKES_TERRITORY})

_HARM = frozenset(
    {"kill", "shoot", "die", "murder", "massacre", "hack", "stab", "behead", "slaughter", "execute", "fire"}
)
_AT_HAND = frozenset({"blow", "dynamite", "detonate", "plant", "place", "kill", "die", "injure", "wound"})
_GOVERNMENT = frozenset({"government", "regime", "loyalist", "loyalists", "loyal"})
_CARRIED = frozenset({Weapon.ROCKET, Weapon.GRENADE, Weapon.ARTILLERY, Weapon.SUICIDE_VEST})
_TYPE_BY_WEAPON = {
    Weapon.BALLISTIC_MISSILE: _T.SHELLING_ARTILLERY_MISSILE_ATTACK,
    Weapon.CRUISE_MISSILE: _T.SHELLING_ARTILLERY_MISSILE_ATTACK,
    Weapon.ROCKET: _T.SHELLING_ARTILLERY_MISSILE_ATTACK,
    Weapon.ARTILLERY: _T.SHELLING_ARTILLERY_MISSILE_ATTACK,
    Weapon.AIR_DEFENCE: _T.SHELLING_ARTILLERY_MISSILE_ATTACK,
    Weapon.DRONE: _T.AIR_DRONE_STRIKE,
    Weapon.AIRSTRIKE: _T.AIR_DRONE_STRIKE,
    Weapon.IED: _T.REMOTE_EXPLOSIVE_LANDMINE_IED,
    Weapon.VEHICLE_BOMB: _T.REMOTE_EXPLOSIVE_LANDMINE_IED,
    Weapon.MINE: _T.REMOTE_EXPLOSIVE_LANDMINE_IED,
    Weapon.SUICIDE_VEST: _T.SUICIDE_BOMB,
    Weapon.GRENADE: _T.GRENADE,
}


def alike(a: SubEventType, b: SubEventType) -> bool:
    """Can words of these two types tell of one event? "Attack" fits every violent type."""
    if a == b or any({a, b} <= family for family in _FAMILIES):
        return True
    generic, other = (a, b) if a in GENERIC else (b, a)
    return generic in GENERIC and other not in _UNLIKE_ANY_ATTACK


def settle_type(
    triggers: Sequence[TriggerMention],
    weapons: Sequence[Weapon],
    agents: Sequence[ActorMention] = (),
    patients: Sequence[ActorMention] = (),
) -> SubEventType:
    """The first telling trigger decides; where all are generic, the weapon does."""
    told = [
        t.sub_event_type for t in triggers if t.standing != "consequence" or t.sub_event_type not in GENERIC
    ]
    hints = [w for t in triggers for w in t.weapons]
    for strong in (_T.SUICIDE_BOMB, _T.CHEMICAL_WEAPON, _T.EXCESSIVE_FORCE_AGAINST_PROTESTERS):
        if strong in told:
            return strong
    if Weapon.SUICIDE_VEST in weapons and (
        not told or set(told) <= {_T.ATTACK, _T.REMOTE_EXPLOSIVE_LANDMINE_IED}
    ):
        return _T.SUICIDE_BOMB
    telling = [t for t in told if t not in GENERIC]
    if _T.ARMED_CLASH in telling:  # a gun battle within an attack does not make it a clash
        rest = [t for t in told if t not in _IN_PASSING]
        telling = [t for t in rest if t not in GENERIC] or ([] if told[0] in GENERIC else [_T.ARMED_CLASH])
    if telling and telling[0] is _T.LOOTING_PROPERTY_DESTRUCTION and any(t.lemma in _HARM for t in triggers):
        return _T.ATTACK  # killing comes before burning
    if (
        telling
        and telling[0] is _T.ARMED_CLASH
        and triggers[0].lemma == "ambush"
        and patients
        and all(p.is_civilian for p in patients)
    ):
        return _T.ATTACK
    if telling:
        first = telling[0]
        if first is _T.SHELLING_ARTILLERY_MISSILE_ATTACK and _only(weapons, {Weapon.DRONE, Weapon.AIRSTRIKE}):
            return _T.AIR_DRONE_STRIKE
        by_army = agents and all(a.actor_kind in _STATES for a in agents)
        if first is _T.REMOTE_EXPLOSIVE_LANDMINE_IED and by_army and _is_dropped(triggers):
            return _T.AIR_DRONE_STRIKE  # armies bomb from the air
        if first is _T.REMOTE_EXPLOSIVE_LANDMINE_IED and _only(weapons, {Weapon.AIRSTRIKE, Weapon.DRONE}):
            return _T.AIR_DRONE_STRIKE
        return first
    if any(t.lemma == "storm" for t in triggers) or Weapon.SMALL_ARMS in weapons:
        weapons = [w for w in weapons if w not in _CARRIED]  # "militants armed with guns and rockets"
    for weapon in [*hints, *weapons]:
        if weapon in _TYPE_BY_WEAPON:
            return _TYPE_BY_WEAPON[weapon]
    if any(t.lemma == "strike" and t.is_nominal for t in triggers) and not any(
        a.actor_kind in _NON_STATE for a in agents
    ):
        return _T.AIR_DRONE_STRIKE
    if any(a.actor_kind in _STATES for a in agents) and any(map(_fights, patients)):
        return _T.ARMED_CLASH
    if agents and all(a.actor_kind in _NON_STATE for a in agents) and _is_army(patients):
        return _T.ARMED_CLASH
    return _T.ATTACK


def _is_dropped(triggers: Sequence[TriggerMention]) -> bool:
    """ "The army bombed a village", "its bombing"; what soldiers "blew up" or "detonated" they stood beside."""
    bursts = [t for t in triggers if t.sub_event_type is _T.REMOTE_EXPLOSIVE_LANDMINE_IED]
    return not all(t.lemma in _AT_HAND for t in bursts)


def _is_army(patients: Sequence[ActorMention]) -> bool:
    """Soldiers and nobody else; policemen keep order, and to attack them is to attack civilians' guards."""
    return bool(patients) and all(
        p.actor_kind in _STATES and "polic" not in f"{p.name} {p.canonical}".lower() for p in patients
    )


def taker(kind: SubEventType, agents: Sequence[ActorMention], places: Sequence[PlaceMention]) -> SubEventType:
    """Whose gain of ground it is: a state regains only its own, and rebels who enter a town take it."""
    if kind not in TERRITORY and kind is not _T.NON_VIOLENT_TRANSFER_OF_TERRITORY:
        return kind
    kinds = {a.actor_kind for a in agents if not _GOVERNMENT & set(re.split(r"\W+", a.name.lower()))}
    if (
        kinds & _NON_STATE and agents[0].actor_kind not in _STATES
    ):  # "the army and Hezbollah" take it for the state
        return _T.NON_STATE_ACTOR_OVERTAKES_TERRITORY if kind in TERRITORY else kind
    countries = {p.place.iso2 if isinstance(p.place, Country) else p.place.country for p in places if p.place}
    homes = {a.country for a in agents if a.country}
    if kind is _T.GOVERNMENT_REGAINS_TERRITORY and homes and countries and not homes & countries:
        return _T.NON_STATE_ACTOR_OVERTAKES_TERRITORY
    if kind is _T.NON_STATE_ACTOR_OVERTAKES_TERRITORY and homes & countries:
        return _T.GOVERNMENT_REGAINS_TERRITORY
    return kind


def sharper(told: SubEventType, again: SubEventType) -> SubEventType:
    """What a later sentence adds to the kind of a known event: the bombing turns out to be a suicide bombing."""
    if told is _T.REMOTE_EXPLOSIVE_LANDMINE_IED and again is _T.SUICIDE_BOMB:
        return again
    return told


def _fights(actor: ActorMention) -> bool:
    return actor.actor_kind in _NON_STATE or any(
        word.rstrip("s") in _FIGHTERS for word in actor.name.lower().split()
    )


def _only(weapons: Sequence[Weapon], kinds: set[Weapon]) -> bool:
    return bool(weapons) and set(weapons) <= kinds
