"""ACLED's shape: what its clients send is understood, what they require is there, and it is all our own."""

import csv
import io
import json
import time
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from incidents.exports.acled import NAMES
from incidents.models import Incident, Token
from incidents.vocabulary import DatePrecision, GeoPrecision, Role, Scope, SubEventType
from tests import cast, factories
from tests.api.test_filters import made

READ = "/compat/acled/api/acled/read"
COLUMNS = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities",
    "tags", "timestamp",
]  # fmt: skip
"""What acledR's own tests require, in this order."""


def answer(client, address=READ, **asked):
    response = client.get(address, asked)
    assert response.status_code == 200, response.content
    assert response["X-Projection"] == "acled"
    return json.loads(b"".join(response.streaming_content))


def rows(client, **asked):
    return answer(client, **asked)["data"]


def found(client, **asked):
    return [row["event_id_cnty"] for row in rows(client, fields="event_id_cnty", **asked)]


def refused(client, address=READ, **asked):
    response = client.get(address, asked)
    assert response.status_code == 400, response.content
    body = response.json()
    assert (body["success"], body["status"], response["X-Projection"]) == (False, 400, "acled")
    assert body["error"][0]["message"] == body["message"]
    return body["message"]


def party(incident, name, role=Role.PERPETRATOR, kind="political_militia", **fields):
    actor = factories.ActorFactory(name=name, kind=kind)
    order = incident.participations.filter(role=role).count()
    return factories.ParticipationFactory(incident=incident, actor=actor, role=role, order=order, **fields)


# --- what must not happen -------------------------------------------------------------------------


def test_nobody_reads_it_without_the_right(anonymous, db):
    response = anonymous.get(READ)
    assert (response.status_code, response.json()["success"]) == (401, False)
    nobody = APIClient()
    nobody.force_login(cast.charlie())
    assert nobody.get(READ).status_code == 403


def test_what_is_hidden_is_in_no_row_count_or_list_whoever_asks(viewer, bob):
    factories.IncidentFactory()
    for incident in (
        made(sensitivity="restricted"),
        made(embargo_until=timezone.now() + timedelta(days=1)),
    ):
        party(incident, f"Hidden {incident.pk}")
    for client in (viewer, bob):
        for name in ("acled", "actor", "actortype", "country", "region"):
            body = answer(client, f"/compat/acled/api/{name}/read")
            assert (body["data"], body["count"], body["total_count"]) == ([], 0, 0)


def test_a_key_that_is_none_opens_nothing(db):
    assert APIClient().get(READ, {"key": "x" * 20, "email": "e@example.org"}).status_code == 401


def test_a_key_in_the_address_is_taken_here_and_nowhere_else(db):
    _, secret = Token.objects.issue(cast.person("vic", "viewer"), name="r", scopes=[Scope.READ])
    assert APIClient().get(READ, {"key": secret, "email": "e@example.org"}).status_code == 200
    assert APIClient().get("/api/v1/incidents", {"key": secret}).status_code == 401


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"contry": "Iraq"}, "contry"),
        ({"country": "Iraq", "country_where": "IS"}, "country_where"),
        ({"event_date": "20 January"}, "event_date"),
        ({"event_date": "2024-01-20", "event_date_where": "BETWEEN"}, "two values"),
        ({"fatalities": "many"}, "fatalities"),
        ({"timestamp": "yesterday"}, "timestamp"),
        ({"fields": "event_id_cnty|injured"}, "injured"),
        ({"limit": "-1"}, "limit"),
        ({"page": "one"}, "page"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "20249999-1"}, "cursor"),
        ({"cursor": "0", "page": "2"}, "page"),
        ({"_format": "txt"}, "_format"),
        ({"export_type": "triadic"}, "export_type"),
        ({"population": "some"}, "population"),
        ({"actor1": "a\x00b"}, "null"),
        ({"year": "9" * 30}, "year"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(viewer, asked, named):
    assert named in refused(viewer, **asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"year": "99999999999999"},
        {"year": "0", "year_where": "<="},
        {"timestamp": "99999999999999"},
        {"iso": "1.5"},
        {"latitude": "-999999999999999.5"},
        {"notes": "\\"},
        {"notes": "100%_"},
        {"event_id_cnty": "x'y"},
        {"country": "%", "country_where": "="},
    ],
)
def test_numbers_and_signs_of_any_size_find_nothing_and_fail_nothing(viewer, asked):
    made()
    assert rows(viewer, **asked) == []


