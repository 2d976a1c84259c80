"""What tells of no incident: plans, threats, drills, accidents, business, sport, diplomacy, courts, wars."""

from datetime import date

import pytest

from incidents.extraction import Article, extract
from tests.extraction.test_events import events

QUIET = """
Iran vowed on Monday to strike Israel after the killing.
The army plans to retake the town of Bama by the end of the year.
Ukraine could attack the bridge in Kerch, analysts said on Friday.
The minister warned on Tuesday of an attack on the airport in Baghdad.
North Korea threatened to fire missiles at Guam.
South Korean and US troops began a joint military exercise near Pohang on Monday.
Jets bombed mock targets in a live-fire drill in Poland on Tuesday.
Hundreds of people marked the anniversary of the Srebrenica massacre on Thursday.
A court in Paris sentenced a man on Friday to 20 years for the 2015 attack.
The trial of five men accused of bombing a mosque opened in Berlin on Monday.
A bus crashed near Lahore on Sunday, killing 20 people.
An explosion at a fireworks factory in Tamil Nadu killed six workers on Tuesday.
A gas explosion destroyed a building in Istanbul on Sunday, killing two.
A hurricane struck the coast of Honduras on Monday, killing 12.
The earthquake hit the city of Gaziantep on Monday.
Floods killed 30 people in Kabul on Friday.
A plane crashed near Kathmandu on Sunday, killing 72 people.
A wildfire destroyed 40 houses in Attica on Saturday.
A passenger ferry sank off Lampedusa on Tuesday and 30 people died.
Arsenal captured the title at Wembley on Saturday.
The striker shot wide and then fired the winner against Chelsea on Sunday.
Shares in Tokyo were hammered on Monday by fears of a trade war.
The company launched an attack on its rival in London on Tuesday.
The bank was hit by a cyber attack on Friday.
Hackers attacked the website of the ministry in Kyiv on Monday.
The president died of a heart attack in Nairobi on Sunday.
The former head of the firm died on Monday at the age of 79.
Children were taken from the school in Kano to hospital on Monday.
The navy stopped a ferry off Bari on Monday with migrants aboard.
The mission, which on Tuesday reported 1,366 civilians killed in the first half of the year in Kabul, met.
Mourners in Kigali remembered the dead of the massacre on Sunday.
About 900 people have been kidnapped in Mexico since 2014.
Oil prices struck a record high in New York on Tuesday.
The two leaders reached an agreement on trade in Geneva on Friday.
The United States and Iraq signed a loan agreement in Baghdad on Thursday.
France and Chad signed a deal on customs in Ndjamena on Monday.
The foreign ministers of Turkey and Russia met in Sochi on Friday to discuss Syria.
The Security Council voted on Tuesday to extend sanctions on Mali.
Germany condemned the escalation in Gaza and called for a ceasefire on Sunday.
The secretary-general urged the parties in Sudan on Monday to agree to a truce.
More than 300,000 people have been killed in Syria since the war began.
The war in Yemen has killed tens of thousands of people.
Boko Haram has killed thousands in its campaign for an Islamic state.
The coalition has carried out 12,000 strikes since 2014.
Police arrested a man in Manchester on Friday on suspicion of burglary.
A man was arrested in Lagos on Tuesday for fraud.
Police in Cologne seized 40 kilograms of cocaine on Monday.
Customs officers seized a shipment of cigarettes in Rotterdam on Friday.
The film shooting began in Morocco on Monday.
The government raised the price of fuel in Cairo on Sunday.
The party captured 40 seats in the election in Jakarta on Wednesday.
The firm took control of a rival in Mumbai on Friday.
The country took on the presidency of the union in Riga on Monday.
The army sank to a new low in Naypyidaw on Friday.
The ministers called in Oslo on Friday for a truce in Libya.
The airline took over the terminal in Dubai on Monday.
She took part in a conference in Amman on Tuesday.
The army took part in a parade in Moscow on Thursday.
The talks took place in Doha on Wednesday.
If rebels attack the town of Goma, the army will respond.
The general said that troops must be ready to fight in Donbas.
There was no attack on the base in Erbil on Monday, the coalition said.
No explosion was reported in Karachi on Tuesday.
The suspected bomb in Munich turned out to be a hoax.
The ministry of health launched a campaign against malaria in Kampala on Monday.
Doctors are fighting an outbreak of Ebola in Beni.
Firefighters battled a blaze in Athens on Saturday.
The minister fired his deputy in Rome on Monday.
Nurses went on strike in London on Tuesday over pay.
The teachers' union called off a strike in Nairobi on Friday.
Rail workers plan to strike in Paris on Thursday.
The company opened a new office in Erbil on Monday.
The charity set up a camp for refugees in Gaziantep on Friday.
A museum of the war opened in Sarajevo on Tuesday.
The documentary tells of the siege of Aleppo.
The president deployed a new strategy against inflation in Ankara on Monday.
The navy rescued 200 migrants off Malta on Sunday.
Soldiers helped to clear snow in Madrid on Saturday.
Troops cleared mines from a road near Mosul on Monday.
Rescue teams recovered three bodies from the river in Dhaka on Tuesday.
Lebanon defeated Iraq in Doha on Friday.
The rebels withdrew from the peace talks in Geneva on Monday.
A shark attack killed a swimmer off Perth on Sunday.
A bear attacked a hiker near Brasov on Tuesday.
Stone Age hunters killed mammoths near Krakow.
The mayor came under attack in Rome on Monday for his remarks.
The attack on his character was unfair, the senator said in Washington on Friday.
The coach defended his side's attack in Madrid on Saturday.
The UN official expressed concern about reports of fighting in Tigray.
The Pentagon announced the sale of missiles to Poland on Tuesday.
A ship carrying wheat arrived in Djibouti on Monday.
The refugees fled to Turkey.
Veterans of the battle gathered in Normandy on Thursday.
The terrorist threat level was raised in Brussels on Monday.
Security forces are on alert in Jerusalem for possible attacks.
A bill on weapons was signed in Texas on Friday.
He bombed at the box office in Mumbai on Sunday.
Rebels and government will sign a peace deal in Khartoum next week.
The drone show in Dubai drew thousands on Friday.
The US approved the export of drones to India on Monday.
The prime minister survived a no-confidence vote in Islamabad on Sunday.
The senator was elected in Manila on Monday after a bitter fight.
An Indian court acquitted 12 men of the train bombings on Monday.
The central bank intervened in Beirut on Tuesday to defend the pound.
The parade in Kyiv was cancelled for fear of rocket attacks.
The city was liberated in 1945.
Teachers in Kano fight against poverty.
Two trains collided near Odisha on Friday, killing 280.
Smugglers killed a policeman in a car crash near Calais on Sunday.
The cable company ambushed its rival in London in February with a higher bid.
The train was going off the rails near Odisha on Friday, a witness said.
Police pushed people back from the fence in Lyon on Sunday.
Soldiers tried to arrest the banker in Beirut on Monday, a lawyer said.
"It was like a bomb going off in Balasore on Friday," said a passenger.
Hezbollah and Israel have exchanged fire almost daily.
The coalition has been bombing the rebels since March 2015.
The takeover chief ambushed him in London in February with a better offer.
The convoy that was to reach Kobo on Monday was to be fired on by rebels, a cable said.
Police said on Monday that a group planned to storm the palace in Dakar.
A goods train derailed and blew up near Albany on Saturday, killing four people.
A tanker collided with a barge and exploded off Lagos on Sunday.
Two men were taken away by the police in Lyon on Friday.
A man took a rifle out of a bag in Tunis on Friday.
The king sacked the government in Kathmandu on Friday.
Firefighters sprayed cars with foam in Turin on Monday.
A commander on Friday urged strikes on Kampala.
The company's board deposed its president in Oslo on Monday after a vote.
The president dissolved the government in Rome on Tuesday.
The rebels threatened on Friday to take hostages and to shoot them in Goma.
Students entered the parliament in Oslo on Friday for a tour.
Supporters of the club filled the hall in Turin on Sunday.
Police used pepper in the kitchen of the canteen in Lyon on Monday.
At least 1,100 people were killed, wounded or kidnapped in January alone, the United Nations said.
Gangs killed 400 people in December alone, a rights group counted.
In 2022 alone, 800 villagers were abducted, the report says.
Customs men seized 300 bottles of whisky in Oslo in March.
He asked on Monday for the drone in Lyon to be tested and they rebuilt it.
"""


