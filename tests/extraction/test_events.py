"""What one sentence tells: nothing where nothing happened, one event for one act in many words, two for two."""

from datetime import date

import pytest

from incidents.extraction import Article, language, pipeline
from incidents.extraction.clean import clean
from incidents.extraction.records import Event
from incidents.extraction.sentences import split
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.vocabulary import SubEventType as T
from incidents.vocabulary import Weapon

GAZETTEER = Gazetteer.load()


def events(text: str) -> list[Event]:
    article = Article("a", "", text, date(2024, 1, 20))
    sentences = split(clean(text)).sentences
    parsed = pipeline.parsed(sentences, language.parse(s.text for s in sentences))
    mentions = [pipeline.find_mentions(s, article, GAZETTEER) for s in parsed]
    return list(pipeline.find_events(pipeline.settle_places(mentions, GAZETTEER)))


def names(actors) -> list[str]:
    return [a.canonical for a in actors]


# --- silence ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Iran vowed to strike Israel.",
        "The army could attack the town on Monday.",
        "If rebels attack the base, the army will respond.",
        "Officials fear an attack on the embassy.",
        "There was no attack on the base.",
        "The website of the ministry was attacked.",
        "A hurricane struck the town.",
        "More than 300,000 people have been killed since the war began.",
        "The minister fired his deputy.",
        "The firm launched a new product in Baghdad.",
        "The company captured a share of the market.",
        "The meeting took place in Baghdad.",
    ],
)
def test_what_did_not_happen_is_no_event(text):
    assert events(text) == []


# --- parties -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "agent", "patient"),
    [
        ("Houthi rebels attacked a Saudi convoy.", "Houthi movement", "Saudi Arabia"),
        ("A Saudi convoy was attacked by Houthi rebels.", "Houthi movement", "Saudi Arabia"),
        ("An attack on U.S. troops by Boko Haram killed two.", "Boko Haram", "United States"),
        ("Israel carried out air strikes on Hezbollah.", "Israel", "Hezbollah"),
        ("Hezbollah fired rockets at Israeli soldiers.", "Hezbollah", "Israel"),
    ],
)
def test_who_did_it_to_whom(text, agent, patient):
    (event,) = events(text)
    assert (names(event.agents)[:1], names(event.patients)[:1]) == ([agent], [patient])


@pytest.mark.parametrize(
    "text",
    ["Seventeen people lost their lives in Alexandria on Sunday.", "A blast in Homs left 31 people hurt."],
)
def test_those_hurt_are_no_doers(text):
    (event,) = events(text)
    assert names(event.agents) == []


def test_a_between_behind_the_verb_tells_who_clashed():
    text = "Clashes have been going on since dawn between the Islamic State group and the Taliban in Kunar."
    (event,) = events(text)
    assert "Taliban" in " ".join(names(event.agents) + names(event.patients))


def test_an_accusation_tells_who_and_no_new_event():
    (event,) = events("The United States accused Iran of attacking U.S. troops.")
    assert (event.triggers, names(event.accused)) == ((), ["Iran"])


def test_an_exchange_of_fire_is_one_event_each_way():
    there, back = events("India and Pakistan exchanged fire across the Line of Control.")
    assert (names(there.agents), names(back.agents)) == (["India"], ["Pakistan"])
    assert (names(there.patients), names(back.patients)) == (["Pakistan"], ["India"])


def test_seized_weapons_are_aimed_at_whom_they_were_sent_to():
    (event,) = events("The U.S. Navy seized a cargo of missiles sent from Iran to the Houthis.")
    assert event.sub_event_type is T.DISRUPTED_WEAPONS_USE
    assert names(event.patients) == ["Houthi movement"]


