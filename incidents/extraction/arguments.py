"""The parties of one trigger word, read off the grammar of its sentence.

Who did it is ``doers``' question, to whom ``sufferers``', and whom a word means ``cast``'s.
"""

from __future__ import annotations

from collections.abc import Iterable

from incidents.extraction import doers, grammar, sufferers
from incidents.extraction.cast import ARMED, Cast
from incidents.extraction.records import ActorMention
from incidents.extraction.tree import Word
from incidents.extraction.words import words

PROJECTILES = frozenset(
    {
        "missile",
        "rocket",
        "drone",
        "shell",
        "mortar",
        "bomb",
        "projectile",
        "uav",
        "warhead",
        "explosive",
        "device",
        "grenade",
        "round",
    }
)
STATE_WORDS = words("arguments.state_words")
"""Without a country's name these mean the state's own, wherever the story is set."""
GROUP_WORDS = words("arguments.group_words")
"""Without a name these mean the one armed group that the story has named, if it is one."""


def find(token: Word, cast: Cast) -> tuple[list[ActorMention], list[ActorMention]]:
    """(agents, patients) of a trigger; either may be empty."""
    is_verb = grammar.is_verb(token)
    agents = _unique(
        a for t in (doers.of_verb(token) if is_verb else doers.of_noun(token)) for a in cast.of(t)
    )
    if not agents and not is_verb:
        agents = _unique(a for t in doers.before(token) for a in cast.of(t))
    if not agents and (not is_verb or grammar.is_passive(token)):
        astray = _unique(a for t in doers.astray(token) for a in cast.of(t))
        agents = [a for a in astray if a.actor_kind in ARMED]
    if is_verb:
        agents += [
            a for t in doers.of_verb(token) for a in cast.fighting(doers.helpers(t)) if a not in agents
        ]
    done_to = sufferers.of_verb(token) if is_verb else sufferers.of_noun(token)
    patients = _unique(p for t in done_to for p in cast.described(t))
    if token.lemma == "lose" and is_verb and any(t.lemma == "control" for t in done_to):
        agents, patients = [], agents  # whoever loses control of a town has not taken it
    if token.lemma in sufferers.SEIZES:
        patients = [p for p in patients if p.actor is not None]
    return agents, [p for p in patients if not any(p.span.overlaps(a.span) for a in agents)]


def _unique(actors: Iterable[ActorMention]) -> list[ActorMention]:
    return list(dict.fromkeys(actors))
