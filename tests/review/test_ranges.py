import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from incidents.review.ranges import read, written


@pytest.mark.parametrize("typed", ["1.5", "-1", "x", "3-", "5 people", "> many", "<0", "3,5", "99999999999"])
def test_what_is_no_count_is_refused_with_what_was_expected(typed):
    with pytest.raises(ValidationError, match="expected a number"):
        read(typed)


def test_a_range_written_backwards_is_not_turned_round_silently():
    with pytest.raises(ValidationError, match="expected the lower figure first, 3-5; not “5-3”"):
        read("5-3")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", (None, None)),
        ("  ", (None, None)),
        ("0", (0, 0)),
        ("none", (0, 0)),
        ("3", (3, 3)),
        ("1,300", (1300, 1300)),
        ("3-5", (3, 5)),
        ("3 – 5", (3, 5)),
        ("3 to 5", (3, 5)),
        (">=3", (3, None)),
        ("≥ 3", (3, None)),
        ("3+", (3, None)),
        (">3", (4, None)),
        ("<=5", (None, 5)),
        ("<5", (None, 4)),
        ("several", (2, None)),
        ("At least two", (2, None)),
        ("dozens", (24, None)),
    ],
)
def test_what_stands_in_the_input_is_a_least_and_a_most(typed, expected):
    assert read(typed) == expected


counts = st.none() | st.integers(0, 2_147_483_647)


@given(counts, counts)
def test_what_is_written_reads_back(low, high):
    if low is None or high is None or low <= high:
        assert read(written(low, high)) == (low, high)