@pytest.mark.parametrize("text", QUIET.strip().splitlines())
def test_nothing_happened(text):
    assert extract(Article("a", "", text, date(2024, 1, 20))).drafts == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The strike on Tuesday follows rocket attacks on the embassy in Baghdad.", 2),
        ("The U.S. military shot down four drones and struck a radar station near Hodeidah on Monday.", 2),
        ("Five people were killed on Friday when gunmen opened fire at a rally in Karachi.", 1),
        ("Police arrested 12 militants in raids in Nairobi on Friday.", 1),
        ("He wrote after the attacks in Lyon on 3 January, in which gunmen murdered nine people.", 1),
        ("The strike on Doctors Without Borders in Kunduz killed nurses on Friday.", 1),
        ("Doctors and nurses went on strike in Kunduz on Friday.", 0),
        (
            "A raid on Sunday came eight days after a truck bomb tore through a checkpoint, killing 79 people.",
            2,
        ),
        ("The opposition accused the army of killing 300 civilians in Ghouta on Wednesday.", 1),
        ("The army tried to storm the town of Daraya on Tuesday.", 1),
        ("A convoy that was to bring food to Kobo was fired on near the bridge on Monday.", 1),
        ("A bus that was to fetch pilgrims was bombed in Quetta on Friday.", 1),
        ("Rebels who threatened to burn the capital were killed on Monday in Kobo.", 1),
        ("The judge who was to hear the case was shot dead in Cali on Tuesday.", 1),
        ("Police used water cannon to disperse the crowd in Tbilisi on Monday.", 1),
        ("The group says the raid on Garissa is revenge for Kenya's military operations in Somalia.", 1),
        ("A missile hit the camp at Safer on Friday and set off the munitions stored there.", 1),
        ("The colonel died in the bombing at the age of 40.", 1),
    ],
)
def test_how_many_acts_a_sentence_tells(text, count):
    assert len(events(text)) == count
