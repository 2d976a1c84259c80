"""Signatures as Standard Webhooks 1.0 has them, by HMAC-SHA256."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256

from incidents.models.webhooks import PREFIX


def signature(secrets: Iterable[str], message: str, timestamp: int, body: bytes) -> str:
    """One for each secret, with spaces between: while a secret is replaced, both are good."""
    signed = f"{message}.{timestamp}.".encode() + body
    return " ".join(f"v1,{_of(secret, signed)}" for secret in secrets)


def _of(secret: str, signed: bytes) -> str:
    key = b64decode(secret.removeprefix(PREFIX))
    return b64encode(hmac.digest(key, signed, sha256)).decode()
