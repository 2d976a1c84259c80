from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from incidents.review.dates import Days, in_full, read, written
from incidents.vocabulary import DatePrecision

SATURDAY = date(2024, 1, 20)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "expected a date"),
        ("soon", "expected a date"),
        ("6:30 pm", "expected a date"),
        ("20 Jan 2024 or so", "expected a date"),
        ("31 Feb", "February 2024 has 29 days, not 31"),
        ("31 Feb 2023", "February 2023 has 28 days, not 31"),
        ("2024-02-30", "February 2024 has 29 days, not 30"),
        ("2024-13", "a month from 1 to 12; not 13"),
        ("29 Feb", "expected the year as well"),
        ("3/4/24", "a year of four figures"),
        ("17-15 Jan 2024", "17 is after 15"),
        ("2 Feb 2024 - 30 Jan 2024", "2 Feb 2024 is after it"),
        ("1850", "expected a day from 1900"),
        ("3024", "expected a day from 1900"),
        ("the previous day", "names no day by itself"),
    ],
)
def test_what_is_no_day_is_refused_with_what_was_expected(typed, said):
    with pytest.raises(ValidationError, match=said):
        read(typed, on=SATURDAY)


def test_the_order_of_day_and_month_is_not_guessed():
    with pytest.raises(ValidationError, match="3 Apr 2024 or 4 Mar 2024"):
        read("03/04/2024")
    assert read("20/01/2024") == read("01/20/2024") == read("20 Jan 2024")
    assert read("4/4/2024").first == date(2024, 4, 4)


@pytest.mark.parametrize("typed", ["yesterday", "Saturday evening", "20 Jan"])
def test_without_an_article_no_day_counts_from_it(typed):
    with pytest.raises(ValidationError, match="counts from the day of an article"):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "first", "last", "precision"),
    [
        ("20 Jan 2024", "2024-01-20", "2024-01-20", "day"),
        ("January 20, 2024", "2024-01-20", "2024-01-20", "day"),
        ("2024-01-20", "2024-01-20", "2024-01-20", "day"),
        ("20.1.2024", "2024-01-20", "2024-01-20", "day"),
        ("2024-01", "2024-01-01", "2024-01-31", "month"),
        ("Jan 2024", "2024-01-01", "2024-01-31", "month"),
        ("January", "2024-01-01", "2024-01-31", "month"),
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("week of 15 January 2024", "2024-01-15", "2024-01-21", "week"),
        ("week of 17 January 2024", "2024-01-15", "2024-01-21", "week"),
        ("15-17 Jan 2024", "2024-01-15", "2024-01-17", "week"),
        ("30 Jan - 2 Feb 2024", "2024-01-30", "2024-02-02", "week"),
        ("28 Dec 2023 - 3 Jan 2024", "2023-12-28", "2024-01-03", "week"),
        ("yesterday", "2024-01-19", "2024-01-19", "day"),
        ("Saturday evening", "2024-01-20", "2024-01-20", "day"),
        ("Fri", "2024-01-19", "2024-01-19", "day"),
        ("overnight", "2024-01-19", "2024-01-20", "day"),
        ("last week", "2024-01-08", "2024-01-14", "week"),
        ("early January", "2024-01-01", "2024-01-10", "month"),
    ],
)
def test_days_in_the_words_of_people(typed, first, last, precision):
    expected = Days(date.fromisoformat(first), date.fromisoformat(last), DatePrecision(precision))
    assert read(typed, on=SATURDAY) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("20 Jan 2024", "day precision: Saturday 20 January 2024"),
        ("2024-01", "month precision: 1-31 January 2024"),
        ("2023", "year precision: 1 January 2023 - 31 December 2023"),
        ("30 Jan - 2 Feb 2024", "week precision: 30 January 2024 - 2 February 2024"),
    ],
)
def test_it_is_told_in_full(typed, expected):
    assert in_full(read(typed)) == expected


days = st.dates(date(1900, 1, 1), date(2025, 12, 31))


@given(days, st.integers(0, 400), st.sampled_from([p for p in DatePrecision if p != "unknown"]))
def test_what_is_written_reads_back_as_the_same_days(first, length, precision):
    last = min(date.fromordinal(first.toordinal() + length), date(2026, 12, 31))
    found = read(written(first, last, precision))
    assert (found.first, found.last) == (first, last)
