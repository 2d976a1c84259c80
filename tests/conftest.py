"""Every run of the tests has a PostgreSQL and a Valkey of its own, in a directory that goes when it ends.

Their addresses are in the environment before Django reads its settings, so that the commands and workers
which tests start see the same servers. They run only once a test asks for the database (or for ``servers``):
the tests of reading need none. With xdist all processes share them, each with a database of its own. Where
DATABASE_URL and CELERY_BROKER_URL are set beforehand, those are used and nothing is started.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.servers import SERVERS, Server, disown, own

IS_XDIST_WORKER = "PYTEST_XDIST_WORKER" in os.environ

if not IS_XDIST_WORKER:
    os.environ["TRACKER_VAR"] = tempfile.mkdtemp(prefix="tracker-tests-")
    os.environ["TRACKER_TEST_SERVERS"] = " ".join(
        kind.name for kind in SERVERS.values() if not os.environ.get(kind.variable)
    )
VAR = Path(os.environ["TRACKER_VAR"])
EMBEDDED: list[Server] = [
    SERVERS[name](VAR, throwaway=True) for name in os.environ["TRACKER_TEST_SERVERS"].split()
]
if not IS_XDIST_WORKER:
    os.environ |= {server.variable: server.url(server.reserve()) for server in EMBEDDED}
    (VAR / "static").mkdir()  # whitenoise looks for it
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"

import django  # noqa: E402 -- settings are read here, the environment had to come first
from django.conf import settings  # noqa: E402 -- likewise
from django.db import connection, transaction  # noqa: E402 -- likewise

assert IS_XDIST_WORKER or not settings.configured, (
    "Unset DJANGO_SETTINGS_MODULE: servers come before settings."
)
django.setup()

from rest_framework.throttling import SimpleRateThrottle  # noqa: E402 -- it reads settings

from tests import cast  # noqa: E402 -- models come after the set-up

# Names of static files without a hash of their content: no collectstatic before the tests.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
# Hashing passwords slowly protects people; the cast of the tests has none to protect.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Everybody logs in from one address, more often in a minute than people do.
settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": ""}


@pytest.fixture(autouse=True)
def counted_alone(monkeypatch):
    """Throttles count each test by itself: all requests come from one address."""
    monkeypatch.setattr(SimpleRateThrottle, "cache_format", f"{uuid.uuid4()}_%(scope)s_%(ident)s")


@pytest.fixture
def alice(db):
    """The analyst."""
    return cast.alice()


@pytest.fixture(scope="session")
def gdal() -> None:
    """Debian's ogrinfo and ogr2ogr are there."""
    if not (shutil.which("ogrinfo") and shutil.which("ogr2ogr")):
        if os.environ.get("CI") == "true":
            pytest.fail("No ogrinfo: install gdal-bin.")
        pytest.skip("No ogrinfo: install gdal-bin.")


@pytest.fixture(scope="session")
def servers() -> None:
    """PostgreSQL and Valkey run, at DATABASE_URL and CELERY_BROKER_URL."""
    own(*EMBEDDED)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: None, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """What pytest-django asks for before it makes the database."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Ends, before the database goes, the sessions of processes that tests have killed: the server may not yet
    have noticed that they are gone."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """What a module's fixtures make in the database is there for each of its tests, and gone after the last.

    What a test changes is undone after it, in the database alone: it must not change the objects themselves.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def pytest_unconfigure() -> None:
    if not IS_XDIST_WORKER:  # the last to end; workers leave their servers by ending
        disown(*EMBEDDED)
        shutil.rmtree(VAR)
