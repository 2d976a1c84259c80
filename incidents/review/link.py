"""Bonds between two incidents that are not one: a sentence, "the strike retaliates for the attack"."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, Relation, User
from incidents.review.change import change_two, touch
from incidents.review.errors import NotAllowed, WrongStatus
from incidents.vocabulary import LIVING, RelationKind, Status

FORTH = {
    RelationKind.RETALIATES_FOR: _("Retaliates for"),
    RelationKind.FOLLOW_UP_OF: _("Follows up"),
    RelationKind.PART_OF: _("Is part of"),
    RelationKind.SAME_SALVO: _("Same salvo as"),
}
BACK = {
    RelationKind.RETALIATES_FOR: _("Was retaliated for by"),
    RelationKind.FOLLOW_UP_OF: _("Was followed up by"),
    RelationKind.PART_OF: _("Has as a part"),
    RelationKind.SAME_SALVO: _("Same salvo as"),
}
"""How a relation reads from the side of its ``incident``, and from that of the ``other``."""


def link(
    incident: Incident, other: Incident, kind: str, *, by: User, seen_version: int, reason: str = ""
) -> Incident:
    """``incident`` <kind> ``other``. Both are told to have changed: either side's record shows the bond.

    What is published already is changed only by who may publish.
    """
    with change_two(
        incident,
        other,
        verb="link",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as (row, another):
        kind = _kind(kind)
        for each in (row, another):
            if each.status not in LIVING:
                raise WrongStatus(each, *LIVING)
        may_touch(by, row, another)
        if _is_there(row, another, kind):
            return row
        if kind != RelationKind.SAME_SALVO and _leads_to(another, row, kind):
            raise ValidationError(
                {
                    "kind": _("expected no circle: %(another)s is bound to %(row)s so already.")
                    % {"another": another, "row": row}
                }
            )
        Relation.objects.create(incident=row, kind=kind, other=another)
        touch(row, another)
        return row


def unlink(
    incident: Incident, other: Incident, kind: str, *, by: User, seen_version: int, reason: str = ""
) -> Incident:
    """Take the bond away, whichever of the two it was told of."""
    with change_two(
        incident,
        other,
        verb="unlink",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as (row, another):
        may_touch(by, row, another)
        pair = {"incident__in": (row, another), "other__in": (row, another)}
        if Relation.objects.filter(kind=_kind(kind), **pair).delete()[0]:
            touch(row, another)
        return row


def may_touch(by: User, *incidents: Incident) -> None:
    """A published record is changed only by who may publish."""
    published = next((row for row in incidents if row.status == Status.PUBLISHED), None)
    if published and not by.has_perm("incidents.publish_incident"):
        raise NotAllowed(
            _("%(by)s may not change %(published)s, which is published.") % {"by": by, "published": published}
        )


def _kind(kind: str) -> RelationKind:
    if kind not in set(RelationKind):
        raise ValidationError({"kind": _("expected one of %(names)s.") % {"names": ", ".join(RelationKind)}})
    return RelationKind(kind)


def _is_there(incident: Incident, other: Incident, kind: RelationKind) -> bool:
    if incident.relations.filter(kind=kind, other=other).exists():
        return True
    return kind == RelationKind.SAME_SALVO and other.relations.filter(kind=kind, other=incident).exists()


def _leads_to(start: Incident, end: Incident, kind: RelationKind) -> bool:
    """Along bonds of this kind, however many."""
    seen, front = {start.pk}, {start.pk}
    while front:
        found = Relation.objects.filter(kind=kind, incident__in=front).values_list("other", flat=True)
        front = set(found) - seen
        seen |= front
    return end.pk in seen
