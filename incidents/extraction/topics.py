"""Is a story about something else altogether: a match, a takeover, a storm? Such stories borrow the words of war.

One word proves nothing: armies help after earthquakes, and rebels rob banks. A story is about something else
where it uses at least ``ENOUGH`` different words of that field, and more of them than words of conflict.
"""

from __future__ import annotations

from collections.abc import Set

from incidents.extraction.words import words

ENOUGH = 5

_CONFLICT = words("topics.conflict")
_OTHERS = (words("topics.sport"), words("topics.business"), words("topics.disaster"))


def is_elsewhere(said: Set[str]) -> bool:
    """``said`` is every word of the story, in lower case, as it stands."""
    most = max(len(said & field) for field in _OTHERS)
    return most >= ENOUGH and most > len(said & _CONFLICT)
