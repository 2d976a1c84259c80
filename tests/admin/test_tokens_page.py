"""My tokens: what one may make, that it is shown once, and how it ends."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from incidents.models import Token
from incidents.vocabulary import Scope
from tests import cast

pytestmark = pytest.mark.django_db

PAGE = "/admin/account/tokens/"


@pytest.fixture
def hers(alice) -> Client:
    """Alice, who has just given her password again."""
    client = Client()
    client.post("/admin/account/login/", {"login": "alice", "password": cast.PASSWORD})
    client.post("/admin/account/confirm/", {"password": cast.PASSWORD})
    return client


def make(client: Client, **values: object):
    return client.post(PAGE, {"name": "Map", "scopes": ["read"], "expires_on": ""} | values)


def test_no_token_is_made_before_the_password_is_given_again(alice):
    client = Client()
    client.force_login(alice)
    assert make(client).headers["Location"].startswith("/admin/account/confirm/?")
    assert not Token.objects.exists()


def test_once_it_is_given_the_token_that_was_asked_for_is_made(alice):
    client = Client()
    client.force_login(alice)
    confirm = make(client).headers["Location"]
    answer = client.post(confirm, {"password": cast.PASSWORD, "next": PAGE})
    assert "cit_" in answer.content.decode()
    assert Token.objects.get().owner == alice


def test_scopes_that_ones_own_rights_cannot_use_are_neither_offered_nor_taken(hers):
    page = hers.get(PAGE).content.decode()
    assert ('value="review"' in page, 'value="admin"' in page) == (True, False)
    answer = make(hers, scopes=["read", "admin"])
    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_a_viewer_makes_tokens_that_read_and_have_webhooks_and_nothing_else():
    client = Client()
    client.force_login(cast.person("vera", "viewer"))
    assert re.findall(r'name="scopes" value="(\w+)"', client.get(PAGE).content.decode()) == [
        "read",
        "webhooks",
    ]


def test_who_has_no_role_makes_none():
    client = Client()
    client.force_login(cast.charlie())
    assert "could do nothing" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "required"),
        ({"scopes": []}, "required"),
        ({"expires_on": "2001-01-01"}, "expected today"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(hers, values, said):
    answer = make(hers, **({"name": "Weekly chart"} | values))
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    assert "Weekly chart" in page or not values.get("name", True)


def test_the_secret_is_shown_once_is_kept_by_nobody_and_works(hers):
    answer = make(hers)
    secret = re.search(r"cit_[\w-]{20,}", answer.content.decode())[0]
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in hers.get(PAGE).content.decode()
    assert Client().get("/api/v1/incidents", HTTP_AUTHORIZATION=f"Bearer {secret}").status_code == 200
    assert Token.objects.get().last_used_at is not None


def test_a_token_works_through_its_last_day(hers):
    day = timezone.now().date() + timedelta(days=3)
    make(hers, expires_on=day.isoformat())
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    assert Token.objects.get().expires_at == end


def test_a_revoked_token_ends_at_once_and_stays_in_the_list(hers, alice):
    token, secret = Token.objects.issue(alice, name="Map", scopes=[Scope.READ])
    hers.post(f"{PAGE}{token.pk}/revoke/")
    assert Client().get("/api/v1/incidents", HTTP_AUTHORIZATION=f"Bearer {secret}").status_code == 401
    assert "revoked" in hers.get(PAGE).content.decode()


def test_the_tokens_of_others_are_neither_seen_nor_revoked(hers):
    token, _ = Token.objects.issue(cast.bob(), name="Bob's own", scopes=[Scope.READ])
    assert "Bob" not in hers.get(PAGE).content.decode()
    assert hers.post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
