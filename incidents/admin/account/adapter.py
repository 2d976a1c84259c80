"""What allauth asks of us."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
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


def client_address(request: HttpRequest) -> str | None:
    """As allauth sees it, and so as many proxies away as NUM_PROXIES says: one address for all that counts."""
    return get_client_ip(request)
