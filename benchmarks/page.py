"""How soon the review page of a long article can be worked with: 3,000 words, 12 drafts, 200 lit words.

``python -m benchmarks.page`` starts servers of its own and a Chromium, opens the page five times and prints the
weight of its HTML, the server's part, the time from the click until keys work, and that of a key and of a verb.
"""

import os
from statistics import median
from time import perf_counter

from benchmarks import embedded

TIMES = 5
READY = "[data-help]:visible"  # the last thing that the page's script does


def main() -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with embedded.servers():
        from django.conf import settings

        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        settings.ALLOWED_HOSTS = ["*"]
        from tests import cast
        from tests.admin import story

        cast.alice()
        measure(f"/admin/review/{story.long_draft().pk}/")


def measure(address: str) -> None:
    import shutil

    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS, log_in

    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}")
        page = context.new_page()
        log_in(page, "alice")
        page.wait_for_url("**/admin/")
        served, ready, weight = [], [], 0
        for _ in range(TIMES):
            answer = page.goto(address, wait_until="commit")
            page.locator(READY).wait_for()
            ready.append(page.evaluate("performance.now()"))
            served.append(page.evaluate("performance.getEntriesByType('navigation')[0].responseStart"))
            weight = len(answer.body()) if answer else 0
        key = took(lambda: page.keyboard.press("j"))
        page.keyboard.press("J")
        with page.expect_response("**/review/*/") as verb:
            begun = perf_counter()
            page.keyboard.press("A")
        verb.value.body()
        print(f"HTML             {weight / 1000:7.0f} kB")
        print(f"first byte       {median(served):7.0f} ms")
        print(f"keys work after  {median(ready):7.0f} ms (of {TIMES}: {min(ready):.0f} to {max(ready):.0f})")
        print(f"next field       {key:7.0f} ms")
        print(f"accept all       {(perf_counter() - begun) * 1000:7.0f} ms")
        browser.close()
    server.terminate()


def took(act: object) -> float:
    begun = perf_counter()
    act()  # type: ignore[operator]
    return (perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
