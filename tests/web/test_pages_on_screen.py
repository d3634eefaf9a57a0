"""The layout and every macro, in a real browser: accessible, and never wider than the screen."""

import pytest
from playwright.sync_api import Browser

from tests.web.browsing import some_app
from tests.web.on_screen import overflow, screen, violations
from tests.web.samples import sample_app_with_files

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
)
def test_every_macro_is_accessible_and_fits(browser: Browser, language: str, width: int, scheme: str) -> None:
    with screen(browser, sample_app_with_files(), width, scheme, language) as page:
        page.goto("/portal/sample")
        assert violations(page) == []

        page.click("form.form button")
        page.wait_for_selector("#error-summary")
        assert violations(page) == []
        assert overflow(page) == 0


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("address", ["/portal", "/portal/not-found"])
def test_the_first_page_and_the_error_page_are_accessible(
    browser: Browser, language: str, address: str
) -> None:
    with screen(browser, some_app(), 320, "light", language) as page:
        page.goto(address)

        assert violations(page) == []
        assert overflow(page) == 0


def test_the_policy_lets_the_style_sheet_in(browser: Browser) -> None:
    complaints: list[str] = []
    with screen(browser, sample_app_with_files()) as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.goto("/portal/sample")

        band = "getComputedStyle(document.querySelector('.band')).backgroundColor"
        assert page.evaluate(band) == "rgb(8, 61, 72)"
    assert complaints == []


def test_the_keyboard_reaches_the_content_first(browser: Browser) -> None:
    with screen(browser, sample_app_with_files()) as page:
        page.goto("/portal/sample")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"

        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_what_is_wrong_is_in_focus_and_leads_to_its_field(browser: Browser) -> None:
    with screen(browser, sample_app_with_files()) as page:
        page.goto("/portal/sample")
        page.click("form.form button")
        page.wait_for_function("document.activeElement.id === 'error-summary'")

        page.click("#error-summary a")
        assert page.evaluate("document.activeElement.id") == "field-name"


def test_touch_targets_are_large_enough(browser: Browser) -> None:
    with screen(browser, sample_app_with_files(), 360) as page:
        page.goto("/portal/sample")
        small = page.evaluate(
            """[...document.querySelectorAll('.band a, .button, input:not([type=hidden]), select, textarea')]
            .map(one => one.closest('.tick') ?? one)
            .filter(one => one.getBoundingClientRect().height < 43.9 && !one.matches('.skip'))
            .map(one => one.outerHTML.slice(0, 80))"""
        )

        assert small == []
