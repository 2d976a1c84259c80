"""What drf-spectacular cannot see by itself. It is not in authentication.py, which DRF imports while it loads."""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import SAFE_METHODS, AllowAny

from incidents.api.authentication import BearerToken, Session, TokenAsPassword
from incidents.api.problems import MEDIA_TYPE


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = BearerToken
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}


class TokenAsPasswordScheme(OpenApiAuthenticationExtension):
    target_class = TokenAsPassword
    name = "password"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "basic", "description": "A token as the password; any name."}


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


def listing(name: str, words: Iterable[str], description: str, **limits: int) -> OpenApiParameter:
    """A parameter of several words, which commas separate."""
    items = {"type": "string", "enum": list(words)}
    return OpenApiParameter(
        name,
        {"type": "array", "items": items, "minItems": 1, **limits},
        style="form",
        explode=False,
        description=description,
    )


KEYED = ("POST", "PATCH")
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": '^([!#-~]+|"[ !#-\\[\\]-~]+")$'},
    OpenApiParameter.HEADER,
    description="A name of your own for this request, a UUID: sent again, it has its effect once, and the same"
    " answer. Kept for a day or longer.",
)

WHAT_WAS_WRONG = {
    400: "A parameter or a field is not acceptable, or the request cannot be read.",
    401: "No token, or one that is unknown, revoked or expired.",
    403: "The right of the role, or the scope of the token, is missing.",
    404: "Nothing is there, or nothing that you may see.",
    406: "We answer in other types.",
    409: "Somebody changed it since, its status does not allow this, or it is just being answered.",
    410: "It was withdrawn.",
    411: "The body came in chunks.",
    412: "Somebody changed it since.",
    413: "The body is too large.",
    415: "We take other types.",
    416: "Nothing is at these bytes.",
    422: "The Idempotency-Key came with another request before.",
    428: "The version that you saw is missing.",
    429: "Too many requests.",
    500: "Our fault.",
    501: "The installation lacks what writes this format.",
    503: "Something that we need does not answer, or it took too long.",
}
HEADERS = {
    "X-Request-Id": "The id of this request, yours if you sent one.",
    "RateLimit": 'Of the tightest quota: r requests remain, whole again in t seconds: "user";r=1199;t=37',
    "RateLimit-Policy": 'Every quota: q requests in w seconds: "user";q=1200;w=60',
    "Retry-After": "Seconds to wait.",
    "Idempotency-Replayed": "true, where this is the answer that was given before.",
    "WWW-Authenticate": "How to say who asks.",
    "ETag": "For If-None-Match. That of one incident begins with its version, and is good for If-Match.",
}
SAME = {"description": "As you have it, by the ETag in If-None-Match or the time in If-Modified-Since."}
OF_ALL = ("X-Request-Id", "RateLimit", "RateLimit-Policy")
OF_STATUS = {409: ("Retry-After",), 429: ("Retry-After",), 503: ("Retry-After",), 401: ("WWW-Authenticate",)}


