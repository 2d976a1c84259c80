"""Where messages may be sent: to public addresses, and to networks that the operator names.

Names are looked up when we connect, and it is the address found that is judged and connected to: a name that leads
elsewhere the second time helps nobody.
"""

import re
import socket
import time
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

LONGEST = 2000
TRANSLATED = ip_network("64:ff9b::/96")  # the last 32 bits are the IPv4 address that is meant
NOT_PUBLIC = [
    ip_network(text)
    for text in (
        *("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16"),
        *("3fff::/20", "5f00::/16", "fec0::/10"),
    )
]
"""Relays and tunnels to other addresses, and what Python's releases do not all know to be private."""


class Refused(Exception):
    """Says of which address, and why."""


def checked(endpoint: str) -> str:
    """Raises ValidationError. What a name stands for is not looked at before there is something to send."""
    schemes = ("https", "http") if settings.WEBHOOK_HTTP else ("https",)
    try:
        parts = urlsplit(endpoint)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in schemes or not re.fullmatch(r"[!-~]{1,2000}", endpoint):
        example = f"{schemes[0]}://receiver.example/hook, in ASCII, of at most {LONGEST} characters"
        raise ValidationError({"endpoint": f"expected an address such as {example}."})
    if "@" in parts.netloc or "#" in endpoint:
        raise ValidationError({"endpoint": "expected an address without a user name, password or fragment."})
    if _is_number(host) and not is_fit(host):
        raise ValidationError({"endpoint": f"expected a public address; {host} is none."})
    return endpoint


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_fit(address: str) -> bool:
    """Public, or of a network in WEBHOOK_NETWORKS."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or (IPv4Address(ip.packed[-4:]) if ip in TRANSLATED else ip)
    if any(ip in network for network in settings.WEBHOOK_NETWORKS):
        return True
    odd = ip.is_multicast or ip.is_reserved or ip.is_unspecified or any(ip in each for each in NOT_PUBLIC)
    return ip.is_global and not odd


def connected(host: str, port: int, *, seconds: float) -> socket.socket:
    """To the first fit address that answers. Raises Refused, or OSError. ``seconds`` are for all of them together;
    how long looking up a name may take is for the machine's own resolver to say."""
    found = [each[4] for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    fit = [each for each in found if is_fit(str(each[0]))]
    if not fit:
        raise Refused(f"{host} is at {found[0][0]}, which is not a public address.")
    until = time.monotonic() + seconds
    for number, address in enumerate(fit, 1):
        kind = socket.AF_INET6 if len(address) == 4 else socket.AF_INET
        sock = socket.socket(kind, socket.SOCK_STREAM)
        sock.settimeout(max(0.1, until - time.monotonic()))
        try:
            sock.connect(address)
        except OSError:
            sock.close()
            if number == len(fit):
                raise
        else:
            return sock
    raise AssertionError("unreachable")
