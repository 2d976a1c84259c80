"""Parts of a file, by ``Range`` (RFC 9110): a download that broke off goes on, and readers of Parquet take what
they need.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.response import Response

from incidents.api.problems import MEDIA_TYPE, problem

ONE_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")
A_BLOCK = 64 * 1024


def served(request: HttpRequest, path: Path, *, media_type: str, headers: dict[str, str]) -> HttpResponseBase:
    """Whole, or the one range that is asked for; several are answered with the whole, as one may. ``headers``
    has its ETag.
    """
    if unchanged := get_conditional_response(request, etag=headers["ETag"]):
        return unchanged
    size = path.stat().st_size
    asked = _asked(request, size, headers["ETag"])
    first, last = asked or (0, size - 1)
    if asked and first > last:
        body = problem(416, "range-not-satisfiable", f"The file has {size} bytes.", instance=request.path)
        return Response(
            body, status=416, content_type=MEDIA_TYPE, headers={"Content-Range": f"bytes */{size}"}
        )
    length = last - first + 1
    headers = {**headers, "Accept-Ranges": "bytes", "Content-Length": str(length)}
    if asked:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return StreamingHttpResponse(
        _blocks(path, first, length),
        status=206 if asked else 200,
        content_type=media_type,
        headers=headers,
    )


def _asked(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """The first and the last byte. The first is beyond the last where nothing is there."""
    found = ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if found is None or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last, tail = found.groups()
    if tail is not None:
        return (max(0, size - int(tail)), size - 1) if int(tail) else (1, 0)
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _blocks(path: Path, first: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (block := file.read(min(A_BLOCK, length))):
            length -= len(block)
            yield block
