"""Work apart: what kills the child is told, and kills nothing else."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from incidents.ingestion import TooLarge, apart
from incidents.ingestion.kinds import HTML, PDF
from tests.ingestion.documents import STORY, page, pdf


def text(data: bytes, kind: str = HTML, **arguments) -> str:
    return apart.do("text", data, kind=kind, limit=5_000_000, **arguments)["text"]


def pid() -> int:
    return apart._children.child.process.pid


class TestWhatKillsIt:
    def test_time(self, monkeypatch):
        """A child that is stopped uses no processor: only the clock on the wall can end it."""
        text(page().encode())
        stopped = pid()
        os.kill(stopped, signal.SIGSTOP)
        started = time.monotonic()
        with pytest.raises(ValidationError) as refusal:
            text(page().encode(), seconds=1, field="html")
        assert refusal.value.message_dict == {
            "html": ["expected a file that can be read in 1 seconds and 1536 MB of memory."]
        }
        assert time.monotonic() - started < 5
        assert not Path(f"/proc/{stopped}").exists()
        assert STORY.splitlines()[0] in text(page().encode())

    def test_the_system(self):
        text(page().encode())
        killer = threading.Timer(0.0, os.kill, (pid(), signal.SIGKILL))
        killer.start()
        killer.join()
        time.sleep(0.1)
        assert STORY.splitlines()[0] in text(page().encode())

    def test_memory(self):
        """Within its limits there is no room for this page as characters of four bytes."""
        with pytest.raises(ValidationError) as refusal:
            text("😀".encode() * 200_000_000)
        assert list(refusal.value.message_dict) == ["file"]
        assert STORY.splitlines()[0] in text(page().encode())


class TestWhatIsNoFilesFault:
    def test_a_time_limit_of_our_own_leaves_no_answer_to_be_taken_for_the_next(self):
        class OurLimit(Exception):
            pass

        def strike(*_):
            raise OurLimit

        text(page().encode())
        asked = pid()
        os.kill(asked, signal.SIGSTOP)  # as one that is slow
        before = signal.signal(signal.SIGALRM, strike)
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        try:
            with pytest.raises(OurLimit):
                text(b"<p>The first story, which took too long.</p>")
        finally:
            signal.signal(signal.SIGALRM, before)
        assert text(b"<p>The second story of a few words.</p>") == "The second story of a few words."
        assert pid() != asked

    def test_parsers_that_do_not_start(self, monkeypatch, tmp_path):
        apart._children.end()
        monkeypatch.setattr(apart, "_PROGRAM", tmp_path / "missing.py")
        with pytest.raises(RuntimeError, match="does not start"):
            text(page().encode())


class TestWhatItHas:
    def test_no_secrets_and_no_database(self):
        text(page().encode())
        environment = Path(f"/proc/{pid()}/environ").read_text()
        assert "DATABASE_URL" in os.environ
        assert "DATABASE" not in environment
        assert "BROKER" not in environment
        maps = Path(f"/proc/{pid()}/maps").read_text()
        assert "lxml" in maps
        assert "psycopg2" not in maps

    def test_limits(self):
        text(page().encode())
        limits = Path(f"/proc/{pid()}/limits").read_text()
        assert f"Max address space         {apart.MEMORY}" in limits
        assert "Max core file size        0" in limits


class TestWhatItSays:
    def test_no_is_said_of_the_field_and_in_the_language_of_who_asks(self):
        with translation.override("ar"), pytest.raises(ValidationError) as refusal:
            text(pdf([STORY], password="secret"), PDF)
        (message,) = refusal.value.message_dict["file"]
        assert "encrypted" not in message
        with pytest.raises(ValidationError) as refusal:
            text(pdf([STORY], password="secret"), PDF)
        assert "encrypted" in refusal.value.message_dict["file"][0]

    def test_too_large_keeps_its_limit(self):
        with pytest.raises(TooLarge) as refusal:
            apart.do("text", pdf(*[["word " * 20]] * 50), kind=PDF, limit=500)
        assert (refusal.value.limit, list(refusal.value.message_dict)) == (500, ["text"])

    def test_a_parser_that_fails_in_its_own_way_is_a_file_that_cannot_be_read(self):
        with pytest.raises(ValidationError) as refusal:
            apart.do("text", b"", kind="application/nothing", limit=1)
        assert refusal.value.message_dict == {
            "file": ["expected a whole file; this one cannot be read (KeyError)."]
        }


def test_it_is_one_and_stays():
    text(page().encode())
    first = pid()
    assert STORY.splitlines()[0] in text(page().encode())
    assert pid() == first


def test_two_threads_get_each_its_own():
    found = {}

    def ask(n: int) -> None:
        for _ in range(5):
            found.setdefault(n, set()).add(text(f"<p>Story number {n} of a few words.</p>".encode()))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: {f"Story number {n} of a few words."} for n in range(4)}


FORKED = """
import json, os, sys
from multiprocessing import Process, Pipe
from django.conf import settings
sys.path.insert(0, ".")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
import django; django.setup()
from incidents.ingestion import apart

def ask():
    page = apart.do("text", b"<p>Words of a page.</p>", kind="text/html", limit=1000)
    return page["text"], apart._children.child.process.pid

def work(pipe):
    pipe.send(ask())

before = ask()
here, there = Pipe()
child = Process(target=work, args=(there,), daemon=True)  # as Celery's workers are
child.start()
within = here.recv()
child.join()
print(json.dumps([before, within, ask()]))
"""


@pytest.mark.processes
def test_after_a_fork_and_in_a_daemon_each_process_has_its_own():
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    before, within, after = json.loads(done.stdout)
    assert before[0] == within[0] == after[0] == "Words of a page."
    assert before[1] == after[1] != within[1]


@pytest.mark.processes
def test_it_ends_with_who_started_it():
    program = FORKED.partition("before =")[0] + "print(ask()[1]); sys.stdout.flush(); os._exit(0)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    for _ in range(50):
        if not Path(f"/proc/{done.stdout.strip()}").exists():
            return
        time.sleep(0.1)
    raise AssertionError("the child outlived its parent")
