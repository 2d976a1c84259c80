"""Alice and Bob, each in a browser of his own, with the same draft open."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from incidents.models import Incident, Visit
from incidents.review import edit
from tests import cast
from tests.admin import story
from tests.browser.conftest import enter
from tests.factories import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def incident() -> Incident:
    cast.alice()
    cast.bob()
    return story.draft()


@pytest.fixture
def desks(chromium: Browser, context, incident, live_server):
    """The page of each; complaints of either browser fail the test."""
    complaints: list[str] = []
    other = chromium.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    other.set_default_timeout(10_000)
    pages = {"alice": context.new_page(), "bob": other.new_page()}
    pages["bob"].on("pageerror", lambda error: complaints.append(str(error)))
    for name, page in pages.items():
        enter(page, name)
        page.goto(reverse("admin:review", args=[incident.pk]))
    yield pages
    other.close()
    assert complaints == []


def save(page: Page, why: str = "the second report") -> None:
    page.get_by_label("Reason").fill(why)
    page.get_by_role("button", name="Save", exact=True).click()


def test_each_sees_that_the_other_is_here_and_that_he_has_gone(desks, incident):
    alice, bob = desks["alice"], desks["bob"]
    expect(bob.locator("[data-here]")).to_have_text("alice has this open")
    expect(alice.locator("[data-here]")).to_have_text("bob has this open", timeout=20_000)
    bob.goto(reverse("admin:review_queue"))
    expect(alice.locator("[data-here]")).to_have_text("", timeout=20_000)
    assert list(Visit.objects.values_list("user__username", flat=True)) == ["alice"]


def test_that_the_other_has_saved_is_said_and_shown_without_losing_what_was_typed(desks, incident):
    alice, bob = desks["alice"], desks["bob"]
    alice.locator("#id_damage").select_option("minor")
    bob.locator("#id_wounded").fill("8")
    save(bob)
    expect(alice.locator("[data-saved]")).to_contain_text("bob has just saved", timeout=20_000)
    alice.get_by_role("button", name="Show it, and keep what I typed").click()
    expect(alice.locator("#id_wounded")).to_have_value("8")
    expect(alice.locator("#id_damage")).to_have_value("minor")
    save(alice)
    expect(alice.get_by_text("Saved.")).to_be_visible()
    assert (now(incident).wounded_min, now(incident).damage) == (8, "minor")


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_what_both_changed_is_decided_by_the_keyboard(desks, incident, choice):
    alice, bob = desks["alice"], desks["bob"]
    alice.locator("#id_wounded").fill("5")
    alice.locator("#id_summary").fill("Alice's words.")
    bob.locator("#id_wounded").fill("8")
    save(bob)
    expect(bob.get_by_text("Saved.")).to_be_visible()
    save(alice)
    expect(alice.get_by_text("You both changed 1 field")).to_be_visible()
    mine = alice.get_by_role("radio", name="Mine")
    for _ in range(3):  # from the message that has the focus, to the radio buttons
        alice.keyboard.press("Tab")
        if mine.evaluate("(radio) => radio === document.activeElement"):
            break
    alice.keyboard.press("Space" if choice == "mine" else "ArrowDown")
    expect(alice.locator("#id_wounded")).to_have_value("5" if choice == "mine" else "8")
    save(alice)
    expect(alice.get_by_text("Saved.")).to_be_visible()
    assert now(incident).wounded_min == (5 if choice == "mine" else 8)
    assert now(incident).summary == "Alice's words."


def test_typing_into_the_field_is_a_choice_as_well(desks, incident):
    alice, bob = desks["alice"], desks["bob"]
    alice.locator("#id_wounded").fill("5")
    bob.locator("#id_wounded").fill("8")
    save(bob)
    expect(bob.get_by_text("Saved.")).to_be_visible()
    save(alice)
    alice.locator("#id_wounded").fill("6")
    expect(alice.get_by_role("radio", name="As in the form")).to_be_checked()
    save(alice)
    expect(alice.get_by_text("Saved.")).to_be_visible()
    assert now(incident).wounded_min == 6


def test_without_script_it_is_merged_just_the_same(chromium, incident, live_server):
    plain = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = plain.new_page()
    enter(page, "alice")
    page.goto(reverse("admin:review", args=[incident.pk]))
    page.locator("#id_damage").select_option("minor")
    edit(
        incident,
        {"damage": "major", "wounded_min": 8},
        by=cast.person("carol", "editor"),
        seen_version=incident.version,
        reason="theirs",
    )
    save(page)
    page.get_by_role("radio", name="Mine").check()
    save(page)
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert (now(incident).damage, now(incident).wounded_min) == ("minor", 8)
    plain.close()
