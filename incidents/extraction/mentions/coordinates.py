"""Positions in figures: "33.78 N, 42.44 E", "33.7850° N 42.4412° E", "33°47'N, 42°26'E", "(33.78, 42.44)".

Not read: pairs of plain figures outside brackets, and figures no place on Earth has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DEGREES = (
    r"(?P<{0}>\d{{1,3}}(?:\.\d+)?)\s*°?\s*(?:(?P<{0}_min>\d{{1,2}}(?:\.\d+)?)\s*['′’]\s*)?"
    r"(?:(?P<{0}_sec>\d{{1,2}}(?:\.\d+)?)\s*[\"″”]\s*)?"
)
_LETTERED = re.compile(
    _DEGREES.format("lat")
    + r"(?P<ns>[NS]|north|south)\b(?:\s+latitude)?[\s,;and]{0,6}"
    + _DEGREES.format("lon")
    + r"(?P<ew>[EW]|east|west)\b(?:\s+longitude)?"
)
_BRACKETED = re.compile(r"(?<=[(\[])\s*(?P<lat>-?\d{1,2}\.\d{2,}),\s*(?P<lon>-?\d{1,3}\.\d{2,})(?=\s*[)\]])")


def find(text: str) -> Iterator[tuple[int, int, float, float]]:
    """Start, end, latitude, longitude."""
    for hit in _LETTERED.finditer(text):
        latitude = _degrees(hit, "lat") * (-1 if hit["ns"][0] in "Ss" else 1)
        longitude = _degrees(hit, "lon") * (-1 if hit["ew"][0] in "Ww" else 1)
        if _on_earth(latitude, longitude):
            yield (*hit.span(), latitude, longitude)
    for hit in _BRACKETED.finditer(text):
        latitude, longitude = float(hit["lat"]), float(hit["lon"])
        if _on_earth(latitude, longitude):
            yield (*hit.span(), latitude, longitude)


def _degrees(hit: re.Match[str], which: str) -> float:
    degrees, minutes, seconds = (float(hit[which + part] or 0) for part in ("", "_min", "_sec"))
    return round(degrees + minutes / 60 + seconds / 3600, 5)


def _on_earth(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= 90 and abs(longitude) <= 180
