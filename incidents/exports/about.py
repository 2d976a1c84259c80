"""What every file says of itself: what was asked, when, of which version, and under which licence."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from incidents.exports.columns import SHAPE

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class About:
    """``query`` is the address at which it was asked; ``snapshot`` that of the snapshot that it is a file of."""

    query: str
    generated_at: datetime
    title: str = "Incidents"
    snapshot: str = ""

    @property
    def license(self) -> str:
        return settings.DATA_LICENSE or NOT_STATED

    def told(self) -> dict[str, str]:
        """By names that are the same in all formats. What the installation does not state is left out, save that
        it states no licence."""
        told = {
            "title": self.title,
            "query": self.query,
            "snapshot": self.snapshot,
            "generated_at": f"{self.generated_at:%Y-%m-%dT%H:%M:%SZ}",
            "data_version": SHAPE,
            "application": f"Conflict incident tracker {settings.VERSION}",
            "license": self.license,
            "license_url": settings.DATA_LICENSE_URL,
            "attribution": settings.DATA_ATTRIBUTION,
        }
        return {name: value for name, value in told.items() if value}
