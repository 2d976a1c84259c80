"""The day that a story is at: what an undated sentence is told of."""

from datetime import date

import pytest

from incidents.extraction import Article, extract

PUBLISHED = date(2024, 1, 20)  # a Saturday
LEAD = "KINSHASA - Rebels took the town of Bunia on Friday, the army said.\n\n"
RAID = "Gunmen killed nine farmers in Kobo."


def days(text: str) -> list[date | None]:
    return [d.date_start for d in extract(Article("a", "", LEAD + text, PUBLISHED)).drafts][1:]


@pytest.mark.parametrize(
    "before",
    [
        "The trial of their leader began on Monday.",
        "The talks started on Monday in Nairobi.",
        "The announcement came on Monday.",
        "A minister arrived on Monday for a visit.",
        "The election campaign began on Monday.",
        "The governor spoke on Monday.",
        "The ministry said on Monday that it was ready.",
    ],
)
def test_a_day_of_offices_is_no_day_of_what_follows(before):
    assert date(2024, 1, 15) not in days(f"{before} {RAID}")


@pytest.mark.parametrize(
    "before",
    [
        "The violence began on Monday.",
        "It started on Monday when the cleric gave up his office.",
        "More than 100 insurgents came from three sides on Monday, witnesses said.",
        "The men arrived on motorcycles on Monday.",
        "Panic broke out on Monday.",
        "The raiders crossed the river on Monday.",
        "They had come down from the hills on Monday, and unrest erupted.",
    ],
)
def test_a_day_on_which_it_began_goes_on(before):
    assert days(f"{before} {RAID}") == [date(2024, 1, 15)]


def test_it_ends_with_the_paragraph():
    assert date(2024, 1, 15) not in days(f"The violence began on Monday.\n\n{RAID}")


def test_a_day_of_its_own_goes_before():
    assert days("The violence began on Monday. On Tuesday gunmen killed nine farmers in Kobo.") == [
        date(2024, 1, 16)
    ]


def test_the_day_told_last_counts():
    text = "Gunmen killed a farmer in Goma on Sunday. The worst violence began on Monday. "
    assert days(text + RAID) == [date(2024, 1, 14), date(2024, 1, 15)]
