"""Two incidents become one: first what may not be, then that nothing is lost and no figure added."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from incidents.models import Apart, Candidate, Incident, Relation, Statement
from incidents.review import NotAllowed, Stale, WrongStatus, apart, edit, merge, publish, reject, reopen
from incidents.review.history import history
from incidents.review.merge import which_stays
from incidents.vocabulary import Status
from tests import cast
from tests.factories import IncidentFactory, now, walk
from tests.review.pairs import bound, pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return pair()


def merged(gone, stays, *, by, **rest) -> Incident:
    return merge(gone, stays, by=by, seen_version=now(gone).version, into_version=now(stays).version, **rest)


class TestItIsRefused:
    @pytest.fixture(autouse=True)
    def _nothing_is_merged(self, two):
        held = [(now(each).killed_min, each.reports.count(), each.casualties.count()) for each in two]
        yield
        assert held == [(now(each).killed_min, each.reports.count(), each.casualties.count()) for each in two]
        assert not Incident.objects.filter(status=Status.MERGED).exists()
        assert not Statement.objects.exclude(merged_from=None).exists()

    @pytest.mark.parametrize("who", ["nobody", "viewer", "submitter"])
    def test_without_the_right(self, who, two):
        with pytest.raises(NotAllowed):
            merged(*two, by=cast.everybody()[who])

    @pytest.mark.parametrize("hidden", [0, 1])
    def test_where_one_of_them_may_not_be_seen(self, hidden, two, alice):
        Incident.objects.filter(pk=two[hidden].pk).update(sensitivity="restricted")
        with pytest.raises(NotAllowed, match="may not see"):
            merged(*two, by=alice)

    @pytest.mark.parametrize("side", [0, 1])
    def test_where_either_has_changed_since_it_was_seen(self, side, two, alice):
        versions = [each.version for each in two]
        edit(two[side], {"damage": "major"}, by=cast.bob(), seen_version=versions[side], reason="a photo")
        with pytest.raises(Stale) as stale:
            merge(*two, by=alice, seen_version=versions[0], into_version=versions[1])
        assert stale.value.theirs == two[side]

    def test_into_itself(self, two, alice):
        with pytest.raises(ValidationError, match="expected another incident"):
            merged(two[0], two[0], by=alice)

    @pytest.mark.parametrize("side", [0, 1])
    def test_where_one_is_rejected(self, side, two, alice):
        reject(two[side], by=alice, seen_version=two[side].version, reason="no incident")
        with pytest.raises(WrongStatus):
            merged(*two, by=alice)

    def test_with_unknown_fields(self, two, alice):
        with pytest.raises(ValidationError) as problem:
            merged(*two, by=alice, take=["public_id"], unite=["killed_min"])
        assert set(problem.value.message_dict) == {"public_id", "killed_min"}

    def test_with_new_values_into_what_is_published(self, two, alice):
        publish(two[1], by=alice, seen_version=two[1].version)
        with pytest.raises(ValidationError, match="reopen it to change it"):
            merged(*two, by=alice, take=["killed_min", "killed_max"])

    def test_of_what_is_published_into_a_draft(self, two, alice):
        publish(two[0], by=alice, seen_version=two[0].version)
        with pytest.raises(ValidationError, match="expected one that is published"):
            merged(*two, by=alice, reason="the same")

    def test_of_two_that_are_published_without_a_reason(self, two, alice):
        for each in two:
            publish(each, by=alice, seen_version=each.version)
        with pytest.raises(ValidationError, match="expected why"):
            merged(*two, by=alice)

    def test_where_more_people_would_see_what_is_restricted(self, two):
        Incident.objects.filter(pk=two[0].pk).update(sensitivity="restricted")
        with pytest.raises(ValidationError, match="more people would see"):
            merged(*two, by=cast.bob())

    def test_where_another_group_would_see_it(self, two):
        bob = cast.bob()
        groups = [Group.objects.create(name=name) for name in ("north", "south")]
        bob.groups.add(*groups)
        for each, group in zip(two, groups, strict=True):
            Incident.objects.filter(pk=each.pk).update(sensitivity="restricted", restricted_to=group)
        with pytest.raises(ValidationError, match="more people would see"):
            merged(*two, by=bob)

    def test_where_an_embargo_would_end_early(self, two):
        Incident.objects.filter(pk=two[0].pk).update(embargo_until=timezone.now() + timedelta(days=1))
        with pytest.raises(ValidationError, match="at least as long"):
            merged(*two, by=cast.bob())

    def test_where_the_values_would_not_fit(self, two, alice):
        with pytest.raises(ValidationError, match="the first not above the second"):
            merged(*two, by=alice, take=["killed_min"])  # five at least, and three at most


def test_nothing_points_at_what_is_merged_and_no_circle_closes(two, alice):
    gone, stays = two
    merged(gone, stays, by=alice)
    with pytest.raises(WrongStatus):
        merged(stays, gone, by=alice)
    with pytest.raises(WrongStatus):
        merged(IncidentFactory(), gone, by=alice)


def test_restricted_goes_with_restricted_and_may_be_taken_over_at_once(two):
    Incident.objects.filter(pk=two[0].pk).update(sensitivity="restricted")
    assert merged(*two, by=cast.bob(), take=["sensitivity"]).sensitivity == "restricted"


class TestAllOfItsOwn:
    """Merged with nothing taken: the survivor's values stay, and have more sources."""

    def test_the_merged_one_leads_to_it_and_keeps_its_values(self, two, alice):
        gone, stays = two
        merged(gone, stays, by=alice, reason="one attack")
        row = now(gone)
        assert (row.status, row.merged_into, row.killed_min) == (Status.MERGED, stays, 5)
        assert (now(stays).killed_min, now(stays).killed_max) == (3, 3)

    def test_every_statement_is_there_with_its_words_and_where_it_came_from(self, two, alice):
        gone, stays = two
        before = set(Statement.objects.values_list("pk", "article", "evidence__quote"))
        merged(gone, stays, by=alice)
        assert not gone.statements.exists()
        assert set(stays.statements.values_list("pk", "article", "evidence__quote")) == before
        assert stays.statements.filter(merged_from=gone).count() == 4

    def test_a_rival_figure_stands_beside_and_is_not_chosen(self, two, alice):
        gone, stays = two
        merged(gone, stays, by=alice)
        killed = stays.statements.filter(field="killed").values_list("value__min", "is_chosen")
        assert set(killed) == {(3, True), (5, False)}

    def test_what_both_say_is_chosen_of_both(self, two, alice):
        gone, stays = two
        Statement.objects.filter(field="date_start").update(value="2024-01-20")
        merged(gone, stays, by=alice)
        assert set(stays.statements.filter(field="date_start").values_list("is_chosen", flat=True)) == {True}

    def test_an_article_that_tells_of_both_is_reported_once(self, two, alice):
        gone, stays = two
        merged(gone, stays, by=alice)
        assert stays.reports.count() == 3
        assert stays.reports.filter(merged_from=gone).count() == 1
        assert gone.reports.count() == 1

    def test_rows_below_stay(self, two, alice):
        gone, stays = two
        merged(gone, stays, by=alice)
        assert [c.min for c in stays.casualties.all()] == [3]
        assert not stays.weapons.exists()

    def test_both_have_a_new_version_and_tell_of_it(self, two, alice):
        gone, stays = two
        merged(gone, stays, by=alice, reason="one attack")
        for each in two:
            assert now(each).version == each.version + 1
        (*_, last) = history(gone)
        assert (last.who, last.verb, last.reason) == ("alice", "merge", "one attack")

    def test_nobody_edited_what_stays(self, two, alice):
        assert merged(*two, by=alice).last_edited_by is None

    def test_sources_may_be_merged_into_what_is_published(self, two, alice):
        gone, stays = two
        publish(stays, by=alice, seen_version=stays.version)
        done = merged(gone, stays, by=alice)
        assert (done.status, done.killed_min, done.reports.count()) == (Status.PUBLISHED, 3, 3)

    def test_of_two_published_the_one_that_goes_keeps_its_id(self, two, alice):
        for each in two:
            publish(each, by=alice, seen_version=each.version)
        merged(*two, by=alice, reason="one attack")
        assert (now(two[0]).public_id, now(two[0]).status) == ("IQ-2024-0001", Status.MERGED)


