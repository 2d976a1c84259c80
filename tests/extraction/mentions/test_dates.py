"""When. First what is no date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import pytest

from incidents.extraction.mentions import dates
from incidents.extraction.records import DateMention, Sentence
from incidents.vocabulary import DatePrecision
from tests.extraction.tools import check, check_nothing, sentence

SATURDAY = date(2024, 1, 20)
DAY, WEEK, MONTH, YEAR = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH, DatePrecision.YEAR


def find(told: Sentence) -> Sequence[DateMention]:
    return dates.find(told, published=SATURDAY)


@pytest.mark.parametrize(
    "text",
    [
        "May said that he may march.",
        "Every Friday people pray.",
        "On Fridays people pray.",
        "It was on Saturday Night Live, the Sunday Times and Black Friday.",
        "He is 28, they won 3-2, in 20 minutes, in the 1990s.",
        "On 5/6/2019",  # May or June
        "2000 people fled.",
        "until today",
        "of today",
        "Officers arrived six minutes late.",
        "The war continues today.",
        "On 3/4/2024",
        "He flew overnight bags home.",
        "March past the gate, may we?",
        "Spring offensives are common.",
        "It was his last winter Olympics.",
        "At 22.30 a barrel it was dear.",
        "It is 9 to 5 work.",
        "Two in the crowd fell.",
        "They won on Good Friday.",
    ],
)
def test_no_date(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "words", "start"),
    [
        ("It fell on Friday.", "Friday", "2024-01-19"),
        ("It fell on Saturday.", "Saturday", "2024-01-20"),  # the day of publication itself
        ("It fell last Saturday.", "last Saturday", "2024-01-13"),
        ("Monday's attack", "Monday's", "2024-01-15"),
        ("They will meet on Tuesday.", "Tuesday", "2024-01-23"),  # told in the future
        ("today", "today", "2024-01-20"),
        ("last night", "last night", "2024-01-19"),
        ("the day before yesterday", "the day before yesterday", "2024-01-18"),
        ("On Nov. 20 it fell.", "Nov. 20", "2023-11-20"),  # the nearest one past
        ("20 November", "20 November", "2023-11-20"),
        ("On January 21 they will vote.", "January 21", "2024-01-21"),
        ("Nov. 6, 2016.", "Nov. 6, 2016", "2016-11-06"),
        ("2023-11-20", "2023-11-20", "2023-11-20"),
        ("Guatemala City, 4 Feb 90 (Acan-EFE)", "4 Feb 90", "1990-02-04"),
        (
            "on Tuesday [2 December] in Aden",
            "Tuesday [2 December",
            "2023-12-02",
        ),  # the figure wins over the name
        ("three days ago", "three days ago", "2024-01-17"),
        ("ten years ago tonight", "ten years ago tonight", "2014-01-20"),
        ("five years ago yesterday", "five years ago yesterday", "2019-01-19"),
        ("a decade ago today", "a decade ago today", "2014-01-20"),
        ("in the early hours of today", "today", "2024-01-20"),
        ("the 9/11 attacks", "9/11", "2001-09-11"),
        ("He stays in custody until a hearing on April 5.", "April 5", "2024-04-05"),  # still to come
        ("On New Year's Eve it fell.", "New Year's Eve", "2023-12-31"),
        ("On Christmas Day, 2016, it fell.", "Christmas Day, 2016", "2016-12-25"),
        ("On New Year's Eve in 2014, it fell.", "New Year's Eve in 2014", "2014-12-31"),
        ("on December 3, last year", "December 3, last year", "2023-12-03"),
        ("on 3 January this year", "3 January this year", "2024-01-03"),
        ("On 20/11/2023 it fell.", "20/11/2023", "2023-11-20"),  # there is no twentieth month
        ("On 11/20/2023 it fell.", "11/20/2023", "2023-11-20"),
        ("the September 11 attacks", "the September 11 attacks", "2001-09-11"),
        ("last Wednesday", "last Wednesday", "2024-01-17"),
        ("earlier on Friday", "earlier on Friday", "2024-01-19"),
        ("in the early hours of Sunday", "the early hours of Sunday", "2024-01-14"),
        ("late Thursday evening", "late Thursday evening", "2024-01-18"),
        ("on the night of Nov. 20", "the night of Nov. 20", "2023-11-20"),
        ("Tuesdays rocket attack", "Tuesdays", "2024-01-16"),  # a text that has lost its apostrophes
    ],
)
def test_a_day(text: str, words: str, start: str) -> None:
    day = date.fromisoformat(start)
    check(find, text, [{"words": words, "start": day, "end": day, "precision": DAY}])


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("last week", "2024-01-08", "2024-01-14", WEEK),
        ("about a week ago", "2024-01-10", "2024-01-16", WEEK),
        ("over the weekend", "2024-01-20", "2024-01-21", WEEK),
        ("between 1 and 5 May", "2023-05-01", "2023-05-05", WEEK),
        ("January 3 and 4", "2024-01-03", "2024-01-04", DAY),
        ("earlier this month", "2024-01-01", "2024-01-31", MONTH),
        ("late last month", "2023-12-01", "2023-12-31", MONTH),
        ("in late March", "2023-03-21", "2023-03-31", MONTH),
        ("in March 2019", "2019-03-01", "2019-03-31", MONTH),
        ("over the past two weeks", "2024-01-06", "2024-01-20", MONTH),
        ("in 2014", "2014-01-01", "2014-12-31", YEAR),
        ("the 2003 invasion", "2003-01-01", "2003-12-31", YEAR),
        ("the summer of 2012", "2012-06-01", "2012-08-31", YEAR),
        ("last year", "2023-01-01", "2023-12-31", YEAR),
        ("overnight", "2024-01-19", "2024-01-20", DAY),
        ("overnight on Thursday", "2024-01-18", "2024-01-19", DAY),
        ("overnight into Friday", "2024-01-18", "2024-01-19", DAY),
        ("from Tuesday night into Wednesday", "2024-01-16", "2024-01-17", DAY),
        ("in the last 48 hours", "2024-01-18", "2024-01-20", WEEK),
        ("during the past 24 hours", "2024-01-19", "2024-01-20", DAY),
        ("over the last year", "2023-01-20", "2024-01-20", YEAR),
        ("earlier in the week", "2024-01-15", "2024-01-20", WEEK),
        ("last weekend", "2024-01-13", "2024-01-14", WEEK),  # published on a Saturday
        ("a fortnight ago", "2024-01-03", "2024-01-09", WEEK),
        ("in the first week of January", "2024-01-01", "2024-01-07", WEEK),
        ("in the last week of May 2019", "2019-05-25", "2019-05-31", WEEK),
        ("in December last year", "2023-12-01", "2023-12-31", MONTH),
        ("in May last year 300 men left", "2023-05-01", "2023-05-31", MONTH),
        ("in June 2019 40 men left", "2019-06-01", "2019-06-30", MONTH),
        ("in May of 2012", "2012-05-01", "2012-05-31", MONTH),
        ("at the end of December", "2023-12-21", "2023-12-31", MONTH),
        ("two months ago", "2023-11-01", "2023-11-30", MONTH),
        ("Last August", "2023-08-01", "2023-08-31", MONTH),
        ("In March of last year", "2023-03-01", "2023-03-31", MONTH),
        ("last summer", "2023-06-01", "2023-08-31", YEAR),
        ("ten years ago", "2014-01-01", "2014-12-31", YEAR),
    ],
)
def test_a_stretch(text: str, start: str, end: str, precision: DatePrecision) -> None:
    expected = {"start": date.fromisoformat(start), "end": date.fromisoformat(end), "precision": precision}
    check(find, text, [expected])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("the previous day", -1),
        ("a day earlier", -1),
        ("the following day", 1),
        ("two days later", 2),
        ("the same day", 0),
        ("the evening before", -1),
        ("that night", 0),
        ("one week earlier", -7),
        ("Hours later", 0),
    ],
)
def test_a_day_told_from_another_is_left_to_be_resolved(text: str, days: int) -> None:
    check(find, text, [{"start": None, "offset_days": days, "precision": DatePrecision.UNKNOWN}])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It came a week after rebels took the town.", -7),
        ("It came a day after the vote.", -1),
        ("Two days before the summit, a bomb went off.", 2),
        ("Crowds threw stones, a day after soldiers ousted the president.", -1),
        ("They struck three days after nerve gas killed scores.", -3),
    ],
)
def test_a_day_told_from_what_comes_next(text: str, days: int) -> None:
    check(find, text, [{"start": None, "offset_days": days, "is_of_what_follows": True}])


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Two weeks earlier, police held six, and on January 3 a bomb went off.", [None, date(2024, 1, 3)]),
        ("A day later the town fell on Friday's anniversary.", [None, date(2024, 1, 19)]),
        ("Two weeks earlier, on January 3, a bomb went off.", [date(2024, 1, 3)]),
        ("The next day, January 4, the town fell.", [date(2024, 1, 4)]),
    ],
)
def test_a_count_and_the_day_it_comes_to_are_one(text: str, starts: list[date | None]) -> None:
    check(find, text, [{"start": start} for start in starts])


@pytest.mark.parametrize(
    "text",
    [
        "since Oct. 7",
        "since 2011",
        "since Hamas attacked Israel on October 7",
        "over the past six months",
        "in the last year",
        "dating back to March 2011",
    ],
)
def test_the_day_a_count_began_is_an_anchor(text: str) -> None:
    (mention,) = find(sentence(text))
    assert mention.is_anchor


def test_the_working_can_be_read() -> None:
    check(
        find,
        "It was hit on Saturday evening.",
        [{"how": '"Saturday evening" + published 2024-01-20', "part_of_day": "evening"}],
    )


@pytest.mark.parametrize(
    ("text", "clock", "zone"),
    [
        ("At approximately 6:30 p.m. local time, militants fired.", time(18, 30), "local"),
        ("It fell shortly after 10 p.m. at night.", time(22), ""),
        ("It fell at 13:40 local time (0040 UTC).", time(13, 40), "local"),  # one moment, said twice
        ("It began at 2330 [0530 gmt].", time(23, 30), ""),
        ("It began at 1030 GMT.", time(10, 30), "UTC"),
        ("It fell at noon.", time(12), ""),
        ("It fell around midnight.", time(0), ""),
        ("It fell at four in the morning.", time(4), ""),
        ("It fell at about nine o'clock in the evening.", time(21), ""),
        ("It fell at 11 at night.", time(23), ""),
        ("It began at 10:39 a.m. local time (1639 UTC).", time(10, 39), "local"),
        ("It fell at 2230 hours.", time(22, 30), ""),
        ("It fell at 2:40 a.m. Kabul time (2210 UTC Sunday).", time(2, 40), "Kabul"),
        ("It fell at 11 p.m. local time (2030 UTC).", time(23), "local"),  # and 2030 is no year
    ],
)
def test_clock_times(text: str, clock: time, zone: str) -> None:
    check(find, text, [{"time": clock, "zone": zone, "start": None}])


def test_the_clock_of_another_zone_says_neither_hour_nor_day() -> None:
    text = "At 10:45 p.m. on Tuesday (0045 UTC Wednesday) it fell."
    found = dates.find(sentence(text), published=SATURDAY)
    assert [(m.time, m.start) for m in found] == [(time(22, 45), None), (None, date(2024, 1, 16))]


def test_without_a_day_of_publication_nothing_is_guessed() -> None:
    (mention,) = dates.find(sentence("on Friday"), published=None)
    assert (mention.start, mention.precision) == (None, DatePrecision.UNKNOWN)


@pytest.mark.parametrize("words", ["minutes later", "shortly afterwards", "moments later", "six hours later"])
def test_what_follows_at_once_is_of_the_day_told_before(words: str) -> None:
    check(find, f"The second bomb went off {words}.", [{"words": words, "offset_days": 0, "start": None}])


def test_earlier_in_the_month() -> None:
    check(find, "Earlier in the month rebels took it.", [{"start": date(2024, 1, 1), "precision": MONTH}])
    check_nothing(find, "The man in the month of May said so again.")
