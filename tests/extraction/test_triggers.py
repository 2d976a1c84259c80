"""The words of every kind of event, as news words them."""

import pytest

from incidents.vocabulary import SubEventType as T
from tests.extraction.test_events import events

READS = {
    T.GOVERNMENT_REGAINS_TERRITORY: """
        Somali troops retook the port town of Hobyo from al-Shabaab on Tuesday.
        The army said it had regained control of Palmyra.
        Iraqi forces have fully liberated Hawija from Islamic State militants.
        The town was recaptured from the rebels in 2016.
        Syrian government forces have driven rebels out of the village of Kafr Nabl.
        Nigerian soldiers flushed Boko Haram fighters out of Bama.
        The military cleared the village of Sambisa of insurgents.
        Pro-government forces wrested the airport in Hodeidah back from the Houthis.
        The recapture of Ramadi was announced by the army on Monday.
        Regime forces took back three villages in Idlib province.
        Ukrainian troops have pushed Russian forces out of Kupiansk.
        Ethiopian troops reclaimed the town of Lalibela from Tigrayan fighters.
        Troops restored government control over the town of Jowhar.
        Soldiers recaptured the town of Marawi from the militants in October.
        The army announced that it had liberated the district of Mosul al-Jadida.
        Government forces dislodged rebels from the hilltop at Masisi.
    """,
    T.NON_STATE_ACTOR_OVERTAKES_TERRITORY: """
        Rebels overran an army base in Kidal.
        The Free Syrian Army says it has driven government troops from the town of Saraqib.
        M23 rebels enter the city of Goma in North Kivu Province.
        Taliban fighters seized control of Kunduz on Monday.
        The town of Sarmada fell to the rebels on Friday.
        Russian forces capture the village of Novoselivka in Donetsk Oblast, Ukraine.
        ISIL fighters have reached the ancient city of Palmyra.
        The M23 took over the mining town of Rubaya.
        The fall of Raqqa to the Islamic State group came after a siege.
        Rebels have captured most of the town of Busra al-Sham.
        The Arakan Army took control of a junta base in Paletwa.
        Israeli troops crossed into Lebanon and occupied three villages.
        Fighters of the Islamic State group swept into Sinjar.
        Soldiers captured the village of Andriivka, the Russian ministry said.
        Separatist fighters have taken the town of Zintan.
        The Taliban captured the provincial capital of Zaranj on Friday.
        Al-Shabaab militants briefly took over the town of Adale.
        Russian troops took control of the village of Velyka Novosilka.
        The paramilitary force seized Wad Madani on Monday.
    """,
    T.ARMED_CLASH: """
        Soldiers and rebels fired at each other in Kobo on Monday.
        Rival militias shot at each other in the streets of Zawiya on Friday.
        Men of two armed groups opened fire on each other in Aden.
        Soldiers clashed with rebels near Goma.
        An army unit confronted a terrorist group near Daraa on Monday.
        Fierce fighting broke out between the army and the RSF in Khartoum on Sunday.
        Two soldiers were killed in a firefight with Taliban fighters in Helmand.
        Troops traded fire with gunmen in Jenin.
        Troops on both sides exchanged fire along the Line of Control on Thursday.
        The army repelled an attack by al-Shabaab on a base in Kismayo.
        Syrian Democratic Forces began their advance on Tabqa on Monday.
        Kurdish fighters launched an offensive to retake Sinjar on Wednesday.
        Security forces battled gunmen in a hotel in Mogadishu.
        Five militants were killed in an encounter with security forces in Kupwara.
        Police shot dead three militants in a gun battle in Quetta.
        Rebels ambushed an army convoy near Arauca, killing six soldiers.
        Heavy clashes erupted in Tripoli between rival militias.
        The Saudi army and Houthi fighters skirmished on the border near Najran.
        A shootout between the army and cartel gunmen left ten dead in Culiacan.
        Afghan commandos killed 20 Taliban fighters in an operation in Ghazni.
        French special forces killed a jihadist leader in a raid near Kidal.
        Ground fighting resumed around Bakhmut.
        The navy fought off pirates in the Gulf of Aden.
        Heavy fighting raged in the streets of Khartoum on Friday.
        Three soldiers and five rebels died in clashes near Bria.
        Government troops and fighters of the RSF clashed in El Fasher.
        Pakistani forces kill 12 militants in an operation in North Waziristan.
        Turkish commandos killed three PKK militants in Hakkari.
        Kurdish forces repelled an Islamic State attack on Kobani.
        Border guards exchange fire with smugglers near Herat.
        The SDF began an operation to isolate Raqqa on Sunday.
        Rebels ambushed a patrol near Kidal, killing four soldiers.
    """,
    T.CHEMICAL_WEAPON: """
        The army used chemical weapons in Ghouta.
        Regime helicopters dropped chlorine on Saraqib.
        Dozens of civilians choked to death in a suspected gas attack in Khan Sheikhoun.
        Islamic State militants fired mustard gas shells at Kurdish fighters near Erbil.
        At least 30 people died in a suspected chemical attack in the town of Douma.
        Rockets loaded with sarin hit the suburb of Zamalka.
        Government helicopters dropped barrels of chlorine gas on Sarmin.
        Islamic State used mustard gas against Kurdish forces near Makhmur.
        A chemical attack killed 80 people in Khan Sheikhoun.
    """,
    T.AIR_DRONE_STRIKE: """
        Israeli warplanes bombed a depot in Damascus.
        A Russian drone hit an apartment block in Kharkiv.
        Ukrainian drones attacked an oil refinery in Ryazan overnight.
        The Israeli Air Force bombs a building in Beirut.
        Regime helicopters dropped barrel bombs on the city of Aleppo.
        Coalition aircraft conducted 12 strikes near Mosul.
        An Israeli strike on a house in Rafah killed six people.
        Fighter jets pounded rebel positions in Idlib.
        The Sudanese air force bombarded a market in Nyala.
        US jets struck an Islamic State camp in Sirte.
        A kamikaze drone crashed into a power station in Odesa.
        A US drone killed four suspected militants in Shabwa.
        Russian planes carried out raids on the town of Maarat al-Numan.
        Near Raqqah, two strikes engaged an ISIL tactical unit and destroyed a fighting position.
        In Iraq, coalition forces carried out nine strikes using attack and remotely piloted aircraft.
        The Myanmar military launched an aerial attack on a village in Sagaing.
        An unmanned aerial vehicle struck a car in Qamishli.
        The RAF launches airstrikes on Houthi launch sites near Hodeidah.
        Warplanes struck a market in the town of Ariha, killing 12.
        Two people were killed when a drone hit their car near Tyre.
        An airstrike by the Saudi-led coalition hit a wedding hall in Sanwan.
        Israeli jets hit targets near Damascus, state media said.
        The US military carried out an airstrike against al-Shabaab near Jilib on Tuesday.
        Barrel bombs killed four people in Darayya.
        Near Mosul, four strikes destroyed two ISIL vehicles and a weapons cache.
        A Ukrainian drone attack set an oil depot on fire in Belgorod.
        Ethiopian air strikes hit the town of Mekelle for a second day.
        Myanmar junta jets bombed a school in Let Yet Kone.
        Militants used 13 drones against an airbase near Latakia.
        Two people were killed by a guided bomb in Kherson.
    """,
    T.SUICIDE_BOMB: """
        Al-Shabaab drove a car bomb into a base in Leego on Friday.
        Two vehicles packed with explosives were driven into a base in Aden on Friday.
        A suicide bomber blew himself up in Kabul.
        Two suicide bombers attacked a mosque in Maiduguri.
        A suicide car bomb exploded outside a police station in Baghdad.
        A man detonated his explosive vest at a checkpoint in Mogadishu.
        A bomber rammed an explosives-laden truck into a base in Gao.
        A suicide attacker struck a voter registration centre in Kabul.
        Three female suicide bombers killed 15 people at a market in Madagali.
        A woman wearing a suicide vest set off her explosives in Maroua.
        A suicide attack killed 12 soldiers in N'Djamena.
        A suicide bomber drove a car packed with explosives into a checkpoint in Baiji.
        At least 20 people died when two bombers blew themselves up in Ankara.
        The airlift has gone on under threats since Thursday, when a suicide bomber killed 13 soldiers in Kabul.
    """,
    T.SHELLING_ARTILLERY_MISSILE_ATTACK: """
        Syrian guns opened up on the town of Reyhanli at dawn.
        Mortar shells hit a market in Donetsk.
        Missiles levelled a row of houses in Ganja.
        Houthi rebels fired a ballistic missile at Riyadh.
        Shelling killed three people in Stepanakert.
        Russian forces shelled Kherson on Monday.
        Regime forces bombarded the town of Douma.
        Two rockets landed near the US embassy in Baghdad.
        Russian artillery struck a hospital in Nikopol.
        Turkish artillery pounded Kurdish positions near Afrin.
        A Russian missile strike on Dnipro killed five people.
        Iran launched dozens of missiles at an Iraqi base housing US troops.
        Rebels shot down a helicopter near Goma.
        A Malaysian airliner was shot down over eastern Ukraine.
        Rebels lobbed mortars into the capital, Bangui.
        A tank fired on a house in Khan Younis, killing two.
        An anti-tank guided missile hit an army vehicle near Metula.
        Grad rockets rained down on Mariupol.
        Iranian-made anti-ship missiles struck a cargo vessel near Hodeidah.
        Artillery duels continued around Avdiivka on Sunday.
        Hezbollah said it targeted the Meron base with missiles.
        Eight people were wounded by shelling in Kramatorsk.
        Rocket fire from Gaza hit the town of Sderot on Monday.
        A missile strike destroyed a hotel in Kharkiv, officials said.
        Twelve civilians were killed when shells hit a displaced persons' camp near Goma.
        Pakistani troops shelled villages in Kunar.
        The Houthis launched two anti-ship missiles at a tanker in the Red Sea.
        Insurgents fired mortars at the airport in Mogadishu.
        Pyongyang fires two short-range missiles into the Sea of Japan.
    """,
    T.REMOTE_EXPLOSIVE_LANDMINE_IED: """
        A roadside bomb killed two soldiers in Helmand.
        A car bomb exploded outside a court in Izmir.
        A landmine blew up a bus in Mali, killing nine.
        An explosion ripped through a market in Quetta, killing 20 people.
        A bomb went off at a cafe in Baghdad.
        An improvised explosive device hit a military convoy in Burkina Faso.
        Guerrillas dynamited an oil pipeline in Arauca.
        Two blasts rocked the centre of Damascus on Monday.
        A parcel bomb injured a clerk in Athens.
        A booby-trapped house blew up in Sirte.
        Limpet mines damaged two tankers in the Gulf of Oman.
        Three car bombings killed 30 people in Baghdad.
        An army vehicle struck a mine near Goma, killing four soldiers.
        Unidentified people set off a bomb outside the ministry in Lima.
        A mine killed three farmers near Kherson.
        A bomb hidden in a parked car killed eight people in Azaz.
        Twin blasts killed 27 worshippers at a mosque in Mazar-i-Sharif.
        An IED exploded as a police van passed in Dera Ismail Khan.
        The FARC bombed a pipeline in Putumayo.
        A bus hit a roadside bomb in Ghor, killing six.
    """,
    T.GRENADE: """
        Attackers hurled a grenade at a bar in Bogota.
        A grenade was thrown into a church in Garissa, killing one.
        Grenade attacks killed four people in Bujumbura.
        Gunmen lobbed hand grenades into a nightclub in Nairobi.
        A hand grenade exploded at a market in Srinagar.
        A grenade killed two people at a rally in Addis Ababa.
        Unknown men threw two grenades at a police post in Mombasa.
    """,
    T.SEXUAL_VIOLENCE: """
        Soldiers raped four women in the village.
        At least 20 women were sexually assaulted by fighters in Walikale.
        Three nuns were raped during the raid on the convent in Kandhamal.
        The UN reported mass rapes by soldiers in Bukavu.
        Rebels raped at least 50 women in the village of Luvungi.
        A girl was raped by soldiers in Aweil.
    """,
    T.ATTACK: """
        A van was driven into worshippers outside a mosque in Luton, killing one.
        Gunmen forced their way into a mosque in Kandahar on Friday.
        Militants blew their way into a prison in Bannu on Friday.
        On Dec. 10, a convoy of aid workers that was to leave Khartoum was fired on.
        Gunmen attacked a village in Plateau State.
        Gunmen on motorcycles shot dead a journalist in Karachi.
        A policeman was stabbed to death in Paris.
        Two officials were axed to death in Chitungwiza.
        Rebels put two prisoners to death in Goma.
        Unidentified gunmen killed three policemen in Quetta.
        The rebels executed 12 villagers in Ituri.
        Assailants with machetes hacked 11 people to death in Beni.
        A mayor was assassinated in Celaya on Monday.
        The bodies of ten executed men were found in Kirkuk.
        Militants beheaded two captives in Palma.
        A man drove a truck into a crowd in Nice, killing 86 people.
        A gunman opened fire at a mosque in Christchurch, killing 42.
        Bandits slaughtered 40 farmers in Zabarmari.
        Israeli forces shot and killed a teenager in Nablus.
        Soldiers tortured a detainee to death in Kayah State.
        Sniper fire killed a woman in Aleppo.
        A drive-by shooting left two officers dead in Acapulco.
        Militants stormed a hotel in Bamako.
        At least 15 civilians were massacred in Djugu.
        Gunmen riddled his car with bullets in Mogadishu.
        Herdsmen raided a farming community in Benue, leaving 18 dead.
        A human rights lawyer was murdered in Medellin.
        A politician was gunned down in Kathmandu.
        Police beat a journalist in Harare.
        The attack on the convoy in Maiduguri left nine dead.
        A man armed with a knife attacked worshippers in London.
        Gunmen killed eight people in an attack on a bus in Minya.
        Armed men attacked a convoy of aid workers in Maban.
        Unknown gunmen assassinated a tribal leader in Daraa.
        Suspected jihadists killed 22 civilians in the village of Banibangou.
        Two Israelis were shot and wounded near Huwara.
        A journalist was found dead with gunshot wounds in Tijuana.
        Police killed a man in Kampala.
        ADF rebels killed at least 17 people with machetes in Mukondi.
        A man stabbed four people in a park in Annecy.
        Israeli troops killed two Palestinians in a raid on Tulkarm.
    """,
    T.ABDUCTION_FORCED_DISAPPEARANCE: """
        Two days later 15 children were taken from a boarding school in Sokoto state.
        Militants hold an unknown number of hostages at a hotel in Bamako.
        Soldiers took away 12 men from the village of Kambe on Friday.
        The mayor was stopped on the road at about 4 p.m. on Friday and taken away blindfolded by a patrol.
        A union leader was led away handcuffed by masked men in Caracas.
        The director of the plant was taken away blindfolded in Enerhodar, the operator says.
        Gunmen kidnapped 30 schoolgirls in Zamfara.
        Armed men seized a French journalist in Gao.
        Two aid workers were taken hostage in Darfur.
        Pirates hijacked a tanker off Somalia with 20 crew aboard.
        Unknown assailants abducted a priest in Kaduna.
        Bandits whisked away 12 passengers in Katsina.
        An activist was forcibly disappeared in Dhaka.
        Militants marched off 40 villagers in Niger State.
        Twenty students were carried off by gunmen in Birnin Yauri.
        The abduction of two engineers in Sebha was reported on Sunday.
        Gunmen snatched a businessman from his home in Port-au-Prince.
        Soldiers took away nine men from the village of Rakhine.
        Bandits abducted 87 people in Kajuru.
        Islamic State militants seized 90 Christians in Tel Tamer.
        Gunmen stopped a bus and kidnapped 15 passengers in Samangan.
        A Dutch tourist was taken hostage in Jolo.
        A splinter group took 110 girls from the town of Dapchi in February.
    """,
    T.EXCESSIVE_FORCE_AGAINST_PROTESTERS: """
        Police opened fire on protesters in Kathmandu.
        Two demonstrators were shot dead by police in Lagos.
        Security forces killed five protesters in Khartoum.
        At least seven people were killed when soldiers fired on a protest in Conakry.
        Police fired live rounds at demonstrators in Nairobi, killing one.
        Israeli troops shot protesters at the Gaza border, wounding 40.
        Soldiers shot dead 12 protesters in Omdurman.
        Police opened fire on demonstrators in Port Moresby, killing three.
        Men of the paramilitary force burned the tents and fired at protesters in Khartoum on Monday.
    """,
    T.PROTEST_WITH_INTERVENTION: """
        Police used water cannon to disperse the crowd in Tbilisi on Monday.
        On June 28, riot police used rubber pellets to break up the pride parade in Izmir.
        Police used batons against marchers in Harare.
        Police fired tear gas at supporters of the opposition in Conakry.
        Officers used pepper spray on demonstrators in Portland.
        Police deployed water cannon against marchers in Hamburg.
        Police dispersed the protesters with tear gas in Minsk.
        Police fired tear gas at demonstrators in Tunis.
        Riot police used water cannon against protesters in Santiago.
        Officers arrested 40 protesters in Moscow.
        More than 200 people were detained at protests across Russia.
        Police broke up a rally in Kampala.
        Police cleared a protest camp in Tbilisi.
        Police used tear gas to disperse protesters in Nairobi.
        Riot police detained 30 demonstrators in Almaty.
    """,
    T.PEACEFUL_PROTEST: """
        Some 40,000 marched through Seville on Sunday.
        A rally in Lodz drew 9,000 on Sunday.
        Thousands of people marched in Istanbul.
        Thousands took to the streets of Algiers to demand reforms.
        Hundreds of teachers staged a sit-in in Amman.
        Students rallied outside the parliament in Dhaka.
        Tens of thousands of Israelis protested in Tel Aviv.
        Workers went on strike and demonstrated in Athens.
        A crowd of about 500 gathered in Belgrade to protest against the election.
        A protest was held in Tbilisi against the new law.
        Anti-government demonstrations were held in Baghdad on Friday.
        Demonstrators blocked a highway in La Paz.
        Women formed a human chain in Minsk.
        Hundreds of people protested in Sweida on Friday.
        Thousands of demonstrators gathered in Tunis on Sunday to denounce the president.
        Protests against the military were held in Mandalay.
        Supporters of the former president rallied in Lahore.
        People banged pots in Yangon on Tuesday evening.
    """,
    T.VIOLENT_DEMONSTRATION: """
        Villagers pelted one another with stones near Sokh on Wednesday.
        Hundreds of his supporters stormed the parliament on Monday.
        Supporters of the defeated candidate broke into the presidential palace in Bishkek on Monday.
        Followers of the cleric stormed the parliament in Baghdad on Saturday.
        Students stormed the Indian embassy in Kathmandu.
        Thousands of loyalists of the former president stormed the congress in Brasilia.
        Protesters stormed the parliament in Belgrade.
        Demonstrators threw stones at police in Srinagar.
        Protesters clashed with police in Kathmandu.
        Rioters set fire to cars in Paris.
        Riots broke out in Jos on Sunday.
        Clashes between demonstrators and police left 20 injured in Caracas.
        An angry crowd torched the governor's office in Kirkuk.
        The Bangladesh army clashed with supporters of the former prime minister in Gopalganj.
        Protesters hurled petrol bombs at police in Athens.
        Rioting erupted in Belfast on Monday night.
        Protesters set fire to the town hall in Bosilegrad.
        Protesters burned tyres and threw stones at soldiers in Tripoli.
        Hundreds of protesters tried to storm the parliament in Chisinau.
        Violent clashes broke out between protesters and police in Paris.
    """,
    T.MOB_VIOLENCE: """
        A man was lynched in Port-au-Prince.
        A mob beat a man to death in Lahore.
        An angry mob killed two suspected thieves in Bangui.
        Villagers burned a man alive in Puebla.
        A mob attacked a mosque in Colombo.
        Vigilantes lynched three men in Guatemala.
        A mob lynched two men in Sololá.
        A mob attacked a police station in Nankana Sahib.
    """,
    T.AGREEMENT: """
        The government and the rebels signed a ceasefire agreement in Juba.
        Israel and Hamas agreed to a truce on Sunday.
        The warring parties reached a deal to exchange prisoners in Stockholm.
        The FARC and the Colombian government signed a peace accord in Cartagena.
        Azerbaijan and Armenia exchanged prisoners on Wednesday.
        Russia and Ukraine swapped 50 prisoners of war on Monday.
        The two tribes made peace in Jonglei.
        The two parties signed a ceasefire in Minsk.
        We welcome the truce that both sides concluded in Sochi.
        The council took note of the truce between Armenia and Azerbaijan.
        A ceasefire brokered by Turkey took effect in Idlib on Friday.
        Hamas freed three hostages in exchange for 90 Palestinian prisoners on Sunday.
        Sudan's army and the rebels struck a truce deal in Jeddah.
        The rebels struck a deal with the army to leave the town of Daraya.
        The militias agreed to a ceasefire in Tripoli.
        Ethiopia and Tigrayan rebels signed a peace agreement in Pretoria.
        Israel and Hezbollah accepted a ceasefire on Tuesday.
        The RSF and the army agreed to a seven-day truce.
        Rebels reached an evacuation deal with the government in Homs.
    """,
    T.ARRESTS: """
        Police arrested two suspected militants in Nairobi.
        Turkish police detained 60 people over suspected links to Islamic State in Istanbul.
        Security forces rounded up dozens of opposition activists in Kampala.
        The leader of the group was captured in Karachi.
        A suspected Islamic State recruiter was arrested in Barcelona.
        Israeli forces arrested 22 Palestinians in raids in the West Bank.
        Authorities took two commanders into custody in Goma.
        Police nabbed five Boko Haram suspects in Lagos.
        The opposition leader was placed under house arrest in Harare.
        Police arrested 12 opposition activists in Minsk.
        Soldiers detained the president in Bamako.
        Indian police arrested five Kashmiri militants in Srinagar.
    """,
    T.CHANGE_TO_GROUP_ACTIVITY: """
        Two hundred rebels surrendered to the army in Goma.
        About 100 mercenaries surrender to the M23 in Goma.
        Israel announced a unilateral ceasefire in Gaza on Saturday.
        The ceasefire began at 2 a.m. in Gaza.
        Forty policemen handed over their weapons to the militia in Baghdad.
        A colonel defected to the rebels in Deir ez-Zor.
        The PKK announced its dissolution on Monday.
        The ELN declared a ceasefire in Colombia on Sunday.
        The group laid down its arms in Sulaymaniyah.
        Turkey sent troops to the border with Syria on Monday.
        The army deployed tanks in Harare on Tuesday.
        Two rebel factions merged in Idlib.
        Fighters pledged allegiance to Islamic State in Sirte.
        Former rebels formed a new armed group in Catatumbo.
        The rebels disarmed in Bouake.
        Some 300 fighters laid down their weapons in Dolakha.
        Colombia's ELN rebels declared a unilateral truce on Friday.
        More than 100 Boko Haram fighters surrendered in Bama.
        Russia deployed troops in Syria on Monday.
    """,
    T.DISRUPTED_WEAPONS_USE: """
        Air defences shot down a Scud over Jizan.
        Police destroyed a second bomb at the station.
        U.S. forces identified two missiles that were being readied for launch and destroyed them on Monday.
        Soldiers spotted a drone over Kobo and shot it down on Monday.
        The frigate tracked a drone over the Red Sea and destroyed it on Friday.
        Air defences intercepted three missiles over Riyadh.
        Ukrainian air defences shot down 20 drones over Kyiv.
        Police defused a car bomb in Derry.
        Sappers deactivated an explosive device in Lima.
        Police found a cache of weapons in Medellin.
        The US Navy seized a dhow carrying rifles in the Arabian Sea.
        Troops seized 200 rifles and ammunition in Jonglei.
        All the drones were intercepted over Erbil.
        The coalition destroyed two explosive-laden boats in Hodeidah.
        The navy said it had destroyed an incoming drone over the Red Sea.
        A landmine was safely detonated by the army in Arauca.
        Security forces foiled a bomb attack in Peshawar.
        Bomb disposal experts blew up a suspicious package in Athens.
        Saudi forces said they thwarted an attack by an explosive boat off Jizan.
        Iraqi security agencies stopped a car with a bomb in Baghdad.
        Soldiers discovered an arms depot in Cali.
        The Iron Dome intercepted two rockets over Sderot.
        Air defense systems downed 12 Ukrainian drones over Belgorod.
        Israel intercepted a missile fired from Yemen on Thursday.
        Russian air defences shot down 12 Ukrainian drones over Bryansk.
        Police defused two bombs near a school in Kirkuk.
        The coast guard seized a shipment of missile parts bound for Yemen.
        Coalition forces found a weapons cache in Anbar.
        Security forces thwarted a car bomb attack in Jalalabad.
        US forces shot down three Houthi drones in the Red Sea.
        Egyptian authorities seized explosives in Arish.
    """,
    T.HEADQUARTERS_OR_BASE_ESTABLISHED: """
        Russian troops set up a base near Kharkiv.
        The rebels established their headquarters in Bunia.
        Turkish forces set up an observation post near Morek.
        The army established a military outpost in Rakhine.
        Israeli forces established a checkpoint at Quneitra.
        Wagner fighters built a base near Tombouctou.
        The US army set up a base in Shaddadi.
    """,
    T.LOOTING_PROPERTY_DESTRUCTION: """
        Militants burned houses in the village.
        Gunmen torched a school in Yala.
        Soldiers looted shops in Wad Madani.
        Settlers set fire to a mosque near Ramallah.
        Israeli forces demolished four homes in Jenin.
        Arsonists set a church ablaze in Surabaya.
        The militia looted a World Food Programme warehouse in El Fasher.
        Attackers vandalised a Jewish cemetery in Strasbourg.
        Militants destroyed ancient temples in Palmyra.
        Israeli bulldozers razed a village near Hebron.
        Rebels looted the market in Bambari.
        Jewish settlers torched cars in Huwara.
        Boko Haram fighters burnt down 60 houses in Chibok.
    """,
    T.NON_VIOLENT_TRANSFER_OF_TERRITORY: """
        Syrian army units entered the town of Manbij.
        Israeli troops withdrew from the town of Khiam.
        The rebels handed over the base to the army in Kidal.
        Government forces entered the town of Manbij without a fight.
        Wagner mercenaries left their base in Kidal.
        The army withdrew from the city of El Fasher.
        UN peacekeepers handed over their camp in Kidal to the Malian army.
        Rebels evacuated the town of Daraya under a deal with the government.
        Soldiers withdrew from the town of Kalma.
        UN peacekeepers handed over their camp in Kidal to the army.
    """,
    T.OTHER_STRATEGIC: """
        President Bongo was overthrown in Libreville in August 2023.
        Captain Traore seized power in Ouagadougou in September 2022.
        Soldiers detained the president in Niamey on Wednesday and suspended the constitution.
        The king sacked the cabinet and assumed direct power in Kathmandu in February 2005.
        Colonel Goita ousted the civilians in Bamako in May 2021.
        The junta deported 300 foreigners from Bamako.
        Soldiers seized power in a coup in Niger on Wednesday.
        The army ousted the president in Ouagadougou.
        A mass grave with 30 bodies was found in Sinjar.
        The military declared a state of emergency in Yangon.
        Israel imposed a blockade on Gaza.
        The government imposed a curfew in Srinagar.
        The Pakistani army deported hundreds of Afghans at Torkham.
        Soldiers seized power in Gabon on Wednesday.
        A mass grave was discovered near Tarhuna.
        Militants have besieged the town of Djibo since February.
    """,
}


@pytest.mark.parametrize(
    ("text", "kind"),
    [(line.strip(), kind) for kind, lines in READS.items() for line in lines.strip().splitlines()],
)
def test_the_words_tell_the_kind(text, kind):
    assert [e.sub_event_type for e in events(text)] == [kind]
