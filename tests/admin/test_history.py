"""The history page, two versions side by side, putting back, and undo in the browser."""

import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.admin.review.diff import marked
from incidents.models import Casualties, Incident
from incidents.review import confirm, edit, publish, reopen, undo_step
from incidents.review.change import recorded
from tests import cast
from tests.admin import story
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident() -> Incident:
    return story.draft()


def url(incident, **query) -> str:
    return reverse("admin:review_history", query=query, args=[incident.pk])


def page_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def changed(incident, by, reason="the second report", **changes) -> Incident:
    return edit(incident, changes, by=by, seen_version=incident.version, reason=reason)


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


class TestThePage:
    def test_of_a_restricted_incident_is_not_an_analysts(self, desk):
        assert desk.get(url(IncidentFactory(sensitivity="restricted"))).status_code == 404

    def test_says_who_when_in_utc_and_why(self, desk, incident, alice):
        changed(incident, alice, wounded_min=4)
        page = page_of(desk.get(url(incident)))
        assert "<bdi>alice</bdi>" in page
        assert "edited" in page
        assert "the second report" in page
        assert re.search(r"\d\d:\d\d UTC</time>", page)

    def test_the_reader_is_the_system_with_its_version(self, desk):
        with recorded(actor="task read_article", verb="read", reader="3.1"):
            incident = IncidentFactory()
        page = page_of(desk.get(url(incident)))
        assert '<bdi>System</bdi></b> <span class="quiet">reader 3.1</span>' in page
        assert "task read_article" not in page

    def test_a_long_text_is_marked_word_by_word_and_nothing_in_it_is_markup(self, desk, incident, alice):
        text = incident.summary.replace("missiles", "<b>rockets</b>")
        changed(incident, alice, summary=text)
        page = page_of(desk.get(url(incident)))
        assert "<del>missiles</del>" in page
        assert "<ins>&lt;b&gt;rockets&lt;/b&gt;</ins>" in page
        assert "<b>rockets" not in page

    def test_a_confirmation_is_told_by_the_names_of_its_fields(self, desk, incident, alice):
        confirm(incident, ["wounded", "base"], by=alice, seen_version=incident.version)
        page = page_of(desk.get(url(incident)))
        assert "Confirmed: Base, Wounded" in page or "Confirmed: Wounded, Base" in page

    def test_is_filtered_by_field_and_by_person(self, desk, incident, alice):
        bob = cast.bob()
        one = changed(incident, alice, wounded_min=4, reason="by alice")
        two = changed(one, bob, wounded_min=5, reason="by bob")
        changed(two, bob, damage="minor", reason="the damage")
        of_bob = page_of(desk.get(url(incident, person="bob")))
        assert "by bob" in of_bob
        assert "the damage" in of_bob
        assert "by alice" not in of_bob
        of_both = page_of(desk.get(url(incident, person="bob", field="wounded_min")))
        assert "by bob" in of_both
        assert "the damage" not in of_both
        assert "No step is like that" in page_of(desk.get(url(incident, person="nobody")))

    def test_what_is_undone_says_so_and_by_whom(self, desk, incident, alice):
        done = changed(incident, alice, wounded_min=4)
        undo_step(done.step, by=cast.bob(), reason="another base")
        page = page_of(desk.get(url(incident)))
        assert "undone by bob" in page
        assert "another base" in page

    def test_undo_is_offered_for_ones_own_steps_and_to_editors_for_all(self, desk, incident, alice):
        bob = cast.bob()
        one = changed(incident, alice, wounded_min=4)
        two = changed(one, bob, damage="minor")
        to_alice, to_bob = page_of(desk.get(url(incident))), page_of(logged_in(bob).get(url(incident)))
        offers = [f'form="undo" name="step" value="{step}"' for step in (one.step, two.step)]
        assert [offer in to_alice for offer in offers] == [True, False]
        assert [offer in to_bob for offer in offers] == [True, True]

    def test_fifty_steps_take_no_more_queries_than_one(self, desk, incident, alice):
        changed(incident, alice, wounded_min=0, casualties=[{"side": "Iraq", "kind": "wounded", "min": 0}])

        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert desk.get(url(incident, **{"from": 1, "to": 2})).status_code == 200
            return len(captured)

        one = queries()
        for n in range(1, 51):
            incident.refresh_from_db()
            rows = [{"side": f"Side {n}", "kind": "wounded", "min": n}]
            changed(incident, alice, wounded_min=n, casualties=rows)
        assert queries() == one


