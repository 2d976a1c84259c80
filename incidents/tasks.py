"""Celery's leaves: each takes an id and calls one function. All of them may be delivered twice."""

import logging
import random
from datetime import timedelta
from typing import Any

from celery import Task, current_app, shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_process_init
from django.db import transaction
from django.utils import timezone

from incidents import ingestion
from incidents.dashboards import tallies
from incidents.exports import snapshots
from incidents.ingestion import batch
from incidents.models import Article, Batch, IdempotencyKey, Job, Snapshot
from incidents.review import jobs
from incidents.review.presence import forget_the_gone
from incidents.vocabulary import ArticleState
from incidents.webhooks import send

BULK = "bulk"  # the queue of what nobody waits for at a screen
log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 4, 120  # seconds between attempts; well within the broker's visibility timeout
FORGOTTEN_AFTER = timedelta(minutes=10)  # longer than any pause, and than the visibility timeout
LOOK_EVERY = 30.0
CLEAR_EVERY = 300.0
FORGET_EVERY = 3600.0
SEND_EVERY = 5.0
PUMP_EVERY = 5.0
A_SNAPSHOT = 3600  # seconds: then it has failed
HOPELESS = {SoftTimeLimitExceeded: "it took longer than a reading is given"}


@shared_task(bind=True, acks_late=True, reject_on_worker_lost=True, max_retries=None)
def read_article(self: Task, article_id: int) -> None:
    if batch.is_held_back(article_id):
        return
    try:
        ingestion.read(article_id, hopeless=HOPELESS)
    except Exception as error:
        # the article knows how often it was tried, across processes that died and tasks delivered twice
        article = Article.objects.only("state", "attempts", "reason").filter(pk=article_id).first()
        if article is None or article.state != ArticleState.RECEIVED:
            log.exception("Article %s cannot be read", article_id)
            return
        log.warning("Article %s: %s", article_id, article.reason, exc_info=error)
        raise self.retry(countdown=pause(article.attempts), exc=error) from error


@shared_task(bind=True, acks_late=True, reject_on_worker_lost=True, max_retries=None)
def take_batch(self: Task, batch_id: int) -> None:
    """Some lines of it; then whatever else waits has its turn."""
    try:
        is_done = batch.take(batch_id)
    except (
        Exception
    ) as error:  # it goes on where it was; what fails there again and again is left out in the end
        log.warning("Batch %s", batch_id, exc_info=error)
        raise self.retry(countdown=pause(min(self.request.retries + 1, 5)), exc=error) from error
    if not is_done:
        take_batch.delay(batch_id)
    queue_due.delay()


def queue_batch(taken: Batch) -> None:
    """For doors, within the transaction that accepts it."""
    transaction.on_commit(lambda: take_batch.delay(taken.pk), robust=True)


@shared_task(acks_late=True, expires=PUMP_EVERY)
def queue_due() -> int:
    """Readings of batches, some of each at a time: a hundred thousand in the queue would keep all others
    waiting, and be lost with the broker. ``requeue_lost`` brings up what was noted here and then forgotten
    there."""
    with transaction.atomic():
        found = batch.due()
        for article_id in found:
            transaction.on_commit(
                lambda pk=article_id: read_article.apply_async((pk,), queue=BULK), robust=True
            )
    batch.finish()
    return len(found)


@worker_process_init.connect
def get_ready(**kwargs: Any) -> None:
    """Load what reading needs before the first article asks for it. In the worker's processes and not before they
    fork: the worker answers meanwhile. (Longer than Celery's usual patience: see worker_proc_alive_timeout.)"""
    ingestion.get_ready()


def queue_reading(article: Article) -> None:
    """For doors, within the transaction of the submission. A broker that is down is no reason to say that the
    article is not stored: ``requeue_lost`` brings it up later."""
    if article.state == ArticleState.RECEIVED:
        transaction.on_commit(lambda: read_article.delay(article.pk), robust=True)


@shared_task(acks_late=True, reject_on_worker_lost=True)
def run_job(job_id: int) -> None:
    """A slice of it; then whatever else waits has its turn."""
    if not jobs.run(job_id):
        run_job.delay(job_id)


def queue_job(job: Job) -> None:
    """For doors, within the transaction that starts it."""
    transaction.on_commit(lambda: run_job.delay(job.pk), robust=True)