# --- kinds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Government troops recaptured the city of Mosul.", T.GOVERNMENT_REGAINS_TERRITORY),
        (
            "The Syrian army backed by Hezbollah captured the town of Zabadani.",
            T.GOVERNMENT_REGAINS_TERRITORY,
        ),
        ("Islamic State militants captured the town of Palmyra.", T.NON_STATE_ACTOR_OVERTAKES_TERRITORY),
        ("Soldiers clashed with rebels near Goma.", T.ARMED_CLASH),
        ("The army used chemical weapons in Ghouta.", T.CHEMICAL_WEAPON),
        ("Israeli warplanes bombed a depot in Damascus.", T.AIR_DRONE_STRIKE),
        ("A suicide bomber blew himself up in Kabul.", T.SUICIDE_BOMB),
        ("Mortar shells hit a market in Donetsk.", T.SHELLING_ARTILLERY_MISSILE_ATTACK),
        ("A roadside bomb killed two soldiers in Helmand.", T.REMOTE_EXPLOSIVE_LANDMINE_IED),
        ("Attackers hurled a grenade at a bar in Bogota.", T.GRENADE),
        ("Soldiers raped four women in the village.", T.SEXUAL_VIOLENCE),
        ("Gunmen attacked a village in Plateau State.", T.ATTACK),
        ("Gunmen kidnapped 30 schoolgirls in Zamfara.", T.ABDUCTION_FORCED_DISAPPEARANCE),
        ("Police opened fire on protesters in Kathmandu.", T.EXCESSIVE_FORCE_AGAINST_PROTESTERS),
        ("Police dispersed the protesters with tear gas in Minsk.", T.PROTEST_WITH_INTERVENTION),
        ("Thousands of people marched in Istanbul.", T.PEACEFUL_PROTEST),
        ("Protesters stormed the parliament in Belgrade.", T.VIOLENT_DEMONSTRATION),
        ("A man was lynched in Port-au-Prince.", T.MOB_VIOLENCE),
        ("The government and the rebels signed a ceasefire agreement in Juba.", T.AGREEMENT),
        ("Police arrested two suspected militants in Nairobi.", T.ARRESTS),
        ("Two hundred rebels surrendered to the army in Goma.", T.CHANGE_TO_GROUP_ACTIVITY),
        ("Air defences intercepted three missiles over Riyadh.", T.DISRUPTED_WEAPONS_USE),
        ("Russian troops set up a base near Kharkiv.", T.HEADQUARTERS_OR_BASE_ESTABLISHED),
        ("Militants burned houses in the village.", T.LOOTING_PROPERTY_DESTRUCTION),
        ("Syrian army units entered the town of Manbij.", T.NON_VIOLENT_TRANSFER_OF_TERRITORY),
        ("The junta deported 300 foreigners from Bamako.", T.OTHER_STRATEGIC),
    ],
)
def test_every_kind_of_event_has_its_words(text, kind):
    assert [e.sub_event_type for e in events(text)] == [kind]


def test_an_attack_is_what_its_weapon_makes_it():
    (event,) = events("Militants attacked the base in Kirkuk with drones.")
    assert event.sub_event_type is T.AIR_DRONE_STRIKE
    assert [w.category for w in event.weapons] == [Weapon.DRONE]


# --- one act or two ---------------------------------------------------------------------------------------------


def test_what_an_attack_did_is_no_second_event():
    (event,) = events("Rockets slammed into Camp Taji and killed two Americans, wounding twelve others.")
    assert {c.kind.value for c in event.casualties} == {"killed", "wounded"}


def test_the_reason_for_a_strike_is_an_event_of_its_own():
    found = events("Iran fired missiles at a base in Iraq in revenge for the killing of Qassem Soleimani.")
    assert len(found) == 2


def test_two_towns_under_one_verb_are_two_events():
    found = events("Russian drones struck Kharkiv and Odesa on Friday.")
    assert [e.places[0].place.name for e in found] == ["Kharkiv", "Odesa"]


def test_the_day_of_a_statement_is_not_the_day_of_the_event():
    (event,) = events("The ministry said on Friday that rockets had hit Erbil.")
    assert event.dates == ()


def test_where_rebels_are_based_is_not_where_it_happened():
    (event,) = events("Houthi rebels based in Yemen attacked a ship in the Red Sea.")
    assert [p.place.name for p in event.places] == ["Red Sea"]


