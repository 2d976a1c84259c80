"""Snapshots: asked for, made in the background, withdrawn, and looked after.

1. ``ask`` notes which incidents the question finds now; a door hands it to a worker
2. ``make`` writes the files, all from one moment of the database, and notes their hashes. Until then nobody sees
   a file, and from then on none ever changes
3. ``withdraw`` takes the files away and leaves the record, with its reason
4. ``faults`` compares the files with what was noted of them
"""

import hashlib
import logging
import secrets
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet, PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models.expressions import RawSQL
from django.utils import timezone

from incidents.exports.about import About
from incidents.exports.formats import FORMATS, Format
from incidents.models import Incident, Snapshot, SnapshotFile, User
from incidents.models.incidents import IncidentQuerySet
from incidents.models.locks import alone
from incidents.vocabulary import SnapshotState

log = logging.getLogger(__name__)

LOCK = 0x534E4150  # "SNAP": our advisory locks among those of others
OPEN = (SnapshotState.QUEUED, SnapshotState.MAKING)
FORGOTTEN_AFTER = timedelta(minutes=2)
A_BLOCK = 1024 * 1024


def ask(
    found: IncidentQuerySet,
    *,
    by: User,
    title: str,
    formats: list[str],
    addresses: str,
    query: str = "",
    key: str = "",
) -> Snapshot:
    """``found`` is narrowed to what is public, whoever asks. ``addresses`` is that of all snapshots."""
    _demand(by, "add_snapshot")
    found = found.public()
    rows = found.count()
    if not rows:
        raise ValidationError({"query": "expected a question that finds at least one public incident."})
    for name in formats:
        _check(name, rows)
    key = key or f"{timezone.now():%Y-%m-%d}-{secrets.token_hex(3)}"
    snapshot = Snapshot(
        key=key,
        title=title,
        query=query,
        address=f"{addresses}/{key}",
        formats=list(dict.fromkeys(formats)),
        by=by,
        role=", ".join(by.roles) or "admin",
    )
    snapshot.clean_fields(exclude=["by"])
    with transaction.atomic():
        try:
            with transaction.atomic():
                snapshot.save()
        except IntegrityError:
            raise ValidationError({"key": f"expected a key that is not taken; {key} is."}) from None
        _note(snapshot, found)
    return snapshot


def _check(name: str, rows: int) -> None:
    form = FORMATS.get(name)
    if form is None:
        raise ValidationError({"formats": f"expected some of {', '.join(FORMATS)}; not {name!r}."})
    if not form.is_installed():
        raise ValidationError({"formats": f"{name}: {form.needs} is not installed."})
    if form.most is not None and rows > form.most:
        raise ValidationError(
            {"formats": f"{name}: expected at most {form.most:,} incidents, found {rows:,}."}
        )


def _note(snapshot: Snapshot, found: IncidentQuerySet) -> None:
    """The database writes the list itself: it may be of a million."""
    try:
        sql, params = found.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE incidents_snapshot SET wanted = (SELECT array_agg(id) FROM ({sql}) AS found (id))"  # noqa: S608 -- Django's words
            " WHERE id = %s",
            [*params, snapshot.pk],
        )


def make(snapshot_id: int) -> None:
    """Safe to be called twice, at once or after somebody who died of it."""
    with alone(LOCK, snapshot_id % 2**31) as is_ours:
        snapshot = Snapshot.objects.defer("wanted").filter(pk=snapshot_id, state__in=OPEN).first()
        if not is_ours or snapshot is None:
            return
        Snapshot.objects.filter(pk=snapshot.pk).update(state=SnapshotState.MAKING)
        try:
            about, rows, files = _written(snapshot)
        except Exception as error:
            log.exception("Snapshot %s cannot be made", snapshot.key)
            shutil.rmtree(directory(snapshot), ignore_errors=True)
            reason = f"{type(error).__name__}: {error}"
            Snapshot.objects.filter(pk=snapshot.pk).update(
                state=SnapshotState.FAILED, reason=reason, wanted=[]
            )
            return
        told = about.told()
        with transaction.atomic():
            SnapshotFile.objects.bulk_create(files)
            Snapshot.objects.filter(pk=snapshot.pk).update(
                state=SnapshotState.READY,
                made_at=about.generated_at,
                rows=rows,
                wanted=[],
                **{
                    name: told.get(name, "")
                    for name in ("data_version", "application", "license", "license_url", "attribution")
                },
            )


