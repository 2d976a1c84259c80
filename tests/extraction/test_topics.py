"""What a whole story is about. First the stories of conflict that borrow words of other fields."""

import re

import pytest

from incidents.extraction.topics import is_elsewhere


def said(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


@pytest.mark.parametrize(
    "text",
    [
        "Troops dug survivors out of the rubble after the airstrike; the building collapsed and a fire broke out.",
        "Rebels shelled the stadium during a match of the national league, killing a coach and two players.",
        "Militants bombed the company's pipeline; its shares and the price of oil rose on the market.",
        "Gunmen attacked a hotel where investors met the chief executive; soldiers freed the hostages.",
        "Soldiers killed three militants.",
        "",
    ],
)
def test_news_of_conflict_stays(text):
    assert not is_elsewhere(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "The striker fired home from the penalty spot; the coach called the match a battle for the league cup.",
        "The bidder won its long war for the broadcaster; shareholders of the rival company backed the takeover.",
        "The typhoon struck at dawn. Floods and a landslide killed forty; winds and rainfall stopped rescuers.",
        "The train derailed and crashed; coaches left the track and passengers died in the accident.",
    ],
)
def test_other_fields_in_words_of_war_do_not(text):
    assert is_elsewhere(said(text))
