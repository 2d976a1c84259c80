"""Queue again what waits for a reading that nobody will do."""

from typing import Any

from django.core.management.base import BaseCommand

from incidents import tasks


class Command(BaseCommand):
    help = "Queue again articles whose reader died, or that no reader has taken. Beat does this by itself."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{tasks.requeue_lost()} queued again")
