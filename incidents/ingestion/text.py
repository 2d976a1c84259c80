"""Bytes -> text: which encoding, and the few things that no stored text may hold.

What is declared is believed first (byte order mark, ``charset`` of the content type, ``<meta charset>``),
as long as the bytes agree with it; then UTF-8; only then is guessed.
"""

import codecs
import re

from charset_normalizer import from_bytes

GUESSED_FROM = 65_536  # bytes; a guess from more is slower and no better
SNIFFED = 4096
FEW = 0.05  # of the bytes; Czech or Turkish has twice as many beyond ASCII

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose little-endian mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# The labels that browsers read as Windows-1252, which they nearly always are.
_REALLY_1252 = {"iso8859-1", "ascii"}
_LINE_ENDS = re.compile(r"\r\n?")
_NOT_STORABLE = {0: None, **dict.fromkeys(range(55296, 57344), "�")}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, *, content_type: str = "", is_html: bool = False) -> tuple[str, str]:
    """The text and the name of the encoding it was in. Never fails: bytes that fit nothing become U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), codecs.lookup(encoding).name.removesuffix("-sig")
    declared = _CHARSET.findall(content_type)
    if is_html:
        declared += _CHARSET.findall(data[:SNIFFED].decode("latin-1"))
    for label in [*declared, *_wide(data), "utf-8"]:
        if (text := _as(data, label)) is not None:
            return text
    for label in [_guess(_head(data)), "windows-1252"]:
        if (text := _as(data, label)) is not None:
            return text
    return data.decode("latin-1"), "iso8859-1"


def _guess(head: bytes) -> str:
    """An English text with some foreign names has too few signs for a guess; it is western."""
    if sum(byte > 127 for byte in head) < FEW * len(head):
        return "windows-1252"
    best = from_bytes(head).best()
    return best.encoding if best else ""


def _as(data: bytes, label: str) -> tuple[str, str] | None:
    try:
        encoding = codecs.lookup(label).name
        encoding = "cp1252" if encoding in _REALLY_1252 else encoding
        return data.decode(encoding), encoding
    # a label may be unknown, name no text encoding ("hex"), or not fit the bytes
    except (LookupError, ValueError, UnicodeError):
        return None


def _wide(data: bytes) -> list[str]:
    """UTF-16 without its mark: every other byte of western text is zero."""
    head = data[:SNIFFED]
    if head[1::2].count(0) > len(head) // 4:
        return ["utf-16-le"]
    return ["utf-16-be"] if head[::2].count(0) > len(head) // 4 else []


def _head(data: bytes) -> bytes:
    if len(data) <= GUESSED_FROM:
        return data
    return data[:GUESSED_FROM].rpartition(b" ")[0] or data[:GUESSED_FROM]  # never half a character


def tidy(text: str) -> str:
    """One kind of line end, nothing around it, and nothing that PostgreSQL cannot store (NUL, half a pair)."""
    return _LINE_ENDS.sub("\n", text).translate(_NOT_STORABLE).strip().removeprefix("\ufeff")


def is_binary(text: str) -> bool:
    """Decoded or not, this was never text."""
    head = text[:SNIFFED]
    return len(_CONTROLS.findall(head)) > len(head) // 50