def test_undated_incidents_have_no_row_and_it_is_said(viewer):
    made(date_start=None, date_end=None, date_precision=DatePrecision.UNKNOWN)
    body = answer(viewer)
    assert body["data"] == []
    assert "Undated ones are left out" in body["messages"][0]
    assert "no data of ACLED's" in body["messages"][0]


def test_rivals_are_not_added_and_what_is_not_stated_is_said_beside_the_nought(viewer):
    made(killed_min=None, killed_max=None)
    made(killed_min=3, killed_max=9)
    ranged, silent = rows(viewer)
    assert (ranged["fatalities"], "fatalities: 3 to 9" in ranged["tags"]) == (3, True)
    assert (silent["fatalities"], "fatalities: not stated" in silent["tags"]) == (0, True)


# --- the row --------------------------------------------------------------------------------------


def test_the_row_has_the_thirty_one_names_in_their_order(viewer):
    made()
    assert list(rows(viewer)[0]) == COLUMNS == list(NAMES)


def test_a_row_says_what_we_hold_in_acleds_words(viewer):
    incident = made(
        sub_event_type=SubEventType.AIR_DRONE_STRIKE,
        killed_min=2,
        killed_max=2,
        wounded_min=8,
        wounded_max=8,
        intercepted="most",
        civilian_targeting=True,
        admin1="Al Anbar",
    )
    party(incident, "Group A", kind="rebel_group")
    party(incident, "Group B; the second", kind="state_forces")
    party(incident, "Army", Role.TARGET, kind="state_forces")
    incident.participations.create(name="the hangar", role=Role.TARGET, referent="object", order=1)
    incident.participations.create(name="Group A", role=Role.CLAIMANT)
    incident.weapons.create(category="drone")
    source = factories.SourceFactory(name="Reuters", scale="international")
    factories.ReportFactory(incident=incident, article=factories.ArticleFactory(source=source))
    (row,) = rows(viewer)
    incident.refresh_from_db()
    tags = (
        "wounded: 8; intercepted: most; claimed by: Group A; target: the hangar; weapons: drone;"
        " public id: IQ-2024-0001"
    )
    assert row == {
        "event_id_cnty": "IRQ20240001",
        "event_date": "2024-01-20",
        "year": 2024,
        "time_precision": 1,
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "actor1": "Group A",
        "assoc_actor_1": "Group B, the second",
        "inter1": "Rebel group",
        "actor2": "Army",
        "assoc_actor_2": "",
        "inter2": "State forces",
        "interaction": "State forces-Rebel group",
        "civilian_targeting": "Civilian targeting",
        "iso": 368,
        "region": "Middle East",
        "country": "Iraq",
        "admin1": "Al Anbar",
        "admin2": "",
        "admin3": "",
        "location": "Ain al-Asad",
        "latitude": 33.7856,
        "longitude": 42.4412,
        "geo_precision": 1,
        "source": "Reuters",
        "source_scale": "International",
        "notes": f"Militants fired ballistic missiles at the base. [{tags}]",
        "fatalities": 2,
        "tags": tags,
        "timestamp": int(incident.updated_at.timestamp()),
    }


def test_what_is_not_known_is_null_where_numbers_are_read_and_empty_where_texts_are(viewer):
    made(country="", latitude=None, longitude=None, geo_precision=GeoPrecision.UNKNOWN, place_name="")
    (row,) = rows(viewer)
    assert [row[name] for name in ("latitude", "longitude", "geo_precision", "iso")] == [None] * 4
    assert [row[name] for name in ("actor1", "actor2", "inter1", "interaction", "country", "region")] == [
        ""
    ] * 6
    assert row["event_id_cnty"] == "ZZZ20240001"
    assert "point: not known" in row["tags"]


@pytest.mark.parametrize(
    ("precision", "end", "told"),
    [("day", 0, 1), ("day", 2, 2), ("week", 6, 2), ("month", 30, 3), ("year", 300, 3)],
)
def test_the_precision_of_time(viewer, precision, end, told):
    made(date_precision=precision, date_end=date(2024, 1, 20) + timedelta(days=end))
    assert rows(viewer)[0]["time_precision"] == told


