"""WCAG 2.2 AA: axe on every page, light and dark; and what else can be measured, on the pages that are ours."""

import json
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from axe_playwright_python.base import AXE_SCRIPT
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import APIResponse, Browser, Page

from incidents.models import Comment, Incident, Notice, Token, User
from incidents.vocabulary import Scope
from tests import cast
from tests.admin import story
from tests.admin.test_catalogues import MAKE
from tests.browser.addresses import World, addresses
from tests.browser.conftest import enter, log_in
from tests.factories import walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(1200)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
GRAVE = {"serious", "critical"}
MODEL_PAGES = ("_changelist", "_add", "_change", "_delete", "_history")


@pytest.fixture
def root(db) -> User:
    """Somebody to whom every page opens."""
    return User.objects.create_superuser("root", password=cast.PASSWORD, email="root@example.org")


@pytest.fixture
def world(root, bare) -> World:
    """One of everything; its person is logged in, and has just given the password again."""
    log_in(bare, "root")
    bare.goto(f"{reverse('account_reauthenticate')}?next=/admin/account/")
    bare.get_by_label("Password").fill(cast.PASSWORD)
    bare.get_by_role("button", name="Confirm").click()
    for n, make in enumerate(MAKE.values()):
        make(root, n)
    Group.objects.get_or_create(name="Northern team")
    Token.objects.issue(root, name="Map", scopes=[Scope.READ])
    keys = bare.context.new_cdp_session(bare)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "isUserVerified": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    bare.goto(reverse("mfa_add_webauthn"))
    bare.get_by_role("button", name="Add").click()
    bare.get_by_label("Unused codes").wait_for()
    TOTP.activate(root, "JBSWY3DPEHPK3PXP")
    seen = {"ip_address": "192.0.2.1", "user_agent": "Lynx", "path_info": "/", "http_accept": "*/*"}
    AccessAttempt.objects.create(username="eve", failures_since_start=1, get_data="", post_data="", **seen)
    AccessLog.objects.create(username="root", **seen)
    AccessFailureLog.objects.create(username="eve", **seen)
    incident = story.draft()
    Comment.objects.create(incident=incident, author=root, text="Which base is meant?")
    Notice.objects.create(user=root, kind="commented", incident=incident)
    return World(incident=incident, person=root)


@pytest.fixture
def bare(chromium: Browser, live_server) -> Iterator[Page]:
    """A page without the CSP, so that axe may be put into it. The CSP has tests of its own."""
    context = chromium.new_context(
        base_url=live_server.url,
        bypass_csp=True,
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def examined(page: Page, name: str) -> dict[str, object]:
    """What axe finds on the page as it stands, in light and in dark; printed."""
    found: dict[str, object] = {}
    told = []
    for scheme, rules in (("light", RULES), ("dark", CONTRAST)):
        page.emulate_media(color_scheme=scheme)
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        options = json.dumps(rules | {"resultTypes": ["violations"]})
        violations = page.evaluate(f"axe.run({options}).then(results => results.violations)")
        told += [f"{scheme}: {v['id']} ({v['impact']}, {len(v['nodes'])})" for v in violations]
        for violation in violations:
            if violation["impact"] in GRAVE:
                nodes = "; ".join(
                    f"{node['html'][:140]} [{node['failureSummary'][:160]}]"
                    for node in violation["nodes"][:3]
                )
                found[f"{name}, {scheme}: {violation['id']}"] = nodes
    page.emulate_media(color_scheme="light")
    print(f"axe {name}: {', '.join(told) or 'nothing'}", *found.values(), sep="\n  ")
    return found


def is_page(answer: APIResponse) -> bool:
    """And no part of one, and no data."""
    return answer.status == 200 and answer.text().lstrip()[:9].lower() == "<!doctype"


def visited(page: Page, pages: dict[str, str]) -> dict[str, object]:
    found = {}
    for name, address in pages.items():
        answer = page.request.get(address, max_redirects=0)
        if not is_page(answer):
            assert answer.status in {200, 302, 400, 403, 405, 422}, (name, answer.status)
            print(f"axe {name}: no page ({answer.status})")
            continue
        page.goto(address)
        found |= examined(page, name)
    return found


def test_the_pages_of_records_have_no_grave_finding(bare, world):
    pages = {name: at for name, at in addresses(world).items() if name.endswith(MODEL_PAGES)}
    assert len(pages) > 40
    assert visited(bare, pages) == {}


def test_all_other_pages_have_no_grave_finding(bare, world):
    pages = {name: at for name, at in addresses(world).items() if not name.endswith(MODEL_PAGES)}
    assert len(pages) > 20
    assert visited(bare, pages) == {}


def test_pages_before_the_login_have_no_grave_finding(bare, db):
    alice = cast.alice()
    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    found = visited(
        bare,
        {
            name: reverse(name)
            for name in (
                "account_login",
                "account_reset_password",
                "account_reset_password_done",
                "account_inactive",
            )
        },
    )
    bare.goto("/admin/login/")
    bare.get_by_label("Username").fill("alice")
    bare.get_by_label("Password").fill("wrong")
    bare.get_by_role("button", name="Log in").click()
    bare.locator(".errornote, .errorlist").first.wait_for()
    found |= examined(bare, "a wrong password")
    log_in(bare, "alice")
    bare.get_by_label("Code").wait_for()
    found |= examined(bare, "the second factor")
    for _ in range(4):
        bare.get_by_label("Code").fill("000000")
        bare.keyboard.press("Enter")
        bare.wait_for_timeout(300)
        bare.wait_for_load_state("networkidle")
    found |= examined(bare, "locked")
    assert found == {}


def refused(page: Page, incident: Incident) -> None:
    page.goto(reverse("admin:review", args=[incident.pk]))
    page.get_by_label("Zone").fill("Asia/Nowhere")
    page.get_by_label("Reason").first.fill("why")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".refused").wait_for()


