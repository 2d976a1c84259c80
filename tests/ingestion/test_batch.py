"""A file of many articles: every line has its receipt, and nothing is stored twice."""

import io
import json
import os
import tracemalloc
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError

from incidents.ingestion import batch as bulk
from incidents.ingestion import many, mending, storage
from incidents.ingestion.errors import TooLarge
from incidents.models import Article, Batch, Receipt
from incidents.vocabulary import ArticleState, BatchState
from tests import cast, factories

pytestmark = pytest.mark.django_db

STORY = "Militants fired {n} rockets at Ain al-Asad air base in western Iraq on Saturday, an official said."


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.UPLOADS = tmp_path / "uploads"
    return settings.UPLOADS


@pytest.fixture
def sally():
    return cast.person("sally", "submitter")


def table(*rows, header="headline,body,date"):
    return "\n".join([header, *rows]).encode()


def line(n, day="2024-01-20"):
    return f'Rockets {n},"{STORY.format(n=n + 3)}",{day}'


def upload(data, by, name="stories.csv", **terms):
    return bulk.accept(storage.keep([data]), file_name=name, by=by, **terms)


def taken(batch):
    while not bulk.take(batch.pk, seconds=0):
        pass
    batch.refresh_from_db()
    return batch


def outcomes(batch):
    return list(batch.receipts.order_by("number").values_list("number", "outcome", "field"))


class TestNothingIsLeftOf:
    def test_a_file_that_is_too_large(self, settings, uploads):
        settings.MAX_BATCH_BYTES = 10
        with pytest.raises(TooLarge):
            storage.keep([b"12345678", b"9012"])
        assert not [file for file in uploads.rglob("*") if file.is_file()]

    def test_an_empty_one(self, uploads):
        with pytest.raises(ValidationError, match="empty"):
            storage.keep([])
        assert not [file for file in uploads.rglob("*") if file.is_file()]

    def test_one_whose_sender_is_gone_in_the_middle(self, uploads):
        def breaks():
            yield b"half of it"
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            storage.keep(breaks())
        assert not [file for file in uploads.rglob("*") if file.is_file()]

    def test_one_for_which_the_disk_has_no_room(self, settings, uploads):
        settings.UPLOADS = os.path.join("/dev", "full")  # every name below it fails
        with pytest.raises(OSError, match="directory"):
            storage.keep([b"x"])


class TestRefusedAsAWhole:
    def test_from_who_may_not_submit(self):
        with pytest.raises(PermissionDenied):
            upload(table(line(1)), cast.charlie())

    def test_without_a_column_for_the_text(self, sally):
        with pytest.raises(ValidationError, match="which column has the text"):
            upload(table("a,b", header="one,two"), sally)

    @pytest.mark.parametrize(
        ("terms", "words"),
        [
            ({"mapping": {"text": "Body"}}, "expected a column of the file"),
            ({"mapping": {"words": "body"}}, "expected fields among"),
            ({"defaults": {"order": "ymd"}}, "order.*expected dmy or mdy"),
            ({"defaults": {"zone": "Mars/Phobos"}}, "zone.*expected a name such as"),
        ],
    )
    def test_by_settings_that_do_not_fit(self, sally, terms, words):
        with pytest.raises(ValidationError, match=words):
            upload(table(line(1)), sally, **terms)


