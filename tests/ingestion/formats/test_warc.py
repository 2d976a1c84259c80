"""Web archives, read by a real process apart."""

import gzip

import pytest

from incidents.ingestion import formats
from tests.ingestion.documents import page
from tests.ingestion.formats.files import problems


def record(kind: str, url: str, content: bytes) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http"
    return f"{head}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n\r\n"


def warc(*answers, packed=True) -> bytes:
    """Of (url, status, headers, body), each followed by its request."""
    records = []
    for url, status, headers, body in answers:
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        records.append(record("response", url, "\r\n".join(lines).encode() + body))
        records.append(record("request", url, b"GET / HTTP/1.1\r\n\r\n"))
    return b"".join(map(gzip.compress, records) if packed else records)


HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = ("https://wire.example.org/2024/rockets.html", "200 OK", HTML, page().encode())
PICTURE = ("https://wire.example.org/a.png", "200 OK", {"Content-Type": "image/png"}, b"\x89PNG")
MISSING = ("https://wire.example.org/gone", "404 Not Found", HTML, b"<p>gone</p>")


@pytest.mark.parametrize("packed", [True, False])
def test_pages_are_lines_and_what_they_are_made_of_is_passed_over(upload, packed):
    file = upload(warc(PICTURE, PAGE, MISSING, PAGE, packed=packed), "a.warc.gz")
    assert file.shape().format == "warc"
    found = file.lines()
    assert [line.number for line in found] == [3, 7]
    assert found[0].cells == {"url": "https://wire.example.org/2024/rockets.html"}
    assert found[0].document.data == page().encode()
    assert (found[0].document.file_name, found[0].document.content_type) == (
        "rockets.html",
        HTML["Content-Type"],
    )
    assert file.goes_on_from_every_line()


@pytest.mark.parametrize("packed", [True, False])
def test_what_breaks_off_says_so_in_its_last_line(upload, packed):
    data = warc(PAGE, PAGE, packed=packed)
    found = upload(data[: len(data) // 2 + 100], "a.warc").lines()
    assert found[0].document
    assert len(found) < 4
    found = upload(warc(PAGE, packed=packed) + b"garbage " * 100, "a.warc").lines()
    assert found[0].document
    assert len(problems(found)) <= 1


def test_a_page_that_unpacks_to_a_bomb_is_one_problem(upload):
    bomb = gzip.compress(bytes(200_000_000))
    found = upload(
        warc((PAGE[0], "200 OK", HTML | {"Content-Encoding": "gzip"}, bomb), PAGE), "a.warc.gz"
    ).lines()
    assert problems(found) == {1: "expected a page of at most 25 MB."}
    assert found[1].document


def test_a_line_without_end_kills_only_the_reader(upload, monkeypatch):
    monkeypatch.setattr(formats.warc, "SECONDS", 2)
    data = warc(PAGE) + gzip.compress(b"WARC/1.0\r\nX: " + bytes(500_000_000), compresslevel=1)
    found = upload(data, "a.warc.gz").lines()
    assert found[0].document
    assert list(problems(found)) == [2]
