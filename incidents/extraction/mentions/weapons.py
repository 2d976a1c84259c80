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
from collections.abc import Iterable, Iterator

from incidents.extraction.mentions.numbers import Quantity, find_quantities
from incidents.extraction.records import Range, Sentence, Span, WeaponMention
from incidents.gazetteer.records import Match, WeaponTerm
from incidents.vocabulary import Weapon

_W = Weapon
_VEHICLES = (
    r"(?:car|truck|vehicle|lorry|van|minivan|minibus|motorcycle|motorbike|motor-?bike|bicycle|tanker|bus"
    r"|taxi|rickshaw|tractor|cart|scooter"
    r"|ambulance|humvee|pick-?up|boat)"
)
# In order: of overlapping readings the longest wins, of equally long ones the first.
_TERMS: list[tuple[Weapon, list[str]]] = [
    (
        _W.BALLISTIC_MISSILE,
        [
            r"(?:(?:short|medium|intermediate|long)-range )?ballistic missiles?",
            r"scuds?(?:-[a-d])?(?: missiles?)?|ICBMs?",
        ],
    ),
    (
        _W.CRUISE_MISSILE,
        [r"cruise missiles?|anti-?ship (?:cruise )?missiles?|land[- ]attack missiles?"],
    ),
    (
        _W.OTHER,  # ATGMs by the annotators' rule
        [r"(?:anti-?tank|guided anti-tank|TOW|wire-guided)(?: guided)? missiles?|ATGMs?"],
    ),
    (
        _W.AIR_DEFENCE,
        [
            r"(?:surface|ground)[- ]to[- ]air missiles?|shoulder-(?:fired|launched) missiles?|MANPADS?|SAMs\b",
            r"anti-?aircraft (?:missiles?|fire|guns?|batter(?:y|ies)|weapons?)",
            r"air[- ]defen[cs]e(?:s| (?:missiles?|systems?|batter(?:y|ies)|units?|forces|fire))",
            r"(?:shot|shoot(?:s|ing)?) down (?:[\w-]+ ){0,4}?(?:jets?|(?:air)?planes?|airliners?|aircraft"
            r"|helicopters?|warplanes?|flight)",
        ],
    ),
    (
        _W.AIRSTRIKE,
        [
            r"air[- ]to[- ](?:surface|ground|air) missiles?|hellfire(?: missiles?)?",
            r"air[- ]?strikes?|air[- ]?raids?|air (?:attacks?|assaults?|bombardment|campaign)|bombing raids?",
            r"aerial (?:bombing|bombardment|strikes?|attacks?|raids?)",
            r"war-?planes?|fighter[- ](?:jets?|planes?|bombers?)|(?:fighter|combat|coalition|military"
            r"|regime|enemy) (?:aircraft|jets?|planes?|helicopters?)",
            r"(?:F|MiG|Su|Mig)-\d+s?|(?:helicopter|air) gunships?|attack helicopters?|gunships?"
            r"|barrel[- ]bombs?|cluster bombs?|fighter-bombers?",
            r"jets? (?=(?:bomb|struck|hit|target|carri|pound|attack|strafe))",
        ],
    ),
    (
        _W.SMALL_ARMS,  # RPGs by the annotators' rule; before rockets, whose word they hold
        [r"rocket[- ]propelled[- ]grenades?(?: launchers?)?|RPGs?(?:-\d+)?"],
    ),
    (
        _W.ROCKET,
        [
            r"(?:unguided |katyusha |qassam |grad |artillery |homemade |improvised |\d{2,3}[- ]?(?:mm"
            r"|millimet(?:er|re)) )*rockets?"
            r"(?: (?:fire|attacks?|barrages?|salvos?|launch(?:es|ers?)?))?",
            r"katyushas?|multiple rocket launchers?|MLRS|HIMARS|(?<!under)(?<!post)(?-i:Grads?)\b",
        ],
    ),
    (
        _W.OTHER,  # a missile of no stated kind
        [r"(?:surface[- ]to[- ]surface |guided )?missiles?(?: (?:strikes?|attacks?|barrages?|fire))?"],
    ),
    (
        _W.DRONE,
        [
            r"(?:explosives?[- ](?:laden|packed|rigged) |bomb[- ](?:laden|carrying) |one-way(?: attack)? "
            r"|kamikaze |suicide |attack |armed "
            r"|weaponi[sz]ed |booby-trapped |exploding |unmanned )*drones?(?: (?:strikes?|attacks?"
            r"|barrages?))?",
            r"unmanned (?:aerial )?(?:vehicles?|systems?|aircraft)|UAVs?|UAS|loitering munitions?"
            r"|quad-?copters?",
        ],
    ),
    (
        _W.ARTILLERY,
        [
            r"mortars?(?: (?:shells?|rounds?|bombs?|fire|attacks?|barrages?))?|howitzers?|shelling|shelled",
            r"artillery(?: (?:shells?|fire|rounds?|barrages?|bombardment|strikes?))?|(?:tank"
            r"|cannon) (?:fire|shells?|rounds?)",
            r"shells?\b(?! (?:company|corp|oil|out))|(?:heavy )?bombardments?",
        ],
    ),
    (
        _W.VEHICLE_BOMB,
        [
            rf"(?:suicide )?{_VEHICLES}[- ]?bomb(?:s|ings?|ers?)?"
            rf"|vehicle[- ]?borne(?: improvised explosive devices?| IEDs?)?|S?VBIEDs?",
            rf"(?:booby-trapped|explosives?[- ](?:laden|packed|filled|rigged)"
            rf"|bomb-laden) (?:[\w-]+ ){{0,2}}?{_VEHICLES}s?",
            rf"{_VEHICLES}s? (?:was |were |that was |had been )?(?:packed|laden|loaded|filled|rigged"
            rf"|stuffed) with"
            r" (?:[\w-]+ ){0,4}?(?:explosives?|bombs?|TNT|dynamite)",
        ],
    ),
    (
        _W.SUICIDE_VEST,
        [
            r"(?:suicide|explosives?)[- ](?:vests?|belts?|jackets?)|(?:vests?|belts?) (?:packed|laden"
            r"|filled|rigged) with explosives",
            r"suicide[- ](?:bomb(?:ers?|ings?|s)?|attack(?:er)?s?|blasts?|explosions?)|(?:blew|blown|blow"
            r"|blowing) (?:himself|herself|themselves) up",
            r"(?:detonat\w+|explod\w+|set(?:ting)? off) (?:his|her|their)(?: \w+)? (?:vests?|belts?"
            r"|explosives?|jackets?)",
        ],
    ),
    (
        _W.MINE,
        [
            r"limpet mines?|(?:land|anti-?personnel|anti-?tank|anti-?vehicle|sea|naval)[- ]?mines?|landmines?",
            r"mines?\b(?= (?:explo|blast|went off|planted|laid|deton|kill))|(?:hit|struck|stepped on"
            r"|ran over|over|on) an? (?:\w+ )?mine\b",
        ],
    ),
    (
        _W.OTHER,  # before bombs and guns, whose words some of these hold
        [
            r"tear ?gas|water cannons?|(?:rubber|plastic)(?:-coated)? bullets|pepper spray|stun guns?"
            r"|batons?|truncheons?",
            r"(?:petrol|gasoline|fire)[- ]?bombs?|fire-?bomb(?:s|ed|ing)|molotov(?: cocktails?)?"
            r"|incendiary (?:devices?|bombs?|balloons?)",
            r"chlorine(?: gas)?|sarin|nerve (?:agent|gas)|mustard gas|chemical weapons?|poison(?:ous)? gas"
            r"|novichok|white phosphorus",
            r"arson|torched|set (?:fire to|ablaze|alight|on fire)|poison(?:ed|ing)?|acid attack|ramm(?:ed"
            r"|ing)",
            r"(?:threw|throwing|hurl\w+|thrown|pelt\w+)(?: with)? (?:stones|rocks|bricks|bottles)"
            r"|stones and bottles",
        ],
    ),
    (
        _W.IED,
        [
            r"improvised explosive devices?|I\.?E\.?Ds?\b|explosive (?:devices?|charges?)|booby[- ]traps?"
            r"|dynamite|explosives",
            r"(?:roadside|road-side|nail|pipe|parcel|letter|home-?made|time|sticky|magnetic"
            r"|pressure[- ]cooker|remote[- ]controlled|sound"
            r"|buried|hidden|planted|crude) (?:bomb|explosive)(?:s|ings?| devices?| blasts?)?",
            r"bomb(?:s|ings?)?\b(?:[- ](?:blasts?|attacks?|explosions?))?|bombed",
        ],
    ),
    (
        _W.GRENADE,
        [
            r"(?:hand|stun|flash-?bang|concussion|fragmentation)?[- ]?grenades?(?: (?:attacks?|blasts?"
            r"|explosions?))?"
        ],
    ),
    (
        _W.SMALL_ARMS,
        [
            r"(?:assault |automatic |sniper |semi-automatic |hunting |kalashnikov |AK-47 )*rifles?"
            r"|kalashnikovs?|AK-?47s?",
            r"(?:heavy |light |sub-?)?machine[- ]?guns?|small[- ]arms(?: fire)?|(?:hand|shot)guns?|pistols?"
            r"|revolvers?|firearms?",
            r"(?:automatic|light) weapons?|gun ?fire|gun-?shots?|gunm[ae]n|(?:sniper|rifle) fire|snipers?"
            r"|bullets?|shooters?",
            r"guns?\b(?! (?:control|laws?|violence archive|rights|lobby|owners?))|gun ?battles?"
            r"|gun ?fights?|shoot-?outs?|firing squad",
            r"shot (?:and (?:killed|wounded|injured)|dead|to death|at|in the (?:head|chest|back|face|leg"
            r"|neck))|fatally shot",
            r"shooting (?:dead|attack|rampage|spree|at)|(?:was|were|been"
            r"|being) (?:fatally )?shot\b(?! down)|(?:mass |drive-by )?shootings?\b",
            r"gunn(?:ed|ing) (?:him |her |them )?down|open(?:ed|ing|s)? fire|exchang(?:ed?|ing) (?:of )?fire",
            r"shot\b(?= (?:\w+ ){0,3}?(?:people|men|man|woman|women|soldiers?|police\w*|civilians?"
            r"|protesters?|demonstrators?|shoppers"
            r"|him|her|them|worshippers|students?|journalists?))|fir(?:ed|ing) (?:on|at|into|upon"
            r"|indiscriminately)",
        ],
    ),
    (
        _W.BLADED,
        [
            r"stabb\w+|stab wounds?|knif(?:e|ed|ing)|knives|machetes?|swords?|daggers?|axes?|hatchets?"
            r"|cleavers?|spears?|arrows",
            r"hack(?:ed|ing)(?: \w+)? (?:to death|to pieces)|hack(?:ed|ing) \w+ (?:people|men|women)"
            r"|behead\w*|decapitat\w+",
            r"throats? (?:were |was |had been )?(?:slit|cut)|slit(?:ting)? (?:\w+ )?throats?|slashed"
            r"|bladed? weapons?",
        ],
    ),
]
_PATTERNS = [
    (re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?!\w)", re.IGNORECASE), kind) for kind, words in _TERMS
]

