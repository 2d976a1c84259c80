"""Words and fields know each other: lit without touching the text, chosen by mouse and by keys."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from incidents.models import Incident
from tests import cast
from tests.admin import story
from tests.browser.conftest import chosen, click_words, enter, lit, select_words

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_text_stays_one_piece_and_its_words_are_lit_by_kind_and_standing(desk):
    assert desk.locator("mark").count() == 0
    assert desk.evaluate("document.querySelector('[data-text]').childNodes.length") == 1
    assert "Saturday evening" in lit(desk, "kind-when")
    assert lit(desk, "low") == ["several American soldiers were hurt"]
    assert lit(desk, "sure") == []
    expect(desk.get_by_text("<b>Ten drones</b> were shot down")).to_be_visible()


def test_choosing_a_field_lights_its_words_and_choosing_words_their_field(desk):
    desk.locator("#id_killed").focus()
    assert lit(desk) == ["twelve American soldiers had been killed", "nobody was killed"]
    click_words(desk, "Most were intercepted")
    assert chosen(desk) == "intercepted"
    # words of two fields: the second click goes to the other
    click_words(desk, "American soldiers were")
    click_words(desk, "American soldiers were")
    first = chosen(desk)
    click_words(desk, "several American")
    assert {first, chosen(desk)} == {"participations", "wounded"}


def test_words_of_no_field_choose_none(desk):
    click_words(desk, "which the Pentagon")
    assert chosen(desk) is None


def test_words_are_chosen_by_keys_as_well(desk):
    desk.keyboard.press("j")
    desk.keyboard.press("w")
    expect(desk.locator("[data-text]").first).to_be_focused()
    said = "getSelection().toString()"
    assert desk.evaluate(said) == "fired ballistic missiles"
    desk.keyboard.press("ArrowRight")
    assert desk.evaluate(said) == "at"
    for _ in range(2):
        desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Shift+ArrowRight")
    assert desk.evaluate(said) == "Ain al"
    desk.keyboard.press("ArrowDown")
    assert desk.evaluate(said).startswith("At about 6:30 p.m.")
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("ArrowRight")
    for _ in range(20):
        if desk.evaluate(said) == "30":
            break
        desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    assert chosen(desk) == "time"


def test_a_confirmed_field_looks_confirmed_in_both_panes(desk, incident):
    desk.locator("#row-wounded").focus()
    desk.keyboard.press("a")
    expect(desk.locator("#row-wounded .by.person")).to_have_text("alice")
    assert "several American soldiers were hurt" in lit(desk, "sure")
    assert chosen(desk) == "casualties", "and the next field is chosen"
    assert incident.verdicts.get().field == "wounded"
    assert Incident.objects.get(pk=incident.pk).version == incident.version


def test_selected_words_become_evidence_of_the_chosen_field(desk, incident):
    desk.locator("#row-wounded").focus()
    select_words(desk, "at least one Iraqi soldier was wounded")
    desk.keyboard.press("e")
    expect(desk.locator("[data-toasts]")).to_contain_text("The words belong to Wounded now.")
    said = incident.statements.get(field="wounded", is_chosen=True)
    assert "at least one Iraqi soldier was wounded" in [e.quote for e in said.evidence.all()]
    assert "at least one Iraqi soldier was wounded" in lit(desk)


def test_a_field_is_set_from_selected_words_and_saved_on_them(desk, incident):
    desk.locator("#row-wounded").focus()
    select_words(desk, "at least one Iraqi soldier")
    desk.keyboard.press("v")
    expect(desk.locator("#id_wounded")).to_have_value("≥ 1")
    expect(desk.get_by_text("Not saved: Wounded")).to_be_visible()
    desk.keyboard.press("s")
    expect(desk.get_by_text("Saved.")).to_be_visible()
    mine = incident.statements.get(field="wounded", author__username="alice")
    assert mine.value == {"min": 1, "max": None}
    assert [e.quote for e in mine.evidence.all()] == ["at least one Iraqi soldier"]
    assert mine.reason == "The article's own words"


def test_words_that_tell_no_value_are_refused_with_what_was_expected(desk, incident):
    desk.locator("#row-date").focus()
    select_words(desk, "militants")
    desk.keyboard.press("v")
    expect(desk.locator("[data-toasts]")).to_contain_text("expected one day, week, month or year")
    expect(desk.locator("#id_date")).to_have_value("20 Jan 2024")


def test_a_party_from_words_fills_a_row_of_the_table(desk, incident):
    desk.locator("#row-participations").focus()
    select_words(desk, "Islamic Resistance in Iraq")
    desk.keyboard.press("v")
    new = desk.get_by_role("group", name="Participants 4")
    expect(new.get_by_label("Name as said")).to_have_value("Islamic Resistance in Iraq")
    expect(new.get_by_label("Actor")).to_have_value("Islamic Resistance in Iraq (islamic-resistance-in-iraq)")
    expect(new.get_by_label("Role")).to_be_focused()
    new.get_by_label("Role").select_option("Accused")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text("Saved.")).to_be_visible()
    mine = incident.statements.get(field="accused")
    assert [e.quote for e in mine.evidence.all()] == ["Islamic Resistance in Iraq"]


def test_sources_are_tabs_and_the_one_with_the_words_comes_forward(desk, incident):
    tabs = desk.get_by_role("tab")
    expect(tabs).to_have_count(2)
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    expect(desk.get_by_text("Four American soldiers were treated")).to_be_hidden()
    tabs.first.focus()
    desk.keyboard.press("ArrowRight")
    expect(tabs.last).to_be_focused()
    expect(desk.get_by_text("Four American soldiers were treated")).to_be_visible()
    desk.locator("#row-killed").focus()
    expect(desk.get_by_text("twelve American soldiers had been killed").first).to_be_visible()
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("]")
    expect(tabs.last).to_have_attribute("aria-selected", "true")


def test_which_figure_counts_is_one_key(desk, incident):
    desk.locator("#row-killed").focus()
    desk.keyboard.press("2")
    killed = desk.get_by_role("group", name="Killed")
    expect(desk.locator("#id_killed")).to_have_value("12")
    expect(killed.get_by_role("button", name="2 let this one count")).to_have_count(1)
    after = Incident.objects.get(pk=incident.pk)
    assert (after.killed_min, after.killed_max) == (12, 12)
    assert desk.evaluate("document.querySelector('.unsaved').hidden"), "what was chosen is saved"


def test_choosing_keeps_what_is_typed_elsewhere(desk, incident):
    desk.locator("#id_summary").fill("Half a sentence")
    desk.keyboard.press("Escape")
    desk.locator("#row-killed").focus()
    desk.keyboard.press("1")
    expect(desk.locator("#id_killed")).to_have_value("0")
    expect(desk.locator("#id_summary")).to_have_value("Half a sentence")
    expect(desk.get_by_text("Not saved: Summary")).to_be_visible()


def test_characters_beyond_the_basic_plane_do_not_shift_the_words(page, incident):
    from tests.factories import ArticleFactory, ReportFactory

    cast.bob()
    text = "\U0001f680\U0001f680 Six soldiers were hurt at the base \U0001f4a5 on Friday, it said."
    article = ArticleFactory(text=text)
    ReportFactory(incident=incident, article=article)
    story.said(incident, article, "damage", "minor", "at the base")
    enter(page, "alice")
    page.goto(reverse("admin:review", args=[incident.pk]))
    page.get_by_role("tab").last.click()
    page.locator("#row-damage").focus()
    assert lit(page) == ["at the base"]
    page.locator("#row-wounded").focus()
    page.get_by_role("tab").last.click()
    select_words(page, "Six soldiers")
    page.keyboard.press("v")
    expect(page.locator("#id_wounded")).to_have_value("6")


def test_without_highlights_the_words_are_marked(chromium, live_server, incident):
    context = chromium.new_context(base_url=live_server.url)
    context.add_init_script(
        "delete CSS.highlights; Object.defineProperty(CSS, 'highlights', {value: undefined})"
    )
    page = context.new_page()
    enter(page, "alice")
    page.goto(reverse("admin:review", args=[incident.pk]))
    page.locator("#row-killed").focus()
    expect(page.locator("mark.chosen")).to_have_text(
        ["twelve American soldiers had been killed", "nobody was killed"]
    )
    page.get_by_text("Most were intercepted").first.click()
    assert chosen(page) == "intercepted"
    context.close()
