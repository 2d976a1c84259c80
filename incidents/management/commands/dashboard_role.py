"""A role of PostgreSQL that may look at the views of ``public_v1``, and at nothing else."""

import secrets
from typing import Any
from urllib.parse import quote

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, connection, transaction
from psycopg2 import sql

from incidents.exports.public_v1.making import make
from incidents.exports.public_v1.views import SCHEMA


class Command(BaseCommand):
    help = (
        "Make the PostgreSQL role that dashboards read public_v1 with, or put it right. It cannot log in until "
        "--login, which gives it a new password and prints the address to connect to."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", default="dashboard_ro", help="Its name.")
        parser.add_argument("--connections", type=int, default=10, help="So many at a time.")
        parser.add_argument("--timeout", type=int, default=30, help="Seconds that a query may take.")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--login", action="store_true", help="Let it log in, with a new password.")
        what.add_argument("--no-login", action="store_true", help="Let it log in no more.")
        what.add_argument(
            "--sql", action="store_true", help="Print what an administrator has to run instead."
        )

    def handle(self, **asked: Any) -> None:
        statements = self._statements(**asked)
        if asked["sql"]:
            self.stdout.write(";\n".join(statements) + ";")
            return
        password = secrets.token_urlsafe(24)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                make()
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [asked["role"]])
                if cursor.fetchone():
                    statements = statements[1:]
                for statement in statements:
                    cursor.execute(statement)
                if asked["login"]:
                    self._alter(cursor, asked["role"], "LOGIN PASSWORD {}", password)
                if asked["no_login"]:
                    self._alter(cursor, asked["role"], "NOLOGIN PASSWORD NULL")
        except ProgrammingError as refused:
            raise CommandError(
                f"PostgreSQL says: {str(refused).strip()} Have an administrator run what --sql prints."
            ) from None
        if asked["login"]:
            at = connection.settings_dict
            host = f"{at['HOST'] or 'localhost'}:{at['PORT'] or 5432}"
            name = quote(asked["role"], safe="")
            self.stdout.write(f"postgresql://{name}:{password}@{host}/{quote(at['NAME'], safe='')}")

    def _statements(self, *, role: str, connections: int, timeout: int, **_rest: Any) -> list[str]:
        named = {
            "role": sql.Identifier(role),
            "database": sql.Identifier(connection.settings_dict["NAME"]),
            "schema": sql.Identifier(SCHEMA),
            "connections": sql.Literal(connections),
            "timeout": sql.Literal(f"{timeout}s"),
        }
        parts = [
            "CREATE ROLE {role} NOLOGIN NOINHERIT",
            "ALTER ROLE {role} CONNECTION LIMIT {connections}",
            "ALTER ROLE {role} IN DATABASE {database} SET default_transaction_read_only = on",
            "ALTER ROLE {role} IN DATABASE {database} SET statement_timeout = {timeout}",
            "ALTER ROLE {role} IN DATABASE {database} SET idle_in_transaction_session_timeout = '60s'",
            "ALTER ROLE {role} IN DATABASE {database} SET search_path = {schema}",
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {role}",
            "GRANT USAGE ON SCHEMA {schema} TO {role}",
            "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {role}",
        ]
        connection.ensure_connection()
        return [sql.SQL(part).format(**named).as_string(connection.connection) for part in parts]

    def _alter(self, cursor: Any, role: str, how: str, *values: str) -> None:
        literals = (sql.Literal(value) for value in values)
        altering = sql.SQL("ALTER ROLE {} ").format(sql.Identifier(role)) + sql.SQL(how).format(*literals)
        cursor.execute(altering)
