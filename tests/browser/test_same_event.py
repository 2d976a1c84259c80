"""Same event? By keyboard: from the draft to its candidates, side by side, merged, and back."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents.models import Apart, Candidate
from tests import cast
from tests.browser.conftest import enter
from tests.factories import IncidentFactory, now
from tests.review.pairs import pair

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    """The draft that is open, the older one that it is, and another that it is not."""
    newer, older = pair()
    reasons = [{"reason": "same base", "points": 4}, {"reason": "a day apart", "points": -3}]
    Candidate.objects.create(draft=newer, incident=older, score=6, reasons=reasons)
    Candidate.objects.create(draft=newer, incident=IncidentFactory(), score=4, reasons=reasons)
    return newer, older


@pytest.fixture
def desk(page, two) -> Page:
    cast.alice()
    enter(page, "alice")
    page.goto(reverse("admin:review", args=[two[0].pk]))
    return page


def test_letters_mean_what_they_meant_outside_of_the_panel(desk):
    desk.keyboard.press("j")
    assert desk.evaluate("document.activeElement.classList.contains('row')")
    desk.keyboard.press("c")
    expect(desk).to_have_url(desk.url.split("#")[0])


def test_from_the_draft_to_one_incident_and_back_by_keyboard(desk, two):
    mine, theirs = two
    desk.keyboard.press("d")
    expect(desk.locator("#same-event")).to_be_focused()
    desk.keyboard.press("j")
    expect(desk.locator("[data-candidate]").first).to_be_focused()
    desk.keyboard.press("c")
    expect(desk.get_by_role("heading", name="Same event?")).to_be_visible()
    desk.keyboard.press("T")
    for _ in range(12):  # as far as the dead
        desk.keyboard.press("j")
        if desk.evaluate("document.activeElement.matches('tr:has([name=take-killed])')"):
            break
    desk.keyboard.press("m")
    expect(desk.locator("[name=take-killed][value=mine]")).to_be_checked()
    expect(desk.locator("[name=take-summary][value=theirs]")).to_be_checked()
    desk.keyboard.press("=")
    expect(desk.get_by_text("was merged into")).to_be_visible()
    assert (now(theirs).killed_min, now(theirs).summary) == (5, "Three were killed.")
    desk.get_by_role("link", name="Look at it, or undo it").press("Enter")
    desk.get_by_role("button", name="Undo the merge").press("Enter")
    expect(desk.get_by_text("stands by itself again")).to_be_visible()
    assert (now(mine).status, now(theirs).killed_min) == ("draft", 3)


def test_merged_in_three_keys(desk, two):
    for key in ("d", "j", "="):
        desk.keyboard.press(key)
    expect(desk.get_by_text("was merged into")).to_be_visible()
    assert now(two[0]).merged_into == two[1]


def test_not_the_same_stays_on_the_page_and_loses_nothing_typed(desk, two):
    summary = desk.get_by_role("textbox", name="Summary")
    summary.fill("Typed and not saved.")
    summary.press("Escape")
    desk.keyboard.press("d")
    desk.keyboard.press("j")
    desk.keyboard.press("!")
    expect(desk.get_by_text("Nobody is asked again")).to_be_visible()
    expect(desk.locator("[data-candidate]")).to_have_count(1)
    expect(summary).to_have_value("Typed and not saved.")
    assert Apart.objects.count() == 1
    desk.get_by_role("button", name="Ask again").click()
    expect(desk.locator("[data-candidate]")).to_have_count(2)


def test_another_is_found_while_one_types(desk):
    stranger = IncidentFactory(place_name="Hawija")
    desk.get_by_label("Find another").fill("Hawija")
    expect(desk.locator("[data-found]").get_by_role("link", name=str(stranger))).to_be_visible()


def test_the_one_that_stays_is_turned_round(desk, two):
    desk.goto(reverse("admin:review_compare", args=[two[0].pk, two[1].pk]))
    desk.keyboard.press("x")
    expect(desk.get_by_role("button", name=f"Merge {two[1]} into {two[0]}")).to_be_visible()


def test_one_source_is_split_off(desk, two):
    desk.goto(reverse("admin:review_split", args=[two[0].pk]))
    source = desk.locator("[data-source]").last
    source.get_by_label("All that it says").check()
    expect(source.locator("[name=statement]").first).to_be_checked()
    source.locator("[name=statement]").first.uncheck()
    expect(source.get_by_label("All that it says")).not_to_be_checked()
    source.get_by_label("All that it says").check()
    desk.get_by_role("button", name="Split").click()
    expect(desk.get_by_text("This was split off from")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_pages(desk, two, scheme):
    desk.emulate_media(color_scheme=scheme)
    for name, args in (
        ("review_same", [two[0].pk]),
        ("review_compare", [two[0].pk, two[1].pk]),
        ("review_split", [two[0].pk]),
    ):
        desk.goto(reverse(f"admin:{name}", args=args))
        found = [v for v in Axe().run(desk).response["violations"] if v["impact"] in {"serious", "critical"}]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []


@pytest.mark.parametrize("width", [320, 720])
def test_narrow_nothing_runs_out_of_the_page(desk, two, width):
    desk.set_viewport_size({"width": width, "height": 800})
    for name, args in (
        ("review", [two[0].pk]),
        ("review_same", [two[0].pk]),
        ("review_compare", [two[0].pk, two[1].pk]),
        ("review_split", [two[0].pk]),
    ):
        desk.goto(reverse(f"admin:{name}", args=args))
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, name
