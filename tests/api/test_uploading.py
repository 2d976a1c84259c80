"""Files of many articles by the API: stored whole before they are acknowledged, and never twice."""

import json
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.ingestion import batch as bulk
from incidents.ingestion import storage
from incidents.models import Batch
from incidents.vocabulary import Scope
from tests import cast
from tests.api.conftest import client_of
from tests.api.test_problems import problem

BATCHES = "/api/v1/batches"
TABLE = b"title,text\nOne,Militants fired rockets at the base on Saturday.\nTwo,\n"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.UPLOADS = tmp_path / "uploads"
    return settings.UPLOADS


@pytest.fixture
def sally(db):
    return client_of(cast.person("sally", "submitter"), Scope.SUBMIT, Scope.READ)


def kept(uploads):
    return [file for file in uploads.rglob("*") if file.is_file()]


def form(client, data=TABLE, name="stories.csv", headers=None, **fields):
    file = SimpleUploadedFile(name, data, "text/csv")
    return client.post(BATCHES, {"file": file, **fields}, format="multipart", headers=headers or {})


def body(client, data=TABLE, query="filename=stories.csv", content_type="text/csv", headers=None):
    return client.post(f"{BATCHES}?{query}", data, content_type=content_type, headers=headers or {})


@pytest.mark.parametrize("send", [form, body])
class TestNothingIsKept:
    def test_from_who_may_not_submit(self, viewer, uploads, send):
        problem(send(viewer), 403)
        narrow = client_of(cast.person("sam", "submitter"), Scope.READ)
        problem(send(narrow), 403)
        assert not kept(uploads)

    def test_above_the_limit(self, sally, uploads, settings, send):
        settings.MAX_BATCH_BYTES = 20
        assert problem(send(sally), 413)["limit"] == 20
        assert not kept(uploads)

    def test_on_a_full_disk(self, sally, uploads, monkeypatch, send):
        def full(*args):
            raise storage.NoRoom("No space left on device")

        monkeypatch.setattr(storage.Keeping, "write", full)
        assert problem(send(sally), 507)["type"].endswith("#no-room")
        assert not kept(uploads)

    def test_of_what_is_no_file_of_articles(self, sally, uploads, send):
        answer = problem(send(sally, data=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4), 400)
        assert answer["errors"][0]["field"] == "file"
        assert not kept(uploads)

    def test_that_is_empty(self, sally, uploads, send):
        assert problem(send(sally, data=b""), 400)["errors"][0]["field"] == "file"
        assert not kept(uploads)


def test_a_name_that_is_none_is_only_a_label(sally, uploads):
    for name in ("", "..", "../../etc/passwd", "a" * 400, "\u202egnp.csv"):
        query = f"filename={quote(name)}" if name else "paused=true"
        answer = body(sally, data=TABLE + name.encode(), query=query)
        assert answer.status_code == 202, answer.json()
        assert len(answer.json()["file_name"]) <= 300
    assert all(file.parent.parent == uploads for file in kept(uploads))


class TestRefused:
    def test_parameters_and_fields_that_are_none(self, sally, uploads):
        answer = problem(body(sally, query="filename=a.csv&colour=red"), 400)
        assert answer["errors"][0]["parameter"] == "colour"
        assert problem(form(sally, colour="red"), 400)["errors"][0]["field"] == "colour"
        assert not kept(uploads)

    def test_a_mapping_that_does_not_fit(self, sally, uploads):
        answer = problem(form(sally, mapping='{"text": "Body"}'), 400)
        assert answer["errors"][0]["field"] == "mapping"
        assert not kept(uploads)

    def test_verbs_at_the_wrong_time(self, sally):
        batch = form(sally).json()
        assert problem(sally.post(f"{BATCHES}/{batch['id']}/resume"), 400)["errors"][0]["field"] == "state"
        assert problem(sally.patch(f"{BATCHES}/{batch['id']}", {"order": "dmy"}, format="json"), 400)

    def test_anothers(self, sally):
        batch = form(client_of(cast.alice(), Scope.SUBMIT, Scope.READ)).json()
        for verb in ("pause", "resume", "cancel", "retry"):
            problem(sally.post(f"{BATCHES}/{batch['id']}/{verb}"), 404)
        for part in ("preview", "errors", "receipts"):
            problem(sally.get(f"{BATCHES}/{batch['id']}/{part}"), 404)