def stale(page: Page, incident: Incident) -> None:
    page.goto(reverse("admin:review", args=[incident.pk]))
    Incident.objects.filter(pk=incident.pk).update(summary="Theirs.")
    page.locator("#id_summary").fill("Mine.")
    page.get_by_label("Reason").first.fill("why")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".stale").wait_for()


def keys(page: Page, incident: Incident) -> None:
    page.goto(reverse("admin:review", args=[incident.pk]))
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()


def at(status: str) -> Callable[[Page, Incident], None]:
    def go(page: Page, incident: Incident) -> None:
        for step in ("in_review", status):
            walk(incident, step, **({"public_id": "IQ-2024-0999"} if step == "published" else {}))
        page.goto(reverse("admin:review", args=[incident.pk]))

    return go


def empty_queue(page: Page, incident: Incident) -> None:
    page.goto(reverse("admin:review_queue") + "?q=nothing-is-called-this")


def refused_article(page: Page, incident: Incident) -> None:
    page.goto(reverse("admin:submit"))
    page.get_by_role("button", name="Submit").click()
    page.locator(".errornote").wait_for()


def wrong_form(page: Page, incident: Incident) -> None:
    page.goto(reverse("admin:incidents_actor_add"))
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errornote").wait_for()


def embargoed(page: Page, incident: Incident) -> None:
    group, _ = Group.objects.get_or_create(name="Northern team")
    until = timezone.now() + timezone.timedelta(days=2)
    Incident.objects.filter(pk=incident.pk).update(
        sensitivity="restricted", restricted_to=group, embargo_until=until
    )
    page.goto(reverse("admin:review", args=[incident.pk]))


def app(page: Page, incident: Incident) -> None:
    page.goto(reverse("mfa_activate_totp"))
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.locator(".qr").wait_for()


def token(page: Page, incident: Incident) -> None:
    page.goto(reverse("account_tokens"))
    page.get_by_label("Name").fill("Map")
    page.get_by_role("button", name="Make the token").click()
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.locator("code.secret").wait_for()


STATES = {
    "setting up an app": app,
    "a token, made": token,
    "the desk, refused": refused,
    "the desk, stale": stale,
    "the desk, its keys": keys,
    "the desk, published": at("published"),
    "the desk, rejected": at("rejected"),
    "the desk, restricted and embargoed": embargoed,
    "the queue, empty": empty_queue,
    "submitting, refused": refused_article,
    "a record, refused": wrong_form,
}


@pytest.mark.parametrize("state", STATES)
def test_no_state_of_a_page_has_a_grave_finding(bare, root, state):
    incident = story.draft()
    enter(bare, "root")
    STATES[state](bare, incident)
    assert examined(bare, state) == {}


# What axe does not see


def ours(world: World) -> dict[str, str]:
    """All but the stock pages of records, of which one stands for all."""
    stock = {"admin:incidents_actor_changelist", "admin:incidents_actor_change"}
    pages = addresses(world)
    return {name: at for name, at in pages.items() if name in stock or not name.endswith(MODEL_PAGES)}


@pytest.mark.parametrize("width", [320, 720])
def test_no_page_scrolls_sideways_on_a_phone_or_at_200_per_cent(bare, world, width):
    bare.set_viewport_size({"width": width, "height": 800})
    wide = {}
    for name, address in ours(world).items():
        answer = bare.request.get(address, max_redirects=0)
        if is_page(answer):
            bare.goto(address)
            found = bare.evaluate("() => document.scrollingElement.scrollWidth")
            if found > width:
                wide[name] = found
    assert wide == {}


FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const box = element.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
  const seen = points.some(([x, y]) => {
    const there = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
    return there && (element.contains(there) || (there.contains(element) && there.tagName === "LABEL"));
  });
  return { element: element.outerHTML.slice(0, 120), shown: outlined || style.boxShadow !== "none", seen };
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter(
  (element) => parseFloat(getComputedStyle(element).transitionDuration) > 0
).length"""


@pytest.mark.parametrize(
    "page_name", ["admin:review", "admin:review_queue", "account_tokens", "admin:submit", "admin:batches"]
)
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_by_keyboard_one_sees_where_one_is(bare, root, page_name, size):
    incident = story.draft()
    enter(bare, "root")
    bare.set_viewport_size({"width": size[0], "height": size[1]})
    bare.goto(reverse(page_name, args=[incident.pk] if page_name == "admin:review" else []))
    unseen, visited = [], 0
    for _ in range(250):
        bare.keyboard.press("Tab")
        found = bare.evaluate(FOCUS)
        if found is None:
            break
        visited += 1
        if not (found["shown"] and found["seen"]):
            unseen.append(found)
    assert visited > 10
    assert unseen == []


def test_without_motion_nothing_moves_and_with_forced_colours_everything_can_be_told_apart(bare, root):
    incident = story.draft()
    enter(bare, "root")
    bare.emulate_media(reduced_motion="reduce", forced_colors="active")
    bare.goto(reverse("admin:review", args=[incident.pk]))
    assert bare.evaluate(MOVING) == 0
    assert bare.evaluate("() => CSS.highlights.size > 0 || document.querySelector('mark') !== null")
