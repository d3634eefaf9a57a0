"""Offerings in the hands of staff: for a partner without an account, and those that wait for a category."""

import re
from datetime import timedelta

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import OTHER, Unit
from chalicelib.domain.lifecycle import OfferingState
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Partner
from chalicelib.store import offerings
from chalicelib.store.commit import commit
from tests.factories import NOW, a_profile, an_offering, some_terms
from tests.stored import a_stored_offering, a_stored_partner
from tests.web.browsing import Browser, Clock, some_app
from tests.web.long_lists import two_pages
from tests.web.partner_desk import asked_of
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")


def at_the_desk(role: Role = Role.STAFF) -> Browser:
    return signed_in(some_app(clock=Clock()), role).browser


def described(partner: Partner, words: str = "A crane", minutes: int = 0) -> Offering:
    terms = some_terms(category=OTHER, words=words)
    listed = NOW + timedelta(minutes=minutes)
    offering = an_offering(partner, terms=terms, state=OfferingState.UNPLACED, listed_at=listed)
    commit([offerings.save(offering, None)])
    return offering


def home(partner: Partner) -> str:
    return f"/portal/partners/{partner.id}"


def listed(page: str) -> list[str]:
    return re.findall(r'<td><a href="/portal/offerings-to-place/(\w+)"', page)


def test_staff_list_an_offering_for_a_partner_that_has_no_account() -> None:
    partner = a_stored_partner(profile=a_profile(email=None))
    browser = at_the_desk()
    chosen = f"{home(partner)}/offerings/new/details?category=furniture"
    assert f'href="{chosen}"' in browser.get(f"{home(partner)}/offerings/new").body
    page = browser.get(chosen).body
    typed: dict[str, str | list[str]] = {
        "offering_id": re.findall(r'name="offering_id" value="(\w+)"', page)[0],
        "category": "furniture",
        "form": "in_kind",
        "unit": "piece",
        "capacity": "٤٠",
        "renewal": "weekly",
        "areas": ["kalba"],
        "available_from": "2026-07-28",
    }
    page = browser.follow(browser.post(f"{home(partner)}/offerings/new/details", typed)).body
    (offering,) = offerings.list_of(partner.id).items
    assert (offering.terms.capacity, offering.state) == (40, OfferingState.ACTIVE)
    assert "The offering is listed." in page


def test_a_bad_quantity_comes_back_with_what_was_typed() -> None:
    partner = a_stored_partner()
    browser = at_the_desk()
    browser.get(f"{home(partner)}/offerings/new/details?category=furniture")
    reply = browser.post(
        f"{home(partner)}/offerings/new/details", {"category": "furniture", "capacity": "many"}
    )
    assert reply.status == 422
    assert 'value="many"' in reply.body
    assert offerings.list_of(partner.id).items == ()


def test_staff_pause_resume_change_and_retire_it() -> None:
    partner = a_stored_partner()
    offering = a_stored_offering(partner)
    address = f"{home(partner)}/offerings/{offering.id}"
    browser = at_the_desk()
    browser.get(address)
    assert ">Paused</strong>" in browser.follow(browser.post(f"{address}/pause")).body
    assert ">Available</strong>" in browser.follow(browser.post(f"{address}/resume")).body
    typed: dict[str, str | list[str]] = {
        "capacity": "12",
        "renewal": "once",
        "areas": ["kalba"],
        "available_from": "2026-07-28",
    }
    assert "12 pieces" in browser.follow(browser.post(f"{address}/edit", typed)).body
    page = browser.follow(browser.post(f"{address}/retire")).body
    assert ">Retired</strong>" in page
    assert f"{address}/edit" not in page
    assert browser.get(f"{address}/retire").status == 409


def test_what_is_promised_keeps_an_offering_from_being_retired() -> None:
    partner = a_stored_partner()
    asked = asked_of(partner)
    address = f"{home(partner)}/offerings/{asked.offering.id}"
    browser = at_the_desk()
    browser.get(address)
    assert browser.post(f"{address}/retire").status == 422
    assert offerings.read(asked.offering.id).state is OfferingState.ACTIVE


def test_an_offering_is_not_found_under_another_partner() -> None:
    offering, other = a_stored_offering(), a_stored_partner()
    browser = at_the_desk()
    browser.get(home(other))
    address = f"{home(other)}/offerings/{offering.id}"
    assert browser.get(address).status == 404
    assert browser.post(f"{address}/pause").status == 404
    assert offerings.read(offering.id).state is OfferingState.ACTIVE


def test_what_was_asked_of_a_partner_stands_on_its_page() -> None:
    partner = a_stored_partner()
    asked = asked_of(partner)
    browser = at_the_desk()
    for page in (browser.get(home(partner)).body, browser.get(f"{home(partner)}/requests").body):
        assert f'href="/portal/needs/{asked.need.id}"' in page
        assert "Awaiting an answer" in page


def test_the_offering_that_waits_longest_for_a_category_stands_first() -> None:
    partner = a_stored_partner()
    first, second = described(partner), described(partner, minutes=1)
    assert listed(at_the_desk().get("/portal/offerings-to-place").body) == [first.id, second.id]


def test_a_placed_offering_counts_in_the_unit_of_its_category_and_waits_no_more() -> None:
    offering = described(a_stored_partner(), "Mending of roofs")
    address = f"/portal/offerings-to-place/{offering.id}"
    browser = at_the_desk()
    assert "Mending of roofs" in browser.get(address).body
    assert browser.post(address, {"category": ""}).status == 422
    assert browser.post(address, {"category": "atlantis"}).status == 422
    page = browser.follow(browser.post(address, {"category": "food"})).body
    placed = offerings.read(offering.id)
    assert (placed.state, placed.terms.unit) == (OfferingState.ACTIVE, Unit.BASKET)
    assert listed(page) == []
    assert browser.get(address).status == 409


@pytest.mark.parametrize("language", ["ar", "en"])
def test_long_lists_are_paged_and_small(language: str) -> None:
    partner = a_stored_partner()
    for number in range(30):
        described(partner, words=f"رافعة كبيرة لرفع الأنقاض من البيوت {number}", minutes=number)
    browser = at_the_desk()
    for address in ("/portal/offerings-to-place", f"{home(partner)}/offerings"):
        first, second = two_pages(browser, f"{address}?language={language}")
        assert first.count("<tr>") + second.count("<tr>") == 32
