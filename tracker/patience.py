"""How long one question to the database may take while somebody waits for the answer."""

from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def limit_statements() -> None:
    """For the processes that serve requests; commands and workers take as long as they need. What streams lifts it
    for its own transaction (``incidents.models.patience``).
    """
    connection_created.connect(_limit)


def _limit(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s", [settings.STATEMENT_TIMEOUT * 1000])
