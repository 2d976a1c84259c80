"""Filters, the map of a list and graphic words, in a real browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents.models import Batch, Incident
from tests import cast
from tests.browser.conftest import log_in
from tests.factories import ReportFactory, SourceFactory, now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue(page) -> Page:
    """Alice has the queue open: drafts of three countries by two papers."""
    alice = cast.alice()
    wire, post = SourceFactory(name="Northern Wire"), SourceFactory(name="The Evening Post")
    batch = Batch.objects.create(file_name="january.csv", sha256="j", format="csv", submitter=alice)
    for country, place, source in (("IQ", "Mosul", wire), ("SY", "Raqqa", post), ("YE", "Aden", post)):
        ReportFactory(
            incident__country=country,
            incident__place_name=place,
            article__source=source,
            article__batch=batch if country == "YE" else None,
        )
    log_in(page, "alice")
    page.goto(reverse("admin:review_queue"))
    return page


def rows(page: Page):
    return page.locator("tr[data-row]")


def chips(page: Page) -> list[str]:
    found = page.get_by_role("list", name="Filters that are on").get_by_role("link").all_inner_texts()
    return [re.sub(r"\s*×.*", "", text, flags=re.S) for text in found[:-1]]


def test_two_countries_are_chosen_by_keyboard_and_one_is_excluded(queue):
    queue.locator("summary", has_text="Country").focus()
    queue.keyboard.press("ArrowDown")
    expect(queue.get_by_role("checkbox", name=re.compile("^Iraq"))).to_be_focused()
    queue.keyboard.press("s")  # the one that begins so
    queue.keyboard.press("Space")
    queue.keyboard.press("End")
    queue.keyboard.press("Space")
    queue.keyboard.press("Enter")
    expect(rows(queue)).to_have_count(2)
    assert queue.url.endswith("/admin/review/?country=SY&country=YE")
    assert chips(queue) == ["Country: Syria", "Country: Yemen"]
    queue.locator("summary", has_text="Country").press("Enter")
    expect(queue.get_by_role("checkbox", name=re.compile("^Iraq"))).to_be_focused()
    queue.keyboard.press("s")
    queue.keyboard.press("ArrowRight")
    queue.keyboard.press("Space")
    expect(queue.get_by_role("checkbox", name=re.compile("^Syria"))).not_to_be_checked()
    queue.keyboard.press("Escape")
    expect(queue.locator("summary", has_text="Country")).to_be_focused()
    queue.get_by_role("button", name="Filter", exact=True).first.click()
    expect(rows(queue)).to_have_count(1)
    assert chips(queue) == ["Country: not Syria", "Country: Yemen"]


def test_an_outlet_is_found_by_part_of_its_name_and_a_batch_by_its_file(queue):
    queue.get_by_text("More filters").click()
    queue.locator("summary", has_text="Source").click()
    expect(queue.locator("#filter-source")).to_be_focused()
    queue.keyboard.type("even")
    option = queue.get_by_role("option", name="The Evening Post")
    expect(option).to_be_visible()
    queue.keyboard.press("Enter")
    expect(queue.get_by_role("combobox", name="is", exact=True).first).to_have_value("The Evening Post")
    queue.keyboard.press("Enter")
    expect(rows(queue)).to_have_count(2)
    queue.locator("summary", has_text="Batch").click()
    expect(queue.locator("#filter-batch")).to_be_focused()
    queue.keyboard.press("Tab")
    queue.keyboard.type("janu")
    queue.get_by_role("option", name="january.csv").click()
    queue.keyboard.press("Enter")
    expect(rows(queue)).to_have_count(1)
    assert chips(queue)[0] == "Source: The Evening Post"
    assert chips(queue)[1].startswith("Batch: not january.csv")


def test_all_of_it_works_without_scripts(queue, chromium, live_server):
    state = queue.context.storage_state()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto("/admin/review/?source=Northern+Wire")
    page.locator("summary", has_text="Country").click()
    page.get_by_role("checkbox", name=re.compile("^not Syria")).check()
    page.get_by_role("button", name="Filter", exact=True).first.click()
    expect(rows(page)).to_have_count(1)
    assert "not_country=SY" in page.url
    assert "source=Northern+Wire" in page.url
    context.close()


def test_the_map_shows_what_the_list_finds_and_a_point_leads_to_its_incidents(queue, maps):
    Incident.objects.filter(country="YE").update(latitude=12.79, longitude=45.02)
    Incident.objects.filter(country="SY").update(latitude=None, longitude=None)
    queue.get_by_role("link", name="Map", exact=True).click()
    canvas = queue.locator(".maplibregl-canvas")
    expect(canvas).to_be_visible()
    expect(queue.get_by_text("have no coordinates and are not on the map")).to_have_count(0)
    expect(queue.get_by_text("has no coordinates and is not on the map")).to_be_visible()
    expect(queue.get_by_role("button", name="Only what is in view")).to_be_visible()
    queue.get_by_role("link", name="Aden").click()
    expect(rows(queue)).to_have_count(1)
    expect(rows(queue).first).to_contain_text("Aden")
    queue.go_back()
    queue.get_by_role("button", name="Only what is in view").click()
    expect(queue.get_by_role("list", name="Filters that are on")).to_contain_text("Place on the map")
    assert "show=map" in queue.url
    expect(rows(queue)).to_have_count(2)


def test_graphic_words_are_shown_by_a_key_and_nothing_typed_is_lost(desk, incident):
    Incident.objects.filter(pk=incident.pk).update(sensitivity="graphic")
    desk.reload()
    text = desk.locator("[data-text]").first
    assert text.evaluate("each => each.inert && getComputedStyle(each).filter.startsWith('blur')")
    desk.locator("#id_place_name").fill("Somewhere else")
    desk.locator("h1").click()
    desk.keyboard.press("g")
    expect(desk.get_by_role("button", name="Blur them")).to_be_visible()
    assert text.evaluate("each => !each.inert && getComputedStyle(each).filter === 'none'")
    expect(desk.locator("#id_place_name")).to_have_value("Somewhere else")
    desk.get_by_role("button", name="Blur them").click()
    expect(desk.get_by_role("button", name="Show them")).to_be_focused()
    assert text.evaluate("each => each.inert")


def test_what_is_blurred_in_the_form_is_saved_all_the_same(desk, incident):
    Incident.objects.filter(pk=incident.pk).update(sensitivity="graphic")
    desk.reload()
    desk.locator("#id_place_name").fill("Somewhere else")
    desk.locator("input[name=reason]").fill("As the article says.")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist, .toast").first).to_be_visible()
    assert now(incident).place_name == "Somewhere else"
    assert now(incident).summary == incident.summary