class TestTaking:
    def test_a_field_takes_its_statements_along_and_the_old_ones_stand_beside(self, two, alice):
        gone, stays = two
        done = merged(gone, stays, by=alice, take=["killed_min", "killed_max"])
        assert (done.killed_min, done.killed_max, done.last_edited_by) == (5, 5, alice)
        killed = stays.statements.filter(field="killed").values_list("value__min", "is_chosen")
        assert set(killed) == {(3, False), (5, True)}

    def test_what_nobody_states_is_the_word_of_who_took_it(self, two, alice):
        gone, stays = two
        merged(gone, stays, by=alice, take=["damage"])
        said = stays.statements.get(field="damage")
        assert (said.value, said.author, said.is_chosen, said.reason) == (
            "minor",
            alice,
            True,
            f"As in {gone}.",
        )

    def test_it_is_no_verdict_on_what_the_reader_read(self, two, alice):
        merged(*two, by=alice, take=["killed_min", "killed_max", "date_start"])
        assert not two[1].verdicts.exists()

    def test_what_follows_follows_as_in_an_edit(self, two, alice):
        gone, stays = two
        done = merged(stays, gone, by=alice, take=["base"])
        assert (done.base, done.time_zone) == (stays.base, "Asia/Baghdad")

    def test_a_table_as_a_whole(self, two, alice):
        done = merged(*two, by=alice, take=["participations", "weapons"])
        assert [(p.role, p.name) for p in done.participations.all()] == [
            ("perpetrator", "Kata'ib Hezbollah"),
            ("target", "soldiers"),
        ]
        assert [w.launched_min for w in done.weapons.all()] == [4]

    def test_the_rows_of_both_without_doubles_and_without_a_sum(self, two, alice):
        done = merged(*two, by=alice, unite=["participations", "casualties", "weapons"])
        assert [(p.role, p.name) for p in done.participations.all()] == [
            ("perpetrator", "Kata'ib"),  # and not the same actor by another name
            ("target", "soldiers"),
        ]
        assert [(c.side, c.min) for c in done.casualties.all()] == [("Iraq", 3)]
        assert [w.category for w in done.weapons.all()] == ["rocket"]


