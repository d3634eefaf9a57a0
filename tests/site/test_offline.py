"""Reading without internet: off until asked for, never the portal's, gone when turned off."""

import pytest
from playwright.sync_api import Browser, Page

from aman_audit.server import SiteServer

pytestmark = pytest.mark.browser


def worker_count(page: Page) -> int:
    count: int = page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)")
    return count


def test_nothing_is_kept_unless_the_reader_asks(browser: Browser, server: SiteServer) -> None:
    context = browser.new_context()
    page = context.new_page()
    for address in ("/", "/women-protection/", "/accessibility/"):
        page.goto(server.url + address)
    page.wait_for_selector("[data-offline] button")
    assert worker_count(page) == 0
    assert page.evaluate("caches.keys()") == []
    context.close()


def test_turned_on_it_shows_pages_never_opened_and_leaves_the_portal_alone(
    browser: Browser, server: SiteServer
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/en/accessibility/")
    page.click("[data-offline] button")
    page.get_by_text("It is on").wait_for()
    context.set_offline(True)
    page.goto(f"{server.url}/en/family-support/")
    assert "A family in need" in page.inner_text("h1")
    failed = page.evaluate("fetch('/portal/').then(() => false, () => true)")
    assert failed
    kept = page.evaluate(
        "caches.keys().then(async ([name]) => (await (await caches.open(name)).keys()).map((r) => r.url))"
    )
    assert not [url for url in kept if "/portal" in url or "/api" in url or "/leave" in url]
    context.set_offline(False)
    page.goto(f"{server.url}/en/accessibility/")
    page.get_by_role("button", name="Turn it off").click()
    page.get_by_text("It is off").wait_for()
    assert worker_count(page) == 0
    assert page.evaluate("caches.keys()") == []
    context.close()
