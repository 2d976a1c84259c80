from incidents.models import Incident, User
from incidents.review.apply import must_be_open
from incidents.review.change import change, move, required
from incidents.vocabulary import Status


def reject(incident: Incident, *, by: User, seen_version: int, reason: str = "") -> Incident:
    """Put a draft aside for good reason. A published incident is reopened first."""
    with change(
        incident,
        verb="reject",
        permission="reject_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        must_be_open(row)
        required(reason)
        if row.status == Status.DRAFT:
            move(row, Status.IN_REVIEW)
        move(row, Status.REJECTED)
        return row
