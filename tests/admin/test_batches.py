"""The pages of bulk upload: who sees what of whom, what is refused, and from the file to the receipts."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents import tasks
from incidents.admin.bulk.one import VERBS
from incidents.admin.bulk.progress import progress
from incidents.ingestion import batch as bulk
from incidents.ingestion import storage
from incidents.models import Article, Batch, Receipt
from tests import cast
from tests.factories import ArticleFactory, IncidentFactory, ReportFactory

pytestmark = pytest.mark.django_db

PAGE = "/admin/batches/"
STORY = "Militants fired {n} rockets at Ain al-Asad air base in western Iraq on Saturday, an official said."
BIDI = "\u202egpj.exe"
ISOLATED = re.compile(r'(<bdi[^>]*>|<title>|<option[^>]*>|value=")[^<>"]*$')
"""What stands here turns nothing round that stands beside it."""


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.UPLOADS = tmp_path / "uploads"
    return settings.UPLOADS


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """The batches that a worker was asked to take."""
    asked = []
    monkeypatch.setattr(tasks.take_batch, "delay", asked.append)
    return asked


def browser(user):
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def sally():
    return cast.person("sally", "submitter")


@pytest.fixture
def desk(sally):
    """Sally, who may submit and nothing else, is logged in."""
    return browser(sally)


def words(response):
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", "", response.content.decode())))


def table(*rows, header="headline,body,date", encoding="utf-8"):
    return "\n".join([header, *rows]).encode(encoding)


def line(n, day="2024-01-20"):
    return f'Rockets {n},"{STORY.format(n=n + 3)}",{day}'


def file_of(data, name="stories.csv"):
    return SimpleUploadedFile(name, data, "text/csv")


def upload(data, by, name="stories.csv", **terms):
    return bulk.accept(storage.keep([data]), file_name=name, by=by, **terms)


def taken(batch):
    while not bulk.take(batch.pk, seconds=0):
        pass
    batch.refresh_from_db()
    return batch


def page(batch, name="batch"):
    return reverse(f"admin:{name}", args=[batch.pk])


def kept_files(uploads):
    return [file for file in uploads.rglob("*") if file.is_file()]


class TestWhatIsAnothers:
    def test_is_not_there(self, desk):
        batch = upload(table(line(1)), cast.alice())
        assert "stories.csv" not in words(desk.get(PAGE))
        for name in ("batch", "batch_progress"):
            assert desk.get(page(batch, name)).status_code == 404
        for name in ("batch", *(f"batch_{verb}" for verb in VERBS)):
            assert desk.post(page(batch, name)).status_code == 404
        assert Batch.objects.get().state == "queued"

    def test_is_seen_with_the_right_to_and_touched_only_with_that_to_submit(self, desk, sally):
        batch = upload(table(line(1)), sally)
        watcher = cast.person("wanda", "viewer")
        watcher.user_permissions.add(*_permissions("view_batch"))
        seen = browser(watcher).get(page(batch))
        assert seen.status_code == 200
        assert "Pause" not in words(seen)
        assert "sally" in words(browser(watcher).get(PAGE))
        for name in ("batch", *(f"batch_{verb}" for verb in VERBS)):
            assert browser(watcher).post(page(batch, name)).status_code == 403, name
        assert browser(watcher).post(PAGE, {"file": file_of(table(line(2)))}).status_code == 403
        assert Batch.objects.get().state == "queued"
        browser(cast.bob()).post(page(batch, "batch_pause"))
        assert Batch.objects.get().state == "paused"

    def test_article_that_a_line_repeats_is_told_by_its_number_only(self, desk, sally):
        secret = ArticleFactory(title="Whose name nobody may know", text=STORY.format(n=4))
        batch = taken(upload(table(line(1)), sally))
        assert batch.receipts.get().outcome == "duplicate_of"
        told = words(desk.get(page(batch)))
        assert f"article {secret.pk}" in told
        assert "Whose name" not in told

    def test_draft_stays_with_those_who_see_drafts(self, desk, sally):
        batch = taken(upload(table(line(1)), sally))
        for fields in ({}, {"sensitivity": "restricted"}):
            ReportFactory(
                incident=IncidentFactory(place_name=f"Hit {fields}", **fields), article=batch.articles.get()
            )
        assert "Hit" not in words(desk.get(page(batch)))
        alice = cast.alice()
        alice.user_permissions.add(*_permissions("view_batch"))
        told = words(browser(alice).get(page(batch)))
        assert "Hit {}" in told
        assert "Hit {'sensitivity'" not in told


def _permissions(*names):
    return Permission.objects.filter(codename__in=names)


class TestNothingIsKept:
    def test_of_what_was_not_sent_by_a_page_of_ours(self, sally, uploads):
        client = Client(enforce_csrf_checks=True)
        client.force_login(sally, "django.contrib.auth.backends.ModelBackend")
        assert client.post(PAGE, {"file": file_of(table(line(1)))}).status_code == 403
        assert not Batch.objects.exists()
        assert not kept_files(uploads)

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({}, "expected a file with articles"),
            ({"file": file_of(table("a,b", header="one,two"))}, "which column has the text"),
            (
                {"file": file_of(table(line(1))), "zone": "Mars/Phobos"},
                "expected a name such as Asia/Baghdad",
            ),
            ({"file": file_of(table(line(1))), "order": "ymd"}, "ymd is not one of the available choices"),
        ],
    )
    def test_of_what_is_refused(self, desk, given, said, uploads):
        response = desk.post(PAGE, {name: _anew(value) for name, value in given.items()})
        assert response.status_code == 422
        assert said in words(response)
        assert not Batch.objects.exists()
        assert not kept_files(uploads)

    def test_of_a_file_above_the_limit(self, desk, settings, uploads):
        settings.MAX_BATCH_BYTES = 20
        response = desk.post(PAGE, {"file": file_of(table(line(1)))})
        assert response.status_code == 422
        assert not kept_files(uploads)

    def test_of_the_very_same_file_unless_it_is_asked_for(self, desk, sally, uploads):
        batch = upload(table(line(1)), sally)
        response = desk.post(PAGE, {"file": file_of(table(line(1)), "again.csv")})
        assert f"is the very same file as stories.csv (batch {batch.pk}" in words(response)
        assert len(kept_files(uploads)) == 1
        assert "Upload it though I have done so before" in words(response)
        desk.post(PAGE, {"file": file_of(table(line(1)), "again.csv"), "again": "on"})
        assert Batch.objects.count() == 2


def _anew(value):
    """A file is read once, and parameters are shared by all runs of a test."""
    if isinstance(value, SimpleUploadedFile):
        value.seek(0)
        return SimpleUploadedFile(value.name, value.read(), "text/csv")
    return value


def test_what_a_stranger_wrote_is_shown_and_does_nothing(desk, sally):
    data = table(f'"<script>alert(1)</script> {BIDI}",,2024-01-20', header=f"<img src=y>{BIDI},body,date")
    terms = {
        "mapping": {"title": f"<img src=y>{BIDI}", "text": "body"},
        "defaults": {"source": f"<img src=z>{BIDI}"},
    }
    taken(upload(data, sally, name=f"<img src=x>{BIDI}.csv", **terms))
    upload(data, sally, name="waits.csv", is_paused=True, **terms)
    for address in (PAGE, *(page(each) for each in Batch.objects.all())):
        source = desk.get(address).content.decode()
        assert "<script>alert" not in source
        assert "<img src" not in source
        for found in re.finditer(re.escape(BIDI), source):
            isolated = ISOLATED.search(source[: found.start()])
            assert isolated, source[found.start() - 200 : found.end()]


def test_one_file_leads_to_its_page_and_a_worker_is_asked(desk, queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(PAGE, {"file": file_of(table(line(1))), "source": "Wire", "order": "dmy"})
    batch = Batch.objects.get()
    assert response.url == page(batch)
    assert batch.defaults == {"source": "Wire", "order": "dmy"}
    assert queued == [batch.pk]


def test_of_many_files_a_bad_one_sinks_no_other(desk):
    files = [file_of(table(line(1))), file_of(b"", "empty.csv"), file_of(table(line(2)), "more.csv")]
    told = words(desk.post(PAGE, {"file": files}))
    assert {batch.file_name for batch in Batch.objects.all()} == {"stories.csv", "more.csv"}
    assert "empty.csv refused" in told
    assert "more.csv uploaded" in told


def test_ones_uploads_are_listed_newest_first_with_what_became_of_them(desk, sally):
    taken(upload(table(line(1), line(1), "No text,,"), sally, name="old.csv"))
    upload(table(line(2)), sally, name="new.csv")
    told = words(desk.get(PAGE))
    assert re.search(r"new\.csv.*Queued 00000.*old\.csv.*Running 31110", told)


def test_many_uploads_take_no_more_queries_than_one(desk, sally):
    asked = []
    for n in range(3):
        upload(table(line(n)), sally)
        with CaptureQueriesContext(connection) as queries:
            desk.get(PAGE)
        asked.append(len(queries))
    assert asked[2] == asked[0], asked


class TestTheTemplate:
    def test_explains_every_column_and_is_understood_by_itself(self, desk, sally):
        data = b"".join(desk.get("/admin/batches/articles.csv"))
        heads, explained = csv.reader(StringIO(data.decode("utf-8-sig")))
        batch = upload(data, sally)
        assert batch.mapping == {name: name for name in heads}
        assert all(explained)

    def test_makes_no_article_of_what_it_explains(self, desk, sally):
        data = desk.get("/admin/batches/articles.csv").content
        taken(upload(data, sally))
        assert not Article.objects.exists()
        receipt = Receipt.objects.get()
        assert (receipt.number, receipt.outcome, receipt.field) == (2, "failed", "published")


class TestProgress:
    def test_stands_still_and_then_the_page_is_looked_at_anew(self, desk, sally):
        batch = upload(table(line(1)), sally)
        response = desk.get(page(batch, "batch_progress"))
        assert "HX-Refresh" not in response
        assert 'hx-trigger="every 2s"' in response.content.decode()
        taken(batch)
        Article.objects.update(state="nothing_found")
        bulk.finish()
        response = desk.get(page(batch, "batch_progress"))
        assert response["HX-Refresh"] == "true"
        assert "hx-trigger" not in response.content.decode()
        assert "Done 100 %" in words(response)

    def test_counts_what_was_read_and_says_how_fast_and_how_long_yet(self, desk, sally):
        batch = taken(upload(table(*(line(n) for n in range(8)), line(0), "No text,,"), sally))
        for article in batch.articles.order_by("pk")[:4]:
            Article.objects.filter(pk=article.pk).update(state="read", updated_at=timezone.now())
        Batch.objects.update(started_at=timezone.now() - timedelta(minutes=5))
        batch.refresh_from_db()

        found = progress(batch)

        assert found.totals | {"drafts": 0} == bulk.NONE | {
            "lines": 10,
            "accepted": 8,
            "duplicates": 1,
            "failed": 1,
            "read": 4,
        }
        assert (found.waiting, found.percent) == (4, 60)
        assert (
            found.rate == 6
        )  # of ten lines six are done with; the four that were read were of the last minute
        assert found.time_left == "about 1 minute"
        assert "60 %" in words(desk.get(page(batch)))

    def test_does_not_guess_before_there_is_anything_to_go_by(self, sally):
        found = progress(upload(table(line(1)), sally))
        assert (found.share, found.rate, found.time_left) == (None, None, "")

    def test_of_a_part_lets_expect_the_whole(self, sally):
        batch = upload(table(*(line(n) for n in range(200))), sally)
        bulk.take(batch.pk, seconds=0)
        batch.refresh_from_db()
        Article.objects.update(state="nothing_found")
        found = progress(batch)
        assert found.totals["lines"] == 50
        assert 20 <= found.percent <= 30


class TestButtons:
    def test_pause_and_resume(self, desk, sally, queued, django_capture_on_commit_callbacks):
        batch = upload(table(line(1)), sally)
        bulk.take(batch.pk)
        assert "Paused" in words(desk.post(page(batch, "batch_pause"), follow=True))
        with django_capture_on_commit_callbacks(execute=True):
            told = words(desk.post(page(batch, "batch_resume"), follow=True))
        assert "Queued" in told
        assert queued == [batch.pk]
        told = words(desk.post(page(batch, "batch_resume"), follow=True))
        assert "Expected a batch that is paused to resume" in told

    def test_cancel_is_asked_about_and_leaves_what_was_accepted(self, desk, sally):
        batch = upload(table(*(line(n) for n in range(60))), sally)
        bulk.take(batch.pk, seconds=0)
        assert "What was accepted stays" in words(desk.get(page(batch)))
        told = words(desk.post(page(batch, "batch_cancel"), follow=True))
        assert "Cancelled" in told
        assert "Pause" not in told
        assert Article.objects.count() == 50

    def test_retry_tries_what_failed_and_nothing_else(
        self, desk, sally, queued, django_capture_on_commit_callbacks
    ):
        batch = taken(upload(table(line(1), "No text,,"), sally))
        with django_capture_on_commit_callbacks(execute=True):
            told = words(desk.post(page(batch, "batch_retry"), follow=True))
        assert "1 is tried once more." in told
        assert queued == [batch.pk]
        taken(batch)
        assert [r.outcome for r in batch.receipts.all()] == ["accepted", "failed"]

    @pytest.mark.parametrize("verb", VERBS)
    def test_nothing_is_done_by_looking(self, desk, sally, verb):
        batch = upload(table(line(1)), sally)
        assert desk.get(page(batch, f"batch_{verb}")).status_code == 405


class TestLookingAtItFirst:
    def test_shows_how_each_line_would_be_read_and_stores_none(self, desk, sally):
        batch = upload(table(line(1), line(2, "3/4/2024"), "No text,,"), sally, is_paused=True)
        told = words(desk.get(page(batch)))
        assert "The first 3 lines. 2 of them would be refused." in told
        assert "published: expected to be told which of 3/4/2024 is the day" in told
        assert "text: expected the article's text" in told
        assert not Article.objects.exists()
        assert not Receipt.objects.exists()

    def test_what_is_corrected_is_looked_at_again(self, desk, sally):
        batch = upload(table(line(1), line(2, "3/4/2024"), header="a,b,body"), sally, is_paused=True)
        assert batch.mapping == {"text": "body"}
        chosen = {
            "delimiter": ",",
            "column_title": "a",
            "column_text": "b",
            "column_published": "body",
            "order": "dmy",
        }
        response = desk.post(page(batch), chosen | {"look": ""}, follow=True)
        assert "The first 2 lines. None of them would be refused." in words(response)
        batch.refresh_from_db()
        assert batch.mapping == {"title": "a", "text": "b", "published": "body"}
        assert batch.defaults == {"order": "dmy"}
        assert batch.state == "paused"

    def test_in_another_encoding_the_columns_are_understood_anew(self, desk, sally):
        data = table(
            '"كتب","نص المقال كما هو",2024-01-20', header="headline,body,date", encoding="windows-1256"
        )
        batch = upload(data, sally, is_paused=True, shape={"encoding": "windows-1252"})
        assert "كتب" not in words(desk.get(page(batch)))
        asked = {"encoding": "windows-1256", "delimiter": ",", "column_text": "", "look": ""}
        assert "كتب" in words(desk.post(page(batch), asked, follow=True))
        batch.refresh_from_db()
        assert batch.mapping == {"title": "headline", "text": "body", "published": "date"}

    @pytest.mark.parametrize(
        ("typed", "field", "said"),
        [
            ({"encoding": "klingon-8"}, "encoding", "expected the name of an encoding"),
            ({"column_text": ""}, None, "expected to be told which column has the text"),
            ({"zone": "Mars/Phobos"}, "zone", "expected a name such as Asia/Baghdad"),
            (
                {"column_title": "no such column"},
                "column_title",
                "no such column is not one of the available choices",
            ),
        ],
    )
    def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_changed(
        self, desk, sally, typed, field, said
    ):
        batch = upload(table(line(1)), sally, is_paused=True)
        batch.refresh_from_db()
        before = (batch.shape, batch.mapping, batch.defaults)
        held = {"encoding": batch.shape["encoding"], "delimiter": ",", "column_text": "body", "start": "1"}
        response = desk.post(page(batch), held | typed)
        assert response.status_code == 422
        assert said in " ".join(response.context["form"].errors[field or "__all__"])
        batch.refresh_from_db()
        assert (batch.shape, batch.mapping, batch.defaults) == before
        assert batch.state == "paused"

    def test_start_takes_the_corrections_along(self, desk, sally, queued, django_capture_on_commit_callbacks):
        batch = upload(table(line(1, "3/4/2024")), sally, is_paused=True)
        typed = {
            "delimiter": ",",
            "column_text": "body",
            "column_published": "date",
            "order": "dmy",
            "start": "1",
        }
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(page(batch), typed)
        assert queued == [batch.pk]
        taken(batch)
        assert str(Article.objects.get().published_on) == "2024-04-03"

    def test_what_has_begun_is_read_as_it_was(self, desk, sally):
        batch = taken(upload(table(line(1)), sally))
        told = words(desk.post(page(batch), {"column_text": "headline", "start": "1"}, follow=True))
        assert "It has begun already" in told
        batch.refresh_from_db()
        assert batch.mapping["text"] == "body"

    def test_a_file_that_is_gone_is_said_to_be(self, desk, sally):
        batch = upload(table(line(1)), sally, is_paused=True)
        storage.forget(batch.path)
        assert "not where it was stored any more" in words(desk.get(page(batch)))


class TestLines:
    @pytest.fixture
    def batch(self, sally):
        """Of 350 lines each tenth failed; 250 were accepted, and most were read."""
        batch = Batch.objects.create(
            file_name="many.csv", sha256="1" * 64, format="csv", submitter=sally, state="done"
        )
        article = ArticleFactory(submitter=sally, batch=batch, state="nothing_found")
        Receipt.objects.bulk_create(
            Receipt(
                batch=batch,
                number=n,
                original=f"the {n}th line",
                outcome="failed" if n % 10 == 0 else "accepted",
                field="published" if n % 10 == 0 else "",
                article=None if n % 10 == 0 else article,
            )
            for n in range(1, 351)
        )
        totals = {"lines": 350, "accepted": 315, "failed": 35, "nothing_found": 315}
        Batch.objects.filter(pk=batch.pk).update(totals=totals)
        return batch

    def numbers(self, desk, batch, **asked):
        return [told.receipt.number for told in desk.get(page(batch), asked).context["lines"].rows]

    def test_go_on_page_by_page_and_back(self, desk, batch):
        first = desk.get(page(batch)).context["lines"]
        assert (first.before, first.after) == (None, 100)
        second = desk.get(page(batch), {"after": 100}).context["lines"]
        assert (second.before, second.after) == (101, 200)
        assert self.numbers(desk, batch, before=second.before) == list(range(1, 101))
        last = desk.get(page(batch), {"after": 300}).context["lines"]
        assert (last.before, last.after) == (301, None)
        assert self.numbers(desk, batch, **{"from": 345}) == list(range(345, 351))

    def test_are_filtered_by_outcome_and_by_what_reading_made_of_them(self, desk, batch):
        assert self.numbers(desk, batch, only="failed") == list(range(10, 351, 10))
        assert len(self.numbers(desk, batch, only="nothing_found", after=300)) == 45
        assert self.numbers(desk, batch, only="read") == []

    @pytest.mark.parametrize(
        "asked", [{"after": "-1"}, {"before": "9" * 30}, {"only": "'; DROP"}, {"from": "²"}]
    )
    def test_nonsense_in_the_address_is_left_aside(self, desk, batch, asked):
        assert self.numbers(desk, batch, **asked)[0] == 1

    def test_a_full_page_takes_no_more_queries_than_a_short_one(self, desk, batch):
        asked = []
        for after in (345, 100):
            with CaptureQueriesContext(connection) as queries:
                desk.get(page(batch), {"after": after})
            asked.append(len(queries))
        assert asked[0] == asked[1]

    def test_that_failed_can_be_taken_away(self, desk, sally):
        batch = taken(upload(table(line(1), "No text,,"), sally))
        address = re.search(r'href="([^"]+/errors)"', desk.get(page(batch)).content.decode())[1]
        told = b"".join(desk.get(address).streaming_content).decode("utf-8-sig")
        assert [row["error_field"] for row in csv.DictReader(StringIO(told))] == ["text"]


def test_of_a_line_one_sees_its_article_and_what_came_of_it(sally):
    alice = cast.alice()
    batch = taken(upload(table(line(1)), alice))
    incident = IncidentFactory(place_name="Al-Asad")
    ReportFactory(incident=incident, article=batch.articles.get())
    source = browser(alice).get(page(batch)).content.decode()
    assert reverse("admin:incidents_article_change", args=[batch.articles.get().pk]) in source
    assert reverse("admin:review", args=[incident.pk]) in source
