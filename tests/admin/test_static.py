"""What the browser is given in production: names that carry the hash of their content."""

import json
import os
import re
from itertools import pairwise

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.template.loader import render_to_string

from incidents.admin.maps import vendored
from tracker.static import HashedStaticFiles


@pytest.fixture
def collected(tmp_path):
    """Our own files, as ``collectstatic`` leaves them."""
    storage = HashedStaticFiles(location=tmp_path, base_url="/static/")
    found = {}
    for finder in finders.get_finders():
        for path, source in finder.list(["*/admin/*"]):
            if path.startswith("incidents/"):
                with source.open(path) as file:
                    FileSystemStorage(location=tmp_path).save(path, file)
                found[path] = (storage, path)
    for name, _, processed in storage.post_process(found):
        if isinstance(processed, Exception):
            pytest.fail(f"{name}: {processed}")
    return storage


def test_the_lock_file_names_no_address_from_which_anything_is_fetched():
    lock = (settings.BASE_DIR / "frontend" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "maplibre-gl" in lock


def test_every_package_of_the_browser_is_pinned_exactly():
    package = json.loads((settings.BASE_DIR / "frontend" / "package.json").read_text())
    assert [v for v in package["dependencies"].values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []


def test_where_one_file_of_the_map_is_missing_there_is_none(monkeypatch, tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(finders, "find", lambda name: None if name.endswith("land.json") else "/x")
    assert vendored() == {}
    shown = render_to_string("admin/map.html", {"picks": True})
    assert "This installation has no maps" in shown
    assert "data-script" not in shown


def test_no_coast_or_border_is_drawn_across_the_world():
    made = settings.BASE_DIR / "static" / "vendor"
    if not (made / "land.json").exists():
        assert os.environ.get("CI") != "true", "The map's files are missing: make maps."
        pytest.skip("The map's files are missing: make maps.")

    def lines(part):
        return [part] if isinstance(part[0][0], int | float) else [x for each in part for x in lines(each)]

    land = [f["geometry"] for f in json.loads((made / "land.json").read_text())["features"]]
    for shape in [*land, json.loads((made / "borders.json").read_text())]:
        for line in lines(shape["coordinates"]):
            assert all(abs(a[0] - b[0]) <= 180 for a, b in pairwise(line)), line[:2]


def test_a_module_imports_its_modules_by_their_hashed_names(collected):
    with collected.open(collected.hashed_files["incidents/desk.js"]) as file:
        imported = re.findall(r'from "(.+?)"', file.read().decode())
    assert len(imported) > 10
    for name in imported:
        assert re.fullmatch(r"\./\w+\.[0-9a-f]{12}\.js", name)
        assert collected.exists(f"incidents/{name[2:]}")
