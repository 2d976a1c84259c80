"""With what: weapons and the ways of killing that imply one.

Reads: "ballistic missiles", "several 107 mm rockets", "explosive-laden drones", "a Shahed-136", "car bomb", "a truck packed with explosives",
"suicide bomber" (vest or vehicle, whichever the sentence shows), "improvised explosive device", "roadside bomb", "limpet mine",
"barrel bombs", "warplanes", "air raid", "airstrike", "gunmen opened fire", "shot dead", "mortars", "shelling", "stabbed", "machete", "RPG",
"grenade", "air defences", "tear gas", "Molotov cocktails", "nerve agent", "anti-tank missile", "missile" of no stated kind (other).

Does not read metaphors ("bombshell", "shot down the proposal", "a rocket start", "sticking to their guns", "bomb-disposal"), exercises of
speech ("nuclear weapons programme"), names ("Iron Dome Street", "Rockets beat Lakers"), and weapons that only lend a name to people ("missile
commander").
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from incidents.extraction.mentions.numbers import Quantity, find_quantities
from incidents.extraction.records import Range, Sentence, Span, WeaponMention
from incidents.gazetteer.records import WeaponTerm
from incidents.vocabulary import Weapon

_W = Weapon
# In order: of overlapping readings the longest wins, of equally long ones the first.
_TERMS: list[tuple[str, Weapon]] = [
    # missiles and rockets
    (r"(?:(?:short|medium|intermediate|long)-range )?ballistic missiles?|\bSCUDs?\b|Scud(?:-[A-D])?(?: missiles?)?|ICBMs?", _W.BALLISTIC_MISSILE),
    (r"cruise missiles?|(?:anti-ship|antiship) (?:cruise )?missiles?|land[- ]attack missiles?", _W.CRUISE_MISSILE),
    (r"(?:anti-?tank|antitank|guided anti-tank|TOW|wire-guided)(?: guided)? missiles?|ATGMs?", _W.OTHER),
    (r"(?:surface|ground)[- ]to[- ]air missiles?|anti-?aircraft (?:missiles?|fire|guns?|batter(?:y|ies))|air[- ]defen[cs]e (?:missiles?|systems?|batter(?:y|ies)|units?|forces)|air[- ]defen[cs]es|shoulder-(?:fired|launched) missiles?|MANPADS?|SAMs?\b", _W.AIR_DEFENCE),
    (r"air[- ]to[- ](?:surface|ground|air) missiles?|Hellfire(?: missiles?)?", _W.AIRSTRIKE),
    (r"(?:surface[- ]to[- ]surface|guided )?missiles?(?: (?:strikes?|attacks?|barrages?|fire))?", _W.OTHER),
    (r"(?:unguided |katyusha |Katyusha |Qassam |Grad |artillery |homemade |improvised |\d{2,3}[- ]?(?:mm|millimet(?:er|re)) )*rockets?(?: (?:fire|attacks?|barrages?|salvos?|launch(?:es|ers?)?))?|Katyushas?|\d{2,3}[- ]?mm rockets?|multiple rocket launchers?|MLRS|HIMARS|Grads?\b", _W.ROCKET),
    (r"rocket[- ]propelled[- ]grenades?(?: launchers?)?|RPGs?(?:-\d+)?|rocket-grenades?", _W.SMALL_ARMS),
    # drones and aircraft
    (r"(?:(?:explosive|bomb)s?[- ](?:laden|packed|rigged|carrying) |one-way(?: attack)? |kamikaze |suicide |attack |armed |weaponi[sz]ed |booby-trapped |exploding |unmanned )*drones?(?: (?:strikes?|attacks?|barrages?))?|unmanned aerial (?:vehicles?|systems?)|unmanned aircraft|UAVs?|UAS|loitering munitions?|quad-?copters?", _W.DRONE),
    (r"air[- ]?strikes?|air[- ]?raids?|aerial (?:bombing|bombardment|strikes?|attacks?|raids?)|air (?:attacks?|assaults?|bombardment)|bombing raids?|war-?planes?|fighter[- ](?:jets?|planes?|bombers?)|(?:F|MiG|Su|Mig)-\d+s?|fighter aircraft|combat aircraft|(?:helicopter|air) gunships?|attack helicopters?|gunships?|barrel[- ]bombs?|cluster bombs?|fighter-bombers?|jets? (?=(?:bomb|struck|hit|target|carri|pound|attack|strafe))", _W.AIRSTRIKE),
    # artillery
    (r"mortars?(?: (?:shells?|rounds?|bombs?|fire|attacks?|barrages?))?|artillery(?: (?:shells?|fire|rounds?|barrages?|bombardment|strikes?))?|howitzers?|shelling|shelled|(?:tank|cannon) (?:fire|shells?|rounds?)|shells?\b(?! (?:company|corp|oil|out))|(?:heavy )?bombardments?", _W.ARTILLERY),
    # bombs
    (r"(?:suicide )?(?:car|truck|vehicle|lorry|van|minivan|motorcycle|motorbike|motor-?bike|bicycle|tanker|bus|taxi|rickshaw|tractor|cart|scooter)[- ]?bomb(?:s|ings?|ers?)?|vehicle[- ]?borne(?: improvised explosive devices?| IEDs?)?|S?VBIEDs?|(?:booby-trapped|explosives?[- ](?:laden|packed|filled|rigged)|bomb-laden) (?:[\w-]+ ){0,2}?(?:car|truck|vehicle|van|lorry|motorcycle|motorbike|tanker|tractor|ambulance|Humvee|bus|boat)s?|(?:car|truck|vehicle|van|lorry|motorcycle|motorbike|tanker|tractor|ambulance|Humvee|minibus|bus|taxi|boat)s? (?:was |were |that was |had been )?(?:packed|laden|loaded|filled|rigged|stuffed) with (?:[\w-]+ ){0,4}?(?:explosives?|bombs?|TNT|dynamite)", _W.VEHICLE_BOMB),
    (r"suicide (?:vests?|belts?|jackets?)|explosives?[- ](?:vests?|belts?|jackets?)|(?:vests?|belts?) (?:packed|laden|filled|rigged) with explosives|explosive vests?", _W.SUICIDE_VEST),
    (r"suicide[- ](?:bomb(?:ers?|ings?|s)?|attack(?:er)?s?|blasts?|explosions?)|(?:blew|blown|blow|blowing) (?:himself|herself|themselves) up|(?:detonat\w+|explod\w+|set(?:ting)? off) (?:his|her|their)(?: \w+)? (?:vests?|belts?|explosives?|jackets?)", _W.SUICIDE_VEST),
    (r"improvised explosive devices?|I\.?E\.?Ds?\b|(?:roadside|road-side|nail|pipe|parcel|letter|home-?made|time|sticky|magnetic|pressure[- ]cooker|remote[- ]controlled|sound|buried|hidden|planted|crude) (?:bomb|explosive)(?:s|ings?| devices?| blasts?)?|explosive (?:devices?|charges?)|bomb(?:s|ings?)?\b(?:[- ](?:blasts?|attacks?|explosions?))?|booby[- ]traps?|dynamite|explosives", _W.IED),
    (r"limpet mines?|(?:land|anti-?personnel|anti-?tank|anti-?vehicle|sea|naval)[- ]?mines?|landmines?|(?<!coal )(?<!gold )(?<!copper )\bmines?\b(?= (?:explo|blast|went off|planted|laid|deton|kill))|(?:hit|struck|stepped on|ran over|over|on) (?:a|an) (?:\w+ )?mine\b", _W.MINE),
    (r"(?:hand|stun|flash-?bang|concussion|fragmentation) ?grenades?|grenades?(?: (?:attacks?|blasts?|explosions?))?|hand-grenades?", _W.GRENADE),
    # guns
    (r"(?:assault |automatic |sniper |semi-automatic |hunting |Kalashnikov |AK-47 )*rifles?|Kalashnikovs?|AK-?47s?|(?:heavy |light |sub-?)?machine[- ]?guns?|sub-?machine guns?|small[- ]arms(?: fire)?|(?:hand|shot)guns?|pistols?|revolvers?|firearms?|guns?\b(?! (?:control|laws?|violence archive|rights|lobby|owners?))|automatic weapons?|light weapons|gun ?fire|gun-?shots?|gunm[ae]n|(?:sniper|rifle|small-arms) fire|snipers?|bullets?|gun ?battles?|gun ?fights?|shoot-?outs?|shooters?", _W.SMALL_ARMS),
    (r"shot (?:and (?:killed|wounded|injured)|dead|to death|at|in the (?:head|chest|back|face|leg|neck))|shooting (?:dead|attack|rampage|spree|at)|(?:was|were|been|being) (?:fatally )?shot\b(?! down)|fatally shot|gunned (?:him |her |them )?down|gunning down|(?:open(?:ed|ing|s)?) fire|exchange of fire|exchang(?:ed|ing) fire|(?:mass |drive-by |the )?shootings?\b|shot\b(?= (?:\w+ ){0,3}?(?:people|men|man|woman|women|soldiers?|police\w*|civilians?|protesters?|demonstrators?|shoppers|him|her|them|worshippers|students?|journalists?))|fir(?:ed|ing) (?:on|at|into|upon|indiscriminately)|firing squad", _W.SMALL_ARMS),
    # blades
    (r"(?:stabb\w+|knif(?:e|ed|ing)|kniv(?:es)|stab wounds?|machetes?|swords?|daggers?|axes?|hatchets?|cleavers?|hacked(?: \w+)? (?:to death|to pieces)|hack(?:ed|ing) (?:to death|\w+ (?:people|men|women))|behead\w*|decapitat\w+|throats? (?:were |was |had been )?(?:slit|cut)|slit(?:ting)? (?:\w+ )?throats?|slashed|bladed? weapons?|spears?|bows? and arrows?|arrows)", _W.BLADED),
    # the rest
    (r"tear ?gas|teargas|water cannons?|rubber bullets|(?:rubber|plastic)-coated bullets|pepper spray|stun guns?|batons?|(?:petrol|gasoline|fire|firebomb)[- ]?bombs?|fire-?bomb(?:s|ed|ing)|Molotov(?: cocktails?)?|incendiary (?:devices?|bombs?|balloons?)|chlorine(?: gas)?|sarin|nerve (?:agent|gas)|mustard gas|chemical weapons?|poison gas|Novichok|white phosphorus|arson|torched|set (?:fire to|ablaze|alight|on fire)|(?:threw|throwing|hurl\w+|thrown|pelt\w+)(?: with)? (?:stones|rocks|bricks|bottles)|stones and bottles|poison(?:ed|ing)?|acid attack|ramm(?:ed|ing)", _W.OTHER),
]  # fmt: skip
_PATTERNS = [(re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE), kind) for words, kind in _TERMS]

_METAPHOR = re.compile(
    r"(?i)\b(?:time bomb|photo ?bomb|bomb ?shell|sex bomb|bomb[- ](?:disposal|squad|sniff\w+|makers?|making|detect\w+|proof|threat|shelters?|scare|experts?|plot)"
    r"|(?:nuclear|atomic|atom|hydrogen|dirty) bombs?|hired guns?|top guns?|big guns|stick\w* to (?:his|her|their) guns|smoking gun|gun (?:control|laws?|lobby|violence|ownership)"
    r"|air[- ]raid (?:siren|shelter|warning|alert|alarm)s?|missile (?:defen[cs]e (?:system|shield|treaty)|program\w*|technology|commander|test|tests|shield|alert)"
    r"|ballistic[- ]missile (?:program\w*|test|tests|technology|commander|defen[cs]e)|rocket (?:scien\w+|start|science|engine)|silver bullet|bite the bullet|shell(?:ed)? out|sea shells?|shot at (?:redemption|the title|glory)"
    r"|bullet ?proof|bulletproof|no[- ]fly|gun ?dealer|arrowhead|arrows? (?:show|point|missile|interceptor|aerial|defen)|mines? (?:clearance|clearing|minister|ministry|workers?|shaft|countermeasure|sweep\w*)|(?:coal|gold|copper|diamond|silver|iron ore|salt) mines?"
    r"|axis|axe to grind|double-edged sword|slashed (?:prices|interest|rates|budget|jobs)|photo shooting|shooting (?:guard|star|location|range|down)|shot down|mortar and|bricks and mortar|grenade launcher|bombing down|poisoned? chalice|parting shot|mug ?shot|screen ?shot|long shot)\b"
)
_VEHICLE = re.compile(
    r"(?i)\b(?:car|truck|vehicle|van|lorry|motorcycle|motorbike|pick-?up|tanker|minibus|rickshaw|ambulance|humvee|tractor|driv\w+|drove|ramm\w+|taxi|boat)\b"
)
_VEHICLE_NOT = re.compile(r"(?i)\b(?:on foot|vest|belt|strapped|walked|pedestrian)\b")
_AIR = re.compile(
    r"(?i)\b(?:war-?planes?|jets?|aircraft|helicopters?|air ?force|air-?strikes?|air ?raids?|aerial|dropped|planes?|air campaign|bombers?)\b"
)
_PLACED = re.compile(
    r"(?i)\b(?:planted|roadside|detonated|went off|placed|hidden|device|buried|suicide|explosives)\b"
)
_DEPENDS = {_W.SUICIDE_VEST}


def find(sentence: Sentence, gazetteer: Iterable[WeaponTerm] | None = None) -> list[WeaponMention]:
    """``gazetteer`` adds named systems; a name in it beats the word beside it ("Shahed-136 drones")."""
    text = sentence.text
    numbers = find_quantities(text)
    found: list[tuple[int, int, Weapon, str]] = []
    for term in gazetteer or ():
        for name in (term.name, *term.aliases):
            for match in re.finditer(
                rf"(?<![\w-]){re.escape(name)}(?:s|'s)?(?![\w])(?: (?:missiles?|rockets?|drones?|UAVs?|rifles?|bombs?))?",
                text,
            ):
                found.append((match.start(), match.end(), term.category, term.system or term.name))
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(text):
            found.append((match.start(), match.end(), kind, ""))
    metaphors = [m.span() for m in _METAPHOR.finditer(text)]
    found = [f for f in found if not any(a <= f[0] < b or a < f[1] <= b for a, b in metaphors)]
    return [
        WeaponMention(
            span=Span(sentence.span.start + start, sentence.span.start + end),
            sentence=sentence.index,
            category=_settle(kind, text, start, end),
            system=system,
            count=_count(numbers, text, start),
        )
        for start, end, kind, system in _longest(found)
    ]


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
        return _W.VEHICLE_BOMB if _VEHICLE.search(text) and not _VEHICLE_NOT.search(text) else kind
    if kind is _W.IED and re.match(r"bomb(?:s|ings?)?\b", words):
        near = text[max(0, start - 90) : end + 60]
        return _W.AIRSTRIKE if _AIR.search(near) and not _PLACED.search(near) else kind
    if kind is _W.SMALL_ARMS and re.match(r"fir(?:ed|ing) (?:on|at|into|upon)", words):
        near = text[max(0, start - 60) : start]
        if re.search(r"(?i)\b(?:missiles?|rockets?|mortars?|drones?|shells?|tear gas)\b[^.;]*$", near):
            return _W.UNKNOWN
    return kind


def _count(numbers: list[Quantity], text: str, start: int) -> Range | None:
    """The figure that stands before the weapon with no more than describing words between."""
    before = [q for q in numbers if q.end <= start]
    if not before:
        article = re.search(r"(?i)\b(?:an?|another) (?:[\w-]+ ){0,2}$", text[:start])
        return Range(1, 1) if article else None
    nearest = before[-1]
    between = text[nearest.end : start]
    if re.fullmatch(
        r"\s+(?:of\s+)?(?:(?:the|their|its)\s+)?(?:[A-Za-z][\w-]*\s+){0,3}", between
    ) and not re.search(
        r"(?i)\b(?:people|men|soldiers|civilians|in|by|with|killed|were|was|from|and|wounded|injured|dead|on|to|at|when|after|as|of)\b",
        re.sub(r"^\s+of\b", "", between),
    ):
        return nearest.range
    article = re.search(r"(?i)\b(?:an?|another) (?:[\w-]+ ){0,2}$", text[nearest.end : start])
    return Range(1, 1) if article else None
