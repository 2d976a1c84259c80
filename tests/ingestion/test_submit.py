"""Handing in one article: what is refused, what is recognised, what is stored."""

import textwrap
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from incidents.ingestion import TooLarge, submit
from incidents.models import Article, Source
from tests.cast import alice, charlie
from tests.ingestion.documents import STORY, mail, page, paragraphs, pdf, word

pytestmark = pytest.mark.django_db


def hand_in(**article):
    return submit(by=None, **article)


def refused(**article) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        hand_in(**article)
    assert not Article.objects.exists()
    assert not Source.objects.exists()
    return refusal.value.message_dict


class TestNothingIsStored:
    def test_for_those_who_may_not(self):
        with pytest.raises(PermissionDenied):
            submit(text=STORY, by=charlie())
        assert not Article.objects.exists()

    @pytest.mark.parametrize("article", [{}, {"text": " \n\t "}, {"html": "  "}, {"text": "\0\0"}])
    def test_of_nothing(self, article):
        assert list(refused(**article)) == ["text"]

    def test_of_an_empty_file(self):
        assert refused(data=b" \r\n") == {
            "file": ["expected HTML, PDF, DOCX, EML or plain text; this file is empty."]
        }

    def test_of_a_page_without_words(self):
        assert list(refused(html="<html><body><script>alert(1)</script></body></html>")) == ["html"]

    def test_of_two_things_at_once(self):
        assert refused(text=STORY, data=b"x") == {
            "text": ["expected one of text, html and file, not several."]
        }

    @pytest.mark.parametrize(
        "published",
        ["yesterday", "2024-13-01", "20.1.2024", "2024-01-20T25:00", "1899-12-31", "0", "2024-02-30T10:00Z"],
    )
    def test_with_a_date_that_is_none(self, published):
        (message,) = refused(text=STORY, published=published)["published"]
        assert message.startswith(
            "expected a date such as 2024-01-20 or a moment such as 2024-01-20T18:30+03:00"
        )

    def test_published_after_tomorrow(self):
        later = (timezone.now() + timedelta(days=3)).date()
        assert "future" in refused(text=STORY, published=later)["published"][0]

    @pytest.mark.parametrize(
        "url",
        [
            *("javascript:alert(1)", "ftp://example.org/a", "example.org/a", "https://", "https://a b/c"),
            *("https://example.org:x/a", "https://[::1/a", "https://example.org/" + "a" * 2000),
            "https://example.org/" + "ж" * 500,
        ],
    )
    def test_with_an_address_that_is_none(self, url):
        assert list(refused(text=STORY, url=url)) == ["url"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [("title", "x" * 1001), ("byline", "x" * 501), ("source", "x" * 201), ("language", "English!")],
    )
    def test_with_what_does_not_fit(self, field, value):
        assert list(refused(text=STORY, **{field: value})) == [field]

    def test_above_the_limits(self, settings):
        settings.MAX_TEXT_BYTES, settings.MAX_UPLOAD_BYTES = 200, 400
        for article, field, limit in (
            ({"text": "word " * 41}, "text", 200),
            ({"text": "слово" * 21}, "text", 200),  # bytes, not characters
            ({"data": b"word " * 81}, "file", 400),
            ({"data": b"word " * 60}, "text", 200),
            ({"html": "<p>" + "word " * 81}, "html", 400),
        ):
            with pytest.raises(TooLarge) as refusal:
                hand_in(**article)
            assert list(refusal.value.message_dict) == [field]
            assert refusal.value.limit == limit
            assert f"{limit:,} bytes" in refusal.value.messages[0]
        assert not Article.objects.exists()

    @pytest.mark.parametrize(
        ("data", "looks_like"),
        [
            (b"PK\x03\x04rest of an archive", "office document"),
            (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
            (bytes(range(256)) * 20, "binary"),
        ],
    )
    def test_of_files_that_are_no_articles(self, data, looks_like):
        assert looks_like in refused(data=data, file_name="story.txt")["file"][0]


class TestPdf:
    def test_a_password_is_asked_of_nobody(self):
        assert "encrypted" in refused(data=pdf([STORY], password="secret"))["file"][0]

    @pytest.mark.parametrize(
        "data",
        [
            b"%PDF-1.7\n" + b"garbage " * 100,
            pdf(["A line of words."])[:300],
            pdf(["A line of words."]).replace(b"/Pages", b"/Pxges"),
            b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>\nendobj\ntrailer<</Root 1 0 R>>",
        ],
    )
    def test_a_broken_one_is_said_to_be_broken(self, data):
        assert list(refused(data=data, content_type="application/pdf")) == ["file"]

    def test_what_only_claims_to_be_one(self):
        assert "does not begin like one" in refused(data=b"hello there", file_name="a.pdf")["file"][0]

    def test_pictures_of_pages_hold_no_text(self):
        assert "pictures of pages" in refused(data=pdf([]))["file"][0]

    def test_a_text_above_the_limit_is_not_read_to_its_end(self, settings):
        settings.MAX_TEXT_BYTES = 500
        assert list(refused(data=pdf(*[["word " * 20]] * 50))) == ["text"]

    def test_lines_become_paragraphs(self):
        lines = [
            "Militants fired rockets at Ain al-Asad air base in western Iraq on Saturday even-",
            "ing, wounding two soldiers, a defense official said. The base houses Ameri-",
            "can troops.",
            "It was the second such attack within a week, the official said on condition of not",
            "being named.",
        ]
        done = hand_in(data=pdf(lines, ["A second page."], title="Rockets hit base"), content_type="")
        assert done.article.title == "Rockets hit base"
        assert done.article.content_type == "application/pdf"
        assert done.article.text == (
            "Militants fired rockets at Ain al-Asad air base in western Iraq on Saturday evening, wounding two "
            "soldiers, a defense official said. The base houses American troops.\n"
            "It was the second such attack within a week, the official said on condition of not being named.\n\n"
            "A second page."
        )


class TestHtml:
    def test_scripts_and_navigation_are_no_part_of_the_story(self):
        text = hand_in(html=page()).article.text
        for foreign in ("injected", "alert", "color: red", "Subscribe", "newsletter", "<"):
            assert foreign not in text
        assert STORY.splitlines()[1] in text

    def test_the_page_fills_what_the_caller_left_blank(self):
        article = hand_in(data=page().encode(), content_type="text/html; charset=utf-8").article
        assert (article.title, article.byline, article.source.name, article.url) == (
            "Rockets hit Ain al-Asad",
            "Jane Doe",
            "The Wire",
            "https://wire.example.org/2024/01/20/rockets",
        )
        assert article.published_on == date(2024, 1, 20)
        assert article.published_at == datetime(2024, 1, 20, 18, 30, tzinfo=UTC)
        assert bytes(article.raw) == page().encode()

    def test_and_nothing_else(self):
        article = hand_in(
            html=page(), title="Ours", published="2024-01-21", source="Another", byline="X"
        ).article
        assert (article.title, article.byline, article.source.name) == ("Ours", "X", "Another")
        assert (article.published_on, article.published_at) == (date(2024, 1, 21), None)

    def test_a_date_of_the_page_that_makes_no_sense_is_no_error(self):
        html = page().replace("2024-01-20T21:30", "2924-01-20T21:30").replace("2024/01/20/", "")
        assert hand_in(html=html).article.published_on is None

    @pytest.mark.parametrize(
        "hostile",
        [
            "<html><body>" + "<div>" * 100_000 + STORY,
            "<html><body " + " ".join(f"a{n}=1" for n in range(100_000)) + ">" + STORY,
            "<html><body>" + "<table><tr><td>" * 5_000 + STORY,
            "<html><body>" + STORY + "<!--" * 100_000,
            "<p>" + STORY + "<" * 100_000,
        ],
        ids=["deep", "attributes", "tables", "comments", "brackets"],
    )
    @pytest.mark.timeout(30)
    def test_a_hostile_page_costs_seconds_at_most(self, hostile):
        assert STORY.splitlines()[0] in hand_in(html=hostile, language="en").article.text.replace("  ", " ")


class TestWord:
    LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 100}'>" for before, name in ("ab", "bc", "cd", "de")
    )

    @pytest.mark.parametrize(
        "data",
        [
            b"PK\x03\x04 word/document.xml",
            word(paragraphs(STORY))[:-200],
            word("<w:p>"),
            word(paragraphs()),
            word(paragraphs("&e;"), declared=LAUGHS + "]>"),
            word(paragraphs("&e;"), declared='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
            word("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000),
        ],
        ids=["no archive", "cut", "open", "empty", "a billion laughs", "a file", "deep"],
    )
    def test_a_broken_or_hostile_one_is_said_to_be_broken(self, data):
        (message,) = refused(data=data, file_name="a.docx")["file"]
        assert message.startswith("expected")
        assert "root:" not in message

    def test_a_bomb_is_not_unpacked(self):
        bomb = word(paragraphs(STORY), **{"word/media/image1.png": bytes(250_000_000)})
        assert "unpacks to far more" in refused(data=bomb)["file"][0]

    def test_what_only_claims_to_be_one(self):
        assert "does not begin like one" in refused(data=b"hello there", file_name="a.docx")["file"][0]

    def test_all_that_a_reader_sees_is_read_and_nothing_that_was_deleted(self):
        body = (
            paragraphs("First &amp; foremost.")
            + "<w:p><w:ins><w:r><w:t>Inserted.</w:t></w:r></w:ins>"
            + "<w:del><w:r><w:delText>Deleted.</w:delText></w:r></w:del></w:p>"
            + f"<w:sdt><w:sdtContent>{paragraphs('In a control.')}</w:sdtContent></w:sdt>"
            + f"<w:tbl><w:tr><w:tc>{paragraphs('In a table.')}</w:tc></w:tr></w:tbl>"
        )
        article = hand_in(data=word(body, title="Rockets hit base"), file_name="a.docx").article
        assert article.text.split("\n\n") == [
            *("First & foremost.", "Inserted.", "In a control.", "In a table."),
        ]
        assert (article.title, article.content_type.rpartition(".")[2]) == ("Rockets hit base", "document")


class TestMail:
    @pytest.mark.parametrize(
        "data",
        [
            bytes(mail(report=b"%PDF")),
            b"From: a@example.org\nSubject: x\nContent-Transfer-Encoding: base64\n\n!!!" + b"\0" * 500,
            b"From: a@example.org\nSubject: x\n"
            + b"".join(
                b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(10_000)
            ),
        ],
        ids=["attachments", "base64", "nested"],
    )
    def test_one_without_words_is_refused_whatever_else_is_in_it(self, data):
        assert refused(data=data, file_name="a.eml")["file"][0].startswith("expected a")

    @pytest.mark.parametrize(
        "head",
        [
            b"From: a@example.org\nSubject: =?utf-8?B?////?=\nContent-Type: text/plain; charset=klingon",
            b"From: \xff\xfe\nSubject: \xff\nContent-Type: ;;;\nMIME-Version: x\nDate: never",
            b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b",
            b"From: a@example.org\nSubject: " + b"x" * 3_000_000,
        ],
        ids=["charset", "bytes", "unended", "long"],
    )
    def test_one_that_is_broken_is_read_all_the_same(self, head):
        data = head + b"\n\n" + STORY.encode()
        assert hand_in(data=data, file_name="a.eml").article.text == STORY

    def test_scripts_and_what_is_hidden_in_html_are_no_part_of_it(self):
        article = hand_in(data=bytes(mail(html=page())), file_name="a.eml").article
        assert STORY.splitlines()[0] in article.text
        for foreign in ("injected", "color: red", "Subscribe"):
            assert foreign not in article.text

    def test_text_subject_sender_and_date_are_taken_and_attachments_named(self):
        data = bytes(mail(STORY, html="<p>Another form of it.</p>", report=b"%PDF-1.7 words in a report"))
        article = hand_in(data=data).article
        assert article.text == STORY + "\n\n[Attachments left out: report.pdf]"
        assert (article.title, article.byline) == ("Rockets hit Ain al-Asad", "Press Office")
        assert article.published_at == datetime(2024, 1, 20, 18, 30, tzinfo=UTC)
        assert article.content_type == "message/rfc822"
        assert bytes(article.raw) == data

    def test_lines_that_a_program_wrapped_become_paragraphs(self):
        wrapped = "\n".join(textwrap.wrap(STORY.replace("\n", " "), 70)) + "\n\nA second paragraph."
        article = hand_in(data=bytes(mail(wrapped)), file_name="a.eml").article
        assert article.text == STORY.replace("\n", " ") + "\n\nA second paragraph."

    @pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-6", "utf-8"])
    def test_arabic(self, charset):
        message = mail()
        message.set_content(TestEncodings.ARABIC, charset=charset)
        assert hand_in(data=bytes(message), file_name="a.eml").article.text == TestEncodings.ARABIC.strip()

    def test_a_text_that_only_begins_like_one_stays_a_text(self):
        text = "Note: rockets hit the base.\nSource: a soldier.\n\nMore later."
        assert hand_in(data=text.encode()).article.content_type == "text/plain"


class TestEncodings:
    ARABIC = (
        "أعلنت السلطات المحلية أن طائرات مسيرة استهدفت قاعدة عين الأسد الجوية غرب العراق مساء السبت. " * 4
    )

    def text_of(self, data, **article):
        return hand_in(data=data, **article).article

    def test_windows_1256_undeclared(self):
        article = self.text_of(self.ARABIC.encode("cp1256"), file_name="a.txt")
        assert article.text == self.ARABIC.strip()
        assert article.encoding == "cp1256"
        assert article.language == "ar"

    @pytest.mark.parametrize(
        ("data", "content_type"),
        [
            (ARABIC.encode("cp1256"), "text/plain; charset=windows-1256"),
            (ARABIC.encode("iso8859-6"), 'text/plain; charset="ISO-8859-6"'),
            (b"\xff\xfe" + ARABIC.encode("utf-16-le"), ""),
            (b"\xfe\xff" + ARABIC.encode("utf-16-be"), "text/plain"),
            (b"\xef\xbb\xbf" + ARABIC.encode(), ""),
            (ARABIC.encode(), "text/plain; charset=no-such-thing"),
            (ARABIC.encode(), "text/plain; charset=us-ascii"),
        ],
    )
    def test_declared_marked_or_plain(self, data, content_type):
        assert self.text_of(data, content_type=content_type).text == self.ARABIC.strip()

    def test_declared_in_the_page(self):
        html = f'<html><head><meta charset="windows-1256"></head><body><p>{self.ARABIC}</p></body></html>'
        assert self.ARABIC.split(".")[0] in self.text_of(html.encode("cp1256")).text

    @pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16-le", "utf-16-be"])
    def test_western_letters(self, encoding):
        words = (
            "The café in Medellín was hit, the mayor, José Muñoz, said, and that nobody was hurt there. " * 3
        )
        assert self.text_of(words.encode(encoding), file_name="a.txt").text == words.strip()

    def test_what_cannot_be_stored_is_replaced(self):
        assert hand_in(text="Rockets\0 hit \ud83d the base.").article.text == "Rockets hit \ufffd the base."

    def test_line_ends_are_one_kind(self):
        assert hand_in(text="One.\r\nTwo.\rThree.\n").article.text == "One.\nTwo.\nThree."


class TestTheSameArticle:
    def again(self, first, how, **article):
        done = hand_in(**article)
        assert (done.article, done.is_new, done.duplicate_by) == (first, False, how)
        assert Article.objects.count() == 1

    def test_by_its_bytes(self):
        first = hand_in(data=page().encode(), content_type="text/html").article
        self.again(first, "bytes", data=page().encode(), title="Another title", published="2024-01-22")

    def test_by_its_text(self):
        first = hand_in(text=STORY).article
        self.again(first, "text", text=STORY.replace("\n", "\r\n") + "\r\n", title="Another")
        self.again(first, "text", data=b"\xef\xbb\xbf" + STORY.encode())

    def test_by_its_address_and_day(self):
        first = hand_in(
            text=STORY, url="http://Example.org/a?id=7&utm_source=x#top", published="2024-01-20"
        ).article
        self.again(
            first,
            "url",
            text=STORY + " Updated.",
            url="https://example.org/a/?fbclid=z&id=7",
            published="2024-01-20T10:00+03:00",
        )

    def test_another_day_or_query_is_another_article(self):
        url = "https://example.org/a?id=7"
        hand_in(text=STORY, url=url, published="2024-01-20")
        assert hand_in(text=STORY + " 2", url=url, published="2024-01-21").is_new
        assert hand_in(text=STORY + " 3", url="https://example.org/a?id=8", published="2024-01-20").is_new
        assert hand_in(text=STORY + " 4", url=url).is_new

    def test_a_front_page_is_no_articles_address(self):
        for text in (STORY, STORY + " 2"):
            assert hand_in(text=text, url="https://example.org/", published="2024-01-20").is_new


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    """Two people hand in at the same instant, each on a connection of their own."""

    def at_once(self, *articles):
        barrier, done, errors = threading.Barrier(len(articles)), [], []

        def one(article):
            try:
                barrier.wait()
                done.append(hand_in(**article))
            except Exception as error:
                errors.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=(article,)) for article in articles]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        return done

    def test_one_article_is_stored_once(self):
        for n in range(5):
            done = self.at_once(*[{"text": f"{STORY} {n}", "source": f"Wire {n}"}] * 3)
            assert sorted(each.is_new for each in done) == [False, False, True]
            assert len({each.article.pk for each in done}) == 1
        assert (Article.objects.count(), Source.objects.count()) == (5, 5)

    def test_one_outlet_is_made_once(self):
        for n in range(5):
            at_once = [
                {
                    "text": f"{STORY} {n} {k}",
                    "source": name,
                    "url": f"https://wire{n}.example.org/{k}",
                    "language": "en",
                }
                for k, name in enumerate((f"Wire {n}", f"WIRE {n}", f"wire {n}"))
            ]
            assert all(each.is_new for each in self.at_once(*at_once))
        assert Source.objects.count() == 5


