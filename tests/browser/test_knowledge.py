"""The pages of what is known in a real browser: by the keyboard, narrow, without scripts, and for everyone."""

from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents.models import Actor, Base, Campaign, Counter, Double, Presence, Source, Tie, Verdict
from tests import cast
from tests.admin import story
from tests.browser.conftest import enter
from tests.factories import ActorFactory, ArticleFactory, IncidentFactory, ParticipationFactory, ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def known() -> dict[str, str]:
    """The addresses of one page each, with something on all of them."""
    bob = cast.bob()
    incident = story.draft()
    militia = Actor.objects.get(key="islamic-resistance-in-iraq")
    base, source = Base.objects.get(key="ain-al-asad"), Source.objects.get(name="Wire")
    Actor.objects.filter(pk=militia.pk).update(names={"ar": "المقاومة الإسلامية في العراق"}, aliases=["IRI"])
    Tie.objects.create(actor=militia, kind="part_of", other=ActorFactory(), since=date(2020, 5, 1))
    Presence.objects.create(base=base, actor=militia, since=date(2019, 1, 1), until=date(2021, 1, 1))
    campaign = Campaign.objects.create(name="Attacks since October")
    for n in range(30):
        other = IncidentFactory(base=base, date_start=date(2023, 1 + n % 12, 3), sub_event_type="attack")
        ParticipationFactory(incident=other, actor=militia)
        campaign.incidents.add(other)
        ReportFactory(incident=other, article=ArticleFactory(source=source))
        Verdict.objects.create(
            incident=other,
            field="killed",
            outcome="accepted" if n % 3 else "corrected",
            confidence=n / 30,
            source=source,
            extractor_version="4",
            by=bob,
        )
    article = ArticleFactory(text="The 144th attack since October.", published_on=date(2023, 12, 20))
    counter = {"campaign": campaign, "count": 144, "what": "attacks", "since": date(2023, 1, 1)}
    Counter.objects.create(article=article, **counter, start=0, end=16, quote=article.text[:16])
    ActorFactory(key="iri", name="IRI")
    assert incident.pk
    return {
        "knowledge": reverse("admin:knowledge") + "?q=islamic",
        "actor": reverse("admin:knowledge_actor", args=[militia.key]),
        "base": reverse("admin:knowledge_base", args=[base.key]),
        "place": reverse("admin:knowledge_place", args=["98463"]),
        "source": reverse("admin:knowledge_source", args=[source.pk]),
        "campaign": reverse("admin:knowledge_campaign", args=[campaign.pk]),
        "doubles": reverse("admin:knowledge_doubles"),
        "unite": reverse("admin:knowledge_unite", args=["actor", Actor.objects.get(key="iri").pk])
        + f"?into={militia.key}",
        "sheet": reverse("admin:knowledge_sheet", args=["actor"]),
        "scorecard": reverse("admin:scorecard"),
    }


def test_the_map_is_drawn_once_it_is_in_view(maps, page, known):
    loaded = "() => performance.getEntriesByType('resource').map((each) => each.name).join(' ')"
    page.set_viewport_size({"width": 1200, "height": 200})
    enter(page, "bob")
    page.goto(known["base"])
    assert "maplibre" not in page.evaluate(loaded)
    page.get_by_role("heading", name="Where").scroll_into_view_if_needed()
    expect(page.locator("[data-map] canvas")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("is not on the map")).to_have_count(
        0
    )  # all have a point, and the table tells where


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_serious_and_no_page_is_wider_than_the_screen(
    chromium, live_server, known, scheme, width
):
    context = chromium.new_context(
        base_url=live_server.url,
        bypass_csp=True,
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )
    page = context.new_page()
    enter(page, "bob")
    found, wide = {}, {}
    for name, address in known.items():
        assert page.goto(address).status == 200, address
        for details in page.locator("details").all():
            details.evaluate("each => { each.open = true }")
        found[name] = serious(page)
        wide[name] = page.evaluate("() => document.scrollingElement.scrollWidth")
    context.close()
    assert {name: each for name, each in found.items() if each} == {}
    assert {name: each for name, each in wide.items() if each > width} == {}


