"""`make run` as a user meets it: it comes up, ends without a trace, and recovers from whatever was killed."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.processes import ROOT, environment, eventually, find, kill, processes
from tracker.celery import app

pytestmark = pytest.mark.processes

MAKE = [  # with the .venv that runs the tests, and without installing
    *("make", "--no-print-directory", "run", f"BIN={sys.prefix}/bin"),
    *("--assume-old", f"{sys.prefix}/bin/installed"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A `make run` of its own process group, and what it said."""

    def __init__(self, var: Path, port: int, command: list[str] = MAKE):
        self.var = var
        self.port = port
        self.said = var.parent / "said"
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(var, PORT=str(port), WORKER_CONCURRENCY="1", WEB_CONCURRENCY="1"),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def words(self) -> str:
        return self.said.read_text()

    def until_ready(self, seconds: float = 240) -> "Running":
        assert eventually(lambda: "ready |" in self.words() or self.process.poll() is not None, seconds), (
            self.words()
        )
        assert self.process.poll() is None, self.words()
        return self

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def leaves_nothing(self) -> bool:
        return eventually(lambda: not processes(self.var), 40)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A var/ whose first run, the long one, has been and gone; several tests start from it."""
    home = tmp_path_factory.mktemp("run")
    (home / "var").mkdir()
    with ended(Running(home / "var", free_port())) as first:
        first.until_ready()
        assert (first.var / "demo.json").stat().st_mode & 0o777 == 0o600
    yield home / "var"
    shutil.rmtree(home)


@contextlib.contextmanager
def ended(running: Running) -> Iterator[Running]:
    """However the test ends, so does the run."""
    try:
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.process.pid, signal.SIGTERM)
        running.process.wait(60)
        assert running.leaves_nothing(), processes(running.var)


@pytest.fixture
def running(prepared: Path) -> Iterator[Running]:
    with ended(Running(prepared, free_port())) as running:
        yield running.until_ready()


def test_a_taken_port_is_named_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        late = Running(tmp_path / "var", port)
        assert late.process.wait(30)
        assert f"127.0.0.1:{port}" in late.words()
        assert "PORT=" in late.words()
        assert not (tmp_path / "var" / "postgres").exists()


def test_a_second_run_beside_the_first_is_refused_and_harms_nothing(running: Running) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "tracker.run"],
        cwd=ROOT,
        env=environment(running.var, PORT=str(free_port())),
        capture_output=True,
        text=True,
    )
    assert said.returncode
    assert "runs already" in said.stderr
    assert running.answers()


def test_the_next_run_has_the_same_data_and_prepares_nothing_again(prepared: Path) -> None:
    demo = (prepared / "demo.json").read_text()
    with ended(Running(prepared, free_port())) as again:
        again.until_ready()
    assert "schema" not in again.words()
    assert (prepared / "demo.json").read_text().split('"accounts"')[1] == demo.split('"accounts"')[1]
    assert str(again.port) in (prepared / "demo.json").read_text()
    assert (prepared / "demo.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("to", ["make", "all"])
def test_no_process_outlives_an_interrupted_run(running: Running, number: signal.Signals, to: str) -> None:
    if to == "all":
        os.killpg(running.process.pid, number)  # what a terminal does on Ctrl-C
    else:
        running.process.send_signal(number)
    running.process.wait(40)
    assert running.leaves_nothing(), processes(running.var)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", running.port))
    for name in ("supervisor", "family"):
        with (running.var / "run" / name).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_what_is_killed_comes_back_while_it_runs(running: Running) -> None:
    for words in (
        "postgres -D",
        "valkey-server",
        "keep valkey",
        "keep postgres",
        "gunicorn",
        " worker ",
        " beat ",
    ):
        before = find(running.var, words)
        os.kill(before, signal.SIGKILL)
        assert eventually(lambda words=words, before=before: back(running, words, before)), (
            words,
            running.words(),
        )


def test_a_worker_killed_together_with_its_broker_comes_back(running: Running) -> None:
    before = find(running.var, " worker ")
    kill(running.var, "keep valkey", "valkey-server", " worker ")
    assert eventually(lambda: back(running, " worker ", before)), running.words()


def back(running: Running, words: str, before: int) -> bool:
    living = [pid for pid, line in processes(running.var).items() if words in line]
    return bool(living) and before not in living and running.answers()


def test_the_next_run_recovers_from_a_supervisor_that_was_killed(running: Running) -> None:
    kill(running.var, "tracker.run")
    running.process.wait(10)
    with ended(Running(running.var, running.port)) as again:  # at once: the old parts are still ending
        assert again.until_ready().answers()


def test_the_next_run_recovers_from_a_machine_that_went_down(running: Running) -> None:
    for pid in processes(running.var):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    running.process.wait(10)
    with ended(Running(running.var, running.port)) as again:
        assert again.until_ready().answers()


def test_a_task_of_a_killed_worker_is_taken_back_at_once(
    servers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.celery import take_back_tasks

    # a database of its own: at the one all tests share, other tests' workers have unfinished tasks too
    monkeypatch.setattr(app.conf, "broker_write_url", f"{app.conf.broker_url.rpartition('/')[0]}/9")
    with app.connection_for_write() as connection:
        connection.default_channel.queue_purge("taken-back")
        with connection.SimpleQueue("taken-back") as queue:
            queue.put({"task": "of a worker that dies"})
        taken = connection.SimpleQueue("taken-back")
        taken.get(timeout=5)  # taken, never acknowledged, and its connection not closed in good order
        channel = connection.default_channel
        assert channel.client.llen("taken-back") == 0
        assert take_back_tasks() == 1
        assert channel.client.llen("taken-back") == 1
        assert take_back_tasks() == 0
        channel.queue_purge("taken-back")
