"""ZIP of articles. Names in it are labels: nothing is unpacked to a disk. A line's number is the place in the
archive; a ``manifest.csv`` gives each its cells, by the column of file names (the first, unless one is called so).
"""

import csv
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from io import StringIO
from itertools import accumulate
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from incidents.ingestion.formats.shapes import (
    LARGEST_DOCUMENT,
    LONGEST_LINE,
    MOST_COLUMNS,
    Document,
    Line,
    Problem,
    Refused,
    bad,
    named,
    offset_and_number,
    position,
    the_end,
)
from incidents.ingestion.text import decode

LARGEST_DIRECTORY = 16 * 1024 * 1024  # bytes: a hundred thousand names
MOST_UNPACKED = 10 * 1024**3
MOST_TIMES = 200  # as much as it was packed; text packs to a tenth
ALWAYS_UNPACKED = 1024 * 1024  # bytes, however tightly they are packed

MANIFEST = "manifest.csv"
_FILE_COLUMNS = {"file", "file_name", "filename", "file name", "name", "path"}
_JUNK = {".ds_store", "thumbs.db", "desktop.ini"}
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ")
_SAYS_UTF8 = 0x800
_OFFICE = b"word/document.xml"
_END = b"PK\x05\x06"
# controls, and what turns the direction of writing, so that "exe.txt" could be shown for "txt.exe"
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_DAMAGED = (BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error)


def label(name: str) -> str:
    return _UNSEEN.sub("", name)[:300]


def columns(path: Path) -> tuple[str, ...]:
    """Those of the manifest."""
    try:
        with opened(path) as archive:
            members = archive.infolist()
            if not any(map(_is_article, members)):
                raise Refused.because("expected an archive with articles in it; this one is empty.")
            return _Manifest(archive, members).columns
    except _DAMAGED as error:
        raise Refused.because(f"expected a whole ZIP archive ({label(str(error))}).") from error


def lines(path: Path, *, since: int) -> Iterator[Line]:
    _, done = offset_and_number(since)
    number = done
    try:
        with opened(path) as archive:
            members = archive.infolist()
            manifest = _Manifest(archive, members)
            unpacked = list(accumulate(member.file_size for member in members))
            for number, member in enumerate(members[done:], start=done + 1):
                if unpacked[number - 1] > MOST_UNPACKED:
                    words = f"expected at most {MOST_UNPACKED // 1024**3} GB unpacked; the rest is not read."
                    after = position(archive.start_dir, len(members))
                    yield bad(number, after, words, original=label(member.filename))
                    break
                if _is_article(member):
                    yield _line(archive, member, number, manifest)
            yield from manifest.problems(len(members), done, archive.start_dir)
    except _DAMAGED as error:
        words = f"expected a whole ZIP archive ({label(str(error))})."
        yield bad(number + 1, the_end(path), words, field="file")
    except Refused as refused:
        yield bad(number + 1, the_end(path), refused.problem.words, field="file")


