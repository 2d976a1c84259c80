"""Every error of the API as RFC 9457 problem+json, whoever raised it.

``type`` is an address that resolves: the page ``/api/v1/problems`` says what each means and what to do.
``errors`` lists what is wrong one by one: ``parameter`` names one of the query, ``field`` and ``pointer``
one of the body. docs/errors.md tells the same at more length.
"""

import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core import signals
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.encoding import escape_uri_path
from psycopg2.errors import QueryCanceled
from redis.exceptions import ConnectionError as NoCache
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from incidents import review
from incidents.api import request_ids
from incidents.ingestion import storage

MEDIA_TYPE = "application/problem+json"
PAGE = "/api/v1/problems"
RETRY_AFTER = 10

log = logging.getLogger(__name__)


class Kind(NamedTuple):
    title: str
    advice: str


KINDS = {
    "invalid": Kind(
        "Something given is not acceptable",
        "errors names each parameter or field at fault and says what was expected. Correct it and send again.",
    ),
    "malformed": Kind(
        "The request cannot be read",
        "The body is not what its Content-Type says, or is cut short. Nothing was stored.",
    ),
    "unknown-parameter": Kind(
        "There is no such parameter",
        "A parameter that we do not know is refused, not ignored: an answer to another question than the one"
        " asked would look right. errors names it and those we know.",
    ),
    "not-authenticated": Kind(
        "Who is asking?",
        "Send a token as Authorization: Bearer <token>, or log in. A token that is unknown, revoked or expired"
        " is refused as well.",
    ),
    "not-allowed": Kind(
        "You may not do this",
        "detail names the right of your role, or the scope of your token, that is missing; it takes both.",
    ),
    "not-found": Kind(
        "There is no such thing",
        "Nothing is at this address, or nothing that you may see.",
    ),
    "method-not-allowed": Kind("Not by this method", "The header Allow lists those that are."),
    "not-acceptable": Kind("Not in this form", "We answer in application/json."),
    "wrong-status": Kind(
        "The status does not allow this",
        "detail says which status the verb starts from. A published incident is reopened before it is edited.",
    ),
    "stale": Kind(
        "Somebody changed it since you saw it",
        "current_version says how far it is. Fetch it, look at what changed, and decide again. The status is 409"
        " where the body named the version, 412 where If-Match did.",
    ),
    "held": Kind(
        "A colleague has it open",
        "held_by is who, held_until until when unless they go on. Take another, or come again after Retry-After."
        " It can be changed all the same: versions keep people from overwriting each other.",
    ),
    "too-many-webhooks": Kind(
        "You have as many webhooks as you may",
        "Delete one, or change one that you have. Who runs the installation says how many there may be.",
    ),
    "changed-since": Kind(
        "It was changed again since",
        "errors says what, and by whom. Send partly to take back the rest.",
    ),
    "idempotency-key-reused": Kind(
        "This key was another request's",
        "Idempotency-Key stands for one request, of one address and body. Take a new key for each; nothing was"
        " stored.",
    ),
    "idempotency-key-in-use": Kind(
        "This request is being answered",
        "It has come before, and its answer is not there yet. Send it again after Retry-After, and have that.",
    ),
    "withdrawn": Kind(
        "It was withdrawn",
        "reason says why. Its key stays, and the hashes of its files; the files are gone.",
    ),
    "range-not-satisfiable": Kind(
        "Nothing is at these bytes", "Content-Range says how many bytes there are; count them from 0."
    ),
    "too-many-rows": Kind(
        "More rows than this format holds",
        "limit is the number of rows that a file of it can have. Narrow the question, or take another format.",
    ),
    "format-not-installed": Kind(
        "This installation cannot write the format",
        "detail names what is missing. Whoever runs the installation can add it.",
    ),
    "too-large": Kind("Too large", "limit is the number of bytes that we take."),
    "no-room": Kind(
        "There is no room for it",
        "The disk of the installation is full. Nothing of the upload was kept; tell its operator.",
    ),
    "unsupported-media-type": Kind(
        "Not in this format", "Send application/json, or multipart/form-data with a file."
    ),
    "version-required": Kind(
        "Name the version that you saw",
        "Send it as version in the body, or the ETag as If-Match. It keeps two people from overwriting each"
        " other.",
    ),
    "too-many-requests": Kind("Too many requests", "Wait as many seconds as Retry-After says."),
    "internal": Kind("We failed", "It is our fault, and has been logged. Nothing was stored."),
    "unavailable": Kind(
        "Not available now", "Something that we need does not answer. Try again after Retry-After."
    ),
    "took-too-long": Kind(
        "It took too long",
        "The database was given up after the time that a request has. Narrow the question, by days, a country or a"
        " smaller page; or take all as a file, which has no such limit. Nothing was stored.",
    ),
    "refused": Kind("Refused", "detail says why."),
}

