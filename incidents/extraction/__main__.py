"""``python -m incidents.extraction``: read a story for people, or JSON Lines for programs."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from incidents.extraction import Article, Draft, Reading, extract, extract_many, jsonl
from incidents.extraction.records import Evidence
from incidents.gazetteer.gazetteer import Gazetteer

BATCH = 16
SHOWN = (
    ("date", "date"), ("time_local", "time"), ("place", "place"), ("base", "base"), ("country", "country"),
    ("perpetrators", "by"), ("targets", "target"), ("weapons", "weapons"), ("killed", "killed"), ("wounded",
    "wounded"), ("casualties", "by side"), ("intercepted", "intercepted"), ("damage", "damage"), ("origin",
    "fired from"), ("claimed_by", "claimed by"), ("status", "status"),
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m incidents.extraction", description="Read news into draft incidents."
    )
    parser.add_argument("story", nargs="?", help="a text file; - for standard input")
    parser.add_argument("--published", type=date.fromisoformat, help="the day it appeared, YYYY-MM-DD")
    parser.add_argument("--title", default="")
    parser.add_argument(
        "--jsonl", action="store_true", help="articles in, drafts out, one JSON object a line"
    )
    options = parser.parse_args(arguments)
    if options.jsonl:
        stream(sys.stdin, sys.stdout)
        return 0
    if not options.story:
        parser.error("name a story, or use --jsonl")
    text = (
        sys.stdin.read() if options.story == "-" else Path(options.story).read_text("utf-8", errors="replace")
    )
    article = Article(id=options.story, title=options.title, text=text, published=options.published)
    show(article, extract(article), sys.stdout)
    return 0


# --- for programs ------------------------------------------------------------------------------------


def stream(lines: TextIO, out: TextIO) -> None:
    """Line in, line out, in order, in small batches; a bad line gives one line that says why, and the rest
    goes on.
    """
    gazetteer = Gazetteer.load()
    batch: list[Article | dict[str, Any]] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            batch.append(_article(line, number))
        if len(batch) >= BATCH:
            _flush(batch, gazetteer, out)
            batch = []
    _flush(batch, gazetteer, out)


def _article(line: str, number: int) -> Article | dict[str, Any]:
    record: Any = None
    try:
        record = json.loads(line)
        return jsonl.article_from(record)
    except (ValueError, RecursionError) as error:
        known = record.get("id") if isinstance(record, dict) else None
        return {"id": known, "error": f"line {number}: {error}"}


def _flush(batch: list[Article | dict[str, Any]], gazetteer: Gazetteer, out: TextIO) -> None:
    readings = _read([a for a in batch if isinstance(a, Article)], gazetteer)
    for item in batch:
        answer = next(readings) if isinstance(item, Article) else item
        out.write(jsonl.dumps(answer) + "\n")
    out.flush()


def _read(articles: list[Article], gazetteer: Gazetteer) -> Iterator[dict[str, Any]]:
    try:
        readings = list(extract_many(articles, gazetteer))
    except Exception:  # one article may be to blame: find it by reading each alone
        for article in articles:
            try:
                yield jsonl.reading_to(extract(article, gazetteer), article, gazetteer)
            except Exception as error:
                yield {"id": article.id, "error": f"{type(error).__name__}: {error}"}
        return
    for article, reading in zip(articles, readings, strict=True):
        yield jsonl.reading_to(reading, article, gazetteer)


# --- for people ----------------------------------------------------------------------------------------


def show(article: Article, reading: Reading, out: TextIO) -> None:
    """Each draft, and under each field the line of the story it was read from, the words underlined."""
    if not reading.drafts:
        out.write("No incident found.\n")
    for number, draft in enumerate(reading.drafts, 1):
        out.write(f"{number}. {draft.prominence.value}: {draft.event_type.label}\n   {draft.summary}\n")
        if draft.retaliates_for is not None:
            out.write(f"   in retaliation for {draft.retaliates_for + 1}\n")
        for name, label in SHOWN:
            _show_field(article, draft, name, label, out)
        out.write("\n")
    for counter in reading.counters:
        since = f" since {counter.since}" if counter.since else ""
        out.write(f"Counter: {counter.count} {counter.what}{since}\n")


def _show_field(article: Article, draft: Draft, name: str, label: str, out: TextIO) -> None:
    evidence = [e for e in draft.evidence if e.field == name]
    if not evidence:
        return
    out.write(f"   {label:12} {_readable(jsonl.field_value(draft, name))}\n")
    for line in dict.fromkeys(_context(article.text, e, evidence, underline=out.isatty()) for e in evidence):
        out.write(f"   {'':12}   {line}\n")


def _readable(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_readable(v) for v in value)
    if isinstance(value, dict) and "canonical" in value:
        return str(value["canonical"])
    if isinstance(value, dict) and "side" in value:
        return ", ".join(f"{k} {_readable(v)}" if k != "side" else str(v) for k, v in value.items() if v)
    if isinstance(value, dict):
        low, high = value.get("min"), value.get("max")
        return str(low) if low == high else f"{'?' if low is None else low}-{'?' if high is None else high}"
    return str(value)


def _context(text: str, e: Evidence, all_of_field: list[Evidence], *, underline: bool) -> str:
    """The words around a quote, on one line; on a terminal underlined, elsewhere in brackets."""
    start = max(text.rfind("\n", 0, e.span.start) + 1, e.span.start - 60)
    end = text.find("\n", e.span.end)
    end = min(len(text) if end < 0 else end, e.span.end + 60)
    left, right = ("\033[4m", "\033[24m") if underline else ("[", "]")
    inside = sorted(
        (x.span for x in all_of_field if start <= x.span.start and x.span.end <= end), reverse=True
    )
    line = text[start:end]
    last = end
    for span in inside:
        if span.end <= last:
            a, b = span.start - start, span.end - start
            line = line[:a] + left + line[a:b] + right + line[b:]
            last = span.start
    return " ".join(line.split())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # "| head" has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
