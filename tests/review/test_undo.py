"""Undo: what it refuses, and that it gives back exactly what was."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from incidents.models import (
    Article,
    Casualties,
    Comment,
    Incident,
    Participation,
    Relation,
    Report,
    Statement,
    User,
    WeaponUse,
)
from incidents.models.revisions import revision_model
from incidents.review import ChangedSince, NotAllowed, Stale, accept, edit, publish, reject, reopen, undo_step
from incidents.review.change import change, recorded
from incidents.review.steps import OF_AN_INCIDENT, last_step
from incidents.vocabulary import Prominence, Status
from tests import cast
from tests.factories import ArticleFactory, IncidentFactory, ReportFactory, StatementFactory, evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob() -> User:
    return cast.bob()


def draft(**fields) -> Incident:
    incident = IncidentFactory(**fields)
    incident.refresh_from_db()
    return incident


def edited(incident: Incident, by: User, **changes) -> Incident:
    return edit(incident, changes, by=by, seen_version=incident.version, reason="the second report")


GROWS = {"version", "updated_at", "waiting_since", "public_id", "published_at", "published_version"}
REPEATED = {"words", "has_new_source"}  # by triggers, of the rows below


def everything() -> dict[str, list[dict]]:
    """All rows of all incidents, but for what grows by itself or stays for life."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in GROWS | REPEATED}
            for row in model.objects.order_by("pk").values(
                *(f.attname for f in model._meta.concrete_fields if not getattr(f, "generated", False))
            )
        ]
        for model in OF_AN_INCIDENT
    }


class TestRefused:
    def test_a_step_that_never_was(self, alice):
        with pytest.raises(ValidationError, match="nothing to undo"):
            undo_step(uuid.uuid4(), by=alice)

    def test_what_the_reader_did(self, bob):
        with recorded(actor="task read_article", verb="read") as step:
            draft()
        with pytest.raises(NotAllowed, match="What a person did"):
            undo_step(step, by=bob)

    def test_anothers_step_is_an_editors_to_undo_and_not_an_analysts(self, alice, bob):
        done = edited(draft(), bob, killed_min=3)
        with pytest.raises(NotAllowed, match="others"):
            undo_step(done.step, by=alice)
        assert Incident.objects.get().killed_min == 3
        carol = cast.person("carol", "editor")
        assert undo_step(done.step, by=carol).killed_min is None

    def test_who_may_no_longer_do_the_verb_does_not_undo_it(self, alice):
        done = publish(draft(), by=alice, seen_version=1)
        alice.groups.clear()
        with pytest.raises(NotAllowed):
            undo_step(done.step, by=User.objects.get(pk=alice.pk))
        assert Incident.objects.get().status == Status.PUBLISHED

    def test_who_may_not_see_it_any_more_does_not_undo(self, alice, bob):
        done = edited(draft(), alice, killed_min=3)
        edited(done, bob, sensitivity="restricted")
        with pytest.raises(NotAllowed, match="may not see"):
            undo_step(done.step, by=alice)

    def test_a_field_that_somebody_changed_since_is_named_with_who_did(self, alice, bob):
        done = edited(draft(), alice, killed_min=3, summary="Three were killed.")
        edited(done, bob, killed_min=4)
        before = everything()
        with pytest.raises(ChangedSince) as refused:
            undo_step(done.step, by=alice)
        assert refused.value.message_dict["killed_min"] == ["killed min: bob changed it since."]
        assert "summary" not in refused.value.message_dict
        assert everything() == before

    def test_a_value_that_was_changed_and_set_again_is_whose_it_is_now(self, alice, bob):
        done = edited(draft(), alice, killed_min=3)
        edited(edited(done, bob, killed_min=4), bob, killed_min=3)
        with pytest.raises(ChangedSince):
            undo_step(done.step, by=alice)
        assert Incident.objects.get().killed_min == 3

    def test_a_row_that_somebody_changed_since(self, alice, bob):
        done = edited(draft(), alice, casualties=[{"side": "Iraq", "kind": "wounded", "min": 1}])
        edited(done, bob, casualties=[{"side": "Iraq", "kind": "wounded", "min": 2}])
        with pytest.raises(ChangedSince) as refused:
            undo_step(done.step, by=alice)
        assert "bob changed it since" in refused.value.message_dict["casualties"][0]

    def test_reopening_is_not_undone_over_what_was_changed_since(self, alice):
        incident = draft()
        published = publish(incident, by=alice, seen_version=1)
        opened = reopen(published, by=alice, seen_version=published.version, reason="a higher toll")
        edited(opened, alice, killed_min=9)
        with pytest.raises(ChangedSince, match="publish it instead"):
            undo_step(opened.step, by=alice)
        with pytest.raises(ValidationError, match="Nothing of it is left"):
            undo_step(opened.step, by=alice, partly=True)
        assert Incident.objects.get().status == Status.IN_REVIEW

    def test_twice(self, alice):
        done = edited(draft(), alice, killed_min=3)
        undo_step(done.step, by=alice)
        with pytest.raises(ValidationError, match="Nothing of it is left"):
            undo_step(done.step, by=alice)

    def test_a_row_that_others_built_upon(self, alice, bob):
        incident = draft()
        other = draft(summary="Another.")
        with change(
            incident, verb="split", permission="change_incident", by=alice, seen_version=1, reason=""
        ) as row:
            made = IncidentFactory(summary="Split off.")
            Incident.objects.filter(pk=row.pk).update(summary="Less.")
        Comment.objects.create(incident=made, author=bob, text="Good that these are two.")
        with pytest.raises(ChangedSince, match="stands on"):
            undo_step(row.step, by=alice)
        assert Incident.objects.filter(pk__in=[incident.pk, other.pk, made.pk]).count() == 3

    def test_what_the_database_refuses_is_said_and_nothing_is_done(self, alice, bob):
        done = edited(draft(killed_min=1, killed_max=2), alice, killed_min=5, killed_max=7)
        edited(done, bob, killed_min=6)
        before = everything()
        with pytest.raises(ValidationError) as refused:  # 6 to 2 is no range
            undo_step(done.step, by=alice, partly=True)
        assert "killed_min" in str(refused.value)
        assert everything() == before


