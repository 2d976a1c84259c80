"""What holds of incidents in every format, and that the programs they are made for read them."""

import csv
import io
import json
import subprocess
import zipfile
from datetime import UTC, date, datetime, time
from itertools import zip_longest
from xml.etree import ElementTree

import duckdb
import openpyxl
import pandas
import pyarrow.parquet
import pytest

from incidents.exports import parquet, xlsx
from incidents.exports.columns import COLUMNS
from incidents.exports.formats import FORMATS
from incidents.exports.hxl import TAGS
from incidents.vocabulary import DatePrecision, Role, Weapon
from tests import factories
from tests.api.test_filters import found, made

INCIDENTS = "/api/v1/incidents"
NAMES = [column.name for column in COLUMNS]
HOSTILE = {
    "a formula": '=HYPERLINK("http://evil.example","x")',
    "an escape of Excel": "_x0041_ @SUM(A1)",
    "quotes and lines": 'He said "no",\r\nleft\n\tand \\ came back',
    "the end of a CDATA": "]]></summary><script>alert('&amp;')</script>",
    "bidi": "\u202egnp.exe\u2066 عين الأسد",
    "emoji": "\U0001f680\U0001f469\u200d\U0001f680",
    "spaces": "  in front and behind  ",
    "long": "A long story. " * 715,
    "a bar": r"one | two \| three",
    "percent": "100%s %(x)s {0}",
}
CONTROL = "a\x01b\x0bc\x1fd\x7fe\ufffef"


def content(client, form: str, **asked: object) -> bytes:
    response = client.get(f"{INCIDENTS}.{FORMATS[form].ending}", asked)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == FORMATS[form].media_type
    return b"".join(response.streaming_content)


def of_csv(data: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def of_hxl(data: bytes) -> list[dict]:
    return of_csv(data)[1:]


def of_jsonl(data: bytes) -> list[dict]:
    return [json.loads(line) for line in data.decode().split("\n")[:-1]]


def of_geojson(data: bytes) -> list[dict]:
    return [feature["properties"] for feature in json.loads(data)["features"]]


def of_kml(data: bytes) -> list[dict]:
    return [
        {datum.get("name"): datum.text for datum in mark.iter(f"{KML}SimpleData")}
        for mark in ElementTree.fromstring(data).iter(f"{KML}Placemark")
    ]


def of_xlsx(data: bytes) -> list[dict]:
    header, *rows = (
        openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0].iter_rows(values_only=True)
    )
    return [dict(zip_longest(header, row)) for row in rows]


def of_parquet(data: bytes) -> list[dict]:
    return pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()


KML = "{http://www.opengis.net/kml/2.2}"
READ = {
    "csv": of_csv,
    "hxl": of_hxl,
    "jsonl": of_jsonl,
    "geojson": of_geojson,
    "kml": of_kml,
    "xlsx": of_xlsx,
    "parquet": of_parquet,
}


def test_each_format_is_read_here():
    assert READ.keys() == FORMATS.keys()


@pytest.mark.parametrize("form", FORMATS)
def test_to_nobody_without_the_right_and_nothing_that_is_hidden(anonymous, viewer, form):
    assert anonymous.get(f"{INCIDENTS}.{FORMATS[form].ending}").status_code == 401
    factories.IncidentFactory()
    made(sensitivity="restricted")
    assert READ[form](content(viewer, form)) == []
    assert viewer.get(f"{INCIDENTS}.{FORMATS[form].ending}", {"contry": "IQ"}).status_code == 400