def test_an_id_is_for_life_and_nobody_elses(viewer):
    incident = made()
    Incident.objects.filter(pk=incident.pk).update(country="SY", date_start=date(2023, 5, 1))
    assert found(viewer) == ["IRQ20240001"]
    far = made(country="IR")
    assert far.public_id == "IR-2024-0002"
    assert found(viewer, event_id_cnty="IRN20240002", event_id_cnty_where="=") == ["IRN20240002"]
    assert found(viewer, event_id_cnty="irn2024") == ["IRN20240002"]


def test_kinds_of_actor_by_number(viewer):
    incident = made()
    party(incident, "Police", kind="state_forces")
    party(incident, "Crowd", Role.TARGET, kind="protesters")
    alone = made(date_start=date(2024, 1, 19), date_end=None)
    party(alone, "Others", kind="rioters")
    both, one = rows(viewer, inter_num="1")
    assert (both["inter1"], both["inter2"], both["interaction"]) == (1, 6, 16)
    assert (one["inter1"], one["inter2"], one["interaction"]) == (5, 0, 50)
    assert [row["interaction"] for row in rows(viewer)] == ["State forces-Protesters", "Rioters only"]
    assert found(viewer, interaction="16:OR:interaction=17") == [both["event_id_cnty"]]
    assert found(viewer, inter1="5", inter1_where="=") == [one["event_id_cnty"]]
    assert found(viewer, inter1="riot") == [one["event_id_cnty"]]


def test_monadic_has_a_row_for_each_who_took_part(viewer):
    incident = made()
    party(incident, "A")
    party(incident, "B", Role.TARGET)
    made(date_start=date(2024, 1, 19), date_end=None)
    both = rows(viewer, export_type="monadic")
    assert [row["actor1"] for row in both] == ["A", "B", ""]
    assert not set(both[0]) & {"actor2", "assoc_actor_2", "inter2"}
    assert len(rows(viewer, export_type="monadic", limit="1")) == 2


def test_people_of_a_place_as_far_as_the_gazetteer_knows(viewer):
    made(place=factories.PlaceFactory(population=4000))
    best = rows(viewer, population="true")[0]
    assert list(best) == [*COLUMNS, "population_best"]
    assert best["population_best"] == 4000
    full = rows(viewer, population="full")[0]
    assert [full[f"population_{km}km"] for km in (1, 2, 5)] == [None] * 3


# --- questions ------------------------------------------------------------------------------------


@pytest.fixture
def three(db):
    """The newest first: Iraq, Syria, Iran."""
    by = {}
    for day, (country, killed) in enumerate([("IQ", 0), ("SY", 4), ("IR", None)]):
        on = date(2024, 1, 20) - timedelta(days=400 * day)
        by[country] = made(
            country=country, date_start=on, date_end=on, killed_min=killed, summary=f"In {country}."
        )
    party(by["IQ"], "Kata'ib Hezbollah")
    return by


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"country": "Iraq"}, "IRQ"),
        ({"country": "iraq"}, "IRQ"),
        ({"country": "Ira"}, ""),
        ({"country": "Ira", "country_where": "LIKE"}, "IRQ IRN"),
        ({"country": "Iraq|Syria"}, "IRQ SYR"),
        ({"country": "Iraq:OR:country=Syria"}, "IRQ SYR"),
        ({"country": "Iraq:OR:Syria", "country_where": "="}, "IRQ SYR"),
        ({"iso": "368|760"}, "IRQ SYR"),
        ({"region": "11"}, "IRQ SYR IRN"),
        ({"region": "middle east"}, "IRQ SYR IRN"),
        ({"region": "12|1"}, ""),
        ({"event_type": "BATTLES:OR:event_type=EXPLOSIONS/REMOTE VIOLENCE"}, "IRQ SYR IRN"),
        ({"sub_event_type": "artillery"}, "IRQ SYR IRN"),
        ({"event_date": "2024-01-20"}, "IRQ"),
        ({"event_date": "2022-01-01|2023-12-31", "event_date_where": "BETWEEN"}, "SYR"),
        ({"event_date": "2022-12-16", "event_date_where": "<="}, "SYR IRN"),
        ({"event_date": "2022-12", "event_date_where": "LIKE"}, "SYR"),
        ({"year": "2024"}, "IRQ"),
        ({"year": "2021|2022", "year_where": "BETWEEN"}, "SYR IRN"),
        ({"year": "2022", "year_where": ">"}, "IRQ"),
        ({"fatalities": "0"}, "IRQ IRN"),
        ({"fatalities": "0", "fatalities_where": ">"}, "SYR"),
        ({"fatalities": "1|5", "fatalities_where": "BETWEEN"}, "SYR"),
        ({"actor1": "hezbollah"}, "IRQ"),
        ({"actor1": "hezbollah", "actor1_where": "="}, ""),
        ({"actor1": "kata'ib hezbollah", "actor1_where": "="}, "IRQ"),
        ({"notes": "in%sy"}, "SYR"),
        ({"tags": "fatalities: not stated"}, "IRN"),
        ({"timestamp": ""}, "IRQ SYR IRN"),
        ({"timestamp": "0"}, "IRQ SYR IRN"),
        ({"timestamp": "2020-01-01", "timestamp_where": ">="}, "IRQ SYR IRN"),
        ({"timestamp": "2020-01-01", "timestamp_where": "<"}, ""),
        ({"country": "Iraq", "fatalities": "4"}, ""),
    ],
)
def test_operators_bars_and_ors(viewer, three, asked, expected):
    assert [each[:3] for each in found(viewer, **asked)] == expected.split()


