"""Whom a draft names as the doer, and who owns up to it. First those who did nothing."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.extraction import Article, extract
from incidents.extraction.records import Draft
from incidents.vocabulary import Basis

PUBLISHED = date(2024, 1, 20)  # a Saturday


def draft(text: str) -> Draft:
    found = extract(Article("a", "", text, PUBLISHED)).drafts
    assert found, text
    return found[0]


def perpetrators(text: str) -> list[str]:
    return [p.canonical for p in draft(text).perpetrators]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed five villagers in Jos, Nigeria, on Friday.",
        "A suicide bomber killed nine people in Kabul on Friday.",
        "Unidentified armed men shot dead a judge in Cali, Colombia, on Friday.",
        "A man stabbed three people in Paris on Friday.",
        "Two army cars packed with explosives were driven into a base in Aden on Friday, killing nine.",
        "Two people were killed in an explosion in Aden, Yemen, on Friday.",
        "A bomb exploded near a police station in Basra, Iraq, on Friday, killing two civilians.",
        "Attackers wearing army uniforms killed six people in Mosul, Iraq, on Friday.",
        "A car bomb killed nine in Kabul on Friday. No group claimed responsibility for the attack.",
        "A car bomb killed nine in Kabul on Friday. The Taliban denied involvement in the attack.",
        "A car bomb killed nine in Kabul on Friday. The Afghan government condemned the attack.",
        "Gunmen killed ten people in a village near Banki, which borders Cameroon, on Friday.",
        "Gunmen killed ten people in a Nigerian village on the border with Cameroon on Friday.",
        "A bomb killed nine near Goma on Friday, on the road between the army and rebel lines.",
        "A bomb killed nine in a report by the army on Friday in Kabul.",
        "An attack condemned by the United Nations killed nine in Kabul on Friday.",
        "A raid repelled by Hamas fighters killed nine in Gaza City on Friday.",
        "Several villagers were killed by gunfire in Ituri, Democratic Republic of Congo, on Friday.",
        "Rockets hit Camp Taji in Iraq on Friday, killing two soldiers, the Pentagon said.",
    ],
)
def test_nobody_to_be_named(text: str) -> None:
    assert perpetrators(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Boko Haram militants killed five people in Maiduguri, Nigeria, on Friday.", ["Boko Haram"]),
        ("Five people were killed by Boko Haram in Maiduguri, Nigeria, on Friday.", ["Boko Haram"]),
        ("Five people were shot and killed by Boko Haram in Maiduguri on Friday.", ["Boko Haram"]),
        (
            "Gunmen killed five people in Kano on Friday. No group has claimed the attack, but authorities blamed"
            " Boko Haram, which has staged similar raids in the area.",
            ["Boko Haram"],
        ),
        ("Five people are feared killed by Boko Haram in Maiduguri after Friday's raid.", ["Boko Haram"]),
        ("An attack by Boko Haram killed five people in Maiduguri, Nigeria, on Friday.", ["Boko Haram"]),
        ("A Boko Haram attack killed five people in Maiduguri, Nigeria, on Friday.", ["Boko Haram"]),
        ("Five people died in a Boko Haram raid on Maiduguri, Nigeria, on Friday.", ["Boko Haram"]),
        ("Boko Haram's attack on Maiduguri, Nigeria, on Friday killed five people.", ["Boko Haram"]),
        ("Gunmen from Boko Haram killed five people in Maiduguri on Friday.", ["Boko Haram"]),
        ("A raid organised and carried out by Hezbollah killed two in Metula on Friday.", ["Hezbollah"]),
        ("A rebel group, the LRA, killed five villagers near Dungu on Friday.", ["Lord's Resistance Army"]),
        ("The destroyer USS Cole fired missiles at a radar site in Yemen on Friday.", ["United States"]),
        ("An Israeli air strike killed two people in Damascus, Syria, on Friday.", ["Israel"]),
        ("Israeli warplanes struck a depot near Damascus, Syria, on Friday.", ["Israel"]),
        ("Government air strikes killed nine people in Douma, Syria, on Friday.", ["Syria"]),
        ("The army shelled a village near Goma, Congo, on Friday.", ["Congo"]),
        ("US-led air strikes killed nine in Raqqa, Syria, on Friday.", ["US-led coalition (CJTF-OIR)"]),
        (
            "Five people died in attacks on two villages in Damboa in Borno State by Boko Haram.",
            ["Boko Haram"],
        ),
        ("Five people were killed by fighters of the Seleka alliance in Bambari on Friday.", ["Séléka"]),
        (
            "Gunmen suspected to be Fulani herdsmen killed nine in Wukari, Nigeria, on Friday.",
            ["Fulani militia"],
        ),
        ("Syrian and Russian jets bombed Idlib, Syria, on Friday, killing nine.", ["Syria", "Russia"]),
        ("Russian and regime jets bombed Idlib, Syria, on Friday, killing nine.", ["Russia", "Syria"]),
        ("Russian jets and the regime bombed Idlib, Syria, on Friday, killing nine.", ["Russia", "Syria"]),
        (
            "The Syrian army, backed by Hezbollah, attacked the town of Madaya, Syria, on Friday.",
            ["Syria", "Hezbollah"],
        ),
        ("Syrian troops backed by air strikes attacked the town of Madaya on Friday.", ["Syria"]),
        (
            "Houthi fighters backed by Iran attacked a post in Aden on Friday, killing two.",
            ["Houthi movement"],
        ),
        (
            "The YPG and allied rebels attacked the town of Manbij on Friday.",
            ["People's Protection Units (YPG)", "Allied rebels"],
        ),
        ("The mayor was shot by his aide, Captain Bob Jones, in Goma, Congo, on Friday.", ["Bob Jones"]),
        ("IS killed five people in Mosul, Iraq, on Friday.", ["Islamic State"]),
        ("IS fighters attacked the town of Kobani on Friday.", ["Islamic State"]),
        ("The Baruti Liberation Front killed five people in Goma on Friday.", ["Baruti Liberation Front"]),
    ],
)
def test_who_did_it(text: str, expected: list[str]) -> None:
    found = perpetrators(text)
    assert len(found) == len(expected)
    assert all(e in f or f in e for e, f in zip(expected, found, strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # those struck do not strike, though they fired too
        (
            "U.S. jets struck Taliban fighters who were firing at troops near Kunduz, Afghanistan, on Friday.",
            ["United States"],
        ),
        # vague words yield to the name behind them
        (
            "Militants stormed a police post in Quetta, Pakistan, on Friday, killing two. "
            "The Tehrik-i-Taliban Pakistan claimed responsibility for the attack.",
            ["Tehrik-i-Taliban Pakistan"],
        ),
        (
            "Hamas attacked a kibbutz in Israel on Friday. The group's gunmen killed nine people there on Friday.",
            ["Hamas"],
        ),
        # one state acts: its army is no second one
        (
            "Turkey bombed villages near Duhok, Iraq, on Friday. The military hit ten sites near Duhok.",
            ["Turkey"],
        ),
        # two sides of a clash: the first is the doer, the second the target
        (
            "Nine people were killed in clashes between rebels and the army near Goma, Congo, on Friday.",
            ["Rebels"],
        ),
        (
            "Two gang members and nine soldiers were killed in a shootout in Cali, Colombia, on Friday.",
            ["Colombia"],
        ),
        # forces telling of their own blow
        (
            "The Egyptian army said 12 militants were killed in air strikes in North Sinai, Egypt, on Friday.",
            ["Egypt"],
        ),
        # one who is known by what he does
        (
            "An office worker stabbed three colleagues in Lyon, France, on Friday, killing one.",
            ["Office worker"],
        ),
    ],
)
def test_one_among_several(text: str, expected: list[str]) -> None:
    assert perpetrators(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thousands of people rallied in Belgrade, Serbia, on Friday.", ["Protesters"]),
        ("Students marched through Tehran, Iran, on Friday to protest against arrests.", ["Protesters"]),
        ("Serbian protesters marched in Belgrade on Friday.", ["Protesters (Serbia)"]),
    ],
)
def test_demonstrators(text: str, expected: list[str]) -> None:
    assert perpetrators(text) == expected


@pytest.mark.parametrize(
    ("text", "who", "basis"),
    [
        (
            "Gunmen thought to belong to Boko Haram raided a school in Chibok, Nigeria, on Friday.",
            "Boko Haram",
            Basis.ACCUSED,
        ),
        (
            "A bomb killed nine in Baghdad on Friday. Officials blamed the Islamic State group.",
            "Islamic State",
            Basis.ACCUSED,
        ),
        (
            "A bomb killed nine in Baghdad on Friday. The attack bore the hallmarks of al-Qaeda.",
            "al-Qaeda",
            Basis.ACCUSED,
        ),
        (
            "A bomb killed nine in Kabul on Friday. The Taliban said they carried out the attack.",
            "Taliban",
            Basis.CLAIMED,
        ),
        ("The attack in Kabul on Friday, claimed by the Taliban, killed nine.", "Taliban", Basis.CLAIMED),
        ("The Taliban killed nine soldiers in Kabul on Friday.", "Taliban", Basis.STATED),
    ],
)
def test_on_what_it_rests(text: str, who: str, basis: Basis) -> None:
    assert [(p.canonical, p.basis) for p in draft(text).perpetrators] == [(who, basis)]


@pytest.mark.parametrize(
    "text",
    [
        "The Taliban killed nine soldiers in Kabul on Friday, the Afghan army said.",
        "An Israeli air strike killed two people in Damascus on Friday, Syrian state media said.",
        "A bomb killed nine in Kabul on Friday. Officials blamed the Taliban.",
        "A bomb killed nine in Kabul on Friday. The Taliban denied that it was behind the attack.",
        "A bomb killed nine in Kabul on Friday. Nobody has claimed responsibility.",
        "The rebels released 40 prisoners in Sanaa, Yemen, on Friday, the rebels said.",
    ],
)
def test_nobody_owns_up(text: str) -> None:
    assert draft(text).claimed_by is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The Israeli army said it struck a depot near Damascus, Syria, on Friday, killing two.", "Israel"),
        (
            "U.S. jets launched airstrikes in Raqqa, Syria, on Friday, which they say killed ten militants.",
            "United States",
        ),
        (
            "Russian jets killed 20 men in Idlib on Friday, said a source in the Russian Defense Ministry.",
            "Russia",
        ),
        (
            "Yahya Sarea, the Houthis' spokesman, said that they had fired missiles at Eilat on Friday.",
            "Houthi movement",
        ),
        ("A bomb killed nine in Kabul on Friday. The Taliban later claimed the attack.", "Taliban"),
    ],
)
def test_who_owns_up(text: str, who: str) -> None:
    assert draft(text).claimed_by == who


def test_one_claim_holds_for_all_sites_of_a_deed() -> None:
    text = "Drones struck Abqaiq and Khurais in Saudi Arabia on Friday. The Houthis claimed the attacks."
    found = extract(Article("a", "", text, PUBLISHED)).drafts
    assert [d.claimed_by for d in found] == ["Houthi movement", "Houthi movement"]


def test_both_sides_of_a_deal_are_its_doers() -> None:
    told = draft("The SDF signed an agreement with the government of Syria in Damascus on Friday.")
    assert [p.canonical for p in told.perpetrators] == ["Syrian Democratic Forces", "Syria"]


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("Captain Testo seized power in a coup in Bamako, Mali, in August 2020.", ["Mali"]),
        ("Rebels seized a bridge near Bamako, Mali, on Friday.", []),
    ],
)
def test_whoever_takes_power_takes_it_from_the_state(text: str, struck: list[str]) -> None:
    targets = [p.canonical for p in draft(text).targets]
    assert set(struck) <= set(targets) if struck else "Mali" not in targets


def test_nobody_protests_but_protesters() -> None:
    assert perpetrators("A rally in Lodz, Poland, drew 9,000 on Sunday.") == ["Protesters"]


def test_the_group_that_owns_up_is_the_one_that_did_it() -> None:
    text = (
        "Al-Shabaab gunmen killed nine people in Garissa, Kenya, on Friday. The militants said they had done it. "
        "In 1998 al-Qaeda bombed an embassy in Nairobi."
    )
    assert draft(text).claimed_by == "al-Shabaab"
