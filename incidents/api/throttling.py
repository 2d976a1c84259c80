"""How many requests one may send, counted in the shared cache and told with every answer.

The fields are those of draft-ietf-httpapi-ratelimit-headers: ``RateLimit-Policy`` has the quota ``q`` of a window
of ``w`` seconds, ``RateLimit`` how much of it remains (``r``) and in how many seconds it is whole again (``t``).
"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple
from zlib import crc32

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle


class Quota(NamedTuple):
    name: str
    limit: int
    window: int
    remaining: int
    reset: int


class Counter(SimpleRateThrottle):
    """Counts in windows that stand still. Each asker's begin at another second, so that not all come back at once.

    One number a window: two processes that count at the same moment both count, and nothing grows with the limit.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        key = self.get_cache_key(request, view)
        if self.rate is None or key is None:
            return True
        now = time.time() + crc32(key.encode()) % self.duration
        key = f"{key}:{int(now // self.duration)}"
        self.reset = self.duration - int(now % self.duration)
        cache.add(key, 0, self.duration)
        try:
            used = cache.incr(key)
        except ValueError:  # its window ended between the two
            used = 1
        remaining = max(0, self.num_requests - used)
        quota = Quota(self.scope, self.num_requests, self.duration, remaining, self.reset)
        told = request._request
        told.quotas = [*getattr(told, "quotas", ()), quota]
        return used <= self.num_requests

    def wait(self) -> float:
        return self.reset


class ByAddress(Counter, AnonRateThrottle):
    """Whoever sends no token, or one that is none; NUM_PROXIES says whose address it is."""


class ByAccount(Counter, UserRateThrottle):
    """All tokens and sessions of one person together."""

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return super().get_cache_key(request, view) if request.user.is_authenticated else None


class Counted:
    """A view that counts before it refuses anybody: whoever tries tokens would otherwise never be stopped."""

    def perform_authentication(self, request: Request) -> None:
        try:
            super().perform_authentication(request)
        finally:
            super().check_throttles(request)

    def check_throttles(self, request: Request) -> None:
        """Done, together with the authentication."""


class RateLimits:
    """Tells what the throttles have counted: all policies, and of the quotas the tightest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if quotas := getattr(request, "quotas", ()):
            tightest = min(quotas, key=lambda quota: (quota.remaining, -quota.reset))
            response["RateLimit-Policy"] = ", ".join(f'"{q.name}";q={q.limit};w={q.window}' for q in quotas)
            response["RateLimit"] = f'"{tightest.name}";r={tightest.remaining};t={tightest.reset}'
        return response
