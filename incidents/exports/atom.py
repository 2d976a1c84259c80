"""Atom (RFC 4287) with GeoRSS points: incidents as news, for feed readers and maps."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from incidents.exports.xml import UNKNOWN
from incidents.models import Incident
from incidents.vocabulary import Certainty, Sensitivity

GEORSS = "http://www.georss.org/georss"
NOT_IN_XML = re.compile(f"[{UNKNOWN}]")
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class GeoFeed(Atom1Feed):
    """``pages`` are links of RFC 5005 to other pages of the same feed, by their relation."""

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:georss": GEORSS}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["pages"].items():
            if address:
                handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["point"]:
            handler.addQuickElement("georss:point", "{} {}".format(*item["point"]))

    def latest_post_date(self) -> datetime:
        """Of an empty feed as well the same each time."""
        return max((item["updateddate"] for item in self.items), default=BEGINNING)


def feed(incidents: Iterable[Incident], *, authority: str, address: str, pages: dict[str, str | None]) -> str:
    """``authority`` is the name of the installation, which its entries are called by for life; ``address`` is that
    of the API.
    """
    made = GeoFeed(
        title="Conflict incidents",
        link=f"{address}/incidents",
        feed_url=pages["self"],
        feed_guid=f"tag:{authority},2024:incidents",
        description="What was published or corrected last.",
        author_name="Conflict incident tracker",
        language="en",
        pages={relation: link for relation, link in pages.items() if relation != "self"},
    )
    for incident in incidents:
        made.add_item(
            title=_plain(_title(incident)),
            link=f"{address}/incidents/{incident.public_id}",
            unique_id=f"tag:{authority},{incident.created_at:%Y-%m-%d}:{incident.public_id}",
            description=escape(_plain(incident.summary)),  # Django sends summaries as HTML
            pubdate=incident.published_at,
            updateddate=incident.changed_at,
            categories=_categories(incident),
            point=None if incident.latitude is None else (incident.latitude, incident.longitude),
        )
    return made.writeString("utf-8")


def _title(incident: Incident) -> str:
    """What, how sure that is, where and when, as far as it is known."""
    what = str(incident.get_sub_event_type_display())
    if incident.certainty != Certainty.CONFIRMED:
        what += f" ({incident.get_certainty_display().lower()})"
    where = incident.base.name if incident.base else incident.place_name or incident.admin1
    told = (what, where, incident.country, incident.date_start and incident.date_start.isoformat())
    return ", ".join(each for each in told if each)


def _categories(incident: Incident) -> list[str]:
    grave = [incident.sensitivity] if incident.sensitivity == Sensitivity.GRAPHIC else []
    return [incident.event_type, incident.sub_event_type, *filter(None, [incident.country]), *grave]


def _plain(text: str) -> str:
    return NOT_IN_XML.sub(" ", text)
