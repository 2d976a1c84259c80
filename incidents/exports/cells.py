"""Cells of a table that programs of tables will open: a text that they would take for a formula is defused."""

import re
from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def defused(value: Any) -> Any:
    """With an apostrophe in front, which such programs take for "text". Numbers stay what they are."""
    if not isinstance(value, str) or not value.startswith((*DANGEROUS, "'")) or NUMBER.fullmatch(value):
        return value
    return f"'{value}"


def as_meant(value: Any) -> Any:
    """What ``defused`` was given; a text with an apostrophe of its own comes back whole."""
    if isinstance(value, str) and value[:1] == "'" and value[1:2] in (*DANGEROUS, "'") and value[1:]:
        return value[1:]
    return value