@pytest.mark.parametrize("send", [form, body])
def test_what_is_stored_is_acknowledged_with_its_address(sally, uploads, send):
    answer = send(sally)

    assert answer.status_code == 202, answer.json()
    told = answer.json()
    assert answer["Location"] == told["url"]
    assert (told["state"], told["file_name"], told["format"]) == ("queued", "stories.csv", "csv")
    assert (told["size"], told["mapping"]) == (len(TABLE), {"title": "title", "text": "text"})
    (file,) = kept(uploads)
    assert file.read_bytes() == TABLE


def test_how_far_it_is_can_be_asked_until_it_is_done(sally):
    address = form(sally)["Location"]
    assert sally.get(address)["Retry-After"]
    bulk.take(Batch.objects.get().pk)

    told = sally.get(address).json()
    assert told["totals"] == bulk.NONE | {"lines": 2, "accepted": 1, "failed": 1}
    one, two = sally.get(told["receipts_url"]).json()["results"]
    assert (one["number"], one["outcome"], one["reading"]) == (2, "accepted", "received")
    assert (two["number"], two["outcome"], two["field"]) == (3, "failed", "text")
    sheet = b"".join(sally.get(told["errors_url"]).streaming_content).decode()
    assert sheet.splitlines()[1].startswith("Two,,3,text,")


def test_the_very_same_file_is_recognised_and_taken_again_only_if_asked(sally, uploads):
    first = form(sally).json()
    again = body(sally)
    assert (again.status_code, again.json()["id"], len(kept(uploads))) == (200, first["id"], 1)
    third = form(sally, again="true")
    assert (third.status_code, len(kept(uploads))) == (202, 2)


@pytest.mark.parametrize("send", [form, body])
def test_a_request_that_may_have_been_lost_is_sent_again_and_is_one(sally, uploads, send):
    headers = {"Idempotency-Key": "upload-1"}
    first, second = send(sally, headers=headers), send(sally, headers=headers)
    assert (first.status_code, second.status_code) == (202, 202)
    assert (first.json()["id"], second["Idempotency-Replayed"]) == (second.json()["id"], "true")
    assert (Batch.objects.count(), len(kept(uploads))) == (1, 1)
    problem(send(sally, data=TABLE + b"Three,x\n", headers=headers), 422)
    assert len(kept(uploads)) == 1


def test_looked_at_first_it_can_be_corrected_and_then_started(sally):
    batch = form(sally, data=TABLE.replace(b",", b";"), paused="true").json()
    address = f"{BATCHES}/{batch['id']}"
    assert (batch["state"], batch["shape"]["delimiter"]) == ("paused", ";")
    first, second = sally.get(f"{address}/preview").json()
    assert (first["article"]["title"], second["field"]) == ("One", "text")

    corrected = sally.patch(address, {"mapping": {"text": "title"}, "order": "dmy"}, format="json")
    assert corrected.status_code == 200, corrected.json()
    assert corrected.json()["defaults"] == {"order": "dmy"}
    assert sally.get(f"{address}/preview").json()[1]["article"] == {
        "text": "Two",
        "source": "",
        "language": "",
    }
    assert sally.post(f"{address}/resume").json()["state"] == "queued"


def test_a_session_may_upload_as_well(uploads, db, client):
    client.force_login(cast.person("sally", "submitter"))
    answer = client.post(BATCHES, {"file": SimpleUploadedFile("a.csv", TABLE, "text/csv")})
    assert answer.status_code == 202, answer.json()
    assert json.loads(answer.content)["file_name"] == "a.csv"
    assert len(kept(uploads)) == 1
