"""Webhooks by the API: first what must not be seen, nor done by others."""

import re
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import connection
from django.utils import timezone

from incidents import tasks
from incidents.models import Delivery, IdempotencyKey, User, Webhook
from incidents.vocabulary import Scope
from incidents.webhooks import send
from tests import cast
from tests.api.conftest import client_of
from tests.webhooks.conftest import published
from tests.webhooks.receiver import Receiver, answering, verified

WEBHOOKS = "/api/v1/webhooks"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """What is given to a worker at once; a test that wants it done does it."""
    found = []
    monkeypatch.setattr(tasks.send_webhooks, "delay", lambda: found.append(1))
    return found


@pytest.fixture
def victor(db):
    return client_of(cast.person("victor", "viewer"), Scope.WEBHOOKS)


@pytest.fixture
def walter(db):
    return client_of(cast.person("walter", "viewer"), Scope.WEBHOOKS)


@pytest.fixture
def admin(db):
    return client_of(cast.person("root", "admin"), Scope.ADMIN)


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_HTTP = True
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.1/32")]
    found = Receiver()
    yield found
    found.close()


def ask(client, **asked):
    body = {"name": "dashboard", "endpoint": "https://receiver.example/hook"} | asked
    return client.post(WEBHOOKS, body, format="json")


def made(client, **asked):
    answer = ask(client, **asked)
    assert answer.status_code == 201, answer.json()
    return answer.json()


# --- what must not be -----------------------------------------------------------------------------


def test_it_takes_the_right_to_read_and_the_scope(anonymous):
    assert ask(anonymous).status_code == 401
    assert ask(client_of(cast.charlie(), Scope.WEBHOOKS)).status_code == 403
    for scope in set(Scope) - {Scope.WEBHOOKS, Scope.ADMIN}:
        refused = ask(client_of(cast.person(f"with {scope}", "editor"), scope))
        assert refused.status_code == 403
        assert "webhooks" in refused.json()["detail"]
    assert not Webhook.objects.exists()


def test_anothers_is_not_there(victor, walter):
    webhook = made(victor)
    delivery = victor.post(f"{webhook['url']}/test").json()
    assert walter.get(WEBHOOKS).json()["results"] == []
    for method, address in (
        ("get", webhook["url"]),
        ("patch", webhook["url"]),
        ("delete", webhook["url"]),
        ("post", f"{webhook['url']}/test"),
        ("post", f"{webhook['url']}/rotate"),
        ("get", webhook["deliveries_url"]),
        ("get", delivery["url"]),
        ("post", f"{delivery['url']}/retry"),
    ):
        assert getattr(walter, method)(address).status_code == 404, (method, address)
    own = made(walter)
    stray = delivery["url"].replace(f"/{webhook['id']}/", f"/{own['id']}/")
    assert walter.get(stray).status_code == 404


