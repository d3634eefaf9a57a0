"""Why the others do not match, with whom it is about and what staff may do."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Form, Unit
from chalicelib.domain.matching import Rejection
from chalicelib.domain.partners import Language
from chalicelib.domain.periods import Renewal
from chalicelib.services.offerings import pause_offering
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.web.rejection_advice import advice
from chalicelib.web.rejection_details import STEPS
from chalicelib.words.speech import say
from tests.factories import NOW, TODAY, a_context, a_credential, a_need, a_profile
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner
from tests.web.browsing import Browser, some_app
from tests.web.people import api_client, signed_in

pytestmark = pytest.mark.usefixtures("store")


def at_the_desk(role: Role = Role.STAFF) -> Browser:
    browser = signed_in(some_app(), role).browser
    browser.language = "en"
    return browser


def why(need_id: str, role: Role = Role.STAFF) -> str:
    return at_the_desk(role).get(f"/portal/needs/{need_id}/why").body


@pytest.mark.parametrize("language", list(Language))
def test_for_every_reason_there_is_something_to_do_and_a_page_where_it_is_done(language: Language) -> None:
    need = a_need()
    said = {say(advice(rule, need, NOW), language) for rule in Rejection}
    assert len(said) == len(Rejection)
    assert STEPS.keys() == set(Rejection)


def test_a_full_offering_is_named_with_the_day_on_which_it_is_there_again() -> None:
    partner = a_stored_partner(profile=a_profile(name_en="Falcon Supplies"))
    full = a_stored_offering(partner, capacity=4, renewal=Renewal.WEEKLY)
    propose(a_context(), a_stored_need(quantity=4).id, [Part(full.id, 4)])
    page = why(a_stored_need().id)
    assert "1 offering is full" in page
    assert "raise the quantity of its offering" in page
    assert "there again on 3 August 2026" in page
    assert "Falcon Supplies" in page
    assert f'href="/portal/partners/{partner.id}/offerings/{full.id}/edit"' in page


def test_a_licence_that_ran_out_leads_to_where_the_new_one_is_recorded() -> None:
    expired = (a_credential(expires_on=TODAY - timedelta(days=3)),)
    partner, without = a_stored_partner(credentials=expired), a_stored_partner(credentials=())
    a_stored_offering(partner)
    a_stored_offering(without)
    page = why(a_stored_need().id)
    assert "ran out on 25 July 2026" in page
    assert "none is recorded" in page
    assert f'href="/portal/partners/{partner.id}/credentials/new"' in page


def test_where_another_partner_goes_stands_beside_it() -> None:
    a_stored_offering(areas=frozenset({Area.DHAID, Area.MADAM}))
    page = why(a_stored_need(area=Area.KALBA).id)
    assert "ask whether it goes to Kalba too" in page
    assert "Al Dhaid, Al Madam" in page


def test_why_it_does_not_come_in_time_is_told() -> None:
    a_stored_offering(available_from=TODAY + timedelta(days=20))
    a_stored_offering(available_to=TODAY - timedelta(days=1))
    a_stored_offering(lead_time_hours=72)
    need = a_stored_need()
    page = why(need.id)
    assert "is there from 17 August 2026" in page
    assert "was there until 27 July 2026" in page
    assert "needs notice of 3 days" in page
    assert f'href="/portal/needs/{need.id}/edit"' in page


def test_a_paused_offering_of_an_approved_partner_is_counted_and_leads_to_where_it_is_resumed() -> None:
    paused = a_stored_offering()
    pause_offering(a_context(), paused.id)
    page = why(a_stored_need().id)
    assert "1 offering is paused or retired" in page
    assert f'href="/portal/partners/{paused.partner_id}/offerings/{paused.id}"' in page


def test_five_are_named_and_the_others_counted() -> None:
    for _ in range(8):
        a_stored_offering(areas=frozenset({Area.DHAID}))
    need = a_stored_need(area=Area.KALBA)
    browser = at_the_desk()
    assert "and 3 more" in browser.get(f"/portal/needs/{need.id}/why").body
    arabic = browser.get(f"/portal/needs/{need.id}/why?language=ar").body
    assert "و3 مساهمات أخرى" in arabic
    assert arabic.count("تعديل المساهمة") == 5


def test_where_nobody_offers_the_category_there_is_where_to_go_on() -> None:
    page = why(a_stored_need().id)
    assert "Nobody offers this category yet." in page
    assert 'href="/portal/shortages"' in page
    assert 'href="/portal/partners"' in page


def test_only_supervisors_are_led_to_the_settings() -> None:
    money: dict[str, Any] = {"form": Form.FINANCIAL, "unit": Unit.AED}
    a_stored_offering(**money)
    need = a_stored_need(**money)
    permit = 'href="/portal/admin/settings/permit"'
    assert permit in why(need.id, Role.SUPERVISOR)
    assert permit not in why(need.id, Role.STAFF)


def test_the_needs_page_leads_to_what_would_change_it_where_nobody_matches() -> None:
    need = a_stored_need()
    page = at_the_desk().get(f"/portal/needs/{need.id}").body
    assert f'<a href="/portal/needs/{need.id}/why">What would change it?</a>' in page


def test_programs_are_told_too_in_the_language_they_ask_for() -> None:
    offering = a_stored_offering(areas=frozenset({Area.DHAID}))
    need = a_stored_need(area=Area.KALBA)
    told = api_client(some_app(), Role.STAFF).get(f"/api/v1/needs/{need.id}/explain").json
    (rejected,) = told["rejected"]
    assert (told["matching"], told["partial"], rejected["rule"], rejected["count"]) == (
        0,
        False,
        "outside_area",
        1,
    )
    assert rejected["offerings"] == [{"offering_id": offering.id, "partner_id": offering.partner_id}]
    assert rejected["words"]
    assert rejected["advice"] != rejected["words"]
