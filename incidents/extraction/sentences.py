"""Clean text -> paragraphs, sentences, dateline, quotation; what is no reporting is left out.

Left out: bylines, photo and agency credits, "contributed to this report", reading tips, copyright
lines. Their names and places would otherwise be read as actors and scenes.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from incidents.extraction import opening
from incidents.extraction.opening import Dateline
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


@dataclass(frozen=True, slots=True)
class Layout:
    """``is_digest``: a list of separate items, each closed by its source, opened by a bullet or under a heading of
    its own; what one item tells the next does not.
    """

    sentences: tuple[Sentence, ...]
    dateline: Dateline | None
    is_digest: bool = False


def split(text: str, title: str = "") -> Layout:
    """``text`` and ``title`` must come from ``clean``. Sentences carry no parse yet."""
    paragraphs = [span for span in _paragraphs(text) if not _is_credit(span.of(text))]
    begins, dateline = opening.skip(text, paragraphs[0], title) if paragraphs else (0, None)
    sentences: list[Sentence] = []
    sourced = bullets = 0
    for number, paragraph in enumerate(paragraphs):
        start = begins if number == 0 else paragraph.start
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
