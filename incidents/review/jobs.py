"""One verb over many incidents, in the background: each row in a transaction of its own, by the ordinary verb.

1. ``prepare`` notes which incidents were chosen, and in which version each was seen
2. ``foresee`` tells what will become of each, for somebody to look at
3. ``start`` notes what the verb is told; a door hands the job to a worker
4. ``run`` goes from row to row. What the verb refuses is the row's outcome, and stops nothing. A row and its
   outcome are one transaction: a worker that dies leaves whole rows behind it, and none is done twice
5. ``stop`` ends it between two rows; what is done stays done
6. ``undo`` makes a job of taking back every row's step
"""

import logging
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from pghistory.models import Context

from incidents.models import Incident, Job, JobRow, Notice, User
from incidents.models.incidents import IncidentQuerySet
from incidents.models.locks import alone
from incidents.review.errors import DOING, NotAllowed, Stale
from incidents.review.many import BELOW, VERBS, Asked, Forecast, refused
from incidents.review.undo import undo_step
from incidents.vocabulary import JobState, NoticeKind, RowOutcome

log = logging.getLogger(__name__)

MOST = 10_000
A_SLICE = 60.0  # seconds: then other tasks have their turn
FORGOTTEN_AFTER = timedelta(minutes=1)
LOCK = 0x4A4F4253  # "JOBS": our advisory locks among those of others
OPEN = (JobState.QUEUED, JobState.RUNNING)


def prepare(
    verb: str, found: IncidentQuerySet, *, by: User, asked: Asked | None = None, query: str = ""
) -> Job:
    """Rows for these incidents as they are now. Who may see them is for the caller to have narrowed."""
    if verb not in VERBS:
        raise ValidationError({"verb": _("expected one of %(names)s.") % {"names": ", ".join(VERBS)}})
    _may(by, verb)
    chosen = list(found.values_list("pk", "version")[: MOST + 1])
    if not chosen:
        raise ValidationError({"chosen": _("expected at least one incident.")})
    if len(chosen) > MOST:
        raise ValidationError(
            {
                "chosen": _("expected at most %(most)s incidents: narrow the list by a filter.")
                % {"most": f"{MOST:,}"}
            }
        )
    with transaction.atomic():
        Job.objects.filter(
            by=by, state=JobState.PREPARED, created_at__lt=timezone.now() - timedelta(days=1)
        ).delete()
        job = Job.objects.create(
            verb=verb, by=by, asked=dict(asked or {}), query=query, state=JobState.PREPARED
        )
        JobRow.objects.bulk_create(
            (JobRow(job=job, incident_id=pk, seen_version=version) for pk, version in chosen), batch_size=1000
        )
    return job


def _may(by: User, verb: str) -> None:
    if not by.has_perm(f"incidents.{VERBS[verb].permission}"):
        raise NotAllowed(_("%(by)s may not %(verb)s incidents.") % {"by": by, "verb": DOING.get(verb, verb)})


# --- beforehand -------------------------------------------------------------------------------------


def told(job: Job) -> Any:
    """What the verb is told, cleaned. Errors are named after what is asked for."""
    verb = VERBS[job.verb]
    if verb.needs_reason and not job.asked.get("reason", "").strip():
        raise ValidationError({"reason": _("expected why, in a few words.")})
    return verb.clean(job.asked)


def foresee(job: Job) -> list[tuple[JobRow, Forecast]]:
    """Row by row; what was changed or hidden since it was chosen is refused here as it will be there."""
    verb, given = VERBS[job.verb], told(job)
    visible = Incident.objects.visible_to(job.by).filter(job_rows__job=job)
    visible = visible.select_related("assignee").defer("search", "words", "summary")
    by_key = {incident.pk: incident for incident in visible.prefetch_related(*BELOW.get(job.verb, ()))}
    found = []
    for row in job.rows.order_by("id"):
        incident = by_key.get(row.incident_id)
        if incident is None:
            forecast = Forecast(RowOutcome.REFUSED, _("You may not see it."), is_seen=False)
        elif incident.version != row.seen_version:
            forecast = refused(_("It has changed since you chose it."))
        else:
            forecast = verb.foresee(incident, given, job.by)
        if incident:
            row.incident = incident
        found.append((row, forecast))
    return found


def start(job: Job) -> None:
    _may(job.by, job.verb)
    told(job)
    waiting = Job.objects.filter(pk=job.pk, state=JobState.PREPARED)
    asked = {"asked": job.asked, "language": get_language() or "en", "created_at": timezone.now()}
    if not waiting.update(state=JobState.QUEUED, **asked):
        raise ValidationError(_("This has been started already."))
    job.refresh_from_db()


# --- the work ---------------------------------------------------------------------------------------


def run(job_id: int, *, seconds: float = A_SLICE) -> bool:
    """Some rows, or all; whether nothing is left for another call to do."""
    with alone(LOCK, job_id) as is_ours:
        job = Job.objects.select_related("by", "undoes").filter(pk=job_id, state__in=OPEN).first()
        if job is None or not is_ours:
            return True
        Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
            state=JobState.RUNNING, started_at=timezone.now()
        )
        with override(job.language):  # the words of every row are kept
            return _slice(job, seconds)


