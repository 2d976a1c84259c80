from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

Answer = Callable[[HttpRequest], HttpResponse]

OPEN = {
    "account",
    "account_logout",
    "account_reauthenticate",
    "admin:logout",
    "healthz",
    "readyz",
    "set_language",
}


class SecondFactor:
    """Who needs a second factor and has none yet is led to set one up, and nowhere else.

    The API says so itself (``incidents/api/authentication.py``): a redirect to a page would tell a script nothing.
    """

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if not settings.REQUIRE_MFA or request.path.startswith("/api/"):
            return None
        asked = request.resolver_match.view_name
        if asked in OPEN or asked.startswith("mfa_"):
            return None
        if not (request.user.is_authenticated and request.user.needs_second_factor):
            return None
        messages.warning(
            request, _("Your role needs a second factor. Set one up, and the desk is open to you.")
        )
        return redirect("mfa_index")


class LastSeen:
    """When each session was last used, to the minute, for the list of one's own."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.session_key:
            now = timezone.now()
            seen = UserSession.objects.filter(session_key=request.session.session_key)
            seen.filter(last_seen_at__lt=now - timedelta(minutes=1)).update(last_seen_at=now)
        return self.get_response(request)
