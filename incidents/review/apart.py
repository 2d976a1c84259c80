"""Two incidents that a machine may take for one, and a person does not."""

from incidents.models import Apart, Incident, User
from incidents.review.change import change_two


def apart(incident: Incident, other: Incident, *, by: User, seen_version: int, reason: str = "") -> Incident:
    """Say that they are two events. Nobody is asked again, and nothing of either changes: no version grows."""
    with change_two(
        incident,
        other,
        verb="apart",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as (row, another):
        Apart.objects.get_or_create(
            one_id=min(row.pk, another.pk),
            other_id=max(row.pk, another.pk),
            defaults={"by": by, "reason": reason},
        )
        return row


def ask_again(
    incident: Incident, other: Incident, *, by: User, seen_version: int, reason: str = ""
) -> Incident:
    """Take it back: they may be one after all."""
    with change_two(
        incident,
        other,
        verb="ask_again",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as (row, another):
        Apart.objects.between(row, another).delete()
        return row
