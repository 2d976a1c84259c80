"""CSV with a row of hashtags under its header, of the Humanitarian Exchange Language, https://hxlstandard.org."""

from collections.abc import Iterator

from incidents.exports import csv
from incidents.exports.about import About
from incidents.exports.columns import COLUMNS
from incidents.models.incidents import IncidentQuerySet

TAGS = {
    "id": "#event+id",
    "public_id": "#event+id+public",
    "status": "#status",
    "version": "#meta+version",
    "disorder_type": "#event+type+disorder",
    "event_type": "#event+type",
    "sub_event_type": "#event+type+sub",
    "certainty": "#status+certainty",
    "summary": "#description",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "date_precision": "#date+precision",
    "time_local": "#date+time+local",
    "time_zone": "#date+time+zone",
    "country": "#country+code+v_iso2",
    "admin1": "#adm1+name",
    "place": "#loc+code",
    "place_name": "#loc+name",
    "base": "#loc+base+code",
    "base_name": "#loc+base+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "geo_precision": "#geo+precision",
    "killed_min": "#affected+killed+min",
    "killed_max": "#affected+killed+max",
    "wounded_min": "#affected+injured+min",
    "wounded_max": "#affected+injured+max",
    "perpetrators": "#org+perpetrator+list",
    "targets": "#org+target+list",
    "claimants": "#org+claimant+list",
    "accused": "#org+accused+list",
    "weapons": "#cause+weapon+list",
    "intercepted": "#severity+intercepted",
    "damage": "#severity+damage",
    "civilian_targeting": "#indicator+civilian+targeting+bool",
    "origin_of_fire": "#loc+origin",
    "confidence": "#indicator+confidence+num",
    "sources": "#meta+source+list",
    "created_at": "#date+created",
    "updated_at": "#date+updated",
    "published_at": "#date+published",
}


def lines(found: IncidentQuerySet, about: About) -> Iterator[str]:
    tags = ",".join(TAGS[column.name] for column in COLUMNS)
    return csv.lines(found, about, header=csv.HEADER + tags + csv.END)
