"""The network's settings at the page of supervisors."""

from datetime import date

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.network import FinancialPermit
from chalicelib.store import network
from tests.web.browsing import Browser, Clock, some_app
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")
SETTINGS = "/portal/admin/settings"
PERMIT = {
    "number": "P-٢٠٢٦",
    "issuer": "The authority",
    "receiving_body": "The licensed body",
    "expires_on": "28/07/2027",
}


def at_the_desk() -> Browser:
    browser = signed_in(some_app(clock=Clock()), Role.SUPERVISOR).browser
    browser.get(SETTINGS)
    return browser


def test_the_duty_desk_is_called_on_the_number_that_was_set() -> None:
    browser = at_the_desk()
    assert 'href="tel:800700"' in browser.get(SETTINGS).body
    page = browser.follow(browser.post(f"{SETTINGS}/duty-desk", {"duty_desk": "٠٦ ٥٠١ ٢٣٤٥"})).body
    assert 'href="tel:+97165012345"' in page
    assert network.read().duty_desk == "+97165012345"


def test_a_number_that_is_none_comes_back_as_it_was_typed() -> None:
    reply = at_the_desk().post(f"{SETTINGS}/duty-desk", {"duty_desk": "12"})
    assert reply.status == 422
    assert 'href="#field-duty_desk"' in reply.body
    assert 'value="12"' in reply.body
    assert network.read().duty_desk == "800700"


def test_the_page_says_that_money_needs_a_permit_and_is_off_without_one() -> None:
    page = at_the_desk().get(SETTINGS).body
    assert "Federal Law 3 of 2021" in page
    assert ">Switched off</strong>" in page
    assert "permit/remove" not in page


def test_a_permit_switches_money_on_until_it_is_removed() -> None:
    browser = at_the_desk()
    page = browser.follow(browser.post(f"{SETTINGS}/permit", PERMIT)).body
    expected = FinancialPermit("P-2026", "The authority", "The licensed body", date(2027, 7, 28))
    assert network.read().financial_permit == expected
    assert ">Switched on</strong>" in page
    assert "The licensed body" in page
    page = browser.follow(browser.post(f"{SETTINGS}/permit/remove")).body
    assert network.read().financial_permit is None
    assert ">Switched off</strong>" in page


@pytest.mark.parametrize("name", sorted(PERMIT))
def test_a_permit_with_a_part_missing_comes_back_with_the_others(name: str) -> None:
    reply = at_the_desk().post(f"{SETTINGS}/permit", {**PERMIT, name: ""})
    assert reply.status == 422
    assert f'href="#field-{name}"' in reply.body
    assert all(f'value="{typed}"' in reply.body for other, typed in PERMIT.items() if other != name)
    assert network.read().financial_permit is None


def test_a_permit_that_has_run_out_is_refused() -> None:
    reply = at_the_desk().post(f"{SETTINGS}/permit", {**PERMIT, "expires_on": "2026-07-27"})
    assert reply.status == 422
    assert 'href="#field-expires_on"' in reply.body
