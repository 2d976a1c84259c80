"""Comments and assignment at the desk, and the inbox that they fill."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.models import Comment, Incident, Notice
from incidents.review import assign
from incidents.review.comment import comment
from tests import cast
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def bob():
    return cast.bob()


@pytest.fixture
def incident():
    return IncidentFactory()


def page_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def inbox(client, **query):
    return client.get(reverse("admin:inbox", query=query))


def say(client, incident, text, **more):
    return client.post(reverse("admin:comment", args=[incident.pk]), {"text": text}, **more)


def as_one(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


class TestRefused:
    def test_a_comment_on_what_one_may_not_see_is_not_found(self, desk):
        assert say(desk, IncidentFactory(sensitivity="restricted"), "Hm.").status_code == 404
        assert not Comment.objects.exists()

    def test_the_inbox_is_for_who_reviews(self):
        assert inbox(as_one(cast.person("vera", "viewer"))).status_code == 403

    def test_anothers_notice_is_not_found_and_stays_unread(self, desk, incident, alice, bob):
        comment(incident, "@bob", by=alice)
        notice = Notice.objects.get()
        assert desk.get(reverse("admin:inbox_follow", args=[notice.pk])).status_code == 404
        desk.post(reverse("admin:inbox_read"), {"notice": notice.pk})
        desk.post(reverse("admin:inbox_read"), {"all": 1})
        notice.refresh_from_db()
        assert notice.read_at is None

    def test_anothers_comment_is_not_changed(self, desk, incident, bob):
        written = comment(incident, "Two were hurt.", by=bob)
        answer = desk.post(reverse("admin:comment_change", args=[written.pk]), {"delete": 1})
        assert answer.status_code == 422
        assert Comment.objects.exists()

    def test_an_empty_comment_says_what_is_expected_and_a_long_one_is_not_lost(self, desk, incident):
        assert "expected a comment" in page_of(say(desk, incident, " "))
        answer = say(desk, incident, "word " * 1100)
        assert answer.status_code == 422
        assert "expected at most 5000 characters" in page_of(answer)
        assert "word word word" in page_of(answer)

    def test_by_script_the_refusal_is_in_the_panel(self, desk, incident):
        answer = say(desk, incident, " ", headers=HTMX)
        assert answer.status_code == 200
        assert "expected a comment" in page_of(answer)
        assert "<html" not in page_of(answer)


class TestComments:
    def test_without_script_one_comes_back_to_ones_comment(self, desk, incident):
        answer = say(desk, incident, "Two <b>were</b> hurt.")
        written = Comment.objects.get()
        assert answer.url == f"{reverse('admin:review', args=[incident.pk])}#comment-{written.pk}"
        assert "Two &lt;b&gt;were&lt;/b&gt; hurt." in page_of(desk.get(answer.url))

    def test_who_was_not_reached_is_said(self, desk, incident, bob):
        answer = say(desk, incident, "@bob and @zoe", headers=HTMX)
        assert "Nobody was told of this: @zoe" in page_of(answer)

    def test_it_is_reworded_and_deleted(self, desk, incident, alice):
        written = comment(incident, "Two were hurt.", by=alice)
        change = reverse("admin:comment_change", args=[written.pk])
        assert "Three were hurt." in page_of(desk.post(change, {"text": "Three were hurt."}, headers=HTMX))
        desk.post(change, {"delete": 1})
        assert not Comment.objects.exists()

    def test_fifty_take_no_more_queries_than_one(self, desk, incident, bob):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert desk.get(reverse("admin:review", args=[incident.pk])).status_code == 200
            return len(captured)

        comment(incident, "One.", by=bob)
        queries()
        one = queries()
        for n in range(50):
            comment(incident, f"Number {n}.", by=cast.person(f"p{n}", "analyst") if n % 10 == 0 else bob)
        assert queries() == one


class TestInbox:
    def test_the_head_counts_what_is_unread_on_every_page(self, desk, incident, bob):
        assert 'class="count"' not in page_of(desk.get(reverse("admin:index")))
        comment(incident, "@alice one", by=bob)
        comment(incident, "@alice two", by=bob)
        for address in ("admin:index", "admin:review_queue", "admin:inbox"):
            assert '<span class="count">2</span>' in page_of(desk.get(reverse(address))), address

    def test_a_notice_leads_to_its_comment_and_is_read_then(self, desk, incident, bob):
        written = comment(incident, "@alice, look at the base.", by=bob)
        page = page_of(inbox(desk))
        assert "<bdi>bob</bdi> mentioned you on" in page
        assert "look at the base" in page
        answer = desk.get(reverse("admin:inbox_follow", args=[Notice.objects.get().pk]))
        assert answer.url == f"{reverse('admin:review', args=[incident.pk])}#comment-{written.pk}"
        assert "look at the base" not in page_of(inbox(desk, show="unread"))
        assert "look at the base" in page_of(inbox(desk))

    def test_all_are_marked_read_at_once(self, desk, incident, bob):
        for n in range(3):
            comment(incident, f"@alice {n}", by=bob)
        desk.post(reverse("admin:inbox_read"), {"all": 1})
        assert "Nothing unread" in page_of(inbox(desk, show="unread"))

    def test_what_became_restricted_is_neither_told_nor_counted(self, desk, incident, bob):
        comment(incident, "@alice the source is at risk", by=bob)
        Incident.objects.filter(pk=incident.pk).update(sensitivity="restricted")
        page = page_of(inbox(desk))
        assert "at risk" not in page
        assert 'class="count"' not in page
        assert desk.get(reverse("admin:inbox_follow", args=[Notice.objects.get().pk])).status_code == 404

    def test_fifty_take_no_more_queries_than_one(self, desk, alice, bob):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert inbox(desk).status_code == 200
            return len(captured)

        comment(IncidentFactory(), "@alice", by=bob)
        queries()
        one = queries()
        for _ in range(49):
            assign(IncidentFactory(), alice, by=bob, seen_version=1)
        assert queries() == one


class TestAssignment:
    def give(self, client, incident, name):
        answer = client.post(reverse("admin:assign", args=[incident.pk]), {"assignee": name})
        return page_of(client.get(answer.url))

    @pytest.mark.parametrize("name", ["zoe", "charlie"])
    def test_to_nobody_there_is_refused_and_said(self, desk, incident, name):
        cast.charlie()
        assert "Not assigned" in self.give(desk, incident, name)
        assert Incident.objects.get().assignee is None

    def test_to_me_to_another_and_to_nobody(self, desk, incident, alice, bob):
        assert "Assigned to alice." in self.give(desk, incident, "alice")
        assert "Assigned to bob." in self.give(desk, incident, "bob")
        assert "<bdi>alice</bdi> gave you" in page_of(inbox(as_one(bob)))
        assert "Assigned to nobody." in self.give(desk, incident, "")

    def test_and_is_undone_by_the_button_of_the_message(self, desk, incident):
        assert "data-undo" in self.give(desk, incident, "alice")
