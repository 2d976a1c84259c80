"""Raw text -> the text that the rules read, character by character.

Every character becomes exactly one character, so an offset into the clean text *is* an offset
into ``Article.text`` and no map of spans is needed. That is why ligatures stay, and why a
zero-width space becomes a space instead of nothing: deleting one character would shift every
quote behind it.
"""

import unicodedata
from functools import lru_cache

_PLAIN = {
    **dict.fromkeys("“”„‟«»〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛′ʼʹ`´＇", "'"),
    **dict.fromkeys("‐‑‒–−﹣－\u00ad", "-"),
    **dict.fromkeys("―﹘", "—"),  # a dash between clauses stays one: "base—the second" is no compound word
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c\u202a\u202b\u202c\u202d\u202e", " "),
    **dict.fromkeys("\u2028\u2029\x0b\x0c\x85", "\n"),
    "\r": " ",  # "\r\n" keeps its newline, and its length
    "\t": " ",
}


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    # Lone surrogates ("Cs") are no text: the parser could not encode them.
    if character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Cs"}:
        return " "
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 else character


def clean(text: str) -> str:
    """The same length, with one kind of quotation mark, apostrophe, hyphen, dash and space."""
    if "\r" in text and "\n" not in text:  # old line ends: only then is a lone "\r" a newline
        text = text.replace("\r", "\n")
    odd = {c for c in set(text) if c != "\n" and not " " <= c <= "~"} | {"`"}
    return text.translate({ord(c): _plain(c) for c in odd})
