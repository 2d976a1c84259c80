"""Bonds between incidents: no circles, no bond with what is gone or hidden, both sides told."""

import pytest
from django.core.exceptions import ValidationError

from incidents.models import Incident, Relation
from incidents.review import NotAllowed, Stale, WrongStatus, link, unlink
from incidents.review.history import history
from incidents.vocabulary import RelationKind, Status
from tests import cast
from tests.factories import IncidentFactory, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return IncidentFactory(), IncidentFactory()


def bonds() -> set[tuple[int, str, int]]:
    return set(Relation.objects.values_list("incident", "kind", "other"))


def version(incident) -> int:
    return Incident.objects.get(pk=incident.pk).version


def published() -> Incident:
    incident = IncidentFactory(published=True)
    incident.refresh_from_db()
    return incident


@pytest.mark.parametrize("who", ["nobody", "viewer", "submitter"])
@pytest.mark.parametrize("verb", [link, unlink])
def test_not_without_the_right(who, verb, pair):
    with pytest.raises(NotAllowed):
        verb(*pair, "part_of", by=cast.everybody()[who], seen_version=1)


@pytest.mark.parametrize("verb", [link, unlink])
def test_a_published_one_only_by_who_may_publish(verb, alice, pair):
    from django.contrib.auth.models import Permission

    corrector = cast.person("cora", "viewer")
    corrector.user_permissions.set(Permission.objects.filter(codename__in=["change_incident", "view_draft"]))
    with pytest.raises(NotAllowed, match="which is published"):
        verb(pair[0], published(), "part_of", by=corrector, seen_version=1)


def test_not_to_one_that_one_may_not_see(alice, pair):
    Incident.objects.filter(pk=pair[1].pk).update(sensitivity="restricted")
    with pytest.raises(NotAllowed, match="may not see"):
        link(*pair, "part_of", by=alice, seen_version=1)


def test_not_from_an_old_version(alice, pair):
    with pytest.raises(Stale):
        link(*pair, "part_of", by=alice, seen_version=0)


def test_not_to_itself(alice, pair):
    with pytest.raises(ValidationError, match="expected another incident"):
        link(pair[0], pair[0], "part_of", by=alice, seen_version=1)


def test_not_in_unknown_words(alice, pair):
    with pytest.raises(ValidationError, match="expected one of retaliates_for"):
        link(*pair, "because_of", by=alice, seen_version=1)


def test_not_to_what_was_merged_or_rejected(alice, pair):
    walk(pair[1], Status.MERGED, merged_into=IncidentFactory())
    with pytest.raises(WrongStatus):
        link(*pair, "part_of", by=alice, seen_version=1)


@pytest.mark.parametrize("kind", ["retaliates_for", "follow_up_of", "part_of"])
def test_not_in_a_circle_however_long(alice, kind):
    a, b, c = (IncidentFactory() for _ in range(3))
    link(a, b, kind, by=alice, seen_version=1)
    link(b, c, kind, by=alice, seen_version=2)
    with pytest.raises(ValidationError, match="no circle"):
        link(c, a, kind, by=alice, seen_version=2)
    link(c, a, "same_salvo", by=alice, seen_version=2)


def test_a_salvo_is_told_once_whoever_tells_it(alice, pair):
    link(*pair, "same_salvo", by=alice, seen_version=1)
    link(*reversed(pair), "same_salvo", by=alice, seen_version=2)
    assert bonds() == {(pair[0].pk, "same_salvo", pair[1].pk)}


def test_both_sides_have_changed_and_say_so(alice, pair):
    link(*pair, "retaliates_for", by=alice, seen_version=1, reason="the general said so")
    assert bonds() == {(pair[0].pk, RelationKind.RETALIATES_FOR, pair[1].pk)}
    assert (version(pair[0]), version(pair[1])) == (2, 2)
    (*_, last) = history(pair[0])
    assert (last.who, last.verb, last.reason) == ("alice", "link", "the general said so")


def test_what_is_linked_already_changes_nothing(alice, pair):
    link(*pair, "part_of", by=alice, seen_version=1)
    link(*pair, "part_of", by=alice, seen_version=2)
    assert version(pair[0]) == 2


def test_a_bond_is_taken_away_from_either_side(alice, pair):
    link(*pair, "part_of", by=alice, seen_version=1)
    unlink(*reversed(pair), "part_of", by=alice, seen_version=2)
    assert bonds() == set()
    assert (version(pair[0]), version(pair[1])) == (3, 3)
