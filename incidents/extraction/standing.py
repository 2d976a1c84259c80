"""How far an event is vouched for, and who says what about each field."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.extraction.jsonl import field_value
from incidents.extraction.modifiers import applying
from incidents.extraction.records import Draft, Event, Span, Statement
from incidents.extraction.story import Story
from incidents.vocabulary import Certainty, Stance


def status(draft: Draft, event: Event) -> Certainty:
    """GUIDE's five: told as fact, by one doubtful source, by the doer alone, by an accuser alone, or
    denied.
    """
    if "denied" in event.modifiers:
        return Certainty.DENIED
    if "alleged" in event.modifiers:
        return Certainty.ALLEGED
    if draft.claimed_by and not event.agents:
        return Certainty.CLAIMED
    return Certainty.REPORTED if "reported" in event.modifiers else Certainty.CONFIRMED


def statements(draft: Draft, story: Story) -> Iterable[Statement]:
    sure = dict(draft.confidence)
    for e in draft.evidence:
        speaker, stance = _speaker(e.span, story)
        yield Statement(
            e.field,
            field_value(draft, e.field),
            e.span,
            e.quote,
            speaker,
            stance,
            sure[e.field],
        )


def _speaker(span: Span, story: Story) -> tuple[str, Stance]:
    for m in story.mentions:
        if m.sentence.span.overlaps(span):
            covering = [c for c in m.claims if c.scope.covers(span) and c.speaker and not c.is_responsibility]
            if covering and covering[0].speaker:
                nearest = min(covering, key=lambda c: c.scope.end - c.scope.start)
                return (
                    nearest.speaker.of(story.article.text) if nearest.speaker else "",
                    nearest.stance,
                )
            return "", Stance.ALLEGED if "alleged" in applying(m.modifiers, span) else Stance.STATED
    return "", Stance.STATED
