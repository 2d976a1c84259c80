"""What drf-spectacular cannot see by itself. It is not in authentication.py, which DRF imports while it loads."""

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from incidents.api.authentication import BearerToken, Session


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = BearerToken
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = Session
    name = "session"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
