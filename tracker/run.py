"""The whole tracker in one terminal, and each part of it alone.

    python -m tracker.run           all of it, until interrupted: this is `make run`
    python -m tracker.run web       one part, in the foreground; docker-compose.yml uses these
                          worker
                          beat
                          migrate   the schema, then the gazetteers
    python -m tracker.run web --healthy
                          does the web server, or the worker, of this machine answer?

HOST and PORT say where the web server listens, WEB_CONCURRENCY and WORKER_CONCURRENCY how many processes serve.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, NoReturn

from kombu.exceptions import OperationalError

from tracker import servers
from tracker.celery import app, take_back_tasks
from tracker.servers import ServerError

ROOT = Path(__file__).resolve().parents[1]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
CELERY = [sys.executable, "-m", "celery", "--app", "tracker"]

GRACE = 20.0  # seconds a part gets to finish what it is doing
MOST_RESTARTS, RESTARTS_WITHIN = 5, 60.0
READY_WITHIN = 180.0


def host() -> str:
    return os.environ.get("HOST") or "127.0.0.1"


def port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Failed(f"PORT={given}: expected a number from 1 to 65535")
    return int(given)


class Failed(Exception):
    """It cannot go on; the message says why, and where to look."""


# The parts


def web() -> list[str]:
    processes = os.environ.get("WEB_CONCURRENCY") or "2"
    return [
        *(sys.executable, "-m", "gunicorn", "tracker.wsgi", "--bind", f"{host()}:{port()}"),
        *(
            "--config",
            "python:tracker.web",
            "--worker-class",
            "gthread",
            "--workers",
            processes,
            "--threads",
            "8",
        ),
        *("--graceful-timeout", str(int(GRACE) - 5), "--access-logfile", "-", "--no-control-socket"),
    ]


def worker() -> list[str]:
    processes = os.environ.get("WORKER_CONCURRENCY") or str(min(os.cpu_count() or 1, 2))
    return [
        *(*CELERY, "worker", "--loglevel", "INFO", "--concurrency", processes),
        *("--without-gossip", "--without-mingle"),  # nothing here is told among workers; it delays the start
    ]


def beat() -> list[str]:
    schedule = servers.var() / "beat" / "schedule"
    schedule.parent.mkdir(parents=True, exist_ok=True)
    return [*CELERY, "beat", "--loglevel", "INFO", "--schedule", str(schedule), "--pidfile="]


def migrate() -> list[str]:
    return [sys.executable, "-c", MIGRATE]


# One process: Django takes longer to start than an unchanged schema to check.
MIGRATE = """
import django
from django.core.management import call_command

