"""One request to a receiver, and what came of it. It knows no database, and is called in threads."""

import logging
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR, gaierror, socket
from threading import Event, Timer
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from incidents.webhooks.addresses import Refused, connected

log = logging.getLogger(__name__)

TO_CONNECT, IN_ALL = 5.0, 15.0  # seconds
PORTS = {"https": 443, "http": 80}
MOST_READ = 4096  # bytes of an answer: its sender is not cut short. What it says is not kept


class Answer(NamedTuple):
    """``status`` is None where there was no answer; ``error`` is empty where all is well."""

    status: int | None
    error: str
    retry_after: float | None  # seconds
    seconds: float


class TooLate(Exception):
    pass


def post(endpoint: str, headers: Mapping[str, str], body: bytes, *, in_all: float = IN_ALL) -> Answer:
    """Never raises. No redirect is followed."""
    began = time.monotonic()
    status = retry_after = None
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        sock = connected(host, port, seconds=TO_CONNECT)
        with _until(sock, in_all - (time.monotonic() - began)):
            status, retry_after = _asked(sock, host, port, parts, headers, body)
        error = "" if 200 <= status < 300 else _refusal(status)
    except Refused as refused:
        error = str(refused)
    except TooLate:
        error = f"There was no answer within {in_all:g} seconds."
    except (OSError, HTTPException, ValueError) as problem:
        error = _words(problem)
    except Exception:  # one receiver must not stop what goes to the others
        log.exception("POST %s", endpoint)
        error = "We failed. It has been logged."
    return Answer(status, error[:500], retry_after, time.monotonic() - began)


@contextmanager
def _until(sock: socket, seconds: float) -> Iterator[None]:
    """However slowly it comes: a time limit of the socket is for each piece by itself. Raises TooLate."""
    handle = sock.dup()  # of the same connection, whoever wraps the other meanwhile
    is_late = Event()

    def end() -> None:
        is_late.set()
        with suppress(OSError):
            handle.shutdown(SHUT_RDWR)  # whoever waits for it is told at once

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException, ValueError):
        if is_late.is_set():
            raise TooLate from None
        raise
    finally:
        timer.cancel()
        handle.close()


def _asked(
    sock: socket, host: str, port: int, parts: SplitResult, headers: Mapping[str, str], body: bytes
) -> tuple[int, float | None]:
    sock.settimeout(2 * IN_ALL)
    if parts.scheme == "https":
        receiver: HTTPConnection = HTTPSConnection(host, port, context=_tls())
        receiver.sock = _tls().wrap_socket(sock, server_hostname=host)
    else:
        receiver = HTTPConnection(host, port)
        receiver.sock = sock
    with closing(receiver):
        path = parts.path or "/"
        receiver.request("POST", f"{path}?{parts.query}" if parts.query else path, body, dict(headers))
        with receiver.getresponse() as response:
            with suppress(OSError, HTTPException, ValueError):
                response.read(MOST_READ)
            return response.status, _retry_after(response)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _retry_after(response: HTTPResponse) -> float | None:
    """Seconds, of a number or of a date."""
    given = (response.headers.get("Retry-After") or "").strip()
    if given.isascii() and given.isdigit():
        return float(given[:9])
    try:
        at = parsedate_to_datetime(given)
    except (TypeError, ValueError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


def _refusal(status: int) -> str:
    if 300 <= status < 400:
        return f"It answered {status}; redirects are not followed."
    return f"It answered {status}."


def _words(problem: Exception) -> str:
    match problem:
        case ssl.SSLCertVerificationError():
            return f"Its certificate is not accepted: {problem.verify_message}."
        case ssl.SSLError():
            return f"TLS failed: {problem.reason or problem}."
        case gaierror():
            return "Its name is not known."
        case TimeoutError():
            return f"It could not be reached within {TO_CONNECT:g} seconds."
        case ConnectionRefusedError():
            return "It refuses connections."
        case ConnectionError() | HTTPException():
            return f"It broke off: {type(problem).__name__}."
    return f"It could not be reached: {problem}."
