"""Two tellings side by side: what keeps them apart first, then what brings them together, and why."""

from datetime import date, time

import pytest

from incidents.gazetteer.gazetteer import Gazetteer
from incidents.gazetteer.records import Tie
from incidents.ingestion.alike import Likeness, Party, Telling, likeness
from incidents.ingestion.reasons import CLEAR, LISTED, POINTS, Reason
from incidents.models import Incident
from incidents.vocabulary import TieKind

GAZETTEER = Gazetteer(ties=[Tie("kataib", TieKind.PART_OF, "pmf"), Tie("houthis", TieKind.BACKED_BY, "iran")])


def party(name: str, role: str = "perpetrator", basis: str = "stated", **known: str) -> Party:
    return Party(name, role, basis, **known)


KATAIB = party("Kata'ib Hezbollah", key="kataib", kind="rebel_group", country="IQ")
PMF = party("the PMF", key="pmf", kind="political_militia", country="IQ")
IDF = party("Israeli forces", key="israel-military", kind="state_forces", country="IL")
AIR_FORCE = party("the Israeli air force", key="israel-air-force", kind="state_forces", country="IL")
ARMY = party("American soldiers", "target", key="us-military", kind="external_forces", country="US")
POLICE = party("police", "target", key="iraq-police", kind="state_forces", country="IQ")
GUNMEN = party("gunmen")

FIELDS = {
    "sub_event_type": "shelling_artillery_missile_attack",
    "date_start": date(2024, 1, 20),
    "date_end": date(2024, 1, 20),
    "date_precision": "day",
    "country": "IQ",
    "place_id": 7,
    "place_name": "Hawija",
    "latitude": 35.32,
    "longitude": 43.77,
    "geo_precision": "exact",
}


def telling(*parties: Party, weapons: tuple[str, ...] = (), **fields: object) -> Telling:
    if "date_start" in fields:
        fields.setdefault("date_end", fields["date_start"])
    return Telling(Incident(**{**FIELDS, **fields}), parties, frozenset(weapons))


def between(a: Telling, b: Telling) -> Likeness:
    found = likeness(a, b, GAZETTEER)
    assert {p.reason for p in found.points} == {p.reason for p in likeness(b, a, GAZETTEER).points}
    return found


def toll(low: int | None, high: int | None) -> dict[str, int | None]:
    return {"killed_min": low, "killed_max": high}


def reasons(a: Telling, b: Telling) -> set[str]:
    return {str(point.reason) for point in between(a, b).points}


FULL = telling(KATAIB, ARMY, weapons=("rocket",), killed_min=3, killed_max=3, time_local=time(18, 30))


@pytest.mark.parametrize(
    ("other", "because"),
    [
        ({"date_start": date(2024, 1, 21)}, "another day"),
        ({"date_start": date(2024, 1, 19)}, "another day"),
        ({"time_local": time(6, 0)}, "hours apart"),
        (
            {"place_id": 8, "place_name": "Kirkuk", "latitude": 35.47, "longitude": 44.39},
            "far apart",
        ),
        (
            {"place_id": 8, "place_name": "Abbasi", "latitude": 35.33, "longitude": 43.79},
            "another place",
        ),
        ({"place_id": 8}, "another place"),  # two towns of one name
        ({"country": "SY"}, "another country"),
        ({"sub_event_type": "peaceful_protest"}, "quite another kind of event"),
        ({"sub_event_type": "agreement"}, "quite another kind of event"),
    ],
)
def test_however_much_else_agrees_this_keeps_them_apart(other, because):
    fields = {"killed_min": 3, "killed_max": 3, "time_local": time(18, 30)} | other
    found = between(FULL, telling(KATAIB, ARMY, weapons=("rocket",), **fields))
    assert because in {point.reason for point in found.points}
    assert not found.may_be_clear


def test_two_bases_of_one_town_are_two_places():
    assert not between(telling(KATAIB, base_id=1), telling(KATAIB, base_id=2)).may_be_clear


def test_others_who_are_known_to_have_done_it_did_something_else():
    found = between(telling(KATAIB), telling(IDF))
    assert Reason.OTHER_ACTORS in {point.reason for point in found.points}
    assert not found.may_be_clear


def test_fire_the_other_way_is_another_event():
    there = telling(KATAIB, ARMY)
    back = telling(
        party("American jets", key="us-military", kind="external_forces", country="US"),
        party("fighters of the Kata'ib", "target", key="kataib", kind="rebel_group", country="IQ"),
    )
    assert "fire the other way" in reasons(there, back)
    assert not between(there, back).may_be_clear


