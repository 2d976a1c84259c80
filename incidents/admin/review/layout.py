"""The desk's rows: which columns stand together, and which statements speak about them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """``says`` are the names under which statements speak of it; ``rows`` is set where it is a table of rows."""

    key: str
    label: str
    columns: tuple[str, ...]
    says: tuple[str, ...]
    rows: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """``kind`` gives the section, and the words it stands on, their colour."""

    title: str
    kind: str
    rows: tuple[Row, ...]


COUNTED = "Empty: not stated. 0: stated to be none."

SECTIONS = (
    Section(
        "What",
        "what",
        (
            Row("type", "Type", ("sub_event_type",), ("event_type",)),
            Row("certainty", "Certainty", ("certainty",), ("status",)),
            Row("summary", "Summary", ("summary",), ("summary",)),
        ),
    ),
    Section(
        "When",
        "when",
        (
            Row(
                "date",
                "Date",
                ("date_start", "date_end", "date_precision"),
                ("date_start", "date_end", "date_precision", "date"),
            ),
            Row("time", "Local time", ("time_local", "time_zone"), ("time_local", "time_zone", "moment")),
        ),
    ),
    Section(
        "Where",
        "where",
        (
            Row("place", "Place", ("place_name", "place"), ("place", "place_name", "place_key")),
            Row("base", "Base", ("base",), ("base", "base_key")),
            Row("country", "Country", ("country", "admin1"), ("country", "admin1")),
            Row(
                "point",
                "Point",
                ("latitude", "longitude", "geo_precision"),
                ("latitude", "longitude", "geo_precision", "lat", "lon"),
            ),
        ),
    ),
    Section(
        "Who",
        "who",
        (
            Row(
                "participations",
                "Participants",
                (),
                ("perpetrators", "targets", "claimed_by", "accused", "deniers", "supporters"),
                rows="participations",
                hint="The name as said; the actor once it is clear who that is.",
            ),
        ),
    ),
    Section(
        "Hurt",
        "hurt",
        (
            Row("killed", "Killed", ("killed_min", "killed_max"), ("killed",), hint=COUNTED),
            Row("wounded", "Wounded", ("wounded_min", "wounded_max"), ("wounded",), hint=COUNTED),
            Row(
                "casualties",
                "By side",
                (),
                ("casualties", "casualties_by_side"),
                rows="casualties",
                hint="Only sides that the text separates; never added up.",
            ),
            Row("civilians", "Civilians targeted", ("civilian_targeting",), ("civilian_targeting",)),
        ),
    ),
    Section(
        "With what",
        "with",
        (
            Row("weapons", "Weapons", (), ("weapons",), rows="weapons"),
            Row("intercepted", "Intercepted", ("intercepted",), ("intercepted",)),
            Row("damage", "Damage", ("damage",), ("damage",)),
            Row("origin", "Origin of fire", ("origin_of_fire",), ("origin", "origin_of_fire")),
        ),
    ),
    Section(
        "Handling",
        "ours",
        (
            Row("sensitivity", "Sensitivity", ("sensitivity",), ()),
            Row(
                "restricted_to",
                "Only for",
                ("restricted_to",),
                (),
                hint="Where it is restricted: an access group of yours. Empty: all who may see restricted ones.",
            ),
            Row("embargo", "Embargo until", ("embargo_until",), (), hint="UTC."),
        ),
    ),
)

ROW_OF = {field: row.key for section in SECTIONS for row in section.rows for field in row.says}
"""The row in which a statement's field stands."""

UNLISTED = {"date_precision", "geo_precision", "latitude", "longitude", "moment", "place_key", "time_zone"}
"""What nobody says in so many words: the input shows it, and repeating it beside the input tells nothing."""

KIND_OF = {row.key: section.kind for section in SECTIONS for row in section.rows}
LABEL_OF = {row.key: row.label for section in SECTIONS for row in section.rows}
ROW_OF_COLUMN = {
    column: row for section in SECTIONS for row in section.rows for column in (*row.columns, row.rows)
}
