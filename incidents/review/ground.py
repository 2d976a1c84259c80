from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models import Incident, Statement, User
from incidents.review.apply import must_be_open
from incidents.review.change import change
from incidents.review.verdicts import vouch
from incidents.review.words import Words, evidence


def ground(
    incident: Incident,
    fields: Iterable[str],
    words: Words,
    *,
    by: User,
    seen_version: int,
    reason: str = "",
) -> Incident:
    """Let the value of the first of these fields that has one stand on these words as well.

    They join the statement that the value follows: of this article, or the analyst's own. Where it follows what
    another article says, the words become a statement of the analyst's: that paper did not write them. Whoever
    finds the words for a value vouches for it; no value changes, and so the version stays.
    """
    with change(
        incident,
        verb="ground",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        must_be_open(row)
        statement = _followed(row, list(fields), words, by=by, reason=reason)
        for each in evidence(row, statement, [words]):
            if not statement.evidence.filter(article=words.article, start=each.start, end=each.end).exists():
                each.save(force_insert=True)
        vouch(row, by=by, fields=[statement.field])
        return row


def _followed(incident: Incident, fields: list[str], words: Words, *, by: User, reason: str) -> Statement:
    chosen = list(incident.statements.filter(field__in=fields, is_chosen=True).order_by("id"))
    if not chosen:
        raise ValidationError(
            {"words": _("expected a field with a value; set it from these words first, or type it.")}
        )
    chosen.sort(key=lambda s: (s.article_id not in (words.article, None), fields.index(s.field)))
    statement = chosen[0]
    if statement.article_id in (words.article, None):
        return statement
    return Statement.objects.create(
        incident=incident,
        field=statement.field,
        value=statement.value,
        author=by,
        reason=reason.strip() or _("These words of another article say so as well."),
        is_chosen=True,
    )
