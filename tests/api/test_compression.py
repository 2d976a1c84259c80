"""Answers travel small to whoever takes gzip, and are the same otherwise."""

import gzip
import json
import os

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from incidents.api.compression import Gzip
from tests.api.test_filters import made

LIST = "/api/v1/incidents"


def pressed(answer_type: str, path: str = LIST, streaming: bool = False, **headers: str):
    body = b"{}" * 5000
    answer = (
        StreamingHttpResponse(iter([body]), content_type=answer_type, headers=headers)
        if streaming
        else HttpResponse(body, content_type=answer_type, headers=headers)
    )
    request = RequestFactory().get(path, HTTP_ACCEPT_ENCODING="gzip")
    return Gzip(lambda request: answer)(request)


@pytest.mark.parametrize(
    "kind",
    [
        "text/event-stream",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.apache.parquet",
        "application/octet-stream",
        "image/png",
        "application/vnd.google-earth.kmz",
    ],
)
def test_events_and_what_is_compressed_already_are_left_alone(kind):
    answer = pressed(kind, streaming=True)
    assert not answer.has_header("Content-Encoding")
    assert b"".join(answer) == b"{}" * 5000


def test_pages_for_people_are_left_alone_for_they_hold_secrets():
    assert not pressed("text/html", "/admin/").has_header("Content-Encoding")


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/geo+json",
        "application/problem+json",
        "application/vnd.oai.openapi+json",
        "application/vnd.oai.openapi+json;version=3.0",
        "text/csv; charset=utf-8",
        "application/atom+xml",
        "application/vnd.google-earth.kml+xml",
    ],
)
def test_text_is_compressed(kind):
    answer = pressed(kind)
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == b"{}" * 5000
    assert len(answer.content) < 500


def test_to_who_does_not_take_it_nothing_is_sent_so_and_caches_are_told_to_mind(viewer):
    made()
    plain = viewer.get(LIST)
    assert not plain.has_header("Content-Encoding")
    assert "Accept-Encoding" in plain["Vary"]


def test_the_list_is_the_same_small_or_large(viewer):
    for _ in range(5):
        made()
    small = viewer.get(LIST, HTTP_ACCEPT_ENCODING="gzip")
    assert json.loads(gzip.decompress(small.content)) == viewer.get(LIST).json()


def test_two_answers_to_the_same_question_differ_in_length(viewer):
    """Who could have others' words reflected beside a secret would else read it from the length (BREACH)."""
    made()
    assert len({len(viewer.get(LIST, HTTP_ACCEPT_ENCODING="gzip").content) for _ in range(20)}) > 1


def test_exports_are_compressed_as_they_stream():
    taken = []

    def rows():
        for number in range(2000):
            taken.append(number)
            yield os.urandom(1000).hex().encode()

    answer = StreamingHttpResponse(rows(), content_type="text/csv")
    sent = Gzip(lambda request: answer)(RequestFactory().get(LIST, HTTP_ACCEPT_ENCODING="gzip"))
    next(iter(sent))  # the head
    next(iter(sent))
    assert 0 < len(taken) < 200


def test_the_version_of_a_compressed_incident_is_still_good_to_change_it_by(bob):
    path = f"{LIST}/{made().pk}"
    answer = bob.get(path, HTTP_ACCEPT_ENCODING="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert answer["ETag"].startswith('W/"')
    changed = bob.post(f"{path}/reopen", {"reason": "a doubt"}, format="json", HTTP_IF_MATCH=answer["ETag"])
    assert changed.status_code == 200, changed.content
