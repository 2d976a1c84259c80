"""Does confidence mean what it says? Per field and standing of its words: how many values were right.

    python -m benchmarks.calibration [--aside] [SET ...]

Takes the annotated sets of ``benchmarks.sets``, whole, or only the part of each that no rule was written from.
Only drafts that found their incident count, but for the type of event: there a draft that found nothing is
wrong. Prints what ``extraction/confidence.py`` states beside the share measured, and that share as it belongs in
its table: drawn towards the field's mean as by eight more values.
"""

import argparse
import importlib.util
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from benchmarks import sets
from incidents.extraction import drafts, extract_many, jsonl
from incidents.extraction.confidence import Standing, confidence
from incidents.gazetteer.gazetteer import Gazetteer

FIELDS = (
    "event_type",
    "date",
    "country",
    "place",
    "base",
    "perpetrators",
    "targets",
    "weapons",
    "killed",
    "wounded",
)
FIELDS += ("claimed_by", "status")
MORE = 8
MEASURED = [standing for standing in Standing if standing is not Standing.PRESUMED]

Rights = dict[tuple[str, Standing], list[bool]]


def scorer() -> Any:
    """The evaluation's own score.py, which says what counts as right."""
    spec = importlib.util.spec_from_file_location("score", sets.SCORER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def agrees(score: Any, field: str, gold: dict[str, Any], found: dict[str, Any]) -> bool | None:
    """None where the draft leaves the field open."""
    match field:
        case "event_type":
            return score.type_agrees(gold, found)
        case "date":
            return score.date_agrees(gold, found) if found.get("date") else None
        case "country":
            return score.country_agrees(gold, found) if found.get("country") else None
        case "place":
            return score.place_agrees(gold, found) if found.get("place") else None
        case "perpetrators" | "targets":
            return score.any_match(score.either(gold, field), found[field]) if found.get(field) else None
        case "base":
            bases = [gold.get("base"), *gold.get("alt_bases", [])]
            return (
                any(score.same_name(found["base"], base) for base in bases if base)
                if found.get("base")
                else None
            )
        case "claimed_by":
            mine = found.get("claimed_by")
            return (
                bool(gold.get("claimed_by")) and score.same_name(gold["claimed_by"], mine) if mine else None
            )
        case "status":
            return found.get("status") in {gold.get("status"), *gold.get("alt_statuses", [])}
        case "weapons":
            told = set(found["weapons"]) - {"unknown"}
            return bool(told & set(score.either(gold, field))) if told else None
    given = score.interval(found.get(field))
    alternatives = map(score.interval, gold.get(f"alt_{field}") or [])
    return given in [score.interval(gold.get(field)), *alternatives] if given else None


def measure(records: Iterable[sets.Record]) -> Rights:
    """While it reads, confidence tells the standing of each value and nothing else."""
    score, gazetteer = scorer(), Gazetteer.load()
    seen: Rights = defaultdict(list)
    golds = list(records)
    articles = sets.articles(golds)
    drafts.confidence = lambda field, standing, **_: float(standing)
    try:
        readings = list(extract_many(articles, gazetteer))
    finally:
        drafts.confidence = confidence
    for gold, article, reading in zip(golds, articles, readings, strict=True):
        found = jsonl.reading_to(reading, article, gazetteer)["incidents"]
        pairs = score.assign(gold["incidents"], found)
        for of in set(range(len(found))) - {of for _, of in pairs}:
            seen["event_type", Standing(found[of]["confidence"]["event_type"])].append(False)
        for at, of in pairs:
            for field in FIELDS:
                right = agrees(score, field, gold["incidents"][at], found[of])
                if right is not None and field in found[of]["confidence"]:
                    seen[field, Standing(found[of]["confidence"][field])].append(bool(right))
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", default=["samples", *sets.PARTED])
    parser.add_argument("--aside", action="store_true", help="only articles that no rule was written from")
    options = parser.parse_args()
    records = [
        record
        for name in options.sets
        for position, record in enumerate(sets.gold(name))
        if not options.aside or (name in sets.PARTED and sets.is_aside(position))
    ]
    seen = measure(records)
    off = total = 0.0
    for field in FIELDS:
        everywhere = [right for standing in MEASURED for right in seen[field, standing]]
        mean = sum(everywhere) / max(len(everywhere), 1)
        print(field)
        for standing in MEASURED:
            rights = seen[field, standing]
            if rights:
                share, stated = sum(rights) / len(rights), confidence(field, standing)
                drawn = (sum(rights) + MORE * mean) / (len(rights) + MORE)
                line = f"  {standing.name:10} stated {stated:.2f}  right {share:.2f} of {len(rights):4}"
                print(f"{line}  drawn {drawn:.2f}")
                off += abs(stated - share) * len(rights)
                total += len(rights)
    print(f"off by {off / max(total, 1):.3f} on average over {len(records)} articles")


if __name__ == "__main__":
    main()
