"""Word lists kept as data, in ``rules/words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, dict[str, str]]:
    text = files("incidents.extraction").joinpath("rules/words.toml").read_text("utf-8")
    return tomllib.loads(text)


def words(name: str) -> frozenset[str]:
    """``words("events.nature")``: the list of that name."""
    section, _, key = name.partition(".")
    return frozenset(_lists()[section][key].split())
