"""Incidents restricted to a group, and embargoes: who hears nothing of them, and where."""

import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import Campaign, Candidate, Incident, Relation, User
from incidents.review import edit
from incidents.review.clock import Edge, edge
from incidents.review.history import history
from incidents.review.queue import counts, queue
from incidents.vocabulary import RelationKind
from tests import cast
from tests.admin.test_desk import filled, url
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    BaseFactory,
    IncidentFactory,
    ParticipationFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db

SECRET = "Cellarhouse"


@pytest.fixture
def team() -> Group:
    return Group.objects.create(name="Northern team")


@pytest.fixture
def people(team) -> dict[str, User]:
    """Who may see what is restricted to the team, and who may not: editor, admin, or a member without the role."""
    found = {
        "editor in it": cast.person("ines", "editor"),
        "editor not in it": cast.bob(),
        "admin not in it": cast.person("ada", "admin"),
        "analyst in it": cast.alice(),
        "viewer": cast.person("vera", "viewer"),
        "superuser": User.objects.create_superuser("root", password=cast.PASSWORD),
    }
    for name in ("editor in it", "analyst in it"):
        found[name].groups.add(team)
    return found


SEES = {"editor in it", "superuser"}


@pytest.fixture
def world(team):
    """A published incident, and two that are restricted to the team, tied to all that others look at."""
    base, actor, campaign = BaseFactory(), ActorFactory(), Campaign.objects.create(name="Attacks")
    public = IncidentFactory(published=True, base=base, place_name="Open town")
    draft = IncidentFactory(base=base, place_name="Draft town")
    article = ArticleFactory()
    told = {
        "sensitivity": "restricted",
        "restricted_to": team,
        "place_name": SECRET,
        "summary": f"At {SECRET}.",
    }
    hidden = [
        IncidentFactory(base=base, **told),
        IncidentFactory(published=True, base=base, country="SY", **told),
    ]
    for incident in (public, draft, *hidden):
        ReportFactory(incident=incident, article=article)
        campaign.incidents.add(incident)
    for incident in hidden:
        ParticipationFactory(incident=incident, actor=actor, name=SECRET)
        for other in (public, draft):
            Relation.objects.create(incident=other, kind=RelationKind.FOLLOW_UP_OF, other=incident)
        Candidate.objects.create(draft=draft, incident=incident, score=7)
    return {
        "public": public,
        "draft": draft,
        "hidden": hidden,
        "article": article,
        "base": base,
        "campaign": campaign,
    }


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def asks(world) -> list[str]:
    draft, public, article = world["draft"], world["public"], world["article"]
    return [
        reverse("admin:review_queue"),
        reverse("admin:review_queue") + f"?q={SECRET}",
        reverse("admin:review_queue") + "?country=SY",
        reverse("admin:review", args=[draft.pk]),
        reverse("admin:review", args=[public.pk]),
        reverse("admin:review_history", args=[draft.pk]),
        reverse("admin:review_history", args=[public.pk]),
        reverse("admin:incidents_incident_changelist"),
        reverse("admin:incidents_incident_changelist") + f"?q={SECRET}",
        reverse("admin:incidents_article_changelist"),
        reverse("admin:incidents_article_change", args=[article.pk]),
        "/api/v1/incidents?include=evidence,statements",
        "/api/v1/incidents?status=draft&status=published",
        f"/api/v1/incidents?q={SECRET}",
        f"/api/v1/incidents?base={world['base'].key}",
        f"/api/v1/incidents?campaign={world['campaign'].pk}",
        "/api/v1/incidents?updated_since=2024-01-01",
        f"/api/v1/incidents/{draft.pk}",
        f"/api/v1/incidents/{public.public_id}",
        f"/api/v1/articles/{article.pk}",
        "/api/v1/articles",
        f"/api/v1/campaigns/{world['campaign'].pk}",
    ]


def test_who_is_not_in_the_group_hears_nothing_of_it_anywhere(people, world):
    words = {SECRET, world["hidden"][1].public_id, str(world["hidden"][0])}
    told: dict[str, list[str]] = {name: [] for name in people}
    for name, user in people.items():
        for address in asks(world):
            source = browser(user).get(address).content.decode()
            unasked = words - {SECRET} if SECRET in address else words  # a page repeats what one looks for
            if any(word in source for word in unasked):
                told[name].append(address)
    silent = {name: addresses for name, addresses in told.items() if name not in SEES}
    assert silent == {name: [] for name in silent}
    assert all(len(told[name]) >= 15 for name in SEES), "there was something to leak"


