"""With what: weapons and the ways of killing that imply one.

Reads: "ballistic missiles", "several 107 mm rockets", "explosive-laden drones", "a Shahed-136", "car bomb",
"a truck packed with explosives", "suicide bomber" (vest or vehicle, whichever the sentence shows),
"improvised explosive device", "roadside bomb", "limpet mine", "barrel bombs", "warplanes", "air raid",
"airstrike", "gunmen opened fire", "shot dead", "mortars", "shelling", "stabbed", "machete", "RPG", "grenade",
"air defences", "tear gas", "Molotov cocktails", "nerve agent", "anti-tank missile", "missile" of no stated
kind (other).

Does not read metaphors ("bombshell", "shot down the proposal", "a rocket start", "sticking to their guns",
"bomb-disposal"), exercises of speech ("nuclear weapons programme"), names ("Iron Dome Street", "Rockets beat
Lakers"), and weapons that only lend a name to people ("missile commander").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from incidents.extraction import grammar
from incidents.extraction.language import tokens_in
from incidents.extraction.mentions.numbers import Quantity, find_quantities
from incidents.extraction.patterns import Pattern, Patterns
from incidents.extraction.records import Range, Sentence, Span, WeaponMention
from incidents.extraction.tree import Word
from incidents.gazetteer.records import Match, WeaponTerm
from incidents.vocabulary import Weapon

_W = Weapon
_VEHICLES = (
    r"(?:car|truck|vehicle|lorry|van|minivan|minibus|motorcycle|motorbike|motor-?bike|bicycle|tanker|bus"
    r"|taxi|rickshaw|tractor|cart|scooter"
    r"|ambulance|humvee|pick-?up|boat)"
)

_METAPHOR = Pattern(
    r"(?i)\b(?:time bomb|photo ?bomb|bomb ?shell|sex bomb|(?:nuclear|atomic|atom|hydrogen|dirty) bombs?"
    r"|bomb[- ](?:disposal|squad|sniff\w+|makers?|making|detect\w+|proof|threats?|shelters?|scare|experts?"
    r"|plot)"
    r"|hired guns?|top guns?|big guns|stick\w* to (?:his|her|their) guns|smoking gun|gun (?:control|laws?"
    r"|lobby|violence|ownership|dealer)"
    r"|air[- ]raid (?:siren|shelter|warning|alert|alarm)s?|missile defen[cs]e (?:system|shield|treaty)"
    r"|(?:ballistic[- ])?missile (?:program\w*|technology|commander|tests?|shield|alert)|rocket (?:scien\w+"
    r"|start|engine)"
    r"|silver bullet|bite the bullet|bullet ?proof|shell(?:ed)? out|sea shells?|shot at (?:redemption"
    r"|the title|glory)"
    r"|arrowhead|arrows? (?:show|point|missile|interceptor|aerial|defen)|axe to grind|double-edged sword"
    r"|(?:mines?|mining) (?:clearance|clearing|minister|ministry|workers?|shaft|countermeasure|sweep\w*)"
    r"|slashed (?:prices|interest|rates|budget|jobs)|shooting (?:guard|star|location|range)"
    r"|bricks and mortar|poisoned? chalice"
    r"|(?:parting|mug|screen|long|big) ?shot)\b"
)
_VEHICLE = re.compile(rf"(?i)\b(?:{_VEHICLES}|driv\w+|drove|ramm\w+)\b")
_ON_FOOT = re.compile(r"(?i)\b(?:on foot|vests?|belts?|strapped|walked|pedestrian)\b")
_FROM_THE_AIR = re.compile(
    r"(?i)\b(?:war-?planes?|jets?|aircraft|helicopters?|air ?force|air-?strikes?|air ?raids?|aerial|dropped"
    r"|planes?|air campaign|bombers|guided|glide|gliding"
    r"|(?:bombed|bombing of) (?:its|their|the|\w+) (?:positions?|targets?|camps?|strongholds?))\b"
)
_PLACED = re.compile(
    r"(?i)\b(?:planted|roadside|detonated|went off|placed|hidden|device|buried|suicide|explosives)\b"
)
_OTHER_FIRE = re.compile(r"(?i)\b(?:missiles?|rockets?|mortars?|drones?|shells?|tear gas)\b[^.;]*$")
_STOPS_FIRE = re.compile(
    r"(?i)\b(?:intercept\w*|shot down|shoot\w* down|downed|destroy\w*|engag\w+|respond\w*|activated)\b"
)
_STORES = Pattern(
    r"(?i)\b(?:drones?|missiles?|rockets?|mortars?|bombs?|IEDs?|VBIEDs?|weapons?|explosives?|artillery"
    r"|car[- ]bombs?) (?:and (?:drone|missile|rocket|bomb) )?"
    r"(?:factor(?:y|ies)|workshops?|depots?|warehouses?|plants?|laborator(?:y|ies)|labs?|facilit(?:y|ies)"
    r"|stockpiles?|storage|production|manufactur\w+|stations?|positions?|sites?|units?|crews?|operators?"
    r"|commanders?|engineers?|experts?|development|systems?|launch(?:er|ing) (?:sites?|pads?))\b"
)
"""Places and people that take a weapon's name: "a drone factory" was struck, by whatever."""
_SYSTEM_NOUN = re.compile(
    r"(?:-(?:type|style|class))?"
    r" (?:(?:attack|ballistic|cruise|kamikaze|suicide|loitering|artillery|guided|glide) )?"
    r"(?:missiles?|rockets?|drones?|UAVs?|rifles?|bombs?|munitions?|interceptors?|jets?|aircraft)\b"
)
_FIRED = re.compile(
    r"(?i)\b(?:fir(?:ed?|es|ing)|launch\w*|us(?:ed?|es|ing)|shot down|downed|with|by|intercept\w*)"
    r" (?:[\w-]+ ){0,3}$"
)
_TAKE_AN_ACT = frozenset({_W.ROCKET, _W.DRONE, _W.OTHER, _W.IED, _W.GRENADE, _W.ARTILLERY, _W.VEHICLE_BOMB})
_ACT = re.compile(
    r"(?i)(?<!tank)(?<!cannon)[- ](?:attacks?|strikes?|blasts?|explosions?|barrages?|salvos?|fire"
    r"|launch(?:es)?|bombardments?)$"
)
_MAKES = frozenset(
    {"produce", "manufacture", "make", "assemble", "develop", "build", "design", "sell", "supply"}
)
_WRECKS = frozenset({"wreck", "destroy", "damage", "burn", "blow", "down", "shoot", "bring", "fell"})
_CRAFT = re.compile(r"(?i)(?:jets?|planes?|aircraft|helicopters?|gunships?|fighters?|-\d+s?)$")
_ARTICLE = re.compile(r"(?i)\b(?:an?|another) (?:[\w-]+ ){0,2}$")
# Words between a figure and its weapon: any that describe, none that begin something else.
_BETWEEN = re.compile(
    r"\s+(?:of\s+)?(?:(?:the|their|its)\s+)?"
    r"(?:(?!people\b|men\b|soldiers\b|civilians\b|in\b|by\b|with\b|killed\b|were\b|was\b|from\b|and\b"
    r"|wounded\b|injured\b|dead\b"
    r"|on\b|to\b|at\b|when\b|after\b|as\b|of\b)[A-Za-z][\w-]*\s+){0,3}"
)


