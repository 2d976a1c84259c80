"""A real receiver: an HTTP server in a thread, which keeps what it was sent and answers as it is told."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Message(NamedTuple):
    path: str
    headers: Any
    body: bytes
    at: float

    @property
    def told(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def name(self) -> str:
        return self.headers["webhook-id"]


class Receiver:
    """``answer`` gets the handler and the message, and answers; 204 unless told otherwise."""

    def __init__(self) -> None:
        self.got: list[Message] = []
        self.connections = 0
        self.answer: Callable[[BaseHTTPRequestHandler, Message], None] = answering(204)
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def setup(self) -> None:
                receiver.connections += 1
                super().setup()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                message = Message(self.path, self.headers, body, time.monotonic())
                receiver.got.append(message)
                receiver.answer(self, message)

            def log_message(self, *words: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *who: Any) -> None:
                """The sender breaks off where a test says so."""

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook?of=us"

    @property
    def told(self) -> list[tuple[str, Any]]:
        return [(message.told["type"], message.told["data"].get("id")) for message in self.got]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def answering(*statuses: int, **headers: str) -> Callable[[BaseHTTPRequestHandler, Message], None]:
    """The first request with the first, and so on; the rest with the last."""
    left = list(statuses)

    def answer(handler: BaseHTTPRequestHandler, message: Message) -> None:
        handler.send_response(left.pop(0) if len(left) > 1 else left[0])
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def slow(seconds: float) -> Callable[[BaseHTTPRequestHandler, Message], None]:
    def answer(handler: BaseHTTPRequestHandler, message: Message) -> None:
        time.sleep(seconds)
        answering(204)(handler, message)

    return answer


def verified(secret: str, message: Message, *, now: float | None = None) -> bool:
    """As the specification of Standard Webhooks has it, written from its text and from nothing of ours."""
    prefix, encoded = secret[:6], secret[6:]
    assert prefix == "whsec_"
    timestamp = message.headers["webhook-timestamp"]
    if abs((now or time.time()) - int(timestamp)) > 300:
        return False
    signed = ".".join([message.headers["webhook-id"], timestamp, message.body.decode()])
    expected = hmac.new(base64.b64decode(encoded), signed.encode(), hashlib.sha256).digest()
    for each in message.headers["webhook-signature"].split(" "):
        version, _, found = each.partition(",")
        if version == "v1" and hmac.compare_digest(base64.b64decode(found), expected):
            return True
    return False
