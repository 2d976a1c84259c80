from django.db.models.functions import Now

from incidents.models import Incident, User
from incidents.review.change import change


def acknowledge(incident: Incident, *, by: User, seen_version: int, reason: str = "") -> Incident:
    """Say that its new sources were looked at, and that it stays as it is."""
    with change(
        incident,
        verb="acknowledge",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        if row.reports.filter(is_new=True).exists():
            Incident.objects.filter(pk=row.pk).update(updated_at=Now())
            row.refresh_from_db()
        return row