def test_the_seat_of_a_monitor_is_not_where_it_happened():
    (event,) = events("Three men died in a raid on Idlib, the Britain-based monitor said.")
    assert [p.place.name for p in event.places] == ["Idlib"]


@pytest.mark.parametrize(
    "text",
    [
        "The fighting was set off by a quarrel over land.",
        "The club sacked its coach.",
        "The president sacked the commander of the army.",
        "The police confronted the protesters.",
        "The state used the law against critics.",
    ],
)
def test_words_of_violence_for_something_else(text):
    assert all(e.sub_event_type is T.ARMED_CLASH and not e.weapons for e in events(text))


@pytest.mark.parametrize(
    "text",
    [
        "Four soldiers were hurt last week when their vehicles collided on a road in Lithuania.",
        "Twelve people were killed on Friday when a bus overturned near Kabul.",
        "On Friday a military helicopter crashed near Hama due to a technical fault.",
        "Survivors gathered on Saturday to remember the 8,000 men who were killed there 25 years ago.",
        "Wreaths were laid for the soldiers who were killed in the battle.",
    ],
)
def test_mishaps_and_memories_are_no_events(text):
    assert [e for e in events(text) if e.triggers] == []


def test_a_vehicle_that_overturns_in_an_ambush_is_one():
    (event,) = events(
        "Six soldiers were killed on Friday when rebels ambushed their truck, which overturned."
    )
    assert event.patients


def test_what_a_bomb_did_stays_with_the_bomb():
    (event,) = events(
        "A bomb exploded in a market in Quetta on Friday, and ten people were killed in the blast."
    )
    assert [c.range.min for c in event.casualties] == [10]


def test_clauses_with_a_day_each_are_two_events():
    first, second = events(
        "The mayor of Ghazni was killed on April 15 by a suicide bomber, and the governor died on May 28 with "
        "two guards in a bombing in Kunduz."
    )
    assert [d.start.month for e in (first, second) for d in e.dates] == [4, 5]
    assert [c.range.min for c in second.casualties] == [1]


def test_who_strikes_after_a_bomb_has_not_owned_up_to_the_bomb():
    strike, bomb = events(
        "The army said on Sunday it had carried out airstrikes near Jilib, "
        "a day after a truck bomb killed nine in Aden."
    )
    assert strike.claimants
    assert not bomb.claimants


def test_whoever_loses_a_town_has_not_taken_it():
    (event,) = events("Ukraine lost control of the airport of Donetsk on January 21.")
    assert event.sub_event_type is T.NON_STATE_ACTOR_OVERTAKES_TERRITORY
    assert not event.agents


def test_protests_that_are_announced_have_not_been_held():
    assert not events("Demonstrations against the deal are announced for Wednesday in Goma.")


def test_gunmen_of_the_group_are_not_the_gunmen_told_of():
    (event,) = events(
        "On January 10 this year, gunmen of the same group stormed a hotel near the palace in Mogadishu."
    )
    assert not event.is_anaphoric


def test_a_war_in_passing_is_no_toll_of_the_day():
    assert not events("In all more than 2,300 civilians have been killed by the regime.")


def test_cars_that_burn_in_an_ambush_make_no_arson_of_it():
    event, *_ = events(
        "Troops were ambushed on Tuesday near Baga, a soldier said, and several vehicles were burnt."
    )
    assert event.sub_event_type is T.ARMED_CLASH


def test_a_second_attack_behind_a_semicolon_is_another():
    first, second = events(
        "A bomb on a bus in Kabul killed five people; minutes later a suicide bomber struck those who had come "
        "to help, and seven died."
    )
    assert [c.range.min for e in (first, second) for c in e.casualties] == [5, 7]


def test_the_dead_of_the_day_before_are_more_than_remembered():
    (event,) = events(
        "Mourners attended the burial of the mayor, who was shot at his house in Ghazni on Friday."
    )
    assert event.dates


def test_a_town_named_twice_is_no_reason_to_join_two():
    found = events(
        "Suicide bombers attacked churches in Colombo and Negombo and hotels in Colombo on Sunday."
    )
    assert [[p.place.name for p in e.places] for e in found] == [["Colombo"], ["Negombo"]]


