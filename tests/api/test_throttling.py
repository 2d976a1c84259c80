"""Who asks too often waits; everybody is told how far they are."""

import re
import time

import pytest
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from incidents.api.throttling import ByAccount, ByAddress, Counter
from incidents.api.views.catalogues import SourceViewSet
from incidents.vocabulary import Scope
from tests import cast
from tests.api.conftest import client_of

SOURCES = "/api/v1/sources"
FRONT = "/api/v1/"


@pytest.fixture
def rates(monkeypatch):
    def give(**rates: str) -> None:
        monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)

    return give


def told(answer) -> dict[str, str | int]:
    name, remaining, reset = re.fullmatch(r'"(\w+)";r=(\d+);t=(\d+)', answer["RateLimit"]).groups()
    return {"name": name, "remaining": int(remaining), "reset": int(reset)}


def test_one_too_many_is_refused_and_told_when_to_come_back(viewer, rates):
    rates(user="2/min", anon="1/min")
    assert [viewer.get(SOURCES).status_code for _ in range(3)] == [200, 200, 429]
    answer = viewer.get(SOURCES)
    assert 0 < int(answer["Retry-After"]) <= 60
    assert told(answer) == {"name": "user", "remaining": 0, "reset": int(answer["Retry-After"])}


def test_who_tries_tokens_is_stopped_as_well(anonymous, rates):
    rates(anon="2/min", user="100/min")
    anonymous.credentials(HTTP_AUTHORIZATION="Bearer cit_guessed")
    assert [anonymous.get(SOURCES).status_code for _ in range(3)] == [401, 401, 429]


def test_another_person_is_not_stopped_by_it_and_another_token_of_the_same_is(viewer, alice, rates):
    rates(user="1/min", anon="1/min")
    assert [client.get(SOURCES).status_code for client in (viewer, alice)] == [200, 200]
    victor = viewer.get(FRONT)
    assert victor.status_code == 429
    other = client_of(cast.User.objects.get(username="victor"), Scope.READ)
    assert other.get(SOURCES).status_code == 429


def test_every_answer_tells_the_policy_and_what_remains(viewer, rates):
    rates(user="5/min", anon="1/min")
    answers = [
        viewer.get(SOURCES),
        viewer.get(f"{SOURCES}?no=1"),
        viewer.get(f"{SOURCES}/0"),
        viewer.get(FRONT),
    ]
    assert [answer.status_code for answer in answers] == [200, 400, 404, 200]
    assert [told(answer)["remaining"] for answer in answers] == [4, 3, 2, 1]
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"user";q=5;w=60'}
    assert all(0 < told(answer)["reset"] <= 60 for answer in answers)


def test_of_several_quotas_the_tightest_is_told_and_all_policies(viewer, rates, monkeypatch):
    class Daily(Counter):
        scope = "daily"

        def get_cache_key(self, request, view):
            return self.cache_format % {"scope": self.scope, "ident": request.user.pk}

    rates(user="100/min", daily="3/day", anon="1/min")
    monkeypatch.setattr(SourceViewSet, "throttle_classes", [ByAddress, ByAccount, Daily])
    answer = viewer.get(SOURCES)
    assert answer["RateLimit-Policy"] == '"user";q=100;w=60, "daily";q=3;w=86400'
    assert (told(answer)["name"], told(answer)["remaining"]) == ("daily", 2)


def test_who_asks_without_a_token_is_known_by_the_address_that_the_proxies_tell(rates, settings, db):
    from rest_framework.settings import api_settings

    rates(anon="1/min", user="100/min")
    ask = APIClient().get
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    assert api_settings.NUM_PROXIES == 1
    assert ask(FRONT, HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.1").status_code == 200
    # what stands before the proxy's own word is the client's, who may say anything
    assert ask(FRONT, HTTP_X_FORWARDED_FOR="198.51.100.2, 203.0.113.1").status_code == 429
    assert ask(FRONT, HTTP_X_FORWARDED_FOR="203.0.113.2").status_code == 200


def test_the_next_window_is_whole_again(viewer, rates, monkeypatch):
    rates(user="1/min", anon="1/min")
    viewer.get(SOURCES)
    refused = viewer.get(SOURCES)
    wait, now = int(refused["Retry-After"]), time.time()
    monkeypatch.setattr("incidents.api.throttling.time.time", lambda: now + wait)
    assert viewer.get(SOURCES).status_code == 200
