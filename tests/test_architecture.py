"""Who may import whom, and that reading is pure: the promises of docs/architecture.md, kept by machine."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))

# Whoever connects or writes is told so by Python itself, in whatever library it happens.
READ_STRICTLY = """
import sys

def audit(event, arguments):
    if event in {"socket.connect", "socket.bind", "subprocess.Popen", "os.system", "sqlite3.connect"}:
        raise RuntimeError(f"reading must not {event} {arguments}")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise RuntimeError(f"reading must not write {arguments[0]}")

sys.dont_write_bytecode = True
sys.addaudithook(audit)
import runpy
sys.argv = ["incidents.extraction", *sys.argv[1:]]
try:
    runpy.run_module("incidents.extraction", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
woken = {"django", "rest_framework", "celery", "psycopg2", "tracker"} & sys.modules.keys()
assert not woken, woken
"""


def run(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True)


def test_every_import_looks_down() -> None:
    done = run("-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("room", ["incidents.vocabulary", "incidents.gazetteer", "incidents.extraction"])
def test_importing_a_pure_room_wakes_no_framework(room: str) -> None:
    done = run("-c", f"import sys, {room}; print(*sys.modules)")
    assert done.returncode == 0, done.stderr
    woken = {"django", "rest_framework", "celery", "psycopg2", "redis", "tracker", "spacy"} & set(
        done.stdout.split()
    )
    assert not woken


@pytest.mark.parametrize("story", SAMPLES[:2], ids=lambda path: path.stem)
def test_reading_neither_connects_nor_writes_nor_wakes_django(story: Path) -> None:
    done = run("-c", READ_STRICTLY, story, "--published", "2024-01-20")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_keeper_of_a_database_needs_nothing_but_python() -> None:
    done = run("-I", "-S", ROOT / "tracker" / "servers.py", "status")
    assert done.returncode == 0, done.stderr
