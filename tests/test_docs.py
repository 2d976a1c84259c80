"""The documents say everything there is to say, and nothing of what is gone."""

import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.db import models

from incidents.api.filters.incidents import IncidentFilters
from incidents.api.pagination import StableCursor
from incidents.exports.acled import NAMES
from incidents.exports.columns import COLUMNS
from incidents.exports.formats import FORMATS
from incidents.ingestion.reasons import POINTS
from incidents.models import Token
from incidents.vocabulary import Scope
from tests import cast
from tests.factories import BaseFactory, IncidentFactory, StatementFactory, evidence

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md"), *ROOT.glob("samples/*.md")])

FIELD = re.compile(r"^\*\*`(\w+)`\*\* \S.{10,}", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
RUNNABLE = re.compile(r"^```(sh|python) run\n(.+?)^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def page_name(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name).replace(" ", "_")


def nouns() -> list[type[models.Model]]:
    """Every concrete model of ours; the revisions of all of them share one page."""
    return [
        model
        for model in apps.get_app_config("incidents").get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]


def fields_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]} - {"id"}


def paragraphs(page: str) -> list[str]:
    return FIELD.findall((DOCS / "models" / f"{page}.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("model", nouns(), ids=page_name)
def test_no_field_is_without_its_paragraph_and_no_paragraph_without_its_field(model):
    told = paragraphs(page_name(model))
    assert set(told) == fields_of(model)
    assert len(told) == len(set(told))


def test_no_page_is_about_a_model_that_is_gone():
    pages = {path.stem for path in (DOCS / "models").glob("*.md")} - {"README", "revision"}
    assert pages == {page_name(model) for model in nouns()}


def test_the_page_on_revisions_tells_what_every_revision_holds():
    for model in apps.get_app_config("incidents").get_models():
        if tracked := getattr(model, "pgh_tracked_model", None):
            own = {name for name in fields_of(model) if name.startswith("pgh_")}
            assert own == set(paragraphs("revision")), tracked


def requirements() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in project["project"]["optional-dependencies"].values():
        lines += extra
    return {re.match(r"[\w.-]+", line)[0] for line in lines}


def test_every_direct_dependency_has_its_reason_and_licence_and_no_other_is_listed():
    table = (DOCS / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+?) \| ([^|]+?) \|$", table, re.MULTILINE)
    assert {name for name, reason, licence in rows if reason and licence} == requirements()


def test_the_plan_of_the_house_shows_every_room():
    plan = (DOCS / "architecture.md").read_text(encoding="utf-8")
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = {room.strip("() ") for floor in layers for room in floor.split("|")}
    assert [room for room in sorted(rooms) if not re.search(rf"\b{room}\b", plan)] == []


def anchors(page: Path) -> set[str]:
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_leads_nowhere(page):
    lost = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        linked = (page.parent / path).resolve() if path else page
        if not linked.exists() or (anchor and anchor not in anchors(linked)):
            lost.append(target)
    assert lost == []


def test_every_page_can_be_reached_from_the_index():
    seen: set[Path] = set()
    to_read = [DOCS / "README.md"]
    while to_read:
        page = to_read.pop()
        if page in seen or not page.exists():
            continue
        seen.add(page)
        targets = (target.partition("#")[0] for target in LINK.findall(page.read_text(encoding="utf-8")))
        to_read += [
            (page.parent / path).resolve() for path in targets if path.endswith(".md") and ":" not in path
        ]
    assert [page for page in sorted(DOCS.rglob("*.md")) if page not in seen] == []


def test_the_api_guide_names_every_parameter_of_incidents_and_no_other():
    guide = (DOCS / "dashboard-builder.md").read_text(encoding="utf-8")
    table = guide.partition("## Asking")[2].partition("\n## ")[0]
    named = {
        name
        for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    excluding = {name for name in IncidentFilters.base_filters if name.startswith("not_")}
    assert (
        named
        == {*IncidentFilters.base_filters, *StableCursor.parameters, "include", "fields", "format", "as_of"}
        - excluding
    )


@pytest.mark.processes
def test_the_examples_for_maps_do_what_they_show(installation, gdal, tmp_path):
    environment = installation | {"COPY": str(tmp_path)}
    listed, copied, asked = (run(language, block, environment) for language, block in examples("gis.md"))
    assert listed.count("OGRFeature(incidents)") == 2
    assert (tmp_path / "incidents.gpkg").stat().st_size > 0
    assert copied == ""
    assert json.loads(asked)["numberReturned"] == 2


@pytest.fixture
def installation(transactional_db, live_server) -> dict[str, str]:
    """A server with something published, and the environment that the guide asks for."""
    base = BaseFactory(key="ain-al-asad", name="Ain al-Asad Air Base", aliases=["Ain al-Asad"])
    incident = IncidentFactory(base=base, killed_min=2, wounded_min=8, wounded_max=8, published=True)
    IncidentFactory(base=base, date_start=date(2024, 1, 19), published=True)
    evidence(StatementFactory(incident=incident, is_chosen=True), "wounding")
    _, secret = Token.objects.issue(cast.person("victor", "viewer"), name="guide", scopes=[Scope.READ])
    return {**os.environ, "URL": live_server.url, "TOKEN": secret, "PYTHONWARNINGS": ""}


def test_the_table_of_matching_has_every_reason_with_its_points():
    table = (DOCS / "matching.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z ]+?) \| (-?[\d.]+) \|", table, re.MULTILINE)
    assert {reason: float(points) for reason, points in rows} == {str(r): p for r, p in POINTS.items()}
    assert len(rows) == len(POINTS)


def test_the_page_for_operators_names_every_task_of_the_clock_and_how_often_it_comes():
    current_app.finalize()
    page = (DOCS / "operator.md").read_text(encoding="utf-8")
    table = page.partition("## What happens by itself\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| (\d+) (second|minute|hour)s? \|", table, re.MULTILINE)
    seconds = {"second": 1, "minute": 60, "hour": 3600}
    told = {name: int(number) * seconds[unit] for name, number, unit in rows}
    assert told == {name: entry["schedule"] for name, entry in current_app.conf.beat_schedule.items()}


def examples(page: str) -> list[tuple[str, str]]:
    found = RUNNABLE.findall((DOCS / page).read_text(encoding="utf-8"))
    assert found
    return found


def run(language: str, block: str, environment: dict[str, str]) -> str:
    program = [sys.executable, "-c"] if language == "python" else ["bash", "-euo", "pipefail", "-c"]
    done = subprocess.run([*program, block], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.processes
def test_the_examples_of_the_page_on_changes_do_what_they_show(installation):
    said = [run(language, block, installation) for language, block in examples("changes.md")]
    assert {"2 incidents\n", "304\n", "True\n"} <= set(said)


def test_the_examples_of_the_page_on_files_do_what_they_show(installation, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    table, types, described = [run(*example, installation) for example in examples("formats.md")]
    assert table.startswith("id,public_id,")
    assert "killed_min" in types
    assert json.loads(described)["tableSchema"]["primaryKey"] == "id"


@pytest.mark.processes
def test_the_examples_of_the_page_on_snapshots_do_what_they_show(installation):
    (listed,) = [run(*example, installation) for example in examples("snapshots.md")]
    assert json.loads(listed)["results"] == []


def test_the_page_on_files_names_every_ending_and_every_column_in_its_order():
    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    endings = re.findall(
        r"^\| `([\w.]+)` \| [\w, ]+ \|", page.partition("## What is not known")[0], re.MULTILINE
    )
    assert set(endings) == {form.ending for form in FORMATS.values()}
    columns = page.partition("## Columns")[2].partition("\n\n")[2].partition("\n\n")[0]
    assert re.findall(r"`(\w+)`", columns) == [column.name for column in COLUMNS]


@pytest.mark.processes
def test_the_examples_of_the_page_on_other_shapes_do_what_they_show(installation):
    answers = [
        json.loads(run(language, block, installation)) for language, block in examples("compatibility.md")
    ]
    assert answers[0]["count"] == 2


def test_the_page_on_other_shapes_tells_of_every_column():
    page = (DOCS / "compatibility.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{name}`" not in page] == []


@pytest.mark.processes
def test_the_examples_of_the_page_on_writing_do_what_they_show(installation):
    analyst = cast.person("anna", "analyst")
    _, secret = Token.objects.issue(analyst, name="script", scopes=[Scope.DRAFTS, Scope.REVIEW])
    said = [
        run(language, block, installation | {"TOKEN": secret}) for language, block in examples("writing.md")
    ]
    assert said[0].endswith(" published\n")


@pytest.mark.processes
def test_the_examples_of_the_api_guide_do_what_they_show(installation):
    said = [
        (language, block, run(language, block, installation))
        for language, block in examples("dashboard-builder.md")
    ]
    tables = [output for _, block, output in said if ".csv" in block]
    assert [table.partition(",")[0] for table in tables] == ["id"]
    answers = [json.loads(out) for language, _, out in said if language == "sh" and out not in tables]
    problems = [answer for answer in answers if not answer.keys() & {"results", "features"}]
    assert [problem["type"].partition("#")[2] for problem in problems] == ["unknown-parameter"]
    assert "Did you mean country?" in problems[0]["detail"]
    with_words = [row for answer in answers for row in answer.get("results", []) if row.get("evidence")]
    assert [row["evidence"]["wounded"][0]["quote"] for row in with_words] == ["wounding"]
    (counted,) = [output for language, _, output in said if language == "python"]
    assert counted == "2 incidents, 1 without a figure\nkilled: at least 2\n"
