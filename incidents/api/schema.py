"""What drf-spectacular cannot see by itself. It is not in authentication.py, which DRF imports while it loads."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter

from incidents.api.authentication import BearerToken, Session
from incidents.api.problems import MEDIA_TYPE


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


PROBLEM = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["type", "title", "status", "detail", "instance", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "Leads to what it means."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "request_id": {"type": "string", "description": "As in X-Request-Id: the logs name it."},
        "errors": {
            "type": "array",
            "description": "parameter names one of the query; field and pointer name one of the body.",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "parameter": {"type": "string"},
                    "field": {"type": "string"},
                    "pointer": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


FIELDS = OpenApiParameter(
    "fields", str, description="Of each record only these fields, separated by commas: id,country,killed."
)


class WithProblems(AutoSchema):
    """Says of every address that its errors are problems, and of records that they can be had in part."""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        return [FIELDS] if self.method == "GET" and "fields" in getattr(self.view, "parameters", ()) else []

    def _get_response_bodies(self, *args: Any, **options: Any) -> dict[str, Any]:
        component = ResolvedComponent("Problem", ResolvedComponent.SCHEMA, PROBLEM, object="Problem")
        self.registry.register_on_missing(component)
        content = {MEDIA_TYPE: {"schema": component.ref}}
        bodies = super()._get_response_bodies(*args, **options)
        return bodies | {"default": {"description": "What was wrong.", "content": content}}
