"""Have articles read."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents import tasks
from incidents.ingestion import read
from incidents.models import Article


class Command(BaseCommand):
    help = "Queue articles for reading; with --now, read them in this process."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("articles", nargs="+", metavar="ID", type=int)
        parser.add_argument("--now", action="store_true", help="Read here, without the queue.")
        parser.add_argument("--force", action="store_true", help="Read also what was read; implies --now.")

    def handle(self, *, articles: list[int], now: bool, force: bool, **options: Any) -> None:
        failed = 0
        for article_id in articles:
            if not Article.objects.filter(pk=article_id).exists():
                failed += 1
                self.stderr.write(f"article {article_id}: there is none")
            elif now or force:
                failed += not self.read_now(article_id, force=force)
            else:
                tasks.read_article.delay(article_id)
                self.stdout.write(f"article {article_id}: queued")
        if failed:
            raise CommandError(f"{failed} of {len(articles)} not read.", returncode=1)

    def read_now(self, article_id: int, *, force: bool) -> bool:
        try:
            outcome = read(article_id, force=force)
        except Exception as error:  # the others are to be read all the same
            self.stderr.write(f"article {article_id}: {type(error).__name__}: {error}")
            return False
        state = Article.objects.only("state").get(pk=article_id).get_state_display()
        self.stdout.write(f"article {article_id}: {outcome.value} ({state})")
        return True
