"""The pages of needs in a real browser: accessible in both languages, and never wider than the screen."""

import pytest
from playwright.sync_api import Browser

from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Answer
from chalicelib.domain.needs import Attestation
from chalicelib.services import answers
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.web.cookies import SESSION
from tests.factories import NOW, a_context
from tests.stored import a_stored_need, a_stored_offering
from tests.web.browsing import Clock, some_app
from tests.web.on_screen import Desk, overflow, screen, violations
from tests.web.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("store")]


def a_busy_desk() -> Desk:
    """Needs in several states."""
    app = some_app(clock=Clock())
    session = signed_in(app, Role.SUPERVISOR).browser.cookies[SESSION]
    first, second, _ = a_stored_offering(capacity=9), a_stored_offering(), a_stored_offering()
    need = a_stored_need(quantity=20, registered=Attestation.TO_VERIFY, sensitive=True)
    taken, open_ = propose(a_context(), need.id, [Part(first.id, 6), Part(second.id, 2)])
    answers.accept(a_context(), need.id, taken.id, 5, Answer(NOW, "01JSTAFF"))
    root, parts = f"/portal/needs/{need.id}", f"/portal/needs/{need.id}/assignments"
    steps = [f"{parts}/{taken.id}/{step}" for step in ("answer", "cancel", "deliver", "handover-note")]
    steps += [f"{parts}/{open_.id}/{step}" for step in ("answer", "withdraw")]
    pages = [f"{root}/{name}" for name in ("why", "trail", "edit", "hand-over", "close", "private-note")]
    lists = ["/portal/needs", "/portal/needs?area=kalba", "/portal/needs/to-verify", "/portal/needs/new"]
    return Desk(app, session, [*lists, "/portal/needs/hand-over-all", root, *pages, *steps])


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("ar", 320, "light"), ("en", 320, "dark"), ("ar", 1280, "dark")]
)
def test_every_page_is_accessible_and_fits(browser: Browser, language: str, width: int, scheme: str) -> None:
    desk = a_busy_desk()
    with screen(browser, desk.app, width, scheme, language) as page:
        desk.open(page, f"/portal/needs?language={language}")
        for address in desk.addresses:
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert (address, violations(page), overflow(page)) == (address, [], 0)


def test_a_need_is_posted_with_the_keyboard_alone(browser: Browser) -> None:
    desk = a_busy_desk()
    with screen(browser, desk.app) as page:
        desk.open(page, "/portal/needs/new?language=en")
        page.focus("#field-category")
        for keys in ("Furn", "Tab", "Tab", "3", "Tab", "Kal", "Tab", " "):
            page.keyboard.press(keys) if keys in {"Tab", " "} else page.keyboard.type(keys)
        page.select_option("#field-circumstance", "accident")
        for name in ("registered", "low_income"):
            page.focus(f"#field-{name}")
            page.keyboard.press(" ")
        page.fill("#field-summary", "Beds")
        page.fill("#field-case_reference", "CASE 77")
        page.keyboard.press("Enter")
        page.wait_for_selector(".notice")
        assert "The need is posted." in page.inner_text(".notice")
