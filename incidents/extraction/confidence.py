"""How sure a value is, 0-1: the share of such values that were right on annotated articles.

Measured for each field on 299 of them (November 2026), by where the words of the value stand: over the drafts that
found their incident, and for the type of event over all drafts, one that found nothing counting as wrong. Each
share is drawn towards the field's mean as by eight more values, and lowered by ``SEEN``, since rules were written
with those articles in view. A field that is not in the table has too few annotated values to say more than
``OTHER``. ``benchmarks/calibration.py`` prints the measured shares beside these, for any annotated articles.
"""

from __future__ import annotations

from enum import IntEnum


class Standing(IntEnum):
    """Where the words of a value stand."""

    DIRECT = 0  # in the sentence that tells of the event, and of no other
    SHARED = 1  # in a sentence that tells of several events
    JOINED = 2  # in another sentence about the same event
    TAKEN_OVER = 3  # said of the story, or of another event, and taken to hold here too
    PRESUMED = 4  # said nowhere, and likely by how the words are told


SHARES: dict[str, tuple[float, float, float, float]] = {
    "event_type": (0.87, 0.81, 0.81, 0.81),
    "date": (0.95, 0.92, 0.87, 0.90),
    "country": (0.95, 0.99, 0.97, 0.94),
    "place": (0.85, 0.91, 0.86, 0.70),
    "base": (0.71, 0.45, 0.63, 0.45),
    "perpetrators": (0.92, 0.85, 0.85, 0.85),
    "targets": (0.88, 0.86, 0.73, 0.73),
    "killed": (0.85, 0.72, 0.68, 0.68),
    "wounded": (0.85, 0.78, 0.76, 0.76),
    "weapons": (0.94, 0.94, 0.79, 0.79),
    "claimed_by": (0.74, 0.71, 0.72, 0.71),
    "status": (0.95, 0.93, 0.93, 0.93),
}
OTHER = (0.80, 0.70, 0.65, 0.50)
SEEN = 0.05
PRESUMED = 0.5
"""Not measured: below all else, so that a reviewer looks."""
DISPUTED = 0.15
"""Taken off where the event itself is alleged or denied."""


def confidence(field: str, standing: Standing, *, is_disputed: bool = False) -> float:
    if standing is Standing.PRESUMED:
        return round(PRESUMED - DISPUTED * is_disputed, 2)
    return round(SHARES.get(field, OTHER)[standing] - SEEN - DISPUTED * is_disputed, 2)
