"""What a file is: by its bytes where they are plain about it, then by its name, then by its look."""

import re
from dataclasses import replace
from pathlib import Path, PurePath
from zipfile import BadZipFile

from django.core.exceptions import ValidationError

from incidents.ingestion.formats import archive, delimited, jsonarray, jsonlines, rows, warc
from incidents.ingestion.formats.plain import encoding_of, known_encoding, plain, start_of
from incidents.ingestion.formats.shapes import Refused, Shape
from incidents.ingestion.kinds import kind_of
from incidents.ingestion.text import is_binary

FORMATS = ("csv", "jsonl", "json", "xlsx", "zip", "document", "feed", "warc", "urls")
_TEXT = {"csv", "jsonl", "json", "urls"}
_HEAD = 64 * 1024
_OF_SUFFIX = {
    **{".csv": "csv", ".tsv": "csv", ".tab": "csv"},
    **{".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json"},
    **{".rss": "feed", ".atom": "feed", ".warc": "warc", ".xlsx": "xlsx", ".zip": "zip"},
    **{".txt": "document", ".text": "document", ".md": "document", ".html": "document", ".htm": "document"},
    **{".xhtml": "document", ".pdf": "document", ".docx": "document", ".eml": "document"},
}
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
_GZIP = b"\x1f\x8b"
EXPECTED = "expected CSV, JSON Lines, JSON, XLSX, ZIP, RSS or Atom, WARC, a list of addresses, or one article"


def sniff(path: Path, file_name: str, corrected: Shape | None = None) -> Shape:
    """Raises ``Refused`` for what is nothing we read. What is filled in of ``corrected`` is believed; columns are
    always the file's. May take seconds: a text is looked at as a whole, a workbook is opened apart."""
    asked = corrected or Shape("")
    if asked.format and asked.format not in FORMATS:
        raise Refused.because(f"expected one of {', '.join(FORMATS)}.", field="format")
    if not path.stat().st_size:
        raise Refused.because("expected a file with something in it; this one is empty.")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = asked.format or _of_bytes(path, head)
    encoding = known_encoding(asked.encoding) if asked.encoding else ""
    if not found or found in _TEXT:
        encoding = encoding or encoding_of(path)
        found = found or _of_text(_characters(path, encoding), file_name)
    return _with_columns(
        path,
        Shape(
            found,
            encoding=encoding if found in _TEXT else "",
            delimiter=asked.delimiter if found == "csv" else "",
            sheet=asked.sheet if found == "xlsx" else "",
        ),
    )


def _of_bytes(path: Path, head: bytes) -> str:
    """Nothing where it is text, or seems to be."""
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _of_archive(path)
    if head.startswith(b"WARC/") or (head.startswith(_GZIP) and warc.is_warc(path)):
        return "warc"
    if b"%PDF-" in head[:1024]:
        return "document"
    try:
        kind_of(head, "", "")
    except ValidationError as error:
        ((words,),) = error.message_dict.values()
        raise Refused.because(f"{EXPECTED};{words.partition(';')[2]}") from error
    return ""


def _of_archive(path: Path) -> str:
    try:
        with archive.opened(path) as file:
            names = set(file.namelist())
    except (BadZipFile, ValueError, OSError) as error:
        raise Refused.because(
            "expected a whole ZIP archive or office document; this one is broken."
        ) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "document"
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise Refused.because(f"{EXPECTED}; this looks like an office document of another kind.")
    return "zip"


def _characters(path: Path, encoding: str) -> str:
    text = plain(path, encoding)
    with text.open("rb") as file:
        file.seek(start_of(text))
        head = file.read(_HEAD)
    return head.decode("utf-8", "replace")


def _of_text(text: str, file_name: str) -> str:
    named = _OF_SUFFIX.get(PurePath(file_name).suffix.lower(), "")
    begin = text.lstrip()[:2000]
    if begin.startswith("<"):
        return "feed" if _FEED.search(begin) else "document"
    looked_at = (
        text.partition("\n")[0] if named in {"csv", "jsonl"} else text
    )  # further down it is a line's problem
    if is_binary(looked_at) or named in {"xlsx", "zip", "warc"}:
        raise Refused.because(f"{EXPECTED}; this file is not what its name says.")
    if begin.startswith("[") and named != "document":
        return "json"
    if begin.startswith("{") and named != "document":
        first, _, rest = text.strip().partition("\n")
        is_one_a_line = first.rstrip().endswith("}") and rest.lstrip().startswith("{")
        return "jsonl" if named == "jsonl" or is_one_a_line else "json"
    if named in {"json", "jsonl"}:
        return named
    if named != "csv" and _is_addresses(text):
        return "urls"
    return named or ("csv" if delimited.looks_delimited(text) else "document")


def _is_addresses(text: str) -> bool:
    rows = [line.strip() for line in text.splitlines()[:50]]
    rows = [row for row in rows if row and not row.startswith("#")]
    return bool(rows) and all(row.startswith(("http://", "https://")) and " " not in row for row in rows)


def _with_columns(path: Path, shape: Shape) -> Shape:
    match shape.format:
        case "csv":
            return delimited.shaped(path, shape)
        case "jsonl":
            return replace(shape, columns=jsonlines.columns(path, shape))
        case "json":
            return replace(shape, columns=jsonarray.columns(path, shape))
        case "urls":
            return replace(shape, columns=("url",))
        case "xlsx" | "feed":
            sheet, columns = rows.columns(path, shape)
            return replace(shape, sheet=sheet, columns=columns)
        case "zip":
            return replace(shape, columns=archive.columns(path))
        case "warc":
            return replace(shape, columns=warc.COLUMNS)
    return replace(shape, columns=())