@pytest.mark.parametrize("form", FORMATS)
def test_it_has_the_incidents_of_the_list_in_their_order(viewer, form, monkeypatch):
    monkeypatch.setattr("incidents.exports.rows.AT_ONCE", 2)
    for n in range(5):
        made(country=("IQ", "SY")[n % 2])
    for asked in ({}, {"country": "IQ"}, {"not_country": ["IQ", "SY"]}):
        assert [int(row["id"]) for row in READ[form](content(viewer, form, **asked))] == found(
            viewer, **asked
        )


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize("form", FORMATS)
def test_any_text_comes_out_as_it_went_in(viewer, form, said):
    text = HOSTILE[said]
    attack = made(summary=text, place_name=text[:200])
    attack.participations.create(name=text[:200], role=Role.PERPETRATOR)
    (row,) = READ[form](content(viewer, form))
    is_formula = text.startswith("=") and form in {"csv", "hxl"}
    if form == "xlsx":
        # openpyxl leaves to us what Excel does
        row = {k: v.replace("_x005F_", "_") if isinstance(v, str) else v for k, v in row.items()}
    assert row["summary"] == ("'" + text if is_formula else text)
    assert row["place_name"] == ("'" + text[:200] if is_formula else text[:200])
    if form in {"jsonl", "parquet"}:
        assert row["perpetrators"] == [text[:200]]


@pytest.mark.parametrize("form", FORMATS)
def test_characters_that_xml_cannot_write_break_no_file(viewer, form):
    made(summary=CONTROL)
    (row,) = READ[form](content(viewer, form))
    assert row["summary"] == ("abcd\x7fef" if form in {"kml", "xlsx"} else CONTROL)


@pytest.mark.parametrize("form", FORMATS)
def test_not_stated_and_nought_stay_apart(viewer, form):
    made(killed_min=0, killed_max=0, wounded_min=None, wounded_max=None, civilian_targeting=None)
    (row,) = READ[form](content(viewer, form))
    assert str(row["killed_min"]) == "0"
    assert row.get("wounded_min") in (None, "")
    assert row.get("civilian_targeting") in (None, "")
    assert row.get("base") in (None, "")


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"csv", "hxl", "jsonl"}))
def test_the_file_itself_says_what_it_is(viewer, form, settings):
    settings.DATA_LICENSE, settings.DATA_LICENSE_URL = (
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    )
    settings.DATA_ATTRIBUTION = "Someone & <others>"
    data = content(viewer, form, country="IQ")
    match form:
        case "geojson":
            told = json.loads(data)
        case "kml":
            entries = ElementTree.fromstring(data).iter(f"{KML}Data")
            told = {entry.get("name"): entry[0].text for entry in entries}
        case "xlsx":
            told = dict(
                openpyxl.load_workbook(io.BytesIO(data))["About"].iter_rows(max_col=2, values_only=True)
            )
            assert set(NAMES) < set(told)
        case "parquet":
            schema = pyarrow.parquet.read_schema(io.BytesIO(data))
            told = {name.decode(): value.decode() for name, value in schema.metadata.items()}
            assert all(schema.field(name).metadata[b"description"] for name in NAMES)
    assert told["query"] == f"http://testserver/api/v1/incidents.{FORMATS[form].ending}?country=IQ"
    assert (told["license"], told["license_url"]) == (settings.DATA_LICENSE, settings.DATA_LICENSE_URL)
    assert told["attribution"] == settings.DATA_ATTRIBUTION
    assert told["application"].startswith("Conflict incident tracker ")
    assert told["data_version"]
    assert abs(datetime.fromisoformat(told["generated_at"]) - datetime.now(UTC)).total_seconds() < 60


@pytest.mark.parametrize("form", FORMATS)
def test_the_headers_say_it_as_well(viewer, form, settings):
    answer = viewer.get(f"{INCIDENTS}.{FORMATS[form].ending}", {"country": "IQ"})
    b"".join(answer.streaming_content)
    assert answer["X-License"] == "not stated"
    assert 'rel="license"' not in answer["Link"]
    assert answer["Content-Disposition"].endswith(f'.{FORMATS[form].ending}"')
    assert {"X-Generated-At", "X-Data-Version", "X-Application"} < set(answer.headers)
    settings.DATA_LICENSE_URL = "https://example.org/licence"
    answer = viewer.get(f"{INCIDENTS}.{FORMATS[form].ending}")
    b"".join(answer.streaming_content)
    assert '<https://example.org/licence>; rel="license"' in answer["Link"]


