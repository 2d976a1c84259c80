"""Confidence says how many of a hundred such values are right, and never more than it can know."""

import pytest

from incidents.extraction.confidence import OTHER, SHARES, Standing, confidence


def test_nothing_is_certain_and_nothing_worthless():
    for shares in (*SHARES.values(), OTHER):
        assert all(0.3 <= share < 1 for share in shares)


@pytest.mark.parametrize("field", [*SHARES, "damage"])
def test_a_disputed_event_is_never_surer_than_a_told_one(field):
    for standing in Standing:
        assert confidence(field, standing, is_disputed=True) < confidence(field, standing)


def test_a_field_with_no_measure_of_its_own_is_not_surer_than_the_measured():
    assert all(confidence("damage", s) <= confidence("weapons", s) for s in Standing)
