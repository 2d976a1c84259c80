"""Score the reading of articles against what careful people read in them.

    python -m benchmarks.score [--record NOTE] [--verbose] [--wide]

Reads this repository's own samples, and the annotated sets of ``../shared`` where they lie beside it; those
are scored by their own ``score.py``, and so are ours then. ``tuning`` and ``aside`` are the articles of dev and
more once more: every fourth one is kept aside, and no rule is written from it; likewise of our stories. Prints
each score with its difference to the last recorded one, so that a change in reading shows what it won and lost.
``--record`` appends today's scores to ``benchmarks/history/scores.jsonl``. ``--verbose`` adds slot by slot
and incident by incident; ``--wide`` the two foreign corpora, which takes minutes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import sets
from benchmarks.sets import Record
from incidents.extraction import EXTRACTOR_VERSION, Article, extract_many
from incidents.gazetteer.gazetteer import Gazetteer

HISTORY = Path(__file__).with_name("history") / "scores.jsonl"

Scores = dict[str, dict[str, float]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--record", metavar="NOTE", help="append to the history, with this remark")
    parser.add_argument("--verbose", action="store_true", help="what was missed, and what was made up")
    parser.add_argument("--wide", action="store_true", help="MUC-4 and PITF too; takes minutes")
    options = parser.parse_args()
    scores: Scores = {}
    last = last_recorded()
    for name, records, found, speed in readings():
        scores[name] = figures(name, records, found, speed)
        print(line(name, scores[name], last.get(name, {})), flush=True)
        if options.verbose and sets.has_scorer():
            print(sets.score_text(records, found))
    if options.wide:
        for corpus in ("muc4", "pitf"):
            print(wide(corpus), flush=True)
    if options.record:
        record(scores, options.record)
    return 0


def readings() -> Iterator[tuple[str, Sequence[Record], Sequence[Record], float]]:
    """Each set with our answers to it, and the articles read in a second."""
    parts: dict[str, list[tuple[Record, Record]]] = defaultdict(list)
    speeds = []
    for name in ("samples", *sets.SETS):
        records = sets.gold(name)
        if not records or not (name == "samples" or sets.has_scorer()):
            continue
        found, speed = read(records)
        yield name, records, found, speed
        if name in sets.PARTED:
            speeds.append(speed)
            for position, pair in enumerate(zip(records, found, strict=True)):
                parts[sets.PARTED[name] + ("aside" if sets.is_aside(position) else "tuning")].append(pair)
    for name, pairs in parts.items():
        if pairs:
            yield name, [r for r, _ in pairs], [f for _, f in pairs], sum(speeds) / len(speeds)


def read(records: Sequence[Record]) -> tuple[list[Record], float]:
    """Predictions in the JSON form, and articles per second with the model already loaded."""
    gazetteer = Gazetteer.load()
    articles = sets.articles(records)
    next(extract_many([Article("warm", "", "Rockets hit a base in Iraq.")], gazetteer))
    started = time.perf_counter()
    found = list(extract_many(articles, gazetteer))
    seconds = time.perf_counter() - started
    return sets.answers(articles, found), len(articles) / seconds


# --- figures --------------------------------------------------------------------------------------------


def figures(name: str, records: Sequence[Record], found: Sequence[Record], speed: float) -> dict[str, float]:
    shown = {"articles_per_second": speed}
    if name == "samples":
        shown = {"found_f1": found_f1(records, found), **shown}
    if not sets.has_scorer():
        return shown
    result = sets.score(records, found)
    quiet, all_quiet = (int(n) for n in result["quiet_articles_left_alone"].split("/"))
    return {
        "slot_f1": result["slot"]["f1"],
        "incident_f1": result["incident"]["f1"],
        "main_recall": result["main_recall"] or 0.0,
        "quiet_disturbed": float(all_quiet - quiet),
        "counters_f1": result["counters"]["f1"],
        "evidence_faults": float(result["evidence_faults"]),
        **shown,
    }


def found_f1(records: Sequence[Record], found: Sequence[Record]) -> float:
    """Found incidents: same type of event, and the same day or place. Coarse, and needs no scorer."""
    right = wanted = proposed = 0
    for gold, answer in zip(records, found, strict=True):
        left = list(answer["incidents"])
        wanted += len(gold["incidents"])
        proposed += len(left)
        for incident in gold["incidents"]:
            match = next((p for p in left if _is_same(incident, p)), None)
            if match:
                left.remove(match)
                right += 1
    return 2 * right / (wanted + proposed) if wanted + proposed else 0.0


def _is_same(gold: Record, predicted: Record) -> bool:
    types = {gold["event_type"], *gold.get("alt_event_types", [])}
    same_day = gold["date"] and predicted["date"] in {gold["date"], *gold.get("alt_dates", [])}
    same_place = _words(gold["place"]) & _words(predicted["place"]) or (
        gold["base"] and gold["base"] == predicted["base"]
    )
    return predicted["event_type"] in types and bool(same_day or same_place)


def _words(name: str | None) -> set[str]:
    return {word for word in (name or "").lower().replace("-", " ").split() if len(word) > 3}


def wide(corpus: str) -> str:
    """What the corpus' own scorer prints: ``muc4`` or ``pitf``."""
    gold = sets.WIDE / f"{corpus}_dev.jsonl"
    if not gold.exists():
        return f"{corpus}: not there"
    found, speed = read(sets.lines(gold))
    drafts = "".join(json.dumps(answer) + "\n" for answer in found)
    with tempfile.TemporaryDirectory(prefix="scores-") as directory:
        ours = Path(directory, "ours")
        ours.write_text(sets.run([str(sets.WIDE / "convert.py"), corpus], input=drafts), encoding="utf-8")
        scored = sets.run([str(sets.WIDE / f"score_{corpus}.py"), str(gold), str(ours)])
    return f"{corpus}  articles_per_second {speed:.3f}\n{scored}"


# --- history ------------------------------------------------------------------------------------------------


def line(name: str, score: dict[str, float], before: dict[str, float]) -> str:
    return f"{name:14} " + "  ".join(_figure(key, value, before.get(key)) for key, value in score.items())


def _figure(key: str, value: float, before: float | None) -> str:
    change = f" ({value - before:+.3f})" if before is not None and key != "articles_per_second" else ""
    return f"{key} {value:.3f}{change}"


def last_recorded() -> Scores:
    """Of each set the scores it was last recorded with; not every record has every set."""
    known: Scores = {}
    for entry in _history():
        known |= entry["scores"]
    return known


def _history() -> list[dict[str, Any]]:
    return sets.lines(HISTORY) if HISTORY.exists() else []


def record(scores: Scores, note: str) -> None:
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
