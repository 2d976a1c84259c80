"""Two that a person found to be two: nobody is asked again, until somebody takes it back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from incidents.models import Apart, Candidate, Incident
from incidents.review import NotAllowed, Stale, apart, ask_again, reject
from incidents.vocabulary import Status
from tests import cast
from tests.factories import IncidentFactory, now, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """A draft, and what it may be."""
    older, draft = IncidentFactory(), IncidentFactory()
    Candidate.objects.create(draft=draft, incident=older, score=5)
    return draft, older


@pytest.mark.parametrize("who", ["nobody", "viewer", "submitter"])
@pytest.mark.parametrize("verb", [apart, ask_again])
def test_not_without_the_right(who, verb, pair):
    with pytest.raises(NotAllowed):
        verb(*pair, by=cast.everybody()[who], seen_version=1)
    assert not Apart.objects.exists()


def test_not_of_one_that_one_may_not_see(alice, pair):
    draft, older = pair
    Incident.objects.filter(pk=older.pk).update(sensitivity="restricted")
    with pytest.raises(NotAllowed, match="may not see"):
        apart(draft, older, by=alice, seen_version=1)


def test_not_of_what_has_changed_since(alice, pair):
    with pytest.raises(Stale):
        apart(*pair, by=alice, seen_version=0)


def test_nothing_is_apart_from_itself(alice, pair):
    with pytest.raises(ValidationError, match="expected another incident"):
        apart(pair[0], pair[0], by=alice, seen_version=1)


def test_it_is_remembered_once_with_who_and_why_and_no_version_grows(alice, pair):
    draft, older = pair
    apart(draft, older, by=alice, seen_version=1, reason="two hours apart")
    apart(older, draft, by=cast.bob(), seen_version=1)
    found = Apart.objects.get()
    assert (found.one, found.other, found.by, found.reason) == (older, draft, alice, "two hours apart")
    assert (now(draft).version, now(older).version) == (1, 1)


def test_nobody_is_asked_again_until_it_is_taken_back(alice, pair):
    assert Candidate.objects.open_to(alice).count() == 1
    apart(*pair, by=alice, seen_version=1)
    assert not Candidate.objects.open_to(alice).exists()
    ask_again(*pair, by=alice, seen_version=1)
    assert Candidate.objects.open_to(alice).count() == 1


class TestAQuestionIsOpen:
    def test_only_to_who_may_see_both(self, alice, pair):
        Incident.objects.filter(pk=pair[1].pk).update(embargo_until=timezone.now() + timedelta(days=1))
        assert not Candidate.objects.open_to(alice).exists()
        assert Candidate.objects.open_to(cast.bob()).exists()

    def test_only_while_the_draft_waits(self, alice, pair):
        reject(pair[0], by=alice, seen_version=1, reason="no incident")
        assert not Candidate.objects.open_to(alice).exists()

    def test_only_about_the_living(self, alice, pair):
        living = IncidentFactory()
        walk(pair[1], Status.MERGED, merged_into=living)
        assert not Candidate.objects.open_to(alice).exists()

    def test_from_both_sides(self, alice, pair):
        stranger = IncidentFactory()
        found = [Candidate.objects.open_to(alice).about(each).count() for each in (*pair, stranger)]
        assert found == [1, 1, 0]
