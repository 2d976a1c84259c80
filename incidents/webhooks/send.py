"""Sending what is due: many receivers at once, to each one message at a time, in order.

Where an attempt fails, the message is tried again after a time that grows with its attempts, and its webhook rests
for one that grows with its failures. So a receiver that is away is asked seldom, however much waits for it, and
one message that it does not like holds up no other for long.
"""

import logging
import random
import time
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from incidents.models import Delivery, Webhook
from incidents.models.locks import alone
from incidents.vocabulary import DeliveryState
from incidents.webhooks import messages
from incidents.webhooks.post import Answer, post
from incidents.webhooks.tell import tell

log = logging.getLogger(__name__)

LOCK = 0x484F4F4B  # "HOOK": our advisory lock among those of others
A_ROUND = 20.0  # seconds in which requests are begun; a worker has other things to do
A_LOOK = 1.0
AT_ONCE = 20

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PAUSES = [timedelta(seconds=5), 5 * MINUTE, 30 * MINUTE, *(hours * HOUR for hours in (2, 5, 10, 14, 20, 24))]
"""Between the attempts of one message, as Standard Webhooks recommends. After the last there is no other."""
FIRST_REST, LONGEST_REST = timedelta(seconds=5), 15 * MINUTE
LONGEST_ASKED_FOR = 24 * HOUR
GONE = 410
ATTEMPTED = ("failures", "failing_since", "rests_until")
PAUSED = ("is_active", "paused_at", "paused_because", "paused_by")


def run(*, seconds: float = A_ROUND, clock: Callable[[], datetime] = timezone.now) -> int:
    """How many requests were made. Whoever comes while another is at it leaves it to him, who sees what is new."""
    with alone(LOCK, 0) as is_ours:
        return _round(seconds, clock) if is_ours else 0


def _round(seconds: float, clock: Callable[[], datetime]) -> int:
    made, began, looked = 0, time.monotonic(), 0.0
    under_way: dict[Future[Answer], Delivery] = {}
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as pool:
        while True:
            if time.monotonic() - looked > A_LOOK:
                tell(clock())
                looked = time.monotonic()
            if time.monotonic() - began < seconds:
                for delivery, named, told in _due({each.webhook_id for each in under_way.values()}, clock()):
                    under_way[pool.submit(post, delivery.webhook.endpoint, named, told)] = delivery
            if not under_way:
                return made
            done, _ = wait(under_way, timeout=A_LOOK, return_when=FIRST_COMPLETED)
            for future in done:
                note(under_way.pop(future), future.result(), clock())
                made += 1


def _due(busy: Collection[int], now: datetime) -> list[tuple[Delivery, dict[str, str], bytes]]:
    """One of each webhook that is not busy, who has waited longest first; with its headers and what it says."""
    found: list[tuple[Delivery, dict[str, str], bytes]] = []
    taken = set(busy)
    while len(taken) < AT_ONCE:
        due = Delivery.objects.due(now).exclude(webhook__in=taken).select_related("webhook")
        nothing_left = True
        for delivery in sorted(due, key=lambda each: each.next_attempt_at)[: AT_ONCE - len(taken)]:
            nothing_left = False
            if (told := messages.body(delivery)) is None:
                _supersede(delivery)
                continue
            taken.add(delivery.webhook_id)
            if named := messages.headers(delivery, told, now):
                found.append((delivery, named, told))
            else:
                delivery.webhook.pause("Its secret can no longer be read: rotate it.", now=now)
                delivery.webhook.save(update_fields=PAUSED)
        if nothing_left:
            break
    return found


def _supersede(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SUPERSEDED, next_attempt_at=None)


def note(delivery: Delivery, answer: Answer, now: datetime) -> None:
    """What became of an attempt. Its owner may have changed or removed the webhook meanwhile."""
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().filter(pk=delivery.webhook_id).first()
        if webhook is None:
            return
        delivery.attempts += 1
        delivery.last_attempt_at = now
        delivery.last_status, delivery.last_error = answer.status, answer.error
        delivery.duration = round(answer.seconds * 1000)
        if answer.error:
            _note_failure(delivery, webhook, answer, now)
        else:
            delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, now
            delivery.next_attempt_at = None
            webhook.failures, webhook.failing_since, webhook.rests_until = 0, None, None
        delivery.save()
        webhook.save(update_fields=[*ATTEMPTED, *PAUSED])


def _note_failure(delivery: Delivery, webhook: Webhook, answer: Answer, now: datetime) -> None:
    webhook.failures += 1
    webhook.failing_since = webhook.failing_since or now
    asked_for = min(timedelta(seconds=answer.retry_after or 0), LONGEST_ASKED_FOR)
    webhook.rests_until = now + max(_jittered(_rest(webhook.failures)), asked_for)
    if delivery.attempts > len(PAUSES):
        delivery.state, delivery.next_attempt_at = DeliveryState.FAILED, None
    else:
        delivery.next_attempt_at = now + max(_jittered(PAUSES[delivery.attempts - 1]), asked_for)
    if not webhook.is_active:
        return
    if answer.status == GONE:
        webhook.pause("Its endpoint answered 410: it is gone.", now=now)
    elif now - webhook.failing_since > timedelta(days=settings.WEBHOOK_PAUSE_DAYS):
        since = f"{webhook.failing_since:%Y-%m-%d %H:%M} UTC"
        webhook.pause(f"Nothing has arrived since {since}. {answer.error}"[:500], now=now)
    if not webhook.is_active:
        log.warning("Webhook %s is paused: %s", webhook.pk, webhook.paused_because)


def _rest(failures: int) -> timedelta:
    return min(LONGEST_REST, FIRST_REST * 2 ** min(failures - 1, 10))


def _jittered(pause: timedelta) -> timedelta:
    """What failed together is not tried again together."""
    return pause * random.uniform(1.0, 1.2)  # noqa: S311 -- to spread load, not to keep secrets


def forget(now: datetime) -> int:
    """What is over, after WEBHOOK_LOG_DAYS."""
    old = Delivery.objects.filter(created_at__lt=now - timedelta(days=settings.WEBHOOK_LOG_DAYS))
    return old.exclude(state=DeliveryState.PENDING).delete()[0]
