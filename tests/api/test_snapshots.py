"""Snapshots: only of what is public, never changed, found again by everybody who cites them."""

import base64
import csv
import hashlib
import io
import json
import os

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction
from django.test import override_settings

from incidents import tasks
from incidents.exports import snapshots
from incidents.models import Incident, Snapshot, SnapshotFile
from incidents.vocabulary import Scope
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_filters import made

SNAPSHOTS = "/api/v1/snapshots"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def kept(tmp_path, settings, monkeypatch):
    """Files go into a directory of the test; a worker does at once what it is given."""
    settings.SNAPSHOT_ROOT = tmp_path / "snapshots"
    monkeypatch.setattr(tasks.make_snapshot, "delay", tasks.make_snapshot)
    return settings.SNAPSHOT_ROOT


@pytest.fixture
def bob(kept):
    return client_of(cast.bob(), Scope.ADMIN)


@pytest.fixture
def victor(kept):
    return client_of(cast.person("victor", "viewer"), Scope.READ)


def ask(client, **asked):
    return client.post(SNAPSHOTS, {"title": "Attacks in Iraq", "key": "iraq", **asked}, format="json")


def rows(client, key: str = "iraq") -> list[dict[str, str]]:
    answer = client.get(f"{SNAPSHOTS}/{key}/incidents.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode(), newline="")))


def test_an_analyst_and_a_token_without_the_scope_may_not_ask(victor):
    made()
    assert ask(client_of(cast.alice(), Scope.ADMIN)).status_code == 403
    assert ask(client_of(cast.bob(), Scope.READ)).status_code == 403
    assert ask(victor).status_code == 403
    assert not Snapshot.objects.exists()


def test_nothing_that_is_hidden_is_in_it_whoever_asks(bob):
    shown = made()
    made(sensitivity="restricted")
    factories.IncidentFactory()
    assert ask(bob, query="not_status=rejected").status_code == 202
    assert [int(row["id"]) for row in rows(bob)] == [shown.pk]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"query": "contry=IQ"}, "query"),
        ({"query": "country=Iraq"}, "query"),
        ({"query": "country=SY"}, "query"),
        ({"query": "page_size=5"}, "query"),
        ({"formats": ["pdf"]}, "formats.0"),
        ({"formats": []}, "formats"),
        ({"key": "Not/a key"}, "key"),
        ({"title": ""}, "title"),
        ({"titel": "x"}, "titel"),
    ],
)
def test_what_cannot_be_made_is_refused_at_once(bob, wrong, field):
    made(country="IQ")
    answer = ask(bob, **wrong)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Snapshot.objects.exists()


def test_a_key_is_given_once(bob):
    made()
    assert ask(bob).status_code == 202
    answer = ask(bob)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "key")


def test_it_is_asked_for_made_told_and_cited(bob, victor, settings):
    settings.DATA_LICENSE, settings.DATA_ATTRIBUTION = "CC BY 4.0", "The Observatory"
    made(country="IQ", summary="A rocket fell.")
    made(country="SY")
    answer = ask(
        bob, query="?country=IQ", formats=["csv", "geojson", "parquet", "xlsx", "kml", "hxl", "jsonl"]
    )
    assert answer.status_code == 202
    assert answer["Location"] == f"http://testserver{SNAPSHOTS}/iraq"
    told = victor.get(answer["Location"]).json()
    assert (told["state"], told["rows"], told["query"]) == ("ready", 1, "country=IQ")
    assert (told["made_by"], told["license"]) == ("editor", "CC BY 4.0")
    assert "bob" not in json.dumps(told)
    assert told["citation"].startswith("The Observatory (20")
    assert told["citation"].endswith("/api/v1/snapshots/iraq")
    for file in told["files"]:
        content = b"".join(victor.get(file["url"]).streaming_content)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])
    named = json.loads(b"".join(victor.get(f"{SNAPSHOTS}/iraq/incidents.geojson").streaming_content))
    assert named["snapshot"] == answer["Location"]
    assert named["query"] == "http://testserver/api/v1/incidents?country=IQ"
    assert named["title"] == "Attacks in Iraq"
    assert [each["key"] for each in victor.get(SNAPSHOTS).json()["results"]] == ["iraq"]


