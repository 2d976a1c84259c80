"""Make a version of the events in UCDP's shape, which then stays as it is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.exports.ged import NoSuchName, freeze


class Command(BaseCommand):
    help = "Freeze what is public and dated now as /compat/ucdp/gedevents/<version>. It stays so for good."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", help="26.1 of a year, 26.0.8 of a month, 26.01.26.06 of a quarter.")
        parser.add_argument("--reason", default="", help="What the history is to say.")

    def handle(self, *, version: str, reason: str, **options: Any) -> None:
        try:
            made = freeze(version, reason=reason)
        except NoSuchName as problem:
            raise CommandError(str(problem)) from None
        rows = made.rows.count()
        deadly = made.rows.filter(is_deadly=True).count()
        self.stdout.write(f"version {made.name}: {deadly} events with a death, {rows - deadly} without")
