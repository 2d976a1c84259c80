"""Hand in articles from files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from incidents import tasks
from incidents.ingestion import Submitted, submit
from incidents.ingestion.errors import wrong
from incidents.vocabulary import ArticleState

HEADER = {
    "title": "title",
    "published": "published",
    "source": "source",
    "url": "url",
    "language": "language",
}
HEADER |= {"byline": "byline"}
LINES = {".jsonl", ".ndjson"}
KEYS = {"text", "html", "title", "url", "published", "source", "language", "byline"}


class Command(BaseCommand):
    help = (
        "Submit articles: text (with or without a header of Title:, Published:, Source:, URL:, Language: lines),"
        " HTML, PDF, Word, mail, or JSON Lines. Prints a line for each; ends with 1 if any was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        for name in ("published", "source", "title", "url", "language"):
            parser.add_argument(f"--{name}", default="", help="For files that do not say so themselves.")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        given = {name: options[name] for name in ("published", "source", "title", "url", "language")}
        refused = 0
        for path in files:
            for name, article in _articles(path, given):
                try:
                    if isinstance(article, ValidationError):
                        raise article
                    self.stdout.write(f"{name}: {_said(submit_and_queue(**article))}")
                except ValidationError as error:
                    refused += 1
                    self.stderr.write(f"{name}: refused: {_reasons(error)}")
        if refused:
            raise CommandError(f"{refused} refused.", returncode=1)


def submit_and_queue(**article: Any) -> Submitted:
    with transaction.atomic():
        done = submit(**article, by=None)
        if done.is_new:
            tasks.queue_reading(done.article)
    return done


def _articles(path: Path, given: dict[str, str]) -> Iterator[tuple[str, dict[str, Any] | ValidationError]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        yield str(path), wrong("file", f"expected a file that can be read ({error.strerror}).")
        return
    if path.suffix.lower() in LINES:
        for number, line in enumerate(data.splitlines(), start=1):
            if line.strip():
                yield f"{path}:{number}", _from_line(line, given)
    else:
        yield str(path), from_file(path.name, data, given)


def from_file(name: str, data: bytes, given: dict[str, str]) -> dict[str, Any]:
    header, body = _header(data) if name.lower().endswith((".txt", ".text")) else ({}, "")
    if header:
        return given | header | {"text": body}
    return given | {"data": data, "file_name": name}


def _header(data: bytes) -> tuple[dict[str, str], str]:
    """The header of our samples: Key: value lines, an empty line, the text. Anything else is all text."""
    try:
        head, empty, body = data.decode("utf-8-sig").replace("\r\n", "\n").partition("\n\n")
    except UnicodeDecodeError:
        return {}, ""
    lines = [line.partition(":") for line in head.splitlines()]
    if not empty or not all(colon and key.strip().lower() in HEADER for key, colon, _ in lines):
        return {}, ""
    return {HEADER[key.strip().lower()]: value.strip() for key, _, value in lines if value.strip()}, body


def _from_line(line: bytes, given: dict[str, str]) -> dict[str, Any] | ValidationError:
    try:
        record = json.loads(line)
    except ValueError as error:
        return wrong("line", f"expected a JSON object ({error}).")
    if not isinstance(record, dict):
        return wrong("line", "expected a JSON object.")
    article = {key: value for key, value in record.items() if key in KEYS and value is not None}
    for key, value in article.items():
        if not isinstance(value, str):
            return wrong(key, "expected a string.")
    return given | {key: value for key, value in article.items() if value}


def _said(done: Submitted) -> str:
    if done.is_new:
        state = ArticleState(done.article.state)
        return f"article {done.article.pk} {state}" + (
            f" ({done.article.reason})" if done.article.reason else ""
        )
    return f"duplicate of article {done.article.pk} (same {done.duplicate_by})"


def _reasons(error: ValidationError) -> str:
    return "; ".join(f"{field}: {' '.join(words)}" for field, words in error.message_dict.items())
