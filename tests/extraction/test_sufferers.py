"""To whom: the sufferers that one sentence names. First the words that name none."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.extraction import Article, pipeline
from incidents.extraction.arguments import find
from incidents.extraction.cast import Cast
from incidents.extraction.triggers import token_of
from incidents.gazetteer.gazetteer import Gazetteer
from tests.extraction.tools import sentence

GAZETTEER = Gazetteer.load()


def sufferers(text: str) -> list[str]:
    mentions = pipeline.find_mentions(sentence(text), Article("a", "", text, date(2024, 1, 20)), GAZETTEER)
    found = [find(token_of(t, mentions), Cast(mentions))[1] for t in mentions.triggers]
    return list(dict.fromkeys(p.name for patients in found for p in patients))


@pytest.mark.parametrize(
    "text",
    [
        "The strike hit the headlines.",
        "The blast was heard for miles.",
        "Nobody was hurt.",
        "Rebels captured the town of Kobani.",  # ground is nobody
        "The two sides signed a ceasefire.",
        "Gunmen opened fire in the centre of Lima.",
        "The attack began at dawn on Friday.",
        "The army launched a new offensive.",
        "A bomb went off on Sunday morning.",
        "The attack claimed responsibility for nothing.",
        "Rockets were fired from the hills.",
        "Artillery fire was exchanged all night.",
        "The shelling stopped after an hour.",
        "The explosion left a crater.",
        "A missile fell in Erbil.",
        "The navy seized a shipment of rifles.",  # nobody says for whom
    ],
)
def test_nobody(text: str) -> None:
    assert sufferers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # not the place where it was done
        ("Gunmen shot two shoppers at a supermarket in Lima.", ["shoppers"]),
        ("Militants killed four policemen at a checkpoint.", ["policemen"]),
        ("Rebels attacked a convoy on the road to Aleppo.", ["convoy"]),
        ("A blast in March ripped holes in a tanker in the Gulf of Aden.", ["tanker"]),
        ("Its jets shot down two Indian warplanes.", ["Indian"]),
        ("A man drove his car at two soldiers in Quebec, killing one.", ["soldiers"]),
        ("Thousands marched from the school to the embassy.", ["embassy"]),
        # not the doer, not the weapon
        ("The army's murder of Romero shook the country.", ["Romero"]),
        ("Clashes between the army and the rebels went on.", []),
        ("Rockets fired by militants killed three nuns.", ["nuns"]),
        ("A missile attack on the port killed a docker.", ["port"]),
        # not who helped, not whose relative it was
        ("The coalition carried out air strikes with the Royal Air Force.", []),
        ("Clashes with the rebels killed two soldiers.", ["rebels", "soldiers"]),
        ("The president's nephew was kidnapped.", ["president's nephew"]),
        # not a part of it, nor how many there were
        ("Members of the police were killed in the ambush.", ["police"]),
        ("Dozens of shops were burned by the rioters.", ["shops"]),
        ("The blast destroyed the facade of the bank.", ["bank"]),
        ("The bodies of the nuns murdered last week were found.", ["nuns"]),
        ("Two of her bodyguards were assassinated.", ["bodyguards"]),
        # not who tells of it, though the comma is lost
        ("Nine shoppers were killed the Sarma Observatory said.", ["shoppers"]),
        # the name, not what stands before it
        ("Radio host Bob Jones was gunned down.", ["Bob Jones"]),
        # who had the arms to have, not the arms
        ("The navy seized rifles bound for the Houthis.", ["Houthis"]),
        # who lost the ground, not the ground
        ("The town was recaptured from the Houthis in 2017.", ["Houthis"]),
    ],
)
def test_only_those(text: str, expected: list[str]) -> None:
    assert sufferers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # objects and passives
        ("Islamic State militants attacked a police station.", ["police station"]),
        ("Two tankers were hit by torpedoes.", ["tankers"]),
        ("Terrorists dynamited the Peruvian embassy in La Paz.", ["Peruvian embassy"]),
        (
            "A bomb planted by rebels destroyed the U.S. cultural institute.",
            ["U.S. cultural institute"],
        ),
        ("Five passengers travelling on the bus were injured.", ["passengers"]),
        # several
        ("Guerrillas attacked the residence, the hotel and the bank.", ["residence", "hotel", "bank"]),
        ("Traffickers murdered a judge and his driver.", ["judge", "driver"]),
        (
            "Italian engineers and a Spanish technician were abducted.",
            ["Italian engineers", "Spanish technician"],
        ),
        ("The group kidnapped the mayor, his driver and two engineers.", ["mayor", "driver", "engineers"]),
        # prepositions of aim
        ("Hamas fired rockets into Israel.", ["Israel"]),
        ("Militants fired rockets at Ain al-Asad air base.", ["Ain al-Asad air base"]),
        ("The raid on the camp lasted an hour.", ["camp"]),
        ("The attack against the convoy was condemned.", ["convoy"]),
        ("They fired missiles targeting U.S. troops.", ["U.S. troops"]),
        ("A grenade was thrown into a cafe.", ["cafe"]),
        # where a bomb goes off
        ("A car bomb exploded outside the offices of a newspaper.", ["offices"]),
        ("A bomb went off in front of a bank, wounding a guard.", ["bank", "guard"]),
        ("An explosion inside a mosque wounded two worshippers.", ["mosque", "worshippers"]),
        ("They planted a bomb under a bridge.", ["bridge"]),
        # of, and the possessive
        ("The assassination of Judge Maria Elena Diaz was condemned.", ["Maria Elena Diaz"]),
        ("The ministry condemned the killing of six Jesuits and their cook.", ["Jesuits", "cook"]),
        ("Romero's murder shook the country.", ["Romero"]),
        ("The priests' assassination shook the country.", ["priests"]),
        ("The kidnapping of the ambassador lasted a week.", ["ambassador"]),
        # what an act left behind
        ("The blast left six soldiers dead.", ["soldiers"]),
        ("The attack, which left three nuns dead, shook the country.", ["nuns"]),
        ("An airstrike hit a hospital, killing a doctor.", ["hospital", "doctor"]),
        # what it was for
        ("The offensive aimed at driving out Shiite militants began on Friday.", ["Shiite militants"]),
        ("Coalition aircraft carried out a strike to destroy a bunker.", ["bunker"]),
        # whom a base houses, who stands beside the title
        ("Iran attacked a base housing U.S. troops.", ["U.S. troops"]),
        ("The colonel's wife, Angela Piedad, was shot dead.", ["Angela Piedad"]),
        ("Liberal Senator Federico Estrada Velez was kidnapped.", ["Senator Federico Estrada Velez"]),
        ("Nine people, six of them soldiers, were killed.", ["people", "soldiers"]),
        ("The raid killed nine people, six of whom were policemen.", ["people", "policemen"]),
        ("A drone killed Saleh al-Rami, a cleric.", ["Saleh al-Rami"]),
        ("Abu Omar al-Rami died in the strike.", ["Abu Omar al-Rami"]),
        ("Her colleague Hamid Jarrah was gunned down.", ["Hamid Jarrah"]),
        ("Coalition jets bombed IS positions.", ["IS"]),
        # verbs of their own kind
        ("Protesters clashed with police.", ["police"]),
        ("Policemen surrendered to the rebels.", ["rebels"]),
        ("The embassy was the target of a rocket attack.", ["embassy"]),
        ("The police station came under attack.", ["police station"]),
        ("The garrison suffered an attack.", ["garrison"]),
        ("Guerrillas set fire to an ambulance.", ["ambulance"]),
        ("Four fishermen died in the shelling.", ["fishermen"]),
    ],
)
def test_sufferers(text: str, expected: list[str]) -> None:
    assert sufferers(text) == expected
