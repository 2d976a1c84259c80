"""Graphic words: neither seen nor read aloud until somebody chooses to, and then for the session."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from tests.admin import story
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db

CHOOSE = "/admin/review/graphic/"
VEILED = re.compile(r"<(\w+)[^>]*\bdata-veiled inert\b[^>]*>(.*?)</\1>", re.S)


def veiled(client, address):
    shown = unescape(client.get(address).content.decode())
    return " | ".join(re.sub("<[^>]+>", "", words) for _element, words in VEILED.findall(shown))


def page(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def incident():
    incident = story.draft()
    Incident.objects.filter(pk=incident.pk).update(sensitivity="graphic")
    return incident


def pages_of(incident):
    names = ("review", "review_history", "review_split")
    return ["/admin/review/", *(reverse(f"admin:{name}", args=[incident.pk]) for name in names)]


def test_what_is_not_graphic_is_not_blurred_and_nobody_is_warned(desk):
    incident = story.draft()
    for address in pages_of(incident):
        assert "data-veiled" not in page(desk, address)
        assert "data-graphic-choice" not in page(desk, address)


def test_a_warning_comes_before_the_first_of_the_words(desk, incident):
    for address in pages_of(incident):
        shown = page(desk, address)
        assert shown.index("Words here tell of graphic violence.") < shown.index("data-veiled")


def test_the_article_the_quotes_and_the_summary_are_blurred_on_the_desk_and_the_fields_are_not(
    desk, incident
):
    words = veiled(desk, reverse("admin:review", args=[incident.pk]))
    for expected in (
        story.TEXT[:60],
        "Missiles hit base in Iraq",
        "most were intercepted.",
        "ballistic missiles",
    ):
        assert expected in words
    assert "id_place_name" not in words
    assert 'name="reason"' not in words


def test_in_a_list_the_title_of_the_article_is(desk, incident):
    assert veiled(desk, "/admin/review/").startswith("Missiles hit base in Iraq")


def test_two_side_by_side_are_blurred_each_by_its_own(desk, incident):
    other = IncidentFactory(summary="Nothing that anybody should not read.")
    words = veiled(desk, reverse("admin:review_compare", args=[incident.pk, other.pk]))
    assert "most were intercepted." in words
    assert "Nothing that anybody" not in words
    words = veiled(desk, reverse("admin:review_compare", args=[other.pk, incident.pk]))
    assert "most were intercepted." in words
    assert "Nothing that anybody" not in words


def test_a_summary_of_the_past_is_blurred_in_the_history(desk, incident):
    Incident.objects.filter(pk=incident.pk).update(summary="Milder.")
    assert "most were intercepted." in veiled(desk, reverse("admin:review_history", args=[incident.pk]))


def test_they_are_shown_for_the_session_once_asked_for_and_blurred_again(desk, incident, alice):
    assert desk.get(CHOOSE).status_code == 405
    address = reverse("admin:review", args=[incident.pk])
    response = desk.post(CHOOSE, {"show": "1", "next": address})
    assert response.url == address
    for each in pages_of(incident):
        assert "data-veiled" not in page(desk, each)
        assert "Blur them" in page(desk, each)
    another = Client()
    another.force_login(alice)
    assert "data-veiled" in page(another, address)
    desk.post(CHOOSE, {"show": "0"})
    assert "data-veiled" in page(desk, address)


def test_who_prefers_it_sees_them_from_the_start_and_may_blur_them_all_the_same(desk, incident, alice):
    address = reverse("admin:review", args=[incident.pk])
    assert "data-veiled" in page(desk, address)
    desk.post(reverse("account"), {"single_keys": "on"})
    alice.refresh_from_db()
    assert not alice.blurs_graphic
    assert "data-veiled" not in page(desk, address)
    desk.post(CHOOSE, {"show": "0"})
    assert "data-veiled" in page(desk, address)


def test_nobody_is_led_elsewhere_by_it(desk):
    assert desk.post(CHOOSE, {"show": "1", "next": "https://evil.example/"}).url == "/admin/review/"
