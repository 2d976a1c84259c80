"""Is this draft an incident that the same article gave us before? One candidate, or none."""

from collections.abc import Sequence

from incidents.extraction.records import Draft
from incidents.models import Article, Incident


def same_event(draft: Draft, incidents: Sequence[Incident], article: Article) -> Incident | None:
    """By the words that tell of the event; where no old words are left, by type, day and place.

    ``incidents`` have their statements' evidence prefetched, and may have been changed by analysts since:
    words do not change with that.
    """
    spans = [(e.span.start, e.span.end) for e in draft.evidence if e.field == "event_type"]
    shared = [(_shared(spans, _told_by(incident, article)), incident) for incident in incidents]
    most = max((count for count, _ in shared), default=0)
    if most:
        best = [incident for count, incident in shared if count == most]
        return best[0] if len(best) == 1 else None
    alike = [
        incident for incident in incidents if not _told_by(incident, article) and _alike(draft, incident)
    ]
    return alike[0] if len(alike) == 1 else None


def _told_by(incident: Incident, article: Article) -> list[tuple[int, int]]:
    return [
        (evidence.start, evidence.end)
        for statement in incident.statements.all()
        if statement.field == "event_type"
        for evidence in statement.evidence.all()
        if evidence.article_id == article.pk  # spans of another article's text say nothing here
    ]


def _shared(ours: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> int:
    return sum(any(a < d and c < b for c, d in theirs) for a, b in ours)


def _alike(draft: Draft, incident: Incident) -> bool:
    where = (incident.place_name, incident.base.key if incident.base else None)
    return (draft.event_type, draft.date_start) == (incident.sub_event_type, incident.date_start) and (
        draft.place or "",
        draft.base_key,
    ) == where
