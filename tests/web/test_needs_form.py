"""Posting a need, as somebody at the duty desk does it."""

import re
from datetime import timedelta

import pytest

from chalicelib.domain.categories import Unit
from chalicelib.domain.needs import Attestation
from chalicelib.domain.network import FinancialPermit
from chalicelib.services.needs import read_need
from chalicelib.services.network import enter_financial_permit
from tests.factories import SUPERVISOR, TODAY, a_context, an_id
from tests.stored import a_stored_need, a_stored_partner
from tests.web.browsing import Browser, Clock, Reply, some_app
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")


def at_the_desk() -> Browser:
    return signed_in(some_app(clock=Clock())).browser


def typed(**changes: str | list[str]) -> dict[str, str | list[str]]:
    sound: dict[str, str | list[str]] = {
        "need_id": an_id(),
        "category": "furniture",
        "quantity": "٤",
        "area": "kalba",
        "circumstance": "natural_disaster",
        "priority": "p1",
        "deadline": "2026-07-29T10:00",
        "case_reference": "KLB-2026/17",
        "registered": "attested",
        "low_income": "to_verify",
        "summary": "Beds and a wardrobe, ground floor",
    }
    return {**sound, **changes}


def post(browser: Browser, **changes: str | list[str]) -> Reply:
    browser.get("/portal/needs/new")
    return browser.post("/portal/needs/new", typed(**changes))


def hidden_id(page: str) -> str:
    found = re.search(r'name="need_id" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_form_begins_with_whom_to_call_when_life_is_in_danger() -> None:
    page = at_the_desk().get("/portal/needs/new").body
    assert page.index('href="tel:999"') < page.index('<form method="post" action="/portal/needs/new"')
    assert 'href="tel:997"' in page


def test_a_need_is_posted_and_its_page_shown() -> None:
    browser = at_the_desk()
    reply = post(browser)
    page = browser.follow(reply)
    assert page.status == 200
    assert "The need is posted." in page.body
    assert "KLB202617" in page.body
    posted = read_need(a_context(), reply.location.rpartition("/")[2]).need
    assert (posted.details.quantity, posted.details.low_income) == (4, Attestation.TO_VERIFY)


def test_the_same_form_sent_twice_posts_one_need() -> None:
    browser = at_the_desk()
    once = typed()
    browser.get("/portal/needs/new")
    first = browser.post("/portal/needs/new", once)
    assert browser.post("/portal/needs/new", once).location == first.location


def test_each_display_of_the_form_has_its_own_need() -> None:
    browser = at_the_desk()
    ids = {hidden_id(browser.get("/portal/needs/new").body) for _ in range(2)}
    assert len(ids) == 2


def test_the_same_case_category_and_area_shows_the_need_that_is_open() -> None:
    browser = at_the_desk()
    first = post(browser)
    again = post(browser, summary="Two beds")
    assert again.status == 422
    assert "This need is open already" in again.body
    assert f'href="{first.location}"' in again.body
    assert "Two beds" in again.body


def test_whoever_says_that_it_is_another_need_posts_it() -> None:
    browser = at_the_desk()
    first = post(browser).location.rpartition("/")[2]
    reply = post(browser, another="yes", first_need=first)
    assert reply.status == 303
    assert read_need(a_context(), reply.location.rpartition("/")[2]).need.another_of == first


def test_a_bad_quantity_comes_back_beside_its_field_with_everything_that_was_typed() -> None:
    reply = post(at_the_desk(), quantity="many", summary="Three mattresses")
    assert reply.status == 422
    assert 'value="many"' in reply.body
    assert "Three mattresses" in reply.body
    assert 'href="#field-quantity"' in reply.body


def test_a_summary_with_a_telephone_number_is_refused_at_its_field() -> None:
    reply = post(at_the_desk(), summary="Call 050 123 4567")
    assert reply.status == 422
    assert 'id="error-summary"' in reply.body
    assert "this text must name nobody" in reply.body


def test_something_else_needs_words() -> None:
    browser = at_the_desk()
    assert "Say in words what it is." in post(browser, category="other").body
    page = browser.follow(post(browser, category="other", words="A tent for two families", unit="piece"))
    assert "This need waits for a category" in page.body


def test_a_partner_is_looked_up_by_name_and_left_out_with_a_reason() -> None:
    partner = a_stored_partner()
    browser = at_the_desk()
    words = typed(partner_words=partner.profile.name_en, step="search", summary="Kept while searching")
    browser.get("/portal/needs/new")
    found = browser.post("/portal/needs/new", words)
    assert found.status == 200
    assert f'value="{partner.id}"' in found.body
    assert "Kept while searching" in found.body
    without = post(browser, excluded_partners=[partner.id])
    assert without.status == 422
    assert 'id="error-private_note"' in without.body
    page = browser.follow(post(browser, excluded_partners=[partner.id], private_note="A relative"))
    assert partner.profile.name_en in page.body


def test_searching_partners_posts_nothing() -> None:
    browser = at_the_desk()
    words = typed(step="search")
    browser.get("/portal/needs/new")
    browser.post("/portal/needs/new", words)
    assert browser.get(f"/portal/needs/{words['need_id']}").status == 404


def test_another_like_this_repeats_what_repeats_and_asks_whom_it_concerns() -> None:
    need = a_stored_need(summary="Water in the ground floor", quantity=7, case_reference="FIRSTCASE")
    page = at_the_desk().get(f"/portal/needs/new?like={need.id}").body
    assert "Water in the ground floor" in page
    assert 'value="7"' in page
    assert "FIRSTCASE" not in page
    assert hidden_id(page) != need.id


def test_the_form_is_arabic_for_those_who_read_arabic() -> None:
    page = at_the_desk().get("/portal/needs/new?language=ar").body
    assert 'dir="rtl"' in page
    assert "خطر على الحياة أو ارتفاع في منسوب المياه؟" in page


def test_money_is_asked_for_only_while_a_permit_is_in_force() -> None:
    browser = at_the_desk()
    assert 'name="financial"' not in browser.get("/portal/needs/new").body
    refused = post(browser, financial="yes")
    assert 'id="error-financial"' in refused.body
    permit = FinancialPermit("P-1", "The issuer", "The receiving body", TODAY + timedelta(days=90))
    enter_financial_permit(a_context(SUPERVISOR), permit)
    reply = post(browser, financial="yes", quantity="1,500")
    details = read_need(a_context(), reply.location.rpartition("/")[2]).need.details
    assert (details.quantity, details.unit) == (1500, Unit.AED)
