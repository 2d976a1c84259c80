"""What holds of no one day tells of nothing; the same words with a day or a toll of their own do."""

from datetime import date

import pytest

from incidents.extraction import Article, extract

PUBLISHED = date(2024, 1, 20)  # a Saturday
BEFORE = "The minister met a delegation in Oslo. They spoke of the war against the rebels and of aid.\n\n"

GENERAL = """
Alliance jets have carried out more than 900 strikes in Syria.
The air force has hit over 2,400 targets in Iraq.
Coalition aircraft have flown 12,000 missions over Libya and dropped 3,100 bombs.
More than 150 blue helmets have lost their lives in Mali since 2013.
At least 60 reporters have been killed this year, half of them in combat, in Syria and Yemen.
The army supports fighters who attack our troops in Iraq.
Rockets aimed at towns in Israel must stop.
Moscow must end its bombing of hospitals in Syria.
We ask both sides in Sudan to halt attacks on convoys.
The frigate sailed for the Gulf to protect tankers from attack.
The minister thanked soldiers who fought the rebels in Helmand.
He honoured the families of those killed in Iraq.
HMS Avon sailed for the Gulf on Friday to defend shipping from attack.
Travel to Niger is unsafe because of terrorism and kidnapping.
Rape is used as a weapon of war in the east of Congo.
A declaration on preventing sexual violence in conflict was agreed in Geneva on Friday.
In the Bosnian war thousands of women were raped.
Across the world children are abducted and killed by armed groups.
Every day farmers are killed by landmines in Angola.
Nationals are advised against all travel to Chad after bombings there.
Marines practised an assault in Latvia on Tuesday during Exercise Steel Wall.
The country took on the presidency of the council on 1 January.
The council is concerned by a new escalation, including ground offensives and aerial bombardments, in Syria.
Fresh operations have resulted in many civilian casualties in Syria.
Some 30,000 people have been killed since then in Syria.
The militia's attacks on ships threaten all trade in the Red Sea.
She expressed concern about fighting between the army and rebels in Kordofan.
The regime has destroyed hospitals, schools and power stations across Ukraine.
In the last decade insurgents have carried out attacks in Kenya and Uganda.
Soldiers came home to Catterick from Helmand, where they fought the Taliban.
Sappers blew up a mine of the Second World War off Margate on Friday.
A submarine test-fired a missile in the White Sea on Friday.
The sanctions announced on Friday are measures targeting suppliers of the army in Myanmar.
As the army grows stronger the coalition has handed over bases and ammunition in Iraq, and it said so on Friday.
In all, 31 journalists were murdered in Mexico in 2017.
Pirates attacked 200 ships off Somalia in 2010.
The navy's newest ship fired a missile during trials off Hawaii on Friday.
Parliament voted to authorise air strikes on the rebels in Syria.
The army has intensified its shelling of Maarat since April.
Russia and the regime have stepped up air strikes in Syria since late April.
People in Hama live in a part of the city where jets raid the markets.
"""

TOLD = """
The army condemned fighters who attacked a convoy near Mosul on Tuesday.
Rockets aimed at the town of Sderot wounded two people on Friday.
The minister thanked soldiers who fought off rebels at Camp Bastion on Friday.
The kidnapping of six nurses in Zamfara on Monday was condemned by the union.
Gunmen killed 31 worshippers at a mosque in Kano in 2014.
Attacks by gunmen have killed nine villagers near Jos since Friday.
We condemn in the strongest possible terms the attack on pilgrims in Quetta on Tuesday.
Norway condemns the attack that took place on Friday at Camp Hurriya killing six people.
Violence broke out in Kano on Friday after gunmen shot two policemen.
Twelve civilians were killed by a landmine near Kuito on Tuesday.
The minister called for an inquiry into Thursday's raid on a clinic in Goma.
The army has intensified its shelling of Maarat since Tuesday, killing nine.
On Tuesday it bombed a part of Hama where rebels have a depot.
She urged both sides to keep the truce that they signed in Juba on Monday.
"""


@pytest.mark.parametrize("text", GENERAL.strip().splitlines())
@pytest.mark.parametrize("before", ["", BEFORE], ids=["alone", "within"])
def test_no_day_no_incident(before: str, text: str) -> None:
    assert [d.summary for d in extract(Article("a", "", before + text, PUBLISHED)).drafts] == []


@pytest.mark.parametrize("text", TOLD.strip().splitlines())
def test_a_day_of_its_own_makes_it_one(text: str) -> None:
    assert len(extract(Article("a", "", BEFORE + text, PUBLISHED)).drafts) == 1
