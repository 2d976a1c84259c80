"""Reading: an article goes in, drafts of incidents come out. Pure: no database, no network, no Django.

``from incidents.extraction import Article, extract`` is the whole of it. The NLP library is loaded
at the first reading, not at import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from incidents.extraction.records import (
    Article,
    Casualties,
    Counter,
    DateMention,
    Draft,
    Evidence,
    Party,
    Range,
    Reading,
    Span,
    Statement,
    WeaponUse,
)
from incidents.gazetteer.gazetteer import Gazetteer

EXTRACTOR_VERSION = "3"
"""Changes whenever the same text may be read differently: a reading remembers what it was made with."""


def extract(article: Article, gazetteer: Gazetteer | None = None) -> Reading:
    """Read one article. Without a gazetteer of the caller's, the package's own serves."""
    return next(extract_many([article], gazetteer))


def extract_many(articles: Iterable[Article], gazetteer: Gazetteer | None = None) -> Iterator[Reading]:
    """As ``extract``, in batches: faster from a handful of articles on."""
    from incidents.extraction import pipeline

    return pipeline.extract_many(articles, Gazetteer.load() if gazetteer is None else gazetteer)


def read_date(words: str, *, published: date | None = None) -> DateMention | None:
    """The date that the whole of ``words`` says, as a sentence's would be read; None where they are none."""
    from incidents.extraction.mentions import dates

    return dates.read(words, published=published)


def read_range(words: str) -> Range | None:
    """The count that the whole of ``words`` says: "at least one"; None where they are none."""
    from incidents.extraction.mentions import numbers

    return numbers.read(words)


__all__ = [
    "EXTRACTOR_VERSION",
    "Article",
    "Casualties",
    "Counter",
    "DateMention",
    "Draft",
    "Evidence",
    "Party",
    "Range",
    "Reading",
    "Span",
    "Statement",
    "WeaponUse",
    "extract",
    "extract_many",
    "read_date",
    "read_range",
]
