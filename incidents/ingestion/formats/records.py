"""A JSON object -> the cells of a line. What is nested gets a name with dots, as {"source": {"name": …}}
becomes "source.name"; lists of words are joined.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson

from incidents.ingestion.formats.shapes import MOST_COLUMNS

DEEPEST = 4  # levels of names; what is deeper stays JSON


class NoRecord(Exception):
    """In words of what was expected."""


def cells_of(data: bytes) -> dict[str, str]:
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise NoRecord(f"expected JSON ({error}).") from None
    if not isinstance(value, dict):
        raise NoRecord("expected a JSON object such as {“title”: “…”, “text”: “…”}.")
    cells = dict(islice(_flat(value, "", DEEPEST), MOST_COLUMNS + 1))
    if len(cells) > MOST_COLUMNS:
        raise NoRecord(f"expected at most {MOST_COLUMNS:,} values in one object.")
    return cells


def _flat(value: dict[str, Any], before: str, levels: int) -> Iterator[tuple[str, str]]:
    for name, inner in value.items():
        if isinstance(inner, dict) and inner and levels > 1:
            yield from _flat(inner, f"{before}{name}.", levels - 1)
        else:
            yield before + name, _words(inner)


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return orjson.dumps(value).decode()
