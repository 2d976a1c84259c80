"""Inputs of the review page in a real browser: by the keyboard, and read back while one types."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents.admin.maps import vendored
from incidents.models import Actor, Base
from tests.browser.conftest import enter
from tests.factories import now

pytestmark = pytest.mark.django_db(transaction=True)


def save(page: Page, why: str = "as the article says") -> None:
    page.get_by_label("Reason").fill(why)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_a_base_is_chosen_by_another_spelling_with_the_keys_alone(desk, incident):
    Base.objects.filter(key="erbil-air-base").update(aliases=["Harir Airfield"])
    base = desk.locator("#id_base")
    base.focus()
    expect(base).to_have_attribute("role", "combobox")
    desk.keyboard.press("Control+a")
    desk.keyboard.type("harir")
    option = desk.locator(".options li").first
    expect(option).to_contain_text("also Harir Airfield")
    expect(option).to_contain_text("Air base · Iraq")
    expect(option).to_contain_text("306 km")
    expect(base).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    desk.keyboard.press("Escape")  # closes the list, and does not leave the input
    expect(desk.get_by_role("listbox")).to_have_count(0)
    expect(base).to_be_focused()
    desk.keyboard.press("Alt+ArrowDown")
    expect(desk.locator(".options li").first).to_be_visible()
    desk.keyboard.press("Enter")
    expect(base).to_have_value("Erbil Air Base, IQ (erbil-air-base)")
    save(desk)
    assert now(incident).base.key == "erbil-air-base"


def test_a_new_actor_is_made_without_leaving_and_chosen(desk, incident):
    actor = desk.get_by_role("group", name="Participants 1").get_by_label("Actor")
    desk.locator("#id_summary").fill("Half a sentence")
    actor.focus()
    desk.keyboard.type("Saraya Awliya")
    new = desk.get_by_role("option", name="Create new: Saraya Awliya")
    expect(new).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    dialog = desk.get_by_role("dialog", name="New actor")
    expect(dialog.get_by_label("Name")).to_have_value("Saraya Awliya")
    expect(dialog.get_by_label("Kind")).to_be_focused()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")  # without a kind
    expect(dialog.get_by_label("Kind")).to_be_focused()
    expect(dialog).to_contain_text("This field is required.")
    assert not Actor.objects.filter(name="Saraya Awliya").exists()
    dialog.get_by_label("Kind").select_option("political_militia")
    dialog.get_by_role("button", name="Create and choose").click()
    expect(dialog).to_be_hidden()
    expect(actor).to_have_value("Saraya Awliya (saraya-awliya)")
    expect(actor).to_be_focused()
    save(desk)
    assert incident.participations.get(name="militants").actor.key == "saraya-awliya"
    assert now(incident).summary == "Half a sentence"


def test_a_dialog_that_is_cancelled_makes_nothing(desk, incident):
    base = desk.locator("#id_base")
    base.fill("Camp Nowhere")
    desk.get_by_role("option", name="Create new").click()
    desk.get_by_role("dialog", name="New base").get_by_role("button", name="Cancel").click()
    expect(base).to_have_value("Camp Nowhere")
    expect(base).to_be_focused()
    assert not Base.objects.filter(name="Camp Nowhere").exists()


def test_days_are_read_back_while_they_are_typed(desk, incident):
    days, precision = desk.locator("#id_date"), desk.locator("#id_date_precision")
    says = desk.locator("#id_date_says")
    expect(says).to_have_text("day precision: Saturday 20 January 2024")
    days.fill("31 Feb")
    expect(says).to_contain_text("February 2024 has 29 days, not 31")
    expect(days).to_have_attribute("aria-invalid", "true")
    days.fill("03/04/2024")
    expect(says).to_contain_text("3 Apr 2024 or 4 Mar 2024")
    days.fill("2024-01")
    expect(says).to_have_text("month precision: 1-31 January 2024")
    expect(precision).to_have_value("month")
    days.fill("15-17 Jan 2024")
    expect(precision).to_have_value("week")
    precision.select_option("day")
    days.fill("16-17 Jan 2024")
    expect(says).to_contain_text("16-17 January 2024")
    expect(precision).to_have_value("day")  # chosen by hand, it follows no words
    save(desk)
    after = now(incident)
    assert (after.date_start.day, after.date_end.day, after.date_precision) == (16, 17, "day")


def test_a_point_is_set_by_the_military_grid(desk, incident):
    desk.locator("#id_point").fill("38S KC 63 41")
    expect(desk.locator("#id_point_says")).to_contain_text("33.787256, 42.445712")
    expect(desk.locator("#id_geo_precision")).to_have_value("near")
    save(desk)
    assert now(incident).latitude == pytest.approx(33.787256)


def test_casualties_are_typed_as_in_a_spreadsheet(desk, incident):
    cell = desk.locator("#id_casualties-0-killed")
    cell.focus()
    desk.keyboard.type("0")
    expect(cell).to_have_attribute("data-state", "none")
    expect(desk.locator("#id_casualties-0-killed_says")).to_have_text("none")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.type("2-3")
    expect(desk.locator("#id_casualties-1-killed")).to_have_attribute("data-state", "range")
    desk.keyboard.press("ArrowRight")
    expect(desk.locator("#id_casualties-1-wounded")).to_be_focused()
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("ArrowUp")  # the incident as a whole
    desk.keyboard.type("several")
    expect(desk.locator("#id_wounded")).to_have_value("several")
    desk.keyboard.press("Enter")  # the next line, and not the end of the form
    expect(desk.locator("#id_casualties-0-wounded")).to_be_focused()
    save(desk)
    found = {(c.side, c.kind): (c.min, c.max) for c in incident.casualties.all()}
    assert found["Iraq", "killed"] == (0, 0)
    assert found["United States", "killed"] == (2, 3)
    assert (now(incident).wounded_min, now(incident).wounded_max) == (2, None)


def test_a_salvo_that_does_not_add_up_is_warned_of_and_saved(desk, incident):
    line = desk.get_by_role("row", name="Weapons 1")
    says = line.locator(".account output")
    for name, count in {"Launched": "12", "Intercepted": "9", "Failed": "1", "Hit": "2"}.items():
        line.get_by_label(name).fill(count)
    expect(says).to_have_text("12 launched = 9 intercepted + 1 failed + 2 hit")
    line.get_by_label("Hit").fill("13")
    expect(says).to_have_text("more hit than launched")
    save(desk)
    assert incident.weapons.get().hit_min == 13


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_open_lists_and_dialogs(chromium, live_server, incident, scheme):
    context = chromium.new_context(base_url=live_server.url, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    enter(page, "alice")
    page.goto(reverse("admin:review", args=[incident.pk]))
    page.locator("#id_base").fill("erb")
    expect(page.locator(".options li").first).to_be_visible()
    found = serious(page)
    page.get_by_role("option", name="Create new").click()
    page.get_by_role("button", name="Create and choose").click()
    expect(page.get_by_role("dialog")).to_contain_text("required")
    found += serious(page)
    context.close()
    assert found == []


def serious(page: Page) -> list[tuple[str, str]]:
    return [
        (violation["id"], node["html"][:200])
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


@pytest.fixture
def mapped(maps, desk) -> Page:
    """The map is open and drawn."""
    loaded = "() => performance.getEntriesByType('resource').map((each) => each.name).join(' ')"
    assert "maplibre" not in desk.evaluate(loaded), "nobody has opened the map yet"
    desk.locator("[data-where] summary").click()
    expect(desk.locator(".maplibregl-marker")).to_be_visible(timeout=30_000)
    assert "maplibre" in desk.evaluate(loaded)
    return desk


def test_a_point_is_set_on_the_map_by_a_click(mapped, incident):
    mapped.locator(".map canvas").click(position={"x": 100, "y": 60})
    point = mapped.locator("#id_point")
    expect(point).not_to_have_value("33.7856, 42.4412")
    latitude, longitude = (float(each) for each in point.input_value().split(", "))
    assert 33.7856 < latitude < 36  # above and to the left of what was in the middle
    assert 39 < longitude < 42.4412
    expect(mapped.locator("#id_geo_precision")).to_have_value(
        "near"
    )  # a click on a small scale is no exact point
    save(mapped)
    assert (now(incident).latitude, now(incident).longitude) == (latitude, longitude)


def test_a_point_is_set_on_the_map_by_the_keys_alone(mapped):
    mapped.locator(".map canvas").focus()
    mapped.keyboard.press("ArrowRight")
    mapped.wait_for_timeout(600)  # the map glides
    mapped.keyboard.press("Enter")
    point = mapped.locator("#id_point")
    expect(point).not_to_have_value("33.7856, 42.4412")
    latitude, longitude = (float(each) for each in point.input_value().split(", "))
    assert latitude == pytest.approx(33.79, abs=0.02)
    assert longitude > 42.5
    expect(mapped.locator("#id_point_says")).to_contain_text("38S")


def test_the_pin_follows_what_is_typed(mapped):
    before = mapped.locator(".maplibregl-marker").bounding_box()
    mapped.locator(".map canvas").click(position={"x": 60, "y": 200})
    moved = mapped.locator(".maplibregl-marker").bounding_box()
    assert moved != before
    mapped.locator("#id_point").fill("38S KC 63 41")
    expect(mapped.locator("#id_point_says")).to_contain_text("33.787256")
    assert mapped.locator(".maplibregl-marker").bounding_box()["x"] == pytest.approx(before["x"], abs=3)
    mapped.locator("#id_point").fill("")
    expect(mapped.locator(".maplibregl-marker")).to_have_count(0)


def test_without_webgl_the_map_says_so_and_the_text_stays(page, incident):
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    enter(page, "alice")
    page.goto(reverse("admin:review", args=[incident.pk]))
    page.locator("[data-where] summary").click()
    if vendored():
        expect(page.get_by_text("it has no WebGL")).to_be_visible()
    page.locator("#id_point").fill("38S KC 63 41")
    expect(page.locator("#id_geo_precision")).to_have_value("near")