class TestSideBySide:
    @pytest.mark.parametrize(
        "query", [{"from": 1}, {"from": "x", "to": 2}, {"from": 1, "to": 99}, {"from": "", "to": ""}]
    )
    def test_a_version_that_is_none_is_no_error(self, desk, incident, query):
        answer = desk.get(url(incident, **query))
        assert answer.status_code == 200
        assert 'class="compared"' not in answer.content.decode()

    def test_what_differs_is_lit_and_the_rest_is_folded_away(self, desk, incident, alice):
        version = incident.version
        changed(incident, alice, wounded_min=4, casualties=[{"side": "Iraq", "kind": "wounded", "min": 2}])
        page = page_of(desk.get(url(incident, **{"from": version, "to": version + 1})))
        compared = page[page.index('class="compared"') : page.index("</section>")]
        assert compared.count('class="differs"') == 3  # the toll, a row that changed, a row that went
        assert "United States, wounded" in compared
        folded = compared[compared.index("<details>") :]
        assert "Ain al-Asad" in folded
        assert "Wounded min" not in folded

    def test_the_older_stands_first_however_they_are_asked_for(self, desk, incident, alice):
        version = incident.version
        changed(incident, alice, wounded_min=4)
        page = page_of(desk.get(url(incident, **{"from": version + 1, "to": version})))
        assert f"Version {version} beside version {version + 1}" in page


class TestPuttingBack:
    def put_back(self, client, incident, **data):
        incident.refresh_from_db()
        data = {"seen_version": incident.version, "reason": "the first was right"} | data
        return client.post(reverse("admin:review_revert", args=[incident.pk]), data)

    def test_is_not_for_who_only_looks(self, incident, alice):
        changed(incident, alice, wounded_min=4)
        client = logged_in(cast.person("vera", "viewer"))
        assert self.put_back(client, incident, version=1, whole=1).status_code == 403

    def test_without_a_reason_or_a_field_is_refused_and_says_so(self, desk, incident, alice):
        changed(incident, alice, wounded_min=4)
        no_reason = self.put_back(desk, incident, version=1, fields=["wounded_min"], reason="")
        no_field = self.put_back(desk, incident, version=1)
        assert (no_reason.status_code, no_field.status_code) == (422, 422)
        assert "reason: expected why" in page_of(no_reason)
        assert "expected at least one field" in page_of(no_field)
        incident.refresh_from_db()
        assert incident.wounded_min == 4

    def test_over_a_version_that_was_not_seen_is_refused(self, desk, incident, alice):
        changed(incident, alice, wounded_min=4)
        assert self.put_back(desk, incident, version=1, whole=1, seen_version=1).status_code == 409

    def test_a_field_has_what_it_had_and_can_be_undone(self, desk, incident, alice):
        version = incident.version
        changed(incident, alice, wounded_min=4, damage="minor")
        answer = self.put_back(desk, incident, version=version, fields=["wounded_min"])
        incident.refresh_from_db()
        assert (incident.wounded_min, incident.damage) == (3, "minor")
        page = page_of(desk.get(answer.url))
        assert f"Put back to what version {version} had" in page
        assert "data-undo" in page


