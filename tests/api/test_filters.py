"""What a list of incidents can be asked for: first what must not be found, then what is."""

from datetime import UTC, date, datetime

import pytest

from incidents.models import Campaign, Casualties, Incident, WeaponUse
from incidents.vocabulary import Certainty, DatePrecision, Prominence, Role, SubEventType, Weapon
from tests import factories

INCIDENTS = "/api/v1/incidents"


def made(**fields):
    return factories.IncidentFactory(published=True, **fields)


def found(client, **asked):
    """The ids of what is found, in the order of the answer."""
    response = client.get(INCIDENTS, asked)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def refused(client, **asked):
    """What is said of each parameter at fault."""
    response = client.get(INCIDENTS, asked)
    assert response.status_code == 400, response.content
    return {error["parameter"]: error["detail"] for error in response.json()["errors"]}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("country", "Iraq", "expected IQ for Iraq"),
        ("country", "IRQ", "expected IQ for Iraq"),
        ("country", "XX", "ISO 3166-1"),
        ("country", "IQ,SY", "repeat the parameter"),
        ("event_type", "war", "one of battles, "),
        ("weapon", "missile", "ballistic_missile"),
        ("date_after", "20 January", "YYYY-MM-DD"),
        ("date_after", "2024-02-30", "YYYY-MM-DD"),
        ("date_before", "2024-01-20T00:00:00Z", "YYYY-MM-DD"),
        ("updated_since", "2024-01-20T15:30:00", "with its zone"),
        ("updated_since", "yesterday", "with its zone"),
        ("bbox", "1,2,3", "west,south,east,north"),
        ("bbox", "1,2,3,nan", "west,south,east,north"),
        ("bbox", "1,9,3,4", "south not above north"),
        ("bbox", "-181,2,3,4", "in degrees"),
        ("killed_min", "-1", "from 0"),
        ("killed_min", "1e3", "from 0"),
        ("killed_min", "9" * 40, "from 0"),
        ("civilian_targeting", "perhaps", "true or false"),
        ("base", "Camp Nowhere", "of a base"),
        ("actor", "9" * 19, "of a actor"),
        ("actor", "9" * 40, "of a actor"),
        ("source", "Nobody's Wire", "of a source"),
        ("campaign", "9" * 40, "an id"),
        ("role", "perpetrator", "only together with actor"),
        ("status", "public", "one of draft"),
        ("page_size", "0", "from 1 to 1000"),
        ("page_size", "1001", "from 1 to 1000"),
        ("page_size", "9" * 40, "from 1 to 1000"),
        ("ordering", "sort_date", "one of -date_start"),
        ("include", "everything", "evidence, statements"),
        ("q", "x" * 501, "at most 500"),
        ("country", "", "leave the parameter out"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_expected(viewer, name, value, expected):
    assert expected in refused(viewer, **{name: value})[name]


def test_a_question_of_one_answer_is_not_asked_twice(viewer):
    assert refused(viewer, bbox=["1,2,3,4", "5,6,7,8"]) == {"bbox": "expected once."}


def test_nobody_finds_drafts_without_asking_for_them(alice):
    factories.IncidentFactory()
    published = made()
    assert found(alice) == [published.pk]


def test_days_find_what_overlaps_them_and_never_the_undated(viewer):
    made(date_start=None, date_end=None, date_precision=DatePrecision.UNKNOWN)
    early = made(date_start=date(2024, 1, 1), date_end=date(2024, 1, 10), date_precision=DatePrecision.WEEK)
    open_ended = made(date_start=date(2024, 1, 12), date_end=None)
    late = made(date_start=date(2024, 2, 1))
    assert found(viewer, date_after="2024-01-11") == [late.pk, open_ended.pk]
    assert found(viewer, date_after="2024-01-10", date_before="2024-01-31") == [open_ended.pk, early.pk]
    assert found(viewer, date_before="2024-01-01") == [early.pk]


def test_either_of_several_countries_will_do_in_any_case(viewer):
    iraq, syria, _jordan = made(country="IQ"), made(country="SY"), made(country="JO")
    assert found(viewer, country=["iq", "SY"]) == [syria.pk, iraq.pk]


def test_types_are_those_of_acled_on_all_three_levels(viewer):
    strike = made(sub_event_type=SubEventType.AIR_DRONE_STRIKE)
    clash = made(sub_event_type=SubEventType.ARMED_CLASH)
    arrests = made(sub_event_type=SubEventType.ARRESTS)
    assert found(viewer, event_type="battles") == [clash.pk]
    assert found(viewer, sub_event_type=["air_drone_strike", "arrests"]) == [arrests.pk, strike.pk]
    assert found(viewer, disorder_type="political_violence") == [clash.pk, strike.pk]


def test_an_actor_is_found_in_any_role_or_in_those_asked_for(viewer):
    group = factories.ActorFactory(key="kataib-hezbollah", name="Kata'ib Hezbollah", aliases=["KH"])
    other = factories.ActorFactory()
    attack, strike, neither = made(), made(), made()
    factories.ParticipationFactory(incident=attack, actor=group)
    factories.ParticipationFactory(incident=strike, actor=group, role=Role.TARGET)
    factories.ParticipationFactory(incident=strike, actor=other, role=Role.PERPETRATOR)
    factories.ParticipationFactory(incident=neither, actor=other)
    for name in ("kataib-hezbollah", group.pk, "kata'ib hezbollah", "KH", "Kataib Hezbollah"):
        assert found(viewer, actor=name) == [strike.pk, attack.pk], name
    # the role is that of the actor asked for, not of anybody in the incident
    assert found(viewer, actor="kataib-hezbollah", role="perpetrator") == [attack.pk]
    assert found(viewer, actor=["kataib-hezbollah", other.key], role=["perpetrator"]) == [
        neither.pk,
        strike.pk,
        attack.pk,
    ]


def test_a_base_is_found_by_any_of_its_names(viewer):
    asad = factories.BaseFactory(key="ain-al-asad", name="Ain al-Asad Air Base", aliases=["Al Asad Airbase"])
    attack = made(base=asad)
    made(base=factories.BaseFactory())
    for name in ("ain-al-asad", asad.pk, "Ain al-Asad Air Base", "al-Asad airbase", "AIN AL ASAD"):
        assert found(viewer, base=name) == [attack.pk], name


def test_a_base_that_is_not_known_is_refused_with_the_nearest(viewer):
    factories.BaseFactory(name="Ain al-Asad Air Base", aliases=["Ain al-Asad"])
    assert "did you mean Ain al-Asad Air Base?" in refused(viewer, base="Ain al-Assad")["base"]


def test_a_place_is_found_by_its_entry_or_by_the_name_as_said(viewer):
    erbil = factories.PlaceFactory(key="95446", name="Erbil", aliases=["Hewler", "Arbil"])
    in_catalogue, as_said = made(place=erbil, place_name="the city"), made(place_name="Erbil")
    made(place_name="Baghdad")
    assert found(viewer, place="erbil") == [as_said.pk, in_catalogue.pk]
    assert found(viewer, place="95446") == [in_catalogue.pk]
    assert found(viewer, place="Hewler") == [in_catalogue.pk]
    assert found(viewer, place="Nowhere") == []


def test_a_region_is_found_by_name(viewer):
    anbar, _ = made(admin1="Al Anbar"), made(admin1="Erbil")
    assert found(viewer, admin1="al anbar") == [anbar.pk]


def test_a_box_holds_its_edges_and_nothing_without_a_point(viewer):
    made(latitude=None, longitude=None)
    inside, edge = made(latitude=33.5, longitude=42.5), made(latitude=34, longitude=43)
    made(latitude=34.01, longitude=42.5)
    assert found(viewer, bbox="42,33,43,34") == [edge.pk, inside.pk]


def test_a_box_may_cross_the_antimeridian(viewer):
    fiji, samoa = made(latitude=-17, longitude=178), made(latitude=-14, longitude=-172)
    made(latitude=-15, longitude=0)
    assert found(viewer, bbox="170,-20,-170,-10") == [samoa.pk, fiji.pk]


def test_a_box_is_answered_by_the_index(db):
    from django.db import connection

    from incidents.models.constraints import within

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Incident.objects.filter(within(42, 33, 43, 34)).order_by().explain()
    assert "incident_by_point" in plan


def test_words_are_looked_for_as_in_a_search_engine(viewer):
    missiles, _drones = made(summary="Ballistic missiles hit the base."), made(summary="A drone fell.")
    assert found(viewer, q="missile -drone") == [missiles.pk]
    assert found(viewer, q='"ballistic missile"') == [missiles.pk]
    assert found(viewer, q="') OR 1=1 --") == []


def test_not_stated_is_neither_none_nor_many(viewer):
    made(killed_min=None, killed_max=None)
    none, two, many = (made(killed_min=n, killed_max=n) for n in (0, 2, 30))
    at_least_five = made(killed_min=5, killed_max=None)
    assert found(viewer, killed_max="0") == [none.pk]
    assert found(viewer, killed_min="1") == [at_least_five.pk, many.pk, two.pk]
    assert found(viewer, killed_min="0", killed_max="2") == [two.pk, none.pk]


def test_a_weapon_is_found_once_however_often_it_was_used(viewer):
    attack = made()
    for system in ("Fateh-110", "Zolfaghar"):
        WeaponUse.objects.create(incident=attack, category=Weapon.BALLISTIC_MISSILE, system=system)
    WeaponUse.objects.create(incident=made(), category=Weapon.DRONE)
    assert found(viewer, weapon="ballistic_missile") == [attack.pk]


def test_the_other_columns_are_compared_as_they_are(viewer):
    claimed, civilians = made(certainty=Certainty.CLAIMED), made(civilian_targeting=True)
    intercepted, damaged = made(intercepted="most"), made(damage="minor")
    assert found(viewer, certainty="claimed") == [claimed.pk]
    assert found(viewer, civilian_targeting="true") == [civilians.pk]
    assert found(viewer, civilian_targeting="false") == []
    assert found(viewer, intercepted="most") == [intercepted.pk]
    assert found(viewer, damage=["minor", "major"]) == [damaged.pk]


def test_who_tells_of_it_and_what_it_belongs_to(viewer):
    told, counted = made(), made()
    source = factories.SourceFactory(name="Reuters", domain="reuters.example")
    for prominence in (Prominence.MAIN, Prominence.BACKGROUND):
        factories.ReportFactory(
            incident=told, article=factories.ArticleFactory(source=source), prominence=prominence
        )
    Campaign.objects.create(name="Attacks on US forces").incidents.add(counted)
    assert found(viewer, source="reuters") == [told.pk]
    assert found(viewer, source="reuters.example") == [told.pk]
    assert found(viewer, campaign="attacks on US forces") == [counted.pk]


def test_what_changed_since_comes_in_the_order_of_its_changes(viewer):
    first, second = made(), made()
    before = datetime.now(UTC)
    Incident.objects.filter(pk=first.pk).update(summary="Corrected.")
    assert found(viewer, updated_since=before.isoformat()) == [first.pk]
    assert found(viewer, updated_since=before.isoformat().replace("+", " ")) == [first.pk]  # "+" not encoded
    assert found(viewer, updated_since=before.date().isoformat()) == [second.pk, first.pk]
    assert found(viewer, created_since="2999-01-01") == []


def test_rows_below_count_no_incident_twice(viewer):
    attack = made()
    for side in ("United States", "Iraq"):
        Casualties.objects.create(incident=attack, side=side, kind="wounded", min=1, max=1)
        factories.ParticipationFactory(incident=attack, order=len(side))
    factories.ReportFactory(incident=attack)
    factories.ReportFactory(incident=attack)
    assert found(viewer) == [attack.pk]


def test_a_moment_that_lies_beyond_the_years_in_utc_is_the_first_or_the_last(viewer):
    incident = made()
    assert found(viewer, updated_since="9999-12-31T23:59:59-12:00") == []
    assert found(viewer, updated_since="0001-01-01T00:00:00+14:00") == [incident.pk]
