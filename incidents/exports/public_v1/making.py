"""The views are made after every migration that left the database without them, or with others than these, and
taken away before any that might change a column under them: so no migration has to think of them.
"""

from hashlib import sha256
from typing import Any

from django.db import connections, transaction

from incidents.exports.public_v1.views import SCHEMA, VIEWS

LOCK = 7_306_113


def make(using: str = "default") -> bool:
    """Whether there was something to do. Where the account may not make the schema, nothing is done."""
    wanted = f"What the public may see; docs/sql.md. {_version()}"
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SELECT obj_description(to_regnamespace(%s), 'pg_namespace')", [SCHEMA])
        (there,) = cursor.fetchone()
        if there == wanted:
            return False
        cursor.execute(
            "SELECT coalesce((SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = %s),"
            " has_database_privilege(current_database(), 'CREATE'))",
            [SCHEMA],
        )
        if cursor.fetchone() != (True,):
            return False
        _take_away(cursor)
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        for view in VIEWS:
            cursor.execute(view.sql())
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{wanted}'")
    return True


def take_away(using: str = "default") -> None:
    """The schema stays, and with it who may look at what is made in it anew."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        _take_away(cursor)


def after_migrate(*, using: str = "default", **_sent: Any) -> None:
    make(using)


def before_migrate(*, using: str = "default", plan: Any = (), **_sent: Any) -> None:
    if any(migration.app_label == "incidents" for migration, _backwards in plan or ()):
        take_away(using)


def _take_away(cursor: Any) -> None:
    """Not with what others have built on them: then PostgreSQL refuses, and names it."""
    cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = %s", [SCHEMA])
    ours = {view.name for view in VIEWS}
    if there := [name for (name,) in cursor.fetchall() if name in ours]:
        cursor.execute("DROP VIEW " + ", ".join(f"{SCHEMA}.{name}" for name in there))
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS NULL")


def _version() -> str:
    return sha256("".join(view.sql() for view in VIEWS).encode()).hexdigest()[:16]
