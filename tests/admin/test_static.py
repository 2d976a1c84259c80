"""What the browser is given in production: names that carry the hash of their content."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

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


def test_a_module_imports_its_modules_by_their_hashed_names(collected):
    with collected.open(collected.hashed_files["incidents/desk.js"]) as file:
        imported = re.findall(r'from "(.+?)"', file.read().decode())
    assert len(imported) == 7
    for name in imported:
        assert re.fullmatch(r"\./\w+\.[0-9a-f]{12}\.js", name)
        assert collected.exists(f"incidents/{name[2:]}")
