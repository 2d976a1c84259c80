"""A parsed sentence in plain objects, under the NLP library's names for things.

Grammar asks the same few things of the same words thousands of times, and the library makes a new object for
each answer; these are made once. What is asked here is what the library would say (``tests/extraction/
test_tree.py`` compares), but for ``lemma``, which mends what its small model gets wrong in news.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, overload

_REPAIRS = {
    # What the small model's lemmatiser leaves whole or gets wrong in news.
    "airstrikes": "airstrike", "air-strikes": "airstrike", "clashes": "clash", "bombings": "bombing",
    "shot": "shoot", "bombed": "bomb", "shelled": "shell", "ambushed": "ambush", "rocketed": "rocket",
    "killings": "killing", "protestors": "protestor", "downed": "down", "wounded": "wound", "injured":
    "injure", "blew": "blow", "seized": "seize", "raids": "raid", "strikes": "strike", "struck": "strike",
    "attacks": "attack", "attacked": "attack", "raided": "raid", "stormed": "storm", "fired": "fire", "hit":
    "hit", "gunned": "gun", "raped": "rape", "retook": "retake", "staged": "stage", "reoccupied": "reoccupy",
    "installed": "install", "salvos": "salvo", "graves": "grave",
}  # fmt: skip


_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_PHRASES = frozenset(
    {"oprd", "nsubj", "dobj", "nsubjpass", "pcomp", "pobj", "dative", "appos", "attr", "ROOT"}
)


class Word:
    """A token. ``head`` of a root is itself; ``children`` are in order, those before the word first."""

    __slots__ = (
        "children", "dep_", "doc", "ent_type_", "head", "i", "idx", "is_mark", "is_passive", "lefts", "lemma",
        "lemma_", "like_num", "lower_", "pos_", "rights", "tag_", "text", "whitespace_",
    )  # fmt: skip

    doc: Tree
    i: int
    idx: int
    text: str
    lower_: str
    lemma: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    like_num: bool
    is_mark: bool
    whitespace_: str
    head: Word
    lefts: Sequence[Word]
    rights: Sequence[Word]
    children: Sequence[Word]
    is_passive: bool | None
    """What ``grammar.is_passive`` has found; None where nobody has asked."""

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"<{self.text}/{self.dep_}>"

    def settle(self) -> None:
        """Once ``lefts`` or ``rights`` have changed."""
        self.children = (
            [*self.lefts, *self.rights] if self.lefts and self.rights else self.lefts or self.rights
        )

    @property
    def subtree(self) -> Iterator[Word]:
        for word in self.lefts:
            yield from word.subtree
        yield self
        for word in self.rights:
            yield from word.subtree

    @property
    def ancestors(self) -> Iterator[Word]:
        word = self
        while word.head is not word:
            word = word.head
            yield word

    def is_ancestor(self, of: Word) -> bool:
        return any(word is self for word in of.ancestors)

    @property
    def left_edge(self) -> Word:
        return min(self.subtree, key=lambda word: word.i)

    @property
    def right_edge(self) -> Word:
        return max(self.subtree, key=lambda word: word.i)


class Phrase(Sequence[Word]):
    """Words that stand together: from ``start`` up to, not including, ``end``."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Tree, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __len__(self) -> int:
        return self.end - self.start

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Word]: ...
    def __getitem__(self, at: int | slice) -> Word | Sequence[Word]:
        return self.doc.words[self.start : self.end][at]

    def __iter__(self) -> Iterator[Word]:
        return iter(self.doc.words[self.start : self.end])

    @property
    def start_char(self) -> int:
        return self.doc.words[self.start].idx

    @property
    def end_char(self) -> int:
        last = self.doc.words[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        if self.start == self.end:
            return ""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def root(self) -> Word:
        """The word that rules the others: the first root of the sentence in it, else the one nearest to a root;
        a mark or a space only where it stands alone.
        """
        words = self.doc.words[self.start : self.end]
        for word in words:
            if word.head is word:
                return word
        rulers = [w for w in words if not w.is_mark and not self.start <= w.head.i < self.end]
        return min(rulers, key=_depth, default=words[0])


class Tree(Sequence[Word]):
    """The words of one sentence's text; offsets count from its start."""

    def __init__(self, doc: Any, text: str) -> None:
        """``doc`` is the library's document of the text, tagged, parsed and lemmatised."""
        self._doc = doc
        self.text = text
        self.words: list[Word] = _words(self, doc)

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> Phrase: ...
    def __getitem__(self, at: int | slice) -> Word | Phrase:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self.words))
            return Phrase(self, start, max(start, end))
        return self.words[at]

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    @property
    def root(self) -> Word:
        """The first, where the parser sees several sentences."""
        return Phrase(self, 0, len(self.words)).root

    @cached_property
    def ents(self) -> tuple[Phrase, ...]:
        return tuple(Phrase(self, e.start, e.end, e.label_) for e in self._doc.ents)

    @cached_property
    def noun_chunks(self) -> tuple[Phrase, ...]:
        """Noun phrases up to their head, none inside another."""
        found: list[Phrase] = []
        taken = -1
        for word in self.words:
            if word.pos_ in _NOMINAL and _stands_for(word) in _PHRASES:
                start = _leftmost(word).i
                if start > taken:
                    taken = word.i
                    found.append(Phrase(self, start, word.i + 1))
        return tuple(found)

    def char_span(self, start: int, end: int) -> Phrase | None:
        """The words that the characters touch; None where they touch none."""
        first = bisect_right(self.words, start, key=_end)
        last = bisect_left(self.words, end, key=_start)
        return Phrase(self, first, last) if first < last else None


def _stands_for(word: Word) -> str:
    """What a word is to its head; one that is coordinated is what the first of them is."""
    if word.dep_ != "conj":
        return word.dep_
    head = word.head
    while head.dep_ == "conj" and head.head.i < head.i:
        head = head.head
    return head.dep_


def _leftmost(word: Word) -> Word:
    while word.lefts:
        word = word.lefts[0]
    return word


def _depth(word: Word) -> int:
    depth = 0
    while word.head is not word:
        word, depth = word.head, depth + 1
    return depth


def _start(word: Word) -> int:
    return word.idx


def _end(word: Word) -> int:
    return word.idx + len(word.text)


def _words(tree: Tree, doc: Any) -> list[Word]:
    tokens = list(doc)
    words = [Word() for _ in tokens]
    for word, token in zip(words, tokens, strict=True):
        word.doc = tree
        word.i, word.idx, word.text, word.lower_ = token.i, token.idx, token.text, token.lower_
        word.pos_, word.tag_, word.dep_, word.ent_type_ = token.pos_, token.tag_, token.dep_, token.ent_type_
        word.lemma_, word.like_num, word.whitespace_ = token.lemma_, token.like_num, token.whitespace_
        word.lemma = _lemma(word)
        word.head = words[token.head.i]
        word.is_mark = token.is_punct or token.is_space
        word.lefts = word.rights = word.children = ()  # most words are leaves, and need no lists of their own
        word.is_passive = None
    for word in words:
        head = word.head
        if word.i < head.i:
            head.lefts = [*head.lefts, word]
        elif head is not word:
            head.rights = [*head.rights, word]
    for word in words:
        word.settle()
    return words


def _lemma(word: Word) -> str:
    if word.lower_ in _REPAIRS and (word.lower_ != "shot" or word.pos_ == "VERB"):
        return _REPAIRS[word.lower_]
    return word.lemma_.lower()
