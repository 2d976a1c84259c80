"""JSON arrays."""

import pytest

from incidents.ingestion.formats import jsonarray
from tests.ingestion.formats.files import good, problems

ONE = b'{"title": "Rockets", "text": "They \\"hit\\" the [base], \\\\"}'
READ = {"title": "Rockets", "text": 'They "hit" the [base], \\'}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (b'{"title": tru}', "expected JSON"),
        (b"", "expected JSON"),
        (b"7", "expected a JSON object"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "expected JSON"),
        (b'{"a": "\xff"}', "expected JSON"),
        (b'{"a": "' + b'\\"' * 10_000_000 + b'"}', "expected at most 16 MB in one element"),
    ],
    ids=["word", "nothing", "number", "deep", "bytes", "huge"],
)
def test_a_bad_element_is_one_problem_and_its_neighbours_are_read(upload, bad, words):
    file = upload(b"[" + ONE + b",\n" + bad + b", " + ONE + b"]\n", "a.json")
    found = file.lines(encoding="utf-8")
    assert list(problems(found)) == [2]
    assert problems(found)[2].startswith(words)
    assert good(found) == [READ, READ]


@pytest.mark.parametrize(
    ("cut", "whole"), [(2 * len(ONE) + 12, 2), (2 * len(ONE) + 2, 2), (len(ONE) + 2, 1), (len(ONE) + 1, 1)]
)
def test_what_breaks_off_says_so_in_one_last_line(upload, cut, whole):
    found = upload((b"[" + ONE + b"," + ONE + b"," + ONE + b"]")[:cut], "a.json").lines()
    assert good(found) == [READ] * whole
    assert list(problems(found)) == ([whole + 1] if cut != len(ONE) + 2 else [])


def test_a_bracket_too_many_ends_the_array(upload):
    assert good(upload(b"[" + ONE + b"]]" + ONE + b"]", "a.json").lines()) == [READ]


@pytest.mark.parametrize("piece", [b"[", b"[]", b'{"":[', b"[],"])
def test_brackets_without_end_are_not_followed_for_an_hour(upload, piece, monkeypatch):
    monkeypatch.setattr(jsonarray, "MOST_TOKENS", 100_000)
    file = upload(b"[" + ONE + b",[" + piece * (20_000_000 // len(piece)), "a.json")
    found = file.lines()
    assert good(found) == [READ]
    assert list(problems(found)) == [2]
    assert file.goes_on_from_every_line()


def test_nothing_but_depth_is_refused(upload):
    assert upload(b"[" * 100_000, "a.json").refusal()[0] == "file"
    assert upload(b"[1, 2, 3]", "a.json").refusal()[0] == "file"


@pytest.mark.parametrize(
    "data",
    [
        b"[" + ONE + b"," + ONE + b"]",
        b"\xef\xbb\xbf \n[" + ONE + b"\n,\n" + ONE + b",\n]\n",
        b'{"status": "ok", "tags": ["a"], "articles": [' + ONE + b"," + ONE + b'], "total": 2}',
    ],
    ids=["array", "marked, with a last comma", "within an answer"],
)
def test_elements_are_read_and_gone_on_with(upload, data):
    file = upload(data, "a.json")
    assert file.shape().columns == ("title", "text")
    assert good(file.lines()) == [READ, READ]
    assert not problems(file.lines())
    assert [line.number for line in file.lines()] == [1, 2]
    assert file.goes_on_from_every_line()


def test_one_object_is_one_line(upload):
    found = upload(b'{\n  "title": "Rockets",\n  "tags": ["a", "b"]\n}\n', "a.json").lines()
    assert [line.number for line in found] == [1]
    assert found[0].cells["title"] == "Rockets"


def test_strings_across_chunks(upload):
    """Of one megabyte each: an escape, a quote, a letter of two bytes at their border."""
    for shift in range(6):
        text = "x" * (1024 * 1024 - 20 - shift) + '\\"é\\\\' + "y" * 100
        found = upload(f'[{{"text": "{text}"}}, {{"text": "next"}}]'.encode(), "a.json").lines()
        assert [len(cells["text"]) for cells in good(found)] == [1024 * 1024 - 20 - shift + 3 + 100, 4]
