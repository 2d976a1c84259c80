"""PostgreSQL's advisory locks: held by the connection, so that whoever dies in the middle lets them go."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(space: int, key: int) -> Iterator[bool]:
    """Whether nobody else is at this key of this space; then nobody comes to it until the end.

    It needs a connection of its own for as long: a pooler in transaction mode would break it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, key])
        is_ours = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        # a connection that broke has let it go already, and asking a new one would be answered with a warning
        if is_ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, key])