def test_a_secret_is_told_once_and_kept_nowhere_in_the_clear(victor, admin):
    answer = victor.post(
        WEBHOOKS,
        {"name": "x", "endpoint": "https://receiver.example/"},
        format="json",
        headers={"Idempotency-Key": "k1"},
    )
    secret = answer.json()["secret"]
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    assert answer["Cache-Control"] == "no-store"
    address = answer["Location"]
    assert type(answer.headers["Location"]) is str  # as WSGI has it, and no other kind of text
    told = [victor.get(WEBHOOKS), victor.get(address), admin.get(address)]
    told += [victor.patch(address, {"name": "y"}, format="json"), victor.get(f"{address}/deliveries")]
    for each in told:
        assert each.status_code == 200
        assert "secret" not in {key for row in each.json().get("results", [each.json()]) for key in row}
        assert secret not in each.content.decode()
    assert IdempotencyKey.objects.count() == 1
    with connection.cursor() as cursor:
        for table in ("incidents_webhook", "incidents_idempotencykey"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t")
            assert secret.removeprefix("whsec_") not in cursor.fetchone()[0]


def test_who_lost_the_answer_is_told_it_again_and_has_one_webhook(victor):
    body = {"name": "x", "endpoint": "https://receiver.example/"}
    first, second = (
        victor.post(WEBHOOKS, body, format="json", headers={"Idempotency-Key": "k1"}) for _ in range(2)
    )
    assert first.json() == second.json()
    assert (second["Idempotency-Replayed"], second["Cache-Control"]) == ("true", "no-store")
    assert Webhook.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"endpoint": "http://receiver.example/"}, "endpoint"),
        ({"endpoint": "https://127.0.0.1/"}, "endpoint"),
        ({"endpoint": "https://me:pw@receiver.example/"}, "endpoint"),
        ({"endpoint": "receiver.example"}, "endpoint"),
        ({"endpoint": "https://receiver.example:99999/"}, "endpoint"),
        ({"query": "contry=IQ"}, "query"),
        ({"query": "country=Iraq"}, "query"),
        ({"query": "country="}, "query"),
        ({"query": "page_size=5"}, "query"),
        ({"query": "status=draft"}, "query"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["test"]}, "kinds"),
        ({"name": ""}, "name"),
        ({"url": "https://receiver.example/"}, "url"),
        ({"is_active": False}, "is_active"),
    ],
)
def test_what_cannot_be_is_refused_at_once(victor, wrong, field, settings):
    settings.WEBHOOK_HTTP = False
    answer = ask(victor, **wrong)
    assert answer.status_code == 400
    assert {error["field"].partition(".")[0] for error in answer.json()["errors"]} == {field}
    assert not Webhook.objects.exists()
    if field in {"url", "is_active"}:
        return
    address = made(victor)["url"]
    answer = victor.patch(address, wrong, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"].partition(".")[0]) == (400, field)


def test_one_account_has_a_few(victor, walter, settings):
    settings.WEBHOOKS_EACH = 2
    made(victor)
    last = made(victor)
    answer = ask(victor)
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/v1/problems#too-many-webhooks")
    made(walter)
    assert victor.delete(last["url"]).status_code == 204
    made(victor)


def test_an_administrator_sees_and_pauses_it_and_nothing_else(victor, admin):
    webhook = made(victor)
    address = webhook["url"]
    delivery = victor.post(f"{address}/test").json()
    assert [each["owner"] for each in admin.get(WEBHOOKS).json()["results"]] == ["victor"]
    assert admin.get(delivery["url"]).status_code == 200
    for refused in (
        admin.patch(address, {"endpoint": "https://mine.example/"}, format="json"),
        admin.post(f"{address}/rotate"),
        admin.post(f"{address}/test"),
        admin.post(f"{delivery['url']}/retry"),
        admin.delete(address),
    ):
        assert refused.status_code == 403
    paused = admin.patch(address, {"is_active": False}, format="json").json()
    assert (paused["is_active"], paused["paused_because"]) == (False, "An administrator paused it.")
    assert victor.patch(address, {"is_active": True}, format="json").status_code == 403
    assert admin.patch(address, {"is_active": True}, format="json").json()["is_active"] is True


def test_an_administrators_narrow_token_sees_his_own(victor):
    made(victor)
    narrow = client_of(cast.person("root", "admin"), Scope.WEBHOOKS)
    assert narrow.get(WEBHOOKS).json()["results"] == []


def test_what_is_paused_is_not_tried(victor):
    address = made(victor)["url"]
    paused = victor.patch(address, {"is_active": False}, format="json").json()
    assert (paused["is_active"], paused["paused_because"]) == (False, None)
    answer = victor.post(f"{address}/test")
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/v1/problems#wrong-status")


# --- what must be ---------------------------------------------------------------------------------


def test_from_making_one_to_the_log_of_what_it_was_sent(victor, receiver, queued):
    webhook = made(victor, endpoint=receiver.address, query="?country=IQ")
    assert (webhook["query"], webhook["kinds"]) == ("country=IQ", ["published", "changed", "gone"])
    tried = victor.post(f"{webhook['url']}/test")
    assert (tried.status_code, tried["Location"], queued) == (202, tried.json()["url"], [1])
    assert tried.json()["state"] == "pending"
    incident = published(country="IQ")
    published(country="SY")
    send.run()
    test, message = receiver.got
    assert test.told["type"] == "webhook.test"
    assert test.told["data"] == {"webhook": webhook["id"], "name": "dashboard"}
    assert verified(webhook["secret"], test)
    assert verified(webhook["secret"], message)
    assert victor.get(message.told["data"]["url"]).status_code == 403  # for that, a token takes read
    reader = client_of(User.objects.get(username="victor"), Scope.READ)
    assert reader.get(message.told["data"]["url"]).json()["id"] == incident.pk
    log = victor.get(webhook["deliveries_url"]).json()["results"]
    assert [(each["kind"], each["state"], each["last_status"]) for each in log] == [
        ("published", "delivered", 204),
        ("test", "delivered", 204),
    ]
    assert log[0]["incident"] == {key: message.told["data"][key] for key in ("id", "public_id", "version")}
    assert log[1]["incident"] is None
    assert log[0]["message"] == message.name
    assert victor.get(log[0]["url"]).json() == log[0]
    now = victor.get(webhook["url"]).json()
    assert re.fullmatch(r"[0-9]{1,17}-[0-9]{1,18}", now["position"])
    assert (
        reader.head("/api/v1/incidents/events", headers={"Last-Event-ID": now["position"]}).status_code == 200
    )


def test_the_log_is_asked_by_state_and_in_pages(victor, receiver):
    webhook = made(victor, endpoint=receiver.address)
    receiver.answer = answering(204, 500)
    for _ in range(2):
        published()
    send.run()
    log = webhook["deliveries_url"]
    (waiting,) = victor.get(log, {"state": "pending"}).json()["results"]
    assert (waiting["attempts"], waiting["last_error"]) == (1, "It answered 500.")
    assert victor.get(log, {"state": "lost"}).status_code == 400
    page = victor.get(log, {"page_size": 1}).json()
    assert victor.get(page["next"]).json()["results"][0]["state"] == "delivered"
    assert victor.get(webhook["url"]).json()["failures"] == 1


def test_what_failed_is_sent_again_when_asked_for(victor, receiver, queued):
    webhook = made(victor, endpoint=receiver.address)
    receiver.answer = answering(500, 204)
    published()
    send.run()
    assert send.run() == 0
    (waiting,) = victor.get(webhook["deliveries_url"]).json()["results"]
    for _ in range(2):
        answer = victor.post(f"{waiting['url']}/retry", headers={"Idempotency-Key": "again"})
        assert (answer.status_code, queued) == (202, [1])
    assert send.run() == 1
    assert victor.get(waiting["url"]).json()["state"] == "delivered"
    assert len({message.name for message in receiver.got}) == 1


def test_what_is_told_by_a_later_one_is_not_sent_again(victor, receiver):
    webhook = made(victor, endpoint=receiver.address)
    for n in range(2):
        Delivery.objects.create(
            webhook_id=webhook["id"], kind="changed", incident=1, version=n, at=timezone.now()
        )
    first = Delivery.objects.order_by("id").first()
    answer = victor.post(f"{webhook['deliveries_url']}/{first.message}/retry")
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/v1/problems#wrong-status")


def test_a_new_secret_and_the_earlier_one_sign_for_a_day(victor, receiver):
    webhook = made(victor, endpoint=receiver.address)
    rotated = victor.post(f"{webhook['url']}/rotate").json()
    assert rotated["secret"] != webhook["secret"]
    assert rotated["earlier_secret_until"] > (timezone.now() + timedelta(hours=23)).isoformat()
    victor.post(f"{webhook['url']}/test")
    send.run()
    assert verified(webhook["secret"], receiver.got[0])
    assert verified(rotated["secret"], receiver.got[0])


def test_fifty_take_as_many_queries_as_one(victor, queries, settings):
    settings.WEBHOOKS_EACH = 50
    webhook = made(victor)
    owner = User.objects.get(username="victor")
    counted = []
    for number in (1, 49):
        for _ in range(number):
            Delivery.objects.create(webhook_id=webhook["id"], kind="test", at=timezone.now())
        lists = (WEBHOOKS, webhook["deliveries_url"])
        counted.append([queries(lambda address=address: victor.get(address)) for address in lists])
        for n in range(number):
            Webhook.objects.create(
                owner=owner, name=n, endpoint="x", address="x", sealed_secret="x", position_at=timezone.now()
            )
    assert counted[0] == counted[1]


def test_the_messages_that_are_sent_are_as_the_description_has_them(victor, receiver):
    from drf_spectacular.generators import SchemaGenerator
    from jsonschema import Draft202012Validator

    document = SchemaGenerator().get_schema(public=True)
    described = document["webhooks"]
    webhook = made(victor, endpoint=receiver.address)
    victor.post(f"{webhook['url']}/test")
    incident = published()
    send.run()
    type(incident).objects.filter(pk=incident.pk).update(summary="Corrected.")
    send.run()
    type(incident).objects.filter(pk=incident.pk).update(status="in_review")
    send.run()
    assert {message.told["type"] for message in receiver.got} == set(described)
    for message in receiver.got:
        operation = described[message.told["type"]]["post"]
        (content,) = operation["requestBody"]["content"].values()
        closed = content["schema"] | {"additionalProperties": False, "components": document["components"]}
        closed["properties"] |= {"data": closed["properties"]["data"] | {"unevaluatedProperties": False}}
        validator = Draft202012Validator(closed, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for told in (message.told, content["example"]):
            assert list(validator.iter_errors(told)) == []
        for header in operation["parameters"]:
            assert re.search(header["schema"]["pattern"], message.headers[header["name"]])
