"""Which column of a file is which field of an article: by its name, or as somebody has said."""

import re
from collections.abc import Iterable, Mapping

FIELDS = ("text", "html", "title", "url", "published", "source", "language", "byline")
NAMES: Mapping[str, str] = {
    **{name: name for name in FIELDS},
    **dict.fromkeys(("body", "content", "article", "articletext", "fulltext", "story", "maintext"), "text"),
    **dict.fromkeys(("headline", "heading", "subject", "articletitle"), "title"),
    **dict.fromkeys(("link", "address", "sourceurl", "articleurl", "weburl", "uri", "href"), "url"),
    **dict.fromkeys(("date", "pubdate", "publishedat", "publishedon", "publicationdate"), "published"),
    **dict.fromkeys(("datepublished", "datepublish", "publishdate", "timestamp"), "published"),
    **dict.fromkeys(("outlet", "publisher", "sourcename", "newspaper", "publication", "site"), "source"),
    **dict.fromkeys(("lang", "languagecode"), "language"),
    **dict.fromkeys(("author", "authors", "creator", "writer"), "byline"),
}
_PLAIN = re.compile(r"[\W_]+")


def guessed(columns: Iterable[str]) -> dict[str, str]:
    """Column by field of ours. One that is named as we name the field goes before one that only means it, and the
    first before later ones; what fits nothing is left alone."""
    found: dict[str, str] = {}
    plain = [(_PLAIN.sub("", column.casefold()), column) for column in columns]
    for name, column in sorted(plain, key=lambda each: each[0] not in FIELDS):
        if field := NAMES.get(name):
            found.setdefault(field, column)
    return found


def mapped(cells: Mapping[str, str], mapping: Mapping[str, str]) -> dict[str, str]:
    told = {field: cells.get(column) or "" for field, column in mapping.items()}
    if told.get("text", "").strip():
        told.pop("html", None)  # one of the two; the text is what somebody has cut out already
    return told
