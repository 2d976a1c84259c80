"""Statements that may take as long as they take, whatever the process grants the others."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def unhurried() -> Iterator[None]:
    """A transaction for what streams: a million rows are sorted before the first is sent."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
        yield
