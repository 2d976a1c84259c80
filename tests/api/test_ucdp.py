"""UCDP's shape: versions that never change, pages as its clients turn them, and nothing of UCDP's in it."""

import json
from datetime import date
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from rest_framework.test import APIClient

from incidents.exports.ged import NoSuchName, freeze
from incidents.models import GedEvent, Incident, Token
from incidents.models.revisions import revisions_of
from incidents.vocabulary import Role, Scope
from tests import cast, factories
from tests.api.test_acled import party
from tests.api.test_filters import made

GED = "/compat/ucdp/gedevents/26.1"
COLUMNS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id
dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources
source_article source_office source_date source_headline source_original where_prec where_coordinates
where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity
date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
"""


def answer(client, address=GED, **asked):
    response = client.get(address, asked)
    assert response.status_code == 200, response.content
    assert response["X-Projection"] == "ucdp"
    return response.json()


def ids(client, **asked):
    return [row["id"] for row in answer(client, **asked)["Result"]]


def deadly(**fields):
    return made(**{"killed_min": 2, "killed_max": 2} | fields)


# --- what must not happen -------------------------------------------------------------------------


def test_without_a_token_there_is_nothing_and_with_theirs_there_is(db):
    deadly()
    freeze("26.1")
    assert APIClient().get(GED).status_code == 401
    _, secret = Token.objects.issue(cast.person("vic", "viewer"), name="r", scopes=[Scope.READ])
    assert APIClient().get(GED, headers={"x-ucdp-access-token": "no"}).status_code == 401
    seen = APIClient().get(GED, headers={"x-ucdp-access-token": secret})
    assert (seen.status_code, seen["Cache-Control"]) == (200, "private, no-cache")
    assert APIClient().get("/api/v1/incidents", headers={"x-ucdp-access-token": secret}).status_code == 401


def test_drafts_and_what_is_hidden_are_in_no_version(viewer, bob):
    factories.IncidentFactory(killed_min=1)
    deadly(sensitivity="restricted")
    made(date_start=None, date_end=None, date_precision="unknown", killed_min=1)
    freeze("26.1")
    assert answer(bob, AllEvents="true")["TotalCount"] == 0


def test_a_version_stays_as_it_was_made_whatever_becomes_of_its_events(viewer):
    changes, goes = deadly(), deadly()
    freeze("26.1")
    before = answer(viewer)
    Incident.objects.filter(pk=changes.pk).update(killed_min=9, killed_max=9, summary="Else.")
    factories.walk(goes, "in_review")
    deadly()
    assert answer(viewer) == before
    freeze("26.2")
    assert answer(viewer, GED.replace("26.1", "26.2"))["Result"][0]["best"] == 9
    with pytest.raises(NoSuchName, match="stays as it is"):
        freeze("26.1")


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_itself_refuses_to_change_one(db, change):
    deadly()
    version = freeze("26.1")
    for rows in (GedEvent.objects.all(), type(version).objects.all()):
        field = "row" if rows.model is GedEvent else "reason"
        act = (
            partial(rows._raw_delete, rows.db)
            if change == "delete"
            else partial(rows.update, **{field: "{}"})
        )
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            act()


def test_what_has_been_restricted_since_is_withheld_and_not_counted(viewer):
    kept, hidden = deadly(), deadly()
    freeze("26.1")
    Incident.objects.filter(pk=hidden.pk).update(sensitivity="restricted")
    body = answer(viewer)
    assert ([row["id"] for row in body["Result"]], body["TotalCount"]) == ([kept.pk], 1)
    assert ids(viewer, Id=str(hidden.pk)) == []


def test_a_version_that_is_none_is_not_found_and_those_that_are_are_named(viewer):
    freeze("26.1")
    response = viewer.get("/compat/ucdp/gedevents/25.1")
    assert (response.status_code, response.json()["Message"]) == (
        404,
        "There is no version 25.1 here. There are: 26.1.",
    )
    assert viewer.get("/compat/ucdp/dyadic/26.1").status_code == 404


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"pagesize": "1001"}, "pagesize"),
        ({"pagesize": "0"}, "pagesize"),
        ({"page": "-1"}, "page"),
        ({"Contry": "645"}, "Country"),
        ({"Country": "Iraq"}, "country"),
        ({"Geography": "1,2,3,4"}, "geography"),
        ({"StartDate": "2024"}, "startdate"),
        ({"AllEvents": "yes"}, "allevents"),
        ({"Key": ""}, "Key"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(viewer, asked, named):
    freeze("26.1")
    response = viewer.get(GED, asked)
    assert response.status_code == 400
    assert named.lower() in response.json()["Message"].lower()


@pytest.mark.parametrize("name", ["26", "26.1.", "v26.1", "latest", "26.001", "26.1/x"])
def test_a_version_is_named_as_ucdps_are(db, name):
    with pytest.raises(CommandError, match="expected a version"):
        call_command("freeze_ged", name)


def test_an_attack_that_killed_nobody_is_left_out_unless_it_is_asked_for(viewer):
    killed, none, silent = deadly(), made(killed_min=0, killed_max=0), made(killed_min=None)
    freeze("26.1")
    assert ids(viewer) == [killed.pk]
    body = answer(viewer, AllEvents="true")
    assert [(row["id"], row["best"]) for row in body["Result"]] == [
        (killed.pk, 2),
        (none.pk, 0),
        (silent.pk, None),
    ]


# --- that it works --------------------------------------------------------------------------------


def test_a_row_has_the_forty_nine_names_in_their_order_with_what_we_hold(viewer):
    incident = made(killed_min=5, killed_max=9, admin1="Al Anbar", country="IQ")
    attacker = party(incident, "Group", kind="rebel_group").actor
    army = party(incident, "Army", Role.TARGET, kind="state_forces").actor
    army.country = "IQ"
    army.save()
    incident.casualties.create(side="Army", actor=army, kind="killed", min=3, max=3)
    incident.casualties.create(side="shepherds", is_civilian=True, kind="killed", min=1, max=1)
    incident.casualties.create(side="Army", actor=army, kind="wounded", min=7, max=7)
    source = factories.SourceFactory(name="Reuters")
    article = factories.ArticleFactory(source=source, title="Five killed")
    factories.ReportFactory(incident=incident, article=article)
    freeze("26.1")
    (row,) = answer(viewer)["Result"]
    assert list(row) == COLUMNS.split()
    assert len(row) == 49
    dyad = army.pk * 10_000_000 + attacker.pk
    assert row == {
        **dict.fromkeys(("conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id"), dyad),
        **dict.fromkeys(("conflict_name", "dyad_name"), "Army - Group"),
        **dict.fromkeys(("side_a_dset_id", "side_a_new_id"), army.pk),
        **dict.fromkeys(("side_b_dset_id", "side_b_new_id"), attacker.pk),
        "id": incident.pk,
        "relid": "IQ-2024-0001",
        "year": 2024,
        "active_year": False,
        "code_status": "Clear",
        "type_of_violence": 1,
        "side_a": "Army",
        "side_b": "Group",
        "number_of_sources": 1,
        "source_article": '"Reuters,2024-01-20,Five killed"',
        "source_office": "Reuters",
        "source_date": "2024-01-20",
        "source_headline": "Five killed",
        "source_original": "",
        "where_prec": 1,
        "where_coordinates": "Ain al-Asad",
        "where_description": "Ain al-Asad",
        "adm_1": "Al Anbar",
        "adm_2": "",
        "latitude": 33.7856,
        "longitude": 42.4412,
        "geom_wkt": "POINT (42.4412 33.7856)",
        "priogrid_gid": 178285,
        "country": "Iraq",
        "country_id": 645,
        "region": "Middle East",
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": "2024-01-20T00:00:00",
        "date_end": "2024-01-20T00:00:00",
        "deaths_a": 3,
        "deaths_b": 0,
        "deaths_civilians": 1,
        "deaths_unknown": 1,
        "best": 5,
        "high": 9,
        "low": 5,
        "gwnoa": "645",
        "gwnob": "",
    }


@pytest.mark.parametrize(
    ("doer", "target", "civilian", "told"),
    [
        ("rebel_group", "political_militia", False, (2, "Clear")),
        ("state_forces", "rebel_group", None, (1, "Clear")),
        ("rebel_group", None, True, (3, "Clear")),
        ("rebel_group", "civilians", None, (3, "Clear")),
        ("rebel_group", None, None, (None, "Check Type of Violence")),
        (None, "civilians", True, (None, "Check Type of Violence")),
    ],
)
def test_the_type_of_violence_by_who_it_was(viewer, doer, target, civilian, told):
    incident = deadly(civilian_targeting=civilian)
    if doer:
        party(incident, "A", kind=doer)
    if target:
        party(incident, "B", Role.TARGET, kind=target)
    freeze("26.1")
    (row,) = answer(viewer)["Result"]
    assert (row["type_of_violence"], row["code_status"]) == told
    if told[0] == 3:
        assert (row["side_a"], row["side_b"]) == ("A", "Civilians")


def test_a_dyad_is_active_from_twenty_five_deaths_in_its_year(viewer):
    a, b = (factories.ActorFactory(kind="rebel_group") for _ in "ab")
    for year, killed in ((2023, 24), (2024, 20), (2024, 5)):
        incident = deadly(date_start=date(year, 1, 20), date_end=None, killed_min=killed, killed_max=None)
        factories.ParticipationFactory(incident=incident, actor=a)
        factories.ParticipationFactory(incident=incident, actor=b, role=Role.TARGET)
    freeze("26.1")
    assert [row["active_year"] for row in answer(viewer)["Result"]] == [False, True, True]


@pytest.fixture
def two(db):
    iraq = deadly()
    party(iraq, "A")
    deadly(
        country="SY", latitude=35.0, longitude=38.0, date_start=date(2023, 3, 1), date_end=date(2023, 3, 31)
    )
    freeze("26.1")
    return iraq


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"Country": "645"}, "IQ"),
        ({"country": "645,652"}, "IQ SY"),
        ({"Country": "99999999999999999"}, ""),
        ({"Geography": "33 42,34 43"}, "IQ"),
        ({"StartDate": "2023-03-31"}, "IQ SY"),
        ({"StartDate": "2023-04-01"}, "IQ"),
        ({"EndDate": "2023-03-30"}, ""),
        ({"EndDate": "2023-12-31"}, "SY"),
        ({"TypeOfViolence": "1,2,3"}, ""),
        ({"Key": "IQ-2024-0001"}, "IQ"),
        ({"Dyad": "7"}, ""),
    ],
)
def test_filters(viewer, two, asked, expected):
    assert [row["relid"][:2] for row in answer(viewer, **asked)["Result"]] == expected.split()


def test_by_actor_and_id(viewer, two):
    assert ids(viewer, Actor=str(two.participations.get().actor_id)) == [two.pk]
    assert ids(viewer, Id=f"{two.pk},0") == [two.pk]


@pytest.mark.parametrize("asked", [{}, {"Country": "645"}, {"AllEvents": "true"}])
def test_whoever_follows_the_addresses_sees_each_event_once_as_ucdp_api_does(viewer, asked):
    wanted = [deadly().pk for _ in range(5)]
    freeze("26.1")
    page = answer(viewer, pagesize="2", **asked)
    assert (page["TotalCount"], page["TotalPages"], page["PreviousPageUrl"]) == (5, 3, "")
    seen, turned = page["Result"], 1
    while page["NextPageUrl"] != "":
        address = urlsplit(page["NextPageUrl"])
        page = viewer.get(f"{address.path}?{address.query}").json()
        seen += page["Result"]
        turned += 1
    assert ([row["id"] for row in seen], turned) == (wanted, 3)
    assert "page=1&" in page["PreviousPageUrl"]


def test_the_name_of_the_resource_is_written_as_one_likes_and_one_event_or_many_take_the_same_queries(
    viewer, queries
):
    deadly()
    freeze("26.1")
    assert answer(viewer, "/compat/ucdp/api/GedEvents/26.1")["TotalCount"] == 1
    few = queries(lambda: answer(viewer))
    for _ in range(20):
        deadly()
    freeze("26.2")
    assert queries(lambda: answer(viewer, GED.replace("26.1", "26.2"))) == few


def test_the_command_tells_what_it_made_and_the_history_why(viewer, capsys):
    deadly()
    made(killed_min=None)
    call_command("freeze_ged", "26.0.8", reason="August")
    assert capsys.readouterr().out == "version 26.0.8: 1 events with a death, 1 without\n"
    version = GedEvent.objects.first().version
    (revision,) = revisions_of(version)
    assert (revision.actor, revision.verb, revision.reason) == ("freeze_ged", "freeze", "August")
    assert json.loads(GedEvent.objects.first().row)["best"] == 2


@pytest.mark.parametrize("name", ["page", "pagesize"])
def test_no_number_of_zeros_makes_a_page_larger_than_it_may_be(viewer, name):
    freeze("26.1")
    answer = viewer.get(GED, {name: "0" * 8 + "1" + "9" * 15})
    assert answer.status_code == 400, answer.content
    assert name in answer.json()["Message"]