@pytest.mark.parametrize("asked", ["gunmen", "in the b", "B, of", "group%second", "A", "zzz|gunmen"])
def test_whoever_took_part_is_found_in_the_catalogue_or_not(viewer, asked):
    incident = made()
    party(incident, "Group A; the second")
    incident.participations.create(name="gunmen in the B; of X", role=Role.PERPETRATOR, order=1)
    named = [found(viewer, **{name: asked}) for name in ("actor1", "assoc_actor_1")]
    assert ["IRQ20240001"] in named
    assert found(viewer, actor2=asked) == []


def test_a_bar_may_be_encoded_or_not_and_a_parameter_repeated(viewer, three):
    for query in ("country=Iraq|Syria", "country=Iraq%7CSyria", "country=Iraq&country=Syria"):
        response = viewer.get(f"{READ}?{query}")
        assert json.loads(b"".join(response))["count"] == 2


def test_a_name_that_nothing_has_is_said(viewer, three):
    assert "country: nothing is called 'Irak' here." in answer(viewer, country="Irak|Iraq")["messages"]


def test_a_sync_by_timestamp_misses_nothing(viewer, three):
    newest = max(row["timestamp"] for row in rows(viewer))
    assert len(found(viewer, timestamp=str(newest))) >= 1
    assert found(viewer, timestamp=str(newest), timestamp_where=">") == []
    assert found(viewer, timestamp=str(newest + 1)) == []


# --- pages ----------------------------------------------------------------------------------------


