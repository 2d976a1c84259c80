"""A token as the password of Basic, for programs that know no other way."""

from base64 import b64encode

import pytest
from rest_framework.test import APIClient

from incidents.api.authentication import WrongTokens
from incidents.models import Token
from incidents.vocabulary import Scope
from tests import cast

INCIDENTS = "/api/v1/incidents"


def basic(name, password):
    client = APIClient()
    packed = b64encode(f"{name}:{password}".encode()).decode()
    client.credentials(HTTP_AUTHORIZATION=f"Basic {packed}")
    return client


def test_a_persons_own_password_opens_nothing(db):
    cast.bob()
    assert basic("bob", cast.PASSWORD).get(INCIDENTS).status_code == 401


@pytest.mark.parametrize("password", ["", "cit_unknown", "ünknown", "cit_:x"])
def test_what_is_no_token_is_refused_even_where_all_may_read(db, password, settings):
    settings.PUBLIC_READ = True
    assert basic("anybody", password).get(INCIDENTS).status_code == 401


@pytest.mark.parametrize("given", ["Basic", "Basic %%%", "Basic QQ=", "Basic QUJD"])
def test_what_is_no_basic_is_refused(db, given):
    answer = APIClient().get(INCIDENTS, headers={"Authorization": given})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_a_revoked_token_is_no_password(db):
    token, secret = Token.objects.issue(cast.bob(), name="gis", scopes=[Scope.READ])
    assert basic("gis", secret).get(INCIDENTS).status_code == 200
    token.revoked_at = token.created_at
    token.save()
    assert basic("gis", secret).get(INCIDENTS).status_code == 401


def test_it_may_no_more_than_the_token(db):
    _, secret = Token.objects.issue(cast.bob(), name="gis", scopes=[Scope.READ])
    client = basic("whoever", secret)
    assert client.get(INCIDENTS, {"status": "draft"}).status_code == 403
    assert client.post("/api/v1/articles", {"text": "x"}).status_code == 403


def test_the_session_of_a_browser_counts_before_the_password_of_a_proxy(db):
    client = basic("team", "of the proxy")
    client.force_login(cast.bob())
    assert client.get(INCIDENTS).status_code == 200


@pytest.mark.parametrize("scheme", ["Basic", "Bearer"])
def test_who_sends_wrong_ones_again_and_again_has_to_wait(db, monkeypatch, scheme):
    monkeypatch.setattr(WrongTokens, "THROTTLE_RATES", {"anon": "3/min"})
    wrong = basic("x", "cit_x") if scheme == "Basic" else APIClient(HTTP_AUTHORIZATION="Bearer cit_x")
    assert [wrong.get(INCIDENTS).status_code for _ in range(5)] == [401, 401, 401, 429, 429]
    assert int(wrong.get(INCIDENTS)["Retry-After"]) > 0
    _, secret = Token.objects.issue(cast.bob(), name="gis", scopes=[Scope.READ])
    assert basic("gis", secret).get(INCIDENTS).status_code == 200, "a right one opens all the same"
