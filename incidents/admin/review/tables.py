"""The desk's two tables of figures: casualties, a line for each side and a column for each kind, and the weapons,
with what became of each. A cell is one input; the form's rows are what the verb ``edit`` takes.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.admin.review.inputs import Understood, cell, read_cell
from incidents.gazetteer import files
from incidents.review.ledger import FATES, Account, account
from incidents.review.ranges import NOT_STATED, read
from incidents.vocabulary import CasualtyKind

Shown = dict[str, Any]
Unread = dict[str, list[str]]

KINDS = tuple(str(kind) for kind in CasualtyKind)
COUNTS = ("launched", *FATES)
OF_A_SIDE = ("side", "actor", "is_civilian")


def count(name: Any) -> forms.CharField:
    widget = Understood("range", size=6, dir="ltr", placeholder="—", title=_("empty: not stated; 0: none"))
    return forms.CharField(required=False, label=name, widget=widget)


# --- casualties by side ------------------------------------------------------------------------


def sides(rows: list[Shown]) -> tuple[list[Shown], list[tuple[int, str]]]:
    """The lines, and for each row the line and the kind that it became."""
    lines: list[Shown] = []
    became = []
    for row in rows:
        of_a_side = {name: row.get(name, "") for name in OF_A_SIDE}
        if not lines or row["kind"] in lines[-1] or any(lines[-1][n] != of_a_side[n] for n in OF_A_SIDE):
            lines.append(of_a_side)
        lines[-1][row["kind"]] = cell(row.get("min", ""), row.get("max", ""))
        became.append((len(lines) - 1, row["kind"]))
    return lines, became


def in_order(rows: list[Shown]) -> list[Shown]:
    """The kinds of a side as the columns stand, so that sending what was shown is no change."""
    _lines, became = sides(rows)
    order = {kind: n for n, kind in enumerate(KINDS)}
    at = sorted(range(len(rows)), key=lambda n: (became[n][0], order.get(became[n][1], 0)))
    return [rows[n] for n in at]


def read_side(get: Callable[[str], str], known: list[Shown], start: int, unread: Unread) -> list[Shown]:
    """The rows of one line. A side of which nothing is stated stays a row, as does each that was there before."""
    of_a_side = {"side": get("side"), "actor": get("actor")}
    of_a_side["is_civilian"] = "True" if get("is_civilian") else "False"
    typed = {kind: get(kind) for kind in KINDS}
    if not any((of_a_side["side"], of_a_side["actor"], *typed.values())):
        return []
    there = {row["kind"] for row in known if row["side"] == of_a_side["side"]}
    kinds = [kind for kind in KINDS if typed[kind] or kind in there] or [KINDS[0]]
    rows = []
    for kind in kinds:
        low, high = _read(typed[kind], f"casualties.{start + len(rows)}.min", unread)
        rows.append({**of_a_side, "kind": kind, "min": low, "max": high})
    return rows


@cache
def systems() -> list[str]:
    """The makes that the gazetteer knows."""
    return sorted({weapon.system for weapon in files.weapons() if weapon.system})


# --- weapons -----------------------------------------------------------------------------------


def weapon_line(row: Shown) -> Shown:
    cells = {name: cell(row.get(f"{name}_min", ""), row.get(f"{name}_max", "")) for name in COUNTS}
    return {"category": row.get("category", ""), "system": row.get("system", ""), **cells}


def read_weapon(get: Callable[[str], str], number: int, unread: Unread) -> Shown | None:
    typed = {name: get(name) for name in COUNTS}
    row = {"category": get("category"), "system": get("system")}
    if not any((*row.values(), *typed.values())):
        return None
    for name, text in typed.items():
        row[f"{name}_min"], row[f"{name}_max"] = _read(text, f"weapons.{number}.{name}_min", unread)
    return row


def account_of(cells: dict[str, str]) -> Account:
    """What cannot be read says so itself, and is not compared."""
    found = {}
    for name in COUNTS:
        try:
            found[name] = read(cells.get(name, ""))
        except ValidationError:
            found[name] = NOT_STATED
    return account(*(found[name] for name in COUNTS))


def _read(typed: str, path: str, unread: Unread) -> tuple[str, str]:
    try:
        return read_cell(typed)
    except ValidationError as problem:
        unread[path] = problem.messages
        return typed, ""
