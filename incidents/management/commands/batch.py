"""Bulk uploads from a shell: what the pages and the API do."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from incidents import tasks
from incidents.ingestion import batch as bulk
from incidents.ingestion import mending, storage
from incidents.models import Batch, User

VERBS = {"pause": bulk.pause, "resume": bulk.resume, "cancel": bulk.cancel}
SETTINGS = ("source", "language", "order", "zone")
SHAPE = ("format", "encoding", "delimiter", "sheet")
A_PIECE = 1024 * 1024


class Command(BaseCommand):
    help = "Upload a file of many articles, see how far it is, and stop, go on with or mend it."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        upload = verbs.add_parser("upload", help="Store the file and queue it. Prints its number.")
        upload.add_argument("file", type=Path)
        upload.add_argument("--by", required=True, metavar="USERNAME", help="Who hands it in.")
        upload.add_argument("--paused", action="store_true", help="Look at it first: preview, then resume.")
        upload.add_argument("--again", action="store_true", help="Though the same file was uploaded before.")
        upload.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help="Such as text=Body; may be repeated.",
        )
        for name in (*SETTINGS, *SHAPE):
            upload.add_argument(f"--{name}", default="")
        verbs.add_parser("list", help="The last fifty.")
        for verb in ("show", "preview", "errors", *VERBS, "retry"):
            one = verbs.add_parser(verb)
            one.add_argument("batch", type=int)
            if verb in VERBS or verb == "retry":
                one.add_argument("--by", required=True, metavar="USERNAME")

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb}", self._move)(verb=verb, **options)
        except ValidationError as error:
            raise CommandError(_words(error)) from None

    def _upload(
        self, *, file: Path, by: str, paused: bool, again: bool, map: list[str], **options: Any
    ) -> None:
        try:
            with file.open("rb") as opened:
                kept = storage.keep(iter(lambda: opened.read(A_PIECE), b""))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        user, batch = _user(by), None
        try:
            if not again and (before := bulk.known(kept, by=user)):
                raise CommandError(
                    f"The very same file is batch {before.pk}; --again uploads it all the same."
                )
            with transaction.atomic():
                batch = bulk.accept(
                    kept,
                    file_name=file.name,
                    by=user,
                    is_paused=paused,
                    shape={name: options[name] for name in SHAPE},
                    mapping=dict(_pair(each) for each in map) or None,
                    defaults={name: options[name] for name in SETTINGS if options[name]},
                )
                tasks.queue_batch(batch)
        finally:
            if batch is None:
                storage.forget(kept.path)
        self.stdout.write(f"{batch.pk}")

    def _list(self, **options: Any) -> None:
        found = list(Batch.objects.select_related("submitter")[:50])
        self._tell(found)

    def _show(self, *, batch: int, **options: Any) -> None:
        self._tell([_batch(batch)])

    def _tell(self, batches: list[Batch]) -> None:
        totals = bulk.totals(batches)
        for each in batches:
            told = ", ".join(f"{name} {number:,}" for name, number in totals[each.pk].items() if number)
            reason = f" ({each.reason})" if each.reason else ""
            self.stdout.write(f"{each.pk}  {each.file_name}  {each.state}{reason}  {told or 'nothing yet'}")

    def _preview(self, *, batch: int, **options: Any) -> None:
        for line, terms, field, reason in bulk.preview(_batch(batch)):
            told = "; ".join(f"{name}: {value[:60]}" for name, value in terms.items() if value)
            self.stdout.write(f"{line.number}  {told}" if not reason else f"{line.number}  {field}: {reason}")

    def _errors(self, *, batch: int, **options: Any) -> None:
        _write(self.stdout, mending.errors(_batch(batch)))

    def _retry(self, *, batch: int, by: str, **options: Any) -> None:
        found = _batch(batch)
        with transaction.atomic():
            number = bulk.retry(found, by=_user(by))
            tasks.queue_batch(found)
        self.stdout.write(f"{number:,} are tried once more.")

    def _move(self, *, verb: str, batch: int, by: str, **options: Any) -> None:
        found = _batch(batch)
        with transaction.atomic():
            VERBS[verb](found, by=_user(by))
            if verb == "resume":
                tasks.queue_batch(found)
        self._tell([found])


def _write(out: Any, pieces: Iterable[str]) -> None:
    for piece in pieces:
        out.write(piece, ending="")


def _pair(given: str) -> tuple[str, str]:
    field, equals, column = given.partition("=")
    if not equals:
        raise CommandError(f"--map {given}: expected FIELD=COLUMN.")
    return field, column


def _batch(pk: int) -> Batch:
    try:
        return Batch.objects.get(pk=pk)
    except Batch.DoesNotExist:
        raise CommandError(f"There is no batch {pk}.") from None


def _user(name: str) -> User:
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist:
        raise CommandError(f"There is no user {name}.") from None


def _words(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{field}: {' '.join(words)}" for field, words in error.message_dict.items())