def test_a_walk_by_cursor_sees_each_row_once_whatever_comes_in_between(viewer):
    for n in range(7):
        made(date_start=date(2024, 1, 20 - n // 2), date_end=None)
    whole, seen, cursor = found(viewer), [], "0"
    while cursor:
        body = answer(viewer, cursor=cursor, limit="3", fields="event_id_cnty")
        assert "total_count" not in body
        seen += [row["event_id_cnty"] for row in body["data"]]
        cursor = body["next_cursor"]
        made(date_start=date(2024, 1, 25), date_end=None)
    assert seen == whole


def test_a_walk_through_conditions_on_the_rows(viewer):
    for n in range(5):
        made(killed_min=n)
    first = answer(viewer, fatalities="1", fatalities_where=">=", cursor="0", limit="3", with_total="true")
    rest = answer(viewer, fatalities="1", fatalities_where=">=", cursor=first["next_cursor"], limit="3")
    assert [row["fatalities"] for row in first["data"] + rest["data"]] == [4, 3, 2, 1]
    assert (first["total_count"], rest["next_cursor"]) == (4, None)


def test_pages_by_number_with_totals_as_older_clients_need_them(viewer):
    for _ in range(5):
        made()
    pages = [answer(viewer, limit="2", page=str(n)) for n in (1, 2, 3, 4)]
    assert [page["count"] for page in pages] == [2, 2, 1, 0]
    assert {page["total_count"] for page in pages} == {5}
    ids = [row["event_id_cnty"] for page in pages for row in page["data"]]
    assert ids == found(viewer, limit="0")
    assert "total_count" not in answer(viewer, with_total="false")


def test_no_limit_is_everything_with_its_total_at_the_end(viewer):
    for _ in range(3):
        made()
    body = answer(viewer, limit="0")
    assert (body["count"], body["total_count"], body["next_cursor"]) == (3, 3, None)


def test_csv_by_ending_or_format_with_its_cursor_in_a_header(viewer):
    for _ in range(3):
        made(summary='"=1+1"', killed_min=None)
    first = viewer.get("/compat/acled/api/acled/read.csv", {"limit": "2", "cursor": "0"})
    text = b"".join(first).decode()
    assert next(csv.reader(io.StringIO(text, newline=""))) == COLUMNS
    assert first["Content-Type"] == "text/csv; charset=utf-8"
    last = viewer.get(READ, {"_format": "csv", "limit": "2", "cursor": first["X-Next-Cursor"]})
    assert len([*csv.DictReader(io.StringIO(b"".join(last).decode(), newline=""))]) == 1
    assert last["X-Next-Cursor"] == "null"


def test_xml_holds_whatever_a_text_has_in_it(viewer):
    made(summary="a < b & \x01 c")
    response = viewer.get(READ, {"_format": "xml"})
    root = ElementTree.fromstring(b"".join(response))
    assert root.findtext("data/item/notes").startswith("a < b &  c [")
    assert (root.findtext("count"), root.findtext("success")) == ("1", "true")


def test_one_row_and_fifty_take_the_same_queries(viewer, queries):
    def read():
        answer(viewer, limit="0")

    party(made(), "A")
    read()  # the first use of a token is noted
    few = queries(read)
    for n in range(49):
        party(made(), f"B {n}")
    assert queries(read) == few <= 8


# --- what real clients send -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        # acledR 1.0: by key, and by token
        "read.csv?&email=e%40example.org&key={key}&country=Iraq:OR:country=Saudi%20Arabia&country_where=%3D"
        "&event_date=2023-01-01|2024-12-31&event_date_where=BETWEEN&timestamp=&inter_num=0&limit=0",
        "read.csv?&export_type=monadic&email=e%40example.org&key={key}&country=Iraq&country_where=%3D"
        "&event_date=2023-01-01%7C2024-12-31&event_date_where=BETWEEN&timestamp_where=%3E%3D&timestamp=2023-04-15"
        "&event_type=PROTESTS:OR:event_type=EXPLOSIONS/REMOTE%20VIOLENCE&population=full&inter_num=1&limit=0",
        # acled.api 1.1: no country by name, regions by number
        "read/?key={key}&email=e@example.org&limit=0&region=11:OR:region=7&event_date=2023-01-01|2024-12-31"
        "&event_date_where=BETWEEN&fields=region|country|year|event_date|source|admin1|fatalities|interaction"
        "&interaction=10:OR:interaction=13:OR:interaction=30&terms=accept",
        # acleddata
        "read?_format=json&country=Iraq&event_date=2023-01-01%7C2024-12-31&event_date_where=BETWEEN&page=1&limit=5000"
        "&key={key}&email=",
    ],
)
def test_what_other_clients_send_finds_the_incident(db, sent):
    _, secret = Token.objects.issue(cast.person("vic", "viewer"), name="r", scopes=[Scope.READ])
    incident = made()
    party(incident, "A")
    response = APIClient().get(f"/compat/acled/api/acled/{sent.format(key=secret)}")
    assert response.status_code == 200, response.content
    text = b"".join(response).decode()
    if sent.startswith("read.csv"):
        assert len(list(csv.reader(io.StringIO(text, newline="")))) == 2
    else:
        body = json.loads(text)
        assert (body["success"], body["status"], body["count"], body["total_count"]) == (True, 200, 1, 1)


def test_lists_of_who_and_where(viewer, three):
    (actor,) = answer(viewer, "/compat/acled/api/actor/read", actor_name="hezbollah")["data"]
    assert actor == {
        "actor_name": "Kata'ib Hezbollah",
        "first_event_date": "2024-01-20",
        "last_event_date": "2024-01-20",
        "event_count": 1,
    }
    (kind,) = answer(viewer, "/compat/acled/api/actortype/read")["data"]
    assert (kind["actor_type_id"], kind["actor_type_name"]) == (3, "Political militia")
    countries = answer(viewer, "/compat/acled/api/country/read", iso="368|760")["data"]
    assert [(row["country"], row["iso3"]) for row in countries] == [("Iraq", "IRQ"), ("Syria", "SYR")]
    (region,) = answer(viewer, "/compat/acled/api/region/read")["data"]
    assert (region["region"], region["region_name"], region["event_count"]) == (11, "Middle East", 3)
    assert region["first_event_date"] == three["IR"].date_start.isoformat()
    assert answer(viewer, "/compat/acled/api/region/read", event_count="4")["data"] == []
    first = answer(viewer, "/compat/acled/api/country/read", limit="2", cursor="0")
    rest = answer(viewer, "/compat/acled/api/country/read", limit="2", cursor=first["next_cursor"])
    assert (len(first["data"]), len(rest["data"]), rest["next_cursor"]) == (2, 1, None)


