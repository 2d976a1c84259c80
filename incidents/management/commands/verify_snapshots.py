"""Compare the files of all snapshots with the hashes that were noted when they were made."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.exports import snapshots
from incidents.models import SnapshotFile
from incidents.vocabulary import SnapshotState


class Command(BaseCommand):
    help = (
        "Read every file of every snapshot and compare its hash. Ends with 1 where one differs or is missing."
    )

    def handle(self, **options: Any) -> None:
        wrong = list(snapshots.faults())
        for file, fault in wrong:
            self.stderr.write(f"{file.snapshot.key}/{file.name} {fault}")
        if wrong:
            raise CommandError(f"{len(wrong)} of the files differ")
        kept = SnapshotFile.objects.filter(snapshot__state=SnapshotState.READY).count()
        self.stdout.write(f"{kept} files, all as they were written")
