"""The versions of an incident: of drafts, and of who did what and why, the public learns nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents import review
from incidents.models import Incident, User
from incidents.review.change import recorded
from tests import factories
from tests.api.test_problems import problem

V1 = "/api/v1"
HERS = ("id", "who", "reason", "changes", "confirmed")


def revisions(client, incident):
    response = client.get(f"{V1}/incidents/{incident.pk}/revisions")
    assert response.status_code == 200, response.content
    return response.json()["results"]


def told(client, incident):
    return [(each["verb"], each["fields_changed"]) for each in reversed(revisions(client, incident))]


@pytest.fixture
def work(bob):
    """An incident, and what Bob does with it."""

    class Work:
        incident = factories.IncidentFactory()
        by = User.objects.get(username="bob")

        def __call__(self, verb, *args, reason="why"):
            self.incident.refresh_from_db()
            return verb(self.incident, *args, by=self.by, seen_version=self.incident.version, reason=reason)

        def edit(self, **changes):
            return self(review.edit, changes)

        def set(self, **columns):
            with recorded(user=self.by.pk, verb="edit"):
                Incident.objects.filter(pk=self.incident.pk).update(**columns)

    return Work()


def test_of_what_was_never_public_the_public_learns_nothing(viewer, work):
    problem(viewer.get(f"{V1}/incidents/{work.incident.pk}/revisions"), 404)
    work.edit(summary="A secret.", killed_min=9)
    work.edit(summary="What is known.")
    work(review.publish)
    assert told(viewer, work.incident) == [("publish", [])]
    work(review.reopen)
    problem(viewer.get(f"{V1}/incidents/{work.incident.pk}/revisions"), 404)
    work.edit(wounded_min=5, damage="minor")
    work.edit(damage="unknown")
    work.edit(participations=[{"role": "claimant", "name": "Somebody"}], assignee=work.by)
    work(review.publish)
    assert told(viewer, work.incident) == [("publish", []), ("publish", ["claimants", "wounded"])]
    text = viewer.get(f"{V1}/incidents/{work.incident.pk}/revisions").content.decode()
    assert not any(word in text for word in ("bob", "secret", "why", "Somebody"))
    for row in revisions(viewer, work.incident):
        assert [row[name] for name in HERS] == [None] * len(HERS)


def test_what_was_under_an_embargo_or_restricted_was_not_public(viewer, work):
    work.edit(embargo_until=timezone.now() + timedelta(days=1))
    work(review.publish)
    work.set(summary="Tried out.")
    work.set(sensitivity="restricted", embargo_until=None)
    work.set(summary="As it is.")
    work.set(sensitivity="normal")
    (only,) = revisions(viewer, work.incident)
    work.incident.refresh_from_db()
    assert (only["version"], only["verb"]) == (work.incident.version, "publish")


def test_a_new_source_of_a_published_incident_is_a_change_that_all_see(viewer, work):
    work(review.publish)
    with recorded(verb="read"):
        work.incident.add_source(factories.ArticleFactory(), prominence="main")
    assert told(viewer, work.incident) == [("publish", []), ("update", ["articles"])]


def test_who_sees_drafts_is_told_of_every_step_with_who_and_why(alice, work):
    work.edit(killed_min=3)
    work(review.publish, reason="two sources")
    published, edited, *_ = revisions(alice, work.incident)
    work.incident.refresh_from_db()
    assert (published["verb"], published["version"]) == ("publish", work.incident.version)
    assert (published["who"], published["reason"]) == ("bob", "two sources")
    assert edited["fields_changed"] == ["killed"]
    (change,) = edited["changes"]
    assert change == {"field": "killed", "row": None, "before": None, "after": "3"}


def test_another_incident_is_named_only_to_who_may_see_it(alice, bob, work):
    other = factories.IncidentFactory(sensitivity="restricted", published=True)
    work(review.link, other, "part_of")
    assert other.public_id not in alice.get(f"{V1}/incidents/{work.incident.pk}/revisions").content.decode()
    assert other.public_id in bob.get(f"{V1}/incidents/{work.incident.pk}/revisions").content.decode()


def test_a_long_history_takes_as_many_queries_as_a_short_one(alice, viewer, work, queries):
    work.edit(killed_min=1)
    work(review.publish)
    Incident.objects.filter(pk=work.incident.pk).update(summary="x")
    for client in (alice, viewer):
        revisions(client, work.incident)
    few = [queries(lambda client=client: revisions(client, work.incident)) for client in (alice, viewer)]
    for number in range(20):
        Incident.objects.filter(pk=work.incident.pk).update(summary=f"Version {number}.")
    assert [
        queries(lambda client=client: revisions(client, work.incident)) for client in (alice, viewer)
    ] == few
