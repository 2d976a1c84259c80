"""Two people at the same moment, on two connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from incidents.models import Incident
from incidents.review import Stale, edit, merge, publish, unmerge
from incidents.vocabulary import Status
from tests import cast
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Run each in a thread of its own, started together; returns what each gave or raised."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait()
            return deed()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_of_two_publishers_one_is_told_and_one_number_is_given():
    alice, bob = cast.alice(), cast.bob()
    incident = IncidentFactory()
    results = at_once(*(lambda by=by: publish(incident, by=by, seen_version=1) for by in (alice, bob)))
    assert sorted(type(result).__name__ for result in results) == ["Incident", "Stale"]
    assert Incident.objects.get().public_id == "IQ-2024-0001"


def test_of_two_editors_one_is_told_and_nothing_is_lost():
    alice, bob = cast.alice(), cast.bob()
    incident = IncidentFactory()
    results = at_once(
        lambda: edit(incident, {"killed_min": 1}, by=alice, seen_version=1, reason="one"),
        lambda: edit(incident, {"wounded_min": 2}, by=bob, seen_version=1, reason="two"),
    )
    winner = next(result for result in results if isinstance(result, Incident))
    loser = next(result for result in results if isinstance(result, Stale))
    now = Incident.objects.get()
    assert (now.version, loser.theirs.version) == (2, 2)
    assert (now.killed_min, now.wounded_min) == (winner.killed_min, winner.wounded_min)


def test_eight_publications_at_once_get_eight_numbers_without_a_gap():
    alice = cast.alice()
    incidents = [IncidentFactory() for _ in range(8)]
    results = at_once(*(lambda i=i: publish(i, by=alice, seen_version=1).public_id for i in incidents))
    assert sorted(results) == [f"IQ-2024-{number:04}" for number in range(1, 9)]


def test_of_two_who_merge_both_ways_at_once_one_is_told():
    alice, bob = cast.alice(), cast.bob()
    one, other = IncidentFactory(), IncidentFactory()
    results = at_once(
        lambda: merge(one, other, by=alice, seen_version=1, into_version=1),
        lambda: merge(other, one, by=bob, seen_version=1, into_version=1),
    )
    assert sorted(type(result).__name__ for result in results) == ["Incident", "Stale"]
    assert sorted(Incident.objects.values_list("status", flat=True)) == [Status.DRAFT, Status.MERGED]


def test_while_one_is_merged_on_another_takes_back_what_was_merged_into_it():
    alice, bob = cast.alice(), cast.bob()
    first, second, third = (IncidentFactory() for _ in range(3))
    merge(second, third, by=alice, seen_version=1, into_version=1)
    results = at_once(
        lambda: merge(third, first, by=alice, seen_version=2, into_version=1),
        lambda: unmerge(second, by=bob, seen_version=2),
    )
    assert sum(isinstance(result, Stale) for result in results) <= 1
    assert not [r for r in results if "deadlock" in str(r)]
    dead = Incident.objects.filter(status=Status.MERGED)
    assert not dead.filter(merged_into__status=Status.MERGED).exists()
