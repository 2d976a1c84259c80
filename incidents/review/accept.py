from incidents.models import Incident, User
from incidents.review.change import change, move
from incidents.review.errors import WrongStatus
from incidents.vocabulary import Status


def accept(incident: Incident, *, by: User, seen_version: int, reason: str = "") -> Incident:
    """Take a draft into review. It becomes the task of who accepts it, unless it is somebody's already."""
    with change(
        incident,
        verb="accept",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        if row.status != Status.DRAFT:
            raise WrongStatus(row, Status.DRAFT)
        move(row, Status.IN_REVIEW, assignee_id=row.assignee_id or by.pk)
        return row
