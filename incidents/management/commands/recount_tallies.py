"""Count the tallies of /stats anew."""

from typing import Any

from django.core.management.base import BaseCommand

from incidents.dashboards import tallies


class Command(BaseCommand):
    help = (
        "Count anew what /stats answers from. Only needed after incidents were loaded with triggers disabled."
    )

    def handle(self, **options: Any) -> None:
        tallies.recount()
        self.stdout.write("Counted anew")