def serious(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [
        (each["id"], each["nodes"][0]["html"][:160])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_an_analyst_follows_a_month_of_the_timeline_by_keyboard(page, known):
    enter(page, "bob")
    page.goto(known["actor"])
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # the table, which scrolls
    page.keyboard.press("Tab")
    expect(page.locator("a:focus")).to_have_text("January 2023")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Month")).to_have_value("2023-01")
    expect(page.locator(".incident-list tbody tr")).to_have_count(3)
    page.get_by_role("link", name="All", exact=True).click()
    expect(page.locator(".incident-list tbody tr")).to_have_count(25)


def test_doubles_are_united_and_parted_without_a_script(chromium, live_server, known):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    enter(page, "bob")
    page.goto(known["doubles"])
    page.get_by_role("link", name="Unite").first.click()
    expect(page.get_by_role("heading", name="What will move")).to_be_visible()
    page.get_by_label("Why").fill("One name for one group")
    page.get_by_role("button", name="Unite").click()
    expect(page.locator(".messagelist")).to_contain_text("is now")
    assert Double.objects.count() == 1
    page.goto(known["doubles"])
    page.get_by_placeholder("why, in a few words").fill("Two groups after all")
    page.get_by_role("button", name="Part").click()
    expect(page.locator(".messagelist")).to_contain_text("a record of its own again")
    assert Double.objects.count() == 0
    context.close()


def test_doubles_are_told_apart_and_asked_about_again_without_a_script(chromium, live_server, known):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    enter(page, "bob")
    page.goto(known["doubles"])
    page.get_by_placeholder("why, if you like").fill("One is the umbrella")
    page.get_by_role("button", name="are not the same").click()
    expect(page.locator(".messagelist")).to_contain_text("are two, and nobody is asked again")
    expect(page.get_by_text("Nothing looks like a double.")).to_be_visible()
    row = page.get_by_role("region", name="Found to be two").locator("tbody tr")
    expect(row).to_contain_text("One is the umbrella")
    page.get_by_role("button", name="Ask again").click()
    expect(page.get_by_role("link", name="Unite")).to_have_count(1)
    context.close()


def test_rows_of_a_sheet_that_cannot_be_used_are_taken_away(page, known, tmp_path):
    file = tmp_path / "groups.csv"
    file.write_text("key,name,kind\nbad,Bad,nonsense\n")
    enter(page, "bob")
    page.goto(known["sheet"])
    page.get_by_label("File (CSV or XLSX)").set_input_files(file)
    page.get_by_role("button", name="Try it").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Rows that cannot be used, as CSV").click()
    assert download.value.suggested_filename == "actor-errors.csv"
    assert 'bad,Bad,nonsense,"kind: expected one of' in Path(download.value.path()).read_text("utf-8-sig")


def test_a_sheet_is_tried_looked_at_and_written(page, known, tmp_path):
    file = tmp_path / "groups.csv"
    text = "key;name;kind;aliases\nnew-group;New Group;rebel_group;كتائب\nbad;Bad;nonsense;\n"
    file.write_bytes(text.encode("cp1256"))
    enter(page, "bob")
    page.goto(known["sheet"])
    page.get_by_label("File (CSV or XLSX)").set_input_files(file)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("read as CSV, Windows-1256 (Arabic), semicolons")).to_be_visible()
    expect(page.locator(".trial")).to_contain_text("expected one of state_forces")
    page.get_by_label("Why").fill("From the ministry's list")
    page.get_by_role("button", name="Write the good rows").click()
    expect(page.locator(".messagelist")).to_contain_text("1 new, 0 changed, 0 as they were, 1 left out")
    assert Actor.objects.get(key="new-group").aliases == ["كتائب"]


def test_the_desk_leads_to_what_is_known(page, known):
    enter(page, "bob")
    page.goto(known["base"])
    page.locator(".incident-list a").last.click()
    page.locator(".others").get_by_role("link", name="Ain al-Asad Air Base").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ain al-Asad Air Base")
