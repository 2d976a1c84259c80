"""Accounts in the browser: an app's codes, a security key, and the pages of one's own account."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from incidents.models import User
from tests import cast
from tests.browser.conftest import log_in

pytestmark = pytest.mark.django_db(transaction=True)


def code(secret: str, steps: int = 0) -> str:
    """What the app shows. Each is taken once, so the next log-in shows the next one, half a minute early."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())) + steps))


def log_out(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def confirm(page: Page) -> None:
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_an_authenticator_app_is_set_up_by_keyboard_and_asked_for_at_the_next_login(page):
    alice = cast.alice()
    log_in(page, "alice")
    page.get_by_role("link", name="My account").click()
    page.get_by_role("link", name="Second factors").click()
    page.get_by_role("link", name="Activate").click()
    confirm(page)
    secret = page.get_by_label("Key").input_value()
    assert page.get_by_alt_text("QR code").evaluate("image => image.naturalWidth") > 0
    page.get_by_label("Authenticator code").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    page.get_by_label("Authenticator code").fill(code(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    codes = page.get_by_label("Unused codes").input_value().split()
    assert len(codes) == 10

    log_out(page)
    log_in(page, "alice")
    expect(page).to_have_url(re.compile("/admin/account/login/factor/"))
    page.get_by_label("Code").fill(code(secret, 1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My account")).to_be_visible()

    log_out(page)
    log_in(page, "alice")
    page.get_by_label("Code").fill(codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My account")).to_be_visible()
    assert Authenticator.objects.filter(user=alice).count() == 2


def test_a_security_key_is_added_and_opens_the_desk(page):
    cast.alice()
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    log_in(page, "alice")
    page.goto("/admin/account/factors/keys/add/")
    confirm(page)
    page.get_by_label("Name").fill("Blue key")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    page.goto("/admin/account/factors/keys/")
    expect(page.get_by_text("Blue key")).to_be_visible()

    log_out(page)
    log_in(page, "alice")
    page.get_by_role("button", name="Use a security key").click()
    expect(page.get_by_role("link", name="My account")).to_be_visible()


def test_a_key_that_is_refused_says_so_on_the_page(page):
    cast.alice()
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    log_in(page, "alice")
    page.goto("/admin/account/factors/keys/add/")
    confirm(page)
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("alert")).to_contain_text("The key was not used")


def test_a_token_is_made_copied_used_and_revoked(page, live_server):
    cast.alice()
    log_in(page, "alice")
    page.goto("/admin/account/tokens/")
    page.get_by_label("Name").fill("Weekly chart")
    page.get_by_role("button", name="Make the token").click()
    confirm(page)
    secret = page.locator("code.secret").inner_text()
    answer = page.request.get(
        "/api/v1/incidents", headers={"Authorization": f"Bearer {secret}", "Cookie": ""}
    )
    assert answer.status == 200
    page.get_by_role("button", name="Revoke Weekly chart").click()
    expect(page.get_by_text("Weekly chart is revoked.")).to_be_visible()
    expect(page.locator("code.secret")).to_have_count(0)


def test_another_browser_is_logged_out_from_here(page, context, chromium, live_server):
    cast.alice()
    log_in(page, "alice")
    other = chromium.new_context(base_url=live_server.url)
    there = other.new_page()
    log_in(there, "alice")
    page.goto("/admin/account/sessions/")
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_text("That session is ended.")).to_be_visible()
    there.goto("/admin/")
    expect(there.get_by_role("heading", name="Log in")).to_be_visible()
    other.close()


def test_keys_without_ctrl_are_switched_off_in_the_account(page):
    cast.alice()
    log_in(page, "alice")
    page.goto("/admin/account/")
    page.get_by_label("Single letters are commands").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert not User.objects.get(username="alice").single_keys


def test_times_are_told_in_utc_and_shown_in_the_zone_of_whoever_looks(chromium, live_server):
    cast.alice()
    there = chromium.new_context(base_url=live_server.url, timezone_id="Asia/Baghdad", locale="en-GB")
    page = there.new_page()
    log_in(page, "alice")
    page.goto("/admin/account/sessions/")
    since = page.locator("time").first
    hour = int(since.inner_text()[-5:-3])
    expect(since).to_have_attribute("title", re.compile(rf"{(hour + 3) % 24:02}:\d\d \(Asia/Baghdad\)"))
    there.close()


def test_the_language_is_changed_at_the_top_of_the_page_and_back(page):
    cast.alice()
    log_in(page, "alice")
    page.goto("/admin/account/")
    page.locator("#user-tools button[lang=ar]").click()
    expect(page.get_by_role("heading", name="حسابي")).to_be_visible()
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator("#user-tools button[lang=en]").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