django.setup()
call_command("migrate", interactive=False)
call_command("load_gazetteer")
"""

PARTS: dict[str, Callable[[], list[str]]] = {"web": web, "worker": worker, "beat": beat, "migrate": migrate}


# All of it


class Part:
    """A child process with a process group and a log of its own, started again when it dies."""

    def __init__(
        self, name: str, command: list[str], *, inherits: tuple[int, ...], before: Callable[[], None]
    ):
        self.name = name
        self.command = command
        self.inherits = inherits
        self.before = before
        self.log = servers.var() / "log" / f"{name}.log"
        self.deaths: list[float] = []
        self.told_until = 0
        self.process: subprocess.Popen[bytes]

    def start(self) -> None:
        self.before()
        with servers.open_log(self.log) as log:
            self.told_until = log.tell()
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=self.inherits,
                start_new_session=True,
                preexec_fn=servers.becoming(None, dies_with_parent=signal.SIGTERM),
            )

    def mend(self) -> None:
        """Tell of errors in the log; start again what has died."""
        self.tell_errors()
        if (code := self.process.poll()) is None:
            return
        self.kill_rest()
        now = time.monotonic()
        self.deaths = [*(at for at in self.deaths if at > now - RESTARTS_WITHIN), now]
        if len(self.deaths) > MOST_RESTARTS:
            raise Failed(f"{self.name} keeps ending ({code}); see {self.log}")
        say(self.name, f"ended ({code}), starting it again")
        self.start()

    def tell_errors(self) -> None:
        with self.log.open("rb") as log:
            log.seek(self.told_until)
            for line in log:
                if re.search(rb"\b(ERROR|CRITICAL)\b", line):
                    say(self.name, line.decode(errors="replace").strip()[:200])
            self.told_until = log.tell()

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def kill_rest(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Run:
    """One `make run`, from the locks to the last server's end."""

    def __init__(self) -> None:
        self.var = servers.var()
        self.state = self.var / "run"
        self.embedded = [
            kind(self.var) for kind in servers.SERVERS.values() if not os.environ.get(kind.variable)
        ]
        self.parts: list[Part] = []
        self.steps: list[Step] = []
        self.hurry = False
        self.interrupted_at: float | None = None
        self.made_by = make_above()

    def until_interrupted(self) -> None:
        """1. Be the only one here. 2. Databases. 3. Schema, gazetteers, static files. 4. The parts, and wait for
        their answers. 5. On the first start, demo accounts and stories. 6. Watch until told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.interrupt)
        started = time.monotonic()
        self.state.mkdir(parents=True, exist_ok=True)
        alone = (self.state / "supervisor").open("a")
        try:
            fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed(f"The tracker runs already, from {self.var}. Stop that one first.") from None
        try:
            family = self.await_end_of_previous()
            self.refuse_taken_port()
            self.start_databases()
            self.prepare()
            self.start_parts(family)
            self.await_answers()
            self.demonstrate()
            say("ready", f"{url()} after {time.monotonic() - started:.0f} s")
            say(
                "ready",
                f"accounts, passwords and a token: {self.var / 'demo.json'}; logs: {self.var / 'log'}",
            )
            self.watch_until(lambda: False)
        except KeyboardInterrupt:
            say("stopping", "once more to stop without waiting for work in progress")
        finally:
            self.stop()

    def interrupt(self, *_: object) -> None:
        now = time.monotonic()
        if self.interrupted_at is None:
            self.interrupted_at = now
            raise KeyboardInterrupt
        if (
            now > self.interrupted_at + 1
        ):  # a signal to the process group comes twice: from its sender and by make
            self.hurry = True

    # 1

    def await_end_of_previous(self) -> IO[str]:
        """The lock that all parts inherit: it is free when every process of the run before has ended.

        Normally it is. Parts of a supervisor that was killed see that and stop by themselves, those that hang or
        cannot see it are ended here.
        """
        family, groups = (self.state / "family").open("a"), self.state / "groups.json"
        for number, seconds in ((0, 5.0), (signal.SIGTERM, GRACE), (signal.SIGKILL, 5.0)):
            until = time.monotonic() + seconds
            for group in json.loads(groups.read_text()) if number and groups.exists() else []:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(group, number)
            while time.monotonic() < until:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(family, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return family
                time.sleep(0.1)
        raise Failed(f"Processes of an earlier run do not end; {groups} has their process groups.")

    def refuse_taken_port(self) -> None:
        with socket.socket(socket.AF_INET6 if ":" in host() else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host(), port()))
            except OSError as error:
                raise Failed(
                    f"Cannot listen on {host()}:{port()} ({error.strerror}). Choose another: PORT=9000 make run"
                ) from None

    # 2

    def start_databases(self) -> None:
        for server, address in zip(self.embedded, servers.own(*self.embedded), strict=True):
            os.environ[server.variable] = address
            say(server.name, f"listens on {address.rpartition('@')[2].partition('/')[0]}")

    # 3

    def prepare(self) -> None:
        """Once for each state of the code, where the database is ours alone; else each time."""
        stamp = self.var / "postgres" / "prepared"  # beside the data, to go when they go
        embedded = any(isinstance(server, servers.Postgres) for server in self.embedded)
        code = code_digest()
        if embedded and stamp.exists() and stamp.read_text() == code and (self.var / "static").exists():
            return
        say("prepare", "schema, gazetteers, static files")
        self.steps.append(Step("migrate", migrate()))
        self.steps.append(Step("collectstatic", [*MANAGE, "collectstatic", "--no-input", "--verbosity", "0"]))
        for step in self.steps:
            step.finish()
        if embedded:
            stamp.write_text(code)

    # 4

    def start_parts(self, family: IO[str]) -> None:
        # Who inherits the owners' locks owns the databases: should we be killed, they outlive the last part.
        inherits = (family.fileno(), *servers.held())
        for name in ("web", "worker", "beat"):
            before = self.take_back_tasks if name == "worker" else lambda: None
            part = Part(name, PARTS[name](), inherits=inherits, before=before)
            part.start()
            self.parts.append(part)
        self.write_groups()

    def write_groups(self) -> None:
        (self.state / "groups.json").write_text(json.dumps([part.process.pid for part in self.parts]))

    def take_back_tasks(self) -> None:
        """Put what a killed worker left unacknowledged back into the queue at once.

        Without this it would wait for the broker's visibility timeout. Only where the broker is ours, so that
        the worker about to start is known to be the only one.
        """
        if not any(isinstance(server, servers.Valkey) for server in self.embedded):
            return
        try:
            taken = take_back_tasks()
        except OperationalError as error:
            raise Failed(
                f"The broker does not answer ({error}); see {self.var / 'log' / 'valkey.log'}"
            ) from None
        if taken:
            say("worker", f"takes back {taken} unfinished task{'s' if taken > 1 else ''}")

    def await_answers(self) -> None:
        self.watch_until(
            web_answers, within=READY_WITHIN, otherwise="The web server is not ready; see web.log"
        )
        self.watch_until(worker_answers, within=READY_WITHIN, otherwise="No worker answers; see worker.log")

    # 5

    def demonstrate(self) -> None:
        demo = self.var / "demo.json"
        if not demo.exists():
            say("demo", "accounts and sample stories")
            step = Step("demo", [*MANAGE, "demo", "--url", url()])
            self.steps.append(step)
            self.watch_until(step.has_ended)
            step.finish()
        elif (content := json.loads(demo.read_text())).get("url") != url():
            demo.write_text(json.dumps(content | {"url": url()}, indent=2) + "\n")

    # 6

    def watch_until(
        self, condition: Callable[[], bool], *, within: float | None = None, otherwise: str = ""
    ) -> None:
        until = time.monotonic() + within if within else None
        while not condition():
            if until and time.monotonic() > until:
                raise Failed(otherwise)
            if self.made_by and not catches_interrupts(self.made_by):
                raise KeyboardInterrupt
            for server in self.embedded:  # before the parts, which may wait for it as they start
                if not server.keeper():
                    say(server.name, "is no longer kept, starting it again")
                    servers.own(server)
            for part in self.parts:
                part.mend()
            self.write_groups()
            time.sleep(0.25)

    def stop(self) -> None:
        """The parts together, each with its grace; then the databases, which the parts need to the end."""
        self.interrupted_at = self.interrupted_at or time.monotonic()
        for step in self.steps:
            step.kill()
        for part in self.parts:
            part.ask_to_stop()
        until = time.monotonic() + GRACE
        while any(part.process.poll() is None for part in self.parts):
            if self.hurry or time.monotonic() > until:
                break
            time.sleep(0.05)
        for part in self.parts:
            if part.process.poll() is None:
                say(part.name, "did not end in time and is killed; unfinished tasks run at the next start")
            part.kill_rest()
            part.process.wait()
        servers.disown(*self.embedded)
        say("stopped", "everything")


class Step:
    """A command that runs once and must succeed."""

    def __init__(self, name: str, command: list[str]):
        self.name = name
        self.log = servers.var() / "log" / f"{name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603
                command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | {"DJANGO_SETTINGS_MODULE": "tracker.settings"},
                start_new_session=True,
                preexec_fn=servers.becoming(None, dies_with_parent=signal.SIGTERM),
            )

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def finish(self) -> None:
        if code := self.process.wait():
            tail = self.log.read_text(errors="replace").strip().splitlines()[-8:]
            raise Failed("\n".join([f"{self.name} failed ({code}); see {self.log}", *tail]))

    def kill(self) -> None:
        """What it does, it does in transactions."""
        if not self.has_ended():
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def say(who: str, words: str) -> None:
    print(f"{who:>9} | {words}", flush=True)


def url() -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host(), host())  # noqa: S104 -- compared, not bound
    return f"http://{shown}:{port()}"


def web_answers() -> bool:
    """Does /readyz answer? 503 says "not yet"; a 4xx comes of an ALLOWED_HOSTS without the local address."""
    connection = http.client.HTTPConnection(url().removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def worker_answers() -> bool:
    return bool(app.control.ping(destination=[f"celery@{socket.gethostname()}"], timeout=1, limit=1))


def code_digest() -> str:
    """Changes with the code, its data and what it stands on."""
    digest = hashlib.sha256(sys.version.encode())
    found = (path for place in ("tracker", "incidents", "static") for path in (ROOT / place).rglob("*"))
    for path in sorted(path for path in found if path.is_file() and path.suffix != ".pyc"):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    digest.update((ROOT / "constraints.txt").read_bytes())
    return digest.hexdigest()


def make_above() -> int | None:
    """The make that runs us, if it can be watched.

    An interrupt sent to make alone never reaches us: make waits for us to end. What shows is that it stops
    catching further ones. In a terminal Ctrl-C reaches both.
    """
    parent = os.getppid()
    try:
        if Path(f"/proc/{parent}/comm").read_text().strip() in {"make", "gmake"} and catches_interrupts(
            parent
        ):
            return parent
    except OSError:
        pass
    return None


def catches_interrupts(pid: int) -> bool:
    try:
        found = re.search(r"^SigCgt:\s*(\w+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    except OSError:
        return False
    return found is not None and bool(int(found[1], 16) >> (signal.SIGINT - 1) & 1)


def main() -> NoReturn:
    parser = argparse.ArgumentParser(
        prog="python -m tracker.run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("part", nargs="?", choices=PARTS)
    parser.add_argument("--healthy", action="store_true", help="ask it, instead of starting it")
    arguments = parser.parse_args()
    part: str | None = arguments.part
    os.environ["TRACKER_VAR"] = str(servers.var())
    os.chdir(ROOT)
    if arguments.healthy:
        sys.exit(not {"web": web_answers, "worker": worker_answers}[part or "web"]())
    try:
        if part:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
            command = PARTS[part]()
            os.execv(command[0], command)  # noqa: S606
        Run().until_interrupted()
    except (Failed, ServerError) as error:
        sys.exit(str(error))
    except PermissionError as error:
        sys.exit(f"{error.filename} belongs to another user. Run as that user, or set TRACKER_VAR elsewhere.")
    sys.exit(0)


if __name__ == "__main__":
    main()
