"""What a noun makes of whom it describes: "soldiers" are forces, "gunmen" nobody knows who, "shoppers" civilians.

The words are data: rules/actors.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from incidents.vocabulary import ActorKind, ReferentKind

UNIDENTIFIED = "Unidentified armed group"
CIVILIANS = "Civilians"
JOURNALISTS = "Journalists"


@dataclass(frozen=True, slots=True)
class Party:
    group: str
    canonical: str
    referent: ReferentKind
    kind: ActorKind | None
    is_civilian: bool = False


PARTIES = {
    "forces": Party("forces", "", ReferentKind.ORGANISATION, ActorKind.STATE_FORCES),
    "means": Party("means", "", ReferentKind.ORGANISATION, ActorKind.STATE_FORCES),
    "police": Party("police", "Police", ReferentKind.PEOPLE, ActorKind.STATE_FORCES),
    "armed": Party("armed", "", ReferentKind.PEOPLE, ActorKind.REBEL_GROUP),
    "unidentified": Party("unidentified", UNIDENTIFIED, ReferentKind.PEOPLE, None),
    "protesters": Party("protesters", "Protesters", ReferentKind.PEOPLE, ActorKind.PROTESTERS, True),
    "journalists": Party("journalists", JOURNALISTS, ReferentKind.PEOPLE, ActorKind.CIVILIANS, True),
    "civilians": Party("civilians", CIVILIANS, ReferentKind.PEOPLE, ActorKind.CIVILIANS, True),
    "officials": Party("officials", "", ReferentKind.PEOPLE, ActorKind.CIVILIANS, True),
    "objects": Party("objects", "", ReferentKind.OBJECT, None),
}
PEOPLE_NOT_FORCES = re.compile(
    r"(?:soldier|troop|personnel|service ?m|marine|officer|commander|general|colonel|pilot|sailor|airman|"
    r"contractor|conscript|"
    r"reservist|guard|agent|operative|advis|trainer|commando|paratrooper|sniper|peacekeeper|gendarme\b|"
    r"mercenar|spy|spies)",
    re.IGNORECASE,
)
_IRREGULAR = {
    "man": "men", "child": "children", "person": "persons", "serviceman": "servicemen", "policeman": "policemen",
    "policewoman": "policewomen", "gunman": "gunmen", "militiaman": "militiamen", "fisherman": "fishermen",
    "woman": "women", "tribesman": "tribesmen", "herdsman": "herdsmen", "crewman": "crewmen", "airman": "airmen",
    "cameraman": "cameramen", "businessman": "businessmen", "passer-by": "passers-by", "passerby": "passersby",
    "army": "armies", "navy": "navies", "family": "families", "baby": "babies", "facility": "facilities",
    "embassy": "embassies", "factory": "factories", "refinery": "refineries", "proxy": "proxies", "spy": "spies",
    "church": "churches", "bus": "buses", "mosque": "mosques", "property": "properties", "agency": "agencies",
    "ferry": "ferries", "schoolchild": "schoolchildren", "paramilitary": "paramilitaries", "bakery": "bakeries",
    "mercenary": "mercenaries", "company": "companies", "oil facility": "oil facilities", "hitman": "hitmen",
}  # fmt: skip
_DESCRIBERS = re.compile(
    r"(?:(?:[a-z]+(?:-[a-z]+)*|Air|Army|Navy|Marine|Special|Defen[cs]e|National|Coast|Border|Islamic|"
    r"Islamist|Shi(?:'|’)?ite|"
    r"Sunni|Shia|Muslim|Christian|Kurdish|Arab|Hutu|Tuareg|Druze|Sufi|Salafi|Salafist|Jewish|Hindu|"
    r"Buddhist|Maoist|Marxist|communist)\s+){0,4}"
)
_NOT_DESCRIBERS = re.compile(
    r"\b(?:and|or|in|on|at|of|to|from|by|with|was|were|is|are|has|have|had|said|says|that|which|who|as|"
    r"after|before|when|the|a|an|"
    r"for|but|told|will|would|could|near|into|against|since|during|while|if|than|then|not|also|its|his|"
    r"her|their|killed|"
    r"wounded|injured|attacked|hit|struck|fired|launched|carried|claimed|accused)\b"
)
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"\S+\s+")


@cache
def nouns() -> Mapping[str, Party]:
    text = resources.files("incidents.extraction.rules").joinpath("actors.toml").read_text(encoding="utf-8")
    found: dict[str, Party] = {}
    for group, table in tomllib.loads(text).items():
        for noun in (" ".join(n.split()) for n in table["words"].split("|")):
            if noun:
                for form in (noun, _plural(noun)):
                    found.setdefault(form.lower(), PARTIES[group])
    return found


def _plural(noun: str) -> str:
    head, _, last = noun.rpartition(" ")
    plural = _IRREGULAR.get(last) or (last if last.endswith(("s", "men")) else f"{last}s")
    return f"{head} {plural}".strip()


@cache
def noun_pattern() -> re.Pattern[str]:
    longest_first = sorted(nouns(), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def noun_after(text: str, start: int) -> tuple[int, Party] | None:
    """The end of the noun phrase that starts here and what its last known noun makes of it."""
    at = _skip(text, start)
    describers = _DESCRIBERS.match(text, at)
    limit = describers.end() if describers else at
    position = at
    while position <= limit:
        hit = noun_pattern().match(text, position)
        if hit and not _NOT_DESCRIBERS.search(text[at : hit.start()]):
            further = noun_pattern().match(text, _skip(text, hit.end()))
            if further and further.start() > hit.end() and not _NOT_DESCRIBERS.search(further[0]):
                hit = further
            return hit.end(), nouns()[hit[0].lower()]
        if hit:
            return None
        step = _WORD.match(text, position)
        if not step:
            return None
        position = step.end()
    return None


def noun_ending(words: str) -> Party | None:
    """What the longest known noun that the words end with makes of them."""
    parts = words.lower().split()
    for length in range(min(3, len(parts)), 0, -1):
        if party := nouns().get(" ".join(parts[-length:])):
            return party
    return None


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at
