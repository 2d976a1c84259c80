"""Incidents as CSV: what the list finds, a row each, and nothing that a program of tables would run."""

import csv
import io

import pytest

from incidents.exports.columns import COLUMNS
from incidents.vocabulary import Role, Weapon
from tests import factories
from tests.api.test_filters import found, made

CSV = "/api/v1/incidents.csv"


def rows(client, **asked) -> list[dict[str, str]]:
    response = client.get(CSV, asked)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_to_nobody_without_the_right(anonymous):
    assert anonymous.get(CSV).status_code == 401


def test_what_is_hidden_is_not_told(viewer, alice):
    factories.IncidentFactory()
    made(sensitivity="restricted")
    assert rows(viewer) == rows(alice) == []
    assert viewer.get(CSV, {"status": "draft"}).status_code == 403
    assert [row["status"] for row in rows(alice, status="draft")] == ["draft"]


def test_bad_parameters_are_named_before_anything_is_sent(viewer):
    answer = viewer.get(CSV, {"country": "Iraq", "cursor": "x"})
    assert answer.status_code == 400
    assert viewer.get(CSV, {"bom": "perhaps"}).status_code == 400


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd", "'+cmd"),
        ("-2 of them", "'-2 of them"),
        ("'Ayn al-Asad", "''Ayn al-Asad"),
        ("-12.5", "-12.5"),
        ('He said "no", and\r\nleft', 'He said "no", and\r\nleft'),
        ("عين الأسد", "عين الأسد"),
        ("", ""),
    ],
)
def test_a_text_comes_as_it_is_and_is_never_a_formula(viewer, written, told):
    made(summary=written)
    assert rows(viewer)[0]["summary"] == told


def test_empty_nought_and_open_stay_apart(viewer):
    made(killed_min=None, killed_max=None, wounded_min=0, wounded_max=0)
    made(killed_min=3, killed_max=None)
    newer, older = rows(viewer)
    assert (newer["killed_min"], newer["killed_max"]) == ("3", "")
    assert (older["killed_min"], older["wounded_min"], older["wounded_max"]) == ("", "0", "0")


def test_what_lies_below_is_in_its_columns(viewer):
    base = factories.BaseFactory(key="ain-al-asad", name="Ain al-Asad")
    attack = made(base=base)
    group = factories.ActorFactory(name="A | B")
    factories.ParticipationFactory(incident=attack, actor=group, role=Role.PERPETRATOR)
    attack.participations.create(name="gunmen", role=Role.PERPETRATOR, order=1)
    for category in (Weapon.ROCKET, Weapon.DRONE):
        attack.weapons.create(category=category)
    source = factories.SourceFactory(name="Reuters")
    for _ in range(2):
        factories.ReportFactory(incident=attack, article=factories.ArticleFactory(source=source))
    (row,) = rows(viewer)
    assert row["perpetrators"] == r"A \| B|gunmen"
    assert (row["targets"], row["weapons"], row["sources"]) == ("", "drone|rocket", "Reuters")
    assert (row["base"], row["base_name"]) == ("ain-al-asad", "Ain al-Asad")
    assert list(row) == [column.name for column in COLUMNS]


@pytest.mark.parametrize("asked", [{}, {"country": "IQ"}, {"not_country": "IQ"}, {"q": "missile"}])
def test_it_has_the_rows_of_the_list_in_their_order(viewer, asked):
    for n in range(9):
        made(country=("IQ", "SY", "")[n % 3], summary="A missile fell." if n % 2 else "")
    assert [int(row["id"]) for row in rows(viewer, **asked)] == found(viewer, **asked)


def test_a_mark_for_excel_is_sent_on_demand(viewer):
    made()
    assert b"".join(viewer.get(CSV, {"bom": "1"}).streaming_content).startswith(b"\xef\xbb\xbfid,")
    assert b"".join(viewer.get(CSV).streaming_content).startswith(b"id,")


def test_it_says_what_it_is(viewer):
    answer = viewer.get(CSV, {"country": "IQ"})
    b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith('attachment; filename="incidents-')
    assert "country=IQ" in answer["Link"]
