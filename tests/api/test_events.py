"""Publications as they happen, by a real server and a real client: first what must not be told."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from threading import BoundedSemaphore

import pytest
from django.utils import timezone

from incidents import review
from incidents.api.views import events
from incidents.models import Incident, Token, User
from incidents.models.changes import Position, changes, latest
from incidents.vocabulary import Scope, Sensitivity, Status
from tests import cast, factories
from tests.api.conftest import client_of

EVENTS = "/api/v1/incidents/events"


@pytest.fixture(autouse=True)
def brief(settings, monkeypatch):
    settings.EVENT_STREAM_SECONDS = 2
    monkeypatch.setattr(events, "streams", BoundedSemaphore(settings.EVENT_STREAMS))
    monkeypatch.setattr(events, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(events, "BEAT_EVERY", 0.3)


@pytest.fixture
def secret(transactional_db):
    return Token.objects.issue(cast.person("victor", "viewer"), name="script", scopes=[Scope.READ])[1]


def opened(live_server, secret, query="", last=None):
    headers = {"Authorization": f"Bearer {secret}"} | ({"Last-Event-ID": last} if last else {})
    request = urllib.request.Request(f"{live_server.url}{EVENTS}{query}", headers=headers)
    return urllib.request.urlopen(request, timeout=10)


def read(stream) -> Iterator[dict]:
    """As WHATWG's rules have it: fields to an empty line, comments left out."""
    event: dict = {}
    for line in stream:
        text = line.decode().rstrip("\n")
        if not text:
            if "data" in event:
                yield event | {"data": json.loads(event["data"])}
            event = {}
        elif not text.startswith(":"):
            name, _colon, value = text.partition(": ")
            event[name] = value


def told(stream):
    return [(event["event"], event["data"]["id"]) for event in read(stream)]


def published(**fields):
    return review.publish(factories.IncidentFactory(**fields), by=editor(), seen_version=1)


def editor():
    return User.objects.filter(username="bob").first() or cast.bob()


@pytest.mark.django_db
def test_to_nobody_without_the_right_and_nothing_unreadable_is_taken(anonymous, viewer):
    assert anonymous.get(EVENTS).status_code == 401
    assert client_of(cast.charlie()).get(EVENTS).status_code == 403
    assert viewer.head(EVENTS).status_code == 200
    assert viewer.get(EVENTS, HTTP_LAST_EVENT_ID="yesterday").status_code == 400
    assert viewer.get(EVENTS, HTTP_LAST_EVENT_ID="9" * 40 + "-1").status_code == 400
    assert viewer.get(EVENTS, {"contry": "IQ"}).status_code == 400
    assert viewer.get(EVENTS, {"fields": "nothing"}).status_code == 400


def test_what_is_hidden_is_not_told_though_somebody_sees_drafts(live_server, secret):
    since = str(latest())
    factories.IncidentFactory()
    published(sensitivity=Sensitivity.RESTRICTED)
    published(embargo_until=timezone.now() + timedelta(days=1))
    _, bobs = Token.objects.issue(editor(), name="all", scopes=[Scope.ADMIN])
    for token in (secret, bobs):
        assert told(opened(live_server, token, last=since)) == []


def test_what_happens_is_told_as_it_happens(live_server, secret):
    stream = opened(live_server, secret)
    assert stream.headers["Content-Type"].startswith("text/event-stream")
    assert stream.headers["Cache-Control"] == "no-store"
    heard = read(stream)
    for _ in range(3):
        stream.readline()  # where it begins
    incident = published()
    first = next(heard)
    assert (first["event"], first["data"]["public_id"]) == ("incident.published", incident.public_id)
    Incident.objects.filter(pk=incident.pk).update(summary="Corrected.")
    second = next(heard)
    assert (second["event"], second["data"]["summary"]) == ("incident.changed", "Corrected.")
    Incident.objects.filter(pk=incident.pk).update(status=Status.IN_REVIEW)
    third = next(heard)
    assert (third["event"], third["data"]["state"]) == ("incident.gone", "withdrawn")
    assert list(heard) == []


def test_who_comes_again_is_told_what_came_meanwhile_and_nothing_twice(live_server, secret):
    since = str(latest())
    one, other = published(), published()
    heard = list(read(opened(live_server, secret, last=since)))
    assert [event["data"]["id"] for event in heard] == [one.pk, other.pk]
    again = opened(live_server, secret, last=heard[0]["id"])
    assert told(again) == [("incident.published", other.pk)]


def test_it_takes_filters_and_fields(live_server, secret):
    since = str(latest())
    published(country="IQ")
    syria = published(country="SY")
    (event,) = read(opened(live_server, secret, "?country=SY&fields=id,country", last=since))
    assert event["data"] == {"id": syria.pk, "country": "SY"}


def test_it_ends_by_itself_after_beats_and_gives_its_place_back(live_server, secret):
    for _ in range(3):
        time.sleep(0.5)  # as above
        text = opened(live_server, secret).read().decode()
        assert text.startswith("retry: ")
        assert ": still here" in text


def test_as_many_as_the_server_holds_and_no_more(live_server, secret, settings):
    streams = [opened(live_server, secret) for _ in range(settings.EVENT_STREAMS)]
    with pytest.raises(urllib.error.HTTPError) as refused:
        opened(live_server, secret)
    assert refused.value.code == 503
    assert int(refused.value.headers["Retry-After"]) > 0
    for stream in streams:
        stream.read()
    time.sleep(0.5)  # the server closes after the client has read to the end
    assert opened(live_server, secret).status == 200


@pytest.mark.django_db
def test_the_end_of_an_embargo_is_a_publication():
    since = latest()
    incident = factories.IncidentFactory(
        published=True, embargo_until=timezone.now() + timedelta(seconds=0.5)
    )
    assert changes(since, Incident.objects.all(), most=5) == []
    time.sleep(0.5)
    (change,) = changes(since, Incident.objects.all(), most=5)
    assert (change.kind, change.row) == ("published", incident)


@pytest.mark.django_db
def test_few_at_a_time_make_the_same_whole_in_order():
    since = position = latest()
    made = [factories.IncidentFactory(published=True) for _ in range(7)]
    for incident in made[::3]:
        Incident.objects.filter(pk=incident.pk).update(status=Status.IN_REVIEW)
    whole = changes(since, Incident.objects.all(), most=100)
    pieces = []
    while piece := changes(position, Incident.objects.all(), most=2):
        pieces += piece
        position = Position.read(str(piece[-1].position))
    assert pieces == whole
    assert sorted(change.position.incident for change in whole) == [incident.pk for incident in made]


@pytest.mark.django_db
def test_fifty_take_as_many_queries_as_one(queries, settings):
    settings.EVENT_STREAM_SECONDS = 0.01
    client = client_of(cast.person("victor", "viewer"), Scope.READ)
    since = str(latest())

    def listen():
        return list(client.get(EVENTS, HTTP_LAST_EVENT_ID=since))

    factories.IncidentFactory(published=True)
    listen()
    one = queries(listen)
    for _ in range(49):
        factories.IncidentFactory(published=True)
    assert queries(listen) == one


def test_what_an_embargo_sets_free_while_a_stream_is_open_is_told_in_it(live_server, secret, settings):
    settings.EVENT_STREAM_SECONDS = 4
    incident = published(embargo_until=timezone.now() + timedelta(seconds=2))
    with opened(live_server, secret, last=str(latest())) as stream:
        assert told(stream) == [("incident.published", incident.pk)]