def test_a_strike_of_a_day_is_one_that_the_story_knows():
    (event,) = events("Friday's strike on the camp was the costliest.")
    assert event.is_anaphoric


def test_who_stops_missiles_does_not_send_them():
    (event,) = events("Israel brought down most of the drones that Iran launched at it overnight.")
    assert names(event.agents) == ["Iran"]
    (event,) = events("Israel shot down two drones over Haifa on Friday.")
    assert names(event.agents) == ["Israel"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Emirati jets answered on Saturday with raids on Houthi positions in Sanaa.", T.AIR_DRONE_STRIKE),
        ("Emirati troops answered on Saturday with raids on Houthi positions in Sanaa.", T.ARMED_CLASH),
    ],
)
def test_what_jets_answer_with_comes_from_the_air(text, kind):
    (event,) = events(text)
    assert event.sub_event_type is kind


def test_those_who_died_in_a_blamed_deed_died_in_it():
    (event,) = events("Sudan blamed Israel for a raid on a factory in Khartoum, in which two people died.")
    assert [c.range.min for c in event.casualties] == [2]


def test_a_navy_stops_ships_by_name():
    first, second = events(
        "In November 2009 the navy stopped the Francisca near Cyprus with tonnes of weapons, and in March 2011 it "
        "seized the Victoria with missiles meant for Gaza."
    )
    assert [e.sub_event_type for e in (first, second)] == [T.DISRUPTED_WEAPONS_USE] * 2
    assert "Victoria" not in [p.name for p in second.places]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels seized six nurses in Kaele on Friday and took them into Nigeria.",
        "It was a gun battle of words.",
        "Tourism in Tunis has been battered by warnings of Western governments since Friday.",
        "Another official intercepted the letter in Riyadh.",
    ],
)
def test_none_takes_ground_fires_or_stops_missiles(text):
    kinds = {e.sub_event_type for e in events(text)}
    assert kinds <= {T.ABDUCTION_FORCED_DISAPPEARANCE}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rebels seized the town of Kaele on Friday.", T.NON_STATE_ACTOR_OVERTAKES_TERRITORY),
        ("Four policemen died in a gun battle outside a bank in Izmir on Friday.", T.ARMED_CLASH),
        ("On Friday another was intercepted over Riyadh.", T.DISRUPTED_WEAPONS_USE),
        ("Testi was seized outside his house in Tripoli on Friday.", T.ABDUCTION_FORCED_DISAPPEARANCE),
        ("Testi was seized by rebels on Friday.", T.NON_STATE_ACTOR_OVERTAKES_TERRITORY),
        ("Soldiers blew up a bridge near Damascus on Friday.", T.REMOTE_EXPLOSIVE_LANDMINE_IED),
        ("The army bombed a village near Damascus on Friday.", T.AIR_DRONE_STRIKE),
        (
            "In May the Israeli navy took hundreds of tons of arms off a ship near Cyprus.",
            T.DISRUPTED_WEAPONS_USE,
        ),
    ],
)
def test_what_the_objects_make_of_it(text, kind):
    (event,) = events(text)
    assert event.sub_event_type is kind


def test_where_the_kidnapped_were_taken_is_not_where_it_was():
    (event,) = events("Gunmen seized a priest in Kaele on Friday and took him into Nigeria.")
    assert "Nigeria" not in [p.place.name for p in event.places if p.place]


def test_the_first_of_its_kind_may_be_the_one_told():
    _, again = events(
        "Gunmen seized a priest in Maroua on Friday. It was the first kidnapping in the region."
    )
    assert again.is_anaphoric
    assert not again.is_new
    _, other = events("Gunmen seized a priest in Maroua on Friday. A second kidnapping shook the region.")
    assert other.is_new


def test_an_embassy_is_not_in_the_country_that_sent_it():
    (event,) = events("Six men died in a gun battle outside the United States consulate in Quetta on Friday.")
    assert [p.place.name for p in event.places if p.place] == ["Quetta"]
