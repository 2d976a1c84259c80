"""What the page of recipes shows can be done: run where a program is at hand, and asked for where none is."""

import json
import re
import urllib.parse
from datetime import date

import pytest

from incidents.models import Token
from incidents.vocabulary import Scope
from tests import cast, factories
from tests.test_docs import DOCS, examples, run

RECIPES = (DOCS / "recipes.md").read_text(encoding="utf-8")
BASE = {"near": "ain-al-asad,50", "date_after": "2023-10-01"}
BLOCK = re.compile(r"^```(\w+)\n(.+?)^```", re.MULTILINE | re.DOTALL)


def block(language: str, containing: str = "") -> str:
    (found,) = [text for name, text in BLOCK.findall(RECIPES) if name == language and containing in text]
    return found


@pytest.fixture
def published(db) -> None:
    """Three near the base since October, two in one month; one too far, one too early, one not public."""
    base = factories.BaseFactory(key="ain-al-asad", name="Ain al-Asad")
    for day in (date(2023, 11, 5), date(2023, 11, 20), date(2024, 1, 20)):
        factories.IncidentFactory(base=base, date_start=day, wounded_min=2, published=True)
    factories.IncidentFactory(latitude=36.2, longitude=44.0, published=True)
    factories.IncidentFactory(date_start=date(2023, 9, 30), published=True)
    factories.IncidentFactory()


@pytest.fixture
def ask(published, client):
    _, secret = Token.objects.issue(cast.person("victor", "viewer"), name="recipes", scopes=[Scope.READ])

    def get(path: str, asked: dict[str, str]):
        answer = client.get(path, asked, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return get


def by_month(answer) -> dict[str, int]:
    return {row["month"][:7]: row["count"] for row in answer["results"] if row["month"] and row["count"]}


FOUND = {"2023-11": 2, "2024-01": 1}


def test_r_asks_for_what_is_there(ask):
    snippet = block("r")
    path = re.search(r'req_url_path\("(.+?)"\)', snippet)[1]
    asked = dict(re.findall(r'(\w+) = "([^"]+)"', re.search(r"req_url_query\((.+?)\)", snippet)[1]))
    assert asked == BASE | {"by": "month"}
    assert by_month(ask(path, asked)) == FOUND


def test_javascript_asks_for_what_is_there(ask):
    snippet = block("js")
    asked = dict(re.findall(r'(\w+): "([^"]+)"', re.search(r"URLSearchParams\(\{(.+?)\}\)", snippet)[1]))
    path = urllib.parse.urlsplit(re.search(r"fetch\(`(.+?)\?", snippet)[1]).path
    assert asked == BASE | {"by": "month"}
    assert by_month(ask(path, asked)) == FOUND


def test_grafana_asks_for_what_is_there(ask):
    panel = json.loads(block("json"))
    asked = {each["key"]: each["value"] for each in panel["url_options"]["params"]}
    asked |= {"date_after": "2023-10-01", "date_before": "2024-02-01"}
    answer = ask(panel["url"], asked)
    assert by_month(answer) == FOUND
    assert {column["selector"] for column in panel["columns"]} <= set(answer[panel["root_selector"]][0])


def test_power_query_reads_page_after_page_from_one_address(ask):
    snippet = block("powerquery")
    path = "/" + re.search(r'RelativePath = "(.+?)"', snippet)[1]
    query = dict(re.findall(r'(\w+) = "([^"]+)"', re.search(r"Query = \[(.+?)\]", snippet)[1]))
    assert query == BASE | {"page_size": "1000"}
    query["page_size"] = "1"

    def page(cursor: str | None):
        return ask(path, query | ({} if cursor is None else {"cursor": cursor}))

    pages = [page(None)]
    while (cursor := pages[-1]["next_cursor"]) is not None:
        pages.append(page(cursor))
    rows = [row for each in pages for row in each["results"]]
    assert len(pages) == len(rows) == 3
    columns = re.findall(r'"(\w+)"', re.search(r"Table.FromRecords\(Rows, \{(.+?)\}", snippet)[1])
    assert set(columns) <= set(rows[0])


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_what_can_be_run_does_what_it_shows(published, live_server, tmp_path, monkeypatch):
    import os

    _, secret = Token.objects.issue(cast.person("victor", "viewer"), name="recipes", scopes=[Scope.READ])
    monkeypatch.chdir(tmp_path)
    environment = {**os.environ, "URL": live_server.url, "TOKEN": secret, "PYTHONWARNINGS": ""}
    stats, table, bars, duck, on_a_map, gis = [
        run(language, text, environment) for language, text in examples("recipes.md")
    ]
    assert by_month(json.loads(stats)) == FOUND
    assert (table, gis) == ("", "")
    assert bars.splitlines() == ["2023-11 ## 2", "2023-12  0", "2024-01 # 1"]
    assert "2023-11-01" in duck
    assert on_a_map.count("OGRFeature(incidents)") == 1 + sum(FOUND.values()), "one is older"
    assert (tmp_path / "incidents.gpkg").stat().st_size > 1000
