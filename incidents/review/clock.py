"""Clock times and the two nights a year on which they are put forward or back."""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo


class Edge(StrEnum):
    """What a clock time may be on such a day; every other is "" and once."""

    NEVER = "never"
    TWICE = "twice"


def edge(day: date, clock: time, zone: str) -> Edge | None:
    there = ZoneInfo(zone)
    first = datetime.combine(day, clock, there)
    if first.utcoffset() == first.replace(fold=1).utcoffset():
        return None
    back = first.astimezone(UTC).astimezone(there)
    return Edge.TWICE if back.replace(tzinfo=None) == first.replace(tzinfo=None) else Edge.NEVER
