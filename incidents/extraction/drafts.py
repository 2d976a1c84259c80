"""Event -> draft: every field with the words it stands on, and who says so.

No span, no field. Confidence is by rule: 0.9 for words in a sentence that tells of one event only, 0.75
where it tells of several, 0.6 for words joined by coreference, 0.4 for what was taken over from the rest
of the story; 0.15 less under "allegedly". It orders a reviewer's work; it is no probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incidents.extraction import harm, means, parties, setting, standing, summary
from incidents.extraction.confidence import confidence
from incidents.extraction.records import (
    Article,
    Draft,
    Event,
    Mentions,
)
from incidents.extraction.sentences import Layout
from incidents.extraction.sheet import Sheet
from incidents.extraction.story import Story
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.vocabulary import (
    Prominence,
)

_NO_NAMES = frozenset({"target", "targets"})


def propose(
    events: Sequence[Event],
    mentions: Sequence[Mentions],
    title: Mentions,
    article: Article,
    gazetteer: Gazetteer,
    layout: Layout,
) -> list[Draft]:
    """Drafts of the events that can stand, main ones first, each in the order of the text."""
    story = Story(events, mentions, title, article, gazetteer, layout.dateline, is_digest=layout.is_digest)
    writer = _Writer(story)
    kept = [n for n, event in enumerate(story.events) if story.stands(event)]
    drafts = [(n, writer.draft(story.events[n])) for n in kept]
    drafts.sort(key=lambda item: item[1].prominence is not Prominence.MAIN)
    position = {n: at for at, (n, _) in enumerate(drafts)}
    return [
        replace(draft, retaliates_for=position.get(target))
        if (target := story.events[n].retaliates_for) is not None
        else draft
        for n, draft in drafts
    ]


class _Writer:
    """Fills in a draft field by field; ``story`` is what the drafts of one article share."""

    def __init__(self, story: Story) -> None:
        self.story = story

    # --- fields ------------------------------------------------------------------------------------------

    def draft(self, event: Event) -> Draft:
        sheet = Sheet(self.story.article, self.story.shared, event.sentences[0])
        sheet.stand("event_type", ((t.span, t.sentence) for t in event.triggers[:3]))
        draft = Draft(prominence=event.prominence, event_type=event.sub_event_type, summary="")
        draft = setting.where(setting.when(draft, event, sheet, self.story), event, sheet, self.story)
        draft = setting.hour(draft, event, sheet)
        for step in (self._who, means.fill, self._status):
            draft = step(draft, event, sheet)
        draft = harm.fill(draft, event, sheet, self.story)
        is_disputed = bool(event.modifiers & {"alleged", "denied"})
        sure = sorted((k, confidence(k, v, is_disputed=is_disputed)) for k, v in sheet.standing.items())
        draft = replace(draft, evidence=tuple(sheet.evidence), confidence=tuple(sure))
        draft = replace(draft, statements=tuple(standing.statements(draft, self.story)))
        return replace(draft, summary=summary.sentence(draft, self.story.gazetteer))

    def _who(self, draft: Draft, event: Event, sheet: Sheet) -> Draft:
        return parties.fill(draft, event, sheet, self.story)

    def _status(self, draft: Draft, event: Event, sheet: Sheet) -> Draft:
        sheet.stand("status", ((t.span, t.sentence) for t in event.triggers[:1]))
        return replace(draft, status=standing.status(draft, event, self.story))

    # --- who says what ---------------------------------------------------------------------------------------
