"""The queue in a real browser: filters, views, keys, and two people at once."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents.models import Incident, SavedView
from tests import cast
from tests.browser.conftest import enter
from tests.factories import IncidentFactory, ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue(page) -> Page:
    """Alice has the queue open: three drafts of Iraq, the gravest first, and one of Syria."""
    cast.alice()
    for n in (20, 5, 1):
        ReportFactory(incident__killed_min=n, incident__place_name=f"Town {n}")
    ReportFactory(incident__country="SY", incident__place_name="Raqqa")
    enter(page, "alice")
    page.goto(reverse("admin:review_queue"))
    return page


def places(page: Page) -> list[str]:
    return [
        row.locator("td[dir=auto]").first.inner_text().split("  ")[0]
        for row in page.locator("tr[data-row]").all()
    ]


def test_a_filter_is_set_shown_in_the_address_and_taken_off_by_its_chip(queue):
    queue.locator("summary", has_text="Country").click()
    queue.get_by_role("checkbox", name="Syria (1)", exact=True).check()
    queue.get_by_role("button", name="Filter", exact=True).first.click()
    expect(queue.locator("tr[data-row]")).to_have_count(1)
    assert "country=SY" in queue.url
    queue.get_by_role("list", name="Filters that are on").get_by_role("link", name="Country: Syria").click()
    expect(queue.locator("tr[data-row]")).to_have_count(4)


def test_a_view_is_saved_counted_and_opened_by_its_name(queue):
    queue.goto("/admin/review/?country=SY")
    queue.get_by_text("Save as a view").click()
    queue.get_by_label("Name").fill("Syria, all")
    queue.get_by_label("show it to all who review").check()
    queue.get_by_role("button", name="Save", exact=True).click()
    expect(queue.get_by_text("is saved.")).to_be_visible()
    assert SavedView.objects.get().is_shared
    queue.goto("/admin/review/")
    views = queue.get_by_role("navigation", name="Views")
    expect(views.get_by_role("link", name="All 4")).to_have_attribute("aria-current", "page")
    views.get_by_role("link", name="Syria, all 1").click()
    expect(queue.locator("tr[data-row]")).to_have_count(1)


def test_one_goes_through_a_filtered_list_by_keys_and_stays_in_it(queue):
    queue.goto("/admin/review/?country=IQ")
    queue.keyboard.press("j")
    queue.keyboard.press("j")
    queue.keyboard.press("k")
    expect(queue.locator("tr[data-row]").first.get_by_role("link")).to_be_focused()
    queue.keyboard.press("n")
    for town in ("Town 20", "Town 5", "Town 1"):
        expect(queue.locator("#id_place_name")).to_have_value(town)
        queue.locator("[data-next]").click()
    expect(queue.locator("#id_place_name")).to_have_value("Town 20")
    assert "in=country%3DIQ" in queue.url


def test_two_who_start_at_once_are_given_two_drafts_and_see_who_has_which(queue, chromium, live_server):
    cast.bob()
    other = chromium.new_context(base_url=live_server.url)
    bobs = other.new_page()
    enter(bobs, "bob")
    queue.goto("/admin/review/next/")
    bobs.goto("/admin/review/next/")
    assert queue.url.split("?")[0] != bobs.url.split("?")[0]
    bobs.goto("/admin/review/")
    row = bobs.locator("tr[data-row]").first
    expect(row).to_contain_text("alice has it open until")
    other.close()


def test_what_cannot_be_read_is_told(queue):
    queue.goto("/admin/review/?country=QQ")
    expect(queue.get_by_role("alert")).to_contain_text("expected a country's two letters")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(chromium, live_server, scheme):
    alice = cast.alice()
    for _ in range(3):
        ReportFactory(incident__confidence=0.3)
    IncidentFactory(published=True)
    SavedView.objects.create(owner=alice, name="Iraq", page="queue", query="country=IQ")
    context = chromium.new_context(base_url=live_server.url, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    found = []
    enter(page, "alice")
    for address in (
        "/admin/review/",
        "/admin/review/?country=IQ&below=67&nonsense=1",
        "/admin/review/?country=IQ&below=67",
        "/admin/review/?country=IQ&not_country=SY&show=map",
        "/admin/incidents/incident/",
        "/admin/incidents/incident/?show=map",
        "/admin/review/decisions/",
        "/admin/review/views/",
    ):
        page.goto(address)
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in {"serious", "critical"}:
                found += [(address, violation["id"], node["html"][:200]) for node in violation["nodes"][:4]]
    context.close()
    assert found == []
    assert Incident.objects.count() == 4


@pytest.mark.parametrize("width", [390, 1920])
def test_no_page_is_wider_than_the_screen(queue, width):
    queue.set_viewport_size({"width": width, "height": 900})
    wide = {}
    for address in (
        "/admin/review/?country=IQ&older=3",
        "/admin/review/",
        "/admin/review/?show=map",
        "/admin/incidents/incident/",
        "/admin/review/views/",
    ):
        queue.goto(address)
        wide[address] = queue.evaluate("() => document.scrollingElement.scrollWidth")
    assert max(wide.values()) <= width, wide
