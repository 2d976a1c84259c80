"""The desk from right to left: what is read from left to right keeps its order, and scripts speak Arabic too."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from incidents.models import Candidate
from tests import cast
from tests.admin import story
from tests.browser.conftest import log_in
from tests.factories import ActorFactory, IncidentFactory

pytestmark = pytest.mark.django_db(transaction=True)

DIRECTION = "each => getComputedStyle(each).direction"


@pytest.fixture
def arabic(page, live_server):
    """Ada, an admin, has logged in and reads Arabic."""
    cast.person("ada", "admin")
    log_in(page, "ada")
    page.context.add_cookies([{"name": "django_language", "value": "ar", "url": live_server.url}])
    return page


def test_the_keys_are_listed_in_arabic_and_no_bracket_is_turned_round(arabic):
    arabic.goto(reverse("admin:review", args=[story.draft().pk]))
    arabic.keyboard.press("?")
    dialog = arabic.locator("dialog[open]")
    expect(dialog).to_contain_text("الحقل التالي")
    expect(dialog).to_contain_text("نشر وفتح المسودة التالية")
    expect(dialog).not_to_contain_text("Next field")
    keys = dialog.locator("dt kbd")
    assert {keys.nth(n).evaluate(DIRECTION) for n in range(keys.count())} == {"ltr"}


def test_ranges_and_times_are_read_from_left_to_right(arabic):
    incident = story.draft()
    Candidate.objects.create(draft=incident, incident=IncidentFactory(killed_min=2, killed_max=5), score=8)
    arabic.goto(reverse("admin:review_queue"))
    toll = arabic.locator("td.figure bdi", has_text="0–12")
    assert toll.evaluate(DIRECTION) == "ltr"
    arabic.goto(reverse("admin:review", args=[incident.pk]))
    assert arabic.locator(".same-facts bdi", has_text="2–5").evaluate(DIRECTION) == "ltr"
    arabic.goto(reverse("admin:review_history", args=[incident.pk]))
    assert arabic.locator("time").first.evaluate(DIRECTION) == "ltr"


def test_stock_forms_keep_the_texts_of_their_own_scripts(arabic):
    arabic.goto(reverse("admin:incidents_actor_change", args=[ActorFactory().pk]))
    expect(arabic.locator(".datetimeshortcuts a").first).to_have_text("اليوم")


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_from_right_to_left_is_wider_than_the_screen(arabic, width):
    draft = story.draft()
    other = IncidentFactory(killed_min=2, killed_max=5)
    arabic.set_viewport_size({"width": width, "height": 900})
    wide = {}
    for address in (
        reverse("admin:review_queue"),
        reverse("admin:review", args=[draft.pk]),
        reverse("admin:review_compare", args=[draft.pk, other.pk]),
        reverse("admin:review_split", args=[draft.pk]),
        reverse("admin:review_history", args=[draft.pk]),
        reverse("admin:review_jobs"),
        reverse("admin:batches"),
        reverse("admin:inbox"),
        reverse("admin:knowledge"),
        reverse("admin:knowledge_base", args=[draft.base.key]),
    ):
        assert arabic.goto(address).status == 200, address
        assert arabic.locator("html").get_attribute("dir") == "rtl"
        wide[address] = arabic.evaluate("() => document.scrollingElement.scrollWidth")
    assert max(wide.values()) <= width, wide
