from datetime import date

import pytest

from incidents.models import Presence
from tests.factories import ActorFactory, BaseFactory, IncidentFactory


@pytest.fixture
def world(db):
    """Two incidents that are known by day and place, one of which neither is; a base, and who was there."""
    base = BaseFactory(key="ain-al-asad", name="Ain al-Asad Air Base", aliases=["Ain al-Asad"])
    actor = ActorFactory(key="us-forces", name="US Forces")
    Presence.objects.create(base=base, actor=actor, since=date(2014, 6, 1), until=date(2024, 1, 10))
    IncidentFactory(published=True, base=base, killed_min=2)
    far = {"latitude": -17.7, "longitude": 178.0, "country": "FJ"}
    IncidentFactory(published=True, date_start=date(2024, 2, 3), place_name="Suva", **far)
    nowhere = {"latitude": None, "longitude": None, "country": "", "geo_precision": "unknown"}
    IncidentFactory(published=True, date_start=None, date_precision="unknown", **nowhere)
    return base
