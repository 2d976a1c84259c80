"""What a file is taken for, whatever it is called."""

import gzip

import pytest

from incidents.ingestion.formats import forget, lines
from tests.ingestion.documents import page, pdf


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.csv"),
        (bytes(range(256)) * 20, "a.csv"),
        (bytes(range(256)) * 20, "a"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "a.xls"),
        (gzip.compress(b"title,text\n", mtime=0), "a.csv.gz"),
        (b"title,text\n1,2\n", "a.xlsx"),
        (b"title,text\n1,2\n", "a.zip"),
        (b"[1, 2]", "a.json"),
        (b"just words", "a.json"),
    ],
)
def test_what_is_nothing_we_read_is_refused(upload, data, name):
    field, words = upload(data, name).refusal()
    assert field == "file"
    assert words.startswith("expected ")
    assert words.endswith(".")


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (b"title,text\na,b\n", "a.csv", "csv"),
        (b"title,text\na,b\n", "", "csv"),
        (b"a\tb\n1\t2\n", "a.tsv", "csv"),
        (b'{"a": 1}\n{"a": 2}\n', "a.txt.unknown", "jsonl"),
        (b'{"a": 1}\n{"a": 2}\n', "a.json", "jsonl"),
        (b'\n [{"a": 1}]', "a.unknown", "json"),
        (b'[{"a": 1}]', "a.csv", "json"),
        (b'{"a": 1}', "a.json", "json"),
        (pdf(["A line."]), "a.csv", "document"),
        (page().encode(), "a.csv", "document"),
        (b"Rockets, drones and more.\nThey hit the base, he said, and left.\n", "", "document"),
        (b"Rockets, drones and more.\n", "a.txt", "document"),
        (b"From: a@b.example\nSubject: x\n\nwords\n", "a.eml", "document"),
        (b'<?xml version="1.0"?>\n<rss version="2.0"><channel></channel></rss>', "a.xml", "feed"),
        (b"https://a.example/1\nhttps://a.example/2\n", "a.txt", "urls"),
    ],
)
def test_what_it_is_taken_for(upload, data, name, format):
    if format == "feed":
        data = data.replace(b"<channel>", b"<channel><title>T</title><item><title>A</title></item>")
    assert upload(data, name).shape().format == format


def test_what_was_believed_of_another_format_is_forgotten(upload):
    shape = upload(b'{"a": 1}\n', "a.csv").shape(format="jsonl", delimiter=";", sheet="One", columns=("x",))
    assert (shape.delimiter, shape.sheet, shape.columns) == ("", "", ("a",))


def test_a_person_knows_better(upload):
    assert upload(b"title,text\na,b\n", "a.csv").shape(format="document").format == "document"


def test_a_document_is_one_line(upload):
    file = upload(page().encode(), "a.html")
    (line,) = file.lines()
    assert (line.number, line.document.data) == (1, page().encode())
    assert file.goes_on_from_every_line()


def test_a_document_that_is_too_large_is_one_problem(upload):
    (line,) = upload(b"words " * 5_000_000, "a.txt").lines()
    assert (line.problem.field, line.document) == ("file", None)


def test_no_file_may_have_more_lines_than_can_be_counted(upload, monkeypatch):
    monkeypatch.setitem(lines.__globals__, "MOST_LINES", 5)
    found = upload(b"a,b\n" + b"1,2\n" * 10, "a.csv").lines()
    assert [line.number for line in found] == [2, 3, 4, 5]
    assert found[-1].problem.words == "expected at most 4 lines; the rest is not read."


def test_nothing_is_left_beside_an_upload_that_is_forgotten(upload):
    file = upload("title,text\nä,b\n".encode("utf-16"), "a.csv")
    assert file.lines()
    copy = next(path for path in file.path.parent.iterdir() if path != file.path)
    assert copy.stem == file.path.name
    forget(file.path)
    assert list(file.path.parent.iterdir()) == [file.path]
