"""The page to try the API works under our Content-Security-Policy; the fixture fails it at any complaint."""

import os

import pytest
from playwright.sync_api import expect

from incidents.models import Token
from incidents.vocabulary import Scope
from tests import cast, factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_api_can_be_tried_in_the_browser_with_a_token(page):
    factories.IncidentFactory(published=True)
    _, secret = Token.objects.issue(cast.alice(), name="try", scopes=[Scope.READ])
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/api/v1/docs")
    expect(page.get_by_role("heading", name="Conflict incident tracker")).to_be_visible()
    page.get_by_role("button", name="Authorize").first.click()
    page.locator("#auth-bearer-value").fill(secret)
    page.get_by_role("button", name="Apply credentials").last.click()
    page.get_by_role("button", name="Close").last.click()
    page.locator("#operations-incidents-incidents_list").get_by_role("button").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table")).to_contain_text("IQ-2024-0001")
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/api_docs.png")
    assert [
        url for url in asked if not url.startswith(("http://localhost:", "http://127.0.0.1:", "data:"))
    ] == []
