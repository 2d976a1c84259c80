"""All forms in which incidents may be taken away, by the name that an address asks for them by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from incidents.exports import csv, geojson, hxl, jsonl, kml, parquet, xlsx
from incidents.exports.about import About
from incidents.models.incidents import IncidentQuerySet


@dataclass(frozen=True, slots=True)
class Format:
    """``most`` is how many rows a file of it can have; ``needs`` a library that not every installation has."""

    name: str
    ending: str
    media_type: str
    says: str
    make: Callable[[IncidentQuerySet, About], Iterator[str] | Iterator[bytes]]
    most: int | None = None
    needs: str = ""

    def is_installed(self) -> bool:
        return not self.needs or find_spec(self.needs) is not None

    def parts(self, found: IncidentQuerySet, about: About) -> Iterator[bytes]:
        """A file in pieces, made as they are asked for, in the memory of one of them."""
        for part in self.make(found, about):
            yield part.encode() if isinstance(part, str) else part


FORMATS = {
    form.name: form
    for form in (
        Format(
            "csv",
            "csv",
            "text/csv; charset=utf-8",
            "A row each. What Excel would take for a formula begins with an apostrophe.",
            csv.lines,
        ),
        Format(
            "hxl",
            "hxl.csv",
            "text/csv; charset=utf-8; profile=hxl",
            "The CSV with a row of HXL hashtags under its header.",
            hxl.lines,
        ),
        Format(
            "jsonl",
            "jsonl",
            "application/x-ndjson",
            "JSON Lines: an object a line, flat, with the columns of the CSV, null where nothing is known. Lists "
            "are lists.",
            jsonl.lines,
        ),
        Format(
            "geojson",
            "geojson",
            "application/geo+json",
            "A feature each; what has no point is a feature without a geometry. Its properties are the columns of "
            "the CSV, null where nothing is known.",
            geojson.features,
        ),
        Format(
            "kml",
            "kml",
            "application/vnd.google-earth.kml+xml",
            "KML 2.2: a placemark each, with its date as precisely as it is known; what has no point is a "
            "placemark without a geometry.",
            kml.document,
        ),
        Format(
            "xlsx",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "A workbook of Excel with real dates and numbers; its second sheet says what it is.",
            xlsx.workbook,
            most=xlsx.MOST,
        ),
        Format(
            "parquet",
            "parquet",
            "application/vnd.apache.parquet",
            "Parquet, typed, lists as lists; with the column geometry also GeoParquet 1.1.",
            parquet.table,
            needs="pyarrow",
        ),
    )
}