class TestTakenBack:
    def test_an_edit_with_the_statements_and_rows_that_it_made(self, alice):
        incident = draft(killed_min=1)
        ReportFactory(incident=incident, is_new=True)
        said = StatementFactory(incident=incident, field="killed", value={"min": 1}, is_chosen=True)
        evidence(said, "Rockets")
        incident.refresh_from_db()
        before = everything()
        done = edited(
            incident,
            alice,
            killed_min=4,
            weapons=[{"category": "ballistic_missile", "launched_min": 2}],
            participations=[{"role": "target", "name": "soldiers"}],
        )
        back = undo_step(done.step, by=alice, reason="the wrong incident")
        assert everything() == before
        assert back.version == done.version + 1
        assert WeaponUse.objects.count() == Participation.objects.count() == 0

    def test_a_deleted_row_comes_again_under_its_own_key(self, alice):
        incident = draft()
        row = Casualties.objects.create(incident=incident, side="Iraq", kind="wounded", min=1)
        done = edited(incident, alice, casualties=[])
        undo_step(done.step, by=alice)
        assert Casualties.objects.get().pk == row.pk

    @pytest.mark.parametrize("first", [Status.DRAFT, Status.IN_REVIEW])
    def test_a_publication_to_where_it_stood_and_the_id_stays(self, alice, first):
        incident = draft()
        if first == Status.IN_REVIEW:
            incident = accept(incident, by=alice, seen_version=1)
        published = publish(incident, by=alice, seen_version=incident.version)
        back = undo_step(published.step, by=alice)
        assert (back.status, back.public_id, back.published_at) == (
            first,
            published.public_id,
            published.published_at,
        )
        again = publish(back, by=alice, seen_version=back.version)
        assert again.public_id == published.public_id

    @pytest.mark.parametrize("first", [Status.DRAFT, Status.IN_REVIEW])
    def test_a_rejection(self, alice, first):
        incident = draft()
        if first == Status.IN_REVIEW:
            incident = accept(incident, by=alice, seen_version=1)
        rejected = reject(incident, by=alice, seen_version=incident.version, reason="an exercise")
        assert undo_step(rejected.step, by=alice).status == first

    def test_an_acceptance_with_the_assignment_that_it_made(self, alice):
        accepted = accept(draft(), by=alice, seen_version=1)
        back = undo_step(accepted.step, by=alice)
        assert (back.status, back.assignee) == (Status.DRAFT, None)

    def test_a_reopening_puts_the_same_thing_back_before_the_public(self, alice):
        published = publish(draft(), by=alice, seen_version=1)
        opened = reopen(published, by=alice, seen_version=published.version, reason="by mistake")
        back = undo_step(opened.step, by=alice)
        assert (back.status, back.published_version) == (Status.PUBLISHED, back.version)

    def test_the_reopening_of_a_rejected_one(self, alice):
        rejected = reject(draft(), by=alice, seen_version=1, reason="an exercise")
        opened = reopen(rejected, by=alice, seen_version=rejected.version, reason="by mistake")
        assert undo_step(opened.step, by=alice).status == Status.REJECTED

    def test_a_step_over_two_incidents(self, alice):
        ours, theirs = draft(), draft(summary="The double.")
        report = ReportFactory(incident=theirs)
        said = StatementFactory(incident=theirs)
        before = everything()
        with change(
            ours, verb="gather", permission="change_incident", by=alice, seen_version=1, reason="one event"
        ) as row:
            Report.objects.filter(pk=report.pk).update(incident=row, merged_from=theirs)
            Statement.objects.filter(pk=said.pk).update(incident=row, merged_from=theirs)
            Relation.objects.create(incident=row, kind="follow_up_of", other=draft(summary="A third."))
            Incident.objects.filter(pk=theirs.pk).update(status=Status.MERGED, merged_into=row)
        third = Incident.objects.get(summary="A third.")
        back = undo_step(row.step, by=alice)
        assert back.pk == ours.pk
        assert not Incident.objects.filter(pk=third.pk).exists(), "the step had made it"
        assert everything() == before

    def test_with_the_rest_left_out_on_request(self, alice, bob):
        done = edited(draft(summary="Before."), alice, killed_min=3, summary="Three were killed.")
        edited(done, bob, killed_min=4)
        back = undo_step(done.step, by=alice, partly=True)
        assert (back.summary, back.killed_min) == ("Before.", 4)

    def test_who_undoes_anothers_edit_has_edited(self, alice, bob):
        done = edited(draft(), alice, killed_min=3)
        assert undo_step(done.step, by=bob).last_edited_by == bob

    def test_who_undoes_an_edit_of_his_own_has_not(self, alice):
        done = edited(draft(), alice, killed_min=3)
        assert undo_step(done.step, by=alice).last_edited_by is None

    def test_and_an_old_page_is_stale_then(self, alice):
        incident = draft()
        done = edited(incident, alice, casualties=[{"side": "Iraq", "kind": "wounded", "min": 1}])
        undo_step(done.step, by=alice)
        with pytest.raises(Stale):
            edited(done, alice, killed_min=1)


