"""Messages on their way to real receivers: none too many, none lost, none held up by another."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from incidents.models import Delivery, Incident, Webhook
from incidents.models.locks import alone
from incidents.vocabulary import Sensitivity, Status
from incidents.webhooks import owning, send
from incidents.webhooks.post import post
from tests import factories
from tests.test_tasks import eventually
from tests.webhooks.conftest import published, webhook_of
from tests.webhooks.receiver import answering, slow, verified

pytestmark = pytest.mark.django_db(transaction=True)


class Clock:
    """It stands until it is moved."""

    def __init__(self) -> None:
        self.now = timezone.now() + timedelta(minutes=1)

    def __call__(self):
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def webhook(victor, receiver):
    return webhook_of(victor, receiver.address)


def change(incident, **fields):
    Incident.objects.filter(pk=incident.pk).update(**fields)


# --- what must not be -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hide",
    [
        {"status": Status.IN_REVIEW},
        {"sensitivity": Sensitivity.RESTRICTED},
        {"embargo_until": timezone.now() + timedelta(days=9)},
    ],
    ids=lambda hide: next(iter(hide)),
)
def test_what_is_hidden_before_it_is_sent_is_not_told(webhook, receiver, hide):
    Webhook.objects.update(kinds=["published", "changed"])
    incident = published()
    send.tell(timezone.now())
    change(incident, **hide)
    assert send.run() == 0
    assert receiver.got == []
    assert webhook.deliveries.get().state == "superseded"


def test_where_it_is_public_no_more_that_alone_is_told(webhook, receiver):
    incident = published()
    send.tell(timezone.now())
    change(incident, status=Status.IN_REVIEW)
    send.run()
    assert receiver.told == [("incident.gone", incident.pk)]


def test_nobody_is_told_of_what_a_merge_leads_to_unless_it_is_public(webhook, receiver):
    into, incident = factories.IncidentFactory(), published()
    change(incident, status=Status.MERGED, merged_into=into)
    send.run()
    (message,) = receiver.got
    assert message.told["data"]["state"] == "withdrawn"
    assert message.told["data"]["merged_into"] is None
    assert str(into.pk) not in message.body.decode().replace(str(incident.pk), "")


def test_two_at_once_send_nothing_twice(webhook, receiver):
    receiver.answer = slow(0.1)
    for _ in range(5):
        published()
    made = []

    def run():
        made.append(send.run())
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [0, 0, 0, 5]
    assert len({message.name for message in receiver.got}) == len(receiver.got) == 5


def test_who_is_killed_between_writing_and_sending_loses_nothing(webhook, receiver, monkeypatch):
    one, other = published(), published()
    monkeypatch.setattr(send, "_due", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send.run()
    monkeypatch.undo()
    assert send.run() == 2
    assert receiver.told == [("incident.published", one.pk), ("incident.published", other.pk)]


def test_who_is_killed_before_it_is_noted_sends_it_again_under_its_name(webhook, receiver, monkeypatch):
    published()
    monkeypatch.setattr(send, "note", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send.run()
    monkeypatch.undo()
    send.run()
    first, second = receiver.got
    assert (first.name, first.body) == (second.name, second.body)
    assert webhook.deliveries.get().state == "delivered"


def test_a_slow_receiver_holds_up_no_other(webhook, receiver, victor, other):
    seen = []

    def wait_for_the_other(handler, message):
        seen.append(eventually(lambda: len(other.got) == 4, 10))
        answering(204)(handler, message)

    receiver.answer = wait_for_the_other
    webhook_of(victor, other.address)
    for _ in range(4):
        published()
    assert send.run() == 8
    assert seen == [True] * 4


def test_what_comes_while_one_is_slow_is_told_the_others_meanwhile(webhook, receiver, victor, other):
    late, seen = [], []

    def wait_for_what_comes(handler, message):
        if not late:
            late.append(published())
            connection.close()
            seen.append(eventually(lambda: other.told[-1:] == [("incident.published", late[0].pk)], 10))
        answering(204)(handler, message)

    receiver.answer = wait_for_what_comes
    webhook_of(victor, other.address)
    published()
    assert send.run() == 4
    assert seen == [True]


def test_a_webhook_that_is_removed_while_it_is_told_leaves_nothing(webhook, receiver):
    def remove(handler, message):
        Webhook.objects.all().delete()
        connection.close()
        answering(204)(handler, message)

    receiver.answer = remove
    published()
    assert send.run() == 1
    assert not Delivery.objects.exists()


def test_one_whose_secret_is_lost_with_the_key_is_paused_and_no_others_concern(
    webhook, receiver, victor, other, settings
):
    settings.SECRET_KEY = "another"
    whole = webhook_of(victor, other.address)
    published()
    send.run()
    webhook.refresh_from_db()
    assert (len(receiver.got), len(other.got)) == (0, 1)
    assert webhook.paused_because == "Its secret can no longer be read: rotate it."
    _, secret = owning.rotate(webhook)
    owning.alter(webhook, by=victor, is_active=True)
    send.run()
    assert verified(secret, receiver.got[0])
    assert verified(whole.secret, other.got[0])


# --- what must be ---------------------------------------------------------------------------------


def test_a_message_says_what_and_where_and_is_signed(webhook, receiver):
    incident = published()
    send.run()
    (message,) = receiver.got
    told = message.told
    assert told["type"] == "incident.published"
    assert told["data"] == {
        "id": incident.pk,
        "public_id": incident.public_id,
        "version": incident.version,
        "url": f"https://tracker.example/api/v1/incidents/{incident.public_id}",
    }
    assert told["timestamp"] == incident.changed_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert message.headers["Content-Type"] == "application/json"
    assert message.headers["User-Agent"].startswith("conflict-incident-tracker/")
    assert verified(webhook.secret, message)
    assert not verified(webhook.secret[:-4] + "AAA=", message)
    assert not verified(webhook.secret, message._replace(body=message.body.replace(b"published", b"changed")))
    assert not verified(webhook.secret, message, now=time.time() + 900)
    delivery = webhook.deliveries.get()
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("delivered", 1, 204)
    assert (delivery.message, delivery.last_error) == (message.name, "")
    assert delivery.duration < 2000


def test_what_is_gone_is_told_as_the_list_of_it_tells_it(webhook, receiver):
    into, incident = published(), published()
    send.run()
    change(incident, status=Status.MERGED, merged_into=into)
    send.run()
    told = receiver.got[-1].told
    assert told["type"] == "incident.gone"
    assert told["data"] == {
        "id": incident.pk,
        "public_id": incident.public_id,
        "gone_at": told["timestamp"],
        "state": "merged",
        "merged_into": into.public_id,
    }


def test_with_another_secret_the_earlier_one_signs_as_well(webhook, receiver):
    _, secret = owning.rotate(webhook)
    published()
    send.run()
    (message,) = receiver.got
    assert message.headers["webhook-signature"].count("v1,") == 2
    assert verified(secret, message)
    assert verified(webhook.secret, message)


def test_what_fails_is_tried_again_ever_later_and_then_given_up(webhook, receiver, clock):
    receiver.answer = answering(500)
    published()
    pauses, last = [], clock.now
    assert send.run(clock=clock) == 1
    while (delivery := webhook.deliveries.get()).state == "pending":
        assert send.run(clock=clock) == 0
        pauses.append((delivery.next_attempt_at - last).total_seconds())
        last = clock.now = delivery.next_attempt_at
        Webhook.objects.update(failing_since=clock.now, rests_until=None)  # neither pauses nor rests for it
        assert send.run(clock=clock) == 1
    hours = [round(pause / 3600, 1) for pause in pauses[2:]]
    assert 5 <= pauses[0] <= 6.1
    assert 300 <= pauses[1] <= 361
    for hour, expected in zip(hours, (0.5, 2, 5, 10, 14, 20, 24), strict=True):
        assert expected <= hour <= expected * 1.21
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("failed", 10, 500)
    assert delivery.last_error == "It answered 500."
    assert len({message.name for message in receiver.got}) == 1
    assert len({message.headers["webhook-timestamp"] for message in receiver.got}) == 10
    clock.move(days=30)
    assert send.run(clock=clock) == 0


def test_who_fails_rests_with_all_that_waits_for_it(webhook, receiver, clock):
    receiver.answer = answering(500)
    for _ in range(3):
        published()
    assert send.run(clock=clock) == 1
    clock.move(seconds=7)
    receiver.answer = answering(204)
    assert send.run(clock=clock) == 3
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.failing_since, webhook.rests_until) == (0, None, None)


def test_one_message_that_is_not_liked_holds_up_the_others_for_seconds_only(webhook, receiver, clock):
    bad, good = published(), published()

    def answer(handler, message):
        answering(422 if message.told["data"]["id"] == bad.pk else 204)(handler, message)

    receiver.answer = answer
    send.run(clock=clock)
    for _ in range(2):
        clock.move(seconds=13)
        send.run(clock=clock)
    states = dict(webhook.deliveries.values_list("incident", "state"))
    assert states == {bad.pk: "pending", good.pk: "delivered"}


def test_retry_after_is_kept(webhook, receiver, clock):
    receiver.answer = answering(503, 204, Retry_After="3600")
    published()
    send.run(clock=clock)
    clock.move(minutes=59)
    assert send.run(clock=clock) == 0
    clock.move(minutes=2)
    assert send.run(clock=clock) == 1


def test_410_pauses_it_at_once_and_says_why(webhook, receiver, clock):
    receiver.answer = answering(410)
    published()
    send.run(clock=clock)
    webhook.refresh_from_db()
    assert (webhook.is_active, webhook.paused_at) == (False, clock.now)
    assert webhook.paused_because == "Its endpoint answered 410: it is gone."
    clock.move(hours=1)
    assert send.run(clock=clock) == 0


def test_days_of_nothing_but_failures_pause_it_and_then_it_misses_nothing(webhook, receiver, clock):
    receiver.answer = answering(500)
    one = published()
    send.run(clock=clock)
    clock.move(days=6)
    send.run(clock=clock)
    webhook.refresh_from_db()
    assert not webhook.is_active
    assert webhook.paused_because.startswith("Nothing has arrived since 20")
    assert webhook.paused_because.endswith("It answered 500.")
    other = published()
    receiver.answer = answering(204)
    receiver.got.clear()
    owning.alter(webhook, by=webhook.owner, is_active=True)
    clock.move(days=2)
    send.run(clock=clock)
    assert receiver.told == [("incident.published", one.pk), ("incident.published", other.pk)]


def test_of_several_changes_that_wait_the_last_is_told(webhook, receiver, clock):
    receiver.answer = answering(500)
    incident = published()
    send.run(clock=clock)
    change(incident, summary="Corrected.")
    receiver.answer = answering(204)
    clock.move(minutes=10)
    send.run(clock=clock)
    states = webhook.deliveries.order_by("id").values_list("state", flat=True)
    assert list(states) == ["superseded", "delivered"]
    assert receiver.got[-1].told["type"] == "incident.changed"


def test_no_more_requests_are_under_way_than_there_is_room_for(victor, receiver, monkeypatch, settings):
    monkeypatch.setattr(send, "AT_ONCE", 2)
    settings.WEBHOOKS_EACH = 5
    now, most = [], []

    def busy(*given, **named):
        now.append(1)
        most.append(len(now))
        try:
            return post(*given, **named)
        finally:
            now.pop()

    monkeypatch.setattr(send, "post", busy)
    receiver.answer = slow(0.2)
    for _ in range(5):
        webhook_of(victor, receiver.address)
    published()
    assert send.run() == 5
    assert max(most) == 2


def test_while_another_is_at_it_nothing_is_done(webhook, receiver):
    published()

    def run():
        try:
            made.append(send.run())
        finally:
            connections.close_all()

    made = []
    with alone(send.LOCK, 0):
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    assert (made, receiver.got) == ([0], [])


def test_what_is_over_is_forgotten_and_what_waits_is_not(webhook, receiver, settings):
    receiver.answer = answering(204, 500)
    published()
    published()
    send.run()
    assert send.forget(timezone.now()) == 0
    assert send.forget(timezone.now() + timedelta(days=settings.WEBHOOK_LOG_DAYS + 1)) == 1
    assert webhook.deliveries.get().state == "pending"
