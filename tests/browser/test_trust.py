"""Undo by key and button, comments with mentions, the inbox, the history: in a real browser, by the keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from incidents.models import Comment, Incident, Notice
from incidents.review import edit, publish, reopen
from incidents.review.comment import comment
from tests import cast
from tests.admin import story
from tests.browser.conftest import enter
from tests.factories import now

pytestmark = pytest.mark.django_db(transaction=True)
OURS = {"include": [["#content"]], "exclude": [[".stories > :not(#comments)"], ["#desk-form"]]}


@pytest.fixture
def bob():
    return cast.bob()


@pytest.fixture
def incident(alice, bob) -> Incident:
    return story.draft()


def test_u_takes_back_the_publication_of_a_moment_ago_from_the_next_draft(desk, incident):
    desk.keyboard.press("p")
    expect(desk.get_by_text("is published.")).to_be_visible()
    assert now(incident).status == "published"
    desk.keyboard.press("u")
    expect(desk.get_by_text("Undone.")).to_be_visible()
    expect(desk).to_have_url(desk.url.split("/admin/")[0] + reverse("admin:review", args=[incident.pk]))
    assert now(incident).status == "draft"
    desk.get_by_role("button", name="Do it again").click()
    expect(desk.locator(".status.published").first).to_be_visible()


def test_u_while_typing_is_a_letter(desk, incident, alice):
    edit(incident, {"wounded_min": 4}, by=alice, seen_version=incident.version, reason="why")
    desk.locator("#id_summary").press("u")
    desk.wait_for_timeout(200)
    assert now(incident).wounded_min == 4


def test_u_without_a_message_takes_back_ones_last_step_here(desk, incident, alice):
    edit(incident, {"wounded_min": 4}, by=alice, seen_version=incident.version, reason="why")
    desk.reload()
    desk.keyboard.press("u")
    expect(desk.get_by_text("Undone.")).to_be_visible()
    assert now(incident).wounded_min == 3


def test_a_comment_by_key_completes_the_name_and_leads_from_the_inbox_to_it(
    desk, incident, bob, chromium, live_server
):
    desk.keyboard.press("m")
    desk.keyboard.type("Look at the toll, @b")
    expect(desk.get_by_role("option", name="bob")).to_be_visible()
    desk.keyboard.press("Enter")
    desk.keyboard.type("please")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("#comments li")).to_contain_text("Look at the toll, @bob please")
    assert Comment.objects.get().text == "Look at the toll, @bob please"
    other = chromium.new_context(base_url=live_server.url)
    page = other.new_page()
    enter(page, "bob")
    page.goto("/admin/")
    page.get_by_role("link", name="Inbox 1 unread").click()
    page.get_by_role("link", name="alice mentioned you").click()
    expect(page.locator(f"#comment-{Comment.objects.get().pk}")).to_be_in_viewport()
    page.goto(reverse("admin:inbox"))
    expect(page.locator("li.unread")).to_have_count(0)
    other.close()


def test_an_earlier_value_is_put_back_from_the_history(desk, incident, alice):
    version = incident.version
    edit(incident, {"wounded_min": 4}, by=alice, seen_version=version, reason="why")
    desk.goto(reverse("admin:review_history", args=[incident.pk]))
    desk.get_by_role("link", name="side by side").first.click()
    desk.get_by_label(f"Put back Wounded min of version {version}").check()
    desk.get_by_label("Reason").fill("the first was right")
    desk.get_by_role("button", name="Put back what is ticked").click()
    expect(desk.get_by_text(f"Put back to what version {version} had.")).to_be_visible()
    assert now(incident).wounded_min == 3


def test_whoever_edited_last_is_told_that_another_must_publish_before_he_tries(
    desk, incident, alice, settings
):
    settings.REVIEW_FOUR_EYES = True
    edit(incident, {"wounded_min": 4}, by=alice, seen_version=incident.version, reason="why")
    desk.reload()
    expect(desk.get_by_text("somebody else must publish this; you edited it last")).to_be_visible()
    expect(desk.get_by_role("button", name="Publish")).to_be_disabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_finding_of_axe(page, incident, alice, bob, scheme):
    page.emulate_media(color_scheme=scheme)
    edited = edit(incident, {"wounded_min": 4}, by=alice, seen_version=incident.version, reason="why")
    published = publish(edited, by=bob, seen_version=edited.version)
    opened = reopen(published, by=bob, seen_version=published.version, reason="a higher toll")
    again = edit(
        opened,
        {"summary": f"{opened.summary} Later more."},
        by=bob,
        seen_version=opened.version,
        reason="more",
    )
    comment(again, "@alice, look.", by=bob)
    enter(page, "alice")
    history = reverse("admin:review_history", args=[incident.pk])
    found = {}
    for address in (
        history,
        f"{history}?from={published.version}&to={again.version}",
        reverse("admin:inbox"),
        reverse("admin:review", args=[incident.pk]),
    ):
        page.goto(address)
        result = Axe().run(
            page, {"include": [["#content"]], "exclude": [[".stories > :not(#comments)"], ["#desk-form"]]}
        )
        found[address] = [
            (violation["id"], [node["html"][:90] for node in violation["nodes"]][:3])
            for violation in result.response["violations"]
        ]
    assert {address: each for address, each in found.items() if each} == {}
    assert Notice.objects.filter(user=alice).count() == 1, "else the inbox was empty"


@pytest.mark.parametrize("width", [390, 1920])
def test_no_page_is_wider_than_the_screen(page, incident, alice, bob, width):
    edit(incident, {"wounded_min": 4}, by=alice, seen_version=incident.version, reason="why")
    comment(incident, "@alice, " + "look" * 30, by=bob)
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, "alice")
    history = reverse("admin:review_history", args=[incident.pk])
    wide = {}
    for address in (
        f"{history}?from=1&to={incident.version + 1}",
        reverse("admin:inbox"),
        reverse("admin:review", args=[incident.pk]),
    ):
        page.goto(address)
        wide[address] = page.evaluate("() => document.scrollingElement.scrollWidth")
    assert max(wide.values()) <= width, wide
