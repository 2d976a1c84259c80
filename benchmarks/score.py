"""Score the reading of articles against what careful people read in them.  python -m benchmarks.score
[--record NOTE]

Reads this repository's own samples, and the annotated sets of ``../shared`` where they lie beside it;
those are scored by their own ``score.py``. Prints each score with its difference to the last recorded
one, so that a change in reading shows what it won and lost. ``--record`` appends today's scores to
``benchmarks/history/scores.jsonl``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from incidents.extraction import EXTRACTOR_VERSION, Article, extract_many, jsonl
from incidents.gazetteer.gazetteer import Gazetteer

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"
HISTORY = Path(__file__).with_name("history") / "scores.jsonl"
SAMPLES = REPOSITORY / "samples"
SETS = {
    "seed": SHARED / "seed/expected.jsonl",
    "dev": SHARED / "eval/dev.jsonl",
    "more": SHARED / "eval/more.jsonl",
}
SCORER = SHARED / "eval/score.py"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--record", metavar="NOTE", help="append to the history, with this remark")
    options = parser.parse_args()
    last = _last()
    scores: dict[str, dict[str, float]] = {"samples": _samples()}
    for name, gold in SETS.items():
        if gold.exists() and SCORER.exists():
            scores[name] = _shared(gold)
    for name, score in scores.items():
        print(
            f"{name:8}",
            "  ".join(_figure(key, value, last.get(name, {}).get(key)) for key, value in score.items()),
        )
    if options.record:
        _record(scores, options.record)
    return 0


def read(records: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], float]:
    """Predictions in the JSON form, and articles per second with the model already loaded."""
    gazetteer = Gazetteer.load()
    articles = [
        jsonl.article_from({k: r.get(k) for k in ("id", "title", "text", "published")}) for r in records
    ]
    next(extract_many([Article("warm", "", "Rockets hit a base in Iraq.")], gazetteer))
    started = time.perf_counter()
    readings = list(extract_many(articles, gazetteer))
    seconds = time.perf_counter() - started
    answers = [jsonl.reading_to(r, a, gazetteer) for r, a in zip(readings, articles, strict=True)]
    return answers, len(articles) / seconds


# --- the samples ----------------------------------------------------------------------------------------


def _samples() -> dict[str, float]:
    """Found incidents: same type of event, and the same day or place. A coarse figure; the samples are few."""
    golds = [json.loads(path.read_text("utf-8")) for path in sorted(SAMPLES.glob("*.json"))]
    texts = [(SAMPLES / f"{gold['id']}.txt").read_text("utf-8").split("\n\n", 1)[1] for gold in golds]
    answers, speed = read([gold | {"text": text} for gold, text in zip(golds, texts, strict=True)])
    found = wanted = proposed = 0
    for gold, answer in zip(golds, answers, strict=True):
        left = list(answer["incidents"])
        wanted += len(gold["incidents"])
        proposed += len(left)
        for incident in gold["incidents"]:
            match = next((p for p in left if _is_same(incident, p)), None)
            if match:
                left.remove(match)
                found += 1
    recall, precision = found / max(wanted, 1), found / max(proposed, 1)
    return {"incident_f1": _harmonic(precision, recall), "articles_per_second": speed}


def _is_same(gold: dict[str, Any], predicted: dict[str, Any]) -> bool:
    types = {gold["event_type"], *gold.get("alt_event_types", [])}
    same_day = gold["date"] and predicted["date"] in {gold["date"], *gold.get("alt_dates", [])}
    same_place = _words(gold["place"]) & _words(predicted["place"]) or (
        gold["base"] and gold["base"] == predicted["base"]
    )
    return predicted["event_type"] in types and bool(same_day or same_place)


def _words(name: str | None) -> set[str]:
    return {word for word in (name or "").lower().replace("-", " ").split() if len(word) > 3}


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


# --- the shared sets --------------------------------------------------------------------------------------


def _shared(gold: Path) -> dict[str, float]:
    answers, speed = read([json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()])
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as predicted:
        predicted.writelines(jsonl.dumps(answer) + "\n" for answer in answers)
        predicted.flush()
        command = [sys.executable, str(SCORER), str(gold), predicted.name, "--json"]
        result = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)  # noqa: S603 -- our own scorer
    quiet, all_quiet = (int(n) for n in result["quiet_articles_left_alone"].split("/"))
    return {
        "slot_f1": result["slot"]["f1"],
        "incident_f1": result["incident"]["f1"],
        "main_recall": result["main_recall"] or 0.0,
        "quiet_disturbed": float(all_quiet - quiet),
        "counters_f1": result["counters"]["f1"],
        "evidence_faults": float(result["evidence_faults"]),
        "articles_per_second": speed,
    }


# --- history ------------------------------------------------------------------------------------------------


def _figure(key: str, value: float, before: float | None) -> str:
    change = f" ({value - before:+.3f})" if before is not None and key != "articles_per_second" else ""
    return f"{key} {value:.3f}{change}"


def _history() -> Iterator[dict[str, Any]]:
    if HISTORY.exists():
        yield from map(json.loads, filter(str.strip, HISTORY.read_text("utf-8").splitlines()))


def _last() -> dict[str, dict[str, float]]:
    return next(iter([*_history()][::-1]), {}).get("scores", {})


def _record(scores: dict[str, dict[str, float]], note: str) -> None:
    HISTORY.parent.mkdir(exist_ok=True)
    entry = {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "extractor": EXTRACTOR_VERSION,
        "note": note,
        "scores": {name: {k: round(v, 4) for k, v in score.items()} for name, score in scores.items()},
    }
    with HISTORY.open("a", encoding="utf-8") as history:
        history.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    sys.exit(main())
