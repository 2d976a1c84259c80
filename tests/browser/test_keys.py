"""One registry of keys: what is valid here, never in the way of typing, and off for those who want it off."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from incidents.models import User
from incidents.review import publish
from tests.browser.conftest import chosen, enter
from tests.factories import now

pytestmark = pytest.mark.django_db(transaction=True)


def test_keys_are_letters_where_somebody_types(desk, incident):
    desk.locator("#id_summary").fill("")
    desk.locator("#id_summary").press_sequentially("jkaAxprsSn12?")
    assert desk.locator("#id_summary").input_value() == "jkaAxprsSn12?"
    desk.locator("#id_certainty").focus()
    desk.keyboard.press("p")
    desk.locator("#id_summary").dispatch_event("keydown", {"key": "s", "ctrlKey": True, "isComposing": True})
    assert now(incident).version == incident.version


@pytest.mark.parametrize("keys", ["Alt+p", "Control+p", "Meta+a"])
def test_keys_of_the_browser_are_the_browsers(desk, incident, keys):
    desk.locator("#row-killed").focus()
    desk.evaluate("addEventListener('keydown', (e) => (window.kept = e.defaultPrevented))")
    modifier, key = keys.split("+")
    desk.locator("#row-killed").dispatch_event(
        "keydown",
        {
            "key": key,
            "bubbles": True,
            {"Alt": "altKey", "Control": "ctrlKey", "Meta": "metaKey"}[modifier]: True,
        },
    )
    assert desk.evaluate("window.kept") is False
    assert now(incident).status == "draft"


def test_an_open_dialog_takes_no_keys_of_the_page(desk, incident):
    desk.keyboard.press("?")
    desk.keyboard.press("p")
    desk.keyboard.press("j")
    assert chosen(desk) is None
    assert now(incident).status == "draft"


def test_help_shows_what_is_valid_here_and_nothing_else(page, incident, alice):
    published = publish(incident, by=alice, seen_version=incident.version)
    enter(page, "alice")
    page.goto(reverse("admin:review", args=[published.pk]))
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Next field")
    for elsewhere in ("Accept the field", "Publish", "Reject", "Save"):
        expect(dialog).not_to_contain_text(elsewhere)


def test_help_shows_digits_where_there_is_a_choice(desk):
    desk.locator("#row-killed").focus()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys")).to_contain_text("Let this statement count")


def test_single_keys_are_switched_off_and_stay_off(desk, incident, alice):
    desk.keyboard.press("?")
    with desk.expect_response("**/review/keys/"):
        desk.get_by_label("Keys without Ctrl").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    desk.keyboard.press("p")
    assert chosen(desk) is None
    assert User.objects.get(pk=alice.pk).single_keys is False
    desk.reload()
    desk.keyboard.press("j")
    assert chosen(desk) is None
    desk.locator("#id_summary").fill("By Ctrl alone.")
    desk.get_by_label("Reason").fill("clearer")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text("Saved.")).to_be_visible()
    assert now(incident).summary == "By Ctrl alone."


def test_on_a_keyboard_of_another_script_the_place_of_the_key_counts(desk):
    desk.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))"
    )
    assert chosen(desk) == "type"


def test_j_and_k_walk_and_stop_at_the_ends(desk):
    desk.keyboard.press("k")
    assert chosen(desk) == "embargo"
    desk.keyboard.press("j")
    assert chosen(desk) == "embargo"
    for _ in range(40):
        desk.keyboard.press("k")
    assert chosen(desk) == "type"


def test_enter_goes_in_and_escape_out(desk):
    desk.locator("#row-killed").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_killed")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.locator("#row-killed")).to_be_focused()


def test_the_next_that_nobody_has_confirmed_and_the_next_in_doubt(desk, incident):
    desk.locator("#row-type").focus()
    desk.keyboard.press("a")
    expect(desk.locator("#row-type")).to_have_class(re.compile("person"))
    desk.keyboard.press(",")
    assert chosen(desk) == "wounded", "the only one that the reader doubts"
    desk.keyboard.press(",")
    assert chosen(desk) == "wounded"
    desk.locator("#row-certainty").focus()
    before = None
    for _ in range(20):
        desk.keyboard.press(".")
        at = chosen(desk)
        assert at != "type"
        assert "reader" in desk.locator(f"#row-{at}").get_attribute("class")
        assert at != before
        before = at


def test_all_fields_are_accepted_by_one_key(desk, incident):
    desk.keyboard.press("A")
    expect(desk.locator("[data-toasts]")).to_contain_text("All fields are confirmed.")
    expect(desk.locator(".row.reader")).to_have_count(0)
    assert incident.verdicts.count() == 13


def test_a_change_without_a_reason_asks_for_it_and_takes_a_digit(desk, incident):
    desk.locator("#row-killed").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.type("2")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_role("dialog", name="Why?")).to_be_visible()
    desk.keyboard.press("1")
    expect(desk.get_by_text("Saved.")).to_be_visible()
    mine = incident.statements.get(field="killed", author__username="alice")
    assert mine.reason == "The reader misread the article"


def test_a_rejection_takes_its_reason_by_digit_or_in_words(desk, incident):
    desk.keyboard.press("x")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog", name="Why?")).to_be_hidden()
    assert now(incident).status == "draft", "who does not say why rejects nothing"
    desk.keyboard.press("x")
    desk.get_by_label("or in your own words").fill("a drill, 3 people say")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-toasts]")).to_contain_text("is rejected")
    assert now(incident).status == "rejected"


def test_asking_again_at_once_still_hears_the_answer(desk, incident):
    """The browser tells of a closing a moment later, when the dialog may be open again."""
    desk.evaluate(
        """async () => {
            const why = document.getElementById("why");
            const ask = async () => {
                document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "x", bubbles: true }));
                while (!why.open) await null;
            };
            await ask();
            const told = new Promise(heard => why.addEventListener("close", heard));
            why.close();
            await ask();
            await told;
        }"""
    )
    desk.keyboard.press("1")
    expect(desk.locator("[data-toasts]")).to_contain_text("is rejected")
    assert now(incident).status == "rejected"


def test_save_and_next(desk, incident):
    desk.locator("#id_summary").fill("Shorter.")
    desk.keyboard.press("Control+Shift+S")
    desk.keyboard.press("2")
    expect(desk.get_by_role("heading", name="Air/drone strike")).to_be_visible()
    expect(desk.locator("[data-toasts]")).to_contain_text("Saved.")
    assert now(incident).summary == "Shorter."


def test_two_choices_in_a_row_and_a_decision_behind_them_all_arrive(desk, incident):
    desk.locator("#row-killed").focus()
    for key in ("2", "a", "j", "j", "a", "p"):
        desk.keyboard.press(key)
    expect(desk.get_by_role("heading", name="Air/drone strike")).to_be_visible(timeout=30_000)
    after = now(incident)
    assert (after.status, after.killed_min) == ("published", 12)


def test_a_skipped_draft_gives_way_and_nothing_typed_is_lost(desk, incident):
    desk.locator("#id_summary").fill("Half a sentence")
    desk.keyboard.press("Escape")
    desk.keyboard.press("S")
    expect(desk.locator("[data-toasts]")).to_contain_text("Save what you typed")
    desk.locator("#id_summary").fill(incident.summary)
    desk.keyboard.press("Escape")
    desk.keyboard.press("S")
    expect(desk.get_by_role("heading", name="Air/drone strike")).to_be_visible()
    assert incident.skips.get().user.username == "alice"