def test_beside_the_csv_is_a_description_for_programs(viewer, settings):
    settings.DATA_LICENSE_URL = "https://example.org/licence"
    answer = viewer.get(f"{INCIDENTS}.csv", {"country": "IQ", "bom": "1"})
    b"".join(answer.streaming_content)
    link = f'<http://testserver{INCIDENTS}.csv-metadata.json?country=IQ>; rel="describedby"'
    assert link in answer["Link"]
    told = viewer.get(f"{INCIDENTS}.csv-metadata.json?country=IQ")
    assert told["Content-Type"] == "application/csvm+json"
    described = json.loads(told.content)
    assert described["url"] == f"http://testserver{INCIDENTS}.csv?country=IQ"
    assert described["dc:license"] == {"@id": "https://example.org/licence"}
    columns = described["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == NAMES
    assert {c["name"]: c["datatype"] for c in columns}["date_start"] == "date"
    assert viewer.get(f"{INCIDENTS}.csv-metadata.json?contry=IQ").status_code == 400


# --- XLSX -------------------------------------------------------------------------------------------


def test_a_workbook_has_dates_and_numbers_and_no_formulas(viewer):
    made(summary="=1+1", date_start=date(2024, 2, 29), killed_min=3, civilian_targeting=True)
    book = openpyxl.load_workbook(io.BytesIO(content(viewer, "xlsx")))
    sheet = book["Incidents"]
    cells = {name: sheet.cell(2, n) for n, name in enumerate(NAMES, 1)}
    assert (cells["summary"].value, cells["summary"].data_type) == ("=1+1", "s")
    assert cells["date_start"].value == datetime(2024, 2, 29)  # noqa: DTZ001 -- workbooks know no zones
    assert cells["date_start"].number_format == r"yyyy\-mm\-dd"
    assert (cells["killed_min"].value, cells["killed_max"].value) == (3, None)
    assert cells["civilian_targeting"].value is True
    assert abs((cells["created_at"].value.replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds()) < 60
    assert sheet.freeze_panes == "A2"


def test_days_before_excels_wrong_leap_day_are_told_as_text(viewer):
    made(date_start=date(1900, 2, 28), date_end=date(1900, 3, 1))
    (row,) = of_xlsx(content(viewer, "xlsx"))
    assert (row["date_start"], row["date_end"]) == ("1900-02-28", datetime(1900, 3, 1))  # noqa: DTZ001


def test_a_text_longer_than_a_cell_is_cut_which_is_seen(viewer):
    made(summary="\U0001f680" * 16_383)
    made(summary="\U0001f680" * 16_384)
    made(summary="x" * 32_767)
    fits, cut, whole = (row["summary"] for row in of_xlsx(content(viewer, "xlsx")))
    assert (len(fits), len(whole)) == (32_767, 16_383)
    assert (cut[-1], len(cut.encode("utf-16-le")) // 2 <= xlsx.LONGEST) == ("…", True)


def test_more_rows_than_a_sheet_has_are_refused_before_anything_is_sent(viewer, monkeypatch):
    form = FORMATS["xlsx"]
    monkeypatch.setattr(type(form), "most", property(lambda self: 2), raising=False)
    for _ in range(2):
        made()
    assert viewer.get(f"{INCIDENTS}.xlsx").status_code == 200
    made()
    answer = viewer.get(f"{INCIDENTS}.xlsx")
    assert (answer.status_code, answer.json()["limit"]) == (400, 2)
    assert answer.json()["type"].endswith("#too-many-rows")


def test_a_large_workbook_is_one_too(viewer, monkeypatch):
    monkeypatch.setattr(xlsx, "MANY", 0)
    made()
    data = content(viewer, "xlsx")
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert len(of_xlsx(data)) == 1


@pytest.fixture
def saved(viewer, tmp_path):
    """A few incidents as a file of this format."""
    attack = made(date_start=date(2024, 1, 20), killed_min=2, latitude=33.5, longitude=42.25, country="IQ")
    attack.participations.create(name="gunmen | others", role=Role.PERPETRATOR)
    attack.weapons.create(category=Weapon.DRONE)
    made(latitude=None, longitude=None, date_start=None, date_end=None, date_precision=DatePrecision.UNKNOWN)

    def save(form: str):
        path = tmp_path / f"incidents.{FORMATS[form].ending}"
        path.write_bytes(content(viewer, form))
        return path

    return save


def ogrinfo(path) -> str:
    done = subprocess.run(["ogrinfo", "-ro", "-al", str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def test_pandas_and_gdal_read_the_workbook(saved):
    path = saved("xlsx")
    table = pandas.read_excel(path)
    assert list(table.columns) == NAMES
    assert str(table.date_start.dtype).startswith("datetime64")
    assert table.killed_min[0] == 2
    said = ogrinfo(path)
    assert "Layer name: Incidents" in said
    assert "date_start (Date) = 2024/01/20" in said


# --- Parquet ----------------------------------------------------------------------------------------


def test_parquet_has_types_and_lists_and_points(saved):
    file = pyarrow.parquet.ParquetFile(saved("parquet"))
    types = {field.name: str(field.type) for field in file.schema_arrow}
    assert (types["date_start"], types["killed_min"]) == ("date32[day]", "int64")
    assert (types["civilian_targeting"], types["updated_at"]) == ("bool", "timestamp[ms, tz=UTC]")
    assert types["perpetrators"].startswith("list<")
    undated, dated = sorted(file.read().to_pylist(), key=lambda row: row["date_start"] or date.min)
    assert (dated["date_start"], dated["perpetrators"]) == (date(2024, 1, 20), ["gunmen | others"])
    assert (undated["date_start"], undated["perpetrators"], undated["geometry"]) == (None, [], None)
    geo = json.loads(file.schema_arrow.metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert dated["geometry"].hex() == "01010000000000000000204540" + "0000000000c04040"


def test_duckdb_and_pandas_read_the_parquet(saved):
    path = saved("parquet")
    (row,) = duckdb.sql(
        f"SELECT date_start, killed_min, perpetrators, updated_at FROM '{path}'"
        " WHERE list_contains(weapons, 'drone')"
    ).fetchall()
    assert row[:3] == (date(2024, 1, 20), 2, ["gunmen | others"])
    assert row[3].tzinfo is not None
    table = pandas.read_parquet(path)
    assert len(table) == 2
    assert table.killed_min.sum() == 2


def test_parquet_of_many_groups_of_rows_is_one_table(viewer, monkeypatch):
    monkeypatch.setattr("incidents.exports.rows.AT_ONCE", 2)
    monkeypatch.setattr(parquet, "A_GROUP", parquet.AT_ONCE)
    for _ in range(5):
        made()
    file = pyarrow.parquet.ParquetFile(io.BytesIO(content(viewer, "parquet")))
    assert (file.num_row_groups, file.metadata.num_rows) == (3, 5)


def test_where_nothing_writes_parquet_it_is_told(viewer, monkeypatch):
    monkeypatch.setattr("incidents.exports.formats.find_spec", lambda name: None)
    answer = viewer.get(f"{INCIDENTS}.parquet")
    assert answer.status_code == 501
    assert answer.json()["type"].endswith("#format-not-installed")
    assert "pyarrow" in answer.json()["detail"]


# --- HXL --------------------------------------------------------------------------------------------

HXL_SCHEMA = [
    ["#valid_tag", "#valid_required", "#valid_datatype", "#valid_value+list"],
    ["#event+id-public", "true", "number", ""],
    ["#date+start", "", "date", ""],
    ["#affected+killed+min", "", "number", ""],
    ["#geo+lat", "", "number", ""],
    ["#geo+lon", "", "number", ""],
    ["#country+code+v_iso2", "true", "", "IQ|SY"],
]


def test_each_column_has_a_hashtag_of_its_own():
    assert list(TAGS) == NAMES
    assert len(set(TAGS.values())) == len(TAGS)


def test_libhxl_reads_and_validates_it(saved):
    import hxl

    path = saved("hxl")

    def opened():
        return hxl.data(str(path), hxl.InputOptions(allow_local=True))

    with opened() as rows:
        assert [column.display_tag for column in rows.columns] == list(TAGS.values())
        assert [row.get("#affected+killed+min") for row in rows] == ["2", None]
    wrong = []
    with opened() as rows:
        assert hxl.schema(HXL_SCHEMA, callback=wrong.append).validate(rows)
    assert wrong == []
    unfit = [HXL_SCHEMA[0], ["#country+code+v_iso2", "true", "", "DE"]]
    with opened() as rows:
        assert not hxl.schema(unfit, callback=wrong.append).validate(rows)
    assert wrong


# --- KML --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "precision", "told"),
    [
        (date(2024, 1, 20), date(2024, 1, 20), "day", ["2024-01-20"]),
        (date(2024, 1, 20), None, "day", ["2024-01-20"]),
        (date(2024, 1, 20), date(2024, 1, 22), "day", ["2024-01-20", "2024-01-22"]),
        (date(2024, 1, 15), date(2024, 1, 21), "week", ["2024-01-15", "2024-01-21"]),
        (date(2024, 3, 1), date(2024, 3, 31), "month", ["2024-03"]),
        (date(2024, 3, 1), date(2024, 4, 30), "month", ["2024-03-01", "2024-04-30"]),
        (date(2024, 1, 1), date(2024, 12, 31), "year", ["2024"]),
        (None, None, "unknown", []),
    ],
)
def test_a_date_in_kml_is_as_precise_as_it_is_known(viewer, start, end, precision, told):
    made(date_start=start, date_end=end, date_precision=precision)
    (mark,) = ElementTree.fromstring(content(viewer, "kml")).iter(f"{KML}Placemark")
    names = {f"{KML}{name}" for name in ("when", "begin", "end")}
    assert [element.text for element in mark.iter() if element.tag in names] == told


def test_a_moment_that_is_known_is_told(viewer):
    made(time_local=time(18, 30), time_zone="Asia/Baghdad", moment=datetime(2024, 1, 20, 15, 30, tzinfo=UTC))
    assert b"<when>2024-01-20T15:30:00Z</when>" in content(viewer, "kml")


def test_gdal_reads_the_kml(saved):
    said = ogrinfo(saved("kml"))
    assert "Feature Count: 2" in said
    assert "POINT (42.25 33.5)" in said or "POINT Z (42.25 33.5" in said
    assert "killed_min (Integer) = 2" in said


# --- asking at the list -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_the_list_gives_the_format_that_is_asked_for(viewer, form):
    made(country="IQ"), made(country="SY")
    answer = viewer.get(INCIDENTS, {"format": form, "country": "IQ"})
    assert answer["Content-Type"] == FORMATS[form].media_type
    assert len(READ[form](b"".join(answer.streaming_content))) == 1


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/geo+json", "application/geo+json"),
        ("application/vnd.apache.parquet;q=0.9, application/json;q=0.1", "application/vnd.apache.parquet"),
        ("application/json, text/csv;q=0.5", "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
    ],
)
def test_the_header_accept_says_what_one_would_rather_have(viewer, accept, media_type):
    made()
    answer = viewer.get(INCIDENTS, HTTP_ACCEPT=accept)
    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
    assert "Accept" in answer["Vary"]


def test_a_format_that_there_is_not_is_told(viewer):
    answer = viewer.get(INCIDENTS, {"format": "xml"})
    assert answer.status_code == 400
    assert "parquet" in answer.json()["errors"][0]["detail"]
    assert viewer.get(INCIDENTS, {"format": "json"}).status_code == 200
    assert viewer.get(INCIDENTS, {"format": "csv", "page_size": "5"}).status_code == 400


def test_the_address_of_a_format_gives_it_whatever_is_accepted(viewer):
    assert viewer.get(f"{INCIDENTS}.csv", HTTP_ACCEPT="text/csv").status_code == 200
    problem = viewer.get(f"{INCIDENTS}.csv", {"contry": "IQ"}, HTTP_ACCEPT="text/csv")
    assert (problem.status_code, problem["Content-Type"]) == (400, "application/problem+json")
