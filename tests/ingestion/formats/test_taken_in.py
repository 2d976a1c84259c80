"""Each format, from the bytes of an upload to articles in the database."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from incidents.ingestion import batch as bulk
from incidents.ingestion import storage
from incidents.models import Article
from tests import cast
from tests.ingestion.documents import STORY, mail, page, paragraphs, pdf, word
from tests.ingestion.formats.test_feed import RSS
from tests.ingestion.formats.test_workbook import workbook

pytestmark = pytest.mark.django_db


def zipped(**members: bytes | str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def taken(settings, tmp_path):
    """What became of each line of a file."""
    settings.UPLOADS = tmp_path / "uploads"

    def take(data: bytes, name: str) -> list[tuple[int, str, str]]:
        batch = bulk.accept(storage.keep([data]), file_name=name, by=cast.person("sally", "submitter"))
        while not bulk.take(batch.pk, seconds=0):
            pass
        return list(batch.receipts.order_by("number").values_list("number", "outcome", "field"))

    return take


def test_an_archive_of_documents_of_every_kind(taken):
    story = [f"{STORY} Number {n}." for n in range(5)]
    members = {
        "a.txt": story[0],
        "b.html": page(story[1]),
        "c.pdf": pdf(story[2].splitlines()),
        "d.docx": word(paragraphs(story[3])),
        "e.eml": bytes(mail(story[4])),
        "f.png": b"\x89PNG" + bytes(50),
        "g.pdf": b"%PDF-1.7 broken",
        "h.pdf": pdf([story[0]], password="secret"),
    }
    found = taken(zipped(**members), "stories.zip")
    assert found == [
        *((number, "accepted", "") for number in range(1, 6)),
        *((number, "failed", "file") for number in range(6, 9)),
    ]
    texts = set(Article.objects.values_list("text", flat=True))
    assert all(any(f"Number {n}." in text for text in texts) for n in range(5))


@pytest.mark.parametrize(
    ("data", "name", "number"),
    [
        (f'title,text\nA,"{STORY}"\n'.encode("utf-16"), "a.csv", 2),
        (workbook(["title", "text"], ["A", STORY]), "a.xlsx", 2),
        (word(paragraphs(STORY)), "a.docx", 1),
        (bytes(mail(STORY)), "a.eml", 1),
        (pdf(STORY.splitlines()), "a.pdf", 1),
        (page().encode("utf-16"), "a.html", 1),
    ],
    ids=["csv", "xlsx", "docx", "eml", "pdf", "html"],
)
def test_one_article(taken, data, name, number):
    assert taken(data, name) == [(number, "accepted", "")]
    assert "Militants fired rockets at Ain al-Asad" in Article.objects.get().text


def test_a_feed_of_which_one_entry_has_a_date_that_is_none(taken):
    assert taken(RSS, "feed.xml") == [(1, "accepted", ""), (2, "failed", "published")]