def test_what_happens_afterwards_is_not_in_it(bob):
    attack = made(summary="Three were hurt.")
    ask(bob)
    before = rows(bob)
    Incident.objects.filter(pk=attack.pk).update(summary="Four were hurt.")
    made()
    assert rows(bob) == before
    assert before[0]["summary"] == "Three were hurt."


def test_what_is_hidden_before_it_is_made_is_not_in_it(bob, monkeypatch):
    monkeypatch.setattr(tasks.make_snapshot, "delay", lambda pk: None)
    attack, stays = made(), made()
    ask(bob)
    assert bob.get(f"{SNAPSHOTS}/iraq").json()["state"] == "queued"
    Incident.objects.filter(pk=attack.pk).update(sensitivity="restricted")
    tasks.make_snapshot(Snapshot.objects.get().pk)
    assert [int(row["id"]) for row in rows(bob)] == [stays.pk]


def test_readers_see_none_that_is_not_made(bob, victor, monkeypatch):
    monkeypatch.setattr(tasks.make_snapshot, "delay", lambda pk: None)
    made()
    ask(bob)
    assert victor.get(SNAPSHOTS).json()["results"] == []
    assert victor.get(f"{SNAPSHOTS}/iraq").status_code == 404
    assert bob.get(f"{SNAPSHOTS}/iraq/incidents.csv").status_code == 404


def test_to_be_told_twice_makes_it_once(bob):
    made()
    ask(bob)
    before = SnapshotFile.objects.get()
    made()
    tasks.make_snapshot(Snapshot.objects.get().pk)
    assert SnapshotFile.objects.get() == before
    assert len(rows(bob)) == 1


def test_one_that_cannot_be_made_says_why_and_leaves_nothing(bob, kept, monkeypatch):
    monkeypatch.setattr("incidents.exports.snapshots.Format.parts", lambda *args: 1 / 0)
    made()
    ask(bob)
    told = bob.get(f"{SNAPSHOTS}/iraq").json()
    assert (told["state"], told["reason"]) == ("failed", "ZeroDivisionError: division by zero")
    assert list(kept.rglob("*")) == []


def test_one_that_nobody_makes_is_found(bob, monkeypatch):
    monkeypatch.setattr(tasks.make_snapshot, "delay", lambda pk: None)
    made()
    ask(bob)
    assert snapshots.lost() == []
    monkeypatch.setattr(snapshots, "FORGOTTEN_AFTER", -snapshots.FORGOTTEN_AFTER)
    assert snapshots.lost() == [Snapshot.objects.get().pk]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE incidents_snapshot SET title = 'Other'",
        "UPDATE incidents_snapshot SET rows = 7",
        "UPDATE incidents_snapshot SET state = 'queued'",
        "DELETE FROM incidents_snapshot",
        "UPDATE incidents_snapshotfile SET sha256 = ''",
        "DELETE FROM incidents_snapshotfile",
    ],
)
def test_the_database_lets_nobody_change_it(bob, sql):
    made()
    ask(bob)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_one_that_is_withdrawn_says_so_and_why(bob, victor, kept):
    made()
    ask(bob)
    assert victor.post(f"{SNAPSHOTS}/iraq/withdraw", {"reason": "x"}, format="json").status_code == 403
    assert bob.post(f"{SNAPSHOTS}/iraq/withdraw", {"reason": " "}, format="json").status_code == 400
    answer = bob.post(f"{SNAPSHOTS}/iraq/withdraw", {"reason": "It named a witness."}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    for address in (f"{SNAPSHOTS}/iraq", f"{SNAPSHOTS}/iraq/incidents.csv"):
        gone = victor.get(address)
        assert gone.status_code == 410
        assert gone.json()["reason"] == "It named a witness."
        assert gone.json()["type"].endswith("#withdrawn")
    (listed,) = victor.get(SNAPSHOTS).json()["results"]
    assert (listed["state"], len(listed["files"][0]["sha256"])) == ("withdrawn", 64)
    assert list(kept.rglob("*.csv")) == []
    assert ask(bob).status_code == 400, "its key is not given again"


# --- files ------------------------------------------------------------------------------------------


@pytest.fixture
def file(bob):
    made()
    ask(bob)
    content = b"".join(bob.get(f"{SNAPSHOTS}/iraq/incidents.csv").streaming_content)

    def get(**headers):
        return bob.get(
            f"{SNAPSHOTS}/iraq/incidents.csv",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    get.content = content
    return get


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_file_is_for_ever_and_known_by_its_hash(file):
    answer = file()
    sha256 = hashlib.sha256(file.content)
    assert answer["ETag"] == f'"{sha256.hexdigest()}"'
    assert answer["Repr-Digest"] == f"sha-256=:{base64.b64encode(sha256.digest()).decode()}:"
    assert "immutable" in answer["Cache-Control"]
    assert answer["Cache-Control"].startswith("private")
    assert answer["Content-Length"] == str(len(file.content))
    assert file(If_None_Match=answer["ETag"]).status_code == 304
    with override_settings(PUBLIC_READ=True):
        assert file()["Cache-Control"].startswith("public")
    assert body(answer) == file.content


def test_it_is_not_packed_so_that_its_bytes_are_those_that_are_counted(file):
    answer = file(Accept_Encoding="gzip")
    assert "Content-Encoding" not in answer
    assert body(answer) == file.content


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=10-", slice(10, None)),
        ("bytes=-5", slice(-5, None)),
        ("bytes=3-999999999", slice(3, None)),
        ("bytes=-999999999", slice(0, None)),
    ],
)
def test_a_part_of_it_can_be_had(file, asked, part):
    answer = file(Range=asked)
    first = part.indices(len(file.content))[0]
    expected = file.content[part]
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{len(file.content)}"
    assert (answer["Content-Length"], body(answer)) == (str(len(expected)), expected)


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0", "bytes=5-2"])
def test_bytes_that_are_not_there_are_refused(file, asked):
    answer = file(Range=asked)
    if asked == "bytes=5-2":  # no range at all: RFC 9110 has it ignored
        assert (answer.status_code, body(answer)) == (200, file.content)
        return
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(file.content)}"
    assert answer.json()["type"].endswith("#range-not-satisfiable")


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-1,5-6"},
        {"Range": "lines=1-2"},
        {"Range": "bytes=0-9", "If_Range": '"another"'},
    ],
)
def test_what_need_not_be_given_in_part_is_given_whole(file, headers):
    answer = file(**headers)
    assert (answer.status_code, body(answer)) == (200, file.content)


