"""What every verb does before it acts: permission, lock, version, and a record of who and why."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from pghistory import runtime

from incidents.models import Incident, Report, User
from incidents.review.errors import DOING, NotAllowed, Stale
from incidents.vocabulary import Status


@contextmanager
def change(
    incident: Incident, *, verb: str, permission: str, by: User, seen_version: int, reason: str
) -> Iterator[Incident]:
    """The incident, locked until the end of the transaction, for a person who may and who saw its last version.

    What is read and checked is the row of now, never the object handed in. What changes inside is one step of the
    history; the incident says afterwards which (``incident.step``), so that it can be undone.
    """
    with _step([(incident, seen_version)], verb, permission, by, reason) as rows:
        yield rows[0]


@contextmanager
def change_two(
    incident: Incident,
    other: Incident,
    *,
    verb: str,
    permission: str,
    by: User,
    seen_version: int,
    other_version: int | None = None,
    reason: str,
) -> Iterator[tuple[Incident, Incident]]:
    """Two incidents in one step. Where what is done holds for any version of the other, that may be None."""
    if incident.pk == other.pk:
        raise ValidationError({"other": _("expected another incident, and not the same.")})
    seen = [(incident, seen_version), (other, other_version)]
    with _step(seen, verb, permission, by, reason) as (row, another):
        yield row, another


Seen = list[tuple[Incident, int | None]]


@contextmanager
def _step(seen: Seen, verb: str, permission: str, by: User, reason: str) -> Iterator[list[Incident]]:
    if not by.has_perm(f"incidents.{permission}"):
        raise NotAllowed(_("%(by)s may not %(verb)s incidents.") % {"by": by, "verb": DOING.get(verb, verb)})
    about = seen[0][0].pk
    why = {"user": by.pk, "verb": verb, "reason": reason, "incident": about, "right": permission}
    with recorded(**why) as step, transaction.atomic():
        rows = _locked(seen, by)
        for row in rows:
            row.step = step
        yield rows
        # whoever changes it had its articles before him
        Report.objects.filter(incident__in=rows, is_new=True).update(is_new=False)


def _locked(seen: Seen, by: User) -> list[Incident]:
    """In one order, so that no two wait for each other: the living by key, then what is merged into them."""
    visible = Incident.objects.visible_to(by).select_for_update(of=("self",))
    wanted = visible.filter(pk__in=[incident.pk for incident, _version in seen])
    found = {row.pk: row for row in wanted.order_by(F("merged_into_id").asc(nulls_first=True), "pk")}
    for incident, version in seen:
        if incident.pk not in found:
            raise NotAllowed(_("%(by)s may not see %(incident)s.") % {"by": by, "incident": incident})
        if version is not None and found[incident.pk].version != version:
            raise Stale(incident, found[incident.pk], version)
    return [found[incident.pk] for incident, _version in seen]


@contextmanager
def recorded(**why: Any) -> Iterator[uuid.UUID]:
    """Let the history say this of the changes inside, and of no others: they are one step, whose id this gives.

    pghistory merges nested contexts into the outermost one, the request's: an edit and a publication in one
    request would both become the last verb's.
    """
    with pghistory.context() as outer:
        step = uuid.uuid4()
        # of two steps in one transaction the database would say the same time
        began = timezone.now().isoformat()
        metadata = {**outer.metadata, "began": began, **why}
        runtime._tracker.value = runtime.Context(id=step, metadata=metadata)
        try:
            yield step
        finally:
            runtime._tracker.value = outer


def move(incident: Incident, status: Status, **fields: Any) -> None:
    """One move of the status. ``updated_at`` is named so that the version grows with every move and touch."""
    Incident.objects.filter(pk=incident.pk).update(status=status, updated_at=Now(), **fields)
    incident.refresh_from_db()


def touch(*incidents: Incident) -> None:
    """Let the version grow where only rows below, or bonds to others, changed."""
    Incident.objects.filter(pk__in=[incident.pk for incident in incidents]).update(updated_at=Now())
    for incident in incidents:
        incident.refresh_from_db()


def required(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("expected why, in a few words.")})
