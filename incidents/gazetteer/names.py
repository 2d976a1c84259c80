"""How names are compared: words folded to plain lower-case letters, Arabic articles set aside.

``words`` keeps the map back to the text, so that a span found among folded words is exact in the original.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_APOSTROPHES = "'’‘ʼʿʾ`´"
_WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![^\W\d_]))?"  # U.S., U.N., D.C
    rf"|[^\W\d_]+(?:[{_APOSTROPHES}][^\W\d_]+)*|\d+"
)
_MARKS = re.compile(rf"[{_APOSTROPHES}.]")
_ALWAYS_ARTICLE = frozenset({"al", "el", "ul", "il"})
# "ash-Shaddadah", "ez-Zor": the article takes on the sound of the next consonant.
_ASSIMILATED = re.compile(r"[ae](sh|th|dh|[rnstdz])\Z")
_GLUE = frozenset({"", " ", "-", "‐", "‑", "–", "\n", "\xa0", "  ", " -", "- ", "' ", "’ "})
_ABBREVIATIONS = frozenset({"st", "mt", "ft", "gen", "dr"})
ARTICLE = "al"


class Word(NamedTuple):
    """A word leaves out a possessive 's; ``article`` is where an Arabic article before it starts, or -1."""

    start: int
    end: int
    folded: str
    joined: bool  # nothing but a space or hyphen stands between this word and the one before
    article: int
    hyphenated: bool  # the article hangs on by a hyphen: "al-Asad"


_SPECIAL = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "ə": "a", "ð": "d", "þ": "th"}
)


def _fold_word(word: str) -> str:
    folded = word.lower()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded.translate(_SPECIAL))
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _MARKS.sub("", folded) if not folded.isalnum() else folded


def words(text: str) -> Iterator[Word]:
    """The words of a text, folded. An Arabic article is no word of its own when one follows that it belongs to."""
    previous_end = -9
    previous = ""
    article = article_end = -1
    article_word = ""
    article_joined = False
    hyphenated = False
    for found in _WORD.finditer(text):
        start, end = found.span()
        surface = found[0]
        if len(surface) > 2 and surface[-1] in "sS" and surface[-2] in _APOSTROPHES:
            end -= 2
            surface = surface[:-2]
        folded = _fold_word(surface)
        gap = text[previous_end:start] if previous_end >= 0 else None
        joined = gap is not None and (
            gap in _GLUE or (gap[0] == "." and previous in _ABBREVIATIONS and gap in (". ", "."))
        )
        if article >= 0 and not _belongs(article_word, folded, gap, start=text[article], head=text[start]):
            yield Word(article, article_end, article_word, article_joined, -1, False)
            article = -1
            # the held-back article turned out to be an ordinary word
        if article >= 0:
            hyphenated = gap not in (" ", "\n", "\xa0", "  ")
            joined = article_joined
        if article < 0 and (
            folded in _ALWAYS_ARTICLE or (_ASSIMILATED.match(folded) and not surface.isupper())
        ):
            article, article_end, article_word, article_joined = start, end, folded, joined
            previous_end, previous = end, folded
            continue
        yield Word(start, end, folded, joined, article, article >= 0 and hyphenated)
        article, hyphenated = -1, False
        previous_end, previous = found.end(), folded
    if article >= 0:
        yield Word(article, article_end, article_word, article_joined, -1, False)


def _belongs(article: str, word: str, gap: str | None, *, start: str, head: str) -> bool:
    if gap is None or gap not in _GLUE or gap == "" or not word[:1].isalpha():
        return False
    by_hyphen = gap not in (" ", "\n", "\xa0", "  ")
    if article in _ALWAYS_ARTICLE:
        return by_hyphen or head.isupper()
    return by_hyphen and word.startswith(article[1:])


_SPACED_ARTICLE = re.compile(r"\b([AEae](?:sh|[rnstdz])) (?=([A-Z]\w))")


def hyphenate_articles(name: str) -> str:
    """'Ar Raqqah' -> 'Ar-Raqqah': for names of a list, where such a word cannot be English."""

    if " " not in name:
        return name

    def _join(found: re.Match[str]) -> str:
        assimilates = _fold_word(found[2]).startswith(_fold_word(found[1])[1:])
        return f"{found[1]}-" if assimilates else found[0]

    return _SPACED_ARTICLE.sub(_join, name)


_FINAL_H = re.compile(r"(?<=[a-z]{3}a)h\b")
_DOUBLED = re.compile(r"([^i\W\d])\1+")


@lru_cache(maxsize=65536)
def respelt(folded: str) -> str:
    """What spellings of one foreign name have in common: "baqouba", "baqubah" -> "baquba".

    Doubled letters, "ou" and a final "h" only. Vowels for each other ("e" and "i") would make "Media" a town.
    """
    return _DOUBLED.sub(r"\1", _FINAL_H.sub("", folded).replace("ou", "u"))


_PLAIN = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*\Z")


def _may_be_article(word: str) -> bool:
    return word in _ALWAYS_ARTICLE or _ASSIMILATED.match(word) is not None


def fold(name: str) -> str:
    """The form two spellings share: 'Ain al-Asad', "'Ain Al Asad" and 'Ayn al-Asad's first two -> 'ain asad'.

    A leading article stays as 'al' ('al-Bab' -> 'al bab'); inner ones go.
    """
    if _PLAIN.match(name):  # most names, at a fraction of the time
        plain = name.lower().replace("-", " ")
        if not any(len(part) < 4 and _may_be_article(part) for part in plain.split(" ")):
            return plain
    parts: list[str] = []
    for word in words(name):
        if word.article >= 0 and not parts:
            parts.append(ARTICLE)
        parts.append(word.folded)
    return " ".join(parts)
