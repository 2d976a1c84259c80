"""From event to draft: fields, their words, who says so, and how sure we are."""

from datetime import UTC, date, datetime, time

import pytest

from incidents.extraction import Article, Range, extract
from incidents.vocabulary import Basis, DatePrecision, GeoPrecision, Interception, Prominence, Stance

PUBLISHED = date(2024, 1, 20)  # a Saturday


def drafts(text: str, title: str = ""):
    return extract(Article("a", title, text, PUBLISHED)).drafts


def draft(text: str):
    (only,) = drafts(text)
    return only


# --- silence -----------------------------------------------------------------------------------------------


def test_silence_about_casualties_is_no_zero():
    told = draft("Rockets hit Camp Taji in Iraq on Friday.")
    assert (told.killed, told.wounded, told.casualties) == (None, None, ())


def test_unidentified_attackers_are_no_perpetrators():
    assert draft("Gunmen killed five villagers in Plateau State, Nigeria, on Friday.").perpetrators == ()


def test_a_wars_toll_is_not_the_raids():
    told = draft(
        "Rockets hit Damascus on Friday. More than 300,000 people have been killed in Syria since 2011."
    )
    assert told.killed is None


def test_an_event_without_place_or_day_in_the_background_is_left_out():
    text = "Rockets hit Camp Taji in Iraq on Friday. The militants have attacked journalists before."
    assert len(drafts(text)) == 1


# --- fields ---------------------------------------------------------------------------------------------------


def test_clock_and_zone_make_a_moment():
    told = draft("Rockets hit Camp Taji in Iraq at 7:35 p.m. on Friday.")
    assert (told.time_local, told.time_zone) == (time(19, 35), "Asia/Baghdad")
    assert told.moment == datetime(2024, 1, 19, 16, 35, tzinfo=UTC)


def test_the_base_is_more_telling_than_the_country():
    told = draft("Rockets hit Ain al-Asad air base in Iraq on Friday.")
    assert told.base is not None
    assert (told.country, told.geo_precision) == ("IQ", GeoPrecision.EXACT)


def test_disjoint_groups_add_up_and_rivals_do_not():
    assert draft("Rockets hit Camp Taji on Friday and killed two Americans and one Briton.").killed == Range(
        3, 3
    )


def test_who_claims_it():
    told = draft(
        "A car bomb killed nine people in Kabul on Friday. The Taliban claimed responsibility for the attack."
    )
    assert told.claimed_by == "Taliban"
    assert [(p.canonical, p.basis) for p in told.perpetrators] == [("Taliban", Basis.CLAIMED)]


def test_who_is_blamed_for_it():
    told = draft(
        "A car bomb killed nine people in Baghdad on Friday. Officials blamed the Islamic State group."
    )
    assert [(p.canonical, p.basis) for p in told.perpetrators] == [("Islamic State", Basis.ACCUSED)]


def test_the_army_without_a_name_is_that_of_the_country():
    told = draft("The army shelled a village near Goma in the Democratic Republic of Congo on Friday.")
    assert [p.country for p in told.perpetrators] == ["CD"]


def test_the_share_that_was_stopped():
    text = "Houthi rebels fired missiles at Riyadh on Friday. Saudi forces intercepted most of the missiles."
    assert draft(text).intercepted is Interception.MOST


def test_a_retaliation_points_at_what_it_answers():
    text = (
        "On November 20, militants fired missiles at Ain al-Asad air base in Iraq, wounding eight Americans. "
        "The United States killed several militants in a retaliatory strike."
    )
    first, answer = sorted(drafts(text), key=lambda d: d.retaliates_for is not None)
    assert first.retaliates_for is None
    assert drafts(text)[answer.retaliates_for].date_start == date(2023, 11, 20)


def test_what_the_lead_tells_is_main_and_last_years_raid_is_not():
    found = drafts(
        "Rockets hit Camp Taji in Iraq on Friday. In 2020, rockets killed three soldiers at Camp Taji."
    )
    assert [d.prominence for d in found] == [Prominence.MAIN, Prominence.BACKGROUND]
    assert found[1].date_precision is DatePrecision.YEAR


# --- words, speakers, confidence -----------------------------------------------------------------


def test_who_says_what():
    told = draft("Rockets hit Camp Taji in Iraq on Friday, killing two soldiers, the Pentagon said.")
    (killed,) = [s for s in told.statements if s.field == "killed"]
    assert (killed.speaker, killed.stance, killed.value) == (
        "the Pentagon",
        Stance.STATED,
        {"min": 2, "max": 2},
    )


def test_one_speakers_parts_are_no_rivals():
    told = draft(
        "An air strike hit a village near Aleppo on Friday, killing two women and a boy, medics said."
    )
    killed = [s for s in told.statements if s.field == "killed"]
    assert {s.value["min"] for s in killed} == {3}


def test_rivals_keep_their_own_figures():
    told = draft(
        "An air strike hit a village near Aleppo on Friday. The rebels said 80 soldiers were killed."
        " The army said there were no casualties."
    )
    killed = {s.speaker: s.value for s in told.statements if s.field == "killed"}
    assert killed == {"The rebels": {"min": 80, "max": 80}, "The army": {"min": 0, "max": 0}}


def test_words_further_away_are_trusted_less():
    told = draft("Rockets hit Camp Taji in Iraq on Friday. Twelve people were hurt in the attack.")
    confidence = dict(told.confidence)
    assert confidence["date"] > confidence["wounded"]


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        # nobody is said to have done what he is only blamed for, or what only he says
        (
            "Rockets hit Camp Taji in Iraq on Friday. Washington blamed Kataib Hezbollah for the attack.",
            "Rockets were fired at Camp Taji (Iraq) on 19 January 2024; Kata'ib Hezbollah accused.",
        ),
        (
            "Gunmen killed three people in Kano on Friday. Boko Haram claimed responsibility for the attack.",
            "An attack took place, aimed at Civilians in Kano (Nigeria) on 19 January 2024; 3 killed;"
            " claimed by Boko Haram.",
        ),
        (
            "The Houthis said on Friday that they had fired three drones at Haifa.",
            "An air or drone strike took place in Haifa (Israel) on 19 January 2024; claimed by Houthi movement.",
        ),
        (
            "Saudi air defences shot down a ballistic missile fired by the Houthis toward Riyadh on Friday.",
            "Weapons sent or stopped by Houthi movement were kept from use in Riyadh (Saudi Arabia) on 19 January"
            " 2024.",
        ),
        (
            "Houthi rebels fired two ballistic missiles at U.S. troops in Iraq on Friday, killing three.",
            "Houthi movement fired ballistic missiles at United States in Iraq on 19 January 2024; 3 killed.",
        ),
        (
            "A car bomb killed at least nine people in Kabul on Friday.",
            "A bomb went off, aimed at Civilians in Kabul (Afghanistan) on 19 January 2024; at least 9 killed.",
        ),
    ],
)
def test_the_summary_is_our_own_sentence(text, summary):
    assert draft(text).summary == summary
