"""Does confidence mean what it says? Per field and stated confidence: how many values were right.

    python -m benchmarks.calibration ../shared/eval/dev.jsonl ../shared/eval/more.jsonl

Takes annotated articles in the form of the evaluation guide. Only drafts that found their incident count, but
for the type of event: there a draft that found nothing is wrong.
"""

import argparse
import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from incidents.extraction import extract_many, jsonl
from incidents.gazetteer.gazetteer import Gazetteer

FIELDS = ("event_type", "date", "country", "place", "perpetrators", "targets", "weapons", "killed", "wounded")


def scorer(beside: Path) -> Any:
    """The evaluation's own score.py, which says what counts as right."""
    spec = importlib.util.spec_from_file_location("score", beside.with_name("score.py"))
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
        case "weapons":
            told = set(found["weapons"]) - {"unknown"}
            return bool(told & set(score.either(gold, field))) if told else None
    given = score.interval(found.get(field))
    alternatives = map(score.interval, gold.get(f"alt_{field}") or [])
    return given in [score.interval(gold.get(field)), *alternatives] if given else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("annotated", nargs="+", type=Path)
    gazetteer = Gazetteer.load()
    seen: dict[tuple[str, float], list[bool]] = defaultdict(list)
    for path in parser.parse_args().annotated:
        score = scorer(path)
        golds = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
        articles = [jsonl.article_from(gold) for gold in golds]
        for gold, article, reading in zip(golds, articles, extract_many(articles), strict=True):
            found = jsonl.reading_to(reading, article, gazetteer)["incidents"]
            pairs = score.assign(gold["incidents"], found)
            for of in set(range(len(found))) - {of for _, of in pairs}:
                seen["event_type", found[of]["confidence"]["event_type"]].append(False)
            for at, of in pairs:
                for field in FIELDS:
                    right = agrees(score, field, gold["incidents"][at], found[of])
                    if right is not None and field in found[of]["confidence"]:
                        seen[field, found[of]["confidence"][field]].append(bool(right))
    for (field, stated), rights in sorted(seen.items()):
        print(f"{field:14s} stated {stated:.2f}   right {sum(rights) / len(rights):.2f} of {len(rights)}")
    off = sum(abs(stated * len(rights) - sum(rights)) for (_, stated), rights in seen.items())
    print(f"off by {off / max(sum(map(len, seen.values())), 1):.3f} on average")


if __name__ == "__main__":
    main()
