"""Two people's changes: what is put together by itself, what is asked, and that nothing is overwritten."""

import pytest
from django.urls import reverse

from incidents.admin.review.form import DeskForm, shown
from incidents.admin.review.inputs import INPUT_OF, INPUTS
from incidents.admin.review.merging import Conflict, merge, read, settle, written
from incidents.models import Incident
from incidents.review import edit
from incidents.vocabulary import Status
from tests import cast
from tests.admin import story
from tests.admin.test_desk import filled, now, page_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident() -> Incident:
    return story.draft()


@pytest.fixture
def bob():
    return cast.bob()


def edited(incident, by, **changes):
    return edit(incident, changes, by=by, seen_version=now(incident).version, reason="theirs")


def again(typed: dict, answer, **choices) -> dict:
    """The page that came back, sent as it stands, with these choices."""
    form: DeskForm = answer.context["form"]
    held = {name: v for name, v in form.typed.items() if isinstance(v, str) and name not in INPUT_OF}
    held |= {name: each.write(form.typed) for name, each in INPUTS.items()}
    held |= {"seen": form.seen_json, "seen_version": form.seen_version, "conflicts": form.conflicts_json}
    for table in form.tables.values():
        held |= {name: value for name, value in table.data.items() if value not in (None, "")}
    return typed | held | choices


class TestNothingIsOverwritten:
    def test_what_both_changed_is_not_saved_until_somebody_says_whose(self, desk, incident, bob):
        typed = filled(incident, damage="minor")
        edited(incident, bob, damage="major")
        answer = desk.post(url(incident), typed)
        assert answer.status_code == 409
        refused = desk.post(url(incident), again(typed, answer))
        assert refused.status_code == 422
        assert "say for each field that you both changed" in page_of(refused)
        assert 'name="choose-0" value="mine"' in page_of(refused)
        assert now(incident).damage == "major"

    @pytest.mark.parametrize("verb", ["publish", "accept", "reject"])
    def test_nor_does_any_verb_act_before(self, desk, incident, bob, verb):
        typed = filled(incident, verb, damage="minor")
        edited(incident, bob, damage="major")
        answer = desk.post(url(incident), typed)
        assert desk.post(url(incident), again(typed, answer)).status_code == 422
        assert now(incident).status == Status.DRAFT

    def test_publishing_what_somebody_changed_meanwhile_is_shown_first(self, desk, incident, bob):
        typed = filled(incident, "publish")
        edited(incident, bob, damage="major")
        answer = desk.post(url(incident), typed)
        page = page_of(answer)
        assert answer.status_code == 409
        assert "<bdi>bob</bdi></b> edited" in page
        assert "Damage" in page
        assert now(incident).status == Status.DRAFT
        assert desk.post(url(incident), again(typed, answer)).status_code == 302
        assert (now(incident).status, now(incident).damage) == (Status.PUBLISHED, "major")

    def test_ones_own_second_tab_is_as_stale_as_anybodys(self, desk, incident, alice):
        typed = filled(incident, damage="minor")
        edited(incident, alice, damage="major")
        assert desk.post(url(incident), typed).status_code == 409
        assert now(incident).damage == "major"

    def test_a_third_save_meanwhile_asks_anew(self, desk, incident, bob):
        typed = filled(incident, damage="minor")
        edited(incident, bob, damage="major")
        answer = desk.post(url(incident), typed)
        edited(incident, bob, damage="none")
        third = desk.post(url(incident), again(typed, answer, **{"choose-0": "mine"}))
        assert third.status_code == 409
        assert third.context["open_conflicts"][0]["theirs"] == "None"
        assert now(incident).damage == "none"


