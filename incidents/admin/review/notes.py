"""What the desk says of moments, in UTC and in the place's own time; and who is not to see an incident."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

from incidents.models import Incident
from incidents.review.clock import Edge, edge
from incidents.review.values import moment_of
from incidents.vocabulary import Sensitivity


def note(incident: Incident, row: str) -> str:
    """What stands below a row of the desk; blank for most."""
    if row == "time":
        return format_html_join(" ", "{}", ((said,) for said in (both(incident), _edge(incident)) if said))
    if row == "embargo" and incident.embargo_until:
        return in_both_zones(incident.embargo_until, incident.time_zone)
    return ""


def both(incident: Incident) -> str:
    """“18:30 Baghdad · 15:30 UTC”, where day, clock time and zone are all known."""
    local = moment_of(incident)
    if local is None:
        return ""
    utc = local.astimezone(UTC)
    day = "" if utc.date() == local.date() else f"{utc:%Y-%m-%d} "
    return _one_way(f"{local:%H:%M} {city(incident.time_zone)} · {day}{utc:%H:%M} UTC")


def in_both_zones(moment: datetime, zone: str) -> str:
    said = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if zone:
        said += f" · {moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {city(zone)}"
    return _one_way(said)


def _one_way(said: str) -> SafeString:
    """Figures and Latin names keep their order in a sentence that runs from right to left."""
    return format_html('<bdi dir="ltr">{}</bdi>', said)


def city(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _edge(incident: Incident) -> str:
    """The two nights a year on which a clock time is none, or two."""
    if moment_of(incident) is None:
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
            format_html(
                _("Under embargo until {moment}, in {time}"),
                moment=in_both_zones(incident.embargo_until, incident.time_zone),
                time=timeuntil(incident.embargo_until, depth=1),
            )
        )
    return found
