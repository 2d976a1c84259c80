"""Many at once in a real browser: ticking, preview, progress, results, undo."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from incidents.models import Incident, Job
from incidents.review import jobs
from tests import cast
from tests.browser.conftest import enter
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue(page) -> Page:
    """Alice has the queue open, with sixty drafts: more than a page of it."""
    cast.alice()
    for _ in range(60):
        IncidentFactory(country="SY")
    enter(page, "alice")
    page.goto("/admin/review/")
    return page


def boxes(page: Page):
    return page.locator("input[name=chosen]")


def chosen(page: Page) -> int:
    return boxes(page).evaluate_all("(all) => all.filter((box) => box.checked).length")


def worked() -> None:
    """As a worker does."""
    jobs.run(Job.objects.get(state="queued").pk)


def test_nothing_chosen_cannot_be_previewed(queue):
    expect(queue.get_by_role("button", name="Preview…")).to_be_disabled()


def test_a_range_is_ticked_with_shift_and_the_page_with_its_own_box(queue):
    boxes(queue).nth(2).click()
    boxes(queue).nth(6).click(modifiers=["Shift"])
    assert chosen(queue) == 5
    expect(queue.get_by_text("5 chosen")).to_be_visible()
    boxes(queue).nth(4).click()
    assert chosen(queue) == 4
    queue.get_by_label("All on this page").click()
    assert chosen(queue) == 50
    queue.get_by_label("All on this page").click()
    assert chosen(queue) == 0


def test_by_keyboard_from_the_list_to_the_end_and_back(queue):
    for key in ("j", "x", "j", "x", "v"):
        queue.keyboard.press(key)
    expect(queue.get_by_label("Do", exact=True)).to_be_focused()
    queue.keyboard.type("Country")
    queue.keyboard.press("Tab")
    queue.keyboard.press("Enter")
    expect(queue.get_by_role("status")).to_contain_text("2 chosen.")
    queue.get_by_label("Country", exact=True).focus()
    queue.keyboard.type("Iraq")
    queue.keyboard.press("Tab")
    queue.keyboard.type("all of one valley")
    queue.keyboard.press("Enter")  # the first button is the preview
    expect(queue.get_by_role("status")).to_contain_text("2 of 2 will change.")
    assert not Incident.objects.filter(country="IQ").exists()
    queue.get_by_role("button", name="Do it: 2 of 2").press("Enter")
    expect(queue.get_by_role("status")).to_contain_text("Queued: 0 of 2")
    worked()
    expect(queue.get_by_role("status")).to_contain_text("Done: 2 of 2")
    assert Incident.objects.filter(country="IQ").count() == 2
    queue.get_by_role("button", name="Undo all of it").press("Enter")
    expect(queue.get_by_role("status")).to_contain_text("Queued: 0 of 2")
    worked()
    expect(queue.get_by_role("status")).to_contain_text("Done: 2 of 2")
    assert not Incident.objects.filter(country="IQ").exists()


def test_all_of_a_list_and_what_is_refused(queue):
    alice = Incident.objects.first()
    queue.goto("/admin/review/?country=SY")
    queue.get_by_label("all 60 of this list").check()
    queue.get_by_label("Do", exact=True).select_option("reject")
    queue.get_by_role("button", name="Preview…").click()
    expect(queue.get_by_role("status")).to_contain_text("60 chosen.")
    queue.get_by_role("button", name="Do it").click()
    expect(queue.get_by_role("alert")).to_contain_text("expected why, in a few words")
    queue.get_by_label("Reason").fill("a test upload")
    queue.get_by_role("button", name="Preview", exact=True).click()
    expect(queue.get_by_role("status")).to_contain_text("60 of 60 will change.")
    Incident.objects.filter(pk=alice.pk).update(killed_min=4)
    queue.get_by_role("button", name="Do it: 60 of 60").click()
    worked()
    expect(queue.get_by_role("link", name="Refused 1")).to_be_visible()
    queue.get_by_role("link", name="Refused 1").click()
    expect(queue.get_by_role("row", name="It has changed since you chose it.")).to_have_count(1)
    assert Incident.objects.filter(status="rejected").count() == 59


def test_it_works_without_javascript(chromium, live_server):
    cast.alice()
    draft = IncidentFactory()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    enter(page, "alice")
    page.goto("/admin/review/")
    boxes(page).check()
    page.get_by_role("button", name="Preview…").click()
    page.get_by_role("button", name="Do it: 1 of 1").click()
    worked()
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("Done: 1 of 1")
    draft.refresh_from_db()
    assert draft.status == "published"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(chromium, live_server, scheme):
    alice = cast.alice()
    drafts = [IncidentFactory(), IncidentFactory()]
    found = Incident.objects.filter(pk__in=[draft.pk for draft in drafts])
    asked = jobs.prepare("reject", found, by=alice)
    refused = jobs.prepare("publish", found, by=alice)
    done = jobs.prepare("publish", found, by=alice)
    jobs.start(done)
    jobs.run(done.pk)
    context = chromium.new_context(base_url=live_server.url, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    wrong = []
    enter(page, "alice")
    for address in ("", f"{asked.pk}/", f"{refused.pk}/", f"{done.pk}/"):
        page.goto(f"/admin/review/jobs/{address}")
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in {"serious", "critical"}:
                wrong += [(address, violation["id"], node["html"][:200]) for node in violation["nodes"][:4]]
    context.close()
    assert wrong == []
