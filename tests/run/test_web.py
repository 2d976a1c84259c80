"""What a web process does by itself."""

import pytest
from django.db import connection

from incidents.ingestion import known
from tracker.web import warm


@pytest.fixture
def cold(monkeypatch) -> None:
    monkeypatch.setattr(known, "_names", None)
    monkeypatch.setattr(known, "_held", None)


def test_without_a_catalogue_it_serves_all_the_same(cold, transactional_db, monkeypatch):
    monkeypatch.setattr(known, "_stamp", lambda *models: connection.cursor().execute("SELECT nothing"))
    warm()
    assert known._held is None


def test_the_gazetteer_is_built_before_anybody_asks(cold, transactional_db):
    warm()
    assert known._held is not None
