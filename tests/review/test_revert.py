"""Earlier versions: how they stood, and putting them back."""

import pytest
from django.core.exceptions import ValidationError

from incidents.models import Casualties, Incident, Participation
from incidents.review import NotAllowed, Stale, WrongStatus, edit, publish, revert, undo_step
from incidents.review.compare import compare
from incidents.review.history import FieldChange, history
from incidents.review.versions import as_of
from tests import cast
from tests.factories import ActorFactory, BaseFactory, IncidentFactory, ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident():
    """Version 1 has one wounded, version 2 has four and another base, version 3 nobody wounded at all."""
    found = IncidentFactory(wounded_min=1, summary="One was hurt.")
    Casualties.objects.create(incident=found, side="Iraq", kind="wounded", min=1)
    found.refresh_from_db()
    return found


@pytest.fixture
def changed(incident, alice):
    base = BaseFactory(name="Tower 22", latitude=33.3, longitude=38.7, country="JO")
    rows = [{"side": "Iraq", "kind": "wounded", "min": 4}, {"side": "Iran", "kind": "killed", "min": 1}]
    second = edit(
        incident,
        {"wounded_min": 4, "base": base, "casualties": rows, "summary": "Four were hurt."},
        by=alice,
        seen_version=1,
        reason="a second report",
    )
    return edit(
        second, {"wounded_min": None, "casualties": []}, by=alice, seen_version=2, reason="a third report"
    )


def refused(*args, **kwargs):
    with pytest.raises(ValidationError) as problem:
        revert(*args, **kwargs)
    return problem.value.message_dict


class TestRefused:
    def test_without_the_right(self, changed):
        with pytest.raises(NotAllowed):
            revert(changed, 1, by=cast.charlie(), seen_version=3, reason="better")

    def test_over_a_version_that_was_not_seen(self, changed, alice):
        with pytest.raises(Stale):
            revert(changed, 1, by=alice, seen_version=2, reason="better")

    def test_without_a_reason(self, changed, alice):
        assert set(refused(changed, 1, by=alice, seen_version=3, reason=" ")) == {"reason"}

    def test_to_a_version_that_there_never_was(self, changed, alice):
        assert refused(changed, 9, by=alice, seen_version=3, reason="better") == {
            "version": ["expected one from 1 to 3; there is no 9."]
        }

    def test_of_what_cannot_be_edited(self, changed, alice):
        assert set(refused(changed, 1, ["status"], by=alice, seen_version=3, reason="better")) == {"fields"}

    def test_of_what_is_published(self, changed, alice):
        published = publish(changed, by=alice, seen_version=3)
        with pytest.raises(WrongStatus):
            revert(published, 1, by=alice, seen_version=published.version, reason="better")

    def test_to_a_record_that_is_gone_and_the_field_is_named(self, alice):
        base = BaseFactory()
        first = IncidentFactory(base=base)
        Incident.objects.filter(pk=first.pk).update(base=None)
        base.delete()
        first.refresh_from_db()
        assert set(refused(first, 1, ["base"], by=alice, seen_version=2, reason="better")) == {"base"}