@shared_task(
    acks_late=True, reject_on_worker_lost=True, soft_time_limit=A_SNAPSHOT, time_limit=A_SNAPSHOT + 60
)
def make_snapshot(snapshot_id: int) -> None:
    """The broker gives it to a second worker long before its time is up; there it finds that it is being made."""
    snapshots.make(snapshot_id)


def queue_snapshot(snapshot: Snapshot) -> None:
    """For doors, within the transaction that asks for it."""
    transaction.on_commit(lambda: make_snapshot.delay(snapshot.pk), robust=True)


def pause(attempts: int) -> float:
    """Exponential, and never the same for two: what failed together is not tried again together."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 -- to spread load, not to keep secrets


@shared_task(acks_late=True, expires=LOOK_EVERY)
def requeue_lost() -> int:
    """Queue again what was acknowledged to its sender and then forgotten: by a broker, or by a reader that died.

    While tasks wait in the queue, an article that waits long may only be waiting its turn.
    """
    since = timezone.now() - FORGOTTEN_AFTER
    is_empty = waiting_tasks() == 0
    found = ingestion.lost(waiting_since=since if is_empty else timezone.now() - timedelta(days=1))
    # their time starts anew, so that the next look does not queue them again
    Article.objects.filter(pk__in=found).update(updated_at=timezone.now())
    came_in = dict(Article.objects.filter(pk__in=found).values_list("pk", "batch"))
    for article_id in found:
        queue = BULK if came_in.get(article_id) else None
        read_article.apply_async((article_id,), **({"queue": queue} if queue else {}))
    if is_empty:
        for job_id in jobs.lost():
            run_job.delay(job_id)
        for snapshot_id in snapshots.lost():
            make_snapshot.delay(snapshot_id)
    for batch_id in batch.lost():
        take_batch.delay(batch_id)
    if found:
        log.warning("Queued again: %s", ", ".join(map(str, found)))
    return len(found)


@shared_task(acks_late=True, expires=CLEAR_EVERY)
def clear_visits() -> int:
    return forget_the_gone()


@shared_task(acks_late=True, expires=FORGET_EVERY)
def forget_answers() -> int:
    """Those kept for requests that may come once more."""
    return IdempotencyKey.objects.forget_old()


@shared_task(acks_late=True, expires=FORGET_EVERY)
def tidy_uploads() -> int:
    return batch.tidy()


@shared_task(acks_late=True, expires=CLEAR_EVERY)
def fold_tallies() -> None:
    tallies.fold()


@shared_task(acks_late=True, expires=SEND_EVERY)
def send_webhooks() -> int:
    """One worker's process at a time is at it, however slow the receivers are."""
    return send.run()


def queue_webhooks() -> None:
    """For doors, within the transaction that writes what is to be sent: it need not wait for the next look."""
    transaction.on_commit(lambda: send_webhooks.delay(), robust=True)


@shared_task(acks_late=True, expires=FORGET_EVERY)
def forget_deliveries() -> int:
    return send.forget(timezone.now())


def waiting_tasks() -> int:
    return sum(waiting_by_queue().values())


def waiting_by_queue() -> dict[str, int]:
    with current_app.connection_for_read() as connection, connection.channel() as channel:
        names = (current_app.conf.task_default_queue, BULK)
        return {name: channel.queue_declare(name, passive=False).message_count for name in names}


@current_app.on_after_finalize.connect
def _schedule(sender: Any, **kwargs: Any) -> None:
    sender.add_periodic_task(LOOK_EVERY, requeue_lost.s(), name="requeue lost articles")
    sender.add_periodic_task(CLEAR_EVERY, clear_visits.s(), name="forget who has left the review pages")
    sender.add_periodic_task(FORGET_EVERY, forget_answers.s(), name="forget answers that are old")
    sender.add_periodic_task(CLEAR_EVERY, fold_tallies.s(), name="fold the tallies")
    sender.add_periodic_task(FORGET_EVERY, tidy_uploads.s(), name="forget uploads that are old")
    sender.add_periodic_task(PUMP_EVERY, queue_due.s(), name="queue the readings of batches")
    sender.add_periodic_task(SEND_EVERY, send_webhooks.s(), name="tell webhooks")
    sender.add_periodic_task(FORGET_EVERY, forget_deliveries.s(), name="forget deliveries that are old")
