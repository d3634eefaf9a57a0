"""Access for everybody, as axe sees it: every page, three widths, light and dark."""

from collections.abc import Iterator, Sequence

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

WIDTHS = (320, 360, 1280)
SCHEMES = ("light", "dark")


def states(page: Page) -> Iterator[str]:
    """Put a page into every width and scheme, one after the other; say which it is in."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            yield f"{width}px {scheme}"


def violations(browser: Browser, server_url: str, paths: Sequence[str]) -> list[str]:
    """Name every violation as `page, state: rule, element`; the page's own policy must not stop axe."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    axe, found = Axe(), []
    for path in paths:
        page.goto(server_url + path)
        for state in states(page):
            for violation in axe.run(page).response["violations"]:
                places = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
                found.append(f"{path}, {state}: {violation['id']}, {places}")
    context.close()
    return found


def sideways(browser: Browser, server_url: str, paths: Sequence[str]) -> list[str]:
    """Name pages that are wider than the screen, in any state."""
    page = browser.new_page()
    found = [
        f"{path}, {state}"
        for path in paths
        for state in opened(page, server_url + path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth")
    ]
    page.close()
    return found


def opened(page: Page, url: str) -> Iterator[str]:
    page.goto(url)
    yield from states(page)