@cache
def _patterns() -> Patterns[Weapon]:
    text = files("incidents.extraction").joinpath("rules/weapons.toml").read_text("utf-8")
    return Patterns(
        (
            Pattern(
                rf"(?<![\w-])(?:{'|'.join(term['words'])})(?!\w)".replace("VEHICLE", _VEHICLES), re.IGNORECASE
            ),
            Weapon(term["kind"]),
        )
        for term in tomllib.loads(text)["term"]
    )


def find(sentence: Sentence, names: Iterable[Match] = ()) -> list[WeaponMention]:
    """``names`` are the gazetteer's matches in the sentence; a named system beats the words it stands among."""
    text = sentence.text
    numbers = find_quantities(text)
    found = [
        (match.start(), _without_act(kind, text, match.start(), match.end()), kind, "")
        for match, kind in _patterns().finditer(text)
    ]
    aside = [m.span() for pattern in (_METAPHOR, _STORES) for m in pattern.finditer(text)]
    found = [f for f in found if not any(a < f[1] and f[0] < b for a, b in aside)]
    found += _systems(text, names)
    mentions = [
        WeaponMention(
            span=Span(sentence.span.start + start, sentence.span.start + end),
            sentence=sentence.index,
            category=_settle(kind, text, start, end),
            system=system,
            count=_count(numbers, text, start),
        )
        for start, end, kind, system in _longest(found)
        if not _is_of_other_fire(kind, text, start, end)
    ]
    return [m for m in mentions if _is_used(m, sentence)]