class TestLines:
    def test_a_bad_one_sinks_no_other(self, sally):
        batch = upload(table(line(1), 'No text,"",2024-01-20', line(2, "31.31.2024"), line(3)), sally)

        taken(batch)

        assert outcomes(batch) == [
            (2, "accepted", ""),
            (3, "failed", "text"),
            (4, "failed", "published"),
            (5, "accepted", ""),
        ]
        assert batch.is_whole
        assert bulk.totals([batch])[batch.pk] | {"drafts": 0} == bulk.NONE | {
            "lines": 4,
            "accepted": 2,
            "failed": 2,
        }
        assert [a.title for a in batch.articles.order_by("id")] == ["Rockets 1", "Rockets 3"]

    def test_repeated_ones_are_duplicates_and_say_of_what(self, sally):
        first = taken(upload(table(line(1), line(1)), sally))
        again = taken(upload(table(line(2), line(1)), sally, name="overlapping.csv"))

        assert outcomes(first) == [(2, "accepted", ""), (3, "duplicate_of", "bytes")]
        assert outcomes(again) == [(2, "accepted", ""), (3, "duplicate_of", "bytes")]
        articles = {r.number: r.article_id for r in first.receipts.all()}
        assert again.receipts.get(number=3).article_id == articles[2] == articles[3]
        assert Article.objects.count() == 2

    def test_the_very_same_file_is_known(self, sally):
        batch = upload(table(line(1)), sally)
        assert bulk.known(storage.keep([table(line(1))]), by=sally) == batch
        assert bulk.known(storage.keep([table(line(1))]), by=cast.alice()) is None
        bulk.cancel(batch, by=sally)
        assert bulk.known(storage.keep([table(line(1))]), by=sally) is None

    def test_days_are_read_in_the_order_that_was_said_and_never_guessed(self, sally):
        guessing = taken(upload(table(line(1, "3/4/2024")), sally))
        told = taken(upload(table(line(2, "3/4/2024")), sally, defaults={"order": "dmy"}, name="b.csv"))

        assert outcomes(guessing) == [(2, "failed", "published")]
        assert str(told.articles.get().published_on) == "2024-04-03"

    def test_what_holds_of_all_lines_holds_where_they_do_not_say(self, sally):
        batch = upload(table(line(1)), sally, defaults={"source": "Wire", "language": "en"})
        assert taken(batch).articles.get().source.name == "Wire"

    def test_a_later_file_of_the_source_is_mapped_as_the_last_one_was(self, sally):
        header = "a,b,c"
        before = {"title": "a", "text": "b", "published": "c"}
        upload(table(line(1), header=header), sally, mapping=before, defaults={"source": "Wire"})
        later = upload(table(line(2), header=header), sally, name="later.csv", defaults={"source": "Wire"})
        assert later.mapping == before

    def test_json_lines_are_read_alike(self, sally):
        rows = [{"title": "One", "text": STORY.format(n=9)}, {"title": "No text"}]
        batch = taken(upload("\n".join(map(json.dumps, rows)).encode(), sally, name="stories.jsonl"))
        assert outcomes(batch) == [(1, "accepted", ""), (2, "failed", "text")]


class TestDocuments:
    def zipped(self, manifest=""):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("one.txt", STORY.format(n=4))
            archive.writestr(
                "two.html", f"<html><title>Two</title><body><p>{STORY.format(n=5)}</p></body></html>"
            )
            if manifest:
                archive.writestr("manifest.csv", manifest)
        return out.getvalue()

    def test_those_of_an_archive_are_lines_with_or_without_a_manifest(self, sally):
        bare = taken(upload(self.zipped(), sally, name="a.zip"))
        assert [outcome for _, outcome, _ in outcomes(bare)] == ["accepted", "accepted"]
        Article.objects.update(batch=None)
        Receipt.objects.all().delete()
        Article.objects.all().delete()
        told = taken(
            upload(self.zipped("file,headline,date\none.txt,First,2024-01-20\n"), sally, name="b.zip")
        )
        assert told.receipts.filter(outcome="accepted").count() == 2
        assert told.articles.filter(title="First", published_on="2024-01-20").exists()

    def test_one_that_came_alone_is_known_by_the_name_of_its_file(self, sally):
        batch = taken(upload(STORY.format(n=4).encode(), sally, name="story.txt"))
        assert (batch.receipts.get().original, batch.articles.count()) == ("story.txt", 1)

    def test_large_ones_are_stored_a_few_at_a_time(self, sally, monkeypatch):
        monkeypatch.setattr(bulk, "LARGE", 150)
        batch = upload(table(*(line(n) for n in range(4))), sally)
        bulk.take(batch.pk, seconds=0)
        assert batch.receipts.count() == 2

    def test_a_list_of_addresses_is_refused_and_not_taken_for_articles(self, sally):
        with pytest.raises(ValidationError, match="not fetched"):
            upload(b"https://paper.example/1\nhttps://paper.example/2\n", sally, name="links.txt")


