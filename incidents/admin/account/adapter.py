"""What allauth asks of us."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


class Accounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by admins."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def format_email_subject(self, subject: str) -> str:
        return f"[Conflict incident tracker] {subject}"


class SecondFactors(DefaultMFAAdapter):
    """The secrets behind codes lie in the database encrypted, with a key made from SECRET_KEY: a copy of the
    database alone gives nobody a second factor. Those of SECRET_KEY_FALLBACKS are still read."""

    def encrypt(self, text: str) -> str:
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken where the key it was made with is gone: an empty secret would open to anybody."""
        return _locks().decrypt(encrypted_text).decode()


def _locks() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (sha256(b"second factors:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


def client_address(request: HttpRequest) -> str | None:
    """As allauth sees it, and so as many proxies away as NUM_PROXIES says: one address for all that counts."""
    return get_client_ip(request)
