"""The plain form of a text file: UTF-8 in lines that end with a line feed. Most files are in it; of others a copy
is made beside the file, once, so that a line can be found again by its offset whatever the encoding was.
"""

import codecs
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from incidents.ingestion.formats.shapes import CHUNK, Refused
from incidents.ingestion.text import FEW, decode

_HEAD = 64 * 1024
_MANY = 50  # letters beyond ASCII that were UTF-8: then what is not is an error, not another encoding
_MARK = codecs.BOM_UTF8
_EMPTY = re.compile(rb"[\r\n \t,;|]*")
_WORDS = re.compile(rb"[\x80-\xff]{2,}")


# What cannot be decoded becomes a byte that is no UTF-8 in the copy too, so that its line is known as broken.
codecs.register_error("keep broken", lambda error: ("\udcff", error.end))


def encoding_of(path: Path) -> str:
    """The whole file is looked at: an accent may come first in row 30,000."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
            return decode(head)[1]
        if wide := _wide(head):
            return wide
        file.seek(0)
        utf8, beyond_ascii = codecs.getincrementaldecoder("utf-8")(), 0
        while chunk := file.read(CHUNK):
            try:
                beyond_ascii += len(chunk) - len(utf8.decode(chunk))
            except UnicodeDecodeError:
                return "utf-8" if beyond_ascii > _MANY else _legacy(chunk)
    return "utf-8"


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: spaces and line ends have a zero on one side. A page of zeros does not."""
    pairs = list(zip(head[::2], head[1::2], strict=False))
    little = sum(1 for first, second in pairs if first and not second)
    big = sum(1 for first, second in pairs if second and not first)
    if max(little, big) < max(10, len(pairs) // 50) or min(little, big) * 10 > max(little, big):
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def _legacy(chunk: bytes) -> str:
    """The encoding of most letters beyond ASCII: a few wrong lines do not make a file of UTF-8 another."""
    odd = [line for line in chunk.split(b"\n") if not line.isascii()]
    wrong = [line for line in odd if not _is_utf8(line)]
    if 2 * _beyond_ascii(wrong) < _beyond_ascii(odd):
        return "utf-8"
    sample = b"\n".join(wrong)[:_HEAD]
    in_words = sum(map(len, _WORDS.findall(sample)))
    if 2 * in_words < _beyond_ascii([sample]) < FEW * len(chunk):
        return "cp1252"  # single letters among ASCII, and few of them
    return decode(sample)[1]


def _beyond_ascii(lines: list[bytes]) -> int:
    return sum(len(line) - len(line.decode("ascii", "ignore")) for line in lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def known_encoding(label: str) -> str:
    """Its name, or ``Refused``: somebody typed it."""
    try:
        name = codecs.lookup(label).name
        "".encode(name)
        b"".decode(name)
    # a codec may be unknown, or one that turns bytes into bytes
    except (LookupError, ValueError, TypeError):
        raise Refused.because(
            "expected the name of an encoding, such as utf-8 or windows-1256.", field="encoding"
        ) from None
    return name.removesuffix("-sig").replace("utf_8_sig", "utf-8")


def plain(path: Path, encoding: str) -> Path:
    """The file itself, or its plain copy."""
    if encoding in {"", "utf-8", "ascii"} and not _is_of_carriage_returns(path):
        return path
    encoding = encoding or "utf-8"
    copy = path.with_name(f"{path.name}.{encoding}-plain")
    return beside(copy, partial(_convert, path, encoding))


def _is_of_carriage_returns(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(CHUNK)
    return b"\r" in head and b"\n" not in head


def _convert(path: Path, encoding: str, copy: Path) -> None:
    # newline=None: each of the three line ends is read as one line feed
    with (
        path.open(encoding=encoding, errors="keep broken", newline=None) as file,
        copy.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as plain,
    ):
        while chunk := file.read(CHUNK):
            plain.write(chunk)


def beside(copy: Path, make: Callable[[Path], None]) -> Path:
    """A file made of an upload, once; two who make it at the same time do not meet. Its name is that of the upload
    and one suffix: so the storage knows whose it is."""
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}.tmp")
        try:
            make(unfinished)
            unfinished.replace(copy)
        finally:
            unfinished.unlink(missing_ok=True)
    return copy


def forget(path: Path) -> None:
    """Take away what was made beside an upload. The upload stays."""
    for copy in path.parent.glob(f"{path.name}.*"):
        if copy.name.endswith(("-plain", "-rows", ".tmp")):
            copy.unlink(missing_ok=True)


def after_empty(file: BinaryIO, offset: int, number: int) -> tuple[int, int]:
    """Over lines with nothing but spaces and delimiters in them: a spreadsheet may end in a million of those."""
    end = 1
    while end and (chunk := file.read(CHUNK)):
        empty = _EMPTY.match(chunk).end()  # type: ignore[union-attr]  # it matches nothing too
        end = chunk.rfind(b"\n", 0, empty) + 1
        offset, number = offset + end, number + chunk.count(b"\n", 0, end)
        file.seek(offset)
    return offset, number


def start_of(path: Path) -> int:
    """Where the text begins: after a mark of UTF-8."""
    with path.open("rb") as file:
        return len(_MARK) if file.read(len(_MARK)) == _MARK else 0
