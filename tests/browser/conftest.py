"""Real Chromium against the real server. The browser is ``CHROMIUM``, or one that the path knows."""

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from incidents.admin.maps import vendored
from incidents.models import Incident, User
from tests import cast
from tests.admin import story

# Playwright's loop runs in the thread in which the tests ask the database, between their own steps.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

FLAGS = [
    "--no-sandbox",
    # a software renderer for WebGL, which maps draw with
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
ANSWER_OF_A_FORM = re.compile(
    r"Failed to load resource: the server responded with a status of 4(03|09|22|29)"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("No Chromium: install one, or name it in CHROMIUM.")
        pytest.skip("No Chromium: install one, or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, live_server) -> Iterator[BrowserContext]:
    """A browser whose pages may not complain: an error in the console, or of the CSP, fails the test."""
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(20_000)
    expect.set_options(timeout=15_000)  # a busy machine is slow, and no less right
    complaints: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                complaints.append(f"{page.url}: {said.text}")
                if said.type in {"error", "warning"} and not ANSWER_OF_A_FORM.match(said.text)
                else None
            ),
        )

    context.on("page", watch)
    yield context
    context.close()
    assert complaints == []


@pytest.fixture(autouse=True)
def answered(transactional_db) -> Iterator[None]:
    """What the pages asked for last is answered before the tables are emptied."""
    under_way: set[int] = set()

    def begin(**_: object) -> None:
        under_way.add(threading.get_ident())

    def end(**_: object) -> None:
        under_way.discard(threading.get_ident())

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    time.sleep(0.05)  # until what a page sends when it goes has come
    for _ in range(200):
        if not under_way:
            break
        time.sleep(0.05)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def incident(alice: User) -> Incident:
    return story.draft()


@pytest.fixture
def desk(page: Page, incident: Incident) -> Page:
    """Alice has the draft open."""
    enter(page, "alice")
    page.goto(reverse("admin:review", args=[incident.pk]))
    return page


@pytest.fixture
def maps() -> None:
    """The map's files are here; where they are not, nothing of the map can be seen."""
    if not vendored():
        assert os.environ.get("CI") != "true", "The map's files are missing: make maps."
        pytest.skip("The map's files are missing: make maps.")


def enter(page: Page, username: str) -> None:
    """As somebody who has logged in before."""
    client = Client()
    client.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )


def log_in(page: Page, username: str, password: str = cast.PASSWORD) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def lit(page: Page, name: str = "chosen") -> list[str]:
    """The words of the texts that are lit under this name."""
    return page.evaluate(
        """name => [...(CSS.highlights.get(name) ?? [])].map(
            range => range.startContainer.data.slice(range.startOffset, range.endOffset))""",
        name,
    )


def click_words(page: Page, words: str) -> None:
    """In the text that is shown, as a person does it: in the middle of the words."""
    x, y = page.evaluate(
        """words => {
            const text = document.querySelector("[data-article]:not([hidden]) [data-text]").firstChild;
            const range = document.createRange(), at = text.data.indexOf(words);
            range.setStart(text, at);
            range.setEnd(text, at + words.length);
            const box = range.getClientRects()[0];
            return [box.x + box.width / 2, box.y + box.height / 2];
        }""",
        words,
    )
    page.mouse.click(x, y)


def select_words(page: Page, words: str) -> None:
    page.evaluate(
        """words => {
            const text = document.querySelector("[data-article]:not([hidden]) [data-text]").firstChild;
            const at = text.data.indexOf(words);
            getSelection().setBaseAndExtent(text, at, text, at + words.length);
        }""",
        words,
    )


def chosen(page: Page) -> str | None:
    return page.evaluate("document.querySelector('.row.chosen')?.dataset.row ?? null")
