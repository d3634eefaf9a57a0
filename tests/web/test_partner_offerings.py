"""List what one can give, change it, pause it and take it away."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Field, Form, Unit
from chalicelib.domain.lifecycle import OfferingState, PartnerState
from chalicelib.domain.network import FinancialPermit
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Partner
from chalicelib.domain.periods import Renewal
from chalicelib.services.network import enter_financial_permit
from chalicelib.store import offerings
from tests.factories import SUPERVISOR, TODAY, a_context, an_id
from tests.stored import a_stored_offering
from tests.web.browsing import Browser, Reply
from tests.web.partner_desk import Desk, a_desk, accepted_by

pytestmark = pytest.mark.usefixtures("store")
LARGEST_LIST, LARGEST_PAGE = 20_000, 60_000
NEW = "/portal/offerings/new/details"


def list_food(browser: Browser, **changes: Any) -> Reply:
    browser.get(f"{NEW}?category=food")
    fields: dict[str, str | list[str]] = {
        "offering_id": an_id(),
        "category": "food",
        "form": "in_kind",
        "unit": "basket",
        "capacity": "١٢٠",
        "renewal": "monthly",
        "areas": ["kalba", "dibba"],
        "available_from": "28/7/2026",
        "lead_time_hours": "6",
    }
    return browser.post(NEW, {**fields, **changes})


def listed(partner: Partner) -> list[Offering]:
    return list(offerings.list_of(partner.id).items)


def an_address(offering: Offering) -> str:
    return f"/portal/offerings/{offering.id}"


def test_every_category_is_there_by_field_and_something_else_too() -> None:
    page = a_desk().browser.get("/portal/offerings/new").body
    assert page.count("/portal/offerings/new/details?category=") == 23
    for words in ("Living", "Psychological", "Training workshop", "Something else, in words"):
        assert words in page


def test_the_category_settles_form_and_unit() -> None:
    page = a_desk().browser.get(f"{NEW}?category=food").body
    assert '<input type="hidden" name="unit" value="basket">' in page
    assert '<input type="hidden" name="form" value="in_kind">' in page
    assert "Basket" in page


def test_an_offering_is_listed_with_what_was_typed_in_either_digits() -> None:
    desk = a_desk()
    reply = list_food(desk.browser)
    (offering,) = listed(desk.partner)
    terms = offering.terms
    assert reply.location == an_address(offering)
    assert (offering.state, terms.unit, terms.capacity, terms.renewal, terms.available_from) == (
        OfferingState.ACTIVE,
        Unit.BASKET,
        120,
        Renewal.MONTHLY,
        TODAY,
    )
    assert "120 baskets" in desk.browser.follow(reply).body


def test_sending_the_form_twice_lists_it_once() -> None:
    desk = a_desk()
    offering_id = an_id()
    first, second = (list_food(desk.browser, offering_id=offering_id) for _ in range(2))
    assert first.location == second.location
    assert len(listed(desk.partner)) == 1


@pytest.mark.parametrize(
    ("changes", "name", "words"),
    [
        ({"capacity": "0"}, "capacity", "The least is 1."),
        ({"capacity": "2000000"}, "capacity", "Write a quantity"),
        ({"areas": []}, "areas", "Choose at least 1 answer."),
        ({"available_to": "2026-07-01"}, "available_to", "The end must come after the beginning."),
        ({"available_from": "31/2/2026"}, "available_from", "Write a date that exists"),
        ({"renewal": ""}, "renewal", "Fill in this field."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    changes: dict[str, Any], name: str, words: str
) -> None:
    desk = a_desk()
    reply = list_food(desk.browser, conditions="Mornings only.", **changes)
    assert reply.status == 422
    error = reply.body.partition(f'id="error-{name}"')[2][:200]
    assert words in error
    assert "Mornings only." in reply.body
    assert listed(desk.partner) == []


def test_what_fits_no_category_is_said_in_words_and_waits_for_staff() -> None:
    desk = a_desk()
    changes = {"category": "other", "unit": "home", "form": "service"}
    without = list_food(desk.browser, **changes)
    assert without.status == 422
    assert 'id="error-words"' in without.body
    reply = list_food(desk.browser, words="Pumping water out of homes", **changes)
    (offering,) = listed(desk.partner)
    assert (offering.state, offering.terms.unit) == (OfferingState.UNPLACED, Unit.HOME)
    page = desk.browser.follow(reply).body
    assert "Pumping water out of homes" in page
    assert "Awaiting a category" in page


@pytest.mark.parametrize("category", ["", "gold", "FOOD"])
def test_a_category_that_is_none_is_not_found(category: str) -> None:
    assert a_desk().browser.get(f"{NEW}?category={category}").status == 404


def test_money_is_refused_and_explained_while_there_is_no_permit() -> None:
    desk = a_desk()
    assert "financial offerings stay switched off" in desk.browser.get(f"{NEW}?category=food").body
    reply = list_food(desk.browser, form="financial")
    assert reply.status == 422
    assert "Financial offerings are switched off" in reply.body


def test_money_counts_dirhams_once_the_permit_is_entered() -> None:
    permit = FinancialPermit("P-1", "الجهة المختصة", "الجهة المستلمة", TODAY + timedelta(days=90))
    enter_financial_permit(a_context(SUPERVISOR), permit)
    desk = a_desk()
    page = desk.browser.get(f"{NEW}?category=food").body
    assert "The amount is then counted in dirhams." in page
    assert "switched off" not in page
    list_food(desk.browser, form="financial", capacity="5,000")
    terms = listed(desk.partner)[0].terms
    assert (terms.form, terms.unit, terms.capacity) == (Form.FINANCIAL, Unit.AED, 5000)


def test_what_stands_in_the_way_is_told_before_and_after_listing() -> None:
    desk = a_desk(agreement={"covers": frozenset({Field.LIVING})}, credentials=())
    page = desk.browser.get(f"{NEW}?category=psychological_consultation").body
    for words in (
        "No agreement in force covers this field.",
        "This field asks for an accreditation in force",
        "Staff have not recorded a trade licence",
    ):
        assert words in page
    offering = a_stored_offering(desk.partner)
    assert "Staff have not recorded a trade licence" in desk.browser.get(an_address(offering)).body


def test_legal_help_excludes_litigation() -> None:
    page = a_desk().browser.get(f"{NEW}?category=legal_advice").body
    assert "litigation and pleading are excluded" in page


def test_the_page_tells_what_is_given_promised_and_free() -> None:
    desk = a_desk()
    owed = accepted_by(desk.partner, quantity=4)
    page = desk.browser.get(an_address(owed.offering)).body
    assert "4 pieces" in page
    assert "6 pieces" in page
    assert '<rect class="reserved" x="0.0" width="40.0"' in page


def test_what_is_promised_stays_promised_when_less_is_offered() -> None:
    desk = a_desk()
    owed = accepted_by(desk.partner, quantity=4)
    address = f"{an_address(owed.offering)}/edit"
    desk.browser.get(address)
    fields: dict[str, str | list[str]] = {
        "renewal": "once",
        "areas": ["kalba"],
        "available_from": "2026-07-18",
        "lead_time_hours": "0",
    }
    reply = desk.browser.post(address, {**fields, "capacity": "3"})
    assert reply.status == 422
    assert "More than that is promised already: 4." in reply.body
    assert desk.browser.post(address, {**fields, "capacity": "4"}).status == 303
    assert offerings.read(owed.offering.id).terms.capacity == 4


def test_the_form_opens_with_what_stands_and_keeps_the_rest() -> None:
    desk = a_desk()
    offering = a_stored_offering(desk.partner, conditions="Mornings", areas=frozenset({Area.DIBBA}))
    page = desk.browser.get(f"{an_address(offering)}/edit").body
    for words in ('value="10"', "Mornings", 'value="dibba" id="field-areas-dibba" checked'):
        assert words in page


def test_pausing_and_resuming_is_one_press_each() -> None:
    desk = a_desk()
    offering = a_stored_offering(desk.partner)
    page = desk.browser.get(an_address(offering)).body
    assert f"{an_address(offering)}/pause" in page
    paused = desk.browser.post(f"{an_address(offering)}/pause", {})
    assert offerings.read(offering.id).state is OfferingState.PAUSED
    assert "No new requests come while it is paused." in desk.browser.follow(paused).body
    desk.browser.post(f"{an_address(offering)}/resume", {})
    assert offerings.read(offering.id).state is OfferingState.ACTIVE


def test_retiring_asks_first_and_is_for_good() -> None:
    desk = a_desk()
    offering = a_stored_offering(desk.partner)
    page = desk.browser.get(f"{an_address(offering)}/retire").body
    assert "cannot be brought back" in page
    assert offerings.read(offering.id).state is OfferingState.ACTIVE
    assert desk.browser.post(f"{an_address(offering)}/retire", {}).status == 303
    assert offerings.read(offering.id).state is OfferingState.RETIRED
    assert "/edit" not in desk.browser.get(an_address(offering)).body


def test_what_is_promised_cannot_be_retired() -> None:
    desk = a_desk()
    owed = accepted_by(desk.partner)
    desk.browser.get(f"{an_address(owed.offering)}/retire")
    reply = desk.browser.post(f"{an_address(owed.offering)}/retire", {})
    assert reply.status == 422
    assert "Some of this offering is promised" in reply.body


def test_a_suspended_partner_is_told_that_nothing_can_be_listed() -> None:
    desk = a_desk(state=PartnerState.SUSPENDED, decision_reason="Checked")
    assert "Your partnership is suspended." in desk.browser.get(f"{NEW}?category=food").body
    assert list_food(desk.browser).status == 422


def another_desk(offering: Offering) -> tuple[Desk, str]:
    desk = a_desk()
    desk.browser.get(f"{NEW}?category=food")
    return desk, an_address(offering)


@pytest.mark.parametrize("step", ["", "/edit", "/retire"])
def test_to_another_partner_it_is_not_there(step: str) -> None:
    desk, address = another_desk(a_stored_offering())
    assert desk.browser.get(address + step).status == 404


@pytest.mark.parametrize("step", ["/edit", "/pause", "/resume", "/retire"])
def test_another_partner_cannot_move_it(step: str) -> None:
    offering = a_stored_offering()
    desk, address = another_desk(offering)
    assert desk.browser.post(address + step, {}).status == 404
    assert offerings.read(offering.id) == offering


def test_the_list_is_paged_and_small() -> None:
    desk = a_desk()
    for _ in range(26):
        a_stored_offering(desk.partner, areas=frozenset(Area) - {Area.EMIRATE})
    page = desk.browser.get("/portal/offerings").body
    assert page.count('<a href="/portal/offerings/01J') == 25
    assert len(page.encode()) <= LARGEST_LIST
    assert 'rel="next"' in page


def test_the_list_says_how_often_and_how_much_is_free_in_arabic() -> None:
    desk = a_desk(language="ar")
    a_stored_offering(desk.partner, capacity=11, renewal=Renewal.WEEKLY)
    page = desk.browser.get("/portal/offerings").body
    for words in ("أثاث ومفروشات", "11 قطعة", "كل أسبوع", "متاحة"):
        assert words in page
    assert len(page.encode()) <= LARGEST_PAGE
