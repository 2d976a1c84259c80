"""Clean text -> paragraphs, sentences, dateline, quotation; what is no reporting is left out.

Left out: bylines, photo and agency credits, "contributed to this report", reading tips, copyright
lines. Their names and places would otherwise be read as actors and scenes.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from incidents.extraction.records import Sentence, Span
from incidents.extraction.words import words

LONGEST = 1200
"""Characters. A run without any full stop is cut here, so that one odd text cannot stall the parser."""

_ABBREVIATIONS = words("sentences.abbreviations")
_ENDS_BOTH_WAYS = frozenset({"u.s", "u.n", "u.k", "e.u", "d.c", "u.a.e", "a.m", "p.m", "jr", "inc", "co"})
_OPENERS = words("sentences.openers")
_STOP = re.compile(r"""[.!?…]+["')\]]*(?=\s)|[.!?]+["')\]]+(?=[A-Z])|(?<=[a-z]{2})\.(?=[A-Z][a-z]+\s)""")

_FOLLOWING = re.compile(r"""\s*["'(\[]*(\w+)""")

_CREDIT = re.compile(
    r"""^\W*(?:
        (?:additional\s+)?(?:reporting|editing|writing|compiled|edited|written)\s+by\b
      | (?:file\s+)?(?:photo|image|picture|video|caption|photograph)s?\s*(?:credit|courtesy|by|:|\()
      | (?:read|see|watch|listen)\s+(?:more|also|:)
      | (?:sources?|tags?|related(?:\s+(?:news|articles|stories))?|share(?:\s+this)?)\s*(?::|$)
      | (?:advertisement|subscribe)\s*(?::|$)
      | (?:©|\(c\)|copyright\b|all\s+rights\s+reserved)
      | (?:follow|contact|email)\s+(?:us|the\s+(?:author|writer))\b
      | (?:last\s+)?(?:updated|published|posted)\s*(?:at|on|:)[^.]{0,60}$
      | this\s+(?:story|article|report)\s+(?:has\s+been|was)\s+(?:updated|corrected)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SOURCES = re.compile(
    r"(?:\s*\([A-Z][^()\n]{1,60}\))+\.?\s*$"
)  # "(AP) (BBC News)" behind an item of a digest
_BULLET = re.compile(r"\s*(?:[-–—•*·▪◦‣]|\(?\d{1,2}[.)])\s+(?=\S)")
_BYLINE = re.compile(r"^\W*(?:By|BY)\s+[A-Z][\w.'-]+(?:,?\s+(?:and\s+)?[A-Z][\w.'-]+){1,7}[\s,.|]*$")
_CONTRIBUTED = re.compile(
    r"\b(?:contributed\s+(?:reporting\b|to\s+this\s+(?:report|story|article))|all rights reserved)", re.I
)
_DATELINE = re.compile(
    r"""^\s*(?P<place>[A-Z][A-Za-z.' -]{1,40}?(?:,\s*[A-Z][A-Za-z.' -]{1,30}?)?)
        (?:,\s*(?P<date>(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?(?:\s+\d{1,4})?(?:,?\s+\d{2,4})?))?
        \s*(?P<agency>\([^()\n]{2,60}\))?
        \s*(?P<mark>-{1,2}|—)\s+(?:\[[A-Za-z ]{2,20}\]\s*)?(?=\S)""",
    re.VERBOSE,
)


# The page's own day, run into the text: "Posted on July 20 2016 by ...", "21 Jul 2016 Dozens of ...".
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_STAMP = re.compile(
    rf"""^\W*(?:(?:last\s+)?(?:posted|published|updated|filed|created)(?:\s+(?:on|at))?:?\s+)?
        (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}}[.,]*\s+)?
        (?:{_MONTHS}\s*\d{{1,2}},?\s*(?:19|20)\d\d|\d{{1,2}}\s+{_MONTHS},?\s+(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)
        (?:[\s,]+(?:at\s+)?\d{{1,2}}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{{3,4}})?)?(?:\s+by)?[\s|:-]+
        (?=[A-Z"'])""",
    re.VERBOSE | re.IGNORECASE,
)
_SHOUTED = re.compile(
    r"\s*(?P<place>[A-Z]{4,}(?: [A-Z]{4,})?(?:, [A-Z][a-z]+)?)\s+(?:-+\s+)?(?=[A-Z][a-z]*\s)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when the story was filed: weak evidence for where it happened, never more."""

    place: Span
    date: Span | None
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """``is_digest``: a list of separate items, each closed by its source, opened by a bullet or under a heading of
    its own; what one item tells the next does not.
    """

    sentences: tuple[Sentence, ...]
    dateline: Dateline | None
    is_digest: bool = False


def split(text: str) -> Layout:
    """``text`` must come from ``clean``. Sentences carry no parse yet."""
    paragraphs = [span for span in _paragraphs(text) if not _is_credit(span.of(text))]
    opening = paragraphs[0] if paragraphs else Span(0, 0)
    stamp = _STAMP.match(opening.of(text)[:160])
    if stamp and text[opening.start + stamp.end()].isupper():
        opening = Span(opening.start + stamp.end(), opening.end)
        paragraphs[0] = opening
    dateline = _dateline(text, opening) or (_shouted(text, opening) if stamp else None)
    sentences: list[Sentence] = []
    sourced = bullets = 0
    for number, paragraph in enumerate(paragraphs):
        start = dateline.end if dateline and number == 0 else paragraph.start
        heading = len(paragraphs) > 1 and _is_heading(paragraph.of(text))
        if sources := _SOURCES.search(text, start, paragraph.end):
            paragraph = Span(paragraph.start, sources.start())
            sourced += 1
        if bullet := _BULLET.match(text, start, paragraph.end):
            start = bullet.end()
            bullets += 1
        quotes = deque(_quotations(text, Span(start, paragraph.end)))
        for span in _sentences(text, Span(start, paragraph.end)):
            while quotes and quotes[0].end <= span.start:
                quotes.popleft()
            quoted = tuple(takewhile(span.overlaps, quotes))
            sentences.append(
                Sentence(len(sentences), number, span, span.of(text), quoted=quoted, is_heading=heading)
            )
    items = {s.paragraph for s in sentences if not s.is_heading}
    # Headings in a row are one: "War in Somalia / Siege of Kismayo".
    headed = sum(1 for s in sentences if s.is_heading and s.paragraph + 1 in items)
    is_digest = any(n >= 3 and 2 * n > len(items) for n in (sourced, bullets, headed))
    return Layout(tuple(sentences), dateline, is_digest)


def title_sentence(title: str) -> Sentence:
    """The headline as one sentence. Its offsets count in the title: it is context, never evidence."""
    return Sentence(-1, -1, Span(0, len(title)), title, is_title=True)


def _strip(text: str, span: Span) -> Span | None:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - (len(words) - len(words.rstrip()))
    return Span(start, end) if start < end else None


def _paragraphs(text: str) -> Iterator[Span]:
    wrapped = _is_hard_wrapped(text)
    for block in re.finditer(
        r"[^\n](?:.|\n(?!\s*\n))*" if wrapped else r"[^\n]+(?:\n(?=[a-z])[^\n]+)*", text
    ):
        if span := _strip(text, Span(*block.span())):
            yield span


def _is_hard_wrapped(text: str) -> bool:
    """Lines broken at a fixed width, paragraphs set apart by blank lines."""
    if "\n\n" not in text.replace(" ", ""):
        return False
    inner = [len(line) for block in re.split(r"\n\s*\n", text[:20_000]) for line in block.splitlines()[:-1]]
    return len(inner) >= 4 and sum(45 <= n <= 100 for n in inner) >= 0.8 * len(inner)


def _is_credit(paragraph: str) -> bool:
    if len(paragraph) > 400:
        return False
    return bool(_CREDIT.match(paragraph) or _BYLINE.match(paragraph) or _CONTRIBUTED.search(paragraph))


def _is_heading(paragraph: str) -> bool:
    return len(paragraph.split()) <= 14 and not re.search(r"""[.!?:;,"')\]]$""", paragraph)


def _dateline(text: str, paragraph: Span) -> Dateline | None:
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


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
        if _ends_sentence(text, start, stop, paragraph.end):
            yield from _pieces(text, Span(start, stop.end()))
            start = stop.end()
    yield from _pieces(text, Span(start, paragraph.end))


def _ends_sentence(text: str, start: int, stop: re.Match[str], limit: int) -> bool:
    following = _FOLLOWING.match(text, stop.end(), limit)
    if not following:
        return True
    word = following[1]
    if word[0].islower():
        return False
    if stop[0][0] in "!?…" or (len(stop[0]) > 1 and stop[0][:2] != ".."):
        return True
    last = re.search(r"[\w.]*\w$", text[max(start, stop.start() - 20) : stop.start()])
    before = last[0].lower() if last else ""
    if before in _ENDS_BOTH_WAYS:
        return word.lower() in _OPENERS
    return not (before in _ABBREVIATIONS or (re.fullmatch(r"(?:[a-z]\.)*[a-z]", before) and before != "i"))


def _pieces(text: str, span: Span) -> Iterator[Span]:
    whole = _strip(text, span)
    while whole and whole.end - whole.start > LONGEST:
        cut = max(
            text.rfind(mark, whole.start + LONGEST // 2, whole.start + LONGEST) for mark in ("; ", ", ", " ")
        )
        cut = cut + 1 if cut > 0 else whole.start + LONGEST
        if piece := _strip(text, Span(whole.start, cut)):
            yield piece
        whole = _strip(text, Span(cut, whole.end))
    if whole:
        yield whole


def _quotations(text: str, paragraph: Span) -> tuple[Span, ...]:
    """Pairs of quotation marks; one left open runs to the end, as in speech over several paragraphs."""
    marks = [m.start() for m in re.finditer('"', paragraph.of(text))]
    pairs = [
        Span(paragraph.start + a, paragraph.start + b + 1)
        for a, b in zip(marks[::2], marks[1::2], strict=False)
    ]
    if len(marks) % 2:
        pairs.append(Span(paragraph.start + marks[-1], paragraph.end))
    return tuple(pairs)
