"""ZIP: what is in it may be anything, and is called anything."""

import struct
import tracemalloc
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from incidents.ingestion.formats import archive, lines
from tests.ingestion.formats.files import good, problems


def zipped(*members: tuple[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", method) as file:
        for name, data in members:
            file.writestr(ZipInfo(name), data, compress_type=method)
    return out.getvalue()


A, B = ("a.txt", b"Rockets hit the base."), ("b.html", b"<p>Drones hit the base.</p>")


def names(found):
    return [line.document.file_name for line in found if line.document]


def unsaid(data: bytes) -> bytes:
    """Without the flags that say that names are UTF-8."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        place = -1
        while (place := changed.find(mark, place + 1)) >= 0:
            changed[place + at] &= ~8
    return bytes(changed)


class TestOneBadMemberIsOneProblem:
    def check(self, upload, data, words):
        found = upload(data, "a.zip").lines()
        assert list(problems(found)) == [2]
        assert words in problems(found)[2]
        assert names(found) == ["a.txt", "b.html"]

    def test_a_bomb(self, upload):
        self.check(upload, zipped(A, ("bomb.txt", bytes(20_000_000)), B), "unpacks to 1,0")

    def test_what_is_too_large(self, upload):
        self.check(upload, zipped(A, ("big.txt", bytes(30_000_000)), B), "expected at most 25 MB")

    def test_a_size_that_is_a_lie(self, upload):
        """A header that says one kilobyte, before a gigabyte."""
        data = zipped(A, ("lie.txt", bytes(50_000_000)), B)
        data = data.replace(struct.pack("<L", 50_000_000), struct.pack("<L", 1000))
        tracemalloc.start()
        self.check(upload, data, "damaged")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
        tracemalloc.stop()

    def test_an_archive_within(self, upload):
        self.check(upload, zipped(A, ("more.txt", zipped(A)), B), "archive within the archive")

    def test_what_is_encrypted(self, upload):
        data = bytearray(zipped(A, ("secret.txt", b"secret"), B))
        data[data.rindex(b"PK\x01\x02", 0, data.rindex(b"secret.txt")) + 8] |= 1
        self.check(upload, bytes(data), "password")

    def test_what_is_damaged(self, upload):
        data = zipped(A, ("bad.txt", b"words that were written"), B, method=ZIP_STORED)
        self.check(upload, data.replace(b"words that were", b"words that are "), "damaged")

    def test_what_is_packed_in_an_unknown_way(self, upload):
        data = bytearray(zipped(A, ("odd.txt", b"words"), B))
        local = data.index(b"odd.txt") - 30
        central = data.rindex(b"PK\x01\x02", 0, data.rindex(b"odd.txt"))
        data[local + 8] = data[central + 10] = 99
        self.check(upload, bytes(data), "usual way")


class TestNamesAreLabels:
    @pytest.mark.parametrize(
        ("name", "file_name"),
        [
            ("../../etc/passwd", "passwd"),
            ("/etc/cron.d/x.txt", "x.txt"),
            ("folder/sub/x.txt", "x.txt"),
            ("photo\u202etxt.exe", "phototxt.exe"),
            ("new\nline\x1b[31m.txt", "newline[31m.txt"),
            ("x" * 5000 + ".txt", "x" * 300),
            ("\0hidden.txt", ""),
        ],
    )
    def test_whatever_they_are(self, upload, name, file_name):
        file = upload(zipped((name, b"words")), "a.zip")
        (line,) = file.lines()
        assert line.document.file_name == file_name
        assert line.original.endswith(file_name)
        assert sorted(path.name for path in file.path.parent.iterdir()) == ["upload"]


class TestTheWhole:
    def test_a_version_that_nobody_knows(self, upload):
        data = bytearray(zipped(A))
        data[data.index(b"PK\x01\x02") + 6] = 130
        assert upload(bytes(data), "a.zip").refusal()[0] == "file"

    @pytest.mark.parametrize(
        "data", [b"PK\x03\x04" + bytes(100), zipped(A)[:-10], zipped(), zipped(("folder/", b""))]
    )
    def test_what_is_no_archive_or_has_nothing_in_it(self, upload, data):
        assert upload(data, "a.zip").refusal()[0] == "file"

    def test_one_that_was_damaged_since_says_so_once(self, upload):
        file = upload(zipped(A, B), "a.zip")
        shape = file.shape()
        file.path.write_bytes(file.path.read_bytes()[:-10])
        (line,) = lines(file.path, shape)
        assert line.problem.field == "file"
        assert not list(lines(file.path, shape, position=line.position))

    def test_a_directory_that_would_fill_memory(self, upload, monkeypatch):
        monkeypatch.setattr(archive, "LARGEST_DIRECTORY", 100)
        assert "hundred thousand" in upload(zipped(A, B, ("c.txt", b"c")), "a.zip").refusal()[1]

    def test_more_than_is_unpacked_of_one_archive(self, upload, monkeypatch):
        monkeypatch.setattr(archive, "MOST_UNPACKED", 45)
        found = upload(zipped(A, ("c.txt", A[1]), ("d.txt", A[1]), B), "a.zip").lines()
        assert names(found) == ["a.txt", "c.txt"]
        assert list(problems(found)) == [3]

    def test_a_table_of_another_office_is_no_archive_of_articles(self, upload):
        assert "office" in upload(zipped(("mimetype", b"x"), ("content.xml", b"x")), "a.ods").refusal()[1]


class TestManifest:
    MANIFEST = (
        "title;file;published\nRockets;a.txt;2024-01-20\nGone;c.txt;2024-01-21\n\nOdd;b.html;x;y\n".encode(
            "cp1252"
        )
    )

    @pytest.mark.parametrize("folder", ["", "articles/"])
    def test_its_cells_come_with_the_documents(self, upload, folder):
        members = [
            (folder + "manifest.csv", self.MANIFEST),
            *((folder + name, data) for name, data in (A, B)),
        ]
        file = upload(zipped(*members, ("__MACOSX/._a.txt", b"x"), ("more/", b"")), "a.zip")
        assert file.shape().columns == ("title", "file", "published")
        found = file.lines()
        assert good(found) == [{"title": "Rockets", "file": "a.txt", "published": "2024-01-20"}, {}]
        assert [(line.number, line.original) for line in found if line.problem] == [
            (6, "manifest.csv 5"),
            (7, folder + "c.txt"),
        ]
        assert file.goes_on_from_every_line()

    @pytest.mark.parametrize("stored", ["cafe\u0301.txt", "d\\café.txt", "café.txt"])
    def test_names_are_compared_as_they_were_meant(self, upload, stored):
        """However a system writes é or a folder, and whether or not it says that it writes UTF-8."""
        manifest = ("manifest.csv", f"file,title\n{'d/' if chr(92) in stored else ''}café.txt,A\n".encode())
        data = zipped(manifest, (stored, b"words"))
        for whole in (data, unsaid(data)):
            assert [cells["title"] for cells in good(upload(whole, "a.zip").lines())] == ["A"]

    def test_one_that_is_broken_costs_no_article(self, upload):
        found = upload(zipped(("manifest.csv", b'file,title\na.txt,"x"y\n'), A), "a.zip").lines()
        assert names(found) == ["a.txt"]
        assert list(problems(found)) == [3]


def test_bytes_come_as_they_were(upload):
    file = upload(zipped(A, B), "a.zip")
    assert [line.document.data for line in lines(file.path, file.shape())] == [A[1], B[1]]
    assert file.goes_on_from_every_line()
