"""The pages of partners and of administration in a real browser: accessible, and never wider than it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import OTHER
from chalicelib.domain.credentials import CredentialKind
from chalicelib.domain.lifecycle import AgreementState, OfferingState, PartnerState
from chalicelib.domain.network import FinancialPermit
from chalicelib.domain.partners import Partner
from chalicelib.services.network import enter_financial_permit
from chalicelib.store import agreements, offerings, partners
from chalicelib.store.commit import commit
from chalicelib.web.cookies import SESSION
from tests.factories import (
    SUPERVISOR,
    TODAY,
    a_context,
    a_credential,
    a_partner,
    an_agreement,
    an_offering,
    some_terms,
)
from tests.stored import a_stored_account, a_stored_partner
from tests.web.browsing import Clock, some_app
from tests.web.on_screen import Desk, overflow, screen, violations
from tests.web.partner_desk import asked_of
from tests.web.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("store")]


def a_busy_desk() -> Desk:
    """Partners in every state, and the pages of administration."""
    app = some_app(clock=Clock())
    person = signed_in(app, Role.SUPERVISOR)
    roots = [f"/portal/partners/{one.id}" for one in (_one_in(state) for state in PartnerState)]
    enter_financial_permit(a_context(SUPERVISOR), FinancialPermit("P-1", "جهة", "هيئة", TODAY))
    lists = [
        "/portal/partners",
        "/portal/partners?name=zzz",
        "/portal/partners?state=approved&field=legal&area=kalba",
        "/portal/offerings-to-place",
    ]
    addresses = [*lists, *roots, *_pages_of_one(), *_pages_of_administration()]
    return Desk(app, person.browser.cookies[SESSION], addresses)


def _one_in(state: PartnerState) -> Partner:
    partner = a_partner(state=state, decision_reason="الرخصة لجهة أخرى")
    commit([partners.save(partner, None)])
    return partner


def _pages_of_one() -> list[str]:
    """Those of a partner that has something of everything."""
    expired = a_credential(kind=CredentialKind.ACCREDITATION, expires_on=TODAY - timedelta(days=1))
    partner = a_stored_partner(credentials=(a_credential(), expired))
    unsigned = an_agreement(partner, state=AgreementState.PREPARED, signature=None)
    terms = some_terms(category=OTHER, words="رافعة لرفع الأنقاض", conditions="صباحًا")
    described = an_offering(partner, terms=terms, state=OfferingState.UNPLACED)
    kept = replace(partner, agreements=(*partner.agreements, unsigned.id), version=2)
    writes = [agreements.save(unsigned, None), offerings.save(described, None)]
    commit([*writes, partners.save(kept, partner)])
    offering = asked_of(partner).offering
    root = f"/portal/partners/{partner.id}"
    names = ["", "/edit", "/suspend", "/credentials/new", "/agreements", "/agreements/new", "/trail"]
    names += [f"/agreements/{unsigned.id}", f"/agreements/{unsigned.id}/end", "/requests"]
    names += ["/offerings", "/offerings/new", "/offerings/new/details?category=legal_advice"]
    names += ["/offerings/new/details?category=other"]
    names += [f"/offerings/{offering.id}{step}" for step in ("", "/edit", "/retire")]
    placing = [f"/portal/offerings-to-place/{described.id}", f"{root}/offerings/{described.id}"]
    return [*(root + name for name in names), *placing]


def _pages_of_administration() -> list[str]:
    colleague = a_stored_account(totp_secret="JBSWY3DPEHPK3PXP")
    names = ["", "/categories", "/categories/new", "/categories/food", "/settings", "/settings/duty-desk"]
    names += ["/settings/permit", "/accounts", "/accounts/invite", f"/accounts/{colleague.id}"]
    names += ["/audit", "/audit?day=2020-01-01", "/audit/chain?subject=network"]
    own = ["/portal/account", "/portal/account/authenticator", "/portal/account/tokens/new"]
    return [*(f"/portal/admin{name}" for name in names), *own]


@pytest.mark.parametrize(("language", "width", "scheme"), [("ar", 320, "light"), ("en", 1280, "dark")])
def test_every_page_is_accessible_and_fits(browser: Browser, language: str, width: int, scheme: str) -> None:
    desk = a_busy_desk()
    with screen(browser, desk.app, width, scheme, language) as page:
        desk.open(page, f"/portal/partners?language={language}")
        for address in desk.addresses:
            reply = page.goto(address)
            assert reply is not None
            found = (address, reply.status, violations(page), overflow(page))
            assert found == (address, 200, [], 0)


def test_a_refused_form_leads_to_its_field_by_keyboard(browser: Browser) -> None:
    desk = a_busy_desk()
    with screen(browser, desk.app) as page:
        desk.open(page, "/portal/admin/accounts/invite?language=en")
        page.focus("#field-name")
        page.keyboard.type("Mariam")
        page.keyboard.press("Enter")
        page.wait_for_selector(".summary")
        assert violations(page) == []
        page.focus(".summary a")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "field-email"
        assert page.input_value("#field-name") == "Mariam"
