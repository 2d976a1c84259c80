"""What allauth asks of us."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse

from incidents.models.sealed import seal, unseal

USE = "second factors"


class Accounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by admins."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def format_email_subject(self, subject: str) -> str:
        return f"[Conflict incident tracker] {subject}"


class SecondFactors(DefaultMFAAdapter):
    """The secrets behind codes lie in the database sealed: a copy of it alone gives nobody a second factor."""

    def encrypt(self, text: str) -> str:
        return seal(text, USE)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken where the key it was made with is gone: an empty secret would open to anybody."""
        return unseal(encrypted_text, USE)


def client_address(request: HttpRequest) -> str | None:
    """As allauth sees it, and so as many proxies away as NUM_PROXIES says: one address for all that counts."""
    return get_client_ip(request)
