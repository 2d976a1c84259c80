"""What will go is told beforehand: in the description of the API, and by every answer of what is going.

``Deprecation`` is that of RFC 9745, the moment since when; ``Sunset`` that of RFC 8594, the moment from which it
may be gone. docs/api-policy.md says how long lies between. Nothing is deprecated at present.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.http import HttpResponse
from django.utils.http import http_date

NOTICE = timedelta(days=365)
POLICY = "/api/v1/docs"


@dataclass(frozen=True)
class Deprecation:
    """Stands in the ``deprecations`` of a ``Door``. ``instead`` finishes "Deprecated: use ..."."""

    since: date
    sunset: date
    instead: str
    link: str = POLICY

    def __post_init__(self) -> None:
        if self.sunset - self.since < NOTICE:
            raise ValueError(f"Expected a year from {self.since} to its sunset, not {self.sunset}.")

    def tell(self, response: HttpResponse) -> None:
        response["Deprecation"] = f"@{_seconds(self.since)}"
        response["Sunset"] = http_date(_seconds(self.sunset))
        link = f'<{self.link}>; rel="deprecation"; type="text/html"'
        response["Link"] = f"{response['Link']}, {link}" if response.has_header("Link") else link

    def __str__(self) -> str:
        return f"Deprecated since {self.since}, and may be gone from {self.sunset}: use {self.instead}."


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