def test_a_copy_kept_by_timestamps_and_deletions_is_what_is_public(viewer):
    stays, goes, fades = made(), made(), made()
    copy = {row["event_id_cnty"]: row["timestamp"] for row in rows(viewer, timestamp="0")}
    assert len(copy) == 3
    factories.walk(goes, "in_review")
    Incident.objects.filter(pk=fades.pk).update(date_start=None, date_end=None, date_precision="unknown")
    factories.IncidentFactory()
    for row in rows(viewer, timestamp=str(max(copy.values()))):
        copy[row["event_id_cnty"]] = row["timestamp"]
    gone = answer(viewer, "/compat/acled/api/deleted/read", deleted_timestamp="2024-01-01")
    assert all(row["deleted_timestamp"] >= min(copy.values()) for row in gone["data"])
    for row in gone["data"]:
        del copy[row["event_id_cnty"]]
    assert list(copy) == [f"IRQ2024{stays.public_id[-4:]}"]
    assert gone["total_count"] == 2
    assert answer(viewer, "/compat/acled/api/deleted/read", deleted_timestamp="99999999999")["data"] == []


def test_what_an_embargo_sets_free_is_new_from_that_moment(viewer):
    incident = made(embargo_until=timezone.now() - timedelta(minutes=1))
    Incident.objects.filter(pk=incident.pk).update(embargo_until=timezone.now() + timedelta(seconds=0.2))
    assert rows(viewer, timestamp="0") == []
    wait = incident.__class__.objects.get(pk=incident.pk).embargo_until
    while timezone.now() <= wait:
        pass
    assert rows(viewer, timestamp=str(int(wait.timestamp())))[0]["timestamp"] == int(wait.timestamp())


def test_there_are_no_forecasts_and_no_tokens_for_passwords(viewer):
    cast_read = viewer.get("/compat/acled/api/cast/read")
    assert (cast_read.status_code, "no forecasts" in cast_read.json()["message"]) == (404, True)
    token = APIClient().post("/compat/acled/oauth/token", {"grant_type": "password", "password": "x"})
    assert (token.status_code, token.json()["error"]) == (400, "unsupported_grant_type")
    assert viewer.get("/compat/acled/api/nothing/read").json()["success"] is False
    assert viewer.post(READ).json()["status"] == 405


# --- what breaks nothing --------------------------------------------------------------------------


def test_a_pattern_of_many_percent_signs_is_answered_at_once(viewer):
    made(country="IQ")
    began = time.monotonic()
    assert found(viewer, country="%" * 12 + "a%" * 8 + "zq", country_where="LIKE") == []
    assert found(viewer, region="%a" * 10 + "zq", region_where="LIKE") == []
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("like", "is_found"),
    [
        ("Ira%", True),
        ("%raq", True),
        ("i%q", True),
        ("%%", True),
        ("ra", True),
        ("q%I", False),
        ("Ir%ra", False),
    ],
)
def test_of_closed_words_a_percent_sign_is_anything(viewer, like, is_found):
    made(country="IQ")
    assert bool(found(viewer, country=like, country_where="LIKE")) is is_found


@pytest.mark.parametrize("cursor", ["-5", "9" * 25, "1_0", " 3"])
def test_a_cursor_of_a_list_that_is_no_number_of_rows_is_refused(viewer, cursor):
    assert "cursor" in refused(viewer, "/compat/acled/api/country/read", cursor=cursor)


@pytest.mark.parametrize("name", ["limit", "page"])
def test_no_number_of_zeros_makes_a_page_larger_than_it_may_be(viewer, name):
    assert name in refused(viewer, **{name: "0" * 12 + "9" * 20})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event_date", "2024-01-01"),
        ("year", "2024"),
        ("country", "Iraq"),
        ("iso", "368"),
        ("notes", "a"),
        ("region", "11"),
        ("timestamp", "1"),
    ],
)
def test_between_takes_two_values_and_no_less(viewer, field, value):
    for half in (f"{value}|", f"|{value}", "|"):
        assert field in refused(viewer, **{field: half, f"{field}_where": "BETWEEN"})
