"""What every verb does before it acts: permission, lock, version, and a record of who and why."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from pghistory import runtime

from incidents.models import Incident, User
from incidents.review.errors import NotAllowed, Stale
from incidents.vocabulary import Status


@contextmanager
def change(
    incident: Incident, *, verb: str, permission: str, by: User, seen_version: int, reason: str
) -> Iterator[Incident]:
    """The incident, locked until the end of the transaction, for a person who may and who saw its last version.

    What is read and checked is the row of now, never the object handed in. What changes inside is one step of the
    history; the incident says afterwards which (``incident.step``), so that it can be undone.
    """
    if not by.has_perm(f"incidents.{permission}"):
        raise NotAllowed(f"{by} may not {verb} incidents.")
    why = {"user": by.pk, "verb": verb, "reason": reason, "incident": incident.pk, "right": permission}
    with recorded(**why) as step, transaction.atomic():
        row = Incident.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=incident.pk).first()
        if row is None:
            raise NotAllowed(f"{by} may not see {incident}.")
        if row.version != seen_version:
            raise Stale(incident, row, seen_version)
        row.step = step
        yield row
        # whoever changes it had its articles before him
        row.reports.filter(is_new=True).update(is_new=False)


@contextmanager
def recorded(**why: Any) -> Iterator[uuid.UUID]:
    """Let the history say this of the changes inside, and of no others: they are one step, whose id this gives.

    pghistory merges nested contexts into the outermost one, the request's: an edit and a publication in one
    request would both become the last verb's.
    """
    with pghistory.context() as outer:
        step = uuid.uuid4()
        runtime._tracker.value = runtime.Context(id=step, metadata={**outer.metadata, **why})
        try:
            yield step
        finally:
            runtime._tracker.value = outer


def move(incident: Incident, status: Status, **fields: Any) -> None:
    """One move of the status. ``updated_at`` is named so that the version grows with every move and touch."""
    Incident.objects.filter(pk=incident.pk).update(status=status, updated_at=Now(), **fields)
    incident.refresh_from_db()


def required(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "expected why, in a few words."})
