"""Pages of other origins may ask where the installation says so, with a token and never with a cookie."""

import pytest
from corsheaders.conf import conf

ORIGIN = "https://dashboard.example"
LIST = "/api/v1/incidents"


@pytest.fixture
def open_to(settings):
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]


def preflight(
    client, path: str = LIST, origin: str = ORIGIN, method: str = "GET", headers: str = "authorization"
):
    return client.options(
        path,
        HTTP_ORIGIN=origin,
        HTTP_ACCESS_CONTROL_REQUEST_METHOD=method,
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS=headers,
    )


def test_by_itself_no_other_origin_reads_anything(viewer):
    assert conf.CORS_ALLOWED_ORIGINS == []
    assert "Access-Control-Allow-Origin" not in viewer.get(LIST, HTTP_ORIGIN=ORIGIN)
    assert "Access-Control-Allow-Origin" not in preflight(viewer)


def test_an_origin_that_is_not_listed_reads_nothing(viewer, open_to):
    for origin in ("https://elsewhere.example", "http://dashboard.example", f"{ORIGIN}.evil.example", "null"):
        assert "Access-Control-Allow-Origin" not in viewer.get(LIST, HTTP_ORIGIN=origin)
        assert "Access-Control-Allow-Origin" not in preflight(viewer, origin=origin)


def test_pages_for_people_are_never_read_from_elsewhere(client, db, open_to):
    for path in ("/admin/", "/admin/account/", "/healthz"):
        assert "Access-Control-Allow-Origin" not in client.get(path, HTTP_ORIGIN=ORIGIN)
        assert "Access-Control-Allow-Origin" not in preflight(client, path)


def test_no_cookie_is_asked_for_and_none_counts(viewer, open_to):
    assert "Access-Control-Allow-Credentials" not in viewer.get(LIST, HTTP_ORIGIN=ORIGIN)
    assert "Access-Control-Allow-Credentials" not in preflight(viewer)


@pytest.mark.parametrize("path", [LIST, "/ogc/", "/compat/acled/read"])
def test_a_listed_one_may_ask_with_a_token(anonymous, open_to, path):
    answer = preflight(anonymous, path)
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert "authorization" in answer["Access-Control-Allow-Headers"]
    assert "origin" in answer["Vary"]


@pytest.mark.parametrize(
    "header", ["if-match", "if-none-match", "idempotency-key", "content-type", "x-request-id"]
)
def test_and_change_things_with_the_headers_that_this_takes(anonymous, open_to, header):
    answer = preflight(anonymous, f"{LIST}/1", method="PATCH", headers=f"authorization,{header}")
    assert "PATCH" in answer["Access-Control-Allow-Methods"]
    assert header in answer["Access-Control-Allow-Headers"].split(", ")


def test_and_read_the_headers_that_our_answers_have(viewer, open_to):
    answer = viewer.get(LIST, HTTP_ORIGIN=ORIGIN)
    exposed = set(answer["Access-Control-Expose-Headers"].split(", "))
    assert exposed >= {
        "ETag",
        "Link",
        "Location",
        "RateLimit",
        "RateLimit-Policy",
        "Retry-After",
        "X-Request-Id",
    }


def test_even_a_refusal_can_be_read(anonymous, open_to):
    answer = anonymous.get(LIST, HTTP_ORIGIN=ORIGIN)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (401, ORIGIN)
