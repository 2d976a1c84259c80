"""What stands before a story's first words: the page's own day, its title run into the text, byline, agency and
dateline ("21 Jul 2016 Raids kill dozens in Idlib AFP BEIRUT At least 15 ..."). None of it tells of an event: the
day is that of the page, the town the reporter's, and the title would be read as half of the first sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from incidents.extraction.records import Span
from incidents.extraction.words import words

_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}"
_YEAR = r"(?:19|20)\d\d"
_DAY = rf"""(?:{_MONTHS}\s*\d{{1,2}},?\s*{_YEAR}|\d{{1,2}}\s+{_MONTHS},?\s+{_YEAR}|{_YEAR}-\d\d-\d\d
    |\d\d?[./]\d\d?[./]{_YEAR})"""
_DATELINE = re.compile(
    r"""^\s*(?P<place>[A-Z][A-Za-z.' -]{1,40}?(?:,\s*[A-Z][A-Za-z.' -]{1,30}?)?)
        (?:,\s*(?P<date>(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?(?:\s+\d{1,4})?(?:,?\s+\d{2,4})?)\.?)?
        \s*(?P<agency>\([^()\n]{2,60}\)|/[A-Z]{3,10}/)?
        \s*(?P<mark>-{1,2}|—|(?<=/)\.)\s+(?:\[[A-Za-z ]{2,20}\]\s*)?(?=\S)""",
    re.VERBOSE,
)
# The page's own day, run into the text: "Posted on July 20 2016 by ...", "21 Jul 2016 Dozens of ...".
_STAMP = re.compile(
    rf"""^\W*(?:(?:(?:last\s+)?(?:posted|published|updated|filed|created)|date\s+of\s+publication)(?:\s+(?:on|at))?:?\s+)?
        (?:{_WEEKDAY}[.,]*\s+)?{_DAY}
        (?:[\s,]+(?:at\s+)?\d{{1,2}}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{{3,4}})?)?(?:\s+by)?[\s|:-]+
        (?=[A-Z"'])""",
    re.VERBOSE | re.IGNORECASE,
)
_SHOUTED = re.compile(
    r"\s*(?P<place>[A-Z]{4,}(?: [A-Z]{4,})?(?:, [A-Z][a-z]+)?)\s+(?:-+\s+)?(?=[A-Z][a-z]*\s)"
)
_ALONE = re.compile(
    r"(?P<place>[A-Z]{4,}(?: [A-Z]{2,})?(?:, [A-Z][a-z]+)?)(?:, (?:\w+day|[A-Z][a-z]+ \d\d?))?[.:]?"
)
"""A dateline on a line of its own."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_AGENCY = (
    r"(?:"
    + "|".join(re.escape(name.replace("_", " ")) for name in sorted(words("opening.agencies")))
    + r")(?![\w'-])"
)
_BETWEEN = re.compile(
    rf"""\s*(?:
        By\s+[A-Z][\w.'-]+(?:\s+[A-Z][\w.'-]+){{1,2}}(?=\s+\d)
      | (?:{_WEEKDAY}[.,]*\s+)?{_DAY}[\s,|:-]+
      | (?:(?P<place>[A-Z][\w.'-]+(?:[/ ][A-Z][\w.'-]+){{0,2}}?)(?:\s+{_MONTHS}\s+\d\d?\.?)?\s+)?
        /?{_AGENCY}/?\.?(?:\s+[-—]+(?=\s))?
      | (?P<shouted>[A-Z]{{4,}}(?:[/ ][A-Z]{{4,}})*)(?=\s+(?:\(|\d|[A-Z][a-z]))
      | \(\d\d?[:.]\d\d\s*[AaPp]\.?[Mm]\.?\)
      | \((?:{_AGENCY})\)
      | (?P<town>[A-Z][a-z]+)\s?-+(?=\s+[A-Z])
      | -+(?=\s)|—(?=\s)|\.(?=\s)
    )\s*""",
    re.VERBOSE,
)
"""Pieces that stand between a title and the story's first words."""
_LONGEST_BYLINE = 40
_ENOUGH_WORDS = 5


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when the story was filed: weak evidence for where it happened, never more."""

    place: Span
    date: Span | None
    end: int


def skip(text: str, paragraph: Span, title: str) -> tuple[int, Dateline | None]:
    """Where the story itself begins in its first paragraph, and the dateline before it."""
    stamp = _STAMP.match(text[paragraph.start : paragraph.start + 160])
    stamped = bool(stamp and text[paragraph.start + stamp.end()].isupper())
    start = paragraph.start + stamp.end() if stamp and stamped else paragraph.start
    behind = _behind_title(text, Span(start, paragraph.end), title, _LONGEST_BYLINE if stamped else 0)
    if behind is not None:
        start, place = _between(text, Span(behind, paragraph.end))
        if place is not None:
            return start, Dateline(place, None, start)
    rest = Span(start, paragraph.end)
    dateline = _dateline(text, rest) or (_shouted(text, rest) if stamped or behind is not None else None)
    return (dateline.end if dateline else start), dateline


def _behind_title(text: str, paragraph: Span, title: str, reach: int) -> int | None:
    """The end of the title where the text begins with it, apostrophes and commas lost or not; None where it does
    not, or goes on: "Bombs kill ten in Baghdad on Monday".
    """
    wanted = [_bare(m[0]) for m in _WORD.finditer(title)]
    if len(wanted) < _ENOUGH_WORDS:
        return None
    found = [
        *_WORD.finditer(text, paragraph.start, min(paragraph.end, paragraph.start + reach + 2 * len(title)))
    ]
    for at, word in enumerate(found):
        if word.start() > paragraph.start + reach:
            return None
        same = 0
        while same < min(len(wanted), len(found) - at) and _bare(found[at + same][0]) == wanted[same]:
            same += 1
        if same == len(wanted) or same > 2 * _ENOUGH_WORDS:
            return _closed(text, Span(found[at + same - 1].end(), paragraph.end))
    return None


def _closed(text: str, rest: Span) -> int | None:
    """Does something new begin behind the title?"""
    following = re.compile(r"[.!?:|\s-]*").match(text, rest.start, rest.end)
    end = following.end() if following else rest.start
    begins = text[end : end + 1].isupper() and not re.compile(rf"{_WEEKDAY}\b(?! \d)").match(text, end)
    return end if begins or _BETWEEN.match(text, end, rest.end) else None


def _bare(word: str) -> str:
    return re.sub(r"['’]", "", word).lower()


def _between(text: str, rest: Span) -> tuple[int, Span | None]:
    """Behind byline, day, agency and dateline; and the town that was named there."""
    at, place = rest.start, None
    while (piece := _BETWEEN.match(text, at, rest.end)) and piece.end() > at:
        for group in ("place", "shouted", "town"):
            if place is None and piece[group]:
                place = Span(*piece.span(group))
        at = piece.end()
    return at, place


def _dateline(text: str, paragraph: Span) -> Dateline | None:
    if alone := _ALONE.fullmatch(text, paragraph.start, paragraph.end):
        return Dateline(Span(*alone.span("place")), None, paragraph.end)
    found = _DATELINE.match(text[paragraph.start : paragraph.start + 160])
    if not found:
        return None
    shouted = found["place"].split(",")[0].isupper()
    if not (shouted or found["agency"] or found["date"]):
        return None  # "Alice Smith - the mayor" is no dateline

    def span(group: str) -> Span:
        return Span(paragraph.start + found.start(group), paragraph.start + found.end(group))

    return Dateline(span("place"), span("date") if found["date"] else None, paragraph.start + found.end())


def _shouted(text: str, paragraph: Span) -> Dateline | None:
    """A dateline that has lost its dash: "BEIRUT At least ..."."""
    found = _SHOUTED.match(text, paragraph.start, paragraph.end)
    return Dateline(Span(*found.span("place")), None, found.end()) if found else None
