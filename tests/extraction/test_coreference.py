"""Which words of a story tell of one event, and which insist on another."""

from datetime import date

from incidents.extraction import Article, Range, extract
from incidents.vocabulary import SubEventType as T

PUBLISHED = date(2024, 1, 20)  # a Saturday


def drafts(text: str):
    return extract(Article("a", "", text, PUBLISHED)).drafts


ATTACK = "Rockets hit Camp Taji in Iraq on Friday, killing two American soldiers. "


def test_another_day_is_another_event():
    found = drafts(ATTACK + "On Jan. 5 rockets struck the K-1 base near Kirkuk and killed a contractor.")
    assert [d.date_start for d in found] == [date(2024, 1, 19), date(2024, 1, 5)]


def test_another_town_is_another_event():
    assert len(drafts(ATTACK + "Rockets also hit the airport of Erbil on Friday.")) == 2


def test_two_ships_by_name_are_hit_in_two_attacks():
    found = drafts(
        "Two missiles were launched at the MV Alpha Star, a grain carrier, in the Red Sea on Friday. "
        "The same day a drone hit the MV Beta Dawn, a bulk carrier."
    )
    assert len(found) == 2


def test_one_ship_named_twice_is_hit_in_one():
    found = drafts(
        "A missile was launched at the MV Alpha Star, a grain carrier, in the Red Sea on Friday. "
        "The missile hit the MV Alpha Star at noon."
    )
    assert len(found) == 1


def test_fire_in_the_other_direction_is_another_event():
    text = (
        "Hezbollah fired rockets at Israeli troops on Friday. Israel shelled Hezbollah in Lebanon on Friday."
    )
    assert len(drafts(text)) == 2


def test_groups_and_armies_are_two_sides_whoever_they_are():
    found = drafts(
        "In Idlib, militants shelled the town of Ariha on Thursday, killing three civilians. "
        "The air force killed nine civilians in the same town that day."
    )
    assert [d.killed and d.killed.min for d in found] == [3, 9]


def test_the_town_that_only_says_which_way_is_no_common_place():
    found = drafts(
        "Warplanes bombed the Masakene neighbourhood of Aleppo on Friday, killing 40 people. "
        "In Dorvane, north of Aleppo, warplanes bombed a market on Friday, killing 12 people."
    )
    assert [d.killed and d.killed.min for d in found] == [40, 12]


def test_gunmen_may_be_soldiers():
    found = drafts(
        "Gunmen stormed a hotel in Bamako on Friday. Soldiers stormed the hotel on Friday, police said."
    )
    assert len(found) == 1


def test_a_claim_is_of_the_act_its_paragraph_tells():
    strike, blast = drafts(
        "American jets struck a camp of al-Shabaab near Jilib on Friday, killing four.\n\n"
        "A car bomb killed nine people in Mogadishu on Thursday. Al-Shabaab said it was to blame for the attack."
    )
    assert (strike.claimed_by or "").find("Shabaab") < 0
    assert "Shabaab" in (blast.claimed_by or "")


def test_a_claim_is_of_the_act_told_again_just_before():
    strike, bomb = drafts(
        "American jets struck a camp of al-Shabaab near Jilib on Friday, a day after a truck bomb killed nine "
        "people in Mogadishu.\n\nThursday's blast in Mogadishu went off at a checkpoint. "
        "Al-Shabaab said it was to blame."
    )
    assert "Shabaab" not in (strike.claimed_by or "")
    assert "Shabaab" in (bomb.claimed_by or "")


def test_words_that_insist_on_another_event_are_believed():
    assert (
        len(drafts(ATTACK + "An earlier rocket attack on Tuesday wounded an Iraqi soldier at the camp.")) == 2
    )


def test_what_follows_a_bare_word_says_what_it_was():
    told = "The council condemns the attack last night in Jowhar. "
    (draft,) = drafts(told + "Nine people were killed when a man wearing a vest blew himself up.")
    assert (draft.date_start, draft.place, draft.killed) == (date(2024, 1, 19), "Jowhar", Range(9, 9))
    assert len(drafts(told + "Nine people were killed in Kismayo when a bomb went off.")) == 2


def test_a_line_that_only_sets_the_scene_holds_for_its_item():
    item = "Near Abu Kamal, Syria, Jan. 11, by report. During a strike on rebels two farmers were killed."
    (draft,) = drafts(f"Reports were read.\n\n{item}")
    assert (draft.place, draft.date_start) == ("Abu Kamal", date(2024, 1, 11))
    told = item.replace(", Jan. 11, by report", " they met on Jan. 11")
    assert all(d.date_start != date(2024, 1, 11) for d in drafts(f"Reports were read.\n\n{told}"))


def test_a_statement_read_out_tells_itself():
    said = (
        "We met. Rockets hit a camp in Kirkuk on Thursday. Two guards died. It was the fourth time. We mourn."
    )
    assert len(drafts(f'He spoke on Friday.\n\n"{said}"')) == 1


def test_the_attack_points_back():
    (draft,) = drafts(ATTACK + "No group claimed the attack. The attack began at 7:35 p.m.")
    assert draft.time_local is not None


