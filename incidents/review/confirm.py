from collections.abc import Collection

from incidents.models import Incident, User
from incidents.review.apply import must_be_open
from incidents.review.change import change
from incidents.review.verdicts import vouch


def confirm(
    incident: Incident,
    fields: Collection[str] | None = None,
    *,
    by: User,
    seen_version: int,
    reason: str = "",
) -> Incident:
    """Vouch for what the reader has in these fields, by the names that statements use; without them, in all.

    No value changes, and so the version stays: nobody's page goes stale because a colleague ticked a field.
    """
    with change(
        incident,
        verb="confirm",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        must_be_open(row)
        vouch(row, by=by, fields=fields)
        return row