def test_it_opens_for_nobody_else(people, world):
    found = {}
    for name, user in people.items():
        found[name] = {
            browser(user).get(address).status_code
            for incident in world["hidden"]
            for address in (
                reverse("admin:review", args=[incident.pk]),
                reverse("admin:review_history", args=[incident.pk]),
                f"/api/v1/incidents/{incident.public_id or incident.pk}",
            )
        }
    assert {name for name, statuses in found.items() if 200 in statuses} == SEES
    assert all(statuses == {200} for name, statuses in found.items() if name in SEES)


def test_counts_do_not_tell_of_it(people, world):
    seen = {name: counts(user)["draft"].n for name, user in people.items() if name != "viewer"}
    assert seen == {name: 2 if name in SEES else 1 for name in seen}
    assert {name: queue(user).count() for name, user in people.items() if name != "viewer"} == seen
    told = {}
    for name in seen:
        page = browser(people[name]).get(reverse("admin:incidents_article_changelist"))
        told[name] = [article.told for article in page.context["cl"].result_list]
    assert told == {name: [4] if name in SEES else [2] for name in seen}


def test_who_cannot_see_it_changes_nothing_of_it(people, world):
    incident = world["hidden"][0]
    for name in people.keys() - SEES:
        answer = browser(people[name]).post(url(incident), filled(incident, summary="Mine now."))
        assert answer.status_code in (403, 404), name
    incident.refresh_from_db()
    assert incident.summary == f"At {SECRET}."


def test_a_merge_does_not_name_what_it_was_merged_into(people, world):
    merged = IncidentFactory()
    Incident.objects.filter(pk=merged.pk).update(status="merged", merged_into=world["hidden"][1])
    for name, user in people.items():
        if name == "viewer":
            continue
        for address in (reverse("admin:review", args=[merged.pk]), "/api/v1/incidents?status=merged"):
            said = world["hidden"][1].public_id in browser(user).get(address, follow=True).content.decode()
            assert said == (name in SEES), (name, address)


def test_history_names_another_incident_only_to_who_may_see_it(people, world):
    told = {name: str(history(world["draft"], to=user)) for name, user in people.items() if name != "viewer"}
    number = world["hidden"][1].public_id
    assert {name for name, steps in told.items() if number in steps} == SEES
    assert "another incident" in told["editor not in it"]


# Restricting it


def restrict(incident: Incident, by: User, group: object, sensitivity: str = "restricted") -> Incident:
    changes = {"sensitivity": sensitivity, "restricted_to": group}
    return edit(incident, changes, by=by, seen_version=incident.version, reason="a witness")


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("editor", "expected one of your access groups: Northern team."),
        ("Southern team", "expected one of your"),
        ("No team", "is none"),
    ],
)
def test_a_role_a_group_of_others_and_none_at_all_are_refused(people, team, group, said):
    Group.objects.create(name="Southern team")
    with pytest.raises(ValidationError) as refused:
        restrict(IncidentFactory(), people["editor in it"], group)
    assert said in " ".join(refused.value.message_dict["restricted_to"])


def test_who_is_in_no_group_is_told_who_makes_them(people, team):
    with pytest.raises(ValidationError) as refused:
        restrict(IncidentFactory(), people["editor not in it"], team.name)
    assert "Admins make them" in refused.value.message_dict["restricted_to"][0]


def test_a_group_without_restriction_is_refused_by_name_of_the_field(people, team):
    with pytest.raises(ValidationError) as refused:
        restrict(IncidentFactory(), people["editor in it"], team.name, sensitivity="normal")
    assert refused.value.message_dict == {
        "restricted_to": ["expected none, where the sensitivity is not restricted."]
    }


