"""GeoJSON of RFC 7946. What has no point is a feature without a geometry: nothing is left out."""

import json
from collections.abc import Iterator

from incidents.exports.about import About
from incidents.exports.columns import COLUMNS, Column
from incidents.exports.rows import streamed
from incidents.models.incidents import IncidentQuerySet

FEATURE = """
    json_build_object('type', 'Feature', 'id', c.id, 'geometry', CASE WHEN c.latitude IS NOT NULL
        THEN json_build_object('type', 'Point', 'coordinates', json_build_array(c.longitude, c.latitude)) END,
        'properties', {properties})::text
"""


def features(found: IncidentQuerySet, about: About) -> Iterator[str]:
    """A FeatureCollection in pieces; in its head stands what it says of itself."""
    yield (
        json.dumps({"type": "FeatureCollection", **about.told()}, ensure_ascii=False)[:-1]
        + ', "features": [\n'
    )
    pieces = _streamed(found)
    first = next(pieces, None)
    if first is not None:
        yield ",\n".join(first)
        for rows in pieces:
            yield ",\n" + ",\n".join(rows)
    yield "\n]}\n"


def each(found: IncidentQuerySet) -> Iterator[str]:
    """The features one by one, latest event first."""
    for rows in _streamed(found):
        yield from rows


def _streamed(found: IncidentQuerySet) -> Iterator[list[str]]:
    pairs = (f"'{column.name}', {_property(column)}" for column in COLUMNS)
    return streamed(found, FEATURE.format(properties=f"json_build_object({', '.join(pairs)})"))


def _property(column: Column) -> str:
    """Maps know no lists: several stand in one text, as in the CSV."""
    return f"NULLIF({column.text}, '')" if column.kind == "list" else column.json
