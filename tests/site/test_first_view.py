"""The first view on a phone stays small, still and open to everybody."""

import pytest
from playwright.sync_api import Browser, Page

from aman_audit import access, speed
from aman_audit.report import CLS, HOMES, LIMITS, LOST, SCRIPTS
from aman_audit.server import SiteServer

pytestmark = pytest.mark.browser

HIDDEN_FOCUS = """() => {
  const at = document.activeElement.getBoundingClientRect();
  const bar = document.querySelector('.bar').getBoundingClientRect();
  if (document.activeElement === document.body || document.activeElement.closest('.bar, .leave')) return '';
  return at.bottom > bar.top + 1 || at.top < 0 ? document.activeElement.outerHTML.slice(0, 90) : '';
}"""


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_first_view_keeps_to_its_budget(browser: Browser, server: SiteServer, lang: str) -> None:
    view = speed.first_view(browser, server.url + HOMES[lang], slow=False)
    assert view.bytes <= LIMITS[lang]["bytes"]
    assert view.requests <= LIMITS[lang]["requests"]
    assert view.scripts <= SCRIPTS
    assert view.cls <= CLS


def test_axe_finds_nothing_on_any_page(
    browser: Browser, server: SiteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "WIDTHS", (360,))
    page = browser.new_page()
    paths = [*speed.pages_of(server.url, page), *LOST]
    page.close()
    assert access.violations(browser, server.url, paths) == []


def test_no_page_is_wider_than_the_screen(browser: Browser, server: SiteServer) -> None:
    page = browser.new_page()
    paths = [*speed.pages_of(server.url, page), *LOST]
    page.close()
    assert access.sideways(browser, server.url, paths) == []


@pytest.mark.parametrize("address", ["/women-protection/", "/en/contact/"])
def test_the_fixed_bar_never_hides_what_has_the_focus(
    browser: Browser, server: SiteServer, address: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(server.url + address)
    hidden = [found for found in tabbed(page) if found]
    page.close()
    assert hidden == []


def tabbed(page: Page) -> list[str]:
    """Go through the page by Tab alone; return what was covered each time."""
    seen = []
    for _ in range(70):
        page.keyboard.press("Tab")
        page.wait_for_timeout(20)
        seen.append(page.evaluate(HIDDEN_FOCUS))
    return seen


def test_menu_and_language_work_without_javascript(browser: Browser, server: SiteServer) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"{server.url}/figures/")
    page.click(".menu summary")
    page.click('.menu a[href="/contact/"]')
    page.wait_for_url("**/contact/")
    page.click(".language")
    page.wait_for_url("**/en/contact/")
    context.close()
