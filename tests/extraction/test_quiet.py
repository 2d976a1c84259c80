"""Whole stories that tell of no incident, in the words of those that do.

`quiet.jsonl` has speeches, readouts, sanctions, verdicts, ceremonies, exercises, elections, arms deals and the
like, in our own words.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from incidents.extraction import extract, jsonl

STORIES = [
    json.loads(line) for line in Path(__file__).with_name("quiet.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["id"])
def test_nothing_is_found_where_nothing_happened(story: dict[str, Any]) -> None:
    assert [draft.summary for draft in extract(jsonl.article_from(story)).drafts] == []
