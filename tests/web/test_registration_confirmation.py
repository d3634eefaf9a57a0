"""Prove an address: the link, its button, and asking for the link again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.actors import PUBLIC
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Partner
from chalicelib.services.partners import edit_profile
from chalicelib.services.registration import register_partner
from chalicelib.store import partners
from tests.factories import a_context, a_profile, an_id, as_partner
from tests.observed import mails
from tests.stored import a_stored_partner
from tests.web.browsing import Browser, Clock, Reply, some_app

pytestmark = pytest.mark.usefixtures("store")
CONFIRM = "/portal/register/confirm"


def registered(email: str = "shop@example.org") -> Partner:
    partner_id = an_id()
    register_partner(a_context(PUBLIC), a_profile(email=email), partner_id)
    return partners.read(partner_id)


def mailed_link() -> str:
    return str(mails()[-1].params["path"])


def press(browser: Browser, link: str) -> Reply:
    browser.get(link)
    return browser.post(CONFIRM, {"token": link.partition("token=")[2]})


def test_opening_the_link_confirms_nothing_as_programs_open_links_too() -> None:
    partner = registered()
    page = Browser(some_app()).get(mailed_link())
    assert page.status == 200
    assert "Confirm this address" in page.body
    assert partners.read(partner.id).state is PartnerState.REGISTERED


def test_the_button_confirms_the_address_and_tells_what_comes_next() -> None:
    partner = registered()
    reply = press(Browser(some_app()), mailed_link())
    assert reply.status == 200
    assert "Staff now check your registration" in reply.body
    assert partners.read(partner.id).state is PartnerState.AWAITING_REVIEW


def test_pressing_it_twice_does_no_harm() -> None:
    registered()
    browser, link = Browser(some_app()), mailed_link()
    assert press(browser, link).body == press(browser, link).body


def test_a_partner_who_changed_its_address_is_told_to_sign_in_with_it() -> None:
    partner = a_stored_partner()
    changed = replace(partner.profile, email="new@example.org")
    edit_profile(a_context(as_partner(partner)), partner.id, changed)
    reply = press(Browser(some_app()), mailed_link())
    assert "From now on sign in with this address" in reply.body
    assert partners.read(partner.id).profile.email == "new@example.org"


@pytest.mark.parametrize("token", ["", "x", "a.1.b", "01JNOBODY.9999999999.c2ln"])
def test_a_link_that_is_none_of_ours_leads_to_a_new_one(token: str) -> None:
    browser = Browser(some_app())
    browser.get("/portal/register/resend")
    reply = browser.post(CONFIRM, {"token": token})
    assert reply.status == 422
    assert "This link has expired or has been used." in reply.body
    assert 'href="/portal/register/resend"' in reply.body


def test_a_link_runs_out() -> None:
    partner, clock = registered(), Clock()
    clock.forward(timedelta(hours=48))
    reply = press(Browser(some_app(clock=clock)), mailed_link())
    assert reply.status == 422
    assert partners.read(partner.id).state is PartnerState.REGISTERED


def test_a_link_without_its_token_offers_a_new_one() -> None:
    page = Browser(some_app()).get(CONFIRM).body
    assert "This link cannot be used any more." in page
    assert "Confirm this address" not in page


@pytest.mark.parametrize("address", ["shop@example.org", "nobody@example.org"])
def test_asking_again_looks_the_same_for_a_known_and_an_unknown_address(address: str) -> None:
    registered()
    browser = Browser(some_app())
    browser.get("/portal/register/resend")
    reply = browser.post("/portal/register/resend", {"email": address})
    assert (reply.status, reply.location) == (303, "/portal/register/done")
    assert "If this address waits to be confirmed" in browser.follow(reply).body


def test_asking_again_mails_the_link_again() -> None:
    registered()
    browser = Browser(some_app())
    browser.get("/portal/register/resend")
    browser.post("/portal/register/resend", {"email": "SHOP@example.org"})
    assert [mail.to for mail in mails()] == ["shop@example.org"] * 2


def test_what_is_no_address_stays_in_the_form() -> None:
    browser = Browser(some_app())
    browser.get("/portal/register/resend")
    reply = browser.post("/portal/register/resend", {"email": "shop"})
    assert reply.status == 422
    assert 'value="shop"' in reply.body
