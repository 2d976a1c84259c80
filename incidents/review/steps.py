"""Steps: what one call of a verb changed, read from the history, and what came after it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from pghistory.models import Context

from incidents.models import (
    Apart,
    Candidate,
    Casualties,
    Evidence,
    Incident,
    Membership,
    Participation,
    Relation,
    Report,
    Statement,
    User,
    Verdict,
    WeaponUse,
)
from incidents.models.revisions import revision_model

OF_AN_INCIDENT: tuple[type[models.Model], ...] = (
    *(Incident, Report, Participation, Casualties, WeaponUse),
    *(Relation, Membership, Candidate, Apart, Statement, Evidence, Verdict),
)
"""The records whose changes are an incident's; what others stand on comes first."""

BELONGS = ("incident_id", "draft_id", "one_id", "other_id")
"""How rows below name their incidents."""

State = dict[str, Any]


@dataclass(slots=True)
class Touched:
    """What a step made of one record. ``before`` is None where the step made it, ``after`` where it deleted it.

    ``later`` are the states that other steps gave it since, oldest first, each with the step that did.
    """

    model: type[models.Model]
    pk: int
    before: State | None
    after: State | None
    later: list[tuple[UUID | None, State | None]] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The columns that the step changed, of a record that was there before and after."""
        if self.before is None or self.after is None:
            return []
        return [name for name, value in self.before.items() if self.after[name] != value]


def touched_by(step: UUID) -> list[Touched]:
    found = []
    for model in OF_AN_INCIDENT:
        history = revision_model(model).objects.order_by("pgh_id")
        keys = set(history.filter(pgh_context=step).values_list("pgh_obj_id", flat=True))
        if not keys:
            continue
        by_record = defaultdict(list)
        for revision in history.filter(pgh_obj_id__in=keys):
            by_record[revision.pgh_obj_id].append(revision)
        found += [_touched(model, pk, revisions, step) for pk, revisions in sorted(by_record.items())]
    return [each for each in found if each.before != each.after]


def _touched(model: type[models.Model], pk: int, revisions: list[Any], step: UUID) -> Touched:
    ours = [n for n, revision in enumerate(revisions) if revision.pgh_context_id == step]
    first, last = ours[0], ours[-1]
    return Touched(
        model,
        pk,
        before=None if revisions[first].pgh_label == "insert" else state(revisions[first - 1]),
        after=state(revisions[last]),
        later=[(revision.pgh_context_id, state(revision)) for revision in revisions[last + 1 :]],
    )


def state(revision: Any) -> State | None:
    """The record's columns as the revision left them; None where it deleted it."""
    if revision.pgh_label == "delete":
        return None
    names = (f.attname for f in revision._meta.concrete_fields if not f.name.startswith("pgh_"))
    return {name: getattr(revision, name) for name in names}


@dataclass(frozen=True, slots=True)
class Why:
    """What the history says of a step. ``undoes`` is the step that it took back, if it is an undoing."""

    step: UUID
    at: datetime
    user: int | None
    verb: str
    reason: str
    incident: int | None
    right: str
    undoes: UUID | None

    @classmethod
    def of(cls, context: Context) -> "Why":
        said = context.metadata
        return cls(
            step=context.id,
            at=context.created_at,
            user=said.get("user"),
            verb=said.get("verb", ""),
            reason=said.get("reason", ""),
            incident=said.get("incident"),
            right=said.get("right") or RIGHT_OF_OLD.get(said.get("verb", ""), "change_incident"),
            undoes=UUID(said["undoes"]) if said.get("undoes") else None,
        )


RIGHT_OF_OLD = {"publish": "publish_incident", "reject": "reject_incident", "reopen": "reopen_incident"}
"""For steps from before steps said themselves which right they took."""


def standing(steps: Iterable[Why]) -> list[Why]:
    """Of these, those that still stand. An undoing and what it undid cancel each other, so that neither does."""
    steps = list(steps)
    undoings = defaultdict(list)
    for why in steps:
        undoings[why.undoes].append(why.step)

    def is_undone(step: UUID) -> bool:
        return any(not is_undone(undoing) for undoing in undoings[step])

    known = {why.step for why in steps}
    return [why for why in steps if why.undoes not in known and not is_undone(why.step)]


def since(touched: Iterable[Touched]) -> dict[UUID, Why]:
    """The steps that touched these records later and still stand."""
    keys = {step for each in touched for step, _ in each.later if step}
    return {why.step: why for why in standing(map(Why.of, Context.objects.filter(pk__in=keys)))}


def steps_of(incident: Incident) -> list[Why]:
    """Every step that touched the incident or a row of it, oldest first."""
    keys: set[UUID] = set()
    statements = revision_model(Statement).objects.filter(incident=incident.pk).values("pgh_obj_id")
    for model in OF_AN_INCIDENT:
        columns = [name for name in BELONGS if name in {f.attname for f in model._meta.concrete_fields}]
        of_it = Q(pgh_obj=incident.pk) if model is Incident else Q(statement__in=statements)
        if columns:
            of_it = Q(*((name, incident.pk) for name in columns), _connector=Q.OR)
        history = revision_model(model).objects.filter(of_it, pgh_context__isnull=False)
        keys |= set(history.values_list("pgh_context", flat=True).distinct())
    contexts = Context.objects.filter(pk__in=keys)
    return list(map(Why.of, sorted(contexts, key=lambda c: (c.created_at, c.metadata.get("began", "")))))


def since_version(incident: Incident, version: int) -> list[Why]:
    """The steps that made the versions after this one, oldest first."""
    history = revision_model(Incident).objects.filter(pgh_obj=incident.pk, version__gt=version)
    in_order = dict.fromkeys(history.order_by("pgh_id").values_list("pgh_context", flat=True))
    contexts = Context.objects.in_bulk([key for key in in_order if key])
    return [Why.of(contexts[key]) for key in in_order if key in contexts]


def last_step(incident: Incident, *, by: User) -> Why | None:
    """The last thing that this person did to the incident and that still stands; undoing is no such thing."""
    stand = standing(steps_of(incident))
    return next((why for why in reversed(stand) if why.user == by.pk and not why.undoes), None)
