"""Two people's changes of one incident, put together: what was seen, what one typed, what now stands.

What only one of the two changed is merged by itself. What both changed, each otherwise, is a conflict: it stays
open until the one who sent the page says whose it is.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from incidents.admin.review.inputs import INPUT_OF, INPUTS
from incidents.review.rows import COLUMNS, IDENTITY

Shown = dict[str, Any]
Values = dict[str, str] | None
CHOICES = ("mine", "theirs", "edit")


@dataclass(slots=True)
class Conflict:
    """``name`` is an input, a column, or a table with ``kind`` set; of a row that is not there, a side is None."""

    name: str
    base: Values
    mine: Values
    theirs: Values
    kind: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one side alone changed. ``is_mine`` tells which."""

    name: str
    before: Values
    after: Values
    is_mine: bool
    kind: str = ""


@dataclass(slots=True)
class Merged:
    """``values`` is what the form then shows: mine where there is a conflict."""

    values: Shown
    conflicts: list[Conflict] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)


def merge(seen: Shown, sent: Shown, now: Shown) -> Merged:
    merged = Merged({})
    for name, columns in _units(now):
        base, theirs = _part(seen, columns), _part(now, columns)
        mine = _part(seen | sent, columns)
        if mine != base and theirs != base and mine != theirs:
            merged.conflicts.append(Conflict(name, base, mine, theirs))
        elif theirs != base:
            merged.taken += [] if mine == theirs else [Taken(name, base, theirs, is_mine=False)]
            mine = theirs
        elif mine != base:
            merged.taken.append(Taken(name, base, mine, is_mine=True))
        merged.values |= mine
    for kind in COLUMNS:
        _merge_rows(merged, kind, seen.get(kind, []), sent.get(kind, seen.get(kind, [])), now[kind])
    return merged


def _units(values: Shown) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Columns that stand in one input are one thing: nobody means the first day of one and the last of another."""
    done = set()
    for column in values:
        name = INPUT_OF.get(column, column)
        if column not in COLUMNS and name not in done:
            done.add(name)
            yield name, INPUTS[name].columns if name in INPUTS else (column,)


def _part(values: Shown, columns: tuple[str, ...]) -> dict[str, str]:
    return {column: values.get(column, "") for column in columns}


def _merge_rows(merged: Merged, kind: str, seen: list[Shown], mine: list[Shown], theirs: list[Shown]) -> None:
    """By what makes two rows the same thing, so that each is merged with itself and not with its neighbour."""
    bases, ours, now = _by_identity(kind, seen), _by_identity(kind, mine), _by_identity(kind, theirs)
    rows = []
    for key in dict.fromkeys([*now, *ours, *bases]):
        base, my, their = bases.get(key), ours.get(key), now.get(key)
        if my in (their, base):
            row = their
            if their != base and my != their:
                merged.taken.append(Taken(kind, base, their, is_mine=False, kind=kind))
        elif their == base:
            row = my
            merged.taken.append(Taken(kind, base, my, is_mine=True, kind=kind))
        else:
            my, their = _within(base, my, their)
            row = my or their
            if my != their:
                merged.conflicts.append(Conflict(kind, base, my, their, kind))
        if row is not None:
            rows.append(row)
    merged.values[kind] = rows


def _within(base: Values, mine: Values, theirs: Values) -> tuple[Values, Values]:
    """One row on both sides: what only one of them changed in it goes to the other as well."""
    if base is None or mine is None or theirs is None:
        return mine, theirs
    mine, theirs = dict(mine), dict(theirs)
    for columns in _pairs(base):
        was, my, their = _part(base, columns), _part(mine, columns), _part(theirs, columns)
        if my == was:
            mine |= their
        elif their == was:
            theirs |= my
    return mine, theirs


def _pairs(row: Iterable[str]) -> list[tuple[str, ...]]:
    """The least and the most of a count are one figure."""
    found: dict[str, list[str]] = {}
    for column in row:
        stem = column.removesuffix("min").removesuffix("max")
        found.setdefault(stem if stem != column else column, []).append(column)
    return [tuple(columns) for columns in found.values()]


def _by_identity(kind: str, rows: list[Shown]) -> dict[tuple[Any, ...], Shown]:
    found: dict[tuple[Any, ...], Shown] = {}
    for row in rows:
        key, n = tuple(row.get(name, "") for name in IDENTITY[kind]), 0
        while (*key, n) in found:
            n += 1
        found[(*key, n)] = row
    return found


# --- from page to page ---------------------------------------------------------------------------


def written(conflicts: list[Conflict]) -> str:
    return json.dumps([asdict(conflict) for conflict in conflicts], ensure_ascii=False)


def read(given: str, chosen: Callable[[int], str]) -> list[Conflict]:
    """What the page carried, with what was chosen for each. Unreadable: none, and the version guards the rest."""
    try:
        found = [Conflict(**each) for each in json.loads(given or "[]")]
    except (ValueError, TypeError):
        return []
    for n, conflict in enumerate(found):
        choice = chosen(n)
        conflict.chosen = choice if choice in CHOICES else ""
    known = (*COLUMNS, *INPUTS)
    return [each for each in found if each.kind in ("", *COLUMNS) and (each.name in known or not each.kind)]


def settle(sent: Shown, conflicts: list[Conflict]) -> None:
    """Put what was chosen in the place of what was typed. What is to be edited stays as typed."""
    for conflict in conflicts:
        if conflict.chosen not in {"mine", "theirs"}:
            continue
        values: Values = getattr(conflict, conflict.chosen)
        if not conflict.kind:
            sent |= {name: value for name, value in (values or {}).items() if name in sent}
        elif conflict.kind in sent:
            _settle_row(sent[conflict.kind], conflict, values)


def _settle_row(rows: list[Shown], conflict: Conflict, values: Values) -> None:
    def identity(row: Shown) -> list[Any]:
        return [row.get(name, "") for name in IDENTITY[conflict.kind]]

    known = identity(conflict.mine or conflict.theirs or {})
    at = next((n for n, row in enumerate(rows) if identity(row) == known), None)
    if at is None:
        rows += [values] if values else []
    elif values is None:
        del rows[at]
    else:
        rows[at] = values
