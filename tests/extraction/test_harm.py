"""How many were killed and wounded, as a story tells it over several sentences. First what must not be added.

Figures are written as in test_figures.py.
"""

from __future__ import annotations

from datetime import date

import pytest

from incidents.extraction import Article, extract
from incidents.extraction.records import Draft
from tests.extraction.test_figures import shown


def draft(text: str) -> Draft:
    """The first draft of a story published on Saturday, 20 January 2024."""
    return extract(Article("story", "", text, date(2024, 1, 20))).drafts[0]


def harm(text: str) -> tuple[str, str]:
    told = draft(text)
    return shown(told.killed), shown(told.wounded)


STRIKE = "An air strike hit a village near Aleppo on Friday. "
LEAD = "A car bomb exploded at a market in Kabul on Friday, killing at least 14 people and wounding dozens. "


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        # told again, or a part of what was told
        (LEAD + "The blast killed 14 people, a hospital said.", "14", "24+"),
        (LEAD + "Three children were among the dead.", "14+", "24+"),
        (LEAD + "Two of the wounded were in a critical condition.", "14+", "24+"),
        (LEAD + "More than 100,000 people have been killed since the war began.", "14+", "24+"),
        (LEAD + "He said such bombs could kill hundreds.", "14+", "24+"),
        # overtaken
        (LEAD + "The death toll later rose to 20.", "20", "24+"),
        (LEAD + "By evening the toll had climbed to 22 dead and 60 wounded.", "22", "60"),
        (
            "A car bomb exploded in Kabul on Friday. Police initially said that three people had died. "
            "Nine people were killed, the health ministry said.",
            "9",
            "",
        ),
        (
            "Rockets hit a base near Kabul on Friday and killed two soldiers. The army had at first reported no "
            "casualties.",
            "2",
            "",
        ),
    ],
)
def test_what_is_told_again_is_not_added(text: str, killed: str, wounded: str) -> None:
    assert harm(text) == (killed, wounded)


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        (LEAD + "Three of the wounded later died in hospital.", "17+", "24+"),
        (LEAD + "The attacker was shot dead by police.", "15+", "24+"),
        (
            "A man stabbed four people to death in Paris on Friday. A fifth person was taken to hospital in a "
            "critical condition. The attacker was shot dead.",
            "5",
            "1",
        ),
        ("A reporter died in Baghdad on Friday after being shot in his car by gunmen.", "1", ""),
        (
            "A bomb killed six people in Erbil on Friday. Some 36 others were wounded in the attack.",
            "6",
            "36",
        ),
        ("A car bomb exploded in Kabul on Friday. Five people were taken to hospital.", "", "5"),
        ("A car bomb exploded in Kabul on Friday. The death toll rose to nine overnight.", "9", ""),
        ("A car bomb exploded in Kabul on Friday. Hospitals treated 31 people for burns.", "", "31"),
        (
            "Protesters rioted in Belgrade on Friday and threw stones at police. As a result of the riot, twenty "
            "people were arrested and two officers were injured.",
            "",
            "2",
        ),
    ],
)
def test_what_the_words_add_is_added(text: str, killed: str, wounded: str) -> None:
    assert harm(text) == (killed, wounded)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        (
            STRIKE + "The army said 12 people were killed. Residents said 20 people were killed.",
            "12-20",
        ),
        (
            STRIKE + "The rebels said 80 soldiers were killed. The army said there were no casualties.",
            "0-80",
        ),
        (STRIKE + "It killed 30 people. A councillor put the death toll at 71.", "30-71"),
        (
            "Rebels overran Camp Testa in Mali on Friday, killing more than 30 soldiers, two sources told Reuters,"
            " while the rebels said they had killed more than 100 troops.",
            "30+",
        ),
        # one speaker, or one figure: no rivals
        (
            STRIKE + "The army said 12 people were killed. The army said 12 people were killed.",
            "12",
        ),
    ],
)
def test_rival_figures_are_a_range(text: str, killed: str) -> None:
    assert shown(draft(text).killed) == killed


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("Rockets hit a base near Erbil on Friday. Nobody was hurt.", "0", "0"),
        ("Rockets hit a base near Erbil on Friday. There were no casualties.", "0", "0"),
        ("Rockets hit a base near Erbil on Friday. No injuries were reported.", "", "0"),
        ("Rockets hit a base near Erbil on Friday.", "", ""),
        ("Rockets hit a base near Erbil on Friday. Officials did not mention casualties.", "", ""),
    ],
)
def test_nobody_hurt(text: str, killed: str, wounded: str) -> None:
    assert harm(text) == (killed, wounded)


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        (
            "A car bomb killed 12 people and injured at least 44 more in Kabul on Friday, police said.",
            "12",
            "44+",
        ),
        ("Two car bombs in Baghdad killed seven people and wounded 20 late on Friday.", "7", "20"),
        ("A suicide bomber killed six people and wounded nine at a college in Kabul on Friday.", "6", "9"),
    ],
)
def test_one_day_is_the_day_of_dead_and_wounded(text: str, killed: str, wounded: str) -> None:
    assert harm(text) == (killed, wounded)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A U.S. drone strike in Baghdad on Friday killed Abu Hasan, a militia commander.", "1+"),
        ("Gunmen shot dead the journalist Omar Said in Baghdad on Friday.", "1"),
    ],
)
def test_one_killed_by_name_may_not_have_died_alone(text: str, killed: str) -> None:
    assert shown(draft(text).killed) == killed


def test_a_ceasefire_hurts_nobody() -> None:
    told = draft(
        "Israel declared a ceasefire in Gaza on Friday. Thirteen soldiers were killed, the army said."
    )
    assert (told.event_type.value, told.killed) == ("change_to_group_activity", None)


def test_two_doers_have_each_their_own_dead() -> None:
    told = extract(
        Article(
            "story",
            "",
            "A rebel barrage killed ten people in Damascus on Friday while government air strikes killed at least "
            "82 people in Douma.",
            date(2024, 1, 20),
        )
    ).drafts
    assert {shown(d.killed) for d in told} == {"10", "82+"}


def test_a_forward_base_is_no_footballer() -> None:
    told = draft("A bombing last Wednesday at Forward Operating Base Chapman in Khost killed seven guards.")
    assert shown(told.killed) == "7"
