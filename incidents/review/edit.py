from collections.abc import Iterable, Mapping
from typing import Any

from incidents.models import Incident, User
from incidents.review.apply import apply, must_be_open
from incidents.review.change import change, required
from incidents.review.notices import tell
from incidents.review.statements import say
from incidents.review.verdicts import judge
from incidents.review.words import Words
from incidents.vocabulary import NoticeKind

NO_WORDS: Mapping[str, Iterable[Words]] = {}


def edit(
    incident: Incident,
    changes: Mapping[str, Any],
    *,
    by: User,
    seen_version: int,
    reason: str,
    words: Mapping[str, Iterable[Words]] = NO_WORDS,
    verb: str = "edit",
) -> Incident:
    """Set columns by name, and the rows of ``participations``, ``casualties`` or ``weapons``, each as a whole.

    ``place``, ``base`` and ``actor`` take a key, a primary key or the record. What is not named stays, and what
    is named but equal is no change. Nothing changed: nothing is written, and no reason is asked for. Each field
    that changed has the analyst's statement, on the ``words`` given for it by the name that statements use, and
    a verdict on what the reader had. ``verb`` is what the history calls it.
    """
    with change(
        incident,
        verb=verb,
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        must_be_open(row)
        had = row.assignee_id
        values = apply(row, changes, by=by)
        if row.assignee_id != had:
            tell([row.assignee], NoticeKind.ASSIGNED, by=by, incident=row)
        if not values:
            return row
        required(reason)
        judge(row, values, by=by)
        say(row, values, by=by, reason=reason, words=words)
        return row
