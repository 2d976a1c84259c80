"""Who was hurt, and how many. First what must not be counted."""

from __future__ import annotations

from typing import Any

import pytest

from incidents.extraction.mentions.casualties import find
from incidents.extraction.records import Range
from incidents.vocabulary import CasualtyKind
from tests.extraction.tools import check, check_nothing, sentence

KILLED, WOUNDED, MISSING = CasualtyKind.KILLED, CasualtyKind.WOUNDED, CasualtyKind.MISSING
CAPTURED, DISPLACED = CasualtyKind.CAPTURED, CasualtyKind.DISPLACED
NONE = Range(0, 0)


def casualty(kind: CasualtyKind, value: Range, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "range": value, **more}


def exactly(count: int) -> Range:
    return Range(count, count)


@pytest.mark.parametrize(
    "text",
    [
        "The veto killed the bill, and protests died down.",
        "Officials did not say who was behind the deadly strikes.",
        "The raid killed 40 camels and injured a horse.",
        "There was no word on casualties.",  # silence is not a nought
        "No information about casualties was given.",
        "The toll for using the bridge has risen to a record.",
        "A court sentenced three men to death.",
        "They were killed in the night.",  # counted where they were named
        "The minister executed the order.",
        "The missiles killed all hope of talks.",
    ],
)
def test_nobody_is_counted_who_was_not_hurt(text: str) -> None:
    check_nothing(find, text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("No casualties were reported.", [KILLED, WOUNDED]),
        ("There were no immediate reports of casualties or damage.", [KILLED, WOUNDED]),
        ("There were no deaths or injuries.", [KILLED, WOUNDED]),
        ("Nobody was hurt.", [WOUNDED]),  # says nothing of the dead
        ("There were no injuries, the army said.", [WOUNDED]),
        ("No Americans were killed in the attack.", [KILLED]),
        ("All crew members escaped unhurt.", [WOUNDED]),
    ],
)
def test_stated_to_be_none_is_nought(text: str, kinds: list[CasualtyKind]) -> None:
    check(find, text, [casualty(kind, NONE) for kind in kinds])


def test_active_verbs_have_their_victims_on_the_right() -> None:
    check(
        find,
        "Air strikes killed at least 60 civilians and wounded 98 on Friday.",
        [
            casualty(KILLED, Range(60, None), words="killed at least 60 civilians", victims="civilians"),
            casualty(WOUNDED, exactly(98), words="wounded 98", victims=None),
        ],
    )


def test_passive_verbs_have_them_on_the_left() -> None:
    check(
        find,
        "Six inmates of a Brazilian jail were killed and 27 injured in a fire.",
        [
            casualty(KILLED, exactly(6), victims="inmates of a Brazilian jail"),
            casualty(WOUNDED, exactly(27), words="27 injured"),
        ],
    )


def test_each_group_of_victims_is_a_mention_of_its_own() -> None:
    check(
        find,
        "The rockets killed two Americans and a Briton.",
        [
            casualty(KILLED, exactly(2), victims="Americans"),
            casualty(KILLED, exactly(1), victims="Briton"),
        ],
    )
    # the list goes on behind a description
    check(
        find,
        "The strike killed a Yemeni judge allied with the Houthis and seven members of his family.",
        [
            casualty(KILLED, exactly(1), victims="Yemeni judge"),
            casualty(KILLED, exactly(7), victims="members of his family"),
        ],
    )
    # a list, not an apposition
    check(
        find,
        "Three protesters, a bystander and a policeman were killed.",
        [casualty(KILLED, exactly(n), is_part=False) for n in (3, 1, 1)],
    )


def test_an_apposition_adds_nobody() -> None:
    check(
        find,
        "A bomb killed Osman Balic, a former party member, and two guards.",
        [
            casualty(KILLED, Range(1, None), victims="Osman Balic"),
            casualty(KILLED, exactly(2), victims="guards"),
        ],
    )
    check(find, "Masked men hacked a blogger and author to death.", [casualty(KILLED, exactly(1))])
    check(find, "The blast injured 54 others, a spokesman said.", [casualty(WOUNDED, exactly(54))])
    check(find, "Gunmen killed 14 women and children.", [casualty(KILLED, exactly(14))])


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("The blast left at least 42 people dead.", KILLED, Range(42, None)),
        ("The attack resulted in eight people being injured.", WOUNDED, exactly(8)),
        ("The bombing claimed about 42 lives.", KILLED, exactly(42)),
        ("The raid claimed the lives of 12 people.", KILLED, exactly(12)),
        ("The toll of the raid on a concert in the north of the state has risen to 63.", KILLED, exactly(63)),
        ("The rocket cost a contractor his life.", KILLED, exactly(1)),
        ("Police shot dead two men.", KILLED, exactly(2)),
        ("Assailants beat an elder to death.", KILLED, exactly(1)),
        ("Three soldiers were fatally wounded.", KILLED, exactly(3)),
        ("Ten farmers were Wednesday feared dead.", KILLED, exactly(10)),
        ("Six decapitated bodies were discovered in the capital.", KILLED, exactly(6)),
        ("The strike resulted in the death of a civilian.", KILLED, exactly(1)),
        ("The army lost five soldiers.", KILLED, exactly(5)),
        ("Two soldiers succumbed to their wounds.", KILLED, exactly(2)),
        ("Three of the soldiers lost their lives.", KILLED, exactly(3)),
        ("Several US personnel were being evaluated for brain injuries.", WOUNDED, Range(2, None)),
        ("Five others were in critical condition.", WOUNDED, exactly(5)),
        ("Twelve more people were hurt.", WOUNDED, exactly(12)),
        ("Dozens were taken to hospital.", WOUNDED, Range(24, None)),
        ("Two marines are missing.", MISSING, exactly(2)),
        ("Boko Haram abducted 276 girls from a school.", CAPTURED, exactly(276)),
        ("Gunmen took seven workers hostage.", CAPTURED, exactly(7)),
        ("The fighting displaced 3,000 families.", DISPLACED, exactly(3000)),
        ("An Iraqi soldier was killed.", KILLED, exactly(1)),
        ("A drone killed General Qassem Soleimani.", KILLED, Range(1, None)),  # perhaps not alone
        ("Between 100 and 1,300 people were killed.", KILLED, Range(100, 1300)),
        ("Nearly 500 were wounded.", WOUNDED, Range(None, 500)),
    ],
)
def test_one_group_of_victims(text: str, kind: CasualtyKind, value: Range) -> None:
    check(find, text, [casualty(kind, value, is_part=False, is_campaign=False)])


