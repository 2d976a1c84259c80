"""The desk's rows: which columns stand together, and which statements speak about them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Row:
    """``says`` are the names under which statements speak of it; ``rows`` is set where it is a table of rows."""

    key: str
    label: str | Promise
    columns: tuple[str, ...]
    says: tuple[str, ...]
    rows: str = ""
    hint: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Section:
    """``kind`` gives the section, and the words it stands on, their colour."""

    title: str | Promise
    kind: str
    rows: tuple[Row, ...]


COUNTED = _("Empty: not stated. 0: stated to be none.")

SECTIONS = (
    Section(
        _("What"),
        "what",
        (
            Row("type", _("Type"), ("sub_event_type",), ("event_type",)),
            Row("certainty", _("Certainty"), ("certainty",), ("status",)),
            Row("summary", _("Summary"), ("summary",), ("summary",)),
        ),
    ),
    Section(
        _("When"),
        "when",
        (
            Row(
                "date",
                _("Date"),
                ("date_start", "date_end", "date_precision"),
                ("date_start", "date_end", "date_precision", "date"),
            ),
            Row("time", _("Local time"), ("time_local", "time_zone"), ("time_local", "time_zone", "moment")),
        ),
    ),
    Section(
        _("Where"),
        "where",
        (
            Row("place", _("Place"), ("place_name", "place"), ("place", "place_name", "place_key")),
            Row("base", _("Base"), ("base",), ("base", "base_key")),
            Row("country", _("Country"), ("country", "admin1"), ("country", "admin1")),
            Row(
                "point",
                _("Point"),
                ("latitude", "longitude", "geo_precision"),
                ("latitude", "longitude", "geo_precision", "lat", "lon"),
            ),
        ),
    ),
    Section(
        _("Who"),
        "who",
        (
            Row(
                "participations",
                _("Participants"),
                (),
                ("perpetrators", "targets", "claimed_by", "accused", "deniers", "supporters"),
                rows="participations",
                hint=_("The name as said; the actor once it is clear who that is."),
            ),
        ),
    ),
    Section(
        _("Hurt"),
        "hurt",
        (
            Row("killed", _("Killed"), ("killed_min", "killed_max"), ("killed",), hint=COUNTED),
            Row("wounded", _("Wounded"), ("wounded_min", "wounded_max"), ("wounded",), hint=COUNTED),
            Row(
                "casualties",
                _("By side"),
                (),
                ("casualties", "casualties_by_side"),
                rows="casualties",
                hint=_("Only sides that the text separates; never added up."),
            ),
            Row("civilians", _("Civilians targeted"), ("civilian_targeting",), ("civilian_targeting",)),
        ),
    ),
    Section(
        _("With what"),
        "with",
        (
            Row("weapons", _("Weapons"), (), ("weapons",), rows="weapons"),
            Row("intercepted", _("Intercepted"), ("intercepted",), ("intercepted",)),
            Row("damage", _("Damage"), ("damage",), ("damage",)),
            Row("origin", _("Origin of fire"), ("origin_of_fire",), ("origin", "origin_of_fire")),
        ),
    ),
    Section(
        _("Handling"),
        "ours",
        (
            Row("sensitivity", _("Sensitivity"), ("sensitivity",), ()),
            Row(
                "restricted_to",
                _("Only for"),
                ("restricted_to",),
                (),
                hint=_(
                    "Where it is restricted: an access group of yours. Empty: all who may see restricted ones."
                ),
            ),
            Row("embargo", _("Embargo until"), ("embargo_until",), (), hint=_("UTC.")),
        ),
    ),
)

ROW_OF = {field: row.key for section in SECTIONS for row in section.rows for field in row.says}
"""The row in which a statement's field stands."""

UNLISTED = {"date_precision", "geo_precision", "latitude", "longitude", "moment", "place_key", "time_zone"}
"""What nobody says in so many words: the input shows it, and repeating it beside the input tells nothing."""

FIELDS_OF = {row.key: row.says for section in SECTIONS for row in section.rows}
KIND_OF = {row.key: section.kind for section in SECTIONS for row in section.rows}
LABEL_OF = {row.key: row.label for section in SECTIONS for row in section.rows}
ROW_OF_COLUMN = {
    column: row for section in SECTIONS for row in section.rows for column in (*row.columns, row.rows)
}

OF_SEVERAL = {
    "date_end": _("Last day"),
    "date_precision": _("Precision of the date"),
    "time_zone": _("Time zone"),
    "moment": _("Moment"),
    "place_name": _("Place as named"),
    "place_key": _("Place in the catalogue"),
    "base_key": _("Base in the catalogue"),
    "admin1": _("Region"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "geo_precision": _("Precision of the point"),
    "perpetrators": _("Perpetrators"),
    "targets": _("Targets"),
    "claimed_by": _("Claimants"),
    "accused": _("Accused"),
    "deniers": _("Deniers"),
    "supporters": _("Supporters"),
}
"""Fields that share their row with others, where they have to be told apart."""


def field_label(field: str) -> str:
    """What the desk calls a field that statements speak of; a field that it does not know keeps its own name."""
    return str(OF_SEVERAL.get(field) or LABEL_OF.get(ROW_OF.get(field, ""), field))


ORDER_OF = {field: place for place, field in enumerate(ROW_OF)}
"""Where fields stand on the desk, from the top."""