class TestPutBack:
    def test_one_field_and_no_other(self, changed, alice):
        done = revert(changed, 2, ["wounded_min"], by=alice, seen_version=3, reason="the third was wrong")
        assert (done.wounded_min, done.summary, done.casualties.count()) == (4, "Four were hurt.", 0)

    def test_a_table_of_rows(self, changed, alice):
        done = revert(changed, 2, ["casualties"], by=alice, seen_version=3, reason="the third was wrong")
        assert list(done.casualties.values_list("side", "kind", "min")) == [
            ("Iran", "killed", 1),
            ("Iraq", "wounded", 4),
        ]

    def test_a_whole_version_and_the_point_does_not_follow_the_base(self, changed, incident, alice):
        done = revert(changed, 1, by=alice, seen_version=3, reason="all of it was wrong")
        for name in ("summary", "wounded_min", "base", "latitude", "longitude", "country", "geo_precision"):
            assert getattr(done, name) == getattr(incident, name), name
        assert list(done.casualties.values_list("side", "min")) == [("Iraq", 1)]

    def test_it_is_an_edit_of_ones_own_with_its_reason(self, changed, alice):
        done = revert(changed, 1, ["wounded_min"], by=alice, seen_version=3, reason="the first was right")
        said = done.statements.get(field="wounded", is_chosen=True)
        assert (said.author, said.reason, said.value) == (
            alice,
            "the first was right",
            {"min": 1, "max": None},
        )
        last = history(done)[-1]
        assert (last.verb, last.reason, last.version) == ("revert", "the first was right", 4)

    def test_and_can_be_undone(self, changed, alice):
        done = revert(changed, 1, by=alice, seen_version=3, reason="the first was right")
        back = undo_step(done.step, by=alice)
        assert (back.summary, back.wounded_min, back.casualties.count()) == ("Four were hurt.", None, 0)

    def test_to_how_it_stands_already_changes_nothing(self, changed, alice):
        assert revert(changed, 3, by=alice, seen_version=3, reason="").version == 3


class TestAsOf:
    def test_each_version_has_the_rows_of_its_time(self, changed):
        found = [
            [(row["side"], row["min"]) for row in as_of(changed, version).rows["casualties"]]
            for version in (1, 2, 3)
        ]
        assert found == [[("Iraq", 1)], [("Iraq", 4), ("Iran", 1)], []]

    def test_rows_that_were_written_before_their_incident_belong_to_its_version(self, changed, alice):
        actor = ActorFactory(name="The Brigade")
        named = edit(
            changed,
            {"participations": [{"role": "target", "actor": actor, "name": "a brigade"}]},
            by=alice,
            seen_version=3,
            reason="named",
        )
        publish(named, by=alice, seen_version=4)
        assert as_of(changed, 3).rows["participations"] == []
        for version in (4, 5, 6):
            assert [row["name"] for row in as_of(changed, version).rows["participations"]] == ["a brigade"]

    def test_a_row_that_moved_away_belongs_to_where_it_was(self, changed, alice):
        other = IncidentFactory()
        report = ReportFactory(incident=changed)
        edited = edit(changed, {"killed_min": 1}, by=alice, seen_version=3, reason="four")
        report.incident = other
        report.save()
        assert len(as_of(edited, 3).rows["reports"]) == 1

    def test_costs_the_same_for_long_histories(self, incident, alice, django_assert_num_queries):
        with django_assert_num_queries(8):
            as_of(incident, 1)
        for n in range(1, 20):
            rows = [{"side": f"Side {k}", "kind": "wounded", "min": n} for k in range(n)]
            incident = edit(incident, {"casualties": rows}, by=alice, seen_version=n, reason=str(n))
        with django_assert_num_queries(8):
            as_of(incident, 1)


class TestCompare:
    def test_names_what_differs_and_keeps_what_is_alike(self, changed):
        found = compare(as_of(changed, 1), as_of(changed, 2))
        differing = [change for change in found if change.differs and not change.row]
        assert FieldChange("wounded_min", "Wounded min", "1", "4") in differing
        assert FieldChange("base", "Base", "", "Tower 22, JO") in differing
        assert FieldChange("date_start", "Date start", "2024-01-20", "2024-01-20") in found
        rows = [change for change in found if change.name == "casualties"]
        assert rows == [
            FieldChange("casualties", "Iraq, wounded", "Min 1", "Min 4", "Casualties"),
            FieldChange("casualties", "Iran, killed", "", "Min 1", "Casualties"),
        ]

    def test_two_rows_of_one_party_are_two_lines_of_one_cell(self, alice):
        incident = IncidentFactory()
        for order in (0, 1):
            Participation.objects.create(incident=incident, role="target", name="soldiers", order=order)
        (row,) = (c for c in compare(as_of(incident, 1), as_of(incident, 1)) if c.name == "participations")
        assert row.before == "✓\n✓"
