"""What an incident looks like: nothing is told that is not known, and no row costs a query of its own."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from incidents import review
from incidents.api.serializers.incidents import NAMES, IncidentSerializer
from incidents.models import Campaign, Casualties, Counter, Incident, Relation, User, WeaponUse
from incidents.review.statements import FIELD_OF_COLUMN, FIELD_OF_ROLE
from incidents.vocabulary import (
    ActorKind,
    DatePrecision,
    GeoPrecision,
    Interception,
    RelationKind,
    Role,
    Scope,
    Status,
)
from tests import cast, factories
from tests.api.conftest import client_of

INCIDENTS = "/api/v1/incidents"


def told(client, incident, **asked):
    response = client.get(f"{INCIDENTS}/{incident.pk}", asked)
    assert response.status_code == 200, response.content
    return response.json()


def test_what_is_not_known_is_null_and_never_blank_or_zero(viewer):
    incident = factories.IncidentFactory(
        published=True,
        date_start=None,
        date_precision=DatePrecision.UNKNOWN,
        summary="",
        place_name="",
        country="",
        latitude=None,
        longitude=None,
        geo_precision=GeoPrecision.UNKNOWN,
    )
    row = told(viewer, incident)
    assert {name for name, value in row.items() if value in ("", 0)} == set()
    nulls = {name for name, value in row.items() if value is None}
    assert nulls == {
        *("summary", "date_start", "date_end", "date_how", "time_local", "time_zone", "moment", "country"),
        *(
            "country_name",
            "admin1",
            "place",
            "place_name",
            "base",
            "latitude",
            "longitude",
            "killed",
            "wounded",
        ),
        *(
            "civilian_targeting",
            "origin_of_fire",
            "restricted_to",
            "embargo_until",
            "confidence",
            "merged_into",
            "published_at",
        ),
        *("assignee", "held_by", "held_until"),
    }


def test_stated_to_be_none_is_a_range_of_zeros(viewer):
    incident = factories.IncidentFactory(published=True, killed_min=0, killed_max=0, wounded_min=2)
    row = told(viewer, incident)
    assert row["killed"] == {"min": 0, "max": 0}
    assert row["wounded"] == {"min": 2, "max": None}


def test_the_column_that_only_sorts_is_not_told(viewer):
    incident = factories.IncidentFactory(published=True)
    assert "sort_date" not in told(viewer, incident)
    assert "search" not in told(viewer, incident)


def whole_incident(number=0):
    """Something in every list, by the records a catalogue would hold."""
    iran = factories.ActorFactory(kind=ActorKind.REBEL_GROUP)
    incident = factories.IncidentFactory(
        published=True,
        base=factories.BaseFactory(),
        place=factories.PlaceFactory(),
        killed_min=0,
        killed_max=0,
        intercepted=Interception.MOST,
        time_local=time(18, 30),
        time_zone="Asia/Baghdad",
        moment=datetime(2024, 1, 20, 15, 30, tzinfo=UTC),
        origin_of_fire="western Iraq",
    )
    for role in Role:
        factories.ParticipationFactory(incident=incident, actor=iran, role=role)
    Casualties.objects.create(incident=incident, side="United States", kind="wounded", min=4, max=None)
    WeaponUse.objects.create(
        incident=incident, category="ballistic_missile", system="Fateh-110", launched_min=4, hit_max=2
    )
    report = factories.ReportFactory(incident=incident)
    statement = factories.StatementFactory(
        incident=incident, article=report.article, field="casualties", is_chosen=True, value=[]
    )
    factories.evidence(statement, "soldiers")
    factories.StatementFactory(incident=incident, article=report.article, speaker="a defense official")
    Relation.objects.create(
        incident=incident, kind=RelationKind.RETALIATES_FOR, other=factories.IncidentFactory(published=True)
    )
    Relation.objects.create(
        incident=factories.IncidentFactory(published=True), kind=RelationKind.PART_OF, other=incident
    )
    Campaign.objects.create(name=f"Campaign {number}").incidents.add(incident)
    return incident


def test_an_incident_is_told_whole(viewer):
    incident = whole_incident()
    row = told(viewer, incident)
    assert row["place"] == {"id": incident.place_id, "key": incident.place.key, "name": incident.place.name}
    assert row["base"] == {"id": incident.base_id, "key": incident.base.key, "name": incident.base.name}
    assert (row["country"], row["country_name"]) == ("IQ", "Iraq")
    assert (row["time_local"], row["moment"]) == ("18:30:00", "2024-01-20T15:30:00Z")
    actor = incident.participations.first().actor
    participant = {
        "name": actor.name,
        "actor": {"id": actor.pk, "key": actor.key, "name": actor.name, "kind": "rebel_group"},
        "basis": "stated",
        "referent": "organisation",
    }
    for name in ("perpetrators", "targets", "claimants", "accused", "deniers", "supporters"):
        assert row[name] == [participant], name
    assert row["casualties_by_side"] == [
        {
            "side": "United States",
            "actor": None,
            "is_civilian": False,
            "kind": "wounded",
            "min": 4,
            "max": None,
        }
    ]
    assert row["weapons"] == [
        {
            "category": "ballistic_missile",
            "system": "Fateh-110",
            "launched": {"min": 4, "max": None},
            "intercepted": None,
            "failed": None,
            "hit": {"min": None, "max": 2},
        }
    ]
    (article,) = row["articles"]
    assert article.keys() == {"id", "title", "source", "url", "published_on", "published_at", "prominence"}
    assert (article["url"], article["published_on"], article["prominence"]) == (None, "2024-01-20", "main")
    assert [relation["kind"] for relation in row["relations"]] == ["retaliates_for"]
    assert [relation["kind"] for relation in row["relations_to"]] == ["part_of"]
    assert [campaign["name"] for campaign in row["campaigns"]] == ["Campaign 0"]


def test_evidence_is_told_where_asked_for_and_quotes_the_text(viewer):
    incident = whole_incident()
    assert told(viewer, incident).keys().isdisjoint({"evidence", "statements"})
    evidence = told(viewer, incident, include="evidence")["evidence"]
    article = incident.articles.get()
    assert evidence.keys() == {"casualties_by_side"}
    (words,) = evidence["casualties_by_side"]
    assert words["quote"] == "soldiers" == article.text[words["start"] : words["end"]]
    assert words["article"] == article.pk


def test_evidence_is_of_the_value_told_and_statements_are_of_rivals_too(viewer):
    incident = whole_incident()
    row = told(viewer, incident, include="evidence,statements")
    assert "wounded" not in row["evidence"]
    by_field = {statement["field"]: statement for statement in row["statements"]}
    assert by_field.keys() == {"casualties_by_side", "wounded"}
    assert by_field["wounded"]["is_chosen"] is False
    assert by_field["wounded"]["speaker"] == "a defense official"


def test_statements_and_evidence_call_fields_as_the_incident_does():
    fields = set(IncidentSerializer().fields)
    known = {"event_type", "status", "casualties", *FIELD_OF_COLUMN.values(), *FIELD_OF_ROLE.values()}
    assert {NAMES.get(name, name) for name in known} <= fields


def test_analysts_are_named_to_their_own_only(viewer, alice):
    incident = factories.IncidentFactory(published=True)
    author = cast.bob()
    factories.StatementFactory(
        incident=incident, article=None, author=author, reason="Saw it.", is_chosen=True
    )

    def author_and_reason(client):
        (statement,) = told(client, incident, include="statements")["statements"]
        return statement["author"], statement["reason"]

    assert author_and_reason(viewer) == (None, None)
    assert author_and_reason(alice) == ("bob", "Saw it.")


@pytest.mark.parametrize("include", ["", "evidence,statements"])
def test_three_incidents_cost_no_more_queries_than_one(viewer, queries, include):
    address = f"{INCIDENTS}?include={include}" if include else INCIDENTS
    whole_incident(0)
    viewer.get(address)
    one = queries(lambda: viewer.get(address))
    for number in (1, 2):
        whole_incident(number)
    assert len(viewer.get(address).json()["results"]) == 9
    assert queries(lambda: viewer.get(address)) == one


def test_a_list_never_reads_the_texts_of_articles(viewer, django_assert_max_num_queries):
    whole_incident()
    with django_assert_max_num_queries(100) as counted:
        viewer.get(f"{INCIDENTS}?include=evidence,statements")
    about_articles = [q["sql"] for q in counted.captured_queries if '"incidents_article"' in q["sql"]]
    assert about_articles
    assert not [sql for sql in about_articles if '"text"' in sql or '"raw"' in sql or '"search"' in sql]


def test_by_public_id_and_by_number_it_is_the_same(viewer):
    incident = factories.IncidentFactory(published=True)
    by_id = viewer.get(f"{INCIDENTS}/{incident.public_id}")
    assert by_id.json() == told(viewer, incident)
    assert by_id["ETag"].startswith(f'"{incident.version}-')
    assert by_id.json()["url"] == f"http://testserver{INCIDENTS}/{incident.public_id}"


def merged(into, **fields):
    incident = factories.IncidentFactory(published=True, **fields)
    Incident.objects.filter(pk=incident.pk).update(status=Status.MERGED, merged_into=into)
    return incident


def test_a_merged_incident_leads_to_the_living_one(viewer, alice):
    living = factories.IncidentFactory(published=True, date_start=date(2024, 1, 19))
    gone = merged(living)
    for client in (viewer, alice):
        response = client.get(f"{INCIDENTS}/{gone.public_id}?include=evidence")
        assert response.status_code == 301
        assert response["Location"] == f"http://testserver{INCIDENTS}/{living.public_id}?include=evidence"
    assert [row["id"] for row in viewer.get(INCIDENTS).json()["results"]] == [living.pk]


def test_a_merged_incident_leads_nowhere_that_one_may_not_see(viewer):
    living = factories.IncidentFactory(published=True, sensitivity="restricted")
    assert viewer.get(f"{INCIDENTS}/{merged(living).public_id}").status_code == 404
    living = factories.IncidentFactory(published=True)
    assert viewer.get(f"{INCIDENTS}/{merged(living, sensitivity='restricted').public_id}").status_code == 404


def test_that_a_draft_was_merged_is_told_to_who_may_see_drafts(viewer, alice):
    living = factories.IncidentFactory(published=True)
    gone = factories.IncidentFactory()
    review.merge(gone, living, by=cast.bob(), seen_version=1, into_version=living.version)
    assert viewer.get(f"{INCIDENTS}/{gone.pk}").status_code == 404
    response = alice.get(f"{INCIDENTS}/{gone.pk}")
    assert (response.status_code, response.json()) == (301, {"merged_into": living.public_id})
    assert response["Location"].endswith(living.public_id)


def test_a_draft_leads_to_a_draft_by_its_number(viewer, alice):
    living, gone = factories.IncidentFactory(), factories.IncidentFactory()
    review.merge(gone, living, by=cast.bob(), seen_version=1, into_version=1)
    response = alice.get(f"{INCIDENTS}/{gone.pk}")
    assert (response.status_code, response.json()) == (301, {"merged_into": str(living.pk)})
    assert alice.get(response["Location"]).json()["id"] == living.pk


def test_the_way_on_is_asked_for_anew_each_time_for_a_merge_can_be_undone(viewer):
    bob = cast.bob()
    living, gone = (factories.IncidentFactory(published=True) for _ in range(2))
    review.merge(
        gone, living, by=bob, seen_version=gone.version, into_version=living.version, reason="one attack"
    )
    assert viewer.get(f"{INCIDENTS}/{gone.public_id}")["Cache-Control"] == "no-cache"
    review.unmerge(gone, by=bob, seen_version=gone.version + 1)
    assert viewer.get(f"{INCIDENTS}/{gone.public_id}").json()["id"] == gone.pk


def taken_in(living, **fields):
    gone = factories.IncidentFactory()
    factories.StatementFactory(incident=gone)
    living.refresh_from_db()
    review.merge(
        gone, living, by=User.objects.get(username="bob"), seen_version=1, into_version=living.version
    )
    Incident.objects.filter(pk=gone.pk).update(**fields)
    return gone


def test_a_statement_tells_which_incident_it_came_with_to_who_may_see_that(viewer, alice, bob, queries):
    living = factories.IncidentFactory(published=True)
    hidden = [
        taken_in(living, sensitivity="restricted", restricted_to=Group.objects.create(name="Northern team")),
        taken_in(living, sensitivity="restricted"),
        taken_in(living, embargo_until=timezone.now() + timedelta(days=1)),
    ]
    seen = taken_in(living)
    addresses = (
        f"{INCIDENTS}/{living.pk}?include=statements",
        f"{INCIDENTS}/{living.pk}/statements",
        f"/api/v1/statements?incident={living.pk}",
    )

    def origins(client, address):
        answer = client.get(address).json()
        return [row["merged_from"] for row in answer.get("statements") or answer["results"]]

    for address in addresses:
        assert origins(viewer, address) == [None] * 4
        assert origins(alice, address) == [None, None, None, seen.pk]
        assert origins(bob, address) == [None, hidden[1].pk, hidden[2].pk, seen.pk]
    few = [queries(lambda each=each: origins(alice, each)) for each in addresses]
    for _ in range(20):
        taken_in(living)
    assert [queries(lambda each=each: origins(alice, each)) for each in addresses] == few
    narrow = client_of(User.objects.get(username="alice"), Scope.READ)
    assert set(origins(narrow, addresses[0])) == {None}


def test_a_campaign_tells_what_articles_count(viewer):
    incident = whole_incident()
    article = incident.articles.get()
    campaign = incident.campaigns.get()
    Counter.objects.create(
        article=article, campaign=campaign, count=144, what="attacks", start=0, end=7, quote=article.text[:7]
    )
    row = viewer.get(f"/api/v1/campaigns/{campaign.pk}").json()
    assert row["incidents"] == 1
    assert [(counter["count"], counter["article"]["id"]) for counter in row["counters"]] == [
        (144, article.pk)
    ]