_BY_STATUS = {
    400: "invalid",
    401: "not-authenticated",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
    500: "internal",
    503: "unavailable",
}


class Problem(exceptions.APIException):
    """A problem of a named kind; ``members`` are added to its body."""

    kind = "refused"

    def __init__(self, detail: Any = None, **members: Any):
        super().__init__(detail)
        self.members = members


class BadParameters(Problem):
    """What is wrong with the query: messages by parameter."""

    status_code = 400
    kind = "invalid"


class UnknownParameters(BadParameters):
    kind = "unknown-parameter"


class TooManyRows(Problem):
    status_code = 400
    kind = "too-many-rows"

    def __init__(self, limit: int):
        super().__init__(f"A file of this format holds up to {limit:,} rows.", limit=limit)


class Withdrawn(Problem):
    status_code = 410
    kind = "withdrawn"


class FormatNotInstalled(Problem):
    status_code = 501
    kind = "format-not-installed"


class TooLarge(Problem):
    status_code = 413
    kind = "too-large"

    def __init__(self, limit: int):
        super().__init__(f"We take up to {limit:,} bytes.", limit=limit)


class NoRoom(Problem):
    status_code = 507
    kind = "no-room"
    default_detail = "The disk is full: nothing of the upload was kept."


class VersionRequired(Problem):
    status_code = 428
    kind = "version-required"
    default_detail = "Expected version in the body, or If-Match."


class Unavailable(Problem):
    status_code = 503
    kind = "unavailable"
    default_detail = "Something that we need does not answer."
    wait = RETRY_AFTER


class TookTooLong(Unavailable):
    kind = "took-too-long"
    default_detail = "It took longer than a request is given. Narrow the question, or take all as a file."


class TooManyStreams(Unavailable):
    default_detail = (
        "As many streams of events are open as we hold. Ask for what changed instead, or come again."
    )


@dataclass
class _Answer:
    """``detail`` is what DRF holds there: a message, or messages by field, nested as the body is."""

    status: int
    kind: str
    detail: Any
    members: dict[str, Any]
    headers: dict[str, str]


def as_problem(exc: Exception, context: dict[str, Any]) -> Response:
    """DRF's EXCEPTION_HANDLER, for every exception: what nobody foresaw is logged, and told as our fault."""
    request = context["request"]
    answer = _answer(exc, by_etag="HTTP_IF_MATCH" in request.META)
    if answer.status == 500:
        log.exception("%s %s", request.method, request.path, exc_info=exc)
        signals.got_request_exception.send(sender=None, request=request._request)
    set_rollback()
    in_query = isinstance(exc, BadParameters) or request.method in {"GET", "HEAD"}
    body = problem(
        answer.status,
        answer.kind,
        answer.detail,
        instance=request.path,
        in_query=in_query,
        **answer.members,
    )
    return Response(body, status=answer.status, headers=answer.headers, content_type=MEDIA_TYPE)


