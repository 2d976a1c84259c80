"""The way back of a merge: both sides as they were, and nobody's later work undone."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.models import Incident, Relation, Statement
from incidents.review import (
    ChangedSince,
    NotAllowed,
    Stale,
    WrongStatus,
    edit,
    link,
    merge,
    publish,
    undo_step,
    unmerge,
)
from incidents.review.change import recorded
from incidents.review.rows import COLUMNS
from incidents.review.steps import last_step
from incidents.vocabulary import Status
from tests import cast
from tests.factories import ArticleFactory, IncidentFactory, PlaceFactory, ReportFactory, now
from tests.review.pairs import all_of, bound, pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return pair()


def merged(gone, stays, *, by, **rest) -> Incident:
    return merge(gone, stays, by=by, seen_version=now(gone).version, into_version=now(stays).version, **rest)


def back(gone, *, by, **rest):
    return unmerge(gone, by=by, seen_version=now(gone).version, **rest)


KILLED = ["killed_min", "killed_max"]


@pytest.mark.parametrize("who", ["nobody", "viewer", "submitter"])
def test_not_without_the_right(who, two, alice):
    merged(*two, by=alice)
    with pytest.raises(NotAllowed):
        back(two[0], by=cast.everybody()[who])


def test_not_from_an_old_version(two, alice):
    merged(*two, by=alice)
    with pytest.raises(Stale):
        unmerge(two[0], by=alice, seen_version=two[0].version)


def test_not_what_is_not_merged(two, alice):
    with pytest.raises(WrongStatus):
        back(two[0], by=alice)


def test_not_out_of_what_one_may_not_see(two, alice):
    merged(*two, by=alice)
    Incident.objects.filter(pk=two[1].pk).update(sensitivity="restricted")
    with pytest.raises(NotAllowed, match="may not see"):
        back(two[0], by=alice)


def test_not_out_of_order(two, alice):
    gone, stays = two
    last = IncidentFactory()
    merged(gone, stays, by=alice)
    merged(stays, last, by=alice)
    with pytest.raises(ValidationError, match="expected the last merge first"):
        back(gone, by=alice)


class TestBothSidesAreAsTheyWere:
    def test_with_all_that_hangs_on_them(self, two, alice):
        for each in two:
            bound_to(each)
        before = all_of(*two)
        merged(
            *two, by=alice, take=["killed_min", "killed_max", "damage", "participations"], unite=["weapons"]
        )
        found = back(two[0], by=alice)
        assert found.left == ()
        assert all_of(*two) == before

    def test_when_they_were_found_apart_before(self, two, alice):
        from incidents.review import apart

        apart(*two, by=alice, seen_version=two[0].version, reason="two hours apart")
        before = all_of(*two)
        merged(*two, by=alice)
        back(two[0], by=alice)
        assert all_of(*two) == before

    def test_when_both_were_published(self, two, alice):
        for each in two:
            publish(each, by=alice, seen_version=each.version)
        before = all_of(*two)
        merged(*two, by=alice, reason="one attack")
        back(two[0], by=alice)
        assert all_of(*two) == before

    def test_in_reverse_order_of_several_one_upon_another(self, two, alice):
        gone, stays = two
        last = IncidentFactory(killed_min=1)
        everything = (gone, stays, last)
        first = all_of(*everything)
        merged(gone, stays, by=alice, take=KILLED)
        second = all_of(*everything)
        merged(stays, last, by=alice, take=[*KILLED, "casualties"])
        back(stays, by=alice)
        assert all_of(*everything) == second
        back(gone, by=alice)
        assert all_of(*everything) == first

    def test_whichever_of_several_side_by_side_goes_first(self, two, alice):
        gone, stays = two
        third = IncidentFactory(wounded_min=7)
        everything = (gone, stays, third)
        before = all_of(*everything)
        merged(gone, stays, by=alice, take=KILLED)
        merged(third, stays, by=alice, take=["wounded_min", "wounded_max"])
        back(gone, by=alice)
        back(third, by=alice)
        assert all_of(*everything) == before

    def test_as_often_as_people_change_their_minds(self, two, alice):
        before = all_of(*two)
        for take in ([], KILLED, ["casualties"]):
            merged(*two, by=alice, take=take)
            back(two[0], by=alice)
            merged(two[1], two[0], by=alice, take=take)
            back(two[1], by=alice)
        assert all_of(*two) == before


def bound_to(incident):
    from incidents.models import Campaign

    Campaign.objects.filter(name="Attacks on bases").update(name=f"Attacks, {incident.pk}")
    return bound(incident)


TAKEN_TOGETHER = [
    ("date_start", "date_end", "date_precision"),
    ("time_local", "time_zone"),
    ("place_name", "place"),
    ("base",),
    ("country", "admin1"),
    ("latitude", "longitude", "geo_precision"),
    ("killed_min", "killed_max"),
    ("wounded_min", "wounded_max"),
    *((name,) for name in ("sub_event_type", "certainty", "summary", "civilian_targeting", "intercepted")),
    *((name,) for name in ("damage", "origin_of_fire", "assignee")),
]
FIGURES = st.one_of(st.none(), st.integers(0, 9))
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "summary": st.sampled_from(["", "Told so.", "Told otherwise."]),
        "killed_min": FIGURES,
        "wounded_max": FIGURES,
        "time_local": st.one_of(st.none(), st.just(time(18, 30))),
        "time_zone": st.sampled_from(["", "Asia/Baghdad"]),
        "admin1": st.sampled_from(["", "Al Anbar", "Erbil"]),
        "country": st.sampled_from(["", "IQ", "SY"]),
        "civilian_targeting": st.sampled_from([None, True, False]),
        "damage": st.sampled_from(["unknown", "minor", "destroyed"]),
        "date_how": st.sampled_from(["", "“Saturday”"]),
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    values=st.tuples(VALUES, VALUES),
    take=st.sets(st.sampled_from([*TAKEN_TOGETHER, *((kind,) for kind in COLUMNS)])),
    unite=st.sets(st.sampled_from(sorted(COLUMNS))),
    turned=st.booleans(),
    chosen=st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_whatever_they_hold_and_whatever_is_taken(values, take, unite, turned, chosen):
    with transaction.atomic():
        by = cast.alice()
        two = pair()
        place = PlaceFactory()
        Incident.objects.filter(pk=two[0].pk).update(place=place, assignee=by)
        for incident, columns in zip(two, values, strict=True):
            columns = columns | {"killed_max": None, "wounded_min": None}  # the other end: any number fits
            Incident.objects.filter(pk=incident.pk).update(**columns)
        for statement, mark in zip(Statement.objects.order_by("pk"), chosen, strict=True):
            Statement.objects.filter(pk=statement.pk).update(is_chosen=mark)
        bound_to(two[0])
        gone, stays = reversed(two) if turned else two
        before = all_of(*two)
        names = [name for group in take for name in group]
        try:
            merged(gone, stays, by=by, take=names, unite=unite - set(names))
        except ValidationError:
            assert all_of(*two) == before
        else:
            assert back(gone, by=by).left == ()
            assert all_of(*two) == before
        transaction.set_rollback(True)


class TestWhatOthersDidSinceStays:
    def test_a_value_that_somebody_changed_again(self, two, alice):
        gone, stays = two
        done = merged(gone, stays, by=alice, take=[*KILLED, "damage"])
        edit(done, {"killed_max": 6}, by=cast.bob(), seen_version=done.version, reason="the ministry")
        found = back(gone, by=alice)
        assert found.left == ("killed_min", "killed_max")
        after = now(stays)
        assert (after.killed_min, after.killed_max, after.damage) == (5, 6, "unknown")
        (chosen,) = stays.statements.filter(field="killed", is_chosen=True)
        assert chosen.author.username == "bob"

    def test_and_the_merged_one_has_its_own_all_the_same(self, two, alice):
        gone, stays = two
        before = all_of(gone)
        done = merged(gone, stays, by=alice, take=KILLED)
        edit(done, {"killed_max": 6}, by=cast.bob(), seen_version=done.version, reason="the ministry")
        back(gone, by=alice)
        assert all_of(gone) == before

    def test_rows_that_somebody_changed(self, two, alice):
        gone, stays = two
        done = merged(gone, stays, by=alice, take=["casualties", "weapons"])
        rows = [{"side": "Iraq", "kind": "killed", "min": 8}]
        edit(done, {"casualties": rows}, by=alice, seen_version=done.version, reason="counted")
        assert back(gone, by=alice).left == ("casualties",)
        assert [c.min for c in stays.casualties.all()] == [8]
        assert not stays.weapons.exists()

    def test_values_of_what_was_published_since(self, two, alice):
        gone, stays = two
        done = merged(gone, stays, by=alice, take=KILLED)
        publish(done, by=alice, seen_version=done.version)
        found = back(gone, by=alice)
        assert found.left == ("killed_min", "killed_max")
        assert (now(stays).status, now(stays).killed_min) == (Status.PUBLISHED, 5)
        assert now(gone).status == Status.DRAFT

    def test_a_day_that_would_no_longer_fit(self, two, alice):
        gone, stays = two
        done = merged(gone, stays, by=alice, take=["date_start", "date_end"])
        edit(done, {"date_end": date(2024, 1, 22)}, by=alice, seen_version=done.version, reason="it lasted")
        assert set(back(gone, by=alice).left) >= {"date_start", "date_end"}
        assert now(stays).date_end == date(2024, 1, 22)

    def test_a_bond_that_was_made_again_meanwhile(self, two, alice):
        gone, stays = two
        others = bound(gone)
        merged(gone, stays, by=alice)
        with recorded(verb="read"):  # as an old article might, read again
            Relation.objects.create(incident=gone, kind="retaliates_for", other=others["cause"])
        back(gone, by=alice)
        assert gone.relations.count() == 1

    def test_new_sources_and_new_bonds(self, two, alice):
        gone, stays = two
        merged(gone, stays, by=alice)
        ReportFactory(incident=stays)
        link(stays, IncidentFactory(), "part_of", by=alice, seen_version=now(stays).version)
        back(gone, by=alice)
        assert (stays.reports.count(), stays.relations.count()) == (3, 1)


def test_copies_of_its_story_that_came_in_meanwhile_come_home_too(two, alice):
    gone, stays = two
    first = gone.reports.exclude(article__in=stays.reports.values("article")).get().article
    merged(gone, stays, by=alice)
    copy = ArticleFactory(story=first, state="same_story")
    stays.add_source(copy, prominence="main", position=0)
    back(gone, by=alice)
    assert gone.reports.filter(article=copy).exists()
    assert not stays.reports.filter(article=copy).exists()


def test_a_published_one_is_made_public_again_only_by_who_may(two, alice):
    for each in two:
        publish(each, by=alice, seen_version=each.version)
    merged(*two, by=alice, reason="one attack")
    from django.contrib.auth.models import Permission

    corrector = cast.person("cora", "viewer")
    corrector.user_permissions.set(Permission.objects.filter(codename__in=["change_incident", "view_draft"]))
    with pytest.raises(NotAllowed):
        back(two[0], by=corrector)


class TestByUndo:
    def test_a_merge_is_undone_like_any_step(self, two, alice):
        before = all_of(*two)
        done = merged(*two, by=alice, take=KILLED)
        undo_step(done.step, by=alice)
        assert all_of(*two) == before
        assert last_step(now(two[0]), by=alice) is None

    def test_unless_somebody_has_changed_what_was_taken(self, two, alice):
        done = merged(*two, by=alice, take=KILLED)
        edit(done, {"killed_max": 6}, by=alice, seen_version=done.version, reason="the ministry")
        with pytest.raises(ChangedSince):
            undo_step(done.step, by=alice)
        assert now(two[0]).status == Status.MERGED
        undo_step(done.step, by=alice, partly=True)
        assert (now(two[0]).status, now(two[1]).killed_max) == (Status.DRAFT, 6)
