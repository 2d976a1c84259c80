"""Nothing is sent where it should not be: not by number, by name, by redirect, nor by a name that changes."""

import socket
from ipaddress import ip_network

import pytest
from django.core.exceptions import ValidationError

from incidents.webhooks import addresses
from incidents.webhooks.addresses import Refused, checked, connected, is_fit
from incidents.webhooks.post import post
from tests.webhooks.receiver import Receiver, answering

HEADERS = {"Content-Type": "application/json"}
NOT_PUBLIC = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "fec0::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
    *("64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "192.88.99.1"),
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_public_is_refused(address):
    assert not is_fit(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e"])
def test_a_public_one_is_not(address):
    assert is_fit(address)


def test_networks_that_the_operator_names_are_fit_and_no_others(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("10.1.0.0/16"), ip_network("fd00:1::/64")]
    assert is_fit("10.1.2.3")
    assert is_fit("::ffff:10.1.2.3")
    assert is_fit("fd00:1::5")
    assert not is_fit("10.2.0.1")
    assert not is_fit("127.0.0.1")


@pytest.mark.parametrize(
    "endpoint",
    [
        *("", "receiver.example", "//receiver.example/", "ftp://receiver.example/", "file:///etc/passwd"),
        *("http://receiver.example/", "https://", "https://[::1", "https://receiver.example:99999/"),
        *("https://me:secret@receiver.example/", "https://receiver.example/#part", "https://a b.example/"),
        *("https://receiver.example/\r\nX: y", "https://bücher.example/", f"https://r.example/{'a' * 2000}"),
        *("https://127.0.0.1/", "https://[::1]:8443/x", "https://169.254.169.254/latest/meta-data"),
    ],
)
def test_an_endpoint_that_is_no_such_address_is_refused_when_it_is_given(endpoint, settings):
    settings.WEBHOOK_HTTP = False
    with pytest.raises(ValidationError, match="expected") as refused:
        checked(endpoint)
    assert "endpoint" in refused.value.message_dict


def test_http_is_taken_where_the_operator_lets_it(settings):
    settings.WEBHOOK_HTTP = True
    assert checked("http://receiver.example/hook?of=us") == "http://receiver.example/hook?of=us"


@pytest.fixture
def at_home(settings) -> Receiver:
    """Nobody has allowed it."""
    settings.WEBHOOK_NETWORKS = []
    found = Receiver()
    yield found
    found.close()


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]"]
)
def test_whatever_a_name_leads_to_is_judged_before_it_is_connected_to(at_home, host):
    answer = post(f"http://{host}:{at_home.server.server_port}/", HEADERS, b"{}")
    assert answer.status is None
    assert "not a public address" in answer.error
    assert at_home.connections == 0


def test_a_name_that_leads_elsewhere_the_second_time_helps_nobody(at_home, monkeypatch):
    """It is looked up once, and what was looked up is connected to."""
    port = at_home.server.server_port
    public = (
        socket.AF_INET,
        socket.SOCK_STREAM,
        6,
        "",
        ("203.0.113.7", port),
    )  # for documentation: not public
    found = [[public], [(*public[:4], ("127.0.0.1", port))]]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *a, **b: found.pop(0))
    tried = []
    monkeypatch.setattr(addresses, "is_fit", lambda address: tried.append(address) or address != "127.0.0.1")
    with pytest.raises((TimeoutError, ConnectionError, OSError)):
        connected("rebinding.example", port, seconds=0.2)
    assert tried == ["203.0.113.7"]
    with pytest.raises(Refused):
        connected("rebinding.example", port, seconds=0.2)
    assert at_home.connections == 0


def test_of_several_addresses_only_the_fit_are_tried(receiver, monkeypatch):
    port = receiver.server.server_port
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in ("10.0.0.1", "127.0.0.1")]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *a, **b: found)
    assert post(f"http://both.example:{port}/", HEADERS, b"{}").status == 204


def test_a_redirect_is_not_followed(receiver, other):
    receiver.answer = answering(302, Location=other.address)
    answer = post(receiver.address, HEADERS, b"{}")
    assert answer.status == 302
    assert answer.error == "It answered 302; redirects are not followed."
    assert (len(receiver.got), other.connections) == (1, 0)
