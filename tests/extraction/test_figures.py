"""How many were killed and wounded by all that a sentence says. First what must not be counted.

Figures are written as "14", "14+" (at least), "-40" (up to), "2-3"; "" is not told, "0" is told to be none.
"""

from __future__ import annotations

import pytest

from incidents.extraction import figures
from incidents.extraction.mentions.casualties import find
from incidents.extraction.records import Range
from incidents.vocabulary import CasualtyKind
from tests.extraction.tools import BEFORE, sentence


def shown(value: Range | None) -> str:
    if value is None:
        return ""
    if value.min == value.max:
        return str(value.min)
    if value.max is None:
        return f"{value.min}+"
    return f"{'' if value.min is None else value.min}-{value.max}"


def harm(text: str) -> tuple[str, str]:
    mentions = find(sentence(text))
    killed, wounded = (
        figures.total(mentions, kind, BEFORE + text) for kind in (CasualtyKind.KILLED, CasualtyKind.WOUNDED)
    )
    return shown(killed), shown(wounded)


@pytest.mark.parametrize(
    "text",
    [
        "The dead included three children and a nurse.",
        "Officials did not say whether there were casualties.",
        "There was no immediate word on casualties.",
        "It was not clear if anyone was hurt.",
        "It was not immediately clear how many people were killed.",
        "Casualty figures were not available.",
        "If they attack, hundreds will be killed.",
        "Ten of the wounded were in a serious condition.",
        "Two of the injured are in critical condition.",
        "At 9 p.m. 12 gunmen attacked the post.",
        "Among the dead were two children.",
        "Among those killed was a senior officer.",
        "The mayor was unharmed.",
    ],
)
def test_nobody_is_counted(text: str) -> None:
    assert harm(text) == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "The war has killed more than 100,000 people.",
        "More than 3,000 people have been killed this year.",
    ],
)
def test_a_war_or_a_stretch_of_time_is_no_event(text: str) -> None:
    assert all(m.is_campaign for m in find(sentence(text)))
    assert harm(text) == ("", "")


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("There were no casualties.", "0", "0"),
        ("There were no casualties among the troops, the army said.", "0", "0"),
        ("No casualties or damage were reported.", "0", "0"),
        ("No one was killed or wounded.", "0", "0"),
        ("No one was injured in the attack.", "", "0"),
        ("Nobody was hurt in the attack.", "", "0"),
        ("The strike caused no casualties.", "0", "0"),
        ("The rockets caused neither casualties nor damage.", "0", "0"),
        ("The army reported no losses.", "0", "0"),
        ("It landed in an open area without causing casualties.", "0", "0"),
    ],
)
def test_told_to_be_none(text: str, killed: str, wounded: str) -> None:
    assert harm(text) == (killed, wounded)


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("At least 79 people were killed, many executed in the street.", "79+", ""),
        ("They murdered 20 hostages, hacking many of their victims to death.", "20", ""),
        ("Fresh violence in the town this week has left six people dead.", "6", ""),
        ("Gunmen killed a rescue team.", "2+", ""),
        ("The shelling killed 14 people and wounded dozens.", "14", "24+"),
        ("At least 14 people were killed and dozens wounded on Monday.", "14+", "24+"),
        ("The blast killed up to 40 people, a doctor said.", "-40", ""),
        ("Nearly 30 soldiers died in the raid.", "-30", ""),
        ("Some 25 villagers were massacred.", "25", ""),
        ("The gunmen killed five of them, a police colonel and a doctor said.", "5", ""),
        ("Three guards were shot dead, two policemen told reporters.", "3", ""),
        ("Militants shot dead two soldiers, an army officer and a witness said.", "2", ""),
        ("Gunmen shot dead a prominent journalist and critic of the militias.", "1", ""),
        ("A councillor and his bodyguard were shot dead.", "2", ""),
        ("A policewoman and her seven-year-old son were killed.", "2", ""),
        ("The bomb killed the mayor of the town and two of his bodyguards.", "3", ""),
        ("The suicide bomber killed at least eight civilians and a soldier.", "9+", ""),
        ("Ten civilians and three technicians were killed, and 34 people injured.", "13", "34"),
        ("Two officials, ward chief Ali Said and a registrar, Omar Juma, were shot dead.", "2", ""),
        ("Three brothers, Ali, Omar and Yusuf, were killed.", "3", ""),
        ("The attack killed a mother, her three children and three other children.", "7", ""),
        ("A family of five was gunned down.", "5", ""),
        ("A family of four were killed when a shell hit their home.", "4", ""),
        ("Gunmen killed seven members of one family.", "7", ""),
        ("Bomb kills 13 people, wounds 31.", "13", "31"),
        ("A car bomb killed seven people, wounded five and destroyed a bridge.", "7", "5"),
        ("At least 18 people have been killed, 117 wounded in two blasts.", "18+", "117"),
        ("Two dead, five hurt in market blast.", "2", "5"),
        ("6 killed, 20 injured in bus attack.", "6", "20"),
        ("The attack left 16 people dead, 39 injured and a market in ruins.", "16", "39"),
        ("The clash left no fewer than five persons dead.", "5+", ""),
        ("The strike left 22 dead and scores wounded.", "22", "40+"),
        ("Over 50 persons, including soldiers, may have died.", "50+", ""),
        ("Nine of the passengers were reportedly killed or missing.", "-9", ""),
        ("Ten people died, including three children.", "10", ""),
        ("Twelve people, three of them children, were killed.", "12", ""),
        ("Twelve people, among them two nurses, were killed.", "12", ""),
        ("Seven soldiers were killed, two of whom were officers.", "7", ""),
        ("The explosion killed six people, most of them women.", "6", ""),
        ("The raid killed 20 people, half of them civilians.", "20", ""),
        ("The raid killed 20 people, bringing the toll to 45.", "45", ""),
        ("The death toll rose to 35 on Tuesday.", "35", ""),
        ("The toll from the bombing has climbed to at least 60.", "60+", ""),
        ("The death toll now stands at 112.", "112", ""),
        ("Hospital officials put the death toll at 27.", "27", ""),
        ("The ministry put the number of dead at 31 and the wounded at 90.", "31", "90"),
        ("The number of wounded rose to 80.", "", "80"),
        ("Three of the wounded later died in hospital.", "3", ""),
        ("One of the injured died on Sunday.", "1", ""),
        ("A fifth person was taken to hospital in a critical condition.", "", "1"),
        ("A second policeman was wounded.", "", "1"),
        ("A third soldier died of his wounds.", "1", ""),
        ("One soldier was killed and another wounded.", "1", "1"),
        ("One soldier was killed and two more were wounded.", "1", "2"),
        ("A guard was killed and three others hurt.", "1", "3"),
        ("Another five people were wounded.", "", "5"),
        ("Five more bodies were pulled from the rubble.", "5", ""),
        ("Rescuers pulled the bodies of nine people from the ruins.", "9", ""),
        ("Police found nine bodies in a mass grave.", "9", ""),
        ("The attacker was shot dead by police.", "1", ""),
        ("Police shot and killed the attacker.", "1", ""),
        ("Both attackers were killed.", "2", ""),
        ("The two gunmen were killed by the guards.", "2", ""),
        ("All four attackers died.", "4", ""),
        ("Three militants were killed and a policeman was wounded in the clash.", "3", "1"),
        ("The army said it killed 12 militants and lost two soldiers.", "14", ""),
        ("The army lost two soldiers in the fighting.", "2", ""),
        ("The bomber killed himself and six others.", "7", ""),
        ("A bomber blew himself up, killing five.", "5", ""),
        ("The gunman killed three people before turning the gun on himself.", "3", ""),
        ("Four people suffered minor injuries.", "", "4"),
        ("Several soldiers sustained gunshot wounds.", "", "2+"),
        ("Two children were being treated for burns.", "", "2"),
        ("Doctors were treating 48 people for gunshot wounds.", "", "48"),
        ("Hospitals treated more than 60 wounded.", "", "60+"),
        ("The hospital received 14 bodies and 30 wounded people.", "14", "30"),
        ("The wounded numbered 35.", "", "35"),
        ("Thirty-five people were wounded, ten of them seriously.", "", "35"),
        ("The shooting left a man fighting for his life.", "", "1"),
        ("Two people, a woman and a child, were killed.", "2", ""),
        ("The two victims, a shopkeeper and his son, died at the scene.", "2", ""),
        ("Between 30 and 40 people were killed.", "30-40", ""),
        ("Thirty to 40 people died.", "30-40", ""),
        ("Two or three people were hurt.", "", "2-3"),
        ("Twenty people were killed or wounded.", "-20", "-20"),
        ("The fighting claimed the lives of 15 soldiers.", "15", ""),
        ("The blast claimed at least nine lives.", "9+", ""),
        ("At least nine lives were lost.", "9+", ""),
        ("More than a dozen people were killed.", "12+", ""),
        ("Half a dozen villagers died.", "6", ""),
        ("Dozens of people were killed and hundreds injured.", "24+", "200+"),
        ("Scores of people have been killed.", "40+", ""),
        ("A number of people were injured.", "", "2+"),
        ("An unspecified number of people were wounded.", "", "2+"),
        ("Many people were wounded.", "", "2+"),
        ("Around 10 troops who had been detained were killed.", "10", ""),
        ("A drone strike killed a senior commander of the group.", "1", ""),
        ("The strike killed Abu Hasan, a commander of the group.", "1+", ""),
        ("Two journalists with a local station were assassinated.", "2", ""),
        ("The minister was killed along with four of his guards.", "5", ""),
        ("The gunmen slit the throats of 12 people.", "12", ""),
        ("The militants beheaded two hostages.", "2", ""),
        ("Thirty men were executed.", "30", ""),
        ("The rebels burned eight villagers alive.", "8", ""),
        ("A mob lynched two men.", "2", ""),
        ("Four men were hacked to death.", "4", ""),
        ("Eight people burned to death.", "8", ""),
        ("Two people drowned as they fled.", "2", ""),
        ("A 28-year-old man was wounded.", "", "1"),
        ("A man, 42, and a woman, 39, were killed.", "2", ""),
        ("The 12 gunmen wounded a guard.", "", "1"),
        ("The 7 killed were buried on Friday.", "7", ""),
        ("The seven killed included a child.", "7", ""),
        ("Eleven others were injured when the attacker detonated his car.", "", "11"),
        ("As many as 25 people, most of them vendors, were killed and over 65 injured.", "-25", "65+"),
        ("Six people were killed and many others injured.", "6", "2+"),
        ("Five civilians and one police officer were killed and another injured.", "6", "1"),
        ("Two soldiers were killed and one wounded when their convoy was hit.", "2", "1"),
        ("Over 40 people have been reported killed.", "40+", ""),
        ("Hundreds are feared dead.", "200+", ""),
        ("The toll rose to 20 dead and 55 wounded.", "20", "55"),
        ("Four hostages and three of their captors died.", "7", ""),
        ("Rockets hit a school; three pupils and a teacher died.", "4", ""),
        ("Airstrikes killed 56 civilians, among them 11 children.", "56", ""),
        ("The airstrikes resulted in 56 civilians dying.", "56", ""),
        ("The explosion resulted in the deaths of two guards and injuries to five others.", "2", "5"),
        ("The attack caused the death of three people and injured four.", "3", "4"),
        ('He said that 22 rebels had been "neutralised".', "22", ""),
        ("Troops eliminated 15 terrorists.", "15", ""),
        ("Forces killed two and arrested three.", "2", ""),
        ("Shells killed a woman with four of her children and an old man.", "6", ""),
        ("A woman and her four children died.", "5", ""),
        ("An elderly couple were killed.", "2", ""),
        ("A couple and their daughter died.", "3", ""),
        ("Two couples were killed.", "4", ""),
        ("A toddler and two adults were hurt.", "", "3"),
        ("The shell hit a house, killing all six people inside.", "6", ""),
        ("All 16 people on board were killed.", "16", ""),
        ("The pilot and co-pilot were killed.", "2", ""),
        ("Three of the five hostages were killed.", "3", ""),
        ("One of the three bombers was killed.", "1", ""),
        ("The governor survived but four of his guards were killed.", "4", ""),
        ("The vice-governor escaped unhurt, but his driver was wounded.", "", "1"),
    ],
)
def test_each_victim_is_counted_once(text: str, killed: str, wounded: str) -> None:
    assert harm(text) == (killed, wounded)
