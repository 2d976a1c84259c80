"""What people made of the reader's values, line by line, as something to learn from."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from incidents.exports.cells import defused
from incidents.models import Verdict

MOST = 50_000
COLUMNS = (
    *("incident", "field", "outcome", "reader_value", "value", "confidence", "source", "extractor_version"),
    *("article", "start", "end", "quote", "judged_at"),
)


def lines(verdicts: QuerySet[Verdict]) -> Iterator[str]:
    """CSV, the newest first. Who judged is not told. A value is JSON; the quote the words the reader stood on."""
    out = csv.writer(_Echo())
    yield out.writerow(COLUMNS)
    found = verdicts.select_related("source", "statement").prefetch_related("statement__evidence")
    for verdict in found.order_by("-at", "-pk")[:MOST].iterator(chunk_size=1000):
        yield out.writerow([defused(cell) for cell in _row(verdict)])


def _row(verdict: Verdict) -> list[Any]:
    evidence = list(verdict.statement.evidence.all()) if verdict.statement else []
    words = evidence[0] if evidence else None
    return [
        verdict.incident_id,
        verdict.field,
        verdict.outcome,
        _json(verdict.reader_value),
        _json(verdict.value),
        "" if verdict.confidence is None else verdict.confidence,
        verdict.source.name if verdict.source else "",
        verdict.extractor_version,
        words.article_id if words else (verdict.statement.article_id or "") if verdict.statement else "",
        words.start if words else "",
        words.end if words else "",
        words.quote if words else "",
        verdict.at.isoformat(timespec="seconds"),
    ]


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


class _Echo:
    """What a writer writes is what it returns."""

    def write(self, line: str) -> str:
        return line
