"""What we held at a moment: first what must not be told, then that it is what was told then."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from incidents import review
from incidents.models import Campaign, Casualties, Incident, Relation, WeaponUse
from incidents.vocabulary import RelationKind, Scope, Sensitivity, Status
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.desk import Desk
from tests.api.mirror import INCIDENTS, pages
from tests.api.test_filters import found, refused
from tests.api.test_problems import problem
from tests.api.test_stats import STATS
from tests.factories import walk

pytestmark = pytest.mark.django_db(transaction=True)  # of what one transaction does all has one time


def moment():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].isoformat()


def made(**fields):
    return factories.IncidentFactory(published=True, **fields)


def changed(incident, **fields):
    Incident.objects.filter(pk=incident.pk).update(**fields)


def then(client, incident, as_of, **asked):
    answer = client.get(f"{INCIDENTS}/{incident.pk}", {"as_of": as_of, **asked})
    return answer.json() if answer.status_code == 200 else answer.status_code


@pytest.mark.parametrize(
    "hidden",
    [
        {"sensitivity": Sensitivity.RESTRICTED},
        {"embargo_until": timezone.now() + timedelta(days=1)},
        {"status": Status.IN_REVIEW},
    ],
)
def test_what_is_hidden_today_stays_hidden(viewer, hidden):
    incident = made()
    as_of = moment()
    changed(incident, **hidden)
    assert found(viewer, as_of=as_of) == []
    assert then(viewer, incident, as_of) == 404


def test_what_was_a_draft_restricted_or_under_embargo_is_not_told(viewer, bob):
    draft, restricted = factories.IncidentFactory(), made(sensitivity=Sensitivity.RESTRICTED)
    embargoed = made(embargo_until=timezone.now() + timedelta(days=1))
    as_of = moment()
    walk(draft, Status.IN_REVIEW)
    walk(draft, Status.PUBLISHED, public_id="IQ-2024-0099")
    changed(restricted, sensitivity=Sensitivity.NORMAL)
    changed(embargoed, embargo_until=None)
    assert len(found(viewer)) == 3
    assert found(viewer, as_of=as_of) == []
    assert found(viewer, as_of=as_of, ordering="updated_at", count="exact") == []
    assert set(found(bob, as_of=as_of)) == {restricted.pk, embargoed.pk}, "an editor saw them"


def test_words_of_a_draft_are_not_told_of_what_was_published_later(viewer):
    incident = factories.IncidentFactory(summary="Not for the public.")
    as_draft = moment()
    changed(incident, summary="For the public.")
    walk(incident, Status.IN_REVIEW)
    walk(incident, Status.PUBLISHED, public_id="IQ-2024-0099")
    assert then(viewer, incident, as_draft) == 404
    assert found(viewer, as_of=as_draft, q="public") == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [("yesterday", "with its zone"), ("2024-01-20T15:30:00", "with its zone"), ("2999-01-01", "has been")],
)
def test_what_is_no_moment_that_has_been_is_refused(viewer, value, expected):
    assert expected in refused(viewer, as_of=value)["as_of"]


def test_nothing_is_changed_in_the_past(bob):
    draft = factories.IncidentFactory()
    answer = bob.post(f"{INCIDENTS}/{draft.pk}/publish?as_of={moment()[:10]}", {"version": 1}, format="json")
    assert answer.status_code == 400
    assert Incident.objects.get(pk=draft.pk).status == Status.DRAFT


def test_before_the_first_there_was_nothing(viewer):
    made()
    assert found(viewer, as_of="2024-01-01") == []


def test_its_values_and_rows_are_those_of_then(viewer):
    incident, other = made(killed_min=1, country="IQ"), made()
    part = factories.ParticipationFactory(incident=incident, name="Militants")
    Casualties.objects.create(incident=incident, side="Iraq", kind="wounded", min=4)
    WeaponUse.objects.create(incident=incident, category="drone")
    campaign = Campaign.objects.create(name="Attacks since October")
    incident.campaigns.add(campaign)
    relation = Relation.objects.create(incident=incident, kind=RelationKind.FOLLOW_UP_OF, other=other)
    report = factories.ReportFactory(incident=incident)
    statement = factories.StatementFactory(incident=incident, article=report.article, is_chosen=True)
    factories.evidence(statement, "soldiers")
    told = viewer.get(f"{INCIDENTS}/{incident.pk}", {"include": "evidence,statements"}).json()
    as_of = moment()
    part.delete()
    incident.casualties.all().delete()
    incident.weapons.update(category="rocket")
    incident.campaigns.clear()
    relation.delete()
    statement.evidence.all().delete()
    statement.delete()
    factories.ReportFactory(incident=incident)
    changed(incident, killed_min=5, country="SY", summary="Reworded.")
    assert then(viewer, incident, as_of, include="evidence,statements") == told
    assert then(viewer, incident, moment())["killed"] == {"min": 5, "max": None}


@pytest.mark.parametrize(
    ("asked", "not_asked"),
    [
        ({"country": "IQ"}, {"country": "SY"}),
        ({"weapon": "drone"}, {"weapon": "rocket"}),
        ({"actor": "Group of then"}, {"actor": "Group of now"}),
        ({"killed_max": "1"}, {"killed_min": "5"}),
        ({"source": "Wire of then"}, {"source": "Wire of now"}),
        ({"q": "rockets"}, {"q": "gunfire"}),
        ({"bbox": "40,33,43,34"}, {"bbox": "10,33,13,34"}),
        ({"campaign": "Of then"}, {"campaign": "Of now"}),
        ({"event_type": "explosions_remote_violence"}, {"event_type": "battles"}),
        ({"date_before": "2024-01-31"}, {"date_after": "2024-02-01"}),
    ],
)
def test_it_is_found_by_what_was_so(viewer, asked, not_asked):
    of_then, of_now = (factories.ActorFactory(name=f"Group of {when}") for when in ("then", "now"))
    wire_then, wire_now = (factories.SourceFactory(name=f"Wire of {when}") for when in ("then", "now"))
    campaign_then, campaign_now = (Campaign.objects.create(name=f"Of {when}") for when in ("then", "now"))
    incident = made(summary="Rockets hit it.", killed_min=1, killed_max=1)
    part = factories.ParticipationFactory(incident=incident, actor=of_then)
    weapon = WeaponUse.objects.create(incident=incident, category="drone")
    report = factories.ReportFactory(incident=incident, article=factories.ArticleFactory(source=wire_then))
    incident.campaigns.add(campaign_then)
    as_of = moment()
    type(part).objects.filter(pk=part.pk).update(actor=of_now)
    WeaponUse.objects.filter(pk=weapon.pk).update(category="rocket")
    report.delete()
    factories.ReportFactory(incident=incident, article=factories.ArticleFactory(source=wire_now))
    incident.campaigns.set([campaign_now])
    changed(
        incident,
        **{
            "country": "SY",
            "killed_min": 5,
            "killed_max": 5,
            "summary": "It came under gunfire.",
            "longitude": 12,
        },
        **{"sub_event_type": "armed_clash", "date_start": "2024-02-03", "date_end": "2024-02-03"},
    )
    assert found(viewer, as_of=as_of, **asked) == [incident.pk]
    assert found(viewer, as_of=as_of, **not_asked) == []
    assert found(viewer, **not_asked) == [incident.pk]


def test_fifty_take_as_many_queries_as_one(viewer, queries):
    changed(made(), summary="Once more.")
    as_of = moment()
    asked = {"as_of": as_of, "include": "evidence"}
    viewer.get(INCIDENTS, asked)
    one = queries(lambda: viewer.get(INCIDENTS, asked))
    for _ in range(20):
        changed(made(), summary="Once more.")
    asked["as_of"] = moment()
    assert queries(lambda: viewer.get(INCIDENTS, asked)) == one


@pytest.mark.parametrize("seed", range(2))
def test_whatever_was_done_since_the_answer_is_the_one_given_then(viewer, seed):
    desk, answers = Desk(seed), {}
    for _ in range(5):
        desk.publish(factories.IncidentFactory(), by=desk.bob, seen_version=1, reason="")
    asked = {"include": "evidence,statements", "ordering": "created_at"}
    for _ in range(8):
        for _ in range(4):
            desk.act()
        answers[moment()] = pages(viewer, INCIDENTS, **asked)
    public = set(Incident.objects.public().values_list("pk", flat=True))
    compared = 0
    for as_of, told in answers.items():
        expected = [of_today(row, public) for row in told if row["id"] in public]
        compared += len(expected)
        assert pages(viewer, INCIDENTS, **asked, as_of=as_of) == expected
    assert compared > 8


@pytest.mark.parametrize("seed", range(2))
def test_counts_of_then_are_those_of_the_list_of_then_to_the_last_incident(viewer, alice, seed):
    desk, moments = Desk(seed), []
    bob = client_of(desk.bob, Scope.ADMIN)
    for _ in range(6):
        desk.publish(factories.IncidentFactory(), by=desk.bob, seen_version=1, reason="")
    for _ in range(6):
        for _ in range(5):
            desk.act()
        moments.append(moment())
    compared = 0
    for as_of in moments:
        for client, asked in ((viewer, {}), (bob, {}), (alice, {"status": ["published", "in_review"]})):
            rows = pages(client, INCIDENTS, as_of=as_of, **asked)
            total = client.get(STATS, {"as_of": as_of, **asked}).json()["total"]
            stated = [row["killed"]["min"] or 0 for row in rows if row["killed"]]
            assert (total["count"], total["killed"]["stated"]) == (len(rows), len(stated))
            assert total["killed"]["min"] == (sum(stated) if stated else None)
            for by, value in (
                ("country", lambda row: [row["country"]]),
                ("weapon", lambda row: {each["category"] for each in row["weapons"]} or [None]),
            ):
                told = client.get(STATS, {"as_of": as_of, "by": by, **asked}).json()["results"]
                expected = Counter(each for row in rows for each in value(row))
                assert {row[by]: row["count"] for row in told} == expected
            compared += len(rows)
    assert compared > 20


def test_counts_of_then_know_nothing_of_what_came_later(viewer):
    incident = made(country="IQ")
    as_of = moment()
    changed(incident, country="SY")
    made(country="SY")
    for asked, expected in (({"as_of": as_of}, {"IQ": 1}), ({}, {"SY": 2})):
        told = viewer.get(STATS, {"by": "country", **asked}).json()
        assert {row["country"]: row["count"] for row in told["results"]} == expected
    assert "has been" in problem(viewer.get(STATS, {"as_of": "2999-01-01"}), 400)["detail"]


def of_today(row, public):
    """Without what it leads to and is hidden today."""
    for name in ("relations", "relations_to"):
        row[name] = [each for each in row[name] if each["incident"]["id"] in public]
    return row


def test_one_merged_since_is_not_told_and_one_parted_again_is(viewer):
    bob, gone, stays = cast.bob(), made(), made()
    as_of = moment()
    review.merge(gone, stays, by=bob, seen_version=gone.version, into_version=stays.version, reason="One.")
    assert found(viewer, as_of=as_of) == [stays.pk]
    gone.refresh_from_db()
    review.unmerge(gone, by=bob, seen_version=gone.version, reason="Two.")
    assert set(found(viewer, as_of=as_of)) == {gone.pk, stays.pk}


def test_what_had_changed_since_can_be_asked_of_the_past(viewer):
    incident, before = made(), moment()
    assert found(viewer, as_of=before, updated_since="2020-01-01") == [incident.pk]