class TestUndoOfUndo:
    def test_gives_back_what_was_undone(self, alice):
        done = edited(draft(), alice, killed_min=3, casualties=[{"side": "Iraq", "kind": "killed", "min": 3}])
        then = everything()
        undone = undo_step(done.step, by=alice)
        undo_step(undone.step, by=alice)
        assert everything() == then

    def test_publishes_again_under_the_same_id(self, alice):
        done = publish(draft(), by=alice, seen_version=1)
        undone = undo_step(done.step, by=alice)
        again = undo_step(undone.step, by=alice)
        assert (again.status, again.public_id) == (Status.PUBLISHED, done.public_id)
        assert again.published_version == again.version

    def test_and_so_on(self, alice):
        done = edited(draft(), alice, killed_min=3)
        for expected in (None, 3, None, 3):
            done = undo_step(done.step, by=alice)
            assert done.killed_min == expected

    def test_frees_the_step_to_be_undone_once_more(self, alice):
        done = edited(draft(), alice, killed_min=3)
        undo_step(undo_step(done.step, by=alice).step, by=alice)
        assert undo_step(done.step, by=alice).killed_min is None


class TestLastStep:
    def test_is_mine_and_none_that_is_undone(self, alice, bob):
        incident = draft()
        assert last_step(incident, by=alice) is None
        one = edited(incident, alice, killed_min=1)
        two = edited(one, alice, killed_min=2)
        three = edited(two, bob, wounded_min=2)
        assert last_step(incident, by=alice).step == two.step
        assert last_step(incident, by=bob).step == three.step
        undo_step(two.step, by=alice)
        assert last_step(incident, by=alice).step == one.step
        undo_step(one.step, by=alice)
        assert last_step(incident, by=alice) is None