class TestWhatIsStored:
    def test_a_moment_keeps_the_day_of_its_zone(self):
        article = hand_in(text=STORY, published="2024-01-21T01:30+03:00").article
        assert article.published_on == date(2024, 1, 21)
        assert article.published_at == datetime(2024, 1, 20, 22, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("said", "day", "moment"),
        [
            ("2024-01-20", date(2024, 1, 20), None),
            (" 2024-01-20 ", date(2024, 1, 20), None),
            (date(2024, 1, 20), date(2024, 1, 20), None),
            ("2024-01-20T23:30:00Z", date(2024, 1, 20), datetime(2024, 1, 20, 23, 30, tzinfo=UTC)),
            ("Sat, 20 Jan 2024 23:30:00 -0500", date(2024, 1, 20), datetime(2024, 1, 21, 4, 30, tzinfo=UTC)),
            ("2024-01-20T23:30", date(2024, 1, 20), None),  # whose half past eleven?
            ("", None, None),
        ],
    )
    def test_published_in_every_form(self, said, day, moment):
        article = hand_in(text=STORY, published=said).article
        assert (article.published_on, article.published_at) == (day, moment)

    def test_who_handed_it_in_and_how_it_is_known_again(self):
        submitter = alice()
        done = submit(text=STORY, title="  Rockets\nhit base ", language="en-GB", by=submitter)
        article = Article.objects.get(pk=done.article.pk)
        assert (article.submitter, article.title, article.language, article.state) == (
            submitter,
            "Rockets hit base",
            "en",
            "received",
        )
        assert bytes(article.raw) == STORY.encode()
        assert article.fingerprint is not None

    def test_what_is_not_english_is_marked_and_waits_for_nothing(self):
        french = (
            "Au moins cinquante personnes sont mortes vendredi dans une frappe sur la gare de Kramatorsk. "
            * 3
        )
        article = hand_in(text=french).article
        assert (article.language, article.state) == ("fr", "unsupported_language")
        assert "only English" in article.reason
        assert hand_in(text=STORY, language="ar").article.state == "unsupported_language"

    @pytest.mark.parametrize("short", ["Rockets hit base.", "Two killed in Mosul blast", "Ain al-Asad hit"])
    def test_a_short_text_is_taken_for_english(self, short):
        assert hand_in(text=short).article.language == "en"

    def test_the_outlet_is_known_by_name_or_domain(self):
        by_domain = hand_in(text=STORY, url="https://www.wire.example.org/1").article.source
        assert (by_domain.name, by_domain.domain) == ("wire.example.org", "wire.example.org")
        named = hand_in(text=STORY + " 2", url="https://wire.example.org/2", source="The Wire").article.source
        assert named == by_domain
        assert named.name == "The Wire"
        assert hand_in(text=STORY + " 3", source="the  WIRE").article.source == by_domain
        assert hand_in(text=STORY + " 4", url="https://wire.example.org/3").article.source == by_domain
        other = hand_in(text=STORY + " 5", url="https://wire.example.org/4", source="Agency").article.source
        assert (other.name, other.domain) == ("Agency", "")
        assert hand_in(text=STORY + " 6").article.source is None

    @pytest.mark.timeout(60)
    def test_three_megabytes_are_pasted(self):
        text = "\n".join(f"On day {n} rockets hit base number {n}, officials said." for n in range(60_000))
        assert 3_000_000 < len(text) < 4_000_000
        assert hand_in(text=text).article.text == text