def _written(snapshot: Snapshot) -> tuple[About, int, list[SnapshotFile]]:
    wanted = RawSQL("SELECT unnest(wanted) FROM incidents_snapshot WHERE id = %s", [snapshot.pk])
    directory(snapshot).mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = Incident.objects.public().filter(pk__in=wanted)
        rows = found.count()
        about = About(_question(snapshot), timezone.now(), snapshot.title, snapshot.address)
        return about, rows, [_file(snapshot, FORMATS[name], found, about) for name in snapshot.formats]


def _question(snapshot: Snapshot) -> str:
    """The address at which the question is answered as of today."""
    incidents = f"{snapshot.address.rpartition('/snapshots/')[0]}/incidents"
    return f"{incidents}?{snapshot.query}" if snapshot.query else incidents


def _file(snapshot: Snapshot, form: Format, found: IncidentQuerySet, about: About) -> SnapshotFile:
    name = f"incidents.{form.ending}"
    whole, part = directory(snapshot) / name, directory(snapshot) / f".{name}"
    sha256, size = hashlib.sha256(), 0
    part.unlink(missing_ok=True)  # of a worker that died: nobody may write it any more
    with part.open("wb") as file:
        for piece in form.parts(found, about):
            file.write(piece)
            sha256.update(piece)
            size += len(piece)
    part.chmod(0o444)
    part.rename(whole)
    return SnapshotFile(
        snapshot=snapshot,
        format=form.name,
        name=name,
        media_type=form.media_type,
        size=size,
        sha256=sha256.hexdigest(),
    )


def directory(snapshot: Snapshot) -> Path:
    return Path(settings.SNAPSHOT_ROOT) / snapshot.key


def path(file: SnapshotFile) -> Path:
    return directory(file.snapshot) / file.name


def withdraw(snapshot: Snapshot, *, by: User, reason: str) -> Snapshot:
    """Its files go. What was told of them stays, and why they went."""
    _demand(by, "withdraw_snapshot")
    if not reason.strip():
        raise ValidationError({"reason": "expected why, in a few words."})
    with transaction.atomic():
        done = Snapshot.objects.filter(pk=snapshot.pk, state=SnapshotState.READY).update(
            state=SnapshotState.WITHDRAWN, reason=reason.strip(), withdrawn_at=timezone.now(), withdrawn_by=by
        )
        if not done:
            raise ValidationError({"state": "expected a snapshot that is ready."})
        transaction.on_commit(lambda: shutil.rmtree(directory(snapshot), ignore_errors=True))
    snapshot.refresh_from_db()
    return snapshot


def _demand(by: User, right: str) -> None:
    if not by.has_perm(f"incidents.{right}"):
        raise PermissionDenied(f"{by} lacks the right {right}.")


def lost() -> list[int]:
    """What nobody makes, and should have begun long since."""
    since = timezone.now() - FORGOTTEN_AFTER
    return list(Snapshot.objects.filter(state__in=OPEN, created_at__lt=since).values_list("pk", flat=True))


def faults() -> Iterator[tuple[SnapshotFile, str]]:
    """Every file that is not as it was written, with what is wrong with it."""
    kept = SnapshotFile.objects.filter(snapshot__state=SnapshotState.READY).select_related("snapshot")
    for file in kept.defer("snapshot__wanted").order_by("pk").iterator():
        if fault := _fault(file):
            yield file, fault


def _fault(file: SnapshotFile) -> str:
    sha256: Any = hashlib.sha256()
    try:
        with path(file).open("rb") as content:
            while block := content.read(A_BLOCK):
                sha256.update(block)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "" if sha256.hexdigest() == file.sha256 else "is not what was written"
