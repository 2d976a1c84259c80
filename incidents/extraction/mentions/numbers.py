"""How many: words and digits to a range, by the rule the annotators use.

Reads: "eight", "1,300", "25,000", "twenty-five", "one hundred and twenty", "2.5 million", "a dozen", "two
dozen", "a couple of", "at least one", "no fewer than 22", "more than 20", "nearly 500", "up to 40", "as many
as 12", "about 70", "some 40", "another 20", "between 10 and 15", "10 to 15", "10-15", "two or three",
"several", "a number of", "a few", "scores", "dozens", "hundreds of", "no", "none", "zero", "not a single".

Does not read what only looks like a count: years, ages ("aged 28", "a 21-year-old"), times and dates,
distances, money, percentages, calibres and type numbers ("107 mm rockets", "AK-47", "F-16"), ordinals,
numbered names ("Tower 22", "Flight 752"), "one of the largest", "one-way", "five-storey".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from incidents.extraction.patterns import Pattern
from incidents.extraction.records import Range

NONE = Range(0, 0)
SEVERAL = Range(2, None)
DOZENS = Range(24, None)


def listed(words: str) -> tuple[str, ...]:
    """Plain words, written down as one writes them."""
    return tuple(words.split())


_SMALL = {
    word: value
    for value, word in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen"
            " seventeen eighteen nineteen"
        )
    )
}
_TENS = {w: 10 * n for n, w in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)}
_SCALE = {"hundred": 100, "dozen": 12, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

# What the annotators' guide makes of words without a figure; the others follow ("scores" is twice twenty).
_VAGUE: dict[str, Range] = {
    "several dozens?": DOZENS,
    "several hundreds?": Range(200, None),
    "several thousands?": Range(2_000, None),
    "several scores?": Range(40, None),
    "(?:a )?few dozen": DOZENS,
    "(?:a )?few hundred": Range(200, None),
    "(?:a )?few thousand": Range(2_000, None),
    "hundreds of thousands": Range(200_000, None),
    "tens of thousands": Range(20_000, None),
    "dozens": DOZENS,
    "scores": Range(40, None),
    "tens(?= of)": Range(20, None),
    "hundreds": Range(200, None),
    "thousands": Range(2_000, None),
    "millions": Range(2_000_000, None),
    "several": SEVERAL,
    "numerous": SEVERAL,
    "multiple": SEVERAL,
    "various": SEVERAL,
    "many": SEVERAL,
    "(?:a|large|small|unspecified|unknown|undisclosed|significant)(?: \\w+)? numbers? of": SEVERAL,
    "a handful(?: of)?": SEVERAL,
    "a (?:group|series|string|spate|wave|barrage|volley|salvo|flurry|swarm|stream) of": SEVERAL,
    "a few": SEVERAL,
    "few": SEVERAL,
    "a couple(?: of)?": Range(2, 2),
    "a pair of": Range(2, 2),
    "both": Range(2, 2),
}
_ZERO = r"no|none|zero|not a single|not one|nobody|no one|no-one"

_WORD = "|".join([*_SMALL, *_TENS])
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+(?!\d)|\d+(?:\.\d+)?"
_CARDINAL = (
    rf"(?:half a (?:dozen|million)"
    rf"|(?:{_DIGITS})(?:[ -](?:hundred|thousand|million|billion|dozen)\b)?"
    rf"|(?:(?:{_WORD}|a(?= (?:dozen|hundred|thousand|million)\b)|hundred|thousand|dozen)"
    rf"(?:(?:[ -]|(?:(?<=hundred)|(?<=thousand)|(?<=million)) and (?=(?:{_WORD})\b))(?:{_WORD}|hundred"
    rf"|thousand|million|billion|dozen))*)\b)"
)
_LEAST = (
    r"at (?:the very )?least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of|(?:well |far "
    r"|slightly |just |a little )?"
    r"(?:more than|over|above)|upwards of|in excess of|exceeding|greater than"
)
_MOST = (
    r"(?:very )?nearly|almost|up to|as many as|at (?:the )?most|no more than|not more than|fewer than"
    r"|less than|just under|under"
    r"|close to|a maximum of|as much as"
)
_ABOUT = (
    r"about|around|some|approximately|roughly|an estimated|estimated|circa|exactly|a total of|an additional"
    r"|a further|another|"
    r"additional|only|just|all|other|the other|the|these|those|precisely|perhaps|possibly|reportedly"
    r"|more or less|in total|all of the"
)

_QUANTITY = Pattern(
    r"(?<![\w.,$€£/:'’%-])(?P<quantity>"
    rf"between (?P<low1>{_CARDINAL}) and (?P<high1>{_CARDINAL})"
    rf"|(?:(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|{_ABOUT}) (?:(?:{_ABOUT}) )*)?"
    rf"(?:(?P<low2>{_CARDINAL})(?: to | or | ?[-–] ?(?=\d))(?P<high2>{_CARDINAL})"
    rf"|(?P<number>{_CARDINAL})(?P<more>\+|[ -]?plus\b| or more\b)?"
    rf"|(?P<vague>{'|'.join(_VAGUE)})\b)"
    r"|(?P<some>some)\b"
    rf"|(?P<zero>{_ZERO})\b)",
    re.IGNORECASE,
)

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_UNIT = (
    r"years?|months?|weeks?|days?|hours?|minutes?|seconds?|nights?|decades?|centur\w+|o'clock|a\.?m\b"
    r"|p\.?m\b|gmt|utc|hrs?|times"
    r"|km|kms|kilomet\w+|miles?|met(?:er|re)s?|feet|foot|yards?|inch\w*|cm|mm|mi|m|ft|acres?|hectares?"
    r"|square|nautical|knots"
    r"|kg|kgs|kilos?|kilograms?|grams?|tons?|tonnes?|pounds?|lbs?|lit(?:er|re)s?|gallons?|barrels?"
    r"|%|percent|per ?cent|percentage|dollars?|euros?|usd|rupees|degrees?|points?|°|-?calib(?:er|re)"
)
# After these the digits are a name, an age or a date, however plain they look.
_NAME_BEFORE = re.compile(
    rf"(?:\b(?:aged?|ages|aged about|tower|flight|route|highway|road|street|article|articles|resolution"
    rf"|chapter|camp|unit|zone|sector|block|phase"
    rf"|channel|building|gate|section|number|no\.|nos?|day|part|station|boeing|airbus|version|page|line"
    rf"|room|dash|group|g|covid|euro|cup"
    rf"|chechen|interstate|exit|{_MONTH}))[ -]$|[$€£#]\s?$",
    re.IGNORECASE,
)
_NAME_AFTER = re.compile(
    rf"(?:[-‑–]?\s?(?:{_UNIT})(?!\w)|[-‑–](?!based)[A-Za-z]|(?:st|nd|rd|th)\b|[:/]\d"
    rf"|\s(?:of\s)?{_MONTH}(?:\s\d|[,.]|\s|$)|,\s(?:19|20)\d\d)",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(
    r"(?:\s(?:another|of (?:the|its|his|their|our) (?:most|\w+est|first|few|main|leading|key|many)\b|day\b"
    r"|thing|point\b|side\b|hand\b)|-)",
    re.I,
)
_NOT_ONE_BEFORE = re.compile(r"\b(?:this|that|the|each|any|every|which|only|another|day)\s$", re.IGNORECASE)
_PEOPLE = re.compile(r"\s(?:[a-z]+ ){0,2}[a-z]+s\b|\s(?:\w+ ){0,2}(?:people|men|women|children)\b")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|of|by|until|till|from|to|during|before|after|late|early|mid|the|and|year)[ -]$|,\s$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """Offsets are within the text given; ``bare`` is true where the words are one figure and nothing vague."""

    start: int
    end: int
    range: Range
    exact: bool = True


def find_quantities(text: str) -> list[Quantity]:
    return list(_quantities(text))


@lru_cache(maxsize=64)  # weapons, casualties, actors and counters ask for the figures of one sentence in turn
def _quantities(text: str) -> tuple[Quantity, ...]:
    found = []
    for match in _QUANTITY.finditer(text):
        value = _range_of(match)
        if value is not None and not _is_something_else(match, text):
            found.append(
                Quantity(match.start(), match.end(), value, value.min == value.max and value.min is not None)
            )
    return tuple(found)


def read(words: str) -> Range | None:
    """The range that the whole of ``words`` says, or None: ``read("at least one")`` is ``Range(1, None)``."""
    if words.strip().lower() in ("a", "an"):
        return Range(1, 1)
    match = _QUANTITY.pattern.fullmatch(words.strip())
    return _range_of(match) if match else None


def add(ranges: list[Range]) -> Range:
    """The sum of disjoint groups; a group without an upper end leaves the sum without one."""
    low = sum(r.min or 0 for r in ranges)
    high = None if any(r.max is None for r in ranges) else sum(r.max or 0 for r in ranges)
    return Range(low, high)


def cardinal(words: str) -> int | None:
    """One figure in digits or words; None if it is none (or no whole number)."""
    words = words.lower().strip()
    if words.startswith("half a "):
        return 6 if words.endswith("dozen") else 500_000
    digits = re.match(r"(\d[\d, ]*(?:\.\d+)?)[ -]?([a-z]*)$", words)
    if digits:
        value = float(re.sub(r"[, ]", "", digits[1])) * _SCALE.get(digits[2], 1)
        return int(value) if value == int(value) else None
    total = current = 0
    for word in re.findall(r"[a-z]+", words):
        if word in _SMALL or word in _TENS:
            current += _SMALL.get(word, _TENS.get(word, 0))
        elif word in ("hundred", "dozen"):
            current = max(current, 1) * _SCALE[word]
        elif word in _SCALE:
            total += max(current, 1) * _SCALE[word]
            current = 0
        elif word not in ("a", "and"):
            return None
    return total + current


def _range_of(match: re.Match[str]) -> Range | None:
    for low, high in (("low1", "high1"), ("low2", "high2")):
        if match[low]:
            low_value, high_value = cardinal(match[low]), cardinal(match[high])
            if low_value is None or high_value is None or low_value > high_value:
                return None
            return Range(low_value, high_value)
    if match["zero"]:
        return NONE
    if match["some"]:
        return SEVERAL
    if match["vague"]:
        vague = next(r for words, r in _VAGUE.items() if re.fullmatch(words, match["vague"], re.IGNORECASE))
        return Range(None, vague.min) if match["most"] else vague
    value = cardinal(match["number"])
    if value is None:
        return None
    if match["least"] or match["more"]:
        return Range(value, None)
    return Range(None, value) if match["most"] else Range(value, value)


def _is_something_else(match: re.Match[str], text: str) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if re.search(r"(?i)\bhow $", before):
        return True  # "how many were killed"
    if match["zero"]:
        return after[:1] == "-" or bool(
            re.match(r"\s(?:longer|doubt|matter|later|further|comment|idea|way)\b", after)
        )
    figure = match["number"] or match["high1"] or match["high2"]
    if not figure:
        return False
    if _NAME_AFTER.match(after) or _NAME_BEFORE.search(
        text[: match.start("number")] if match["number"] else before
    ):
        return True
    if re.fullmatch(r"\d\d?", figure) and after.startswith(",") and re.search(r"[A-Za-z], $", before):
        return True  # "a man, 24, was shot"
    if figure.lower() == "one" and not (match["least"] or match["most"]):
        return bool(_NOT_ONE.match(after) or _NOT_ONE_BEFORE.search(before))
    if re.fullmatch(r"(?:19|20)\d\d", figure) and not (match["least"] or match["most"]):
        return bool(_YEAR_BEFORE.search(before)) or not _PEOPLE.match(after)
    return False
