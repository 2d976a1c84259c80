"""The whole road: a story goes in by the form, is read, reviewed, published, and comes out of the API."""

import json
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents import ingestion
from incidents.models import Article, Incident
from tests import cast
from tests.browser.conftest import enter
from tests.test_samples import story

pytestmark = pytest.mark.django_db(transaction=True)

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.json"


def seed() -> dict[str, str]:
    """The story that this product was begun for; a sample of ours where it is not at hand."""
    if SEED.exists():
        given = json.loads(SEED.read_text(encoding="utf-8"))
        return {"title": given["title"], "published": given["published"], "text": given["text"]}
    header, text = story("manda_bay_airfield")
    return {"title": header["Title"], "published": header["Published"], "text": text}


def submitted(page: Page, given: dict[str, str]) -> Article:
    page.goto(reverse("admin:submit"))
    for label, value in (
        ("Title", given["title"]),
        ("Published", given["published"]),
        ("Text", given["text"]),
    ):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("listitem").filter(has_text="accepted").get_by_role("link").click()
    expect(page.get_by_text("Received")).to_be_visible()
    article = Article.objects.get()
    ingestion.read(article.pk)  # as a worker does
    page.reload()
    expect(page.get_by_text("Read", exact=True)).to_be_visible()
    return article


def test_a_story_goes_in_and_a_reviewed_incident_comes_out(page, chromium, live_server):
    cast.alice()
    enter(page, "alice")
    article = submitted(page, seed())
    drafts = Incident.objects.filter(reports__article=article).order_by("reports__position")
    assert drafts.count() >= 2
    draft = drafts[0]
    page.get_by_role("main").get_by_role("listitem").filter(has_text=str(draft)).get_by_role("link").click()

    # every quote of the incident is lit, in the article's own words
    quotes = [e for s in draft.statements.all() for e in s.evidence.all()]
    assert quotes
    lit = "".join(page.locator(".story .text").first.all_text_contents())
    assert lit == article.text
    assert page.locator("[data-show]").count() >= 3  # each leads to its words

    page.locator("#id_summary").fill("Corrected by an analyst.")
    page.get_by_label("Reason").fill("our own words")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("is published.")).to_be_visible()
    draft.refresh_from_db()
    page.goto(reverse("admin:review_history", args=[draft.pk]))
    expect(page.locator("ol.history > li").nth(1)).to_contain_text("Corrected by an analyst.")

    # Vera may see what is public and nothing else
    cast.person("vera", "viewer")
    viewer = chromium.new_context(base_url=live_server.url)
    other = viewer.new_page()
    enter(other, "vera")
    told = other.request.get(f"/api/v1/incidents/{draft.public_id}?include=evidence").json()
    assert told["summary"] == "Corrected by an analyst."
    said = [e for field in json_spans(told) for e in field]
    assert said
    for each in said:
        assert article.text[each["start"] : each["end"]] == each["quote"]
    hidden = drafts.exclude(pk=draft.pk).first()
    assert other.request.get(f"/api/v1/incidents/{hidden.pk}").status == 404
    viewer.close()


def json_spans(value: object) -> list[list[dict[str, object]]]:
    """Every list of words anywhere in the answer."""
    if isinstance(value, dict):
        return [span for each in value.values() for span in json_spans(each)]
    if isinstance(value, list):
        if value and all(
            isinstance(each, dict) and {"start", "end", "quote"} <= each.keys() for each in value
        ):
            return [value]
        return [span for each in value for span in json_spans(each)]
    return []