def test_it_is_restricted_at_the_desk_to_one_of_ones_own_groups(people, team):
    incident, client = IncidentFactory(), browser(people["editor in it"])
    Group.objects.create(name="Southern team")
    page = client.get(url(incident)).content.decode()
    assert ("Northern team" in page, "Southern team" in page) == (True, False)
    client.post(url(incident), filled(incident, sensitivity="restricted", restricted_to="Northern team"))
    incident.refresh_from_db()
    assert incident.restricted_to == team
    assert "only for <bdi>Northern team</bdi>" in client.get(url(incident)).content.decode()


def test_what_was_chosen_is_kept_where_it_is_refused(people, team):
    incident, client = IncidentFactory(), browser(people["editor in it"])
    answer = client.post(url(incident), filled(incident, restricted_to="Northern team"))
    assert answer.status_code == 422
    assert '<option value="Northern team" selected>' in answer.content.decode()


def test_a_group_to_which_incidents_are_restricted_is_not_deleted(people, world, team):
    client = browser(people["admin not in it"])
    address = reverse("admin:auth_group_delete", args=[team.pk])
    said = client.post(address, {"post": "yes"}, follow=True).content.decode()
    assert "Incidents are restricted to Northern team" in said
    assert world["hidden"][1].public_id not in said
    assert Group.objects.filter(pk=team.pk).exists()


# Embargo


def test_an_embargoed_incident_is_not_there_until_the_moment_and_then_is(people):
    incident = IncidentFactory(published=True)
    address = f"/api/v1/incidents/{incident.public_id}"
    viewer, alice = browser(people["viewer"]), browser(people["analyst in it"])
    for until, seen in ((timezone.now() + timedelta(hours=3), False), (timezone.now(), True)):
        Incident.objects.filter(pk=incident.pk).update(embargo_until=until)
        assert (viewer.get(address).status_code == 200) == seen
        assert (alice.get(url(incident)).status_code == 200) == seen
        assert (len(json.loads(viewer.get("/api/v1/incidents").content)["results"]) == 1) == seen


def test_the_desk_says_until_when_in_utc_and_at_the_place(people):
    until = datetime(2099, 2, 1, 12, tzinfo=ZoneInfo("UTC"))
    incident = IncidentFactory(embargo_until=until, time_zone="Asia/Baghdad")
    page = browser(people["editor in it"]).get(url(incident)).content.decode()
    assert "2099-02-01 12:00 UTC · 2099-02-01 15:00 Baghdad</bdi>, in 72" in page
    soon = IncidentFactory(embargo_until=timezone.now() + timedelta(hours=3, minutes=1))
    assert "in 3\xa0hours" in browser(people["editor in it"]).get(url(soon)).content.decode()


# Times


@pytest.mark.parametrize(
    ("day", "clock", "zone", "found"),
    [
        (date(2024, 3, 31), time(2, 30), "Europe/Berlin", Edge.NEVER),
        (date(2024, 10, 27), time(2, 30), "Europe/Berlin", Edge.TWICE),
        (date(2024, 3, 31), time(1, 59), "Europe/Berlin", None),
        (date(2024, 3, 31), time(3, 0), "Europe/Berlin", None),
        (date(2024, 10, 27), time(3, 0), "Europe/Berlin", None),
        (date(2024, 3, 31), time(2, 30), "Asia/Baghdad", None),
        (date(2011, 12, 30), time(12, 0), "Pacific/Apia", Edge.NEVER),
    ],
)
def test_the_nights_on_which_clocks_are_changed(day, clock, zone, found):
    assert edge(day, clock, zone) == found


@pytest.mark.parametrize(
    ("clock", "zone", "said"),
    [
        ("18:30", "Asia/Baghdad", "18:30 Baghdad · 15:30 UTC"),
        ("01:30", "Asia/Baghdad", "01:30 Baghdad · 2024-03-30 22:30 UTC"),
        ("02:30", "Europe/Berlin", "Clocks in Berlin were put forward that day and never showed 02:30."),
    ],
)
def test_a_time_is_shown_at_the_place_and_in_utc(people, clock, zone, said):
    alice, incident = people["analyst in it"], IncidentFactory(date_start=date(2024, 3, 31))
    changes = {"time_local": clock, "time_zone": zone}
    edit(incident, changes, by=alice, seen_version=incident.version, reason="the paper")
    assert said in browser(alice).get(url(incident)).content.decode()