class TestWhatHangsOnIt:
    def test_goes_along(self, two, alice):
        gone, stays = two
        others = bound(gone)
        merged(gone, stays, by=alice)
        assert stays.relations.get().other == others["cause"]
        assert stays.relations_to.get().incident == others["answer"]
        assert stays.candidates.get().incident == others["like"]
        assert stays.candidate_for.get().draft == others["asks"]
        assert Apart.objects.other_sides(stays.pk) == {others["not it"].pk}
        assert [c.name for c in stays.campaigns.all()] == ["Attacks on bases"]

    def test_stays_where_the_other_has_the_same(self, two, alice):
        gone, stays = two
        others = bound(gone)
        Relation.objects.create(incident=stays, kind="retaliates_for", other=others["cause"])
        Candidate.objects.create(draft=stays, incident=others["like"], score=9)
        merged(gone, stays, by=alice)
        assert stays.relations.count() == stays.candidates.count() == 1
        assert gone.relations.count() == gone.candidates.count() == 1

    def test_what_stood_between_the_two_is_no_more(self, two, alice):
        gone, stays = two
        Candidate.objects.create(draft=gone, incident=stays, score=9)
        apart(gone, stays, by=alice, seen_version=gone.version)
        merged(gone, stays, by=alice)
        assert not Apart.objects.exists()
        assert not Candidate.objects.open_to(alice).exists()


class TestOneUponAnother:
    def test_several_into_one(self, two, alice):
        gone, stays = two
        third = IncidentFactory()
        merged(gone, stays, by=alice)
        merged(third, stays, by=alice)
        assert set(stays.merged.all()) == {gone, third}

    def test_what_was_merged_into_it_goes_along(self, two, alice):
        gone, stays = two
        last = IncidentFactory()
        merged(gone, stays, by=alice)
        merged(stays, last, by=alice)
        assert set(last.merged.all()) == {gone, stays}
        assert set(last.statements.values_list("merged_from", flat=True)) == {gone.pk, stays.pk}


def test_the_published_one_stays_else_one_that_was_else_the_older(alice):
    older, newer = IncidentFactory(), IncidentFactory()
    assert which_stays(newer, older) == older
    published = publish(newer, by=alice, seen_version=1)
    assert which_stays(older, published) == published
    reopened = reopen(published, by=alice, seen_version=published.version, reason="a double")
    assert which_stays(older, reopened) == reopened


def test_a_reopened_one_may_take_values_and_be_published_again(two, alice):
    gone, stays = two
    done = publish(stays, by=alice, seen_version=stays.version)
    done = reopen(done, by=alice, seen_version=done.version, reason="a double")
    done = merged(gone, stays, by=alice, take=["killed_min", "killed_max"])
    assert publish(done, by=alice, seen_version=done.version).killed_min == 5


def test_a_merged_one_is_no_longer_anybodys_to_edit(two, alice):
    merged(*two, by=alice)
    with pytest.raises(WrongStatus):
        edit(two[0], {"damage": "major"}, by=alice, seen_version=now(two[0]).version, reason="late")
    with pytest.raises(Exception, match="Invalid transition"):
        walk(two[0], Status.REJECTED)
