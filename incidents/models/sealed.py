"""Secrets that must be read again lie in the database sealed, with a key made from SECRET_KEY: a copy of the
database alone opens nothing. Those sealed under SECRET_KEY_FALLBACKS are still read.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str, use: str) -> str:
    """``use`` says for what: what was sealed for one use is not opened by another."""
    return _locks(use).encrypt(text.encode()).decode()


def unseal(sealed: str, use: str) -> str:
    """Raises cryptography's InvalidToken where the key it was made with is gone."""
    return _locks(use).decrypt(sealed).decode()


def _locks(use: str) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (sha256(f"{use}:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])
