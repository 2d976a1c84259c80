"""An article's text cut at the borders of its evidence, so that words that serve several fields are lit once."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Lit:
    """A span and the row of the desk it stands for."""

    start: int
    end: int
    row: str


@dataclass(frozen=True, slots=True)
class Segment:
    """``rows`` is empty for plain text. ``first_of`` names the rows whose words begin here."""

    text: str
    rows: tuple[str, ...] = ()
    first_of: tuple[str, ...] = ()


def segments(text: str, lit: Iterable[Lit]) -> list[Segment]:
    spans = sorted({s for s in lit if s.start < s.end <= len(text)}, key=lambda s: (s.start, s.end, s.row))
    borders = sorted({0, len(text), *(s.start for s in spans), *(s.end for s in spans)})
    begun: set[str] = set()
    found = []
    for start, end in pairwise(borders):
        rows = tuple(dict.fromkeys(s.row for s in spans if s.start <= start and end <= s.end))
        first = tuple(row for row in rows if row not in begun)
        begun.update(first)
        found.append(Segment(text[start:end], rows, first))
    return found
