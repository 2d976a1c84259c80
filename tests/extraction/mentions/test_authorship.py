"""Who is said to have done it. First words that look like blame or claim, and are none."""

from __future__ import annotations

from typing import Any

import pytest

from incidents.extraction.mentions import claims
from incidents.extraction.records import ClaimMention, Sentence
from incidents.vocabulary import Stance
from tests.extraction.tools import BEFORE, check, sentence


def find(text: Sentence) -> list[ClaimMention]:
    return [c for c in claims.find(text) if c.is_responsibility]


def authorship(stance: Stance, speaker: str | None, **more: Any) -> dict[str, Any]:
    return {"stance": stance, "speaker": speaker, "is_responsibility": True, **more}


@pytest.mark.parametrize(
    "text",
    [
        "The blast claimed 12 lives.",
        "They claimed the title after a late goal.",
        "Suspected militants opened fire on a bus.",
        "He accused the minister on television.",
        "The men were said to be unharmed.",
        "The minister blamed the weather.",
        "Officials said there was no reason to believe it was an attack.",
        "The army said it would strike back.",
        "The troops are believed to be in the north.",
        "He took the credit card.",
        "A man said his wife had done this before dawn for years.",
        "She claimed it was a bomb.",
        "The police arrested five suspects, among them a Turk.",
        "The suspected Taliban, who fled, are being sought.",
        "He accused the minister, who resigned.",
        "Witnesses told Reuters that his car had hit a wall.",
        "The troops pointed at the hills.",
        "The bodies responsible for roads met.",
        "He holds the committee in high regard.",
        "The mayor accused him and left.",
        "The club boasted that it had won nine titles.",
        "He claimed to have done his homework.",
        "He pinned the medal on a soldier.",
        "The clerk was accused of a lack of care.",
    ],
)
def test_nobodys_doing(text: str) -> None:
    check(find, text, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Taliban claimed responsibility for the attack.", authorship(Stance.CLAIMED, "The Taliban")),
        ("Islamic State says it is behind both attacks.", authorship(Stance.CLAIMED, "Islamic State")),
        ("The army accuses al-Shabaab.", authorship(Stance.ALLEGED, "The army", accused="al-Shabaab")),
        (
            "Hezbollah accuses Israel and threatens revenge.",
            authorship(Stance.ALLEGED, "Hezbollah", accused="Israel"),
        ),
        ("Tehran holds Israel responsible.", authorship(Stance.ALLEGED, "Tehran", accused="Israel")),
        ("Tehran held Israel to be the author.", authorship(Stance.ALLEGED, "Tehran", accused="Israel")),
        ("The minister pointed at Iran.", authorship(Stance.ALLEGED, "The minister", accused="Iran")),
        ("The Taliban said it carried out the attack.", authorship(Stance.CLAIMED, "The Taliban")),
        (
            "The attack was claimed by the Islamic State group.",
            authorship(Stance.CLAIMED, "the Islamic State group"),
        ),
        ("No group has claimed responsibility for the blast.", authorship(Stance.DENIED, None)),
        ("Iran denied involvement in the attack.", authorship(Stance.DENIED, "Iran")),
        (
            "The bombing was blamed on Houthi rebels.",
            authorship(Stance.ALLEGED, None, accused="Houthi rebels"),
        ),
        (
            "The Syrian government has accused rebels of launching the attack.",
            authorship(Stance.ALLEGED, "The Syrian government", accused="rebels"),
        ),
        ("Washington blamed Iran for the attack.", authorship(Stance.ALLEGED, "Washington", accused="Iran")),
        (
            "Dozens of attacks hit ships, allegations denied by Tehran.",
            authorship(Stance.DENIED, "Tehran", scope="Dozens of attacks hit ships"),
        ),
    ],
)
def test_authorship(text: str, expected: dict[str, Any]) -> None:
    check(find, text, [expected])


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("IS later claimed an attack on a police station.", "IS"),
        ("Al-Shabaab claimed to have killed three soldiers.", "Al-Shabaab"),
        ("The militants claim to have shot down a helicopter.", "The militants"),
        ("The group took credit for the ambush.", "The group"),
        ("The army said its fighters had captured the hill.", "The army"),
        ("The coalition said on Friday it had conducted nine strikes.", "The coalition"),
        ("The rebels said in a statement that they had downed a drone.", "The rebels"),
        ("Iran admitted shooting down the airliner.", "Iran"),
        ("Moscow acknowledged that its jets had hit the convoy.", "Moscow"),
        ("The navy confirmed it fired at the boat.", "The navy"),
        ("The Taliban, which claimed responsibility, gave no details.", "The Taliban"),
        ("In a video, the Red Hand accepted responsibility for the bombing.", "the Red Hand"),
        ("The brigade said it was behind the blast.", "The brigade"),
        ("The Taliban said three of its men carrying rifles were behind the raid.", "The Taliban"),
        ("A spokesman said his fighters had done it.", "A spokesman"),
        ("The rebels said they had done this in revenge.", "The rebels"),
        ("Iran told the BBC that its forces had fired the missiles.", "Iran"),
        ("A branch of the Taliban claimed it on Friday.", "A branch of the Taliban"),
        ("The cell owned up to the bombing.", "The cell"),
        ("A raid in March was also claimed by the Red Hand.", "the Red Hand"),
        ("The Red Hand boasted of having carried out the bombing.", "The Red Hand"),
        ("The rebels bragged in a video that they had shot down a jet.", "The rebels"),
        ("The group said it was to blame for the blast.", "The group"),
        ("The cell claimed to have done it in revenge.", "The cell"),
        ("The coalition informed that it carried out nine strikes.", "The coalition"),
    ],
)
def test_who_owns_up(text: str, who: str) -> None:
    found = [c for c in find(sentence(text)) if c.stance is Stance.CLAIMED]
    assert len(found) == 1
    speaker = found[0].speaker
    assert (
        speaker.of(BEFORE + text) if speaker else text[: found[0].span.start - len(BEFORE)].split()[0]
    ) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Gunmen thought to belong to Boko Haram raided a school.", "Boko Haram"),
        ("The men are believed to be members of the Shining Path.", "the Shining Path"),
        ("Gunmen suspected to be from the FARC took the mayor.", "the FARC"),
        ("The attack is thought to have been carried out by the PKK.", "the PKK"),
        ("Suspicion immediately fell on the Tamil Tigers.", "the Tamil Tigers"),
        ("The bombing bore the hallmarks of al-Qaeda.", "al-Qaeda"),
        ("Officials say the Haqqani network was behind the blast.", "the Haqqani network"),
        ("Police believe that Jemaah Islamiyah is responsible for the bombing.", "Jemaah Islamiyah"),
        ("The Houthis are suspected of carrying out the attack.", "The Houthis"),
        (
            "The Balochistan Liberation Army is suspected to be behind the attacks.",
            "The Balochistan Liberation Army",
        ),
        ("Hezbollah is believed to have fired the rockets.", "Hezbollah"),
        ("The rebels were blamed for the massacre.", "The rebels"),
        ("Colombo blamed Saturday's attack on the rebels.", "the rebels"),
        ("Officials pointed the finger at Islamic State.", "Islamic State"),
        ("The government accused the guerrillas of killing the mayor.", "the guerrillas"),
        ("Residents blamed the army for the shelling.", "the army"),
        ("The attack was attributed to the Lord's Resistance Army.", "the Lord's Resistance Army"),
        ("It was probably carried out by Hamas.", "Hamas"),
        ("The government suspects Boko Haram.", "Boko Haram"),
        ("Residents suspect Jund al-Sahel.", "Jund al-Sahel"),
        ("The president accused Iran, which denied it.", "Iran"),
        ("The authorities blamed the outlawed PKK.", "the outlawed PKK"),
        ("The coalition was accused of a massacre in Mansoura.", "The coalition"),
        ("The colonel pinned the ambush on the Red Hand.", "the Red Hand"),
    ],
)
def test_who_is_accused(text: str, who: str) -> None:
    found = [c.accused.of(BEFORE + text) for c in find(sentence(text)) if c.accused]
    assert [w.removeprefix("the ") for w in found] == [who.removeprefix("the ")]
