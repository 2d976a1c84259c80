"""What the process tests share: real processes, found by the TRACKER_VAR in their environment."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVERS = ROOT / "tracker" / "servers.py"


def environment(var: Path, **more: str) -> dict[str, str]:
    """As on a fresh machine: no database, no broker, and its own var/."""
    unset = {
        "DATABASE_URL",
        "CELERY_BROKER_URL",
        "TRACKER_TEST_SERVERS",
        "DJANGO_SETTINGS_MODULE",
        "MAKEFLAGS",
    }
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return kept | {"TRACKER_VAR": str(var)} | more


def processes(var: Path) -> dict[int, str]:
    """Every living process of this var/, by number, with its command line."""
    found = {}
    for directory in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            pid, line = int(directory.name), (directory / "cmdline").read_bytes()
            # Servers, as another user's processes, may hide their environment; they name it on the command line.
            if str(var).encode() in line or marked(directory, f"TRACKER_VAR={var}"):
                found[pid] = line.replace(b"\0", b" ").decode()
    return {pid: line for pid, line in found.items() if line}  # a zombie has no command line


def marked(directory: Path, variable: str) -> bool:
    return variable.encode() in (directory / "environ").read_bytes().split(b"\0")


def find(var: Path, words: str) -> int:
    """The oldest process with these words in its command line."""
    return min(pid for pid, line in processes(var).items() if words in line)


def kill(var: Path, *words: str) -> None:
    for pid in [find(var, word) for word in words]:
        os.kill(pid, signal.SIGKILL)


def eventually(condition: Callable[[], object], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@contextlib.contextmanager
def owner(
    var: Path, *, python: str = sys.executable, servers: Path = SERVERS, **more: str
) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """A process that owns both servers, and the addresses it was given."""
    process = subprocess.Popen(
        [python, "-P", servers, "start"], env=environment(var, **more), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        words = process.stdout.readline().split()
        yield process, dict(word.split("=", 1) for word in words if "=" in word)
    finally:
        process.kill()
        process.communicate()
