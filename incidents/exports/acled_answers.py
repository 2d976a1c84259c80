"""Lines in the envelope that ACLED's clients open, streamed: what has to be counted stands at the end."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

Row = tuple[Any, ...]
"""A line, and the place of what it tells of: two lines of one incident have the same."""


@dataclass
class Page:
    """``pieces`` go one incident beyond ``limit`` where there is more; 0 is no limit. ``total`` -1 stands for as
    many as there turn out to be."""

    pieces: Iterator[list[Row]]
    limit: int
    cursor: Callable[[Row], str]
    total: int | None = None
    count: int = 0
    next_cursor: str | None = None

    def lines(self) -> Iterator[list[str]]:
        """Counts as it goes."""
        seen, place = 0, None
        for rows in self.pieces:
            lines = []
            for line, *at in rows:
                if at != place:
                    if self.limit and seen == self.limit:
                        self.next_cursor = self.cursor(place)
                        break
                    seen, place = seen + 1, at
                lines.append(line)
            self.count += len(lines)
            if lines:
                yield lines
            if self.next_cursor:
                break
        if self.total == -1:
            self.total = seen

    def tail(self) -> dict[str, Any]:
        totals = {} if self.total is None else {"total_count": self.total}
        return {"count": self.count, **totals, "next_cursor": self.next_cursor}


def as_json(head: dict[str, Any], page: Page) -> Iterator[str]:
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "data": ['
    border = "\n"
    for lines in page.lines():
        yield border + ",\n".join(lines)
        border = ",\n"
    yield "\n], " + json.dumps(page.tail())[1:] + "\n"


def as_xml(head: dict[str, Any], page: Page) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<response>' + _elements(head) + "<data>\n"
    for lines in page.lines():
        yield "\n".join(lines) + "\n"
    yield f"</data>{_elements(page.tail())}</response>\n"


def _elements(told: dict[str, Any]) -> str:
    flat = {
        name: " ".join(value)
        if isinstance(value, list)
        else ""
        if value is None
        else json.dumps(value)
        if value is True
        else str(value)
        for name, value in told.items()
        if not isinstance(value, dict)
    }
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in flat.items())


def as_csv(names: Iterable[str], pieces: Iterator[list[Row]]) -> Iterator[str]:
    """The page itself, and nothing beyond it: an envelope has no place in a table."""
    yield ",".join(names) + "\r\n"
    for rows in pieces:
        yield "".join(row[0] for row in rows)
