"""Comments: who may, who is told, and who must not be."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from incidents.models import Comment, Incident, Notice, User
from incidents.models.revisions import revision_model
from incidents.review import NotAllowed
from incidents.review.comment import comment, delete_comment, mentioned_in, reword, unheard
from incidents.review.notices import colleagues, inbox, mark_read, may_see, unread
from tests import cast
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob() -> User:
    return cast.bob()


@pytest.fixture
def incident() -> Incident:
    return IncidentFactory()


def told() -> list[tuple[str, str]]:
    return [(notice.user.username, str(notice.kind)) for notice in Notice.objects.order_by("id")]


class TestWhoMayNot:
    @pytest.mark.parametrize("role", ["nobody", "viewer", "submitter"])
    def test_comment(self, incident, role):
        with pytest.raises(NotAllowed):
            comment(incident, "Hm.", by=cast.everybody()[role])
        assert not Comment.objects.exists()

    def test_comment_on_what_one_may_not_see(self, alice):
        with pytest.raises(NotAllowed):
            comment(IncidentFactory(sensitivity="restricted"), "Hm.", by=alice)

    def test_change_anothers(self, incident, alice, bob):
        written = comment(incident, "Two were hurt.", by=alice)
        with pytest.raises(NotAllowed):
            reword(written, "Nobody was hurt.", by=bob)
        with pytest.raises(NotAllowed):
            delete_comment(written, by=bob)
        assert Comment.objects.get().text == "Two were hurt."

    def test_change_ones_own_when_others_have_long_read_it(self, incident, alice):
        written = comment(incident, "Two were hurt.", by=alice)
        Comment.objects.update(at=timezone.now() - timedelta(days=2))
        written.refresh_from_db()
        with pytest.raises(NotAllowed):
            reword(written, "Nobody was hurt.", by=alice)
        with pytest.raises(NotAllowed):
            delete_comment(written, by=alice)

    @pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001])
    def test_say_nothing_or_too_much(self, incident, alice, text):
        with pytest.raises(ValidationError) as refused:
            comment(incident, text, by=alice)
        assert set(refused.value.message_dict) == {"text"}


class TestWhoIsNotTold:
    def test_oneself(self, incident, alice):
        comment(incident, "@alice, remember this.", by=alice)
        assert told() == []

    @pytest.mark.parametrize("text", ["@charlie", "@nobody", "alice@bob", "bob", "@bobby"])
    def test_who_has_no_role_or_is_not_meant(self, incident, alice, bob, text):
        cast.charlie()
        comment(incident, text, by=alice)
        assert told() == []

    def test_who_may_not_see_a_restricted_incident(self, alice, bob):
        restricted = IncidentFactory(sensitivity="restricted")
        comment(restricted, "@alice should know.", by=bob)
        assert told() == []

    def test_who_is_not_of_the_group_that_it_is_restricted_to(self, bob):
        group = Group.objects.create(name="sahel desk")
        restricted = IncidentFactory(sensitivity="restricted", restricted_to=group)
        carol, dora = cast.person("carol", "editor"), cast.person("dora", "editor")
        for member in (bob, dora):
            member.groups.add(group)
        comment(restricted, "@carol @dora", by=User.objects.get(pk=bob.pk))
        assert told() == [("dora", "mentioned")]
        assert carol not in colleagues(restricted)

    def test_who_has_left(self, incident, alice, bob):
        User.objects.filter(pk=bob.pk).update(is_active=False)
        comment(incident, "@bob", by=alice)
        assert told() == []

    def test_of_what_became_restricted_since(self, incident, alice, bob):
        comment(incident, "@alice", by=bob)
        assert unread(alice) == 1
        Incident.objects.filter(pk=incident.pk).update(sensitivity="restricted")
        assert unread(alice) == 0
        assert not inbox(alice).exists()


class TestWhoIsTold:
    @pytest.mark.parametrize("text", ["@bob", "@Bob, look", "(@bob)", "Ask @bob.", "@bob @bob"])
    def test_whom_it_mentions_and_once(self, incident, alice, bob, text):
        comment(incident, text, by=alice)
        assert told() == [("bob", "mentioned")]

    def test_whose_task_it_is(self, incident, alice, bob):
        Incident.objects.filter(pk=incident.pk).update(assignee=bob)
        incident.refresh_from_db()
        comment(incident, "The toll has risen.", by=alice)
        assert told() == [("bob", "commented")]

    def test_whose_task_it_is_and_who_is_mentioned_is_told_once(self, incident, alice, bob):
        Incident.objects.filter(pk=incident.pk).update(assignee=bob)
        incident.refresh_from_db()
        comment(incident, "@bob: the toll has risen.", by=alice)
        assert told() == [("bob", "mentioned")]

    def test_who_is_mentioned_only_by_the_new_wording(self, incident, alice, bob):
        carol = cast.person("carol", "analyst")
        written = comment(incident, "@bob", by=alice)
        reword(written, "@bob @carol", by=alice)
        assert told() == [("bob", "mentioned"), (carol.username, "mentioned")]

    def test_and_whom_it_did_not_reach_is_known(self, incident, alice, bob):
        cast.charlie()
        assert unheard("@bob @charlie @nobody.", incident) == ["charlie", "nobody"]


def test_a_comment_leaves_the_version_alone(incident, alice):
    comment(incident, "Hm.", by=alice)
    assert Incident.objects.get().version == incident.version


def test_what_was_deleted_or_reworded_stays_in_the_history(incident, alice, bob):
    written = comment(incident, "@bob, wrong.", by=alice)
    reword(written, "@bob, right.", by=alice)
    delete_comment(written, by=alice)
    texts = revision_model(Comment).objects.order_by("pgh_id").values_list("pgh_label", "text")
    assert list(texts) == [("insert", "@bob, wrong."), ("update", "@bob, right."), ("delete", "@bob, right.")]
    assert not Notice.objects.exists(), "a notice leads to its comment"


def test_read_once_it_is_not_unread(incident, alice, bob):
    comment(incident, "@bob", by=alice)
    comment(incident, "@bob again", by=alice)
    assert (mark_read(inbox(bob)), unread(bob), inbox(bob).count()) == (2, 0, 2)


@pytest.mark.parametrize(
    "fields", [{}, {"sensitivity": "restricted"}, {"embargo_until": datetime(2999, 1, 1, tzinfo=UTC)}]
)
def test_those_who_can_be_mentioned_are_those_who_may_see_it(fields):
    people = cast.everybody().values()
    group = Group.objects.create(name="sahel desk")
    in_group = cast.person("member", "editor")
    in_group.groups.add(group)
    root = User.objects.create_superuser("root")
    for restricted_to in (None, group) if fields.get("sensitivity") else (None,):
        incident = IncidentFactory(**fields, restricted_to=restricted_to)
        expected = {
            who for who in (*people, in_group, root) if may_see(User.objects.get(pk=who.pk), incident)
        }
        assert set(colleagues(incident)) == expected
        assert mentioned_in("@the_editor", incident) == [w for w in expected if w.username == "the_editor"]
