"""Whether we live, and whether we can serve, told to whoever asks and without a word too many."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from kombu.connection import Connection

from incidents.api import health
from tests.api.test_problems import problem


@pytest.fixture
def dead_broker(monkeypatch):
    """An address where nobody listens."""
    monkeypatch.setattr(
        health.current_app,
        "connection_for_read",
        lambda **options: Connection("redis://127.0.0.1:9/0", **options),
    )


def test_the_living_ask_no_database(client):
    # no database is allowed in this test: a query would fail it
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_missing_migration_is_told_and_not_which(client, db):
    MigrationRecorder(connection).migration_qs.filter(app="incidents", name="0001_first_nouns").delete()
    response = client.get("/readyz")
    body = problem(response, 503)
    assert body["detail"] == "Not ready: migrations."
    assert body["checks"] == {"database": "ok", "migrations": "fails", "broker": "ok"}
    assert b"0001" not in response.content
    assert int(response["Retry-After"]) > 0


def test_a_broker_that_does_not_answer_is_told_without_its_address(client, db, dead_broker):
    response = client.get("/readyz")
    assert problem(response, 503)["checks"] == {"database": "ok", "migrations": "ok", "broker": "fails"}
    assert b"127.0.0.1" not in response.content


def test_a_database_that_does_not_answer_is_told(client, db, monkeypatch):
    monkeypatch.setitem(health.CHECKS, "database", lambda: connection.cursor().execute("SELECT nonsense"))
    assert problem(client.get("/readyz"), 503)["checks"]["database"] == "fails"


def test_all_is_well_when_all_is_well(client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert response["Cache-Control"].startswith("max-age=0")


def test_who_asks_every_second_is_served_every_second(client, db):
    cache.clear()
    assert {client.get(address).status_code for _ in range(70) for address in ("/healthz", "/readyz")} == {
        200
    }


def test_nobody_writes_to_it(client):
    assert client.post("/healthz").status_code == 405