def _systems(text: str, names: Iterable[Match]) -> Iterator[tuple[int, int, Weapon, str]]:
    """Named systems with their noun: "Shahed-136 drones". A name that people or places bear too ("Emad",
    "Jericho") needs that noun, a figure in it, or somebody who fires it.
    """
    for name in names:
        terms = [e for e in name.entries if isinstance(e, WeaponTerm) and e.system]
        if not terms:
            continue
        noun, words = _SYSTEM_NOUN.match(text, name.end), text[name.start : name.end]
        alone = len(terms) == len(name.entries) and (
            any(c.isdigit() for c in words)
            or words.isupper()
            or _SYSTEM_NOUN.search(words)
            or _FIRED.search(text[: name.start])
        )
        if noun or alone:
            yield name.start, noun.end() if noun else name.end, terms[0].category, terms[0].system


def _without_act(kind: Weapon, text: str, start: int, end: int) -> int:
    """The end of the weapon's own words: "bomb" in "bomb attack", "rockets" in "rockets fire"."""
    act = _ACT.search(text, start, end) if kind in _TAKE_AN_ACT else None
    return act.start() if act and act.end() == end and act.start() > start else end


def _is_used(mention: WeaponMention, sentence: Sentence) -> bool:
    """What is made, or an aircraft that is itself destroyed, struck nobody: "a plant that makes drones"."""
    span = tokens_in(sentence, mention.span) if sentence.doc is not None else None
    if span is None:
        return True
    verb = _ruler(span.root)
    if verb is None:
        return True
    if verb.lemma in _MAKES:
        return False
    is_craft = mention.category is _W.AIRSTRIKE and bool(_CRAFT.search(span.text))
    return not (is_craft and verb.lemma in _WRECKS)


def _ruler(noun: Word) -> Word | None:
    """The verb that the noun is the object of, also as one of several or before another noun."""
    while noun.dep_ in {"conj", "compound"} and noun.head.i != noun.i:
        noun = noun.head
    return noun.head if noun.dep_ in {"dobj", "nsubjpass"} and grammar.is_verb(noun.head) else None


def _longest(found: list[tuple[int, int, Weapon, str]]) -> list[tuple[int, int, Weapon, str]]:
    kept: list[tuple[int, int, Weapon, str]] = []
    for item in sorted(found, key=lambda f: (not f[3], f[0] - f[1])):
        if all(item[1] <= k[0] or k[1] <= item[0] for k in kept):
            kept.append(item)
    return sorted(kept)


def _settle(kind: Weapon, text: str, start: int, end: int) -> Weapon:
    """What the rest of the sentence decides: a suicide bomber's vehicle, a bomb's aircraft."""
    words = text[start:end].lower()
    if kind is _W.SUICIDE_VEST and "vest" not in words and "belt" not in words:
        return _W.VEHICLE_BOMB if _VEHICLE.search(text) and not _ON_FOOT.search(text) else kind
    if kind is _W.IED and words.startswith("bomb"):
        near = text[max(0, start - 90) : end + 60]
        return _W.AIRSTRIKE if _FROM_THE_AIR.search(near) and not _PLACED.search(near) else kind
    return kind


def _is_of_other_fire(kind: Weapon, text: str, start: int, end: int) -> bool:
    """ "the missiles fired at the base": the firing is theirs, not a gun's. Nor does what intercepts attack."""
    words = text[start:end].lower()
    if kind is _W.AIR_DEFENCE and words.startswith("air"):
        return bool(_STOPS_FIRE.search(text[end : end + 60]))
    is_firing = kind is _W.SMALL_ARMS and words.startswith(("fired ", "firing "))
    return is_firing and bool(_OTHER_FIRE.search(text[max(0, start - 60) : start]))


def _count(numbers: list[Quantity], text: str, start: int) -> Range | None:
    """The figure that stands before the weapon with no more than describing words between."""
    nearest = max((q for q in numbers if q.end <= start), key=lambda q: q.end, default=None)
    if nearest is not None and _BETWEEN.fullmatch(text[nearest.end : start]):
        return nearest.range
    return Range(1, 1) if _ARTICLE.search(text[nearest.end if nearest else 0 : start]) else None
