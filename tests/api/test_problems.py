"""Whatever goes wrong is told as a problem that names what is wrong."""

import logging
import re

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError, connection, transaction
from django.test import override_settings
from rest_framework.throttling import AnonRateThrottle

from incidents.api import problems
from incidents.api.views.catalogues import SourceViewSet
from tests import factories
from tests.test_docs import DOCS, anchors

INCIDENTS = "/api/v1/incidents"


def problem(response, status):
    """The body, when it is a whole problem of this status whose type leads somewhere."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body.keys() >= {"type", "title", "status", "detail", "instance"}
    page, _, kind = body["type"].partition("#")
    assert (page, kind in problems.KINDS) == ("/api/v1/problems", True)
    return body


def kind(body):
    return body["type"].partition("#")[2]


def test_an_unknown_address_is_a_problem_and_not_a_page(anonymous):
    body = problem(anonymous.get("/api/v1/insidents"), 404)
    assert (kind(body), body["instance"]) == ("not-found", "/api/v1/insidents")


def test_a_slash_at_the_end_is_told_and_not_guessed_away(anonymous):
    assert "no slash at their end" in problem(anonymous.get(f"{INCIDENTS}/"), 404)["detail"]


@pytest.mark.parametrize(
    "asked", ["%00", "1%00", "IQ-2024-0001%00", "99999999999999999999", "²", "iq-2024-1"]
)
def test_an_address_of_nonsense_is_not_found_and_no_failure(viewer, asked):
    problem(viewer.get(f"{INCIDENTS}/{asked}"), 404)


@pytest.mark.parametrize("catalogue", ["actors", "bases", "places", "sources", "campaigns", "articles"])
@pytest.mark.parametrize("asked", ["%00", "99999999999999999999", "no-such", "²"])
def test_there_is_no_such_record_in_the_catalogues(alice, catalogue, asked):
    problem(alice.get(f"/api/v1/{catalogue}/{asked}"), 404)


def test_a_method_that_is_not_served_is_refused_with_those_that_are(viewer):
    response = viewer.delete(INCIDENTS)
    problem(response, 405)
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_who_does_not_say_who_he_is_is_asked(anonymous):
    response = anonymous.get(INCIDENTS)
    assert kind(problem(response, 401)) == "not-authenticated"
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_json_that_breaks_off_is_malformed(submitter):
    response = submitter.post("/api/v1/articles", b'{"text": "Rock', content_type="application/json")
    assert kind(problem(response, 400)) == "malformed"


def test_json_that_is_nested_without_end_is_malformed_and_no_failure(submitter):
    response = submitter.post("/api/v1/articles", b"[" * 100_000, content_type="application/json")
    assert kind(problem(response, 400)) == "malformed"


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"text"', b'[{"text": "Rockets"}]'])
def test_json_of_another_shape_is_invalid(submitter, body):
    response = submitter.post("/api/v1/articles", body, content_type="application/json")
    assert kind(problem(response, 400)) == "invalid"


def test_bytes_that_are_no_text_are_malformed(submitter):
    response = submitter.post("/api/v1/articles", b'{"text": "\xff\xfe"}', content_type="application/json")
    assert kind(problem(response, 400)) == "malformed"


def test_another_format_is_refused(submitter):
    response = submitter.post("/api/v1/articles", b"<article/>", content_type="application/xml")
    assert kind(problem(response, 415)) == "unsupported-media-type"


def test_another_form_of_answer_is_not_to_be_had(viewer):
    problem(viewer.get(f"{INCIDENTS}/1", HTTP_ACCEPT="text/csv"), 406)
    problem(viewer.get(INCIDENTS, HTTP_ACCEPT="image/png"), 406)


def test_a_format_in_the_address_is_an_unknown_parameter(viewer):
    for asked in ("csv", "json"):
        assert kind(problem(viewer.get(f"/api/v1/actors?format={asked}"), 400)) == "unknown-parameter"
        assert kind(problem(viewer.get(f"{INCIDENTS}.csv?format={asked}"), 400)) == "unknown-parameter"


@pytest.mark.parametrize(
    "name", ["incidents", "articles", "actors", "bases", "places", "sources", "campaigns"]
)
def test_every_list_tells_its_head_and_its_methods(alice, name):
    head = alice.head(f"/api/v1/{name}")
    assert (head.status_code, head.content) == (200, b"")
    assert "GET" in alice.options(f"/api/v1/{name}")["Allow"]


def test_a_body_beyond_the_limit_is_refused_with_the_limit_before_it_is_read(submitter, alice):
    response = submitter.post(
        "/api/v1/articles", b"{}", content_type="application/json", CONTENT_LENGTH=str(10**9)
    )
    assert problem(response, 413)["limit"] == 25 * 1024 * 1024
    response = alice.post(
        f"{INCIDENTS}/1/publish", b"{}", content_type="application/json", CONTENT_LENGTH=str(10**8)
    )
    assert problem(response, 413)["limit"] == 1024 * 1024


def test_a_body_in_chunks_is_not_taken_for_an_empty_one(submitter):
    response = submitter.post(
        "/api/v1/articles", b"", content_type="application/json", HTTP_TRANSFER_ENCODING="chunked"
    )
    problem(response, 411)


def test_who_asks_too_often_is_told_how_long_to_wait(anonymous, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/min"})
    assert [anonymous.get("/api/v1/").status_code for _ in range(2)] == [200, 200]
    response = anonymous.get("/api/v1/")
    assert kind(problem(response, 429)) == "too-many-requests"
    assert 0 < int(response["Retry-After"]) <= 60


def breaking(monkeypatch, error):
    def fail(view):
        raise error

    monkeypatch.setattr(SourceViewSet, "get_queryset", fail)


def test_our_own_failure_says_nothing_of_our_inside_and_is_logged(viewer, monkeypatch, caplog):
    breaking(monkeypatch, ZeroDivisionError("secret of the house"))
    viewer.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        response = viewer.get("/api/v1/sources")
    assert kind(problem(response, 500)) == "internal"
    assert b"secret" not in response.content
    assert "secret of the house" in caplog.text


def test_a_database_that_does_not_answer_is_told_as_passing(viewer, monkeypatch):
    breaking(monkeypatch, OperationalError("could not connect to 10.0.0.1"))
    response = viewer.get("/api/v1/sources")
    assert kind(problem(response, 503)) == "unavailable"
    assert b"10.0.0.1" not in response.content
    assert int(response["Retry-After"]) > 0


@pytest.mark.parametrize("address", ["sources", "incidents.csv"])
def test_a_question_that_takes_too_long_is_given_up_and_the_next_one_answered(viewer, address):
    elsewhere = connection.copy()
    try:
        elsewhere.set_autocommit(False)
        with elsewhere.cursor() as cursor:
            cursor.execute("LOCK TABLE incidents_source, incidents_sourcerevision IN ACCESS EXCLUSIVE MODE")
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 300")
            response = viewer.get(f"/api/v1/{address}")
            transaction.set_rollback(True)
    finally:
        elsewhere.close()
    assert kind(problem(response, 503)) == "took-too-long"
    assert int(response["Retry-After"]) > 0
    assert b"canceling" not in response.content
    assert viewer.get(f"/api/v1/{address}").status_code == 200


def test_what_django_finds_suspicious_is_malformed(viewer, monkeypatch):
    breaking(monkeypatch, SuspiciousOperation("odd"))
    assert kind(problem(viewer.get("/api/v1/sources"), 400)) == "malformed"


def test_a_name_that_is_not_known_is_refused_with_the_nearest_and_all_that_are(viewer):
    body = problem(viewer.get(f"{INCIDENTS}?contry=IQ"), 400)
    assert kind(body) == "unknown-parameter"
    (error,) = body["errors"]
    assert error["parameter"] == "contry"
    assert "Did you mean country?" in error["detail"]
    assert all(name in error["detail"] for name in ("bbox", "date_after", "cursor", "include"))


def test_one_record_takes_no_filters(viewer):
    incident = factories.IncidentFactory(published=True)
    body = problem(viewer.get(f"{INCIDENTS}/{incident.public_id}?country=SY"), 400)
    assert body["errors"][0]["parameter"] == "country"


def test_every_fault_of_a_query_is_told_at_once(viewer):
    body = problem(viewer.get(f"{INCIDENTS}?bbox=1,2,3&killed_min=few&event_type=war"), 400)
    assert {error["parameter"] for error in body["errors"]} == {"bbox", "killed_min", "event_type"}


def test_a_field_of_the_body_is_named_by_its_path(submitter):
    response = submitter.post("/api/v1/articles", {"text": "Rockets", "titel": "x"}, format="json")
    (error,) = problem(response, 400)["errors"]
    assert (error["field"], error["pointer"]) == ("titel", "/titel")


@override_settings(PUBLIC_READ=True)
def test_null_characters_are_refused_and_never_reach_the_database(anonymous):
    for name in (
        "q",
        "place",
        "actor",
        "base",
        "cursor",
        "include",
        "status",
        "ordering",
        "page_size",
        "source",
    ):
        body = problem(anonymous.get(INCIDENTS, {name: "a\x00b"}), 400)
        assert body["errors"][0]["parameter"] == name


def test_the_page_of_problems_has_a_place_for_each(anonymous):
    response = anonymous.get("/api/v1/problems")
    assert response.status_code == 200
    assert set(re.findall(r'id="([\w-]+)"', response.content.decode())) == set(problems.KINDS)


def test_the_documents_tell_of_each_problem_and_of_none_that_is_gone():
    headings = anchors(DOCS / "errors.md")
    assert set(problems.KINDS) <= headings
    text = (DOCS / "errors.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## ([\w-]+)$", text, re.MULTILINE)) == set(problems.KINDS)
