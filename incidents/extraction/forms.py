"""Parts of speech and lemmas, remembered by word, tag and relation.

The pipeline finds them with patterns that are tried on every word anew, a tenth of all parsing; but what they say
of a word hangs on nothing else than these three, save for a few patterns of two words ("gon na"). Sentences that
such a pattern may touch are left to the pipeline. ``tests/extraction/test_forms.py`` compares.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

PIPES = ("attribute_ruler", "lemmatizer")
_ASKED = ["ORTH", "TAG", "DEP"]
_GIVEN = ["POS", "MORPH", "LEMMA"]
_LIMIT = 100_000
"""Words remembered at most, some 20 MB; the text of many thousand articles has fewer."""

Key = tuple[int, int, int]
Form = tuple[int, int, int]


class Forms:
    """Gives documents that are tagged and parsed what the pipes in ``PIPES`` would give them."""

    def __init__(self, nlp: Any) -> None:
        self._pipes = [nlp.get_pipe(name) for name in PIPES]
        self._known: dict[Key, Form] = {}
        self._learning = threading.Lock()
        self._tied: set[int] = set()
        for pattern in self._pipes[0].patterns:
            for specs in pattern["patterns"]:
                if len(specs) > 1:
                    self._tied.add(nlp.vocab.strings.add(_literal(specs)))

    def give(self, docs: Sequence[Any]) -> None:
        asked = []
        for doc in docs:
            keys = [(orth, tag, dep) for orth, tag, dep in doc.to_array(_ASKED).tolist()]
            if self._is_tied(doc, keys):
                self._by_pipes(doc)
            elif keys:
                asked.append((doc, keys))
        with self._learning:
            self._remember(asked)

    def _remember(self, asked: Sequence[tuple[Any, Sequence[Key]]]) -> None:
        unknown = {key for _, keys in asked for key in keys} - self._known.keys()
        if unknown:
            if len(self._known) + len(unknown) > _LIMIT:
                self._known.clear()
                unknown = {key for _, keys in asked for key in keys}
            self._learn(asked[0][0], sorted(unknown))
        for doc, keys in asked:
            _write(doc, _GIVEN, [self._known[key] for key in keys])

    def _is_tied(self, doc: Any, keys: Sequence[Key]) -> bool:
        return not self._tied.isdisjoint(doc.to_array("LOWER").tolist()) or any(
            dep in self._tied for _, _, dep in keys
        )

    def _by_pipes(self, doc: Any) -> None:
        for pipe in self._pipes:
            pipe(doc)

    def _learn(self, like: Any, unknown: Sequence[Key]) -> None:
        """The pipes are asked about the new words, all in one document, where none has to do with the next."""
        strings = like.vocab.strings
        together = type(like)(like.vocab, words=[strings[orth] for orth, _, _ in unknown])
        _write(together, _ASKED[1:], [key[1:] for key in unknown])
        self._by_pipes(together)
        given = together.to_array(_GIVEN).tolist()
        self._known.update(zip(unknown, map(tuple, given), strict=True))


def _literal(specs: Sequence[dict[str, Any]]) -> str:
    """The word, or else the relation, without which a pattern of several words cannot fit."""
    words = [s["LOWER"] for s in specs if isinstance(s.get("LOWER"), str)]
    return str(words[0] if words else next(s["DEP"] for s in specs if isinstance(s.get("DEP"), str)))


def _write(doc: Any, names: list[str], rows: Sequence[tuple[int, ...]]) -> None:
    values = doc.to_array(names)  # its own kind of array: these numbers need all of 64 bits
    values[:] = rows
    doc.from_array(names, values)
