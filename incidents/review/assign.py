from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models import Incident, User
from incidents.review.change import change
from incidents.review.errors import WrongStatus
from incidents.review.notices import colleagues, tell
from incidents.vocabulary import LIVING, NoticeKind


def assign(
    incident: Incident, assignee: User | None, *, by: User, seen_version: int, reason: str = ""
) -> Incident:
    """Give it to somebody, who is told, or with None to nobody. Only who may see it and work on it can have it."""
    with change(
        incident,
        verb="assign",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        if row.status not in LIVING:
            raise WrongStatus(row, *LIVING)
        if row.assignee == assignee:
            return row
        if assignee and not may_have(assignee, row):
            raise ValidationError(
                {
                    "assignee": _("expected somebody who may review it; %(assignee)s may not.")
                    % {"assignee": assignee}
                }
            )
        Incident.objects.filter(pk=row.pk).update(assignee=assignee)
        row.refresh_from_db()
        tell([assignee], NoticeKind.ASSIGNED, by=by, incident=row)
        return row


def may_have(person: User, incident: Incident) -> bool:
    return person.has_perm("incidents.change_incident") and colleagues(incident).filter(pk=person.pk).exists()