def _slice(job: Job, seconds: float) -> bool:
    try:
        do = _undo_one if job.undoes else _Doing(job)
    except ValidationError as problem:  # a campaign or colleague that is gone since
        return _end(job, JobState.FAILED, " ".join(problem.messages))
    until = time.monotonic() + seconds
    for row in job.rows.filter(outcome="").order_by("id").iterator(chunk_size=200):
        if not Job.objects.filter(pk=job.pk, state__in=OPEN).exists():
            return True
        _turn(job, row, do)
        if time.monotonic() > until:
            return not job.rows.filter(outcome="").exists() and _end(job, JobState.DONE)
    return _end(job, JobState.DONE)


def _turn(job: Job, row: JobRow, do: Any) -> None:
    with pghistory.context(job=job.pk), transaction.atomic():
        try:
            with transaction.atomic():
                row.step = do(job, row)
            row.outcome, row.message = RowOutcome.CHANGED if row.step else RowOutcome.UNCHANGED, ""
        except Stale:
            row.outcome, row.message = RowOutcome.REFUSED, _("It has changed since you chose it.")
        except ValidationError as problem:
            row.outcome, row.message = RowOutcome.REFUSED, _words(problem)
        except PermissionDenied as refusal:
            row.outcome, row.message = RowOutcome.REFUSED, str(refusal)
        except DatabaseError:
            raise  # not the row's fault: the transaction is taken back, and the row's turn comes again
        except Exception as error:
            log.exception("Job %s, incident %s", job.pk, row.incident_id)
            row.outcome, row.message = RowOutcome.REFUSED, f"{type(error).__name__}: {error}"
        row.save(update_fields=["outcome", "message", "step"])


def _words(problem: ValidationError) -> str:
    if not hasattr(problem, "error_dict"):
        return " ".join(problem.messages)
    return " ".join(f"{_(name)}: {' '.join(said)}" for name, said in problem.message_dict.items())


class _Doing:
    """The verb with what it is told, for one row after the other."""

    def __init__(self, job: Job):
        self.verb, self.told = VERBS[job.verb], told(job)

    def __call__(self, job: Job, row: JobRow) -> Any:
        who = {"by": job.by, "seen_version": row.seen_version, "reason": job.asked.get("reason", "")}
        done = self.verb.do(Incident(pk=row.incident_id), self.told, **who)
        return _step(done)


def _step(done: Incident) -> Any:
    """Its step, if it changed anything: only then the history has it."""
    return done.step if Context.objects.filter(pk=done.step).exists() else None


def _undo_one(job: Job, row: JobRow) -> Any:
    done = job.undoes.rows.get(incident=row.incident_id)
    return _step(undo_step(done.step, by=job.by, reason=job.asked.get("reason", "")))


def stop(job: Job) -> None:
    """The row that is being done is done to its end; those behind it stay as they are."""
    ended = Job.objects.filter(pk=job.pk, state__in=OPEN)
    if not ended.update(state=JobState.STOPPED, finished_at=timezone.now()):
        raise ValidationError(_("This has ended already."))


def _end(job: Job, state: JobState, reason: str = "") -> bool:
    with transaction.atomic():
        ended = Job.objects.filter(pk=job.pk, state__in=OPEN).update(
            state=state, reason=reason, finished_at=timezone.now()
        )
        if ended:
            Notice.objects.create(user=job.by, kind=NoticeKind.JOB_DONE, job=job)
    return True


def lost() -> list[int]:
    """What should be running. To start one that runs does no harm: it is told that another has it."""
    since = timezone.now() - FORGOTTEN_AFTER
    return list(Job.objects.filter(state__in=OPEN, created_at__lt=since).values_list("pk", flat=True))


# --- afterwards -------------------------------------------------------------------------------------


def undo(job: Job, *, by: User, reason: str = "") -> Job:
    """A job that takes back what this one changed. A row that was changed again since is refused."""
    if job.state not in {JobState.DONE, JobState.STOPPED, JobState.FAILED} or job.undoes_id:
        raise ValidationError(_("Only a job that has ended is undone."))
    if Job.objects.filter(undoes=job).exists():
        raise ValidationError(_("This has been undone already."))
    with transaction.atomic():
        undoing = Job.objects.create(
            verb="undo", by=by, undoes=job, asked={"reason": reason}, language=get_language() or "en"
        )
        changed = job.rows.filter(outcome=RowOutcome.CHANGED).order_by("id")
        changed = changed.values_list("incident", "incident__version")
        rows = [JobRow(job=undoing, incident_id=pk, seen_version=version) for pk, version in changed]
        if not rows:
            raise ValidationError(_("Nothing of it is left to undo."))
        JobRow.objects.bulk_create(rows, batch_size=1000)
    return undoing


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    of: int
    outcomes: Counter[str]


def progress(job: Job) -> Progress:
    outcomes = counted([job.pk])[job.pk]
    of = outcomes.total()
    return Progress(of - outcomes.pop("", 0), of, outcomes)


def counted(jobs: Collection[int]) -> dict[int, Counter[str]]:
    """How many rows of each have which outcome; "" are those that wait."""
    found: dict[int, Counter[str]] = {key: Counter() for key in jobs}
    rows = JobRow.objects.filter(job__in=jobs).values_list("job", "outcome")
    for key, outcome, n in rows.annotate(n=Count("pk")).order_by():
        found[key][outcome] = n
    return found
