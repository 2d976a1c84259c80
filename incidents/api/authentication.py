"""Who is asking: a script by its token, a browser by its session."""

from base64 import b64decode
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from incidents.models import Token, User


class BearerToken(BaseAuthentication):
    """``Authorization: Bearer cit_...``. A token in the address would end up in logs, and is not looked for."""

    def secret(self, request: Request) -> str | None:
        secret = _given(request, b"bearer")
        return None if secret is None else secret.decode("ascii", "replace")

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        secret = self.secret(request)
        if secret is None:
            return None
        token = Token.objects.living(secret)
        if token is None:
            _let_wait(request)
            raise AuthenticationFailed(_("The token is unknown, revoked or expired."))
        token.used()
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class TokenAsPassword(BearerToken):
    """``Authorization: Basic``, of programs that know no other way: the token is the password, whatever the name.
    A person's own password opens nothing here.

    But for feeds it comes after the session: a proxy in front may have a Basic of its own, which browsers send on.
    """

    def secret(self, request: Request) -> str | None:
        packed = _given(request, b"basic")
        if packed is None:
            return None
        try:
            _name, _colon, password = b64decode(packed, validate=True).partition(b":")
        except ValueError:
            raise AuthenticationFailed(_("Expected Basic with a name and a token in base64.")) from None
        return password.decode("ascii", "replace")

    def authenticate_header(self, request: Request) -> str:
        return 'Basic realm="api", charset="UTF-8"'


class KeyOfAcled(BearerToken):
    """``?key=``, in the ACLED-shaped views alone: their older clients know no other way."""

    def secret(self, request: Request) -> str | None:
        return request.query_params.get("key") or None


class HeaderOfUcdp(BearerToken):
    """``x-ucdp-access-token``, in the UCDP-shaped views alone."""

    def secret(self, request: Request) -> str | None:
        return request.META.get("HTTP_X_UCDP_ACCESS_TOKEN")


class WrongTokens(SimpleRateThrottle):
    """So many an address may send, whatever it asks for."""

    scope = "anon"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return self.cache_format % {"scope": "wrong-tokens", "ident": self.get_ident(request)}


def _given(request: Request, wanted: bytes) -> bytes | None:
    scheme, _space, rest = get_authorization_header(request).strip().partition(b" ")
    return rest.strip() if scheme.lower() == wanted else None


def _let_wait(request: Request) -> None:
    throttle = WrongTokens()
    if not throttle.allow_request(request, None):
        raise Throttled(throttle.wait())


class Session(SessionAuthentication):
    """The browser's. Whatever changes something needs the CSRF token as well."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        if found and found[0].needs_second_factor:
            raise PermissionDenied(
                _("Your role needs a second factor, and you have none yet: set one up first.")
            )
        return found
