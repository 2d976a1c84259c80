"""Web archives: each page that was answered in full. What pages are made of (pictures, scripts, requests) is
passed over without a word. A line's number is the record's place; the moment of the crawl is none of publication.

Records are read apart, one page at a time: what is packed in them, and how, is a stranger's choice.
"""

import gzip
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from incidents.ingestion.apart import do
from incidents.ingestion.formats.archive import label
from incidents.ingestion.formats.shapes import (
    LARGEST_DOCUMENT,
    Document,
    Line,
    bad,
    offset_and_number,
    position,
)

COLUMNS = ("url",)
SECONDS = 300  # to the next page: there may be gigabytes of pictures before it
_KINDS = ("", "text/html", "application/xhtml+xml", "text/plain", "application/pdf", "message/rfc822")
_TAKEN = {"response", "resource", "conversion"}
# packed data that is damaged, and headers that are none, fail in the library in many ways
_BROKEN = (
    ArchiveLoadFailed,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    LookupError,
    AttributeError,
    TypeError,
)

_Found = tuple[int, int, str, str, str, str]  # number, offset behind it, url, content type, data, problem


def is_warc(path: Path) -> bool:
    """Packed."""
    try:
        with gzip.open(path) as file:
            return file.read(5) == b"WARC/"
    except (OSError, EOFError, zlib.error):
        return False


def lines(path: Path, *, since: int) -> Iterator[Line]:
    offset, number = offset_and_number(since)
    at_end = path.stat().st_size
    while True:
        try:
            found = do("page", seconds=SECONDS, path=str(path), offset=offset, number=number)
        except ValidationError as error:
            found = [number + 1, at_end, "", "", "", error.messages[0]]
        if found is None:
            return
        number, offset, url, content_type, data, problem = found
        after = position(offset, number)
        if problem:
            yield bad(number, after, problem, field="file", original=label(url))
        else:
            document = Document(b64decode(data), label(urlsplit(url).path.rpartition("/")[2]), content_type)
            yield Line(number, after, {"url": url}, document, original=label(url))


def next_page(path: Path, offset: int, number: int) -> _Found | None:
    """The first page from there on. Runs apart."""
    with path.open("rb") as file:
        file.seek(offset)
        try:
            records = ArchiveIterator(file)
            for record in records:
                number += 1
                if found := _page(record):
                    records.read_to_end(record)
                    return (number, records.offset, *found)
        except _BROKEN as error:
            why = label(str(error).strip())[:100]
            words = f"expected a whole WARC file; it cannot be read from here on ({why})."
            return number + 1, path.stat().st_size, "", "", "", words
    return None


def _page(record: Any) -> tuple[str, str, str, str] | None:
    """(url, content type, data, problem)"""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    headers = record.http_headers or record.rec_headers
    content_type = headers.get_header("Content-Type") or ""
    if (
        record.rec_type not in _TAKEN
        or (record.http_headers and record.http_headers.get_statuscode() != "200")
        or content_type.partition(";")[0].strip().lower() not in _KINDS
        or url.endswith("/robots.txt")
    ):
        return None
    data = record.content_stream().read(LARGEST_DOCUMENT + 1)
    if len(data) > LARGEST_DOCUMENT:
        return url, content_type, "", f"expected a page of at most {LARGEST_DOCUMENT // 1024**2} MB."
    return url, content_type, b64encode(data).decode(), ""
