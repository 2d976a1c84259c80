"""Ten drafts of real stories, read by the real reader and reviewed by keyboard alone; what is right takes one key.

Prints key presses and seconds for each (``-s``). Seconds are the machine's: nobody thinks here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import pytest
from playwright.sync_api import Page, expect

from incidents import ingestion
from incidents.models import Incident
from tests import cast
from tests.browser.conftest import enter
from tests.factories import ActorFactory
from tests.test_samples import story

pytestmark = pytest.mark.django_db(transaction=True)

STORIES = ("srinagar_grenade", "baghdad_tayaran_square", "tudun_biri")


@dataclass
class Hands:
    """A keyboard that counts."""

    page: Page
    presses: int = 0
    told: list[tuple[str, int, float]] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, words: str) -> None:
        self.press(*words)


def the_number(hands: Hands) -> None:
    """ "By evening the hospital had counted 24 injured": the reader saw no figure."""
    hands.press(*"JJJJJ", "j", "Enter")
    hands.type("24")
    hands.press("Escape", "p", "1")


def the_day(hands: Hands) -> None:
    """ "On Sunday night": the reader took the Monday on which residents counted."""
    hands.press("J", "J", "Enter")
    hands.type("2023-12-03")
    hands.press("Escape", "p", "1")


def the_actor(hands: Hands) -> None:
    """The catalogue has learnt of the group since."""
    hands.press("J", "J", "J", "J", "Enter", "Tab", "Tab")
    hands.type("islamic st")
    expect(hands.page.locator("[role=listbox] [role=option]").first).to_be_visible()
    hands.press("Enter", "Escape", "p", "2")


CORRECTIONS: dict[str, Callable[[Hands], None]] = {
    "srinagar_grenade": the_number,
    "tudun_biri": the_day,
    "baghdad_tayaran_square": the_actor,
}


def test_ten_drafts_before_lunch(page):
    alice = cast.alice()
    stories = {}
    for name in STORIES:
        header, text = story(name)
        given = ingestion.submit(text=text, title=header["Title"], published=header["Published"], by=alice)
        ingestion.read(given.article.pk)
        stories[given.article.pk] = name
    ActorFactory(key="islamic-state", name="Islamic State")
    assert Incident.objects.count() == 12
    enter(page, "alice")
    page.goto("/admin/review/")
    hands = Hands(page)
    page.keyboard.press("n")
    page.wait_for_url("**/review/*/")
    done: list[tuple[int, str]] = []
    for _ in range(10):
        address = page.url
        incident = Incident.objects.get(pk=int(address.rstrip("/").rsplit("/", 1)[-1]))
        report = incident.reports.get()
        wrong = stories[report.article_id] if report.prominence == "main" else ""
        hands.presses, begun = 0, perf_counter()
        if wrong:
            CORRECTIONS[wrong](hands)
        else:
            hands.press("p")
        page.wait_for_url(lambda url, before=address: url != before)
        hands.told.append((str(incident), hands.presses, perf_counter() - begun))
        done.append((incident.pk, wrong))
    _tell(hands, done)
    assert {wrong for _, wrong in done if wrong} == set(STORIES)
    assert [presses for (_, presses, _), (_, wrong) in zip(hands.told, done, strict=True) if not wrong] == [
        1
    ] * 7
    after = Incident.objects.in_bulk([pk for pk, _ in done])
    assert {incident.status for incident in after.values()} == {"published"}
    by_story = {wrong: after[pk] for pk, wrong in done if wrong}
    number, day, actor = (
        by_story[name] for name in ("srinagar_grenade", "tudun_biri", "baghdad_tayaran_square")
    )
    assert (number.wounded_min, number.wounded_max) == (24, 24)
    assert number.verdicts.get(field="wounded").outcome == "added"
    assert str(day.date_start) == str(day.date_end) == "2023-12-03"
    assert day.verdicts.get(field="date_start").outcome == "corrected"
    assert [p.actor and p.actor.key for p in actor.participations.filter(role="perpetrator")] == [
        "islamic-state"
    ]
    for pk, wrong in done:
        if not wrong:
            assert set(after[pk].verdicts.values_list("outcome", "by__username")) == {("accepted", "alice")}


def _tell(hands: Hands, done: list[tuple[int, str]]) -> None:
    for (name, presses, seconds), (_, wrong) in zip(hands.told, done, strict=True):
        print(f"{name}: {presses:2} keys, {seconds:.1f} s{f' ({wrong} corrected)' if wrong else ''}")
    keys = sum(presses for _, presses, _ in hands.told)
    seconds = sum(seconds for _, _, seconds in hands.told)
    print(f"ten drafts: {keys} keys, {seconds:.1f} s; {keys / 10:.1f} keys and {seconds / 10:.1f} s a draft")