def problem(
    status: int, kind: str, detail: Any, *, instance: str, in_query: bool = False, **members: Any
) -> dict[str, Any]:
    errors = [_error(path, message, in_query) for path, message in _messages(detail)]
    body = {
        "type": f"{PAGE}#{kind}",
        "title": KINDS[kind].title,
        "status": status,
        "detail": " ".join(dict.fromkeys(_sentence(error) for error in errors)) or KINDS[kind].advice,
        "instance": escape_uri_path(instance),
        "request_id": request_ids.current.get(),
    }
    if isinstance(detail, dict | list) and errors:
        body["errors"] = errors
    return body | members


def _answer(exc: Exception, *, by_etag: bool) -> _Answer:
    exc = _translated(exc)
    headers = {}
    if isinstance(exc, review.Stale):
        members = {"current_version": exc.theirs.version, "seen_version": exc.seen_version}
        return _Answer(412 if by_etag else 409, "stale", str(exc), members, headers)
    if isinstance(exc, exceptions.APIException):
        if scheme := getattr(exc, "auth_header", None):
            headers["WWW-Authenticate"] = scheme
        if wait := getattr(exc, "wait", None):
            headers["Retry-After"] = str(math.ceil(wait))
        kind = getattr(exc, "kind", None) or _BY_STATUS.get(exc.status_code, "refused")
        return _Answer(exc.status_code, kind, exc.detail, getattr(exc, "members", {}), headers)
    return _Answer(500, "internal", KINDS["internal"].advice, {}, headers)


def _translated(exc: Exception) -> Exception:
    """Django's, the database's and our own exceptions as those of the API."""
    match exc:
        case storage.NoRoom():
            return NoRoom()
        case Http404():
            return exceptions.NotFound()
        case PermissionDenied():
            return exceptions.PermissionDenied(str(exc) or None)
        case review.WrongStatus():
            conflict = Problem(as_serializer_error(exc))
            conflict.status_code, conflict.kind = 409, "wrong-status"
            return conflict
        case review.ChangedSince():
            conflict = Problem(as_serializer_error(exc))
            conflict.status_code, conflict.kind = 409, "changed-since"
            return conflict
        case ValidationError():
            return TooLarge(exc.limit) if hasattr(exc, "limit") else _invalid(exc)
        case RequestDataTooBig():
            from django.conf import settings

            return TooLarge(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        case exceptions.ParseError() | BadRequest() | SuspiciousOperation():
            unreadable = Problem(str(getattr(exc, "detail", exc)))
            unreadable.status_code, unreadable.kind = 400, "malformed"
            return unreadable
        case RecursionError():
            unreadable = Problem("The body is nested too deep.")
            unreadable.status_code, unreadable.kind = 400, "malformed"
            return unreadable
        case OperationalError(__cause__=QueryCanceled()):
            log.warning("It took too long, and was given up: %s", exc)
            return TookTooLong()
        case OperationalError() | InterfaceError() | NoCache():
            log.error("%s: %s", type(exc).__name__, exc)
            return Unavailable()
    return exc


def _invalid(exc: ValidationError) -> exceptions.ValidationError:
    return exceptions.ValidationError(as_serializer_error(exc))


def _messages(detail: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            name = str(name)
            own = name in {api_settings.NON_FIELD_ERRORS_KEY, NON_FIELD_ERRORS, "detail"}
            yield from _messages(inner, path if own else (*path, *name.split(".")))
    elif isinstance(detail, list | tuple):
        for number, inner in enumerate(detail):
            yield from _messages(inner, (*path, str(number)) if isinstance(inner, dict) else path)
    else:
        yield path, str(detail)


def _error(path: tuple[str, ...], message: str, in_query: bool) -> dict[str, str]:
    if not path:
        return {"detail": message}
    if in_query:
        return {"parameter": ".".join(path), "detail": message}
    return {"field": ".".join(path), "pointer": "/" + "/".join(path), "detail": message}


def _sentence(error: dict[str, str]) -> str:
    name = error.get("parameter") or error.get("field")
    return f"{name}: {error['detail']}" if name else error["detail"]