def opened(path: Path) -> ZipFile:
    """The directory is read into memory as a whole, so its size is looked at first."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_557))
        tail = file.read()
    for end in {tail.rfind(_END), len(tail) - 22}:
        if tail[end : end + 4] == _END and _directory(tail, end) > LARGEST_DIRECTORY:
            raise Refused.because("expected an archive of at most some hundred thousand files.")
    try:
        return ZipFile(path)
    except (NotImplementedError, LookupError, OverflowError) as error:  # a version, a size that is none
        raise BadZipFile(str(error)) from error


def _directory(tail: bytes, end: int) -> int:
    """Its bytes, as the end of the archive says."""
    size: int = struct.unpack_from("<L", tail + bytes(16), end + 12)[0]
    wide = tail.rfind(b"PK\x06\x06", 0, end)
    return (
        struct.unpack_from("<Q", tail + bytes(48), wide + 40)[0] if size == 0xFFFFFFFF and wide >= 0 else size
    )


def _path(name: str) -> PurePosixPath:
    """To compare by: as it was meant, however a system writes é or a folder."""
    return PurePosixPath(unicodedata.normalize("NFC", name.replace("\\", "/")))


def _name(member: ZipInfo) -> str:
    """Many tools write UTF-8 and do not say so; then the library takes it for an alphabet of 1981."""
    if not member.flag_bits & _SAYS_UTF8:
        try:
            return member.filename.encode("cp437").decode()
        except UnicodeError:
            pass
    return member.filename


def _is_article(member: ZipInfo) -> bool:
    is_folder = _name(member).endswith("/")
    name = _path(_name(member))
    is_junk = "__MACOSX" in name.parts or name.name.lower() in _JUNK
    return not (is_folder or is_junk or _is_manifest(member))


def _is_manifest(member: ZipInfo) -> bool:
    parts = _path(_name(member)).parts
    return (
        len(parts) in (1, 2) and parts[-1].lower() == MANIFEST
    )  # many tools pack a folder, not what is in it


def _line(archive: ZipFile, member: ZipInfo, number: int, manifest: "_Manifest") -> Line:
    name = label(_name(member))
    after = position(member.header_offset, number)
    cells = manifest.cells(_name(member))
    data = _data(archive, member)
    if isinstance(data, str):
        return Line(number, after, cells, problem=Problem("file", data), original=name)
    return Line(number, after, cells, Document(data, _path(name).name), original=name)


def _data(archive: ZipFile, member: ZipInfo, largest: int = LARGEST_DOCUMENT) -> bytes | str:
    """The bytes, or what is wrong with them."""
    if member.flag_bits & 1:
        return "expected a file without a password; this one is encrypted."
    if member.file_size > largest:
        return (
            f"expected at most {largest // 1024**2} MB; this file has {member.file_size / 1024**2:,.0f} MB."
        )
    if member.file_size > ALWAYS_UNPACKED and member.file_size > MOST_TIMES * member.compress_size:
        times = member.file_size // (member.compress_size or 1)
        return f"expected an article; this file unpacks to {times:,} times its size."
    try:
        with archive.open(member) as file:
            data = file.read(member.file_size + 1)  # one more, to meet its end and its checksum
    except NotImplementedError:
        return "expected a file packed in the usual way (deflate)."
    except (*_DAMAGED, RuntimeError) as error:
        return f"expected a whole file; this one is damaged ({label(str(error))})."
    if data.startswith(_ARCHIVES) and _OFFICE not in data:
        return "expected an article; this is an archive within the archive, or a document of another kind."
    return data


class _Manifest:
    def __init__(self, archive: ZipFile, members: list[ZipInfo]):
        self.columns: tuple[str, ...] = ()
        self._by_name: dict[str, dict[str, str]] = {}
        self._wrong: list[tuple[str, str]] = []
        self._asked: set[str] = set()
        found = next(filter(_is_manifest, members), None)
        if found is None:
            return
        data = _data(archive, found, largest=LONGEST_LINE)
        if isinstance(data, str):
            self._wrong.append((MANIFEST, data))
            return
        self._read(decode(data)[0])
        folder = _path(_name(found)).parent
        named_so = {str(_path(_name(member))) for member in members}
        self._by_name = {str(folder / _path(name)): cells for name, cells in self._by_name.items()}
        self._wrong += [
            (name, "expected a file of this name in the archive; there is none.")
            for name in self._by_name
            if name not in named_so
        ]

    def _read(self, text: str) -> None:
        text = text.removeprefix("\ufeff").replace("\0", "")
        delimiter = max(",;\t|", key=text.partition("\n")[0].count)
        rows = csv.reader(
            StringIO(text, newline=None), delimiter=delimiter, strict=True, skipinitialspace=True
        )
        place = 0
        try:
            for row in filter(any, rows):
                if not self.columns:
                    self.columns = named(row[:MOST_COLUMNS])
                    lower = [column.lower() for column in self.columns]
                    place = next((n for n, column in enumerate(lower) if column in _FILE_COLUMNS), 0)
                elif place < len(row) <= len(self.columns):
                    self._by_name[row[place].strip()] = dict(zip(self.columns, row, strict=False))
                else:
                    words = (
                        f"expected {len(self.columns):,} cells as in the header; this row has {len(row):,}."
                    )
                    self._wrong.append((f"{MANIFEST} {rows.line_num}", words))
        except csv.Error as error:
            words = (
                f"expected cells in quotes as CSV has them; the rest of the manifest is not read ({error})."
            )
            self._wrong.append((f"{MANIFEST} {rows.line_num}", words))

    def cells(self, name: str) -> dict[str, str]:
        return self._by_name.get(str(_path(name)), {})

    def problems(self, behind: int, done: int, offset: int) -> Iterator[Line]:
        """Numbered after all that is in the archive."""
        for number, (name, words) in enumerate(self._wrong, start=behind + 1):
            if number > done:
                yield bad(number, position(offset, number), words, field="file", original=label(name))
