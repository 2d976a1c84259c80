"""What the public has seen of an incident: each time that it changed in its eyes, and in which fields.

What was tried out between two publications, or under an embargo or a restriction, was never public and is no
part of it: what counts is how one public state differs from the one before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from incidents.models import Casualties, Incident, Membership, Participation, Report, WeaponUse
from incidents.models.revisions import revision_model
from incidents.review.statements import FIELD_OF_ROLE, OUR_OWN
from incidents.review.steps import State, state
from incidents.review.values import EDITABLE
from incidents.vocabulary import Sensitivity, Status

OWN = [
    Incident._meta.get_field(name).attname
    for name in (*(name for name in EDITABLE if name not in OUR_OWN), "moment", "date_how", "sensitivity")
]
ROWS = {
    Participation: ("actor_id", "name", "basis", "referent"),
    Casualties: ("side", "actor_id", "is_civilian", "kind", "min", "max"),
    WeaponUse: tuple(
        f.attname for f in WeaponUse._meta.concrete_fields if f.attname not in {"id", "incident_id"}
    ),
    Report: ("article_id", "prominence"),
    Membership: ("campaign_id",),
}
"""What of a row below is public. Relations are not here: they lead to incidents that may not be."""
TABLE = {Casualties: "casualties", WeaponUse: "weapons", Report: "articles", Membership: "campaigns"}

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Publication:
    """``fields`` are those that differ from the one before, by the names that statements use where they have one;
    the first has none. ``is_return``: it was not public just before.
    """

    version: int
    at: datetime
    fields: tuple[str, ...]
    is_return: bool


@dataclass(slots=True)
class _Stood:
    """How it stood from ``at`` on."""

    at: datetime
    columns: State
    view: View


def publications(incident: Incident) -> list[Publication]:
    """Oldest first."""
    found: list[Publication] = []
    last: View | None = None
    was_public = False
    stood = list(_course(incident))
    ends = [*(each.at for each in stood[1:]), timezone.now()]
    for each, end in zip(stood, ends, strict=True):
        since = max(each.at, each.columns["embargo_until"] or each.at)
        is_public = (
            each.columns["status"] == Status.PUBLISHED
            and each.columns["sensitivity"] != Sensitivity.RESTRICTED
            and since <= end
        )
        if is_public:
            fields = () if last is None else tuple(sorted(_differing(last, each.view)))
            if fields or not was_public:
                found.append(Publication(each.columns["version"], since, fields, not was_public))
            last = each.view
        was_public = is_public
    return found


def _differing(before: View, after: View) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _course(incident: Incident) -> Iterator[_Stood]:
    """One for each step that changed the incident or a row of it."""
    own: State = {}
    rows: dict[tuple[Any, int], State | None] = {}
    for (at, _began), events in groupby(_events(incident), key=_when):
        for event in events:
            model, now = event.pgh_tracked_model, state(event)
            if model is Incident:
                own = now or own
            else:
                rows[(model, event.pgh_obj_id)] = now
        if own:
            yield _Stood(at, own, _view(own, rows, incident.pk))


def _events(incident: Incident) -> list[Any]:
    found = list(revision_model(Incident).objects.filter(pgh_obj=incident.pk).select_related("pgh_context"))
    for model in ROWS:
        history = revision_model(model).objects.all()
        ours = history.filter(incident=incident.pk).order_by().values("pgh_obj_id")
        found += history.filter(pgh_obj_id__in=ours).select_related("pgh_context")
    return sorted(found, key=lambda event: (*_when(event), event.pgh_id))


def _when(event: Any) -> tuple[datetime, str]:
    return event.pgh_created_at, (event.pgh_context.metadata if event.pgh_context else {}).get("began", "")


def _view(own: State, rows: dict[tuple[Any, int], State | None], key: int) -> View:
    view: View = {name: own[name] for name in OWN}
    for (model, _pk), row in rows.items():
        if row is None or row["incident_id"] != key:
            continue
        name = FIELD_OF_ROLE[row["role"]] if model is Participation else TABLE[model]
        view.setdefault(name, []).append(tuple(str(row[column]) for column in ROWS[model]))
    return {name: sorted(value) if isinstance(value, list) else value for name, value in view.items()}