def test_the_history_only_grows(alice):
    done = edited(draft(), alice, killed_min=3, casualties=[{"side": "Iraq", "kind": "killed", "min": 3}])
    before = {m: list(revision_model(m).objects.values()) for m in OF_AN_INCIDENT}
    undo_step(done.step, by=alice, reason="wrong")
    for model, revisions in before.items():
        assert list(revision_model(model).objects.order_by("pgh_id").values())[: len(revisions)] == revisions
    last = revision_model(Incident).objects.latest("pgh_id").pgh_context.metadata
    assert (last["verb"], last["undoes"], last["reason"]) == ("undo", str(done.step), "wrong")


def test_a_hundred_in_bulk_are_each_given_back(alice):
    incidents = [draft() for _ in range(100)]
    before = everything()
    steps = [reject(each, by=alice, seen_version=1, reason="an exercise").step for each in incidents]
    for step in steps:
        undo_step(step, by=alice)
    assert everything() == before


NUMBERS = st.one_of(st.none(), st.integers(0, 5))
SIDES = st.dictionaries(st.sampled_from(["Iraq", "United States", "Iran"]), st.integers(0, 9))
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "killed_min": NUMBERS,
        "summary": st.sampled_from(["", "Two hit.", "Three hit."]),
        "date_start": st.sampled_from([None, "2024-01-19", "2024-01-21"]),
        "country": st.sampled_from(["", "IQ", "SY"]),
        "latitude": st.sampled_from([33.5, 34.0]),
        "casualties": SIDES.map(
            lambda found: [{"side": s, "kind": "killed", "min": n} for s, n in found.items()]
        ),
        "participations": st.lists(
            st.sampled_from(["soldiers", "militants", "a drone crew"]).map(
                lambda n: {"role": "target", "name": n}
            ),
            max_size=3,
        ),
        "weapons": st.lists(
            st.sampled_from(["ballistic_missile", "rocket"]).map(lambda c: {"category": c, "hit_min": 1}),
            max_size=2,
            unique_by=lambda row: row["category"],
        ),
    },
)
VERBS = st.one_of(EDITS, st.sampled_from([accept, publish, reject, reopen]))


class TestWhateverWasDone(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(VERBS, min_size=1, max_size=6))
    def test_undone_step_by_step_all_is_as_it_was_before_each(self, deeds):
        alice = cast.alice()
        incident = draft()
        article: Article = ArticleFactory()
        Report.objects.create(incident=incident, article=article, prominence=Prominence.MAIN, is_new=True)
        StatementFactory(incident=incident, article=article, field="killed", is_chosen=True)
        incident.refresh_from_db()
        stood = []
        for deed in deeds:
            before, was = everything(), incident.version
            try:
                if callable(deed):
                    incident = deed(incident, by=alice, seen_version=incident.version, reason="why")
                else:
                    incident = edited(incident, alice, **deed)
            except ValidationError:
                assert everything() == before
                continue
            if incident.version > was:
                stood.append((incident.step, before))
        for step, before in reversed(stood):
            undo_step(step, by=alice)
            assert everything() == before
