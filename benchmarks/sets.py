"""The annotated articles that reading is measured on, and what it makes of them.

Our samples are in the repository, and so are ``stories.jsonl``: imitations of community news, regional press,
official statements and digests, written from memory and annotated by the evaluation's rules, without knowing the
reader, to find out how it does on what no rule was written for. Facts, names and quotations in them are not to be
relied on. The evaluation's own sets lie beside the repository, in ``../shared`` or where ``SHARED`` points, with
the scorer that says what is right; where they are missing, only the samples are measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from incidents.extraction import Article, Reading, jsonl
from incidents.gazetteer.gazetteer import Gazetteer

Record = dict[str, Any]

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SHARED") or REPOSITORY.parent / "shared")
SCORER = SHARED / "eval/score.py"
WIDE = SHARED / "eval/wide"
SAMPLES = REPOSITORY / "samples"
SETS = {
    "seed": SHARED / "seed/expected.jsonl",
    "dev": SHARED / "eval/dev.jsonl",
    "more": SHARED / "eval/more.jsonl",
    "stories": Path(__file__).with_name("stories.jsonl"),
}
TUNED_ON = ("dev", "more")
PARTED = {"dev": "", "more": "", "stories": "stories_"}
"""Sets of which a part is kept aside, and what the names of their parts begin with."""


def has_scorer() -> bool:
    return SCORER.exists()


def lines(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


@cache
def gold(name: str) -> list[Record]:
    """A set by name; nothing where it is not there."""
    if name == "samples":
        records = [json.loads(path.read_text("utf-8")) for path in sorted(SAMPLES.glob("*.json"))]
        texts = [(SAMPLES / f"{r['id']}.txt").read_text("utf-8").split("\n\n", 1)[1] for r in records]
        return [record | {"text": text} for record, text in zip(records, texts, strict=True)]
    return lines(SETS[name]) if SETS[name].exists() else []


def is_aside(position: int) -> bool:
    """Every fourth article of a set is kept out of sight while rules are written."""
    return position % 4 == 3


def articles(records: Iterable[Record]) -> list[Article]:
    return [jsonl.article_from({k: r.get(k) for k in ("id", "title", "text", "published")}) for r in records]


def answers(read: Sequence[Article], readings: Iterable[Reading]) -> list[Record]:
    """Readings in the form that the scorers take."""
    gazetteer = Gazetteer.load()
    return [jsonl.reading_to(r, a, gazetteer) for r, a in zip(readings, read, strict=True)]


def score(records: Sequence[Record], found: Sequence[Record]) -> Record:
    """What the evaluation's own scorer says, in full."""
    result: Record = json.loads(_run_scorer(records, found, "--json"))
    return result


def score_text(records: Sequence[Record], found: Sequence[Record]) -> str:
    """The same for people, with what was missed and what was made up."""
    return _run_scorer(records, found, "--verbose")


def _run_scorer(records: Sequence[Record], found: Sequence[Record], option: str) -> str:
    with tempfile.TemporaryDirectory(prefix="scores-") as directory:
        right, ours = write(Path(directory, "gold"), records), write(Path(directory, "ours"), found)
        return run([str(SCORER), str(right), str(ours), option])


def write(path: Path, records: Iterable[Record]) -> Path:
    path.write_text("".join(jsonl.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def run(command: list[str], *, input: str | None = None) -> str:
    """A script of the evaluation; its words."""
    done = subprocess.run(  # noqa: S603 -- the evaluation's own scripts
        [sys.executable, *command], input=input, capture_output=True, check=True, text=True
    )
    return done.stdout
