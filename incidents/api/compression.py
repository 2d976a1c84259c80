"""gzip for what the API answers, as it streams; Django's own, with what it should leave alone."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Excel's and Parquet's files are compressed already. An event must not wait until a block is full.
TEXT = re.compile(
    r"(text/(?!event-stream)|application/([\w.+-]*[+.])?(json|x-ndjson|xml|yaml|oai\.openapi)\b)"
)


class Gzip(GZipMiddleware):
    """Of the API only: pages for people hold secrets beside what others wrote, which BREACH tells by the length.

    The API's answers hold none, and Django adds up to a hundred random bytes to each. The ETag of what is
    compressed is weak, which is good enough for If-None-Match and for our If-Match.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if re.match(settings.API_ADDRESSES, request.path) and TEXT.match(response.get("Content-Type", "")):
            if "Accept-Ranges" in response.headers:  # parts of it are asked for, by bytes as they are
                return response
            return super().process_response(request, response)
        return response
