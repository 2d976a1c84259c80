"""What the desk says of moments, in UTC and in the place's own time; and who is not to see an incident."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

from incidents.models import Incident
from incidents.review.clock import Edge, edge
from incidents.vocabulary import Sensitivity


def note(incident: Incident, row: str) -> str:
    """What stands below a row of the desk; blank for most."""
    if row == "time":
        return " ".join(filter(None, (both(incident), _edge(incident))))
    if row == "embargo" and incident.embargo_until:
        return in_both_zones(incident.embargo_until, incident.time_zone)
    return ""


def both(incident: Incident) -> str:
    """“18:30 Baghdad · 15:30 UTC”, where day, clock time and zone are all known."""
    if incident.moment is None or not incident.time_zone:
        return ""
    local = incident.moment.astimezone(ZoneInfo(incident.time_zone))
    utc = incident.moment.astimezone(UTC)
    day = "" if utc.date() == local.date() else f"{utc:%Y-%m-%d} "
    return f"{local:%H:%M} {city(incident.time_zone)} · {day}{utc:%H:%M} UTC"


def in_both_zones(moment: datetime, zone: str) -> str:
    said = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if not zone:
        return said
    return f"{said} · {moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {city(zone)}"


def city(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _edge(incident: Incident) -> str:
    """The two nights a year on which a clock time is none, or two."""
    if not (incident.date_start and incident.time_local and incident.time_zone and incident.moment):
        return ""
    told = {"time": f"{incident.time_local:%H:%M}", "city": city(incident.time_zone)}
    found = edge(incident.date_start, incident.time_local, incident.time_zone)
    if found == Edge.NEVER:
        return _("Clocks in %(city)s were put forward that day and never showed %(time)s.") % told
    if found == Edge.TWICE:
        return (
            _("Clocks in %(city)s were put back that day and showed %(time)s twice; the first is meant.")
            % told
        )
    return ""


def handling(incident: Incident) -> list[str | SafeString]:
    """Who does not see it, for the head of the page."""
    found: list[str | SafeString] = []
    if incident.sensitivity == Sensitivity.RESTRICTED:
        group = incident.restricted_to
        found.append(
            format_html(_("Restricted, only for {}"), format_html("<bdi>{}</bdi>", group))
            if group
            else _("Restricted")
        )
    if incident.embargo_until and incident.embargo_until > timezone.now():
        found.append(
            _("Under embargo until %(moment)s, in %(time)s")
            % {
                "moment": in_both_zones(incident.embargo_until, incident.time_zone),
                "time": timeuntil(incident.embargo_until, depth=1),
            }
        )
    return found
