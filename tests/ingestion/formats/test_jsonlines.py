"""JSON Lines and lists of addresses."""

import pytest

from incidents.ingestion.formats.shapes import LONGEST_LINE
from tests.ingestion.formats.files import good, problems

ROW = b'{"title": "Rockets", "text": "They hit the base."}\n'
READ = {"title": "Rockets", "text": "They hit the base."}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (b'{"title": "Rockets", \n', "expected JSON"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", "expected JSON"),
        (b"[" * 100_000 + b"\n", "expected JSON"),
        (b"[1, 2]\n", "expected a JSON object"),
        (b'"text"\n', "expected a JSON object"),
        (b'{"text": "Caf\xe9"}\n', "expected JSON"),
        (b'{"text": "\xff\xfe"}\n', "expected JSON"),
        (b'{"text": "half \\ud83d"}\n', "expected JSON"),
        (bytes(300) + b"\n", "expected JSON"),
        (b"{" + b",".join(b'"k%d": 1' % n for n in range(10_000)) + b"}\n", "expected at most 1,000 values"),
        (b'{"text": "' + b"x" * (LONGEST_LINE + 5_000_000) + b'"}\n', "expected at most 16 MB in one line"),
    ],
    ids=["cut", "deep", "deep array", "list", "string", "latin-1", "bytes", "half", "NUL", "wide", "huge"],
)
def test_a_bad_line_is_one_problem_and_its_neighbours_are_read(upload, bad, words):
    file = upload(b'{"title": "' + "ж".encode() * 60 + b'"}\n' + ROW + bad + b"\n" + ROW, "a.jsonl")
    found = file.lines()
    assert list(problems(found)) == [3]
    assert problems(found)[3].startswith(words)
    assert good(found)[1:] == [READ, READ]
    assert found[-1].number == 5
    assert file.goes_on_from_every_line()


def test_what_is_nested_is_named_with_dots(upload):
    line = (
        b'{"source": {"name": "Wire", "id": null}, "authors": ["A", "B"], "n": 5, "ok": true, "x": [1, {}]}'
    )
    assert good(upload(line, "a.jsonl").lines()) == [
        {
            "source.name": "Wire",
            "source.id": "",
            "authors": "A, B",
            "n": "5",
            "ok": "true",
            "x": "[1,{}]",
        }
    ]


def test_columns_are_the_keys_of_the_first_hundred(upload):
    lines = b'{"a": 1}\n' * 50 + b'{"b": 1}\n' * 60 + b'{"c": 1}\n'
    assert upload(lines, "a.jsonl").shape().columns == ("a", "b")


class TestAddresses:
    def test_what_is_none_is_told(self, upload):
        good_ones = b"# my list\nhttps://example.org/a?b=1,2\n\nHTTP://example.org/b\r\n"
        found = upload(good_ones + b"javascript:alert(1)\nhttps://example.org/a b\n").lines(format="urls")
        assert good(found) == [{"url": "https://example.org/a?b=1,2"}, {"url": "HTTP://example.org/b"}]
        assert list(problems(found)) == [5, 6]

    def test_a_list_of_them_is_seen_for_one(self, upload):
        assert upload(b"https://example.org/a\nhttps://example.org/b\n", "list.txt").shape().format == "urls"
        assert upload(b"https://example.org/a is what we read.\n", "a.txt").shape().format == "document"