class TestChosen:
    @pytest.mark.parametrize(
        ("choice", "typed_then", "expected"),
        [("mine", "unknown", "minor"), ("theirs", "minor", "major"), ("edit", "none", "none")],
    )
    def test_mine_theirs_or_as_edited_below(self, desk, incident, bob, choice, typed_then, expected):
        typed = filled(incident, damage="minor")
        edited(incident, bob, damage="major")
        answer = desk.post(url(incident), typed)
        data = again(typed, answer, **{"choose-0": choice, "damage": typed_then})
        assert desk.post(url(incident), data).status_code == 302
        assert now(incident).damage == expected

    def test_a_row_that_both_changed(self, desk, incident, bob):
        base = [
            {"side": "Iraq", "kind": "wounded", "min": 1},
            {"side": "United States", "kind": "wounded", "min": 2},
        ]
        typed = filled(incident)
        line = next(n for n in range(3) if typed.get(f"casualties-{n}-side") == "Iraq")
        typed[f"casualties-{line}-wounded"] = "3"
        edited(incident, bob, casualties=[base[0] | {"min": 5}, base[1] | {"min": 7}])
        answer = desk.post(url(incident), typed)
        (conflict,) = answer.context["open_conflicts"]
        assert conflict["label"] == "By side: Iraq, wounded"
        done = desk.post(url(incident), again(typed, answer, **{"choose-0": "mine"}))
        assert done.status_code == 302
        assert list(incident.casualties.values_list("side", "min")) == [("Iraq", 3), ("United States", 7)]

    def test_looking_at_the_newer_version_saves_nothing_and_keeps_what_was_typed(self, desk, incident, bob):
        typed = filled(incident, damage="minor")
        edited(incident, bob, wounded_min=8)
        answer = desk.post(reverse("admin:review_look", args=[incident.pk]), typed)
        assert answer.status_code == 200
        form = answer.context["form"]
        assert (form.typed["damage"], form.typed["wounded_min"]) == ("minor", "8")
        assert now(incident).damage == "unknown"

    def test_nonsense_in_the_place_of_conflicts_is_no_error(self, desk, incident):
        for nonsense in ("x", "[1]", '[{"name": "damage"}]', '[{"name": "status", "kind": "x"}]', "{}"):
            assert desk.post(url(incident), filled(incident, conflicts=nonsense)).status_code in (302, 422)


def row(side, low, **more):
    return {
        "side": side,
        "kind": "wounded",
        "min": low,
        "max": "",
        "actor": "",
        "is_civilian": "False",
    } | more


class TestMerging:
    def merged(self, incident, seen=None, sent=None, theirs=None):
        base = shown(incident) | (seen or {})
        return merge(base, sent or {}, base | (theirs or {}))

    def test_days_are_one_thing(self, incident):
        found = self.merged(incident, sent={"date_end": "2024-01-22"}, theirs={"date_start": "2024-01-19"})
        assert [conflict.name for conflict in found.conflicts] == ["date"]

    def test_what_both_changed_alike_is_no_conflict(self, incident):
        found = self.merged(incident, sent={"damage": "minor"}, theirs={"damage": "minor"})
        assert (found.conflicts, found.taken, found.values["damage"]) == ([], [], "minor")

    def test_rows_are_merged_by_what_they_are_about_and_not_by_their_place(self, incident):
        iraq, us, iran = row("Iraq", "1"), row("United States", "2"), row("Iran", "3")
        found = self.merged(
            incident,
            seen={"casualties": [iraq, us]},
            sent={"casualties": [row("Iraq", "4"), us, iran]},
            theirs={"casualties": [us | {"max": "6"}, iraq]},
        )
        assert found.conflicts == []
        assert found.values["casualties"] == [us | {"max": "6"}, row("Iraq", "4"), iran]

    def test_of_one_row_each_may_change_another_thing(self, incident):
        found = self.merged(
            incident,
            seen={"casualties": [row("Iraq", "1")]},
            sent={"casualties": [row("Iraq", "4")]},
            theirs={"casualties": [row("Iraq", "1", actor="Iraqi Army")]},
        )
        assert found.conflicts == []
        assert found.values["casualties"] == [row("Iraq", "4", actor="Iraqi Army")]

    def test_the_least_of_one_and_the_most_of_another_are_no_figure(self, incident):
        found = self.merged(
            incident,
            seen={"casualties": [row("Iraq", "1")]},
            sent={"casualties": [row("Iraq", "9")]},
            theirs={"casualties": [row("Iraq", "1", max="5")]},
        )
        assert len(found.conflicts) == 1

    def test_a_row_that_one_took_away_and_the_other_changed_is_asked_for(self, incident):
        found = self.merged(
            incident,
            seen={"casualties": [row("Iraq", "1")]},
            sent={"casualties": []},
            theirs={"casualties": [row("Iraq", "5")]},
        )
        assert found.conflicts == [
            Conflict("casualties", row("Iraq", "1"), None, row("Iraq", "5"), "casualties")
        ]
        assert found.values["casualties"] == [row("Iraq", "5")]

    def test_from_page_to_page_nothing_of_it_is_lost(self):
        conflicts = [Conflict("casualties", row("Iraq", "1"), None, row("Iraq", "5"), "casualties")]
        carried = read(written(conflicts), lambda n: "mine")
        sent = {"casualties": [row("Iran", "2"), row("Iraq", "5")]}
        settle(sent, carried)
        assert sent["casualties"] == [row("Iran", "2")]
