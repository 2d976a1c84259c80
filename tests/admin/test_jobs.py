"""Many at once, through the pages: choosing, looking beforehand, doing, looking afterwards, taking it back."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pghistory.models import Context

from incidents import tasks
from incidents.models import Incident, Job, JobRow
from incidents.review import jobs
from tests import cast
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db

NEW = "/admin/review/jobs/new/"


def words(response):
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", "", response.content.decode())))


@pytest.fixture
def at_once(monkeypatch, django_capture_on_commit_callbacks):
    """A worker that is there as soon as the door has committed."""
    monkeypatch.setattr(tasks.run_job, "delay", tasks.run_job)
    return lambda: django_capture_on_commit_callbacks(execute=True)


def chosen(desk, verb, *incidents, **more):
    response = desk.post(NEW, {"verb": verb, "chosen": [i.pk for i in incidents], **more})
    assert response.status_code == 302, words(response)
    return response.url


def test_a_job_of_somebody_else_is_not_there(desk):
    bob = cast.bob()
    job = jobs.prepare("publish", Incident.objects.filter(pk=IncidentFactory().pk), by=bob)
    for name in ("review_job", "review_job_progress"):
        assert desk.get(reverse(f"admin:{name}", args=[job.pk])).status_code == 404
    for name in ("review_job", "review_job_stop", "review_job_undo", "review_job_discard"):
        assert desk.post(reverse(f"admin:{name}", args=[job.pk])).status_code == 404
    assert Job.objects.get().state == "prepared"


def test_a_job_is_stopped_from_its_page_and_what_it_did_is_undone(desk, alice, at_once):
    drafts = [IncidentFactory() for _ in range(3)]
    job = jobs.prepare("publish", Incident.objects.order_by("pk"), by=alice)
    jobs.start(job)
    jobs.run(job.pk, seconds=0)
    page = reverse("admin:review_job", args=[job.pk])
    assert "Stop" in words(desk.get(page))
    told = words(desk.post(reverse("admin:review_job_stop", args=[job.pk]), follow=True))
    assert "Stopped: 1 of 3" in told
    assert "Undo all of it" in told
    assert "This has ended already" in words(
        desk.post(reverse("admin:review_job_stop", args=[job.pk]), follow=True)
    )
    with at_once():
        desk.post(reverse("admin:review_job_undo", args=[job.pk]))
    assert [Incident.objects.get(pk=draft.pk).status for draft in drafts] == ["draft"] * 3


def test_nothing_chosen_and_an_unknown_verb_lead_back_to_the_list_with_a_word(desk):
    response = desk.post(NEW, {"verb": "publish", "query": "country=IQ"}, follow=True)
    assert response.redirect_chain == [("/admin/review/?country=IQ", 302)]
    assert "Expected at least one incident" in words(response)
    response = desk.post(NEW, {"verb": "destroy", "chosen": [IncidentFactory().pk]}, follow=True)
    assert "Expected one of publish" in words(response)


def test_what_one_may_not_see_cannot_be_chosen_by_its_number(desk):
    secret = IncidentFactory(sensitivity="restricted")
    desk.post(NEW, {"verb": "publish", "chosen": [secret.pk]})
    assert not JobRow.objects.exists()


def test_a_list_that_cannot_be_shown_as_asked_is_not_taken_as_all(desk):
    IncidentFactory()
    desk.post(NEW, {"verb": "publish", "all": "1", "list": "queue", "query": "contry=IQ"})
    assert not Job.objects.exists()


def test_all_of_a_list_are_those_that_its_address_finds(desk):
    wanted = [IncidentFactory(country="SY") for _ in range(60)]
    IncidentFactory(country="IQ")
    address = chosen(desk, "publish", all="1", list="queue", query="country=SY")
    job = Job.objects.get()
    assert set(job.rows.values_list("incident", flat=True)) == {i.pk for i in wanted}
    assert job.query == "country=SY"
    assert "60 of 60 will change." in words(desk.get(address))


def test_looking_beforehand_changes_nothing_and_tells_what_is_refused_and_why(desk):
    drafts = [IncidentFactory(), IncidentFactory()]
    published = IncidentFactory(published=True)
    address = chosen(desk, "publish", *drafts, published, list="incidents")
    said = words(desk.get(address))
    assert "2 of 3 will change. 1 refused" in said
    assert "1 refused: It is published: only drafts" in said
    assert "Draft → Published" in said
    assert "Draft → Published" not in words(desk.get(address, {"only": "refused"}))
    assert {i.status for i in Incident.objects.exclude(pk=published.pk)} == {"draft"}


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(desk):
    address = chosen(desk, "edit:country", IncidentFactory())
    assert "Fill in what is asked for" in words(desk.get(address))
    response = desk.post(address, {"value": "SY", "reason": " "})
    assert response.status_code == 422
    assert "Reason: expected why, in a few words." in words(response)
    assert '<option value="SY" selected>' in response.content.decode()
    assert Job.objects.get().state == "prepared"


def test_from_the_list_to_the_end_and_back(desk, at_once):
    drafts = [IncidentFactory(country="SY") for _ in range(3)]
    published = IncidentFactory(published=True)
    address = chosen(desk, "edit:country", *drafts, published)
    asked = {"value": "IQ", "reason": "all of one valley"}
    assert "3 of 4 will change." in words(desk.get(address, asked))
    with at_once():
        response = desk.post(address, asked)
    assert response.url == address
    said = words(desk.get(address))
    assert "Done: 4 of 4" in said
    assert "all of one valley" in said
    assert {i.country for i in Incident.objects.filter(status="draft")} == {"IQ"}
    assert desk.get(f"{address}progress/")["HX-Refresh"] == "true"

    with at_once():
        undoing = desk.post(f"{address}undo/", {"reason": "not that valley"}).url
    assert "Done: 3 of 3" in words(desk.get(undoing))
    assert {i.country for i in Incident.objects.filter(status="draft")} == {"SY"}
    assert "Taken back by" in words(desk.get(address))
    listed = words(desk.get("/admin/review/jobs/"))
    assert "Undo: Set country: IQ" in listed
    assert "3 changed, 1 refused" in listed


def test_a_job_is_thrown_away_while_it_is_not_started_and_not_later(desk, at_once):
    address = chosen(desk, "publish", IncidentFactory())
    desk.post(f"{address}discard/")
    assert not Job.objects.exists()
    address = chosen(desk, "publish", IncidentFactory())
    with at_once():
        desk.post(address)
    desk.post(f"{address}discard/")
    assert Job.objects.get().state == "done"
    assert desk.post(address).status_code in {200, 302}
    assert Incident.objects.filter(status="published").count() == 1


def test_what_one_may_no_longer_see_is_not_named_in_the_results(desk, at_once):
    draft = IncidentFactory(place_name="Secret Valley")
    address = chosen(desk, "publish", draft)
    with at_once():
        desk.post(address)
    Incident.objects.update(sensitivity="restricted")
    assert "Secret Valley" not in words(desk.get(address))


def test_pages_of_many_take_as_many_queries_as_of_one(desk, at_once):
    def queries(n):
        address = chosen(desk, "publish", *(IncidentFactory() for _ in range(n)))
        desk.get(address)
        with CaptureQueriesContext(connection) as before:
            desk.get(address)
        with at_once():
            desk.post(address)
        with CaptureQueriesContext(connection) as after:
            desk.get(address)
        with CaptureQueriesContext(connection) as index:
            desk.get("/admin/review/jobs/")
        with CaptureQueriesContext(connection) as decisions:
            desk.get("/admin/review/decisions/")
        return len(before), len(after), len(index), len(decisions)

    assert queries(1) == queries(50)


class TestDecisions:
    def test_are_ones_own_and_only_of_what_one_may_still_see(self, desk, alice):
        from incidents.review import publish, reject

        bob = cast.bob()
        mine, theirs, hidden = (IncidentFactory() for _ in range(3))
        publish(mine, by=alice, seen_version=1)
        publish(theirs, by=bob, seen_version=1)
        reject(hidden, by=alice, seen_version=1, reason="no")
        Incident.objects.filter(pk=hidden.pk).update(sensitivity="restricted")
        decisions = desk.get("/admin/review/decisions/").context["decisions"]
        assert [(each.done, each.incident) for each in decisions] == [("published", mine)]

    def test_are_the_last_fifty_newest_first_without_those_of_jobs(self, desk, alice, at_once):
        from incidents.review import reject

        for n in range(52):
            done = reject(IncidentFactory(), by=alice, seen_version=1, reason=f"no {n}")
            at = timezone.now() - timedelta(minutes=60 - n)  # one transaction, and so one moment, for all
            Context.objects.filter(pk=done.step).update(created_at=at)
        with at_once():
            desk.post(chosen(desk, "publish", IncidentFactory()))
        decisions = desk.get("/admin/review/decisions/").context["decisions"]
        assert [each.reason for each in decisions] == [f"no {n}" for n in range(51, 1, -1)]
