"""Sentence in, mentions out: what the tests of reading share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from incidents.extraction import language
from incidents.extraction.records import Mention, Sentence, Span

Find = Callable[[Sentence], Sequence[Mention]]
BEFORE = "A heading. "
"""Stands before every sentence, so that an offset counted from the sentence's own start is noticed."""


@lru_cache(maxsize=512)
def sentence(text: str) -> Sentence:
    """``text`` as the one sentence of an article, parsed by the real pipeline."""
    (doc,) = language.parse([text])
    return Sentence(index=1, paragraph=0, span=Span(len(BEFORE), len(BEFORE) + len(text)), text=text, doc=doc)


def check(find: Find, text: str, expected: Iterable[Mapping[str, Any]]) -> None:
    """All that ``find`` reads in ``text``, in order, has the fields named; spans are given by their words.

    ``words`` is the mention's own span.
    """
    expected = list(expected)
    found = [_shown(m, text) for m in find(sentence(text))]
    names = [set(e) for e in expected]
    shown = [{name: m[name] for name in (names[i] if i < len(names) else m)} for i, m in enumerate(found)]
    assert shown == expected, f"{text!r}\nread:     {shown}\nexpected: {expected}"


def check_nothing(find: Find, text: str) -> None:
    found = [_shown(m, text) for m in find(sentence(text))]
    assert not found, f"{text!r}\nread: {found}"


def _shown(mention: Mention, text: str) -> dict[str, Any]:
    article = BEFORE + text
    values = {name: getattr(mention, name) for name in mention.__dataclass_fields__}
    shown = {name: value.of(article) if isinstance(value, Span) else value for name, value in values.items()}
    assert shown["sentence"] == 1
    return {"words": shown.pop("span"), **shown}