def test_what_is_not_there_and_what_is_not_known_is_told(bob, file):
    assert bob.get(f"{SNAPSHOTS}/iraq/incidents.kml").status_code == 404
    assert bob.get(f"{SNAPSHOTS}/other/incidents.csv").status_code == 404
    assert bob.get(f"{SNAPSHOTS}/iraq/incidents.csv?country=IQ").status_code == 400


# --- looking after them -----------------------------------------------------------------------------


def test_files_that_are_not_as_they_were_are_found(bob, kept, capsys):
    made()
    ask(bob)
    call_command("verify_snapshots")
    assert "1 files, all as they were written" in capsys.readouterr().out
    path = kept / "iraq" / "incidents.csv"
    with pytest.raises(PermissionError) if _is_guarded(path) else transaction.atomic():
        path.open("r+b").close()
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"published", b"Published"))
    with pytest.raises(CommandError, match="1 of the files differ"):
        call_command("verify_snapshots")
    assert "iraq/incidents.csv is not what was written" in capsys.readouterr().err
    path.unlink()
    with pytest.raises(CommandError):
        call_command("verify_snapshots")
    assert "cannot be read: No such file" in capsys.readouterr().err


def _is_guarded(path) -> bool:
    return os.geteuid() != 0


def test_many_are_listed_by_as_many_queries_as_one(bob, queries):
    made()
    ask(bob, key="s-0")
    one = queries(lambda: bob.get(SNAPSHOTS))
    for n in range(1, 6):
        ask(bob, key=f"s-{n}")
    assert len(bob.get(SNAPSHOTS).json()["results"]) == 6
    assert queries(lambda: bob.get(SNAPSHOTS)) == one


def test_what_a_worker_left_half_written_is_not_written_on(bob, victor, kept):
    """A file that is whole but has not its name yet may be written by nobody."""
    made(country="IQ")
    directory = kept / "iraq"
    directory.mkdir(parents=True)
    left = directory / ".incidents.csv"
    left.write_bytes(b"of another time")
    left.chmod(0o444)
    (kept / "same").hardlink_to(left)
    assert ask(bob).status_code == 202
    assert len(rows(victor)) == 1
    assert (kept / "same").read_bytes() == b"of another time"
