"""Who stands below an actor, and when: its parts, fronts and those it backs, and theirs in turn."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from incidents.models import Tie
from incidents.vocabulary import TieKind


class Below(NamedTuple):
    """Open where the tie's beginning or end is not known."""

    actor: int
    since: date | None
    until: date | None


def below(actors: Iterable[int]) -> list[Below]:
    """These actors themselves, at all times, and everybody below them for as long as every tie between lasts."""
    under = _under()
    found = {Below(actor, None, None) for actor in actors}
    waiting = list(found)
    while waiting:
        above = waiting.pop()
        for tie in under[above.actor]:
            since = max(filter(None, (above.since, tie.since)), default=None)
            until = min(filter(None, (above.until, tie.until)), default=None)
            reached = Below(tie.actor, since, until)
            if reached not in found and not (since and until and since > until):
                found.add(reached)
                waiting.append(reached)
    return sorted(_widest(found), key=lambda each: (each.actor, each.since or date.min))


def _under() -> dict[int, list[Below]]:
    found: dict[int, list[Below]] = defaultdict(list)
    for actor, kind, other, since, until in Tie.objects.values_list(
        "actor", "kind", "other", "since", "until"
    ):
        above, lower = (actor, other) if kind == TieKind.UMBRELLA_OF else (other, actor)
        found[above].append(Below(lower, since, until))
    return found


def _widest(found: set[Below]) -> Iterable[Below]:
    """Without those who are below at all times in another way."""
    always = {each.actor for each in found if each.since is None and each.until is None}
    return (each for each in found if each.actor not in always or (each.since is None and each.until is None))
