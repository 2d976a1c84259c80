"""Whose words they are: the party that a verb of speech, blame or claim has for its subject, as it is written."""

from __future__ import annotations

import re

from incidents.extraction.records import ClaimMention, Sentence, Span
from incidents.extraction.tree import Word
from incidents.vocabulary import Stance

# A party as news writes one: capitalised words with small joints, or a noun with its describing words.
NAME = (
    r"(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Tt]wo|[Tt]hree|[Ss]everal|[Ss]ome|[Oo]ne|[Aa]nother"
    r"|[Tt]hat)\s)?(?:[\w.'’&-]+\s){0,8}?[\w.'’&-]+"
)


def add(
    sentence: Sentence,
    found: list[ClaimMention],
    span: tuple[int, int],
    stance: Stance,
    speaker: tuple[int, int] | None,
    scope: tuple[int, int],
    accused: tuple[int, int] | None = None,
    *,
    is_responsibility: bool = False,
) -> None:
    def at(pair: tuple[int, int]) -> Span:
        words = sentence.text[pair[0] : pair[1]]
        if not re.search(r"(?:\b[A-Z]\.)+$", words):  # "police." but "the U.S."
            words = words.rstrip(" .,;:")
        pair = (pair[0] + len(words) - len(words.lstrip()), pair[0] + len(words))
        return Span(sentence.span.start + pair[0], sentence.span.start + pair[1])

    found.append(
        ClaimMention(
            span=at(span),
            sentence=sentence.index,
            stance=stance,
            speaker=at(speaker) if speaker else None,
            scope=at(scope),
            accused=at(accused) if accused else None,
            is_responsibility=is_responsibility,
        )
    )


def chunk(sentence: Sentence, words: tuple[int, int]) -> tuple[int, int]:
    """The noun phrase at the words: "Democratic | leadership", "militias | close to Iran"."""
    if sentence.doc is None:
        return words
    for chunk in sentence.doc.noun_chunks:
        start, end = chunk.start_char, chunk.end_char
        if start <= words[0] + 4 < end and start >= words[0] - 4:
            return start, end
    return words


def subject_of(sentence: Sentence, position: int) -> tuple[int, int] | None:
    """The grammatical subject of the verb at ``position``, without its relative clauses."""
    if sentence.doc is None:
        before = re.search(rf"{NAME}\s$", sentence.text[:position])
        return (before.start(), before.end() - 1) if before else None
    at = next((t for t in sentence.doc if t.idx + len(t) > position), None)
    while at is not None and at.pos_ == "AUX" and at.head is not at and at.dep_ in ("aux", "auxpass"):
        at = at.head
    if at is not None and at.pos_ == "ADV" and at.head.pos_ == "VERB":
        at = at.head
    for _ in range(8):
        if at is None:
            return None
        subject = next(
            (c for c in at.children if c.dep_ in ("nsubj", "nsubjpass") and c.tag_ not in ("WP", "WDT")), None
        )
        if subject is None and at.dep_ == "relcl":
            subject = at.head
        if subject is not None:
            return noun_phrase(subject, position)
        if (
            at.head is at
            or at.dep_ == "nsubj"
            or (at.head.pos_ not in ("VERB", "AUX") and at.tag_ != "VBG" and at.pos_ in ("VERB", "AUX"))
        ):
            break
        at = at.head
    for chunk in sentence.doc.noun_chunks:
        if chunk.start_char < position < chunk.end_char:
            return chunk.start_char, len(sentence.text[:position].rstrip())  # "claims" taken for a noun
    ends = [c for c in sentence.doc.noun_chunks if 0 <= position - c.end_char <= 12]
    if (
        not ends
        or ends[-1].root.dep_ == "pobj"
        or not re.fullmatch(
            r"\s*(?:\w+ly |also |has |have |had |later )*",
            sentence.text[ends[-1].end_char : position],
        )
    ):
        return None
    return ends[-1].start_char, ends[-1].end_char


def noun_phrase(head: Word, before: int) -> tuple[int, int]:
    """Head with its "of" and "for" phrases and its apposition: "Yahya Sarea, the Houthis' spokesman"."""
    own = ("det", "compound", "amod", "poss", "nummod", "nmod", "quantmod", "predet")
    left = min((c.left_edge for c in head.lefts if c.dep_ in own), key=lambda t: t.i, default=head)
    right = head
    for child in head.rights:
        if (child.dep_ == "prep" and child.lower_ in ("of", "for", "from", "at", "in", "with")) or (
            child.dep_ in ("conj", "appos") and child.pos_ in ("NOUN", "PROPN")
        ):
            right = child.right_edge
    start, end = left.idx, right.idx + len(right)
    if start < before < end:
        end = head.idx + len(head)
    return start, end
