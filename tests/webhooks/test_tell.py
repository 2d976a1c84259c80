"""Which messages are written: first those that must not be."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.models import Delivery, Incident, Source, Webhook
from incidents.models.changes import latest
from incidents.vocabulary import Sensitivity, Status
from incidents.webhooks import tell as telling
from incidents.webhooks.owning import make
from tests import cast, factories
from tests.webhooks.conftest import INCIDENTS, published, webhook_of

pytestmark = pytest.mark.django_db(transaction=True)
ENDPOINT = "https://receiver.example/hook"


def withdraw(incident):
    Incident.objects.filter(pk=incident.pk).update(status=Status.IN_REVIEW)


def tell():
    return telling.tell(timezone.now())


def written(webhook):
    return list(webhook.deliveries.order_by("id").values_list("kind", "incident"))


def test_nothing_hidden_is_told_though_the_owner_may_see_it(db):
    webhook = webhook_of(cast.person("all", "editor", "admin"), ENDPOINT)
    factories.IncidentFactory()
    published(sensitivity=Sensitivity.RESTRICTED)
    published(embargo_until=timezone.now() + timedelta(days=1))
    assert tell() == 0
    assert written(webhook) == []


def test_nothing_that_was_before_it_is_told(victor):
    published()
    webhook = webhook_of(victor, ENDPOINT)
    tell()
    assert written(webhook) == []


@pytest.mark.parametrize("leave", ["inactive", "without a role"])
def test_who_may_no_longer_read_is_told_nothing_and_why(victor, leave):
    webhook = webhook_of(victor, ENDPOINT)
    published()
    victor.groups.clear()
    if leave == "inactive":
        type(victor).objects.filter(pk=victor.pk).update(is_active=False)
    tell()
    assert written(webhook) == []
    if leave == "without a role":
        webhook.refresh_from_db()
        assert not webhook.is_active
        assert webhook.paused_because == "Its owner may no longer read what is published."


def test_where_everybody_may_read_it_takes_no_role(victor, settings):
    settings.PUBLIC_READ = True
    webhook = webhook_of(victor, ENDPOINT)
    victor.groups.clear()
    incident = published()
    tell()
    assert written(webhook) == [("published", incident.pk)]


def test_paused_it_stands_still_and_then_misses_nothing(victor):
    webhook = webhook_of(victor, ENDPOINT, is_active=True)
    Webhook.objects.update(is_active=False)
    one, other = published(), published()
    withdraw(other)
    assert tell() == 0
    Webhook.objects.update(is_active=True)
    tell()
    assert written(webhook) == [("published", one.pk), ("gone", other.pk)]


def test_what_happens_is_told_once_and_in_order(victor):
    webhook = webhook_of(victor, ENDPOINT)
    one, other = published(), published()
    assert tell() == 2
    Incident.objects.filter(pk=one.pk).update(summary="Corrected.")
    withdraw(other)
    assert (tell(), tell()) == (2, 0)
    assert written(webhook) == [
        ("published", one.pk),
        ("published", other.pk),
        ("changed", one.pk),
        ("gone", other.pk),
    ]


def test_filters_hold_of_what_is_there_and_kinds_of_all(victor):
    iraq = webhook_of(victor, ENDPOINT, query="country=IQ")
    gone = webhook_of(victor, ENDPOINT, kinds=["gone"])
    here, there = published(country="IQ"), published(country="SY")
    withdraw(there)
    tell()
    assert written(iraq) == [("published", here.pk), ("gone", there.pk)]
    assert written(gone) == [("gone", there.pk)]


def test_a_query_that_can_no_longer_be_asked_pauses_its_own_webhook(victor):
    source = factories.SourceFactory(name="The Wire")
    webhook = webhook_of(victor, ENDPOINT, query=f"source={source.pk}")
    other = webhook_of(victor, ENDPOINT)
    Source.objects.filter(pk=source.pk).delete()
    incident = published()
    tell()
    webhook.refresh_from_db()
    assert (webhook.is_active, written(webhook)) == (False, [])
    assert webhook.paused_because.startswith("Its query can no longer be asked. source: expected")
    assert written(other) == [("published", incident.pk)]


def test_what_goes_wrong_with_one_is_not_the_others_concern(victor, monkeypatch):
    broken, whole = webhook_of(victor, ENDPOINT, query="country=IQ"), webhook_of(victor, ENDPOINT)
    asked = telling.questions.found_by

    def breaks(query, owner):
        if query:
            raise RuntimeError("broken")
        return asked(query, owner)

    monkeypatch.setattr(telling.questions, "found_by", breaks)
    incident = published()
    tell()
    assert written(whole) == [("published", incident.pk)]
    monkeypatch.undo()
    tell()
    assert written(broken) == [("published", incident.pk)]


def test_messages_and_position_are_written_together_or_not_at_all(victor, monkeypatch):
    webhook = webhook_of(victor, ENDPOINT)
    incident = published()
    saved = Webhook.save
    monkeypatch.setattr(Webhook, "save", lambda *a, **b: 1 / 0)
    tell()
    assert written(webhook) == []
    monkeypatch.setattr(Webhook, "save", saved)
    tell()
    assert written(webhook) == [("published", incident.pk)]


def test_the_end_of_an_embargo_is_told_though_others_were_told_meanwhile(victor):
    webhook = webhook_of(victor, ENDPOINT)
    hidden = published(embargo_until=timezone.now() + timedelta(seconds=0.6))
    shown = published()
    tell()
    tell()
    time.sleep(0.7)
    tell()
    assert written(webhook) == [("published", shown.pk), ("published", hidden.pk)]


def test_a_few_at_a_time_make_the_whole(victor, monkeypatch):
    monkeypatch.setattr(telling, "AT_ONCE", 3)
    webhook = webhook_of(victor, ENDPOINT)
    made = [published() for _ in range(7)]
    assert [tell() for _ in range(4)] == [3, 3, 1, 0]
    assert written(webhook) == [("published", incident.pk) for incident in made]


def test_whose_messages_wait_is_told_no_more_until_they_are_sent(victor, monkeypatch):
    monkeypatch.setattr(telling, "MOST_WAITING", 2)
    webhook = webhook_of(victor, ENDPOINT)
    for _ in range(2):
        published()
    tell()
    late = published()
    tell()
    Incident.objects.filter(pk=late.pk).update(summary="Corrected.")
    assert webhook.deliveries.count() == 2
    Delivery.objects.update(state="delivered")
    tell()
    assert written(webhook)[2:] == [("changed", late.pk)]


def test_a_query_that_finds_nothing_does_not_look_at_the_same_again(victor):
    webhook = webhook_of(victor, ENDPOINT, query="country=SY")
    Webhook.objects.update(position_at=timezone.now() - timedelta(hours=1))
    published(country="IQ")
    tell()
    webhook.refresh_from_db()
    assert timezone.now() - webhook.position_at < timedelta(minutes=1)


def test_while_nothing_happens_many_take_as_few_queries_as_one(victor):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tell()
        return len(queries)

    webhook_of(victor, ENDPOINT)
    one = asked()
    Webhook.objects.bulk_create(
        Webhook(
            owner=victor,
            name=f"no. {n}",
            endpoint=ENDPOINT,
            address=INCIDENTS,
            sealed_secret="x",
            position_at=latest().at,
        )
        for n in range(49)
    )
    assert asked() == one
    assert one < 10


def test_fifty_changes_take_as_many_queries_as_one(victor):
    webhook_of(victor, ENDPOINT)
    counted = []
    for number in (1, 50):
        for _ in range(number):
            published()
        with CaptureQueriesContext(connection) as queries:
            assert tell() == number
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_secrets_lie_in_the_database_sealed_and_sign_a_day_longer(victor):
    webhook, secret = make(by=victor, address=INCIDENTS, name="x", endpoint=ENDPOINT)
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT incidents_webhook::text FROM incidents_webhook")
        assert secret.removeprefix("whsec_") not in cursor.fetchone()[0]
    newer = webhook.give_secret(now=now)
    assert webhook.secrets(now + timedelta(hours=23)) == [newer, secret]
    assert webhook.secrets(now + timedelta(hours=25)) == [newer]
