"""Every page of the desk and of the admin site opens without a complaint of the browser or of the CSP."""

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import expect

from incidents.models import Incident
from tests import cast
from tests.admin import story
from tests.admin.test_catalogues import MAKE
from tests.browser.conftest import enter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def furnished() -> Incident:
    """One of everything, and an administrator."""
    ada = cast.person("ada", "admin")
    for n, make in enumerate(MAKE.values()):
        make(ada, n)
    return story.draft()


def test_every_page_opens_without_a_complaint(page, furnished):
    enter(page, "ada")
    ours = [model for model in admin.site._registry if model._meta.app_label in {"incidents", "auth"}]
    for model in ours:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        record = model._default_manager.first()
        for address in (
            reverse(f"admin:{name}_changelist"),
            reverse(f"admin:{name}_change", args=[record.pk]),
        ):
            assert page.goto(address).status == 200, address
        add = page.request.get(reverse(f"admin:{name}_add"))
        if add.status == 200:
            page.goto(reverse(f"admin:{name}_add"))
    for address in (
        reverse("admin:index"),
        reverse("admin:submit"),
        reverse("admin:batches"),
        reverse("admin:password_change"),
        reverse("admin:review_queue"),
        reverse("admin:knowledge"),
        reverse("admin:review_history", args=[furnished.pk]),
        reverse("admin:incidents_actor_delete", args=[MAKE["actor"](None, 99).pk]),
    ):
        assert page.goto(address).status == 200, address


def test_an_actor_is_found_by_the_stock_autocompletion(page, furnished):
    enter(page, "ada")
    page.goto(reverse("admin:incidents_actor_add"))
    page.get_by_text("Add another Tie").click()
    page.locator(".select2-selection").first.click()
    page.locator(".select2-search__field").fill("islamic")
    expect(page.locator(".select2-results")).to_contain_text("Islamic Resistance in Iraq")


@pytest.mark.parametrize("width", [390, 1920])
def test_no_page_is_wider_than_the_screen(page, furnished, width):
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, "ada")
    wide = {}
    for address in (
        reverse("admin:index"),
        reverse("admin:submit"),
        reverse("admin:batches"),
        reverse("admin:review_queue"),
        reverse("admin:review", args=[furnished.pk]),
        reverse("admin:review_history", args=[furnished.pk]),
    ):
        page.goto(address)
        wide[address] = page.evaluate("() => document.scrollingElement.scrollWidth")
    assert max(wide.values()) <= width, wide
