"""What all views share: the size of what they take, what ``include`` may ask for, the order of their lists."""

from types import SimpleNamespace
from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from incidents.api.deprecation import Deprecation
from incidents.api.idempotency import Once
from incidents.api.problems import BadParameters, TooLarge
from incidents.api.ready import Ready, kept, read_through
from incidents.api.schema import WithProblems
from incidents.api.throttling import Counted

SMALL = 1024 * 1024
ENVELOPE = 1024 * 1024  # of a form or of JSON: other fields, boundaries, escapes


class LengthRequired(APIException):
    status_code = 411
    default_detail = "Send the body with its Content-Length, not in chunks."


class ByHeader(DefaultContentNegotiation):
    """``?format=csv`` is an unknown parameter like any other, and not an address that does not exist."""

    settings = SimpleNamespace(URL_FORMAT_OVERRIDE=None)


def _let_go_of(*rings: dict[str, Any], once_rendered: Response) -> None:
    """View, request and answer know each other. Apart they are gone at once, with all that was read for them, and
    not when the collector of Python stops the process to look for such rings."""

    def let_go(_response: Response) -> None:
        for ring in rings:
            ring.clear()

    once_rendered.add_post_render_callback(let_go)


class Door(Once, Counted):
    """``includes`` are what the parameter may name; see ``StrictFilterBackend`` for ``parameters``. Records have
    those of their ``fields`` that are asked for. ``deprecations`` are by the name of an action, a method in small
    letters, a parameter or a field.
    """

    schema = WithProblems()
    content_negotiation_class = ByHeader
    largest_body = SMALL
    includes: tuple[str, ...] = ()
    orderings: dict[str, tuple[str, ...]] = {"id": ("id",), "-id": ("-id",)}
    default_ordering = "id"
    deprecations: dict[str, Deprecation] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # before anything reads the body: the CSRF check of a session does
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > self.largest_body + ENVELOPE:
            raise TooLarge(self.largest_body)
        if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            raise LengthRequired
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        doing = {getattr(self, "action", None), request.method.lower()}
        for name, deprecation in self.deprecations.items():
            if name in doing or name in request.query_params or name in _fields(response):
                deprecation.tell(response)
        if isinstance(response, Response):
            _let_go_of(response.renderer_context, request.parser_context, vars(self), once_rendered=response)
        return response

    @property
    def parameters(self) -> tuple[str, ...]:
        return ("include", "fields") if self.includes else ("fields",)

    def get_default_ordering(self) -> str:
        return self.default_ordering

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context()
        if not getattr(self, "swagger_fake_view", False):  # the schema tells of all that can be included
            context["include"] = self.included()
        return context

    def get_serializer(self, *args: Any, **kwargs: Any) -> BaseSerializer | Ready:
        wanted = self._wanted()
        if not args or self.request.method not in SAFE_METHODS:
            serializer = super().get_serializer(*args, **kwargs)
            self._narrow(getattr(serializer, "child", serializer), wanted)
            return serializer
        kind, context = self.get_serializer_class(), self.get_serializer_context()
        included = frozenset(context.get("include", ()))
        if wanted:
            serializer = kind(context={"include": included})
            self._narrow(serializer, wanted)
            tell = read_through(serializer)
        else:
            tell = kept(kind, included)
        return Ready(tell, args[0], many=kwargs.get("many", False), context=context)

    def _narrow(self, serializer: BaseSerializer, wanted: set[str]) -> None:
        if not wanted:
            return
        fields = serializer.fields
        if strangers := sorted(wanted - fields.keys()):
            expected = f"names of fields, separated by commas: {', '.join(fields)}"
            raise BadParameters({"fields": f"expected {expected}; not {', '.join(strangers)!r}."})
        for name in fields.keys() - wanted - self.included():
            fields.pop(name)

    def wants(self, *names: str) -> bool:
        """Whether a record is to have any of these fields."""
        wanted = self._wanted()
        return not wanted or not wanted.isdisjoint(names)

    def _wanted(self) -> set[str]:
        """None named: all. What was changed is always told as a whole."""
        is_read = not getattr(self, "swagger_fake_view", False) and self.request.method in SAFE_METHODS
        return set(self.listed("fields")) if is_read else set()

    def included(self) -> set[str]:
        names = set(self.listed("include"))
        if strangers := sorted(names - set(self.includes)):
            expected = f"{', '.join(self.includes)}, separated by commas" if self.includes else "nothing"
            raise BadParameters({"include": f"expected {expected}; not {', '.join(strangers)!r}."})
        return names

    def listed(self, parameter: str) -> list[str]:
        """Its names, which commas separate."""
        asked = self.request.query_params.get(parameter)
        return [name.strip() for name in asked.split(",")] if asked else []


def _fields(response: Response) -> set[str]:
    """Of the record that is answered, or of the first of a list."""
    answer = getattr(response, "data", None)
    rows = answer.get("results", [answer]) if isinstance(answer, dict) else ()
    return set(rows[0]) if rows and isinstance(rows[0], dict) else set()
