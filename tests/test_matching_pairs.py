"""The pairs that matching is measured on: told apart where they must be, and good pairs to measure on."""

import json

import pytest

from benchmarks.matching import HERE, outcome

PAIRS = [json.loads(line) for line in (HERE / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
BY_KIND = {pair["kind"]: pair for pair in PAIRS}


def test_there_are_as_many_that_only_look_alike_and_no_story_stands_for_both():
    same = [pair for pair in PAIRS if pair["same"]]
    assert len(PAIRS) >= 60
    assert abs(len(PAIRS) - 2 * len(same)) <= 2
    assert all(pair["first"]["text"] != pair["second"]["text"] for pair in PAIRS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind",
    [
        "the same town the day after",
        "another base on the same day",
        "two clashes of one army",
        "another year",
        "another paper",
        "a base by its name",
        "a toll that rises",
    ],
)
def test_from_the_words_of_two_stories_to_what_becomes_of_the_second(kind):
    """By the package's own gazetteer: no catalogue is loaded."""
    pair = BY_KIND[kind]
    assert (outcome(pair["first"], pair["second"]) == "joined") == pair["same"]
