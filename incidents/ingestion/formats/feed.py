"""RSS and Atom -> rows. Runs apart: see ``rows``. A row's number is the entry's place; its columns are ours."""

from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser

from incidents.ingestion.errors import wrong

COLUMNS = ("title", "url", "published", "byline", "source", "language", "html")
LARGEST = 50 * 1024 * 1024


def header(path: Path, sheet: str) -> tuple[str, list[str]]:
    _parsed(path)
    return "", list(COLUMNS)


def rows(path: Path, sheet: str) -> Iterator[tuple[int, list[str] | None, str]]:
    found = _parsed(path)
    number = 0
    for number, entry in enumerate(found.entries, start=1):
        yield number, _cells(entry, found.feed), ""
    # feedparser reads on through broken XML as far as it can, and says so here
    if isinstance(found.get("bozo_exception"), Exception) and _is_grave(found.bozo_exception):
        yield number + 1, None, f"expected a whole feed; it is broken ({found.bozo_exception})."


def _parsed(path: Path) -> Any:
    if path.stat().st_size > LARGEST:
        raise wrong("file", f"expected a feed of at most {LARGEST // 1024**2} MB.")
    # not as bytes, which it would take for a path or an address; not sanitized, as only text is taken out of it
    found = feedparser.parse(BytesIO(path.read_bytes()), sanitize_html=False)
    if not found.entries and (found.bozo or not found.version):
        raise wrong("file", "expected a feed in RSS or Atom; this file is none.")
    return found


def _is_grave(error: Exception) -> bool:
    return not isinstance(error, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType)


def _cells(entry: Any, feed: Any) -> list[str]:
    full = max((part.get("value") or "" for part in entry.get("content", ())), key=len, default="")
    told = (
        entry.get("title"),
        entry.get("link"),
        _moment(entry),
        entry.get("author"),
        entry.get("source", {}).get("title") or feed.get("title"),
        feed.get("language"),
        full or entry.get("summary"),
    )
    return [str(words or "") for words in told]  # of a broken feed there may be a name and nothing behind it


def _moment(entry: Any) -> str:
    """In UTC; where the feed's words are no date, those words: then they are said to be wrong."""
    for name in ("published", "updated"):
        if parsed := entry.get(f"{name}_parsed"):
            return datetime.fromtimestamp(timegm(parsed), UTC).isoformat()
        if words := entry.get(name):
            return str(words)
    return ""
