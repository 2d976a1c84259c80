"""What has not changed is not sent again: 304 to whoever names the ETag, or the time, of what he has (RFC 9110).

The ETag of an answer is made of what it says. That spares the way and not the work; where an answer is large, its
view makes one that is cheaper. A plain version, as that of one incident, is made part of it: for If-Match that is
all that counts, but names in the incident may change without it.
"""

import re
from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe

VERSION = re.compile(r'"([0-9]+)"')
IDENTIFIES = ("Authorization", "Cookie")
MAY_BE_ASKED_AGAIN = "no-cache"  # kept, and not used without asking whether it is still so


class Conditional:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"} or not re.match(settings.API_ADDRESSES, request.path):
            return response
        patch_vary_headers(response, IDENTIFIES)
        if response.status_code != 200:
            response.headers.setdefault("Cache-Control", "no-store")
            return response
        is_anybodys = not any(request.headers.get(name) for name in IDENTIFIES)
        whose = "public" if is_anybodys else "private"
        response.headers.setdefault("Cache-Control", f"{whose}, {MAY_BE_ASKED_AGAIN}")
        if response.streaming:
            if request.method == "HEAD":
                response.streaming_content = ()  # what nobody reads is not made
        else:
            response.headers["ETag"] = etag(response.content, response.headers.get("ETag"))
        return get_conditional_response(
            request,
            etag=response.headers.get("ETag"),
            last_modified=_last_modified(response),
            response=response,
        )


def etag(content: bytes, given: str | None = None) -> str:
    """Weak, but for the version that a view gives: that is good for If-Match."""
    said = blake2b(content, digest_size=9).hexdigest()
    if given is None:
        return f'W/"{said}"'
    version = VERSION.fullmatch(given)
    return f'"{version[1]}-{said}"' if version else given


def _last_modified(response: HttpResponseBase) -> int | None:
    return parse_http_date_safe(response.headers.get("Last-Modified", ""))
