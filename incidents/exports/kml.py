"""KML 2.2 of OGC. What has no point is a placemark without a geometry; characters that XML cannot write are left
out.

The date is a moment, a day, a month, a year or a span: as precisely as it is known and no more.
"""

from collections.abc import Iterator

from incidents.exports.about import About
from incidents.exports.columns import COLUMNS, Column
from incidents.exports.rows import streamed
from incidents.exports.xml import as_xml, escaped
from incidents.models.incidents import IncidentQuerySet

TYPES = {"integer": "int", "number": "double", "boolean": "bool"}
WHEN = """
    CASE WHEN c.date_start IS NULL THEN ''
    WHEN coalesce(c.date_end, c.date_start) = c.date_start AND c.date_precision = 'day' THEN
        '<TimeStamp><when>' || coalesce({moment}, c.date_start::text) || '</when></TimeStamp>'
    WHEN c.date_precision = 'month' AND {same_month} THEN
        '<TimeStamp><when>' || to_char(c.date_start, 'YYYY-MM') || '</when></TimeStamp>'
    WHEN c.date_precision = 'year' AND {same_year} THEN
        '<TimeStamp><when>' || to_char(c.date_start, 'YYYY') || '</when></TimeStamp>'
    ELSE '<TimeSpan><begin>' || c.date_start || '</begin>'
        || coalesce('<end>' || c.date_end || '</end>', '') || '</TimeSpan>' END
""".format(
    moment="""to_char(i.moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')""",
    same_month="date_trunc('month', coalesce(c.date_end, c.date_start)) = date_trunc('month', c.date_start)",
    same_year="date_trunc('year', coalesce(c.date_end, c.date_start)) = date_trunc('year', c.date_start)",
)
POINT = """
    coalesce('<Point><coordinates>' || c.longitude || ',' || c.latitude || '</coordinates></Point>', '')
"""


def _datum(column: Column) -> str:
    value = escaped(column.text) if column.is_text else column.text
    return f"""coalesce('<SimpleData name="{column.name}">' || NULLIF({value}, '') || '</SimpleData>', '')"""


PLACEMARK = " || ".join(
    (
        "'<Placemark id=\"i' || c.id || '\"><name>' || coalesce(c.public_id, c.id::text) || '</name>'",
        f"'<description>' || {escaped('c.summary')} || '</description>'",
        f"({WHEN})",
        "'<ExtendedData><SchemaData schemaUrl=\"#incident\">'",
        *(_datum(column) for column in COLUMNS),
        "'</SchemaData></ExtendedData>'",
        f"({POINT})",
        "E'</Placemark>\\n'",
    )
)


def document(found: IncidentQuerySet, about: About) -> Iterator[str]:
    told = about.told()
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document id="incidents">',
        f"<name>{as_xml(about.title)}</name>",
        f"<description>{as_xml(_sentence(told))}</description>",
        "<ExtendedData>",
        *(f'<Data name="{name}"><value>{as_xml(value)}</value></Data>' for name, value in told.items()),
        "</ExtendedData>",
        '<Schema id="incident" name="incident">',
        *(
            f'<SimpleField type="{TYPES.get(column.kind, "string")}" name="{column.name}">'
            f"<displayName>{as_xml(column.says)}</displayName></SimpleField>"
            for column in COLUMNS
        ),
        "</Schema>\n",
    ]
    yield "\n".join(lines)
    for rows in streamed(found, PLACEMARK):
        yield "".join(rows)
    yield "</Document></kml>\n"


def _sentence(told: dict[str, str]) -> str:
    licence = " ".join(filter(None, (told["license"], told.get("license_url"))))
    said = f"{told['query']} as of {told['generated_at']}. Licence: {licence}."
    return f"{said} {told['attribution']}" if "attribution" in told else said
