"""Every page of a partner in a real browser: accessible, and never wider than the screen."""

import pytest
from chalice.app import Chalice
from playwright.sync_api import Browser

from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import AgreementState
from chalicelib.domain.partners import Partner
from chalicelib.services.notes import write_handover_note
from chalicelib.store import agreements
from chalicelib.store.commit import commit
from tests.factories import a_context, a_profile, an_agreement
from tests.stored import a_stored_partner
from tests.web.browsing import BASE_URL, some_app
from tests.web.on_screen import overflow, screen, violations
from tests.web.partner_desk import accepted_by, asked_of
from tests.web.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("store")]
LOOKS = [("ar", 320, "light"), ("en", 1280, "dark")]


def its_pages(partner: Partner) -> list[str]:
    asked, owed = asked_of(partner), accepted_by(partner)
    write_handover_note(a_context(), owed.need.id, owed.assignment.id, "كلباء، قرب المدرسة")
    prepared = an_agreement(partner, state=AgreementState.PREPARED, signature=None)
    commit([agreements.save(prepared, None)])
    offering = f"/portal/offerings/{owed.offering.id}"
    return [
        "/portal/requests",
        *(asked.address, f"{asked.address}/decline", owed.address, f"{owed.address}/deliver"),
        *("/portal/offerings", "/portal/offerings/new", offering, f"{offering}/edit", f"{offering}/retire"),
        *(f"/portal/offerings/new/details?category={code}" for code in ("food", "other")),
        *("/portal/agreement", f"/portal/agreement/{prepared.id}"),
        *("/portal/organisation", "/portal/organisation/edit"),
    ]


def cookies_of(app: Chalice, partner: Partner) -> list[dict[str, str]]:
    kept = signed_in(app, Role.PARTNER, partner_id=partner.id).browser.cookies
    return [{"name": name, "value": value, "url": f"{BASE_URL}/portal"} for name, value in kept.items()]


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_every_page_of_a_partner_is_accessible_and_fits(
    browser: Browser, language: str, width: int, scheme: str
) -> None:
    app, partner = some_app(), a_stored_partner(profile=a_profile())
    pages = its_pages(partner)
    with screen(browser, app, width, scheme, language) as page:
        page.context.add_cookies(cookies_of(app, partner))  # type: ignore[arg-type]
        for address in pages:
            joint = "&" if "?" in address else "?"
            page.goto(f"{address}{joint}language={language}")
            assert page.locator("h1").count() == 1, address
            assert page.locator("html").get_attribute("lang") == language
            assert (violations(page), overflow(page)) == ([], 0), address


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_registering_is_accessible_and_fits_with_its_errors_too(
    browser: Browser, language: str, width: int, scheme: str
) -> None:
    with screen(browser, some_app(), width, scheme, language) as page:
        for address in (
            "/portal/register/done",
            "/portal/register/confirm?token=x",
            "/portal/register/resend",
        ):
            page.goto(address)
            assert (violations(page), overflow(page)) == ([], 0), address
        page.goto("/portal/register")
        page.click("form.form button")
        page.wait_for_selector("#error-summary")
        assert (violations(page), overflow(page)) == ([], 0)


def test_a_commitment_is_made_by_keyboard_alone(browser: Browser) -> None:
    app, partner = some_app(), a_stored_partner(profile=a_profile())
    asked = asked_of(partner, quantity=4)
    with screen(browser, app) as page:
        page.context.add_cookies(cookies_of(app, partner))  # type: ignore[arg-type]
        page.goto(asked.address)
        page.focus("#field-quantity")
        page.keyboard.press("Control+A")
        page.keyboard.type("3")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector(".notice")
        assert asked.need.details.case_reference in page.inner_text("main")
