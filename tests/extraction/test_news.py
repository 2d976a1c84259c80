"""Leads without a day. First those of which none may be presumed."""

from datetime import date

import pytest

from incidents.extraction import Article, extract
from incidents.extraction.confidence import PRESUMED
from incidents.vocabulary import DatePrecision

PUBLISHED = date(2024, 1, 20)  # a Saturday


def read(text: str):
    return extract(Article("a", "", text, PUBLISHED)).drafts


@pytest.mark.parametrize(
    "text",
    [
        "The United States condemns the suicide attacks that killed dozens of people in Tel Tamer, Syria.",
        "Fighters had killed twelve villagers near Mosul, Iraq, before the army came.",
        "Recent airstrikes by the army killed dozens of people in Aleppo, Syria.",
        "Rebels have repeatedly shelled Homs, Syria, killing dozens of people.",
        "More than 300 people have been killed in raids in Jos, Nigeria, since the vote.",
        "The attack on the convoy near Kirkuk, Iraq, killed six soldiers.",
        "The ministers discussed the killing of six soldiers in Kirkuk, Iraq.",
        "Gunmen who killed six soldiers near Kirkuk, Iraq, remain at large.",
        "More than 150 women were raped in Bentiu, South Sudan, within twelve days, officials said.",
        "Gunmen killed six soldiers near Kirkuk, Iraq, in recent days.",
        "The army plans to attack the rebels in Kirkuk, Iraq.",
        "Gunmen killed six soldiers near Kirkuk, Iraq, police said on 3 January.",  # told of long after
    ],
)
def test_no_day_is_presumed(text: str) -> None:
    assert [d.date_start for d in read(text) if d.date_start] == []


def test_none_without_a_day_of_publication() -> None:
    (draft,) = extract(Article("a", "", "Gunmen killed six soldiers near Kirkuk, Iraq.")).drafts
    assert draft.date_start is None


def test_only_the_lead_is_news() -> None:
    text = (
        "Gunmen killed six soldiers near Kirkuk, Iraq, on Thursday.\n\n"
        "A bomb has killed nine people in Lahore, Pakistan."
    )
    assert PUBLISHED not in [d.date_start for d in read(text)]


def test_a_story_that_names_days_names_this_one_too() -> None:
    text = (
        "Dozens of people have been killed in air strikes on Taiz, Yemen.\n\n"
        "On Tuesday rebels had shelled the airport of Aden, killing a guard."
    )
    assert PUBLISHED not in [d.date_start for d in read(text)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Gunmen killed six soldiers near Kirkuk, Iraq.", 20),
        ("A roadside bomb has killed four policemen in Kandahar, Afghanistan.", 20),
        ("At least five people were killed when gunmen attacked a hotel in Garissa, Kenya.", 20),
        ("Nine people died in a suicide bombing at a market in Gombe, Nigeria.", 20),
        ("Police said rebels had killed three farmers in Beni, Congo.", 20),
        ("A car bomb exploded outside a bank in Kabul, killing four guards.", 20),
        ("Six people have been killed in air strikes on Taiz, Yemen, a medic said.", 20),
        ("Gunmen killed six soldiers near Kirkuk, Iraq, police said on Friday.", 19),  # so by then
    ],
)
def test_a_lead_told_as_news(text: str, day: int) -> None:
    draft = read(text)[0]
    assert (draft.date_start, draft.date_precision) == (date(2024, 1, day), DatePrecision.DAY)
    assert draft.date_how.startswith("told as news without a day, presumed")
    assert dict(draft.confidence)["date"] == PRESUMED


def test_a_day_that_is_named_is_not_presumed() -> None:
    draft = read("A bomb killed nine people and wounded six at a clinic in Kabul on Thursday, police said.")[
        0
    ]
    assert (draft.date_start, draft.date_how) == (date(2024, 1, 18), '"Thursday" + published 2024-01-20')
