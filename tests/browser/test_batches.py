"""Files with many articles in a real browser: dropped, watched, looked at first; and without JavaScript."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from incidents import tasks
from incidents.ingestion import batch as bulk
from incidents.ingestion import storage
from incidents.models import Article, Batch, User
from tests import cast
from tests.browser.conftest import enter

pytestmark = pytest.mark.django_db(transaction=True)

STORY = "Militants fired {n} rockets at Ain al-Asad air base in western Iraq on Saturday, an official said."
DROP = """(files) => {
    const brought = new DataTransfer();
    for (const [name, text] of files) brought.items.add(new File([text], name, { type: "text/csv" }));
    const drop = (type) => document.querySelector("h1").dispatchEvent(
        new DragEvent(type, { dataTransfer: brought, bubbles: true, cancelable: true }));
    drop("dragover");
    drop("drop");
}"""


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path, monkeypatch):
    settings.UPLOADS = tmp_path / "uploads"
    monkeypatch.setattr(tasks.take_batch, "delay", lambda pk: None)


@pytest.fixture
def desk(page) -> Page:
    cast.alice()
    enter(page, "alice")
    page.goto("/admin/batches/")
    return page


def table(*numbers: int, day: str = "2024-01-20") -> str:
    lines = [f'Rockets {n},"{STORY.format(n=n + 3)}",{day}' for n in numbers]
    return "\n".join(["headline,body,date", *lines])


def worked(*batches: Batch, read: bool = True) -> None:
    """As workers do: of these, or all."""
    for batch in batches or Batch.objects.all():
        while not bulk.take(batch.pk, seconds=0):
            pass
    if read:
        Article.objects.update(state="nothing_found")
        bulk.finish()


@pytest.fixture
def rough(chromium: Browser, live_server) -> Iterator[Page]:
    """The same, and what fails on the way may be seen in the console."""
    cast.alice()
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    enter(page, "alice")
    page.goto("/admin/batches/")
    yield page
    context.close()


def test_a_broken_connection_is_said_and_the_file_can_be_sent_again(rough):
    rough.route("**/api/v1/batches*", lambda route: route.abort(), times=1)
    rough.evaluate(DROP, [["one.csv", table(1)]])
    expect(rough.locator(".sendings li")).to_contain_text("The connection broke")
    assert not Batch.objects.exists()
    rough.get_by_role("button", name="Try again").click()
    expect(rough.locator(".sendings li")).to_contain_text("Uploaded: batch")
    assert Batch.objects.get().file_name == "one.csv"


def test_what_is_refused_is_told_beside_its_file_and_the_next_is_sent(rough):
    rough.evaluate(DROP, [["wrong.csv", "one,two\n1,2"], ["empty.csv", ""], ["good.csv", table(1)]])
    rows = rough.locator(".sendings li")
    expect(rows.nth(0)).to_contain_text("which column has the text")
    expect(rows.nth(1)).to_contain_text("empty")
    expect(rows.nth(2)).to_contain_text("Uploaded: batch")
    assert [batch.file_name for batch in Batch.objects.all()] == ["good.csv"]


def test_what_is_on_its_way_and_what_waits_behind_it_can_be_called_off(rough):
    rough.route("**/api/v1/batches*", lambda route: None)
    rough.evaluate(DROP, [["one.csv", table(1)], ["two.csv", table(2)]])
    rows = rough.locator(".sendings li")
    for n in (1, 0):
        rows.nth(n).get_by_role("button", name="Cancel").click()
    for n in (0, 1):
        expect(rows.nth(n)).to_contain_text("Cancelled: nothing of it was kept.")
    assert not Batch.objects.exists()


def test_two_files_are_dropped_and_watched_to_the_end(desk):
    desk.evaluate(DROP, [["one.csv", table(1, 2)], ["two.csv", table(3)]])
    rows = desk.locator(".sendings li")
    for n in range(2):
        expect(rows.nth(n)).to_contain_text("Uploaded: batch")
    expect(desk.locator("#uploads")).to_contain_text("two.csv")  # the list below has them as well
    rows.nth(0).get_by_role("link").click()
    expect(desk.get_by_role("heading", name="one.csv")).to_be_visible()
    expect(desk.get_by_role("status")).to_have_text("Queued")
    worked(read=False)
    expect(desk.locator(".sums div", has_text="Being read").locator("dd")).to_have_text("2")
    worked()
    expect(desk.get_by_role("status")).to_have_text("Done")
    expect(desk.locator(".receipts tbody tr")).to_have_count(2)  # the page came anew
    assert desk.locator("#progress").get_attribute("hx-get") is None


def test_the_very_same_file_is_recognised_and_sent_all_the_same_if_one_wants(desk):
    desk.evaluate(DROP, [["one.csv", table(1)]])
    desk.wait_for_url("**/admin/batches/*/")
    desk.goto("/admin/batches/")
    desk.evaluate(DROP, [["again.csv", table(1)]])
    expect(desk.locator(".sendings li")).to_contain_text("The very same file was uploaded before")
    desk.get_by_role("button", name="Upload it all the same").click()
    expect(desk.locator(".sendings li")).to_contain_text("Uploaded: batch")
    assert Batch.objects.count() == 2


def test_a_file_is_dropped_on_the_page_for_single_articles(desk):
    desk.goto("/admin/articles/submit/")
    desk.evaluate(DROP, [["one.csv", table(1)]])
    desk.wait_for_url("**/admin/batches/*/")
    expect(desk.get_by_role("heading", name="one.csv")).to_be_visible()


def test_looked_at_first_corrected_and_started(desk, tmp_path):
    (tmp_path / "first.csv").write_text(table(1, day="3/4/2024"))
    desk.get_by_label("Files").set_input_files(tmp_path / "first.csv")
    desk.get_by_label("Let me look at it first").check()
    desk.get_by_role("button", name="Upload", exact=True).click()
    desk.wait_for_url("**/admin/batches/*/")
    expect(desk.locator(".preview")).to_contain_text("which of 3/4/2024 is the day")
    desk.get_by_label("3/4/2024 is").select_option(label="3 April: day first")
    desk.get_by_role("button", name="Look again").click()
    expect(desk.locator(".look")).to_contain_text("None of them would be refused.")
    desk.get_by_role("button", name="Start").click()
    expect(desk.get_by_role("status")).to_have_text("Queued")
    worked()
    assert str(Article.objects.get().published_on) == "2024-04-03"


def test_cancelling_asks_first(desk):
    desk.evaluate(DROP, [["one.csv", table(1)]])
    desk.wait_for_url("**/admin/batches/*/")
    expect(desk.get_by_role("button", name="Cancel this upload")).to_be_hidden()
    desk.get_by_text("Cancel…").click()
    desk.get_by_role("button", name="Cancel this upload").click()
    expect(desk.get_by_role("status")).to_have_text("Cancelled")


def test_without_javascript_one_file_goes_by_the_form(chromium: Browser, live_server, tmp_path):
    cast.alice()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    enter(page, "alice")
    (tmp_path / "plain.csv").write_text(table(1, 2))
    page.goto("/admin/batches/")
    page.get_by_label("Files").set_input_files(tmp_path / "plain.csv")
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_role("heading", name="plain.csv")).to_be_visible()
    worked()
    page.reload()
    expect(page.locator("#progress")).to_contain_text("Done")
    expect(page.locator(".receipts tbody tr")).to_have_count(2)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_state_of_the_pages_has_a_grave_finding_or_is_wider_than_the_screen(
    chromium: Browser, live_server, scheme, width
):
    alice = cast.alice()
    lines = [*table(1, 2).split("\n"), "No text at all,,20.01.2024", *table(1).split("\n")[1:]]
    under_way = made(table(8), alice)
    waits = made("\n".join(lines), alice, is_paused=True)
    done = made("\n".join([*lines, *table(9).split("\n")[1:]]), alice)
    worked(done)
    context = chromium.new_context(
        base_url=live_server.url,
        bypass_csp=True,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    enter(page, "alice")
    found = {}
    for address in ("", *(f"{batch.pk}/" for batch in (under_way, waits, done))):
        page.goto(f"/admin/batches/{address}")
        for details in page.locator("#content details").all():
            details.evaluate("each => { each.open = true }")
        assert page.evaluate("() => document.scrollingElement.scrollWidth") <= width, address
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in {"serious", "critical"}:
                found[address, violation["id"]] = [node["html"][:200] for node in violation["nodes"][:4]]
    context.close()
    assert found == {}


def made(text: str, by: User, **terms) -> Batch:
    return bulk.accept(storage.keep([text.encode()]), file_name="stories.csv", by=by, **terms)