_METAPHOR = re.compile(
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
    r"|planes?|air campaign|bombers"
    r"|(?:bombed|bombing of) (?:its|their|the|\w+) (?:positions?|targets?|camps?|strongholds?))\b"
)
_PLACED = re.compile(
    r"(?i)\b(?:planted|roadside|detonated|went off|placed|hidden|device|buried|suicide|explosives)\b"
)
_OTHER_FIRE = re.compile(r"(?i)\b(?:missiles?|rockets?|mortars?|drones?|shells?|tear gas)\b[^.;]*$")
_STOPS_FIRE = re.compile(
    r"(?i)\b(?:intercept\w*|shot down|shoot\w* down|downed|destroy\w*|engag\w+|respond\w*|activated)\b"
)
_ARTICLE = re.compile(r"(?i)\b(?:an?|another) (?:[\w-]+ ){0,2}$")
# Words between a figure and its weapon: any that describe, none that begin something else.
_BETWEEN = re.compile(
    r"\s+(?:of\s+)?(?:(?:the|their|its)\s+)?"
    r"(?:(?!people\b|men\b|soldiers\b|civilians\b|in\b|by\b|with\b|killed\b|were\b|was\b|from\b|and\b"
    r"|wounded\b|injured\b|dead\b"
    r"|on\b|to\b|at\b|when\b|after\b|as\b|of\b)[A-Za-z][\w-]*\s+){0,3}"
)


def find(sentence: Sentence, names: Iterable[Match] = ()) -> list[WeaponMention]:
    """``names`` are the gazetteer's matches in the sentence; a named system beats the words it stands among."""
    text = sentence.text
    numbers = find_quantities(text)
    found = [
        (match.start(), match.end(), kind, "")
        for pattern, kind in _PATTERNS
        for match in pattern.finditer(text)
    ]
    metaphors = [m.span() for m in _METAPHOR.finditer(text)]
    found = [f for f in found if not any(a < f[1] and f[0] < b for a, b in metaphors)]
    found += _systems(text, names)
    return [
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


def _systems(text: str, names: Iterable[Match]) -> Iterator[tuple[int, int, Weapon, str]]:
    """Named systems with their noun: "Shahed-136 drones". A name that actors bear too needs that noun."""
    for name in names:
        terms = [e for e in name.entries if isinstance(e, WeaponTerm) and e.system]
        noun = re.match(r" (?:missiles?|rockets?|drones?|UAVs?|rifles?|bombs?)\b", text[name.end :])
        if terms and (len(terms) == len(name.entries) or noun):
            yield name.start, name.end + (noun.end() if noun else 0), terms[0].category, terms[0].system


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
