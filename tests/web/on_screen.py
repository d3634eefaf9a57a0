"""A real browser that is shown our pages without a network: the app answers in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from chalice.app import Chalice
from playwright.sync_api import Browser, Page, Route

from chalicelib.web.cookies import SESSION
from tests.web.browsing import BASE_URL, send


@dataclass
class Desk:
    """A portal with things in several states, somebody who works there, and the addresses of the pages."""

    app: Chalice
    session: str
    addresses: list[str]

    def open(self, page: Page, address: str) -> None:
        """Open a page of the portal as somebody who is signed in, from now on."""
        page.context.add_cookies([{"name": SESSION, "value": self.session, "url": BASE_URL}])
        page.goto(address)


@contextmanager
def screen(
    browser: Browser, app: Chalice, width: int = 1280, scheme: str = "light", language: str = "en"
) -> Iterator[Page]:
    """A window of that width, whose every request the app answers."""
    context = browser.new_context(
        base_url=BASE_URL,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        extra_http_headers={"Accept-Language": language},
    )
    context.route("**/*", lambda route: _answer(app, route))
    yield context.new_page()
    context.close()


def _answer(app: Chalice, route: Route) -> None:
    request = route.request
    address = request.url.removeprefix(BASE_URL)
    reply = send(app, request.method, address, request.all_headers(), request.post_data_buffer or b"")
    headers = dict(reply.headers)
    if reply.set_cookies:
        headers["set-cookie"] = "\n".join(reply.set_cookies)
    route.fulfill(status=reply.status, headers=headers, body=reply.body)


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(wider))
