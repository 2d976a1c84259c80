"""GeoJSON of RFC 7946. What has no point is a feature without a geometry: nothing is left out."""

import json
from collections.abc import Iterator

from incidents.exports.rows import COLUMNS, streamed
from incidents.models.incidents import IncidentQuerySet

FEATURE = """
    json_build_object('type', 'Feature', 'id', c.id, 'geometry', CASE WHEN c.latitude IS NOT NULL
        THEN json_build_object('type', 'Point', 'coordinates', json_build_array(c.longitude, c.latitude)) END,
        'properties', {properties})::text
"""


def features(found: IncidentQuerySet, told: dict[str, str]) -> Iterator[str]:
    """A FeatureCollection in pieces; ``told`` stands in its head."""
    yield json.dumps({"type": "FeatureCollection", **told}, ensure_ascii=False)[:-1] + ', "features": [\n'
    pairs = (
        f"'{column.name}', " + (f"NULLIF(c.{column.name}, '')" if column.is_text else f"c.{column.name}")
        for column in COLUMNS
    )
    pieces = streamed(found, FEATURE.format(properties=f"json_build_object({', '.join(pairs)})"))
    first = next(pieces, None)
    if first is not None:
        yield ",\n".join(first)
        for rows in pieces:
            yield ",\n" + ",\n".join(rows)
    yield "\n]}\n"
