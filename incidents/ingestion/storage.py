"""Where uploads are kept until their lines have become articles.

A file is acknowledged only when it is whole on the disk, under a name of its own.
"""

import contextlib
import errno
import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from incidents.ingestion.errors import TooLarge, wrong

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoRoom(Exception):
    """The disk is full: nothing of the upload is kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """``path`` is relative to ``settings.UPLOADS``."""

    path: str
    size: int
    sha256: str


class Keeping:
    """An upload as it comes, in constant memory. ``finish`` or ``discard`` it: what is broken off leaves
    nothing."""

    def __init__(self) -> None:
        self.name = uuid.uuid4().hex
        self.path = Path(settings.UPLOADS) / self.name[:2] / self.name
        self.partly = self.path.with_suffix(".part")
        self.digest, self.size = hashlib.sha256(), 0
        with _room():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.file = self.partly.open("xb")

    def write(self, piece: bytes) -> None:
        """Raises ``TooLarge`` and ``NoRoom``."""
        self.size += len(piece)
        if self.size > settings.MAX_BATCH_BYTES:
            raise TooLarge("file", settings.MAX_BATCH_BYTES)
        self.digest.update(piece)
        with _room():
            self.file.write(piece)

    def finish(self) -> Kept:
        if not self.size:
            raise wrong("file", _("expected a file with articles; this one is empty."))
        with _room():
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            self.partly.rename(self.path)
            _sync(self.path.parent)
        return Kept(f"{self.name[:2]}/{self.name}", self.size, self.digest.hexdigest())

    def discard(self) -> None:
        with contextlib.suppress(OSError):  # what it could not write, it cannot write when it is closed
            self.file.close()
        self.partly.unlink(missing_ok=True)


def keep(pieces: Iterable[bytes]) -> Kept:
    keeping = Keeping()
    try:
        for piece in pieces:
            keeping.write(piece)
        return keeping.finish()
    finally:
        keeping.discard()


@contextlib.contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom(error.strerror) from error
        raise


def _sync(folder: Path) -> None:
    """The name, too, is on the disk."""
    at = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(at)
    finally:
        os.close(at)


def located(path: str) -> Path:
    return Path(settings.UPLOADS) / path


def forget(path: str) -> None:
    located(path).unlink(missing_ok=True)
    for beside in located(path).parent.glob(f"{located(path).name}.*"):  # what a format made for itself
        beside.unlink(missing_ok=True)


def orphans(known: Iterable[str], *, older_than: float) -> list[str]:
    """Files that no batch knows, as where a process died before it could note what it had stored.
    ``older_than`` is in seconds since 1970."""
    root, kept = Path(settings.UPLOADS), set(known)
    files = (file for file in root.glob("??/*") if file.stat().st_mtime < older_than)
    return [
        f"{file.parent.name}/{file.name}" for file in files if f"{file.parent.name}/{file.stem}" not in kept
    ]
