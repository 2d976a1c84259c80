"""CSV: no row is lost for another's sake, none is read as something it is not, and none costs memory."""

import tracemalloc

import pytest

from incidents.ingestion.formats import lines, share, sniff
from incidents.ingestion.formats.shapes import LONGEST_LINE
from tests.ingestion.formats.files import good, problems

HEADER = b"title,published,text\n"
ROW = b"Rockets,2024-01-20,They hit the base.\n"
READ = {"title": "Rockets", "published": "2024-01-20", "text": "They hit the base."}


class TestOneBadRowIsOneProblem:
    @pytest.mark.parametrize(
        ("bad", "words"),
        [
            (b'A,2024-01-20,"He said "go" and left."\n', "expected every quote to be closed"),
            (b'A,2024-01-20,"Nobody closed this.\n', "expected every quote to be closed"),
            (b"A,2024-01-20\n", "expected 3 cells as in the header; this row has 2."),
            (b"A,2024-01-20,text,more\n", "expected 3 cells as in the header; this row has 4."),
            (b"A" + b"," * 10_000 + b"x\n", "expected 3 cells as in the header; this row has 10,001."),
            (b"A,2024-01-20,Caf\xe9 hit\n", "expected text in one encoding; byte 17 of this row (hex e9)"),
            (b"A,2024-01-20,\0\0\0\n", "expected text; this row has NUL bytes in it."),
            (bytes(512) + b"\n", "expected"),
        ],
        ids=[
            "quote within",
            "quote left open",
            "few",
            "many",
            "10,000 cells",
            "latin-1",
            "NUL",
            "a page of NULs",
        ],
    )
    def test_and_its_neighbours_are_read(self, upload, bad, words):
        file = upload(
            HEADER + "Ä,2024-01-20,".encode() + "ж".encode() * 60 + b"\n" + ROW + bad + ROW, "a.csv"
        )
        found = file.lines()
        assert list(problems(found)) == [4]
        assert problems(found)[4].startswith(words)
        assert good(found)[1:] == [READ, READ]
        assert [line.number for line in found] == [2, 3, 4, 5]
        assert found[2].original == bad.decode("utf-8", "replace")[:500].rstrip("\n")
        assert file.goes_on_from_every_line()

    def test_a_cell_of_200_MB_takes_no_memory(self, upload):
        file = upload(b"", "a.csv")
        with file.path.open("wb") as out:
            out.write(HEADER + ROW + b'A,2024-01-20,"')
            for _ in range(200):
                out.write(b'x, \n""' * 170_000 + b"\n")
            out.write(b'"\n' + ROW)
        shape = file.shape()
        tracemalloc.start()
        found = list(lines(file.path, shape))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert [bool(line.problem) for line in found] == [False, True, False]
        assert found[1].problem.words == "expected at most 16 MB in one line; this one has 195 MB."
        assert good(found) == [READ, READ]
        assert peak < 3 * LONGEST_LINE

    def test_an_open_quote_in_every_row_is_not_followed_to_the_end_of_the_file_each_time(self, upload):
        found = upload(HEADER + b'A,2024-01-20,"open\n' * 20_000, "a.csv").lines()
        assert len(found) == 20_000
        assert all(line.problem for line in found)

    def test_a_million_empty_rows_cost_nothing(self, upload):
        found = upload(HEADER + ROW + b",,\r\n" * 1_000_000 + b"\n" * 1_000_000 + ROW, "a.csv").lines()
        assert good(found) == [READ, READ]
        assert found[1].number == 2_000_003


class TestWhatIsNoCsv:
    def test_ten_thousand_columns(self, upload):
        _, words = upload(b",".join(b"c%d" % n for n in range(10_000)) + b"\n1\n", "a.csv").refusal()
        assert words == "expected at most 1,000 columns; this file has 10,000."

    @pytest.mark.parametrize("data", [b"\n\n\n", b'"title,text\n', b"a\0b,c\n1,2\n"])
    def test_a_file_without_a_header(self, upload, data):
        assert upload(data, "a.csv").refusal()[0] == "file"

    def test_a_correction_that_makes_no_sense(self, upload):
        file = upload(HEADER + ROW, "a.csv")
        assert file.refusal(delimiter="x")[0] == "delimiter"
        assert file.refusal(encoding="klingon")[0] == "encoding"
        assert file.refusal(encoding="hex")[0] == "encoding"
        assert file.refusal(format="docx")[0] == "format"


