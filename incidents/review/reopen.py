from incidents.models import Incident, User
from incidents.review.change import change, move, required
from incidents.review.errors import WrongStatus
from incidents.review.notices import publisher, tell
from incidents.vocabulary import NoticeKind, Status


def reopen(incident: Incident, *, by: User, seen_version: int, reason: str = "") -> Incident:
    """Take a published incident back into review, or make a rejected one a draft again.

    The public id stays: when it is published again it is the same incident.
    """
    with change(
        incident,
        verb="reopen",
        permission="reopen_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        if row.status not in {Status.PUBLISHED, Status.REJECTED}:
            raise WrongStatus(row, Status.PUBLISHED, Status.REJECTED)
        required(reason)
        if row.status == Status.PUBLISHED:
            tell([publisher(row)], NoticeKind.REOPENED, by=by, incident=row)
        move(row, Status.IN_REVIEW if row.status == Status.PUBLISHED else Status.DRAFT)
        return row
