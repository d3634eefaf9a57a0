"""Whether a need goes on by itself: what its page says, and the switch."""

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.assignments import Answer, DeclineReason
from chalicelib.domain.needs import CascadeState, Need
from chalicelib.services import answers
from chalicelib.services.cascade import pass_on_waiting
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import needs
from tests.factories import NOW, a_context, a_profile
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner
from tests.web.browsing import Browser, Clock, Reply, some_app
from tests.web.people import api_client, signed_in

pytestmark = pytest.mark.usefixtures("store")


def at_the_desk() -> Browser:
    return signed_in(some_app(clock=Clock())).browser


def a_declined_need() -> Need:
    partner = a_stored_partner(profile=a_profile(name_en="Palm Trading", name_ar="النخلة"))
    offering, need = a_stored_offering(partner), a_stored_need(quantity=4)
    (one,) = propose(a_context(), need.id, [Part(offering.id, 4)])
    answers.decline(a_context(), need.id, one.id, Answer(NOW, "01J", reason=DeclineReason.TOO_FAR))
    return need


def switch(browser: Browser, need: Need, to: str) -> Reply:
    browser.get(f"/portal/needs/{need.id}")
    return browser.post(f"/portal/needs/{need.id}/cascade", {"to": to})


def test_a_need_is_switched_to_manual_and_back() -> None:
    need, browser = a_stored_need(), at_the_desk()
    page = browser.follow(switch(browser, need, "manual"))
    assert "This need no longer goes on by itself." in page.body
    assert "Staff pass this need on themselves" in page.body
    assert needs.read(need.id).manual
    browser.follow(switch(browser, need, "automatic"))
    assert not needs.read(need.id).manual


def test_another_wish_is_refused() -> None:
    assert switch(at_the_desk(), a_stored_need(), "sometimes").status == 422


def test_a_rest_on_its_way_shows_and_then_the_trail_says_why_it_went_on() -> None:
    need, browser = a_declined_need(), at_the_desk()
    assert "The rest is going on to the next partner" in browser.get(f"/portal/needs/{need.id}").body
    a_stored_offering()
    pass_on_waiting(a_context(SYSTEM), 10)
    page = browser.get(f"/portal/needs/{need.id}").body
    said = "Went on by itself to the next: 4 pieces (\u2068Palm Trading\u2069: Declined by the partner)"
    assert said in page
    arabic = browser.get(f"/portal/needs/{need.id}?language=ar").body
    assert "توجيه تلقائي إلى الشريك التالي: 4 قطع (\u2068النخلة\u2069: اعتذر الشريك)" in arabic


def test_a_need_for_which_nobody_is_left_says_so_and_lets_staff_look_again() -> None:
    need, browser = a_declined_need(), at_the_desk()
    pass_on_waiting(a_context(SYSTEM), 10)
    page = browser.get(f"/portal/needs/{need.id}").body
    assert "All suitable partners have been asked. Still with nobody: 4 pieces." in page
    switch(browser, need, "automatic")
    assert needs.read(need.id).cascade is CascadeState.WAITING


def test_a_program_switches_the_cascade_and_sees_where_it_stands() -> None:
    need, staff = a_declined_need(), api_client(some_app(clock=Clock()))
    assert staff.get(f"/api/v1/needs/{need.id}").json["need"]["cascade"] == "waiting"
    manual = staff.post(f"/api/v1/needs/{need.id}/cascade", {"manual": True}).json
    assert (manual["manual"], manual["cascade"]) == (True, "idle")
    automatic = staff.post(f"/api/v1/needs/{need.id}/cascade", {"manual": False}).json
    assert (automatic["manual"], automatic["cascade"]) == (False, "waiting")
    assert automatic["first_proposed_at"] is not None