class WithProblems(AutoSchema):
    """Says of every address by which statuses it may refuse, that each is a problem, and which headers it has; and
    of records that they can be had in part. What a view describes itself goes before.
    """

    def get_override_parameters(self) -> list[OpenApiParameter]:
        if self.method in KEYED:
            return [IDEMPOTENCY_KEY]
        if self.method != "GET" or "fields" not in getattr(self.view, "parameters", ()):
            return []
        record = self.view.get_serializer()
        fields = getattr(record, "child", record).fields
        says = "Of each record only these fields, separated by commas: id,country,killed."
        return [listing("fields", fields, says)]

    def get_summary(self) -> str | None:
        """The first sentence, for the lists of operations that show nothing else."""
        return super().get_summary() or re.split(r"(?<=[.;])\s", self.get_description() or "", maxsplit=1)[
            0
        ].rstrip(".;")

    def get_operation(self, *args: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args)
        if operation is None:
            return None
        for parameter in operation.get("parameters", ()):
            if going := self._going().get(parameter["name"]):
                parameter |= {"deprecated": True, "description": f"{parameter['description']} {going}"}
        for status in sorted(self._refusals(operation)):
            operation["responses"].setdefault(str(status), self._refusal(status))
        if self.method == "GET" and "200" in operation["responses"]:
            answer = operation["responses"]["200"]
            answer["headers"] = self._headers("ETag") | answer.get("headers", {})
            operation["responses"]["304"] = self._component("NotModified", ResolvedComponent.RESPONSE, SAME)
            if any(parameter["name"] == "fields" for parameter in operation.get("parameters", ())):
                for content in answer.get("content", {}).values():
                    self._allow_parts(content["schema"])
        told = (*OF_ALL, "Idempotency-Replayed") if self.method in KEYED else OF_ALL
        for answer in operation["responses"].values():
            if "$ref" not in answer:
                answer["headers"] = self._headers(*told) | answer.get("headers", {})
        operation["responses"] = dict(sorted(operation["responses"].items()))
        return operation

    def _allow_parts(self, answer: dict[str, Any]) -> None:
        """With ``fields`` a record need not have what it otherwise always has."""
        if "anyOf" in answer or "$ref" not in answer:
            return
        name = answer["$ref"].rpartition("/")[2]
        whole = self.registry[name, ResolvedComponent.SCHEMA].schema
        if "results" in whole.get("properties", {}):
            self._allow_parts(whole["properties"]["results"]["items"])
            return
        part = {key: value for key, value in whole.items() if key != "required"}
        part["description"] = f"Of {name} what fields asks for."
        in_part = self._component(f"{name}InPart", ResolvedComponent.SCHEMA, part)
        answer["anyOf"] = [{"$ref": answer.pop("$ref")}, in_part]

    def is_deprecated(self) -> bool:
        doing = {getattr(self.view, "action", None), self.method.lower()}
        return super().is_deprecated() or not doing.isdisjoint(self._going())

    def _going(self) -> dict[str, Any]:
        return getattr(self.view, "deprecations", {})

    def _refusals(self, operation: dict[str, Any]) -> set[int]:
        named = {parameter["in"] for parameter in operation.get("parameters", ())}
        found = {401, 406, 429, 500, 503}
        if not any(isinstance(each, AllowAny) for each in self.view.get_permissions()):
            found |= {403}
        if "query" in named or "requestBody" in operation or hasattr(self.view, "listed"):
            found |= {400}
        if "path" in named:
            found |= {404}
        if self.method not in SAFE_METHODS:
            found |= {411, 413, 415}
        if self.method in KEYED:
            found |= {409, 422}
        if any(parameter["name"] == "If-Match" for parameter in operation.get("parameters", ())):
            found |= {409, 412, 428}
        return found | getattr(self.view, "refusals", set())

    def _refusal(self, status: int) -> dict[str, Any]:
        problem = self._component("Problem", ResolvedComponent.SCHEMA, PROBLEM)
        answer = {
            "description": WHAT_WAS_WRONG[status],
            "headers": self._headers(*OF_ALL, *OF_STATUS.get(status, ())),
            "content": {MEDIA_TYPE: {"schema": problem}},
        }
        return self._component(f"Problem{status}", ResolvedComponent.RESPONSE, answer)

    def _headers(self, *names: str) -> dict[str, Any]:
        schema = {"Retry-After": {"type": "integer", "minimum": 0}}
        return {
            name: self._component(
                name,
                ResolvedComponent.HEADER,
                {"description": HEADERS[name], "schema": schema.get(name, {"type": "string"})},
            )
            for name in names
        }

    def _component(self, name: str, kind: str, schema: dict[str, Any]) -> dict[str, Any]:
        component = ResolvedComponent(name, kind, schema, object=name)
        self.registry.register_on_missing(component)
        return component.ref
