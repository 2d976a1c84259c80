"""Days and years that a text counts from what it told before. First what the words before do not reach."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.extraction import Article, pipeline, reckoning
from incidents.extraction.clean import clean
from incidents.extraction.sentences import split
from incidents.gazetteer.gazetteer import Gazetteer

GAZETTEER = Gazetteer.load()
PUBLISHED = date(2024, 1, 20)


def last_day(text: str) -> str:
    """The last date of the text, as far as it is exact."""
    article = Article("a", "", text, PUBLISHED)
    mentions = [pipeline.find_scene(s, article, GAZETTEER) for s in split(clean(text)).sentences]
    settled = [d for m in reckoning.settle(mentions, PUBLISHED) for d in m.dates]
    start = settled[-1].start
    return str(start)[: {"month": 7, "day": 10}[settled[-1].precision.value]] if start else ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It fell in May 2014.\n\nIn June, rebels left.", "2023-06"),  # a new paragraph
        ("It fell in May 2014. In April, rebels left.", "2023-04"),  # going back: the nearest one past
        ("It fell in May 2014. In December, rebels left.", "2023-12"),  # last month is news
        ("It fell in 2014. In June, rebels left.", "2023-06"),
        ("It fell in May 2014. In June last year, rebels left.", "2023-06"),
        ("It fell in May 2014.\n\nOn August 9, rebels left.", "2023-08-09"),
        (
            "The law is of 2014.\n\nOn 27 January, rebels left.",
            "2023-01-27",
        ),  # nobody fell on a day of that year
        ("Two days later, rebels left.", ""),  # later than what?
        ("They had waited since 2014 and on January 5 rebels left.", "2024-01-05"),
    ],
)
def test_what_stands_before_does_not_matter(text: str, day: str) -> None:
    assert last_day(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It fell in May 2014. In June, rebels left.", "2014-06"),
        ("It fell on 3 May 2014. On 9 August rebels left.", "2014-08-09"),
        ("Last year's protests peaked on June 25.", "2023-06-25"),
        ("It fell in May 2014. In June, rebels left. In July, they came back.", "2014-07"),
        ("It fell in August 2014. In March of that year, rebels had left.", "2014-03"),
        ("A tanker sank in 2014 and in May 2014 a ferry. On June 7 that year rebels left.", "2014-06-07"),
        ("It fell on Friday. Two days before that, rebels had left.", "2024-01-17"),
        ("It fell on Thursday. Ten days afterwards it was free.", "2024-01-28"),
        ("It fell on Friday. Rebels left in May 2014. Three days later they were back.", "2014-05"),
        ("It fell on 3 January 2014.\n\nThe next town fell on 26 January.", "2014-01-26"),
        ("It fell in May 2014. Five weeks later it was free.", "2014-06"),
    ],
)
def test_counted_from_what_stands_before(text: str, day: str) -> None:
    assert last_day(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It fell in May 2014. In June the year before the war, rebels left.", "2014-06"),  # which war?
        ("It fell in May 2014, and a year before that a ferry sank.", "2014-05"),
        ("It fell in May 2014. Rebels had left in June last year.", "2023-06"),
    ],
)
def test_other_years_are_not_next_to_the_one_told(text: str, day: str) -> None:
    assert last_day(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It fell in May 2014, after rebels left in October the year before.", "2013-10"),
        ("It fell in May 2014. Rebels had left on 3 June a year earlier.", "2013-06-03"),
        ("It fell in May 2014. Rebels were back in July the following year.", "2015-07"),
    ],
)
def test_years_next_to_the_one_told(text: str, day: str) -> None:
    assert last_day(text) == day
