"""How sure a value is, 0-1: the share of such values that were right on the annotated articles.

Measured on 85 of them (November 2026) for each field, over the drafts that found their incident, by where the
words of the value stand; rounded, and drawn towards the field's mean where few were seen. A field that is not
in the table has too few annotated values to say more than ``OTHER``. ``benchmarks/calibration.py`` prints
the measured shares beside these.
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
    "event_type": (0.92, 0.92, 0.90, 0.85),
    "date": (0.91, 0.80, 0.78, 0.88),
    "country": (0.98, 0.97, 0.97, 0.94),
    "place": (0.88, 0.85, 0.91, 0.82),
    "base": (0.88, 0.85, 0.91, 0.82),
    "perpetrators": (0.91, 0.91, 0.83, 0.70),
    "targets": (0.75, 0.75, 0.58, 0.50),
    "killed": (0.78, 0.65, 0.62, 0.50),
    "wounded": (0.82, 0.70, 0.76, 0.60),
    "weapons": (0.96, 0.93, 0.77, 0.70),
}
OTHER = (0.80, 0.70, 0.65, 0.50)
PRESUMED = 0.5
"""Not measured: below all else, so that a reviewer looks."""
DISPUTED = 0.15
"""Taken off where the event itself is alleged or denied."""


def confidence(field: str, standing: Standing, *, is_disputed: bool = False) -> float:
    if standing is Standing.PRESUMED:
        return round(PRESUMED - DISPUTED * is_disputed, 2)
    return round(SHARES.get(field, OTHER)[standing] - DISPUTED * is_disputed, 2)
