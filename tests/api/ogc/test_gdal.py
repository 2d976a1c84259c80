"""GDAL, as Debian has it, on the real server."""

import csv
import os
import subprocess
from datetime import date, timedelta

import pytest

from incidents.models import Presence, Token
from incidents.vocabulary import Scope
from tests import cast
from tests.factories import ActorFactory, BaseFactory, IncidentFactory

pytestmark = pytest.mark.processes
NUMBER = 25  # more than two of GDAL's pages


@pytest.fixture
def ask(gdal, transactional_db, live_server, tmp_path):
    """Runs one of its programs on our address, with a token as password."""
    _, secret = Token.objects.issue(cast.person("victor", "viewer"), name="gis", scopes=[Scope.READ])

    def run(program, *options, before=(), token=secret, ok=True):
        names = {"GDAL_HTTP_USERPWD": f"gis:{token}", "GDAL_PAM_ENABLED": "NO"}
        done = subprocess.run(
            [program, *before, f"OAPIF:{live_server.url}/ogc", *options],
            env={**os.environ, **names},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert (done.returncode == 0) == ok, done.stderr
        return done.stdout

    return run


@pytest.fixture
def incidents(transactional_db):
    """Along a line to the north-east, a day after the other; the first has no point."""
    base = BaseFactory(key="ain-al-asad", name="Ain al-Asad")
    Presence.objects.create(base=base, actor=ActorFactory())
    for n in range(NUMBER):
        point = (
            {"latitude": 30 + n / 10, "longitude": 40 + n / 10}
            if n
            else {"latitude": None, "longitude": None}
        )
        day = date(2024, 1, 1) + timedelta(n)
        country = "IQ" if n % 2 else "SY"
        # what is known of the last alone comes first, and what is known of the first comes last
        figures = {"killed_min": 3} if n == 0 else {}
        IncidentFactory(published=True, date_start=day, base=base, country=country, **point, **figures)


def features(told):
    return told.count("OGRFeature(")


def test_nothing_opens_with_a_wrong_token(ask, incidents):
    ask("ogrinfo", token="cit_wrong", ok=False)


def test_the_collections_are_listed(ask, incidents):
    told = ask("ogrinfo")
    assert [line.split()[1] for line in told.splitlines() if line[:1].isdigit()] == [
        *("incidents", "bases", "presences")
    ]


def test_fields_have_their_types_whatever_comes_first(ask, incidents):
    told = ask("ogrinfo", "incidents", before=["-so"])
    assert f"Feature Count: {NUMBER}" in told
    assert "Extent: (40.000000, 30.000000) - (43.000000, 33.000000)" in told
    for field in ("killed_min: Integer", "civilian_targeting: Integer(Boolean)", "date_start: Date"):
        assert f"\n{field} (" in told
    assert told.count("\nid: ") == 1


def test_a_box_finds_what_lies_in_it(ask, incidents):
    told = ask("ogrinfo", "incidents", before=["-q", "-spat", "41", "31", "41.5", "31.5"])
    assert features(told) == 6


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("country = 'SY'", 13),
        ("country = 'SY' AND base = 'ain-al-asad'", 13),
        ("killed_min = 2", 0),  # which is no "at least"
        ("killed_min = 3", 1),
        ("date_start >= '2024-01-20'", 6),
        ("date_start >= '2024-01-20' AND date_start <= '2024-01-21'", 2),
    ],
)
def test_conditions_hold(ask, incidents, where, expected):
    assert features(ask("ogrinfo", "incidents", before=["-q", "-where", where])) == expected


@pytest.mark.parametrize("name", ["incidents", "bases", "presences"])
def test_a_copy_as_geopackage_has_every_feature(ask, incidents, tmp_path, name):
    ask("ogr2ogr", name, before=["-f", "GPKG", "copy.gpkg", "-oo", "PAGE_SIZE=4"])
    copy = subprocess.run(
        ["ogrinfo", "-so", "-al", str(tmp_path / "copy.gpkg")], capture_output=True, text=True, check=True
    )
    assert f"Feature Count: {NUMBER if name == 'incidents' else 1}\n" in copy.stdout
    assert "Geometry: Point" in copy.stdout


def test_a_copy_as_csv_has_every_feature(ask, incidents, tmp_path):
    ask("ogr2ogr", "incidents", before=["-f", "CSV", "copy.csv", "-oo", "PAGE_SIZE=4"])
    with open(tmp_path / "copy.csv") as file:
        rows = list(csv.DictReader(file))
    assert len({row["public_id"] for row in rows}) == len(rows) == NUMBER
    assert sum(row["latitude"] == "" for row in rows) == 1
