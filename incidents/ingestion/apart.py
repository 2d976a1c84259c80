"""Work on files from strangers, done in a process that may die of it.

One child for each of our processes, started when it is first needed and kept. It has no database, no secrets and
no settings; its memory and time are limited. What a file makes of it (out of memory, killed, silent) is said as a
``ValidationError`` of the field, and the next piece of work has a new child.

A message is its length in four bytes, JSON, and then as many bytes of data as the JSON says.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incidents.ingestion.errors import TooLarge, wrong

log = logging.getLogger(__name__)

SECONDS = 40  # for one piece of work; a PDF is given twenty by its own reader
SECONDS_TO_START = 60
MEMORY = 1536 * 1024 * 1024  # of address space
MOST_WORK = 2000  # pieces; then a new child, whatever the parsers have kept

_PROGRAM = Path(__file__).with_name("parsers.py")
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TZ", "SYSTEMROOT")


def do(
    work: str, data: bytes = b"", *, field: str = "file", seconds: float = SECONDS, **arguments: Any
) -> Any:
    """What ``parsers.WORK[work]`` returns. Raises ``ValidationError`` naming ``field`` where it did not live to
    return; what the work itself raised keeps its own field."""
    message = {"work": work, "seconds": seconds, "language": get_language(), "arguments": arguments}
    with _lock:
        child = _children.get() or _children.start()
        answer = None
        try:
            answer = child.ask(message, data, seconds)
        finally:
            # also where a time limit of our own struck: its answer would be taken for the next one's
            if answer is None or child.has_worked_enough():
                _children.end()
    if answer is None:
        raise wrong(
            field,
            _("expected a file that can be read in %(seconds)s seconds and %(memory)s MB of memory.")
            % {"seconds": f"{seconds:.0f}", "memory": MEMORY // 1024**2},
        )
    if "failed" in answer:
        log.warning("A parser failed: %s (%s)", answer["failed"], work)
        raise wrong(
            field,
            _("expected a whole file; this one cannot be read (%(error)s).") % {"error": answer["failed"]},
        )
    if "limit" in answer:
        raise TooLarge(answer["field"], answer["limit"])
    if "refused" in answer:
        raise ValidationError(answer["refused"])
    return answer["returned"]


class _Child:
    """Raises ``RuntimeError`` where it does not start, which is no file's fault."""

    def __init__(self) -> None:
        self.asked = 0
        self.process = subprocess.Popen(  # noqa: S603 -- a program of ours, by this interpreter
            [sys.executable, "-I", str(_PROGRAM), str(MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
            cwd="/",
        )
        if self._received(SECONDS_TO_START) is None:
            self.end()
            raise RuntimeError(f"{_PROGRAM.name} does not start; its reason is in the log")

    def ask(self, message: dict[str, Any], data: bytes, seconds: float) -> dict[str, Any] | None:
        """Its answer; None where it died, or was silent and is killed."""
        self.asked += 1
        return self._received(seconds, message, data)

    def _received(self, seconds: float, *to_send: Any) -> dict[str, Any] | None:
        watch = threading.Timer(seconds, self.process.kill)
        watch.daemon = True
        watch.start()
        try:
            if to_send:
                send(self.process.stdin, *to_send)  # type: ignore[arg-type]  # pipes, as asked for
            received = receive(self.process.stdout)  # type: ignore[arg-type]
        except (OSError, ValueError):
            return None
        finally:
            watch.cancel()
        return received[0] if received else None

    def has_worked_enough(self) -> bool:
        return self.asked >= MOST_WORK

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.let_go()

    def let_go(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


class _Children:
    """The one child of this process. After a fork it is the parent's, and is left alone."""

    def __init__(self) -> None:
        self.child: _Child | None = None

    def get(self) -> _Child | None:
        if self.child and self.child.process.poll() is not None:
            self.end()
        return self.child

    def start(self) -> _Child:
        self.child = _Child()
        return self.child

    def end(self) -> None:
        if self.child:
            self.child.end()
        self.child = None

    def forked(self) -> None:
        global _lock
        _lock = threading.Lock()
        if self.child:
            self.child.process.returncode = 0  # nothing that this process may wait for
            self.child.let_go()
        self.child = None


def send(pipe: BinaryIO, message: dict[str, Any], data: bytes = b"") -> None:
    words = json.dumps(message | {"size": len(data)}).encode()
    pipe.write(len(words).to_bytes(4, "big") + words)
    pipe.write(data)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """None where the other side is gone."""
    length = pipe.read(4)
    if len(length) < 4:
        return None
    words = pipe.read(int.from_bytes(length, "big"))
    message = json.loads(words)
    data = pipe.read(message.pop("size"))
    return message, data


_lock = threading.Lock()
_children = _Children()
os.register_at_fork(after_in_child=_children.forked)