class TestWhatIsRead:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_the_delimiter_is_seen(self, upload, delimiter):
        rows = HEADER.replace(b",", delimiter.encode()) + ROW.replace(b",", delimiter.encode())
        file = upload(rows, "a.csv")
        assert file.shape().delimiter == delimiter
        assert good(file.lines()) == [READ]

    def test_or_told_by_excel_or_by_a_person(self, upload):
        file = upload(b"sep=;\r\ntitle;text\r\nA, B;x, y\r\n", "a.csv")
        assert good(file.lines()) == [{"title": "A, B", "text": "x, y"}]
        assert file.lines()[0].number == 3
        assert good(upload(b"a;b,c\n1;2,3\n").lines(format="csv", delimiter=";")) == [
            {"a": "1", "b,c": "2,3"}
        ]

    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
    def test_every_line_end_and_line_breaks_in_quotes(self, upload, end):
        data = b'title,text@"A ""quoted"" one","First.@@Second, with a comma."@B,Third.@'.replace(b"@", end)
        file = upload(data, "a.csv")
        found = file.lines()
        assert [(line.number, line.cells["title"]) for line in found] == [(2, 'A "quoted" one'), (5, "B")]
        assert found[0].cells["text"].splitlines() == ["First.", "", "Second, with a comma."]
        assert file.goes_on_from_every_line()

    def test_a_quote_within_a_word_is_a_letter(self, upload):
        found = upload(b'title,text\n5" shells,They hit\nNext, "a, b"\n', "a.csv").lines()
        assert good(found) == [{"title": '5" shells', "text": "They hit"}, {"title": "Next", "text": "a, b"}]

    def test_columns_have_names_each_once(self, upload):
        assert upload(b"\xef\xbb\xbfdate,,date, the   text \n1,2,3,4\n", "a.csv").shape().columns == (
            *("date", "column 2", "date (2)", "the text"),
        )

    def test_empty_cells_at_the_end_of_a_wide_row_are_none(self, upload):
        assert good(upload(HEADER + ROW.strip() + b",,,\n", "a.csv").lines()) == [READ]

    def test_a_last_row_without_a_line_end(self, upload):
        assert good(upload(HEADER + ROW.strip(), "a.csv").lines()) == [READ]


class TestEncodings:
    ARABIC = "أعلنت السلطات المحلية أن طائرات مسيرة استهدفت قاعدة عين الأسد الجوية غرب العراق مساء السبت."

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
    )
    def test_arabic(self, upload, encoding):
        text = "title,text\r\n" + f'{self.ARABIC},"{self.ARABIC}\r\n{self.ARABIC}"\r\n' * 20
        file = upload(text.encode(encoding), "a.csv")
        found = file.lines()
        assert len(found) == 20
        assert found[0].cells["title"] == self.ARABIC
        assert found[19].number == 2 + 2 * 19
        assert file.goes_on_from_every_line()

    def test_an_accent_far_down_is_seen(self, upload):
        text = HEADER + ROW * 30_000 + "Ataque,2024-01-20,En Medellín murió José Muñoz.\n".encode("cp1252")
        file = upload(text, "a.csv")
        assert file.shape().encoding == "cp1252"
        assert file.lines()[-1].cells["text"] == "En Medellín murió José Muñoz."

    def test_a_person_knows_better(self, upload):
        file = upload("title,text\nЖ,да\n".encode("cp1251"), "a.csv")
        assert good(file.lines(encoding="windows-1251")) == [{"title": "Ж", "text": "да"}]

    def test_what_is_broken_in_utf_16_is_broken_in_its_line_alone(self, upload):
        data = "title,text\nA,x\nB,@\nC,z\n".encode("utf-16-le").replace(b"@\0", b"\x00\xdc")
        found = upload(b"\xff\xfe" + data, "a.csv").lines()
        assert list(problems(found)) == [3]
        assert [cells["title"] for cells in good(found)] == ["A", "C"]


def test_going_on_far_down_reads_only_from_there(upload):
    file = upload(HEADER + ROW * 40_000, "a.csv")
    shape = sniff(file.path, "a.csv")
    *_, late = (line for line in lines(file.path, shape) if line.number <= 39_000)
    assert round(share(file.path, shape, late.position), 3) == 0.975
    assert next(lines(file.path, shape, position=late.position)).number == 39_001