class TestWhateverDies:
    def test_it_goes_on_where_it_was_and_repeats_no_line(self, sally, monkeypatch):
        monkeypatch.setattr(bulk, "AT_ONCE", 2)
        batch = upload(table(*(line(n) for n in range(7))), sally)

        assert not bulk.take(batch.pk, seconds=0)
        assert batch.receipts.count() == 2
        taken(batch)

        assert [number for number, *_ in outcomes(batch)] == [2, 3, 4, 5, 6, 7, 8]
        assert Article.objects.count() == 7

    def test_a_transaction_that_breaks_leaves_neither_receipt_nor_article(self, sally, monkeypatch):
        batch = upload(table(line(1), line(2)), sally)
        real, calls = many.open_one, []

        def breaks(**terms):
            calls.append(1)
            if len(calls) == 2:
                raise OperationalError("the server closed the connection")
            return real(**terms)

        monkeypatch.setattr(many, "open_one", breaks)
        with pytest.raises(OperationalError):
            bulk.take(batch.pk)
        assert not batch.receipts.exists()
        assert not Article.objects.exists()

        taken(batch)
        assert [outcome for _, outcome, _ in outcomes(batch)] == ["accepted", "accepted"]

    def test_a_line_of_which_processes_die_is_left_out_in_the_end(self, sally, monkeypatch):
        batch = upload(table(line(1), line(2), line(3)), sally)
        real = many.open_one

        class Dies(BaseException):
            pass

        def kills(**terms):
            if terms["title"] == "Rockets 2":
                raise Dies
            return real(**terms)

        monkeypatch.setattr(many, "open_one", kills)
        for _ in range(5 * bulk.DEATHS):
            try:
                if bulk.take(batch.pk):
                    break
            except Dies:
                pass

        assert [outcome for _, outcome, _ in outcomes(batch)] == ["accepted", "failed", "accepted"]
        assert "died of it" in batch.receipts.get(number=3).reason

    def test_a_fault_of_ours_fails_the_line_alone(self, sally, monkeypatch):
        batch = upload(table(line(1), line(2)), sally)
        real = many.open_one

        def faulty(**terms):
            if terms["title"] == "Rockets 1":
                raise ZeroDivisionError
            return real(**terms)

        monkeypatch.setattr(many, "open_one", faulty)
        taken(batch)
        assert [outcome for _, outcome, _ in outcomes(batch)] == ["failed", "accepted"]
        assert "ZeroDivisionError" in batch.receipts.get(number=2).reason

    def test_a_file_that_is_gone_pauses_it_and_says_so(self, sally):
        batch = upload(table(line(1)), sally)
        storage.forget(batch.path)
        taken(batch)
        assert (batch.state, "not there any more" in batch.reason) == (BatchState.PAUSED, True)

    def test_a_file_that_cannot_be_read_on_at_all_is_paused_in_the_end_and_not_tried_for_ever(
        self, sally, monkeypatch
    ):
        batch = upload(table(line(1)), sally)
        monkeypatch.setattr(bulk.formats, "lines", lambda *given, **more: iter([1 / 0]))
        for _ in range(3 * bulk.DEATHS):
            with pytest.raises(ZeroDivisionError):
                bulk.take(batch.pk)
        assert bulk.take(batch.pk)
        batch.refresh_from_db()
        assert (batch.state, "could not be read on" in batch.reason) == (BatchState.PAUSED, True)

    def test_whoever_lost_the_right_has_it_paused(self, sally):
        batch = upload(table(line(1)), sally)
        sally.groups.clear()
        taken(batch)
        assert (batch.state, "may not submit" in batch.reason) == (BatchState.PAUSED, True)

    def test_two_at_once_do_not_both_take_it(self, sally):
        batch = upload(table(line(1)), sally)
        Batch.objects.filter(pk=batch.pk).update(position=5)
        stale = Batch.objects.get(pk=batch.pk)
        Batch.objects.filter(pk=batch.pk).update(position=9)
        assert not bulk._store(stale, [], is_deadly=False)


class TestReadings:
    def test_some_of_each_batch_at_a_time(self, sally, monkeypatch):
        monkeypatch.setattr(bulk, "WINDOW", 2)
        large = taken(upload(table(*(line(n) for n in range(5))), sally))
        small = taken(upload(table(line(11)), sally, name="small.csv"))
        first, second, *others = large.articles.order_by("id").values_list("pk", flat=True)
        only = small.articles.get().pk

        assert bulk.due() == [first, second, only]
        assert bulk.due() == []
        Article.objects.filter(pk=first).update(state=ArticleState.READ)
        assert bulk.due() == [others[0]]

    def test_of_a_paused_one_none_and_after_it_all(self, sally):
        batch = taken(upload(table(line(1), line(2)), sally))
        assert len(bulk.due()) == 2
        bulk.pause(batch, by=sally)
        assert bulk.due() == []
        assert bulk.is_held_back(batch.articles.first().pk)
        bulk.resume(batch, by=sally)
        assert len(bulk.due()) == 2

    def test_of_a_cancelled_one_what_was_accepted(self, sally, monkeypatch):
        monkeypatch.setattr(bulk, "AT_ONCE", 1)
        batch = upload(table(line(1), line(2)), sally)
        bulk.take(batch.pk, seconds=0)
        bulk.cancel(batch, by=sally)
        taken(batch)
        assert batch.receipts.count() == 1
        assert len(bulk.due()) == 1

    def test_when_all_are_read_it_is_done_and_knows_what_came_of_them(self, sally):
        batch = taken(upload(table(line(1), line(2), line(3)), sally))
        assert not bulk.finish()
        one, two, three = batch.articles.order_by("id")
        Article.objects.filter(pk=two.pk).update(state=ArticleState.NOTHING_FOUND)
        Article.objects.filter(pk=three.pk).update(state=ArticleState.FAILED)
        Article.objects.filter(pk=one.pk).update(state=ArticleState.READ)
        factories.ReportFactory(article=one)

        assert bulk.finish() == 1
        batch.refresh_from_db()
        assert batch.state == BatchState.DONE
        assert batch.totals == bulk.NONE | {
            **{"lines": 3, "accepted": 3, "read": 1, "nothing_found": 1, "unread": 1, "drafts": 1}
        }


