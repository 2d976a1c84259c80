"""Reading gets no worse unnoticed: the annotated sets, against what was last recorded of them."""

from __future__ import annotations

import pytest

from benchmarks import score, sets

ALLOWED = 0.01
"""Of slot F1; what is less is chance in sets of this size."""


@pytest.fixture(scope="module", params=["dev", "more", "stories"])
def scored(request: pytest.FixtureRequest) -> tuple[str, dict[str, float]]:
    name: str = request.param
    records = sets.gold(name)
    if not records or not sets.has_scorer():
        pytest.skip(f"The annotated set {name} is not beside the repository (../shared/eval).")
    found, speed = score.read(records)
    return name, score.figures(name, records, found, speed)


@pytest.mark.timeout(300)
def test_reading_is_as_good_as_recorded(scored: tuple[str, dict[str, float]]) -> None:
    name, figures = scored
    recorded = score.last_recorded()[name]["slot_f1"]
    assert figures["slot_f1"] >= recorded - ALLOWED, (
        f"{name}: slot F1 {figures['slot_f1']:.3f}, recorded {recorded:.3f}"
    )


@pytest.mark.timeout(300)
def test_every_value_stands_on_words_of_its_article(scored: tuple[str, dict[str, float]]) -> None:
    name, figures = scored
    assert figures["evidence_faults"] == 0, name


def test_every_set_that_counts_is_recorded() -> None:
    assert {"samples", "dev", "more", "stories"} <= score.last_recorded().keys()


def test_what_was_read_in_a_story_stands_in_it() -> None:
    stories = sets.gold("stories")
    assert len({story["id"] for story in stories}) == len(stories) > 150
    for story in stories:
        for incident in story["incidents"]:
            assert incident["key_span"] in story["text"], story["id"]
