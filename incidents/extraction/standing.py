"""How far an event is vouched for, and who says what about each field."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from incidents.extraction.authors import speaks_of
from incidents.extraction.cast import FORCES
from incidents.extraction.jsonl import field_value, range_to
from incidents.extraction.modifiers import applying
from incidents.extraction.records import Draft, Event, Evidence, Mentions, Range, Span, Statement
from incidents.extraction.story import Story
from incidents.vocabulary import Certainty, Stance

_DOUBTFUL = re.compile(
    r"\b(?:media|news|newspapers?|agency|TV|television|radio|Reuters|AFP|AP|Xinhua|SANA|Tasnim|Fars|TASS|Interfax|"
    r"Observatory|monitors?|monitoring|activists?|witness(?:es)?|residents?|locals|villagers|sources?|observers?|"
    r"human rights|rights groups?|Amnesty|reports?|bloggers?|analysts?|opposition|medics?)\b",
    re.IGNORECASE,
)
_TAKES_IT = re.compile(r"responsib|credit|claimed by|claim(?:s|ed)? (?:an?|the|both)\b")
_BY_HEARSAY = re.compile(r"\b(?:reportedly|reports of|reports that|according to reports)\b", re.IGNORECASE)


def status(draft: Draft, event: Event, story: Story) -> Certainty:
    """GUIDE's five: told as fact, by one doubtful source, by the doer alone, by an accuser alone, or
    denied.
    """
    if "denied" in event.modifiers:
        return Certainty.DENIED
    if "alleged" in event.modifiers:
        return Certainty.ALLEGED
    if draft.claimed_by and _is_only_claimed(event, story.article.text):
        return Certainty.CLAIMED
    return Certainty.REPORTED if _is_hearsay(event, story) else Certainty.CONFIRMED


def _is_only_claimed(event: Event, text: str) -> bool:
    """ "The rebels said they had sent drones", "Pakistan claims that it captured 19 posts": told nowhere else. Who
    takes responsibility for a blast does not make the blast doubtful, nor does an army that reports its raid.
    """
    by_group = not any(a.actor_kind in FORCES for a in (*event.claimants, *event.tellers))
    for t in event.triggers[:1]:
        for c in event.claims:
            if c.stance is Stance.CLAIMED and c.sentence == t.sentence and c.scope.covers(t.span):
                words = c.span.of(text)
                return not _TAKES_IT.search(words) and (by_group or "claim" in words)
    return False


def _is_hearsay(event: Event, story: Story) -> bool:
    """Every sentence that tells of it leaves it to state media, a monitor, a witness or hearsay."""
    told = {t.sentence for t in event.triggers}
    text = story.article.text
    for sentence in told:
        m = story.by_sentence.get(sentence)
        if m is None:
            return False
        sources = [c.speaker.of(text) for c in event.claims if c.sentence == sentence and c.speaker]
        if not (any(map(_DOUBTFUL.search, sources)) or _BY_HEARSAY.search(m.sentence.text)):
            return False
    return bool(told)


def statements(draft: Draft, story: Story) -> Iterable[Statement]:
    """What each of the draft's words says of its field, and who says it. Where figures are given by several
    speakers, each has his own; where one speaker gives several, they are parts, and their sum is his.
    """
    sure = dict(draft.confidence)
    starts = [m.sentence.span.start for m in story.mentions]
    said: list[Statement] = []
    figures: dict[str, list[tuple[str, Range | None]]] = defaultdict(list)
    for e in draft.evidence:
        at = bisect_right(starts, e.span.start) - 1
        m = story.mentions[at] if at >= 0 else story.title
        speaker, stance = _speaker(e.span, m, story)
        said.append(
            Statement(e.field, field_value(draft, e.field), e.span, e.quote, speaker, stance, sure[e.field])
        )
        figures[e.field].append((speaker, _figure(e, m)))
    for statement in said:
        given = figures[statement.field]
        own = [figure for speaker, figure in given if speaker == statement.speaker]
        rivals = len({speaker for speaker, _ in given}) > 1
        yield replace(statement, value=range_to(own[0])) if rivals and len(own) == 1 and own[0] else statement


def _figure(evidence: Evidence, m: Mentions) -> Range | None:
    """The one figure that the words give, if they give one."""
    ranges = [c.range for c in m.casualties if c.kind == evidence.field and c.span.overlaps(evidence.span)]
    return ranges[0] if len(ranges) == 1 else None


def _speaker(span: Span, m: Mentions, story: Story) -> tuple[str, Stance]:
    if not m.sentence.span.overlaps(span):
        return "", Stance.STATED
    if nearest := speaks_of(span, m.claims):
        return nearest.speaker.of(story.article.text) if nearest.speaker else "", nearest.stance
    return "", Stance.ALLEGED if "alleged" in applying(m.modifiers, span) else Stance.STATED