class TestMending:
    def test_what_failed_can_be_mended_and_uploaded_again_without_doubling_anything(self, sally):
        batch = taken(upload(table(line(1), line(2, "tomorrow-ish")), sally))
        sheet = "".join(mending.errors(batch))
        assert sheet.startswith("\ufeffheadline,body,date,line,error_field,error_reason")
        assert sheet.count("\r\n") == 2
        assert ",3,published," in sheet

        mended = sheet.replace("tomorrow-ish", "2024-01-20").replace("\r\n", "\n") + line(1) + ",2,,\n"
        again = taken(upload(mended.encode(), sally, name="mended.csv"))

        assert [outcome for _, outcome, _ in outcomes(again)] == ["accepted", "duplicate_of"]
        assert Article.objects.count() == 2

    def test_once_the_file_is_gone_the_beginnings_of_its_lines_are_left(self, sally, settings):
        batch = taken(upload(table(line(1, "never")), sally))
        settings.UPLOADS_KEPT = -1
        bulk.tidy()
        batch.refresh_from_db()
        assert batch.path == ""
        assert "Rockets 1" in "".join(mending.errors(batch))

    def test_retried_lines_get_a_new_receipt_and_others_keep_theirs(self, sally, monkeypatch):
        batch = upload(table(line(1), line(2)), sally)
        real = many.open_one
        monkeypatch.setattr(many, "open_one", lambda **t: 1 / 0 if t["title"] == "Rockets 1" else real(**t))
        taken(batch)
        kept = batch.receipts.get(number=3).pk
        monkeypatch.setattr(many, "open_one", real)

        assert bulk.retry(batch, by=sally) == 1
        taken(batch)

        assert [outcome for _, outcome, _ in outcomes(batch)] == ["accepted", "accepted"]
        assert batch.receipts.get(number=3).pk == kept
        assert bulk.totals([batch])[batch.pk] == bulk.NONE | {"lines": 2, "accepted": 2}

    def test_anothers_is_not_ones_own_to_stop(self, sally):
        batch = upload(table(line(1)), sally)
        with pytest.raises(PermissionDenied):
            bulk.pause(batch, by=cast.person("sam", "submitter"))
        bulk.pause(batch, by=cast.bob())
        with pytest.raises(ValidationError, match="this one is paused"):
            bulk.pause(batch, by=sally)


class TestPreview:
    def test_holds_no_line_as_a_whole(self, sally):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for n in range(5):
                archive.writestr(f"{n}.txt", f"{STORY.format(n=n)} {os.urandom(500_000).hex()}")
        batch = upload(packed.getvalue(), sally, name="stories.zip", is_paused=True)
        tracemalloc.start()
        told = bulk.preview(batch)
        held, _peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(told) == 5
        assert held < 1_000_000  # of five million

    def test_keeps_nobody_waiting(self, sally, monkeypatch):
        monkeypatch.setattr(bulk, "PREVIEWED", 0)
        batch = upload(table(line(1), line(2)), sally, is_paused=True)
        assert len(bulk.preview(batch)) == 1

    def test_says_what_would_become_of_each_line_and_stores_nothing(self, sally):
        batch = upload(table(line(1), line(2, "soon")), sally, is_paused=True)
        (_, first, *_), (_, _, field, reason) = bulk.preview(batch)
        assert first["title"] == "Rockets 1"
        assert (field, bool(reason)) == ("published", True)
        assert not Receipt.objects.exists()

    def test_is_of_what_was_corrected_meanwhile(self, sally):
        batch = upload(table(line(1, "3/4/2024")), sally, is_paused=True)
        assert bulk.preview(batch)[0][2] == "published"
        bulk.correct(batch, by=sally, defaults={"order": "mdy"})
        assert bulk.preview(batch)[0][2] == ""
        bulk.resume(batch, by=sally)
        with pytest.raises(ValidationError, match="has not begun"):
            bulk.correct(batch, by=sally, defaults={"order": "dmy"})