class TestChangedSincePublished:
    def test_leads_to_what_changed_since(self, desk, incident, alice):
        published = publish(incident, by=alice, seen_version=incident.version)
        assert "What changed since" not in page_of(desk.get(url(incident)))
        opened = reopen(published, by=alice, seen_version=published.version, reason="a higher toll")
        now = changed(opened, alice, wounded_min=9)
        page = page_of(desk.get(url(incident)))
        link = f"?from={opened.version}&amp;to={now.version}"  # which still says what was public
        assert link in page
        for address in ("admin:review_queue", "admin:incidents_incident_changelist"):
            assert link in page_of(desk.get(reverse(address))), address
        assert link in page_of(desk.get(reverse("admin:review", args=[incident.pk])))

    def test_what_was_only_reopened_was_public_and_did_not_change(self, desk, incident, alice):
        published = publish(incident, by=alice, seen_version=incident.version)
        reopen(published, by=alice, seen_version=published.version, reason="a higher toll")
        page = page_of(desk.get(reverse("admin:review_queue")))
        assert "Was public" in page
        assert "changed since published" not in page

    def test_nor_did_what_was_published_and_undone(self, desk, incident, alice):
        published = publish(incident, by=alice, seen_version=incident.version)
        taken_back = undo_step(published.step, by=alice)
        assert (taken_back.status, taken_back.has_changed_since_published) == ("draft", False)
        now = changed(taken_back, alice, wounded_min=9)
        assert now.has_changed_since_published


class TestUndo:
    def post(self, client, **data):
        return client.post(
            reverse("admin:review_undo"), data, headers={"referer": "http://testserver/admin/review/"}
        )

    def test_nonsense_is_told_and_no_error(self, desk):
        for data in ({}, {"step": "x"}, {"step": uuid.uuid4()}, {"incident": "9" * 30}):
            page = page_of(desk.get(self.post(desk, **data).url))
            assert "Not undone" in page

    def test_a_look_is_no_undoing(self, desk):
        assert desk.get(reverse("admin:review_undo")).status_code == 405

    def test_anothers_step_is_refused_to_an_analyst(self, desk, incident):
        done = changed(incident, cast.bob(), wounded_min=4)
        answer = self.post(desk, step=done.step)
        assert "may not undo what others did" in page_of(desk.get(answer.url))
        incident.refresh_from_db()
        assert incident.wounded_min == 4

    def test_it_takes_back_the_last_of_ones_own_here(self, desk, incident, alice):
        changed(changed(incident, alice, wounded_min=4), alice, damage="minor")
        answer = self.post(desk, incident=incident.pk)
        assert answer.url == reverse("admin:review", args=[incident.pk])
        incident.refresh_from_db()
        assert (incident.wounded_min, incident.damage) == (4, "unknown")
        assert "Do it again" in page_of(desk.get(answer.url))

    def test_what_was_changed_since_is_shown_and_the_rest_undone_on_request(self, desk, incident, alice):
        done = changed(incident, alice, wounded_min=4, damage="minor")
        changed(done, cast.bob(), wounded_min=5)
        refused = self.post(desk, step=done.step)
        assert refused.status_code == 409
        assert "bob changed it since" in page_of(refused)
        self.post(desk, step=done.step, partly=1)
        incident.refresh_from_db()
        assert (incident.wounded_min, incident.damage) == (5, "unknown")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "new", ("", "new")),
        ("2024-01-20", "2024-01-21", ("2024-01-20", "2024-01-21")),
        ("a b c", "a b d", ("a b <del>c</del>", "a b <ins>d</ins>")),
        ("<i> & two", "<i> or two", ("&lt;i&gt; <del>&amp;</del> two", "&lt;i&gt; <ins>or</ins> two")),
        ("one two\nthree", "one two\nfour", ("one two<br><del>three</del>", "one two<br><ins>four</ins>")),
    ],
)
def test_words_are_marked_and_escaped(before, after, expected):
    assert marked(before, after) == expected


def test_of_a_version_that_is_not_there_nothing_is_made_up(incident):
    from incidents.review.versions import as_of

    with pytest.raises(ValidationError):
        as_of(incident, 0)
    assert Casualties.objects.count() == 2
