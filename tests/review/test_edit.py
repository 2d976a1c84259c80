"""What a correction changes, what follows it, and whose word it then is."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from incidents.models import Incident
from incidents.review import NotAllowed, Stale, WrongStatus, edit
from incidents.review.values import EDITABLE
from incidents.vocabulary import Status
from tests import cast
from tests.factories import (
    ActorFactory,
    BaseFactory,
    IncidentFactory,
    ParticipationFactory,
    PlaceFactory,
    StatementFactory,
    walk,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident():
    found = IncidentFactory()
    found.refresh_from_db()
    return found


def refused(incident, changes, by):
    with pytest.raises(ValidationError) as problem:
        edit(incident, changes, by=by, seen_version=incident.version, reason="because")
    after = Incident.objects.get(pk=incident.pk)
    assert after.version == incident.version, "a refused edit must leave no trace"
    assert not after.statements.exists()
    return problem.value.message_dict


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"killed_min": -1}, {"killed_min"}),
        ({"killed_min": 2.5}, {"killed_min"}),
        ({"killed_min": 3, "killed_max": 2}, {"killed_min", "killed_max"}),
        ({"latitude": 91}, {"latitude", "longitude"}),
        ({"latitude": None}, {"latitude", "longitude"}),
        ({"latitude": float("nan")}, {"latitude", "longitude"}),
        ({"date_start": "1899-12-31", "date_end": None}, {"date_start"}),
        ({"date_start": "2999-01-01"}, {"date_start", "date_end"}),
        ({"date_end": "2024-01-19"}, {"date_end"}),
        ({"date_start": "20 January"}, {"date_start"}),
        ({"date_precision": "unknown"}, {"date_precision"}),
        ({"date_precision": "fortnight"}, {"date_precision"}),
        ({"sub_event_type": ""}, {"sub_event_type"}),
        ({"country": "QQ"}, {"country"}),
        ({"time_zone": "Baghdad time"}, {"time_zone"}),
        ({"base": "no-such-base"}, {"base"}),
        ({"summary": "nul\x00"}, {"summary"}),
        ({"summary": ["a", "list"]}, {"summary"}),
        ({"status": "published"}, {"status"}),
        ({"public_id": "IQ-2024-0001"}, {"public_id"}),
        ({"killed_min": "many", "country": "QQ"}, {"killed_min", "country"}),
        ({"casualties": "none"}, {"casualties"}),
        ({"casualties": [{"side": "", "kind": "killed"}]}, {"casualties.0.side"}),
        (
            {
                "casualties": [
                    {"side": "Iraq", "kind": "killed"},
                    {"side": "Iraq", "kind": "wounded", "min": -2},
                ]
            },
            {"casualties.1.min"},
        ),
        (
            {"casualties": [{"side": "Iraq", "kind": "killed", "min": 3, "max": 1}]},
            {"casualties.0.min", "casualties.0.max"},
        ),
        ({"casualties": [{"side": "Iraq", "kind": "killed"}] * 2}, {"casualties.1.side"}),
        ({"participations": [{"role": "target"}]}, {"participations.0.name"}),
        ({"participations": [{"role": "victim", "name": "x"}]}, {"participations.0.role"}),
        ({"participations": [{"role": "target", "actor": "nobody"}]}, {"participations.0.actor"}),
        ({"weapons": [{"category": "rocket", "colour": "red"}]}, {"weapons.0.colour"}),
    ],
)
def test_a_wrong_value_is_refused_by_name(incident, alice, changes, fields):
    assert set(refused(incident, changes, alice)) >= fields


def test_an_error_says_what_was_expected(incident, alice):
    said = refused(incident, {"country": "Iraq"}, alice)
    assert said == {"country": ["expected a country's two letters, IQ, or XZ on the high seas; not 'Iraq'."]}


def test_a_change_without_a_reason_is_refused(incident, alice):
    with pytest.raises(ValidationError) as problem:
        edit(incident, {"killed_min": 1}, by=alice, seen_version=1, reason="")
    assert problem.value.message_dict == {"reason": ["expected why, in a few words."]}


def test_a_viewer_edits_nothing(incident):
    with pytest.raises(NotAllowed):
        edit(incident, {"killed_min": 1}, by=cast.person("vera", "viewer"), seen_version=1, reason="x")


def test_who_saw_an_older_version_overwrites_nothing(incident, alice):
    edit(incident, {"killed_min": 1}, by=alice, seen_version=1, reason="first")
    with pytest.raises(Stale) as stale:
        edit(incident, {"killed_min": 9}, by=alice, seen_version=1, reason="second")
    assert stale.value.theirs.killed_min == 1
    assert Incident.objects.get(pk=incident.pk).killed_min == 1


def test_a_published_incident_is_not_edited_until_reopened(incident, alice):
    walk(incident, Status.IN_REVIEW)
    walk(incident, Status.PUBLISHED, public_id="IQ-2024-0001")
    with pytest.raises(WrongStatus):
        edit(incident, {"killed_min": 1}, by=alice, seen_version=incident.version, reason="x")


def test_saying_again_what_stands_is_no_change_and_needs_no_reason(incident, alice):
    same = {name: getattr(incident, name) for name in EDITABLE} | {
        "casualties": [],
        "date_start": "2024-01-20",
    }
    assert edit(incident, same, by=alice, seen_version=1, reason="").version == 1
    assert not incident.statements.exists()


def test_none_and_nought_are_not_the_same(incident, alice):
    edited = edit(incident, {"killed_min": 0, "killed_max": 0}, by=alice, seen_version=1, reason="no deaths")
    assert (edited.killed_min, edited.killed_max) == (0, 0)
    again = edit(edited, {"killed_min": "", "killed_max": ""}, by=alice, seen_version=2, reason="silence")
    assert (again.killed_min, again.killed_max) == (None, None)
    assert [s.value for s in again.statements.order_by("id")] == [{"min": 0, "max": 0}, None]


def test_a_changed_value_is_the_analysts_own_statement_and_rivals_stay_beside_it(incident, alice):
    reader = StatementFactory(incident=incident, field="wounded", is_chosen=True)
    other = StatementFactory(incident=incident, field="killed", is_chosen=True)
    edited = edit(
        incident, {"wounded_min": 4, "wounded_max": 4}, by=alice, seen_version=1, reason="the update"
    )
    assert [
        (s.field, s.value, s.author, s.reason, s.is_chosen) for s in edited.statements.order_by("id")
    ] == [
        ("wounded", reader.value, None, "", False),
        ("killed", other.value, None, "", True),
        ("wounded", {"min": 4, "max": 4}, alice, "the update", True),
    ]
    assert (edited.last_edited_by, edited.version) == (alice, 2)


def test_matters_of_our_own_work_are_nobodys_statement(incident, alice):
    edited = edit(
        incident,
        {"sensitivity": "graphic", "embargo_until": "2024-02-01T12:00"},
        by=alice,
        seen_version=1,
        reason="x",
    )
    assert edited.embargo_until.isoformat() == "2024-02-01T12:00:00+00:00"
    assert not edited.statements.exists()


def test_the_point_follows_a_new_base_unless_it_is_said_as_well(incident, alice):
    tower = BaseFactory(country="JO", admin1="Mafraq", latitude=33.3, longitude=38.7, time_zone="Asia/Amman")
    edited = edit(incident, {"base": tower.key}, by=alice, seen_version=1, reason="it was Tower 22")
    assert (edited.base, edited.country, edited.latitude, edited.time_zone) == (
        tower,
        "JO",
        33.3,
        "Asia/Amman",
    )
    fields = set(edited.statements.values_list("field", flat=True))
    assert fields == {"base", "country", "admin1", "latitude", "longitude", "time_zone"}
    said = {"base": None, "latitude": 33.0, "longitude": 38.0, "country": "SY"}
    moved = edit(edited, said, by=alice, seen_version=2, reason="over the border")
    assert (moved.latitude, moved.longitude, moved.country) == (33.0, 38.0, "SY")


def test_the_point_stays_with_the_base_when_the_place_changes(incident, alice):
    based = edit(incident, {"base": BaseFactory().pk}, by=alice, seen_version=1, reason="named")
    edited = edit(
        based, {"place": PlaceFactory(latitude=1)}, by=alice, seen_version=based.version, reason="the town"
    )
    assert edited.latitude == based.latitude


def test_the_last_day_follows_the_first_of_a_one_day_event(incident, alice):
    edited = edit(incident, {"date_start": "2024-01-21"}, by=alice, seen_version=1, reason="local date")
    assert (edited.date_start, edited.date_end) == (date(2024, 1, 21), date(2024, 1, 21))
    undated = edit(edited, {"date_start": None}, by=alice, seen_version=2, reason="not said")
    assert (undated.date_start, undated.date_end, undated.date_precision) == (None, None, "unknown")
    dated = edit(undated, {"date_start": date(2024, 1, 3)}, by=alice, seen_version=3, reason="found")
    assert dated.date_precision == "day"


def test_the_moment_follows_day_time_and_zone(incident, alice):
    changes = {"time_local": "18:30", "time_zone": "Asia/Baghdad"}
    edited = edit(incident, changes, by=alice, seen_version=1, reason="CENTCOM")
    assert edited.time_local == time(18, 30)
    assert edited.moment.isoformat() == "2024-01-20T15:30:00+00:00"
    assert edit(edited, {"time_local": None}, by=alice, seen_version=2, reason="not sure").moment is None


def test_rows_that_stay_keep_their_identity(incident, alice):
    militia = ParticipationFactory(incident=incident, order=0)
    gone = ParticipationFactory(incident=incident, order=1)
    forces = ActorFactory(key="us", name="United States")
    rows = [
        {"role": "perpetrator", "actor": militia.actor.key, "name": militia.name, "basis": "claimed"},
        {"role": "target", "actor": "us"},
    ]
    edited = edit(incident, {"participations": rows}, by=alice, seen_version=1, reason="who it was")
    found = [(p.pk == militia.pk, p.role, p.name, p.actor, p.basis) for p in edited.participations.all()]
    assert found == [
        (True, "perpetrator", militia.name, militia.actor, "claimed"),
        (False, "target", "United States", forces, "stated"),
    ]
    assert not edited.participations.filter(pk=gone.pk).exists()
    assert edited.version == 2, "a change of rows alone is a change of the incident"
    assert {s.field for s in edited.statements.all()} == {"perpetrators", "targets"}


def test_participants_can_change_places(incident, alice):
    first, second = (ParticipationFactory(incident=incident, order=n) for n in range(2))
    rows = [{"role": "perpetrator", "actor": p.actor, "name": p.name} for p in (second, first)]
    edited = edit(incident, {"participations": rows}, by=alice, seen_version=1, reason="the main one first")
    assert [p.pk for p in edited.participations.all()] == [second.pk, first.pk]


def test_sides_are_replaced_by_difference_and_never_added_up(incident, alice):
    rows = [
        {"side": "United States", "kind": "wounded", "min": 2},
        {"side": "Iraq", "kind": "wounded", "min": 1, "max": 1},
    ]
    edited = edit(incident, {"casualties": rows}, by=alice, seen_version=1, reason="by side")
    kept = edited.casualties.get(side="Iraq").pk
    again = edit(edited, {"casualties": [rows[1] | {"max": 3}]}, by=alice, seen_version=2, reason="fewer")
    assert [(c.pk, c.side, c.min, c.max) for c in again.casualties.all()] == [(kept, "Iraq", 1, 3)]
    assert (again.wounded_min, again.wounded_max) == (None, None)
    latest = again.statements.get(is_chosen=True)
    assert latest.value == [{"side": "Iraq", "is_civilian": False, "wounded": {"min": 1, "max": 3}}]


def test_weapons_carry_what_became_of_them(incident, alice):
    rows = [{"category": "ballistic_missile", "launched_min": 5, "intercepted_min": 3, "intercepted_max": 4}]
    edited = edit(incident, {"weapons": rows}, by=alice, seen_version=1, reason="CENTCOM's count")
    assert edited.statements.get().value == [
        {
            "category": "ballistic_missile",
            "launched": {"min": 5, "max": None},
            "intercepted": {"min": 3, "max": 4},
        }
    ]
