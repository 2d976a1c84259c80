"""CSV of RFC 4180. A comment in it would break its readers: what it says of itself is in the answer's headers, and
in a description of its own, of W3C's CSV on the Web."""

from collections.abc import Iterator
from typing import Any

from incidents.exports.about import About
from incidents.exports.columns import COLUMNS, Column
from incidents.exports.rows import streamed
from incidents.models.incidents import IncidentQuerySet

END = "\r\n"
HEADER = ",".join(column.name for column in COLUMNS) + END
TEXT = """
    CASE WHEN {value} IS NULL OR {value} = '' THEN ''
    ELSE '"' || CASE WHEN {value} ~ E'^[-=+@\\t\\r\\n\\']' AND {value} !~ '^[+-]?[0-9]+([.][0-9]+)?$'
        THEN '''' ELSE '' END || replace({value}, '"', '""') || '"' END
"""
"""As ``cells.defused`` does it: what Excel would take for a formula begins with an apostrophe."""
DATATYPES = {"datetime": {"base": "dateTime", "format": "yyyy-MM-ddTHH:mm:ssX"}, "list": "string"}


def lines(found: IncidentQuerySet, about: About | None = None, header: str = HEADER) -> Iterator[str]:
    """In pieces of many lines."""
    yield header
    cells = (
        TEXT.format(value=column.text) if column.is_text else f"coalesce({column.text}, '')"
        for column in COLUMNS
    )
    for rows in streamed(found, " || ',' || ".join(cells) + " || E'\\r\\n'"):
        yield "".join(rows)


def metadata(about: About, address: str) -> dict[str, Any]:
    """https://www.w3.org/TR/tabular-metadata/ of the table at this address."""
    told = about.told()
    licence = {"dc:license": {"@id": told["license_url"]}} if "license_url" in told else {}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": address,
        "dc:title": about.title,
        "dc:source": about.query,
        "dc:created": told["generated_at"],
        "dc:creator": told["application"],
        "dc:hasVersion": told["data_version"],
        "dc:rights": ". ".join(filter(None, [told["license"], told.get("attribution", "")])),
        **licence,
        "dialect": {"delimiter": ",", "lineTerminators": [END], "quoteChar": '"', "doubleQuote": True},
        "tableSchema": {"columns": [_described(column) for column in COLUMNS], "primaryKey": "id"},
    }


def _described(column: Column) -> dict[str, Any]:
    described = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.says,
        "datatype": DATATYPES.get(column.kind, column.kind),
        "null": "",
    }
    return described | ({"separator": "|"} if column.kind == "list" else {})
