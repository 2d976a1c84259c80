"""The header ``Idempotency-Key``: a request that may have been lost is sent again, and has its effect once.

As draft-ietf-httpapi-idempotency-key-header has it. The answer is stored in the transaction of the change: either
both are there or neither, whenever the process dies. What was refused changed nothing and is not kept: it may be
corrected and sent again under the same key. It is given again to who still has the rights that it took, and may
still see every incident that it tells of.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Q
from django.http import QueryDict
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.problems import BadParameters, Problem
from incidents.models import IdempotencyKey, Incident, Token, User
from incidents.models.sealed import seal, unseal

USE = "answers"
METHODS = ("POST", "PATCH")
KEY = re.compile(
    r'"([ !#-\[\]-~]{1,255})"|([!#-~]{1,255})'
)  # a string as structured headers have it, or bare
REPLAYED = "Idempotency-Replayed"


class KeyReused(Problem):
    status_code = 422
    kind = "idempotency-key-reused"
    default_detail = "This Idempotency-Key came with another request before; take a new one for each."


class KeyInUse(Problem):
    status_code = 409
    kind = "idempotency-key-in-use"
    default_detail = "The first request with this Idempotency-Key is still being answered."
    wait = 1


class Once:
    """For views: whatever they change, they change once for each key."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        method = request.method.lower()
        if request.method in METHODS and hasattr(self, method) and (key := key_of(request)):
            setattr(self, method, partial(once, getattr(self, method), key, self.subject()))

    def subject(self) -> Q:
        """The incident that the address names, which need not be in the answer."""
        return Q(pk__in=())


def key_of(request: Request) -> str | None:
    header = request.headers.get("Idempotency-Key")
    if header is None or not request.user.is_authenticated:
        return None
    if not (found := KEY.fullmatch(header.strip())):
        expected = "1 to 255 visible ASCII characters: a UUID will do"
        raise BadParameters({"Idempotency-Key": f"expected {expected}; not {header[:100]!r}."})
    return found[1] or found[2]


def once(
    handler: Callable[..., Response], key: str, subject: Q, request: Request, /, *args: Any, **kwargs: Any
) -> Response:
    """Addresses have a ``key`` of their own, and it is in ``kwargs``."""
    owner = {"user": request.user, "token": request.auth if isinstance(request.auth, Token) else None}
    fingerprint = fingerprint_of(request)
    with transaction.atomic():
        if not _is_first(number_of(**owner, key=key)):
            raise KeyInUse
        if kept := IdempotencyKey.objects.filter(**owner, key=key).first():
            return _again(kept, fingerprint, request)
        about = list(Incident.objects.filter(subject).values_list("pk", flat=True))
        response = handler(request, *args, **kwargs)
        if response.status_code < 400:
            body = "" if response.data is None else JSONRenderer().render(response.data).decode()
            is_sealed = getattr(response, "tells_a_secret", False)
            IdempotencyKey.objects.create(
                **owner,
                key=key,
                fingerprint=fingerprint,
                rights=sorted(_rights(request)),
                incidents=_seen([*about, *_told(response.data)], request.user),
                status=response.status_code,
                headers=dict(response.headers.items()),
                body=seal(body, USE) if is_sealed else body,
                is_sealed=is_sealed,
            )
        return response


def number_of(user: User, token: Token | None, key: str) -> int:
    """Of the lock: PostgreSQL names its locks by 64 bits."""
    name = f"idempotency {user.pk} {token and token.pk} {key}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)


def _is_first(number: int) -> bool:
    """Nobody else is at it; then nobody comes to it before the transaction has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


def _again(kept: IdempotencyKey, fingerprint: str, request: Request) -> Response:
    if kept.fingerprint != fingerprint:
        raise KeyReused
    if lost := sorted(set(kept.rights) - _rights(request)):
        raise PermissionDenied(f"This was answered with {lost[0]}, which you have no more.")
    if len(_seen(kept.incidents, request.user)) < len(kept.incidents):
        raise NotFound(
            "This was answered with an incident that is there no more, or that you may see no more."
        )
    body = unseal(kept.body, USE) if kept.is_sealed else kept.body
    data = json.loads(body) if body else None
    return Response(data, status=kept.status, headers=kept.headers | {REPLAYED: "true"})


def _told(data: Any) -> Iterator[int]:
    """The incidents that an answer tells of, wherever in it they stand."""
    if isinstance(data, dict):
        if "public_id" in data:
            yield data["id"]
        if data.get("merged_from"):
            yield data["merged_from"]
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _told(each)


def _seen(incidents: Iterable[int], user: User) -> list[int]:
    """Those that the person may see, whatever the token is for: it may change what it then sees no more."""
    return sorted(Incident.objects.visible_to(user).filter(pk__in=incidents).values_list("pk", flat=True))


def _rights(request: Request) -> set[str]:
    """All that may have opened the door at the first time."""
    rights = {f"the right {right}" for right in request.user.get_all_permissions()}
    rights |= {f"the group {key}" for key in request.user.group_keys}
    return rights | {f"the scope {scope}" for scope in getattr(request.auth, "scopes", ())}


def fingerprint_of(request: Request) -> str:
    """Of what is meant, and not of its bytes: a form that is sent again has another boundary. A file is read piece
    by piece, and is not in memory as a whole.
    """
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for part in _parts(request.data):
        digest.update(part)
    return digest.hexdigest()


def _parts(data: Any) -> Iterable[bytes]:
    if not isinstance(data, QueryDict):
        for piece in json.JSONEncoder(sort_keys=True).iterencode(data):
            yield piece.encode("utf-8", "surrogatepass")
        return
    for name in sorted(data):
        for value in data.getlist(name):
            if isinstance(value, UploadedFile):
                called = getattr(value, "called", value.name)
                yield json.dumps([name, called, value.content_type, value.size]).encode()
                yield from value.chunks()
                value.seek(0)
            else:
                yield json.dumps([name, value]).encode()
