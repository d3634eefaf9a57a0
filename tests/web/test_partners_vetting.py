"""How staff vet a partner: the list, its page, and each step that leads into the network."""

import re
from datetime import timedelta

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import Field
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Partner
from chalicelib.store import partners
from chalicelib.store.commit import commit
from tests.factories import NOW, a_partner, a_profile
from tests.stored import a_stored_partner
from tests.web.browsing import Browser, Clock, Reply, some_app
from tests.web.long_lists import two_pages
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")


def stored(state: PartnerState = PartnerState.AWAITING_REVIEW, **given: object) -> Partner:
    partner = a_partner(state=state, credentials=(), **given)
    commit([partners.save(partner, None)])
    return partner


def at_the_desk(role: Role = Role.STAFF) -> Browser:
    return signed_in(some_app(clock=Clock()), role).browser


def listed(page: str) -> list[str]:
    return re.findall(r'<td><a href="/portal/partners/(\w+)"', page)


def home(partner: Partner) -> str:
    return f"/portal/partners/{partner.id}"


def press(browser: Browser, partner: Partner, step: str, **fields: str) -> Reply:
    browser.get(home(partner))
    return browser.post(f"{home(partner)}/{step}", fields)


def test_those_that_wait_for_a_review_come_first() -> None:
    waiting = stored()
    approved = stored(PartnerState.APPROVED)
    browser = at_the_desk()
    assert listed(browser.get("/portal/partners").body) == [waiting.id]
    assert listed(browser.get("/portal/partners?state=approved").body) == [approved.id]
    assert listed(browser.get("/portal/partners?state=misspelt").body) == [waiting.id]


def test_an_approved_partner_is_found_by_its_name_however_it_is_spelt() -> None:
    found = stored(PartnerState.APPROVED, profile=a_profile(name_ar="مؤسسة الأمل", name_en=""))
    stored(PartnerState.APPROVED)
    browser = at_the_desk()
    assert listed(browser.get("/portal/partners?name=الامل").body) == [found.id]
    assert "No approved partner has these words" in browser.get("/portal/partners?name=nobody").body


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_long_list_is_paged_and_small(language: str) -> None:
    for number in range(30):
        stored(profile=a_profile(fields=frozenset(Field)), registered_at=NOW + timedelta(minutes=number))
    browser = at_the_desk()
    first, second = two_pages(browser, f"/portal/partners?language={language}")
    assert (len(listed(first)), len(listed(second))) == (25, 5)


def test_the_page_tells_what_the_partner_says_of_itself() -> None:
    partner = stored(profile=a_profile(name_en="Palm Trading", telephone="+971501234567"))
    page = at_the_desk().get(home(partner)).body
    assert "Palm Trading" in page
    assert 'href="tel:+971501234567"' in page
    assert "No document is recorded." in page


def test_a_partner_that_is_not_there_is_not_found() -> None:
    assert at_the_desk().get("/portal/partners/01JNOBODY").status == 404


def test_a_telephone_number_is_confirmed_by_whoever_reached_the_contact_person() -> None:
    partner = stored(PartnerState.REGISTERED, profile=a_profile(email=None))
    browser = at_the_desk()
    assert press(browser, partner, "confirm-telephone").status == 303
    assert partners.read(partner.id).state is PartnerState.AWAITING_REVIEW
    assert "This registration waits for your review" in browser.get(home(partner)).body


def test_approving_leads_to_the_agreement() -> None:
    partner = stored()
    browser = at_the_desk()
    page = browser.follow(press(browser, partner, "approve")).body
    assert partners.read(partner.id).state is PartnerState.APPROVED
    assert f'href="{home(partner)}/agreements/new"' in page
    assert "No signed agreement is in force." in page


def test_declining_asks_for_a_reason_and_keeps_it() -> None:
    partner = stored()
    browser = at_the_desk()
    assert press(browser, partner, "decline", reason=" ").status == 422
    browser.follow(press(browser, partner, "decline", reason="The licence belongs to another"))
    assert partners.read(partner.id).decision_reason == "The licence belongs to another"
    page = browser.get(home(partner)).body
    assert "The licence belongs to another" in page
    browser.follow(press(browser, partner, "reconsider"))
    assert partners.read(partner.id).state is PartnerState.AWAITING_REVIEW


def test_a_supervisor_suspends_and_reinstates() -> None:
    partner = a_stored_partner()
    browser = at_the_desk(Role.SUPERVISOR)
    browser.follow(press(browser, partner, "suspend", reason="Twice nothing came"))
    assert partners.read(partner.id).state is PartnerState.SUSPENDED
    assert "Twice nothing came" in browser.get(home(partner)).body
    browser.follow(press(browser, partner, "reinstate"))
    assert partners.read(partner.id).state is PartnerState.APPROVED


def test_staff_are_shown_no_button_that_only_a_supervisor_may_press() -> None:
    approved, suspended = a_stored_partner(), stored(PartnerState.SUSPENDED)
    browser = at_the_desk()
    assert "/suspend" not in browser.get(home(approved)).body
    assert "/reinstate" not in browser.get(home(suspended)).body
    assert press(browser, suspended, "reinstate").status == 403


STEPS = ("confirm-telephone", "approve", "decline", "reconsider", "suspend", "reinstate")


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (PartnerState.REGISTERED, {"confirm-telephone"}),
        (PartnerState.AWAITING_REVIEW, {"approve", "decline"}),
        (PartnerState.APPROVED, {"suspend"}),
        (PartnerState.DECLINED, {"reconsider"}),
        (PartnerState.SUSPENDED, {"reinstate"}),
    ],
)
def test_a_page_shows_the_steps_of_its_state_and_no_others(state: PartnerState, shown: set[str]) -> None:
    partner = stored(state, profile=a_profile(email=None))
    page = at_the_desk(Role.SUPERVISOR).get(home(partner)).body
    assert {step for step in STEPS if f"{home(partner)}/{step}" in page} == shown


def test_a_step_that_the_state_forbids_is_refused_and_changes_nothing() -> None:
    partner = a_stored_partner()
    browser = at_the_desk(Role.SUPERVISOR)
    assert press(browser, partner, "approve").status == 409
    assert browser.get(f"{home(partner)}/decline").status == 409
    assert partners.read(partner.id) == partner