def test_more_hurt_belong_to_what_was_just_told():
    (draft,) = drafts(ATTACK + "Twelve more people were hurt.")
    assert (draft.killed, draft.wounded) == (Range(2, 2), Range(12, 12))


def test_interceptors_did_not_fire_the_missiles():
    text = "Houthi rebels fired missiles at Riyadh on Friday. Saudi air defences intercepted the missiles."
    (draft,) = drafts(text)
    assert [p.canonical for p in draft.perpetrators] == ["Houthi movement"]


def test_the_end_of_the_attacker_is_no_second_event():
    text = "A man stabbed four people in Paris on Friday. The attacker was shot dead by police."
    (draft,) = drafts(text)
    assert "Police of France" not in {p.canonical for p in draft.perpetrators}


DIGEST = """War in Sahel
{}
Elections
Voters in Peru choose a president. (Reuters)
Sport
Chile beat Bolivia. (Reuters)
"""


def test_a_toll_told_in_the_present_is_that_of_its_item():
    found = drafts(
        DIGEST.format(
            "Boko Haram fighters storm a school in Maiduguri, Nigeria. At least 41 people are killed and "
            "more than 20 are hurt. The group says it carried out the attack. (BBC)"
        )
    )
    assert [(d.killed, d.wounded) for d in found] == [(Range(41, None), Range(20, None))]


def test_a_toll_with_a_place_of_its_own_is_another_event():
    found = drafts(
        DIGEST.format(
            "Boko Haram fighters storm a school in Maiduguri, Nigeria. Nine soldiers are killed by gunmen in "
            "Kano. (BBC)"
        )
    )
    assert len(found) == 2


def test_nobody_hurt_is_not_said_of_what_has_killed():
    (first, *_) = drafts(ATTACK + "A depot burned in Basra; nobody was hurt.")
    assert (first.killed, first.wounded) == (Range(2, 2), None)


def test_nobody_hurt_is_said_of_what_has_hurt_nobody_yet():
    (draft,) = drafts("Rockets hit Camp Taji in Iraq on Friday. Nobody was hurt.")
    assert draft.wounded == Range(0, 0)


def test_rockets_and_the_helicopters_that_answer_are_two_events():
    found = drafts(
        ATTACK
        + "Shortly afterwards more rockets came down near Balad in Iraq. U.S. attack helicopters destroyed "
        "three vehicles of the crews that evening."
    )
    assert [w.category.value for d in found[-1:] for w in d.weapons] == ["airstrike"]


def test_two_villages_that_no_list_has_are_two():
    found = drafts(
        "Gunmen attacked the village of Kibolo in Mali on Friday, killing nine people. Gunmen attacked the "
        "village of Moralo in Mali on Friday, killing four people."
    )
    assert [d.killed.min for d in found] == [9, 4]


def test_what_soldiers_then_find_is_of_the_same_seizure():
    (draft,) = drafts(
        "Israeli commandos boarded a freighter in the Red Sea on Friday and found rockets for militants in Gaza. "
        "Soldiers found more rockets under sacks of cement."
    )
    assert draft.place == "Red Sea"


def test_nobody_hurt_is_said_of_all_that_its_sentence_tells():
    first, *_ = drafts(ATTACK + "A depot burned near Basra after a drone strike; nobody was hurt.")
    assert (first.killed, first.wounded) == (Range(2, 2), None)


def test_what_the_police_do_to_an_attacker_is_no_part_of_the_attack():
    draft, *_ = drafts(
        "A gunman shot nine tourists in Sousse, Tunisia, on Friday until police shot him dead."
    )
    assert [p.canonical for p in draft.perpetrators] == []


def test_an_army_that_strikes_back_at_fighters_has_not_killed_the_villagers():
    raid, strike = drafts(
        "Gunmen attacked a market in Tillabéri, Niger, on Friday, killing 30 people. Hours after Friday's raid,"
        " the army said its drones had killed around 20 terrorists fleeing towards Mali."
    )
    assert (raid.killed.min, strike.killed.min) == (30, 20)
    assert strike.place != "Mali"


def test_what_was_told_after_a_bomb_is_not_the_bomb():
    told = "In March 2019 the mayor of Kirkuk was shot dead by a guard, hours after a bomb had killed the bishop."
    assert len(drafts(told)) == 2


def test_the_bombing_of_another_day_and_place_is_not_the_one_told():
    found = drafts(
        "Police found the remains of a bomb. The group has claimed the bombing of a hotel in Erbil in October "
        "last year, which left nine dead."
    )
    assert [(d.event_type, d.place) for d in found if d.killed] == [
        (T.REMOTE_EXPLOSIVE_LANDMINE_IED, "Erbil")
    ]


def test_the_bombing_is_that_of_the_day_and_place_told():
    found = drafts(
        "A bomb killed nine people in Erbil on Friday. The bombing on Friday in Erbil was condemned."
    )
    assert len(found) == 1


def test_what_the_attackers_did_where_and_when_is_the_attack():
    (raid,) = drafts(
        "At least 30 people were killed when gunmen attacked a market in Niger's western Tillabéri region. "
        "The attackers stormed the village of Manda on Friday, setting fire to shops, the defence ministry said."
    )
    assert (raid.place, raid.killed.min, str(raid.date_start)) == ("Manda", 30, "2024-01-19")
