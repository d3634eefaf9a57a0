"""Leaving quickly: the page goes at once, and going back shows nothing that can be read."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from aman_audit.browser import kept_profile
from aman_audit.server import SiteServer

pytestmark = pytest.mark.browser

SEARCHED = "زوجي يضربني"
SENSITIVE = ["child-protection", "women-protection", "home-care", "contact", "safety"]


def offline_world(context: BrowserContext, server: SiteServer) -> None:
    """Answer every address that is not the site's with an empty page: the tests need no network."""
    blank = "<!doctype html><title>elsewhere</title>"
    context.route(
        lambda url: not url.startswith(server.url),
        lambda route: route.fulfill(status=200, content_type="text/html", body=blank),
    )


def read(page: Page, server: SiteServer) -> None:
    """Read several pages by following links, as a reader does, ending on the one about women."""
    for address in ("/", "/child-protection/", "/safety/", "/women-protection/"):
        page.goto(server.url + address)


def readable(page: Page) -> str:
    words: str = page.evaluate(
        "document.documentElement.hidden ? '' : (document.body?.innerText ?? '').trim()"
    )
    return words


def backs_show_nothing(page: Page, server: SiteServer) -> None:
    for _ in range(10):
        page.go_back(wait_until="commit")
        page.wait_for_function("document.title === 'elsewhere' || location.href === 'about:blank'")
        assert readable(page) == ""
        assert not page.url.startswith(server.url)


def test_the_button_leaves_and_ten_backs_show_no_page_of_ours(browser: Browser, server: SiteServer) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    offline_world(context, server)
    page = context.new_page()
    read(page, server)
    page.click(".leave")
    page.wait_for_url(lambda url: not url.startswith(server.url))
    backs_show_nothing(page, server)
    context.close()


@pytest.mark.parametrize("slug", SENSITIVE)
def test_shift_three_times_leaves_every_page_that_may_be_watched(
    browser: Browser, server: SiteServer, slug: str
) -> None:
    context = browser.new_context()
    offline_world(context, server)
    page = context.new_page()
    page.goto(f"{server.url}/en/{slug}/")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(lambda url: not url.startswith(server.url))
    context.close()


def test_typing_capital_letters_does_not_leave(browser: Browser, server: SiteServer) -> None:
    page = browser.new_page()
    page.goto(f"{server.url}/en/contact/")
    page.focus("#q")
    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")
    assert page.url == f"{server.url}/en/contact/"
    assert page.input_value("#q") == "ABC"
    page.close()


def test_the_page_is_covered_before_anything_else_happens(browser: Browser, server: SiteServer) -> None:
    context = browser.new_context()
    offline_world(context, server)
    page = context.new_page()
    page.goto(f"{server.url}/women-protection/")
    left = page.evaluate(
        "document.querySelector('.leave').click(), document.documentElement.childNodes.length"
    )
    assert left == 0
    context.close()


def test_leaving_works_as_a_plain_link_without_javascript(browser: Browser, server: SiteServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    offline_world(context, server)
    page = context.new_page()
    page.goto(f"{server.url}/women-protection/")
    with page.expect_response(f"{server.url}/leave/") as answer:
        page.click(".leave")
    assert answer.value.all_headers()["clear-site-data"] == '"cache", "storage"'
    page.wait_for_url(lambda url: not url.startswith(server.url))
    context.close()


def test_who_comes_back_on_purpose_can_read_again(browser: Browser, server: SiteServer) -> None:
    context = browser.new_context()
    offline_world(context, server)
    page = context.new_page()
    page.goto(f"{server.url}/women-protection/")
    page.click(".leave")
    page.wait_for_url(lambda url: not url.startswith(server.url))
    page.goto(f"{server.url}/women-protection/")
    assert "800700" in readable(page)
    context.close()


def test_leaving_deletes_kept_pages_and_the_worker(browser: Browser, server: SiteServer) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/accessibility/")
    page.click("[data-offline] button")
    page.wait_for_function("caches.keys().then((names) => names.length)")
    page.goto(f"{server.url}/safety/")
    offline_world(context, server)
    page.click(".leave")
    page.wait_for_url(lambda url: not url.startswith(server.url))
    other = context.new_page()
    other.goto(f"{server.url}/leave/", wait_until="commit")
    other.goto(f"{server.url}/en/figures/")
    assert other.evaluate("caches.keys()") == []
    assert other.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    context.close()


def test_search_words_are_nowhere_after_leaving(
    playwright: Playwright, server: SiteServer, tmp_path: Path
) -> None:
    context = kept_profile(playwright, tmp_path)
    offline_world(context, server)
    page = context.new_page()
    page.goto(server.url)
    page.fill("#q", SEARCHED)
    page.wait_for_selector("#found li")
    page.click("#found li a")
    page.wait_for_url("**/women-protection/")
    told = page.evaluate("decodeURI(location.href) + document.referrer + JSON.stringify(history.state)")
    assert SEARCHED not in told
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert stored == '[{},{},""]'
    page.go_back()
    assert page.input_value("#q") == ""
    page.go_forward()
    page.click(".leave")
    page.wait_for_url(lambda url: not url.startswith(server.url))
    context.close()
    assert traces(tmp_path) == []
    assert not [path for path in server.requests if re.search("[?&]", path)]


def traces(profile: Path) -> list[str]:
    """Name the profile's files that hold the words, in any of the ways a browser writes them."""
    forms = [SEARCHED.encode(code) for code in ("utf-8", "utf-16-le")]
    forms += [SEARCHED.split()[1].encode(code) for code in ("utf-8", "utf-16-le")]
    files = [path for path in profile.rglob("*") if path.is_file()]
    ours = ("Cache_Data", "Code Cache")
    return [
        str(path)
        for path in files
        if not any(name in path.parts for name in ours) and any(form in path.read_bytes() for form in forms)
    ]
