"""What was read for an answer is gone with it, and not kept in rings until the collector stops everybody."""

import gc

import pytest

from incidents.api.views.incidents import IncidentViewSet
from incidents.api.views.stats import Stats
from incidents.models import Participation
from tests.factories import IncidentFactory, ParticipationFactory

A_HINT = 1  # Django hangs the first incident of a page on a query, and that hangs in a ring of django-filter


@pytest.fixture
def without_collector():
    yield
    gc.enable()


def alive(*kinds):
    return [each for each in gc.get_objects() if issubclass(type(each), kinds)]  # asks nothing of lazy ones


@pytest.mark.parametrize("address", ["incidents", "incidents?fields=id,targets", "stats?by=month,country"])
def test_no_view_and_no_row_outlives_its_answer(viewer, address, without_collector):
    for _ in range(3):
        ParticipationFactory(incident=IncidentFactory(published=True))
    gc.collect()
    gc.disable()
    before, views = len(alive(Participation)), len(alive(IncidentViewSet, Stats))  # the schema's own stay

    assert viewer.get(f"/api/v1/{address}").status_code == 200

    assert len(alive(IncidentViewSet, Stats)) == views
    assert len(alive(Participation)) <= before + A_HINT
