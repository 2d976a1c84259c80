"""One verb over many incidents: who may, what is foreseen, what becomes of each, and taking it all back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.test import override_settings

from incidents.models import Campaign, Incident, Job, JobRow, Notice, Verdict
from incidents.review import NotAllowed, edit, jobs
from incidents.review.many import VERBS
from incidents.vocabulary import JobState, RowOutcome, Status
from tests import cast
from tests.factories import IncidentFactory, StatementFactory, now, walk

pytestmark = pytest.mark.django_db


def prepared(verb, by, *incidents, **asked):
    chosen = Incident.objects.filter(pk__in=[i.pk for i in incidents]).order_by("pk")
    return jobs.prepare(verb, chosen, by=by, asked=asked)


def done(verb, by, *incidents, **asked):
    job = prepared(verb, by, *incidents, **asked)
    jobs.start(job)
    assert jobs.run(job.pk)
    job.refresh_from_db()
    return job


def outcomes(job):
    return [(row.outcome, row.message) for row in job.rows.order_by("incident_id")]


CHANGED = (RowOutcome.CHANGED, "")


class TestWhoMay:
    @pytest.mark.parametrize("verb", VERBS)
    def test_nobody_without_the_right_of_the_verb(self, verb):
        vera = cast.person("vera", "viewer")
        with pytest.raises(NotAllowed):
            prepared(verb, vera, IncidentFactory(published=True))
        assert not Job.objects.exists()

    def test_a_right_that_is_lost_meanwhile_is_missed_row_by_row(self):
        alice, draft = cast.alice(), IncidentFactory()
        job = prepared("publish", alice, draft)
        jobs.start(job)
        alice.groups.clear()
        jobs.run(job.pk)
        assert outcomes(job) == [("refused", "alice may not publish incidents.")]
        assert now(draft).status == "draft"

    def test_what_one_may_no_longer_see_is_refused_and_not_named(self):
        alice, draft = cast.alice(), IncidentFactory()
        job = prepared("publish", alice, draft)
        Incident.objects.update(sensitivity="restricted")
        ((_, forecast),) = jobs.foresee(job)
        assert (forecast.outcome, forecast.words) == ("refused", "You may not see it.")
        jobs.start(job)
        jobs.run(job.pk)
        assert [outcome for outcome, _ in outcomes(job)] == ["refused"]


class TestPreparing:
    def test_nothing_chosen_too_much_chosen_and_no_such_verb_are_told(self, monkeypatch):
        alice = cast.alice()
        with pytest.raises(ValidationError, match="at least one incident"):
            prepared("publish", alice)
        with pytest.raises(ValidationError, match="expected one of publish"):
            prepared("destroy", alice, IncidentFactory())
        monkeypatch.setattr(jobs, "MOST", 1)
        with pytest.raises(ValidationError, match="at most 1 incidents"):
            prepared("publish", alice, IncidentFactory(), IncidentFactory())

    @pytest.mark.parametrize(
        ("verb", "asked", "said"),
        [
            ("reject", {}, "reason"),
            ("reject", {"reason": "  "}, "reason"),
            ("assign", {"reason": "x"}, "assignee"),
            ("assign", {"reason": "x", "assignee": "nemo"}, "assignee"),
            ("edit", {"reason": "x", "field": "summary", "value": "y"}, "field"),
            ("edit", {"reason": "x", "field": "country", "value": "QQ"}, "value"),
            ("link", {"campaign": "7"}, "campaign"),
            ("confirm", {"confidence": "much"}, "confidence"),
        ],
    )
    def test_what_it_is_told_is_checked_before_it_begins(self, verb, asked, said):
        job = prepared(verb, cast.alice(), IncidentFactory(), **asked)
        with pytest.raises(ValidationError) as problem:
            jobs.start(job)
        assert list(problem.value.message_dict) == [said]
        assert Job.objects.get().state == JobState.PREPARED

    def test_a_job_starts_once(self):
        job = prepared("publish", cast.alice(), IncidentFactory())
        jobs.start(job)
        with pytest.raises(ValidationError, match="started already"):
            jobs.start(job)


class TestForecasts:
    """What is foreseen is what becomes of it, if nobody comes between."""

    @pytest.fixture
    def alice(self):
        return cast.alice()

    @pytest.fixture
    def world(self, alice):
        bob = cast.bob()
        world = [
            IncidentFactory(country="SY", assignee=bob),
            IncidentFactory(country="IQ"),
            IncidentFactory(published=True, country="YE"),
            IncidentFactory(),
        ]
        walk(world[-1], Status.IN_REVIEW)
        walk(world[-1], Status.REJECTED)
        return world

    @pytest.mark.parametrize(
        ("verb", "asked", "expected"),
        [
            ("publish", {}, ["changed", "changed", "refused", "refused"]),
            ("reject", {"reason": "x"}, ["changed", "changed", "refused", "refused"]),
            ("assign", {"reason": "x", "assignee": "bob"}, ["unchanged", "changed", "changed", "refused"]),
            (
                "assign",
                {"reason": "x", "assignee": "nobody"},
                ["changed", "unchanged", "unchanged", "refused"],
            ),
            (
                "edit",
                {"reason": "x", "field": "country", "value": "IQ"},
                ["changed", "unchanged", "refused", "refused"],
            ),
            ("confirm", {"confidence": "50"}, ["changed", "unchanged", "refused", "refused"]),
            ("link", {"campaign": ""}, ["changed", "unchanged", "changed", "changed"]),
        ],
    )
    def test_agree_with_what_happens(self, alice, world, verb, asked, expected):
        if verb == "link":
            campaign = Campaign.objects.create(name="A campaign")
            campaign.incidents.add(world[1])
            asked = {"campaign": str(campaign.pk)}
        StatementFactory(incident=world[0], is_chosen=True, confidence=0.9)
        StatementFactory(incident=world[1], is_chosen=True, confidence=0.4)
        job = prepared(verb, alice, *world, **asked)
        assert [forecast.outcome for _, forecast in jobs.foresee(job)] == expected
        jobs.start(job)
        jobs.run(job.pk)
        assert [outcome for outcome, _ in outcomes(job)] == expected

    def test_four_eyes(self, alice):
        draft = IncidentFactory()
        edit(draft, {"killed_min": 1}, by=alice, seen_version=1, reason="x")
        with override_settings(REVIEW_FOUR_EYES=True):
            job = prepared("publish", alice, draft)
            ((_, forecast),) = jobs.foresee(job)
            jobs.start(job)
            jobs.run(job.pk)
        assert outcomes(job) == [("refused", forecast.words)]
        assert "Four eyes" in forecast.words

    def test_take_as_many_queries_for_many_as_for_one(self, alice, django_assert_num_queries):
        def queries(n):
            drafts = [StatementFactory(is_chosen=True).incident for _ in range(n)]
            job = prepared("confirm", alice, *drafts, confidence="10")
            with django_assert_num_queries(4):
                assert len(jobs.foresee(job)) == n

        queries(1)
        queries(30)


class TestRunning:
    def test_one_bad_row_does_not_stop_the_rest(self, monkeypatch):
        alice = cast.alice()
        first, stale, broken, last = (IncidentFactory() for _ in range(4))
        job = prepared("publish", alice, first, stale, broken, last)
        Incident.objects.filter(pk=stale.pk).update(killed_min=3)
        jobs.start(job)
        real = VERBS["publish"].do

        def breaks(incident, told, **who):
            if incident.pk == broken.pk:
                raise RuntimeError("a bug")
            return real(incident, told, **who)

        monkeypatch.setitem(
            VERBS, "publish", type(VERBS["publish"])("Publish", "publish_incident", breaks, None)
        )
        assert jobs.run(job.pk)
        assert outcomes(job) == [
            CHANGED,
            ("refused", "It has changed since you chose it."),
            ("refused", "RuntimeError: a bug"),
            CHANGED,
        ]
        assert [now(i).status for i in (first, stale, broken, last)] == [
            "published",
            "draft",
            "draft",
            "published",
        ]

    def test_a_database_that_goes_away_is_not_the_rows_fault(self, monkeypatch):
        draft = IncidentFactory()
        job = prepared("publish", cast.alice(), draft)
        jobs.start(job)

        def gone(*args, **kwargs):
            raise DatabaseError("terminating connection")

        with monkeypatch.context() as patch:
            patch.setitem(VERBS, "publish", type(VERBS["publish"])("Publish", "publish_incident", gone, None))
            with pytest.raises(DatabaseError):
                jobs.run(job.pk)
        assert outcomes(job) == [("", "")]
        assert jobs.run(job.pk)
        assert outcomes(job) == [CHANGED]

    def test_goes_on_where_it_stopped_and_does_no_row_twice(self):
        drafts = [IncidentFactory() for _ in range(3)]
        job = prepared("publish", cast.alice(), *drafts)
        jobs.start(job)
        slices = 0
        while not jobs.run(job.pk, seconds=0):
            slices += 1
        assert slices == 2
        assert jobs.run(job.pk)
        assert outcomes(job) == [CHANGED] * 3
        assert [now(draft).version for draft in drafts] == [3, 3, 3]
        assert len(set(job.rows.values_list("step", flat=True))) == 3

    def test_stopped_it_does_no_further_row_and_is_not_found_again(self):
        drafts = [IncidentFactory() for _ in range(3)]
        job = prepared("publish", cast.alice(), *drafts)
        with pytest.raises(ValidationError):
            jobs.stop(job)  # it has not begun: that is discarding
        jobs.start(job)
        jobs.run(job.pk, seconds=0)
        jobs.stop(job)
        Job.objects.update(created_at="2024-01-01T00:00Z")
        assert jobs.run(job.pk)
        assert outcomes(job) == [CHANGED, ("", ""), ("", "")]
        assert jobs.lost() == []
        job.refresh_from_db()
        assert (job.state, job.finished_at is not None) == ("stopped", True)

    def test_stopped_in_the_midst_the_row_at_hand_is_done_to_its_end(self, monkeypatch):
        drafts = [IncidentFactory() for _ in range(3)]
        job = prepared("publish", cast.alice(), *drafts)
        jobs.start(job)
        turn = jobs._turn

        def stopped_meanwhile(job, row, do):
            jobs.stop(job)
            turn(job, row, do)

        monkeypatch.setattr(jobs, "_turn", stopped_meanwhile)
        assert jobs.run(job.pk)
        assert outcomes(job) == [CHANGED, ("", ""), ("", "")]

    def test_who_asked_is_told_once_when_it_is_done(self):
        alice = cast.alice()
        job = done("publish", alice, IncidentFactory())
        jobs.run(job.pk)
        assert [(n.user, n.kind, n.job) for n in Notice.objects.all()] == [(alice, "job_done", job)]
        assert (job.state, job.started_at is not None, job.finished_at is not None) == ("done", True, True)

    def test_what_it_was_told_is_gone_and_it_says_so(self):
        campaign = Campaign.objects.create(name="A campaign")
        job = prepared("link", cast.alice(), IncidentFactory(), campaign=str(campaign.pk))
        jobs.start(job)
        campaign.delete()
        assert jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.reason) == ("failed", "expected one of the campaigns that we know.")

    def test_each_row_keeps_the_reason_in_the_history_of_its_incident(self):
        from incidents.review.history import history

        alice, draft = cast.alice(), IncidentFactory()
        done("reject", alice, draft, reason="outside our scope")
        step = history(draft)[-1]
        assert (step.who, step.done, step.reason) == ("alice", "rejected", "outside our scope")

    def test_what_is_not_begun_is_found_again_and_what_is_done_is_not(self):
        alice = cast.alice()
        job = prepared("publish", alice, IncidentFactory())
        Job.objects.update(created_at="2024-01-01T00:00Z")
        assert jobs.lost() == []
        jobs.start(job)
        assert jobs.lost() == [], "it has its time"
        Job.objects.update(created_at="2024-01-01T00:00Z")
        assert jobs.lost() == [job.pk]
        jobs.run(job.pk)
        assert jobs.lost() == []


class TestConfirming:
    def test_takes_the_sure_fields_only(self):
        alice, draft = cast.alice(), IncidentFactory()
        for field, confidence in (("killed", 0.9), ("wounded", 0.5)):
            StatementFactory(incident=draft, field=field, is_chosen=True, confidence=confidence)
        StatementFactory(incident=draft, field="damage", is_chosen=False, confidence=0.99)
        done("confirm", alice, draft, confidence="80")
        assert list(Verdict.objects.values_list("field", "outcome")) == [("killed", "accepted")]


class TestUndoing:
    @pytest.mark.parametrize("verb", ["publish", "reject", "assign", "edit", "link", "confirm"])
    def test_everything_is_as_it_was(self, verb):
        alice = cast.alice()
        campaign = Campaign.objects.create(name="A campaign")
        drafts = [IncidentFactory(country="SY") for _ in range(2)]
        for draft in drafts:
            StatementFactory(incident=draft, is_chosen=True, confidence=0.9)
        asked = {"reason": "x", "assignee": "alice", "field": "country", "value": "IQ", "confidence": "10"}
        job = done(verb, alice, *drafts, campaign=str(campaign.pk), **asked)
        assert [outcome for outcome, _ in outcomes(job)] == ["changed", "changed"]
        undoing = jobs.undo(job, by=alice, reason="a mistake")
        assert jobs.run(undoing.pk)
        assert outcomes(undoing) == [CHANGED, CHANGED]
        for draft in map(now, drafts):
            assert (draft.status, draft.country, draft.assignee) == ("draft", "SY", None)
            assert not draft.campaigns.exists()
            assert not draft.verdicts.exists()

    def test_what_was_changed_again_since_stays_and_is_told(self):
        alice, bob = cast.alice(), cast.bob()
        mine, theirs = IncidentFactory(country="SY"), IncidentFactory(country="SY")
        job = done("edit", alice, mine, theirs, field="country", value="IQ", reason="x")
        edit(theirs, {"country": "YE"}, by=bob, seen_version=now(theirs).version, reason="no")
        undoing = jobs.undo(job, by=alice)
        jobs.run(undoing.pk)
        assert (now(mine).country, now(theirs).country) == ("SY", "YE")
        assert [outcome for outcome, _ in outcomes(undoing)] == ["changed", "refused"]

    def test_once_and_only_what_has_ended(self):
        alice = cast.alice()
        waiting = prepared("publish", alice, IncidentFactory())
        with pytest.raises(ValidationError, match="has ended"):
            jobs.undo(waiting, by=alice)
        job = done("publish", alice, IncidentFactory())
        undoing = jobs.undo(job, by=alice)
        with pytest.raises(ValidationError, match="undone already"):
            jobs.undo(job, by=alice)
        jobs.run(undoing.pk)
        undoing.refresh_from_db()
        with pytest.raises(ValidationError, match="has ended"):
            jobs.undo(undoing, by=alice)

    def test_a_job_that_changed_nothing_has_nothing_to_undo(self):
        alice = cast.alice()
        job = done("publish", alice, IncidentFactory(published=True))
        with pytest.raises(ValidationError, match="Nothing of it"):
            jobs.undo(job, by=alice)
        assert JobRow.objects.get().step is None
