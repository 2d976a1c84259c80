"""Who is asking: a script by its token, a browser by its session."""

import binascii
from base64 import b64decode

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from incidents.models import Token, User


class BearerToken(BaseAuthentication):
    """``Authorization: Bearer cit_...``. A token in the address would end up in logs, and is not looked for."""

    def secret(self, request: Request) -> str | None:
        scheme, _space, secret = get_authorization_header(request).strip().partition(b" ")
        return secret.strip().decode("ascii", "replace") if scheme.lower() == b"bearer" else None

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        secret = self.secret(request)
        if secret is None:
            return None
        token = Token.objects.living(secret)
        if token is None:
            raise AuthenticationFailed(_("The token is unknown, revoked or expired."))
        token.used()
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class TokenAsPassword(BearerToken):
    """For readers of feeds, which ask for a name and a password: the name counts for nothing."""

    def secret(self, request: Request) -> str | None:
        scheme, _space, packed = get_authorization_header(request).strip().partition(b" ")
        if scheme.lower() != b"basic":
            return None
        try:
            return b64decode(packed, validate=True).partition(b":")[2].decode("ascii", "replace")
        except binascii.Error:
            return ""

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


class Session(SessionAuthentication):
    """The browser's. Whatever changes something needs the CSRF token as well."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        if found and found[0].needs_second_factor:
            raise PermissionDenied(
                _("Your role needs a second factor, and you have none yet: set one up first.")
            )
        return found
