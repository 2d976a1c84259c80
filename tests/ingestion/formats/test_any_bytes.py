"""Whatever bytes a file has: nothing is raised, each line is numbered once, one may go on from any of them."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.ingestion.formats import Shape, lines
from incidents.ingestion.formats.plain import forget
from tests.ingestion.formats.files import good

PIECES = [
    *(b'"', b'""', b",", b"\n", b"\r\n", b"\r", b" ", b"a", b"word", "é".encode(), b"\xff", b"\0", b"\\"),
    *(b"{", b"}", b"[", b"]", b":", b'"a": 1', b'{"a": "b"}', b'\\"', b"https://a.example/", b"#"),
]
files = st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
often = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(folder: Path, data: bytes) -> Path:
    path = folder / "upload"
    path.write_bytes(data)
    forget(path)
    return path


@often
@given(files)
@pytest.mark.parametrize("format", ["csv", "jsonl", "json", "urls", "document"])
def test_any_file(tmp_path, format, data):
    path = written(tmp_path, data)
    shape = Shape(format, "utf-8", ",", columns=("a", "b"))
    found = list(lines(path, shape))
    numbers = [line.number for line in found]
    assert numbers == sorted(set(numbers))
    for place, line in enumerate(found, start=1):
        if line.problem and line.problem.words.startswith("expected ] at"):
            continue  # said once, with the last element
        rest = list(lines(path, shape, position=line.position))
        assert rest == [each for each in found[place:] if "expected ] at" not in str(each.problem)]


@often
@given(st.lists(st.tuples(words, words, words), max_size=8))
@pytest.mark.parametrize(("delimiter", "end"), [(",", "\n"), (";", "\r\n"), ("\t", "\n")])
def test_what_a_program_wrote_as_csv_is_read_as_it_was_meant(tmp_path, delimiter, end, rows):
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("a", "b", "c"), *rows])
    path = written(tmp_path, out.getvalue().encode())
    found = list(lines(path, Shape("csv", "utf-8", delimiter, columns=("a", "b", "c"))))
    blank = f' \t\r\n,;|{delimiter}"'
    assert [tuple(cells.values()) for cells in good(found)] == [
        row for row in rows if "".join(row).strip(blank)
    ]
    assert not [line for line in found if line.problem]


@often
@given(st.lists(st.dictionaries(words, words, min_size=1, max_size=4), max_size=8), st.booleans())
def test_what_a_program_wrote_as_json_is_read_as_it_was_meant(tmp_path, records, is_ascii):
    path = written(tmp_path, json.dumps(records, ensure_ascii=is_ascii).encode())
    assert good(list(lines(path, Shape("json", "utf-8")))) == records
    path = written(tmp_path, b"\n".join(json.dumps(each, ensure_ascii=is_ascii).encode() for each in records))
    assert good(list(lines(path, Shape("jsonl", "utf-8")))) == records
