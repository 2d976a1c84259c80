"""Cells of a table that programs of tables will open: a text that they would take for a formula is defused."""

import re
from collections.abc import Iterable
from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
BORDER = re.compile(r"(?<!\\)\|")


def defused(value: Any) -> Any:
    """With an apostrophe in front, which such programs take for "text". Numbers stay what they are."""
    if not isinstance(value, str) or not value.startswith((*DANGEROUS, "'")) or NUMBER.fullmatch(value):
        return value
    return f"'{value}"


def as_meant(value: Any) -> Any:
    """What ``defused`` was given. A lone apostrophe before anything else is a letter of the text: 'Ayn."""
    if isinstance(value, str) and value[:1] == "'" and value[1:].startswith((*DANGEROUS, "'")):
        return value[1:]
    return value


def joined(parts: Iterable[str]) -> str:
    """Several texts in one cell. A bar within one of them is escaped."""
    return "|".join(part.replace("|", r"\|") for part in parts)


def parted(value: Any) -> list[str]:
    parts = BORDER.split("" if value is None else str(value))
    return [part.replace(r"\|", "|").strip() for part in parts if part.strip()]
