"""An analyst's road in a real browser: log in, look, correct, publish."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from incidents.review import edit, publish
from tests import cast
from tests.browser.conftest import enter, lit, log_in
from tests.factories import now

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_wrong_password_opens_nothing_and_the_sixth_try_is_told_to_wait(page, alice):
    for _ in range(5):
        log_in(page, "alice", "not-her-password")
    expect(page.get_by_text("Too many wrong passwords")).to_be_visible()
    log_in(page, "alice")
    expect(page.get_by_text("Too many wrong passwords")).to_be_visible()
    page.goto("/admin/review/")
    expect(page.get_by_label("Password")).to_be_visible()


def test_somebody_without_a_role_does_not_get_in(page):
    cast.charlie()
    log_in(page, "charlie")
    page.goto("/admin/review/")
    expect(page.get_by_text("this account has no role at the desk")).to_be_visible()


def test_from_the_queue_to_publication(page, incident):
    enter(page, "alice")
    page.goto("/admin/")
    page.get_by_role("link", name="2 drafts to review").click()
    page.get_by_role("row", name="Ain al-Asad").get_by_role("link").click()
    page.locator("#id_wounded").fill("4")
    page.get_by_label("Reason").fill("the Monday update")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Air/drone strike")).to_be_visible()  # the next draft
    page.get_by_role("listitem").get_by_role("link", name="IQ-2024-0001").click()
    expect(page.locator("#id_wounded")).to_be_disabled()
    page.get_by_role("link", name="History").click()
    newest, before = (page.locator("ol.history > li").nth(n) for n in range(2))
    expect(newest).to_contain_text("alice published")
    expect(before).to_contain_text("the Monday update")
    expect(before.get_by_role("row", name="Wounded min 3 4")).to_be_visible()
    after = now(incident)
    assert (after.status, after.public_id, after.wounded_max) == ("published", "IQ-2024-0001", 4)


def test_what_is_published_is_opened_again(desk, incident, alice):
    publish(incident, by=alice, seen_version=incident.version)
    desk.reload()
    desk.get_by_label("Reason").fill("a new toll")
    desk.get_by_role("button", name="Reopen").click()
    expect(desk.get_by_text("is open again")).to_be_visible()
    expect(desk.locator("#id_wounded")).to_be_editable()
    assert (now(incident).status, now(incident).killed_max) == ("in_review", incident.killed_max)


def test_words_in_view_stay_where_they_are_and_others_are_scrolled_to(desk):
    desk.set_viewport_size({"width": 1200, "height": 420})
    desk.locator(".row [data-show=wounded]").click()
    desk.locator(".row [data-show=killed]").click()
    assert lit(desk) == ["twelve American soldiers had been killed", "nobody was killed"]
    in_view = """() => {
        const words = [...CSS.highlights.get("chosen")][0], range = document.createRange();
        range.setStart(words.startContainer, words.startOffset);
        range.setEnd(words.endContainer, words.endOffset);
        const box = range.getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight;
    }"""
    desk.wait_for_function(in_view)


def test_a_row_is_added_and_saved(desk, incident):
    sides = desk.get_by_role("group", name="By side").first
    sides.get_by_role("button", name="Add a side").click()
    new = sides.get_by_role("row").last
    new.get_by_label("Side").fill("Islamic Resistance in Iraq")
    new.get_by_label("Killed").fill(">=1")
    desk.get_by_label("Reason").fill("the last paragraph")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved.")).to_be_visible()
    assert {c.side: c.min for c in incident.casualties.all()} == {
        "Iraq": 1,
        "United States": 2,
        "Islamic Resistance in Iraq": 1,
    }


def test_two_tabs_never_overwrite_each_other(desk, context, incident):
    other = context.new_page()
    other.goto(desk.url)
    for tab, most in ((desk, "0-2"), (other, "0-7")):
        tab.locator("#id_killed").fill(most)
        tab.get_by_label("Reason").fill("my count")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved.")).to_be_visible()
    other.get_by_role("button", name="Save").click()
    conflict = other.get_by_role("alert")
    expect(conflict).to_contain_text("Nothing was saved, and nothing is lost.")
    expect(other.locator("#id_killed")).to_have_value("0–7")
    assert now(incident).killed_max == 2
    other.get_by_role("radio", name="Mine").check()
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("Saved.")).to_be_visible()
    assert now(incident).killed_max == 7


def test_leaving_with_unsaved_changes_is_asked_about_and_saving_is_not(desk):
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    desk.locator("#id_summary").fill("Half a sentence")
    desk.get_by_role("link", name="History").click()
    desk.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    assert desk.locator("#id_summary").input_value() == "Half a sentence"
    desk.get_by_label("Reason").fill("x")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved.")).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_refused_form_is_still_unsaved(desk):
    desk.locator("#id_killed").fill("lots")
    desk.get_by_label("Reason").fill("x")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("alert")).to_contain_text("Killed: expected a number")
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.locator("#id_summary").click()  # a browser asks only where somebody has done something
    desk.get_by_role("link", name="History").click()
    expect(desk.get_by_role("heading", name="History of")).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_draft_is_reviewed_without_the_mouse(desk, incident):
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("Take into review")
    desk.keyboard.press("Escape")
    for _ in range(3):
        desk.keyboard.press("j")
    expect(desk.locator(".row.chosen")).to_have_attribute("data-row", "summary")
    desk.keyboard.press("k")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.keyboard.press("End")
    desk.keyboard.type(" Jumps, skips: appears as text.")  # s, j, p and a are letters here
    desk.keyboard.press("Escape")
    desk.get_by_label("Reason").fill("clearer")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text("Saved.")).to_be_visible()
    assert now(incident).summary.endswith("Jumps, skips: appears as text.")
    desk.keyboard.press("t")
    expect(desk.get_by_text("is in review, and yours.")).to_be_visible()
    desk.keyboard.press("r")
    expect(desk.get_by_role("dialog", name="Why?")).to_be_visible()
    desk.keyboard.press("Escape")
    desk.keyboard.press("n")
    expect(desk.get_by_role("heading", name="Air/drone strike")).to_be_visible()
    assert now(incident).status == "in_review"


def test_the_desk_works_without_javascript(chromium, live_server, incident):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    enter(page, "alice")
    page.goto(reverse("admin:review", args=[incident.pk]))
    page.get_by_role("link", name="2 quotes").first.click()
    assert page.url.endswith("-killed")
    sides = page.get_by_role("row", name="By side 3")
    sides.get_by_label("Side").fill("Civilians")
    page.get_by_label("Reason").fill("the last line")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert incident.casualties.filter(side="Civilians").exists()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(chromium, live_server, incident, alice, scheme):
    edit(incident, {"damage": "minor"}, by=alice, seen_version=incident.version, reason="second paragraph")
    context = chromium.new_context(base_url=live_server.url, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    found = []
    enter(page, "alice")
    for address in (
        reverse("admin:index"),
        reverse("admin:review_queue"),
        reverse("admin:review", args=[incident.pk]),
        reverse("admin:review_history", args=[incident.pk]),
    ):
        page.goto(address)
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in {"serious", "critical"}:
                found += [(address, violation["id"], node["html"][:200]) for node in violation["nodes"][:4]]
    context.close()
    assert found == []
