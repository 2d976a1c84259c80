"""Earlier versions of an incident, put together from the revisions of its own row and of the rows below it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from incidents.models import Incident
from incidents.models.revisions import revision_model
from incidents.review.rows import COLUMNS
from incidents.review.steps import State, state

BELOW = (*COLUMNS, "reports", "relations")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How an incident stood. Columns are named as in the database (``base_id``), rows by their relation."""

    version: int
    at: datetime
    columns: State
    rows: dict[str, list[State]]


def as_of(incident: Incident, version: int, *, below: Collection[str] = BELOW) -> Snapshot:
    """The version as it stood until the next one. ``below`` names the relations whose rows are wanted.

    The rows below are those of the moment at which the next version began, and not of that at which this one did:
    a verb may write them before or after the incident's own row.
    """
    history = revision_model(Incident).objects.filter(pgh_obj=incident.pk)
    found = history.filter(version=version).order_by("pgh_id").last()
    if found is None:
        raise ValidationError(
            {
                "version": _("expected one from 1 to %(last)s; there is no %(version)s.")
                % {"last": incident.version, "version": version}
            }
        )
    later = history.filter(pgh_id__gt=found.pgh_id)
    steps = set(later.exclude(pgh_context=found.pgh_context_id).values_list("pgh_context", flat=True)) - {
        None
    }
    ended = later.order_by("pgh_id").values_list("pgh_created_at", flat=True).first()
    until = Q(pgh_context=None) | ~Q(pgh_context__in=steps)
    if ended:
        until &= Q(pgh_created_at__lte=ended)
    rows = {name: _rows(incident, name, until) for name in below}
    return Snapshot(version, found.pgh_created_at, state(found) or {}, rows)


def _rows(incident: Incident, name: str, until: Q) -> list[State]:
    relation = Incident._meta.get_field(name)
    column = relation.field.attname
    history: models.QuerySet[Any] = revision_model(relation.related_model).objects.order_by(
        "pgh_obj_id", "-pgh_id"
    )
    keys = history.filter(**{column: incident.pk}).order_by().values("pgh_obj_id")
    last = history.filter(until, pgh_obj_id__in=keys).distinct("pgh_obj_id")
    states = [found for revision in last if (found := state(revision)) and found[column] == incident.pk]
    return sorted(states, key=lambda row: (row.get("role", ""), row.get("order", 0), row["id"]))