@pytest.mark.parametrize(
    "vague",
    [
        {"date_start": None, "date_end": None, "date_precision": "unknown"},
        {"date_start": date(2024, 1, 1), "date_end": date(2024, 1, 31), "date_precision": "month"},
        {"geo_precision": "region", "place_id": None, "place_name": "northern Iraq"},
        {"geo_precision": "country", "place_id": None, "place_name": "Iraq"},
    ],
)
def test_who_and_how_many_do_not_make_up_for_a_vague_day_or_place(vague):
    other = telling(KATAIB, ARMY, weapons=("rocket",), killed_min=3, killed_max=3, **vague)
    assert not between(FULL, other).may_be_clear


@pytest.mark.parametrize(
    "figures", [{"killed_min": 40, "killed_max": 40}, {"killed_min": 30, "wounded_min": 80}]
)
def test_another_toll_with_other_weapons_is_doubtful(figures):
    ours = telling(weapons=("rocket",), killed_min=2, killed_max=2, wounded_min=5)
    found = between(ours, telling(weapons=("vehicle_bomb",), sub_event_type="suicide_bomb", **figures))
    assert not found.may_be_clear


def test_nobody_is_alike_by_having_no_name():
    assert reasons(telling(), telling()) == {"same day", "same place", "same type"}
    assert reasons(telling(GUNMEN), telling(KATAIB)) == {"same day", "same place", "same type"}
    assert reasons(telling(weapons=("unknown",)), telling(weapons=("unknown",))) == reasons(
        telling(), telling()
    )


def test_none_killed_in_both_is_no_more_than_near():
    both = reasons(telling(killed_min=0, killed_max=0), telling(killed_min=0, killed_max=0))
    assert "same number killed" not in both


# --- what brings them together ----------------------------------------------------------------------


def test_the_day_the_place_and_the_type_are_enough_where_nothing_speaks_against_them():
    assert between(telling(), telling()).score >= CLEAR
    assert between(telling(), telling()).may_be_clear


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(
            {"killed_min": 10, "killed_max": 10}, {"killed_min": 14, "killed_max": 14}, id="a toll rises"
        ),
        pytest.param(
            {"killed_min": 3, "killed_max": None}, {"killed_min": 4, "killed_max": 4}, id="at least"
        ),
        pytest.param({"base_id": 1}, {"base_id": 1, "place_id": 9}, id="a base, and towns near it"),
        pytest.param(
            {"place_id": None, "place_name": "al-Hawija"},
            {"place_id": None, "place_name": "Hawija"},
            id="spelling",
        ),
        pytest.param(
            {"base_id": 1, "place_id": None, "place_name": ""},
            {"latitude": 35.33, "longitude": 43.78},
            id="a base and the town at its gate",
        ),
        pytest.param(
            {"date_end": date(2024, 1, 21)}, {"date_start": date(2024, 1, 21)}, id="a raid of two days"
        ),
    ],
)
def test_still_one_event(ours, theirs):
    assert between(telling(KATAIB, **ours), telling(KATAIB, **theirs)).may_be_clear


@pytest.mark.parametrize(
    ("ours", "theirs", "are_one"),
    [
        (GUNMEN, party("Gunmen"), False),
        (party("Red Hill Brigade"), party("Blue Hill Brigade"), False),
        (KATAIB, IDF, False),
        (party("Red Hill Brigade"), party("Red Hill Brigade"), True),
        (KATAIB, PMF, True),  # part of
        (IDF, AIR_FORCE, True),  # forces of one state
        (
            party("the Houthis", "claimant", key="houthis"),
            party("Iran", "accused", "accused", key="iran"),
            True,
        ),
    ],
)
def test_actors_that_are_one_or_bound_to_each_other(ours, theirs, are_one):
    assert ("same actors" in reasons(telling(ours), telling(theirs))) == are_one


def words_of(a: Telling, b: Telling) -> list[str]:
    return [str(point["reason"]) for point in between(a, b).in_words()]


def test_those_who_are_only_accused_do_not_make_it_another_event():
    ours, theirs = telling(KATAIB), telling(party("Israel", "accused", "accused", key="israel", country="IL"))
    assert "rival accounts of who did it" in reasons(ours, theirs)
    assert "other actors" not in reasons(ours, theirs)


def test_reasons_are_words_the_strongest_first():
    other = telling(KATAIB, base_id=1, time_local=time(19, 0), date_start=date(2024, 1, 21))
    assert words_of(telling(KATAIB, base_id=1), other) == [
        "same base",
        "a day apart",
        "same actors: Kata'ib Hezbollah",
        "same type",
    ]


def test_every_reason_has_its_points_and_thresholds_are_in_order():
    assert set(POINTS) == set(Reason)
    assert 0 < LISTED < CLEAR
