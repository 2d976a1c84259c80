from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models import Incident, Statement, User
from incidents.review.apply import apply, must_be_open
from incidents.review.change import change
from incidents.review.meaning import changes_of
from incidents.review.verdicts import judge
from incidents.vocabulary import Stance

SAYS_IT_IS_NOT_SO = (Stance.DENIED, Stance.PLANNED)


def choose(incident: Incident, statement: int, *, by: User, seen_version: int, reason: str = "") -> Incident:
    """Let the incident's value follow this statement, by its primary key, and none of its rivals.

    Figures are never added: the one that is chosen counts. What was chosen before stays beside it.
    """
    with change(
        incident,
        verb="choose",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        must_be_open(row)
        said = row.statements.filter(pk=statement).first()
        if said is None:
            raise ValidationError({"statement": _("expected a statement about this incident.")})
        if said.stance in SAYS_IT_IS_NOT_SO:
            stance = said.get_stance_display().lower()
            raise ValidationError(
                {
                    "statement": _("expected a statement that it is so; this one is %(stance)s.")
                    % {"stance": stance}
                }
            )
        values = apply(row, changes_of(row, said), by=by) | {said.field: said.value}
        judge(row, values, by=by)
        _follow(row, said, set(values))
        return row


def _follow(incident: Incident, said: Statement, fields: set[str]) -> None:
    """What followed from the choice (the point of another base) is nobody's word: its old statements give way."""
    incident.statements.filter(field__in=fields, is_chosen=True).exclude(pk=said.pk).update(is_chosen=False)
    incident.statements.filter(pk=said.pk).update(is_chosen=True)
