"""What the history tells a person."""

import pghistory
import pytest

from incidents.review import edit, publish
from incidents.review.history import FieldChange, history
from tests import cast
from tests.factories import BaseFactory, IncidentFactory

pytestmark = pytest.mark.django_db


def test_an_edit_is_told_field_by_field_in_names():
    alice = cast.alice()
    base = BaseFactory(name="Tower 22", country="IQ", latitude=33.7856, longitude=42.4412)
    incident = IncidentFactory()
    rows = [{"side": "Iraq", "kind": "wounded", "min": 1}]
    edit(
        incident,
        {"base": base, "civilian_targeting": False, "casualties": rows},
        by=alice,
        seen_version=1,
        reason="the fourth paragraph",
    )
    step = history(incident)[-1]
    assert (step.who, step.verb, step.reason) == ("alice", "edit", "the fourth paragraph")
    assert step.changes == [
        FieldChange("base", "Base", "", "Tower 22, IQ"),
        FieldChange("civilian_targeting", "Civilian targeting", "", "No"),
        FieldChange("casualties", "added", "", "Min 1", "Casualties: Iraq, wounded"),
    ]


def test_a_row_that_is_gone_is_still_called_by_its_name():
    alice = cast.alice()
    incident = IncidentFactory()
    rows = [{"side": "Iraq", "kind": "wounded", "min": 1}]
    edited = edit(incident, {"casualties": rows}, by=alice, seen_version=1, reason="one")
    edit(edited, {"casualties": []}, by=alice, seen_version=2, reason="two")
    gone = [c for step in history(incident) for c in step.changes if c.row and not c.after]
    assert FieldChange("casualties", "removed", "Min 1", "", "Casualties: Iraq, wounded") in gone


def test_an_edit_and_a_publication_in_one_request_are_two_steps_each_with_its_reason():
    alice = cast.alice()
    incident = IncidentFactory()
    with pghistory.context(user=alice.pk, url="/admin/review/1/"):
        edited = edit(incident, {"killed_min": 1}, by=alice, seen_version=1, reason="the toll")
        publish(edited, by=alice, seen_version=2, reason="two sources")
    told = [(step.verb, step.reason, [c.after for c in step.changes]) for step in history(incident)[1:]]
    assert told == [
        ("edit", "the toll", ["1"]),
        ("publish", "two sources", ["In review", "IQ-2024-0001", "Published"]),
    ]


def test_reading_a_long_history_takes_no_more_queries_than_a_short_one(django_assert_max_num_queries):
    alice = cast.alice()
    incident = IncidentFactory()
    for number in range(1, 4):
        rows = [{"side": f"Side {n}", "kind": "wounded", "min": 1} for n in range(number)]
        edit(incident, {"casualties": rows}, by=alice, seen_version=number, reason=str(number))
    with django_assert_max_num_queries(14):
        assert [step.reason for step in history(incident)] == ["", "1", "2", "3"]
