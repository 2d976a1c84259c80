"""One request: what of it may go wrong, and what then is said."""

import socket
import ssl
import subprocess
import threading
import time

import pytest

from incidents.webhooks import post as posting
from incidents.webhooks.post import post
from incidents.webhooks.signing import signature
from tests.webhooks.receiver import Receiver, answering, slow

HEADERS = {"Content-Type": "application/json"}


def test_who_answers_late_is_not_waited_for(receiver):
    receiver.answer = slow(4)
    began = time.monotonic()
    answer = post(receiver.address, HEADERS, b"{}", in_all=0.4)
    assert time.monotonic() - began < 3
    assert (answer.status, answer.error) == (None, "There was no answer within 0.4 seconds.")


def test_nor_who_answers_drop_by_drop(receiver):
    def drip(handler, message):
        for byte in b"HTTP/1.1 204 No Content\r\n" + b"X: y\r\n" * 20:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.05)

    receiver.answer = drip
    began = time.monotonic()
    answer = post(receiver.address, HEADERS, b"{}", in_all=0.5)
    assert time.monotonic() - began < 4
    assert "no answer within" in answer.error


def test_of_an_answer_without_end_little_is_read(receiver):
    sent = []

    def flood(handler, message):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b"x" * 10_000)
            sent.append(1)

    receiver.answer = flood
    assert post(receiver.address, HEADERS, b"{}").status == 200
    time.sleep(0.2)
    assert len(sent) < 5000


def test_nobody_there_and_no_such_name_are_told_apart(loopback):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert post(f"http://127.0.0.1:{port}/", HEADERS, b"{}").error == "It refuses connections."
    assert post("http://nowhere.invalid/", HEADERS, b"{}").error == "Its name is not known."


def test_what_is_no_http_is_an_error_and_not_ours(receiver):
    receiver.answer = lambda handler, message: handler.wfile.write(b"220 mail.example ESMTP\r\n")
    answer = post(receiver.address, HEADERS, b"{}")
    assert answer.status is None
    assert answer.error.startswith("It broke off")


def test_an_answer_that_is_no_success_says_so_and_when_to_come_again(receiver):
    receiver.answer = answering(503, Retry_After="120")
    answer = post(receiver.address, HEADERS, b"{}")
    assert (answer.status, answer.error, answer.retry_after) == (503, "It answered 503.", 120)
    receiver.answer = answering(429, Retry_After="Fri, 31 Dec 2100 23:59:59 GMT")
    assert post(receiver.address, HEADERS, b"{}").retry_after > 1e9
    for nonsense in ("soon", "-5", "", "1.5", "٣"):
        receiver.answer = lambda handler, message, said=nonsense: handler.wfile.write(
            f"HTTP/1.0 503 No\r\nRetry-After: {said}\r\n\r\n".encode()
        )
        assert post(receiver.address, HEADERS, b"{}").retry_after is None


def test_it_is_sent_as_it_is(receiver):
    answer = post(receiver.address, HEADERS | {"webhook-id": "msg_1"}, b'{"type":"webhook.test"}')
    assert (answer.status, answer.error) == (204, "")
    (message,) = receiver.got
    assert message.path == "/hook?of=us"
    assert message.body == b'{"type":"webhook.test"}'
    assert message.headers["webhook-id"] == "msg_1"
    assert message.headers["Host"] == f"127.0.0.1:{receiver.server.server_port}"


@pytest.fixture
def certificate(tmp_path):
    """For localhost, signed by itself."""
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    return key, cert


@pytest.fixture
def safe(loopback, certificate) -> Receiver:
    """It speaks TLS."""
    key, cert = certificate
    found = Receiver()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    found.server.socket = context.wrap_socket(found.server.socket, server_side=True)
    yield found
    found.close()


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(safe):
    answer = post(f"https://localhost:{safe.server.server_port}/", HEADERS, b"{}")
    assert answer.status is None
    assert answer.error.startswith("Its certificate is not accepted: self")
    assert safe.got == []


def test_nor_one_that_is_anothers(safe, certificate, monkeypatch):
    monkeypatch.setattr(posting, "_tls", lambda: ssl.create_default_context(cafile=certificate[1]))
    answer = post(f"https://127.0.0.1:{safe.server.server_port}/", HEADERS, b"{}")
    assert answer.error.startswith("Its certificate is not accepted")
    assert safe.got == []
    answer = post(f"https://localhost:{safe.server.server_port}/", HEADERS, b"{}")
    assert (answer.status, answer.error) == (204, "")
    assert safe.got[0].headers["Host"] == f"localhost:{safe.server.server_port}"


def test_who_says_nothing_in_tls_is_not_waited_for(loopback):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        held = []
        threading.Thread(target=lambda: held.append(mute.accept()), daemon=True).start()
        answer = post(f"https://127.0.0.1:{mute.getsockname()[1]}/", HEADERS, b"{}", in_all=0.4)
        held[0][0].close()
    assert answer.error == "There was no answer within 0.4 seconds."
    assert answer.seconds < 3


def test_signatures_are_those_of_the_standards_own_example():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    told = signature([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert told == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
