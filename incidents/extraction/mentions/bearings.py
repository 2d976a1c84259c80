"""How a place is spoken of: "near Erbil", "some 20 km west of Kirkuk", "western Iraq", "from Yemen"."""

from __future__ import annotations

import re
from typing import NamedTuple

COMPASS = (
    r"(?:(?:north|south)[- ]?(?:east|west)|north|south|east|west)(?:ern)?|central|upper|lower|coastal|mid|"
    r"far[- ](?:north|south|east|west)(?:ern)?|northern[- ]?most|downtown"
)
KIND = (
    r"cit(?:y|ies)|towns?|villages?|provinces?|governorates?|regions?|districts?|sub-?districts?|counties|"
    r"county|"
    r"neighbou?rhoods?|suburbs?|areas?|hamlets?|settlements?|municipality|communes?|islands?|peninsula|ports?|"
    r"capitals?|states?|enclaves?|valleys?|localit(?:y|ies)|oblast|quarters?|departments?|territory|republic|"
    r"(?:refugee |displacement |IDP )?camps?|(?i:local government(?: area)?|LGA)|groupement|woreda|upazila|tehsil|"
    r"township|barangay|parish|canton|emirate|outskirts|streets?|mountains?|kibbutz|outpost|stronghold"
)
_BEFORE = re.compile(
    rf"(?P<modifier>(?:{COMPASS})(?:\s+and\s+(?:{COMPASS}))?[\s-]+)?"
    r"(?:(?:occupied|neighbou?ring|nearby|rebel-held|besieged|mainland|rural|war-torn|the)\s+)?\Z",
    re.IGNORECASE,
)
_NUMBER = (
    r"\d+(?:[.,]\d+)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|several|a few|dozens of"
)
_WORD_NUMBERS = {
    word: float(value)
    for value, words in {
        1: "a an one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
        10: "ten", 15: "fifteen", 20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty",
    }.items()
    for word in words.split()
}  # fmt: skip
_KILOMETRES = {"k": 1.0, "m": 1.609}
DISTANCE = re.compile(
    rf"(?:(?P<number>{_NUMBER})(?:\s+|-)(?P<unit>kilomet(?:er|re)s?|km|miles?|mi)\b(?:\s*\([^)]*\))?\s*)?"
    rf"(?:to\s+the\s+|just\s+|away\s+)?(?:(?P<direction>(?:north|south)[- ]?(?:east|west)|north|south|"
    rf"east|west)(?:ern)?"
    r"(?:\s+(?:outskirts|edge|side|suburbs?|part|parts|flank|entrance))?\s+)?(?:of|from|outside|off)"
    r"\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
OF_KIND = re.compile(
    rf"\b(?:{KIND}|coast|outskirts|edge|heart|centre|center|north|south|east|west|parts?|border|skies|"
    rf"waters|off|swath\w*|"
    r"bombing|bombardment|shelling|siege|invasion|battle|capture|seizure|recapture|liberation|airspace|"
    r"control|loss|fall|takeover|retaking|storming|gates?|entrances?|"
    r"occupation)"
    r"(?:\s+\w+){0,2}?\s+of\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
PREPOSITION = re.compile(
    r"\b(?P<word>In|At|Near|Outside|Inside|Around|"
    r"in|at|inside|within|across|throughout|on|over|near|nearby|close to|outside|around|along|"
    r"off|beyond|"
    r"between|from|to|toward|towards|into|through|via|against|targeting|of|above|and|or|hit|struck|"
    r"hitting|striking|"
    r"for|leaving|left|reached|entered|captured|seized|visiting|besieged)"
    rf"\s+(?:the\s+)?(?:(?:{COMPASS}|both|occupied|nearby|neighbou?ring|besieged|\w+[’']s|[A-Z]\w+(?:i|an|ese|"
    rf"ish|ian))\s+)*"
    rf"(?:(?:{KIND}|border)\s+(?:of\s+|called\s+|named\s+)?)?(?:the\s+)?\Z"
)
_RELATION = {
    "near": "near", "nearby": "near", "close to": "near", "outside": "near", "around": "near", "off": "near",
    "along": "near", "beyond": "near", "from": "from", "leaving": "from", "left": "from", "to": "toward",
    "toward": "toward", "towards": "toward", "into": "toward", "against": "toward", "targeting": "toward",
    "of": "of",
}  # fmt: skip


class Bearing(NamedTuple):
    relation: str = "in"
    distance_km: float | None = None
    direction: str = ""
    modifier: str = ""


def bearing(before: str) -> Bearing:
    """``before`` is the sentence up to the place's name."""
    modifier = ""
    near = _BEFORE.search(before)
    if near and near["modifier"] and not re.search(r"\bof\s+\Z", before):
        modifier = near["modifier"].strip(" -").lower()
    far = DISTANCE.search(before)
    if far and (far["direction"] or far["unit"] or re.search(r"\b(?:outside|off)\s+(?:the\s+)?\Z", before)):
        distance = _kilometres(far["number"], far["unit"])
        return Bearing("near", distance, _compass(far["direction"] or ""), modifier)
    if re.search(r"\boutskirts of\s+(?:the\s+)?\Z", before):
        return Bearing("near", modifier=modifier)
    return Bearing(_relation(before), modifier=modifier)


def _relation(before: str) -> str:
    preposition = PREPOSITION.search(before)
    if preposition is None:
        return "in"
    relation = _RELATION.get(preposition["word"].lower(), "in")
    if relation == "of" and OF_KIND.search(before):
        outer = PREPOSITION.search(before[: preposition.start()] + " ")
        return _RELATION.get(outer["word"], "in") if outer else "of"
    return relation


def _compass(words: str) -> str:
    lower = words.lower()
    return "".join(c.upper() for word, c in _POINTS if re.search(word, lower))


_POINTS = (("north", "n"), ("south", "s"), ("east", "e"), ("west", "w"))


def _kilometres(number: str | None, unit: str | None) -> float | None:
    if not number or not unit:
        return None
    value = _WORD_NUMBERS.get(number.lower())
    if value is None:
        try:
            value = float(number.replace(",", "."))
        except ValueError:
            return None
    return round(value * _KILOMETRES[unit[0].lower()], 1)