def test_either_or_gives_an_upper_end_to_both() -> None:
    check(
        find,
        "Up to 80 troops were killed or wounded.",
        [casualty(KILLED, Range(None, 80)), casualty(WOUNDED, Range(None, 80))],
    )


def test_a_part_is_marked_as_inside_the_whole() -> None:
    check(
        find,
        "Seventy-six people including 28 children were killed on Sunday.",
        [
            casualty(KILLED, exactly(76), is_part=False),
            casualty(KILLED, exactly(28), victims="children", is_part=True),
        ],
    )
    check(
        find,
        "The strike wounded six, two of them seriously.",
        [casualty(WOUNDED, exactly(6), is_part=False), casualty(WOUNDED, exactly(2), is_part=True)],
    )
    # whoever dies of the wounded is a new figure for the dead
    check(find, "Two of the wounded rebels died in hospital.", [casualty(KILLED, exactly(2), is_part=False)])
    # a breakdown adds nobody
    check(
        find,
        "The murders of three reporters, two Salvadorans and a Netherlander, are open.",
        [casualty(KILLED, exactly(n), is_part=n < 3) for n in (3, 2, 1)],
    )
    # the same words are the whole where nothing was counted before
    check(
        find,
        "Gunmen attacked young men and killed five of them.",
        [casualty(KILLED, exactly(5), is_part=False)],
    )


def test_tolls_are_totals() -> None:
    check(
        find,
        "Four more died in hospital, bringing the death toll to 35.",
        [casualty(KILLED, exactly(4), is_total=False), casualty(KILLED, exactly(35), is_total=True)],
    )


def test_pronouns_stand_for_victims_counted_before_in_the_sentence() -> None:
    check(
        find,
        "Militants lined up 30 men in the town and shot them dead.",
        [casualty(KILLED, exactly(30))],
    )
    check(
        find,
        "Gunmen stopped the mayor's car, killing him and two guards.",
        [casualty(KILLED, exactly(1)), casualty(KILLED, exactly(2))],
    )


def test_an_attacker_who_dies_is_counted() -> None:
    check(
        find,
        "A suicide bomber killed himself and five others.",
        [casualty(KILLED, exactly(1), victims="himself"), casualty(KILLED, exactly(5), victims="others")],
    )


def test_a_new_clause_begins_behind_and() -> None:
    check(
        find,
        "The blast killed four and six others were wounded.",
        [casualty(KILLED, exactly(4)), casualty(WOUNDED, exactly(6))],
    )


def test_wars_totals_belong_to_no_event() -> None:
    check(
        find,
        "The conflict has killed more than 100,000 people since 2011.",
        [casualty(KILLED, Range(100_000, None), is_campaign=True)],
    )
    check(find, "Nine people were killed last year.", [casualty(KILLED, exactly(9), is_campaign=True)])
    # "the first since 2007" and "in May last year" say when, not how long
    told = "Nine people were killed in a raid in May last year."
    check(find, told, [casualty(KILLED, exactly(9), is_campaign=False)])
    check(
        find,
        "Militants killed six people in the first major assault there since 2007.",
        [casualty(KILLED, exactly(6), is_campaign=False)],
    )


def test_headlines_leave_words_out() -> None:
    check(
        find,
        "30 dead in Baghdad bomb blasts, hundreds of people injured",
        [casualty(KILLED, exactly(30)), casualty(WOUNDED, Range(200, None))],
    )


def test_a_number_of_dead_that_has_reached_a_figure_is_that_figure() -> None:
    text = "The number of people killed in the shelling of the port has reached 30."
    assert exactly(30) in [m.range for m in find(sentence(text)) if m.is_total]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A bomb killed at least 34 people, mostly women and children.", [Range(34, None)]),
        ("At least 41 people were killed, 32 of them children.", [Range(41, None)]),
        ("The raid killed two soldiers and three children.", [exactly(2), exactly(3)]),
    ],
)
def test_a_share_of_the_victims_is_not_counted_again(text: str, killed: list[Range]) -> None:
    assert [m.range for m in find(sentence(text)) if m.kind is KILLED and not m.is_part] == killed


@pytest.mark.parametrize(
    "text",
    [
        "The death toll from Saturday's assault is put at 68.",
        "The ministry put the dead at 68.",
        "Medics give the killed as 68.",
    ],
)
def test_a_toll_is_put_at_a_figure(text: str) -> None:
    assert [(m.range, m.is_total) for m in find(sentence(text))] == [(exactly(68), True)]


@pytest.mark.parametrize("text", ["Gunmen shoot dead the mayor of Quetta.", "A man stabs a guard to death."])
def test_the_dead_of_digests(text: str) -> None:
    assert [(m.kind, m.range) for m in find(sentence(text))] == [(KILLED, exactly(1))]
