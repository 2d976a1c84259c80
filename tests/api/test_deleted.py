"""What was public once and is no longer: first what must not be told, then that a copy can be kept by it."""

import time
from datetime import timedelta
from importlib import import_module
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from incidents import review
from incidents.models import Incident, Tombstone
from incidents.vocabulary import Sensitivity, Status
from tests import cast, factories
from tests.api.desk import SOON, Desk
from tests.api.mirror import BEGINNING, DELETED, Mirror, pages, public

pytestmark = pytest.mark.django_db


def made(**fields):
    return factories.IncidentFactory(published=True, **fields)


def deleted(client, **asked):
    return pages(client, DELETED, **asked)


def changed(incident, **fields):
    """By whoever, past every verb."""
    Incident.objects.filter(pk=incident.pk).update(**fields)


def test_to_nobody_without_the_right(anonymous):
    assert anonymous.get(DELETED).status_code == 401


def test_of_what_never_was_public_nothing_is_told(viewer):
    factories.IncidentFactory().delete()
    restricted = made(sensitivity=Sensitivity.RESTRICTED)
    changed(restricted, status=Status.IN_REVIEW)
    embargoed = made(embargo_until=timezone.now() + timedelta(days=1))
    changed(embargoed, status=Status.IN_REVIEW)
    embargoed.delete()
    review.reject(factories.IncidentFactory(), by=cast.bob(), seen_version=1, reason="Not an attack.")
    assert deleted(viewer) == []


def test_what_is_public_is_not_among_them(viewer):
    made()
    changed(made(), summary="Reworded.")
    assert deleted(viewer) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.IN_REVIEW},
        {"sensitivity": Sensitivity.RESTRICTED},
        {"embargo_until": timezone.now() + timedelta(days=1)},
    ],
)
def test_why_it_was_taken_back_is_not_told(viewer, fields):
    incident = made()
    changed(incident, **fields)
    (row,) = deleted(viewer)
    assert row | {"gone_at": ""} == {
        "id": incident.pk,
        "public_id": incident.public_id,
        "gone_at": "",
        "state": "withdrawn",
        "merged_into": None,
    }
    seen = row["gone_at"]
    changed(incident, sensitivity=Sensitivity.RESTRICTED)
    changed(incident, summary="Of what is hidden.")
    if "embargo_until" not in fields:
        assert deleted(viewer)[0]["gone_at"] == seen


def test_one_that_is_merged_leads_on_while_that_is_public(viewer):
    bob, gone, stays = cast.bob(), made(), made()
    review.merge(
        gone, stays, by=bob, seen_version=gone.version, into_version=stays.version, reason="The same."
    )
    (row,) = deleted(viewer)
    assert (row["state"], row["merged_into"]) == ("merged", stays.public_id)
    changed(stays, sensitivity=Sensitivity.RESTRICTED)
    told = {row["id"]: (row["state"], row["merged_into"]) for row in deleted(viewer)}
    assert told == {gone.pk: ("withdrawn", None), stays.pk: ("withdrawn", None)}


def test_one_that_is_deleted_says_so_and_its_number_stays(viewer):
    incident = made()
    number = incident.pk
    incident.delete()
    (row,) = deleted(viewer)
    assert (row["id"], row["public_id"], row["state"]) == (number, incident.public_id, "deleted")


def test_published_again_it_is_no_longer_there(viewer):
    incident = made()
    changed(incident, status=Status.IN_REVIEW)
    assert len(deleted(viewer)) == 1
    changed(incident, status=Status.PUBLISHED)
    assert deleted(viewer) == []
    assert not Tombstone.objects.exists()


def test_nor_once_its_embargo_has_passed(viewer):
    incident = made()
    changed(incident, embargo_until=timezone.now() + SOON)
    assert len(deleted(viewer)) == 1
    time.sleep(SOON.total_seconds())
    assert deleted(viewer) == []
    changed(incident, status=Status.IN_REVIEW)
    assert len(deleted(viewer)) == 1


def test_they_are_found_by_time_and_an_unknown_parameter_is_refused(viewer):
    changed(made(), status=Status.IN_REVIEW)
    between = timezone.now().isoformat()
    later = made()
    changed(later, status=Status.IN_REVIEW)
    assert [row["id"] for row in deleted(viewer, updated_since=between)] == [later.pk]
    assert deleted(viewer, ordering="-gone_at")[0]["id"] == later.pk
    assert len(deleted(viewer, updated_before=between)) == 1
    assert viewer.get(DELETED, {"country": "IQ"}).status_code == 400


def test_fifty_take_as_many_queries_as_one(viewer, queries):
    changed(made(), status=Status.IN_REVIEW)
    viewer.get(DELETED)  # notes that the token was used
    one = queries(lambda: viewer.get(DELETED, {"updated_since": BEGINNING}))
    for _ in range(50):
        changed(made(), status=Status.IN_REVIEW)
    assert queries(lambda: viewer.get(DELETED, {"updated_since": BEGINNING})) == one


# --- a copy ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_who_asks_for_what_changed_and_what_is_gone_has_exactly_what_is_public(viewer, seed):
    desk, mirror = Desk(seed), Mirror(viewer)
    for _ in range(6):
        desk.publish(factories.IncidentFactory(), by=desk.bob, seen_version=1, reason="")
    sizes = set()
    for _ in range(10):
        for _ in range(desk.chance.randrange(1, 8)):
            desk.act()
            if desk.chance.random() < 0.3:
                mirror.look()  # at any moment, with embargoes under way
        time.sleep(SOON.total_seconds())
        mirror.look()
        assert mirror.copy == public()
        sizes.add(len(mirror.copy))
    assert len(sizes) > 1
    assert Tombstone.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_seen_late_is_not_lost(viewer):
    mirror = Mirror(viewer)
    slow, quick, gone = made(), made(), made()
    mirror.look()
    has_changed, may_commit = Event(), Event()

    def change_slowly():
        with transaction.atomic():
            changed(slow, summary="Earlier, and seen later.")
            changed(gone, status=Status.IN_REVIEW)
            has_changed.set()
            may_commit.wait(10)
        connection.close()

    slowly = Thread(target=change_slowly)
    slowly.start()
    has_changed.wait(10)
    changed(quick, summary="Later, and seen at once.")
    mirror.look()
    assert mirror.copy != public(), "what is younger than a change still under way is told after it"
    may_commit.set()
    slowly.join()
    mirror.look()
    assert mirror.copy == public()
    assert gone.pk not in mirror.copy


@pytest.mark.django_db(transaction=True)
def test_those_of_before_are_made_of_the_history():
    """What the migration finds is what the triggers would have left."""
    migration = import_module("incidents.migrations.0022_what_is_no_longer_public")
    desk = Desk(1)
    for _ in range(6):
        desk.publish(factories.IncidentFactory(), by=desk.bob, seen_version=1, reason="")
    for _ in range(40):
        desk.act()
    time.sleep(SOON.total_seconds())
    says = ("incident", "public_id", "is_deleted", "merged_into", "until")
    kept = set(Tombstone.objects.standing().values_list(*says))
    Tombstone.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(migration.FROM_THE_HISTORY)
    assert set(Tombstone.objects.standing().values_list(*says)) == kept
    assert len(kept) > 2
