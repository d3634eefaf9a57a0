"""The steps of staff with a need and its assignments, through their pages."""

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import NeedState
from chalicelib.services.needs import hand_over_need, read_need
from tests.factories import a_context
from tests.stored import a_stored_need
from tests.web.browsing import Clock, some_app
from tests.web.people import signed_in
from tests.web.staff_desk import LATER, accepted, staff

pytestmark = pytest.mark.usefixtures("store")


def test_a_need_is_not_closed_over_what_is_on_its_way() -> None:
    one = accepted()
    page = one.browser.get(f"/portal/needs/{one.need.id}/close").body
    assert "1 request or commitment is still on its way." in page
    arabic = one.browser.get(f"/portal/needs/{one.need.id}/close?language=ar").body
    assert "ما زال طلب أو التزام واحد قيد التنفيذ." in arabic


def test_an_outcome_that_disagrees_comes_back_with_the_reason_that_was_typed() -> None:
    need, browser = a_stored_need(), staff().browser
    browser.get(f"/portal/needs/{need.id}/close")
    reply = browser.post(f"/portal/needs/{need.id}/close", {"outcome": "met", "reason": "Typed already"})
    assert reply.status == 422
    assert "This outcome disagrees with what was delivered." in reply.body
    assert "Typed already" in reply.body


def test_reopening_is_for_supervisors() -> None:
    need, browser = a_stored_need(), staff().browser
    browser.get(f"/portal/needs/{need.id}/close")
    browser.post(f"/portal/needs/{need.id}/close", {"outcome": "unmet", "reason": "Nobody could"})
    assert browser.get(f"/portal/needs/{need.id}/reopen").status == 403
    supervisor = staff(Role.SUPERVISOR).browser
    supervisor.get(f"/portal/needs/{need.id}/reopen")
    supervisor.post(f"/portal/needs/{need.id}/reopen", {"deadline": "2026-07-30T09:00"})
    assert read_need(a_context(), need.id).need.state is NeedState.OPEN


def test_what_was_described_in_words_is_placed_in_a_category() -> None:
    browser = staff().browser
    browser.get("/portal/needs/new")
    details = {
        "need_id": "01JWORDS",
        "category": "other",
        "words": "A wardrobe",
        "quantity": "1",
        "area": "kalba",
        "circumstance": "accident",
        "priority": "p2",
        "deadline": "2026-07-30T10:00",
        "case_reference": "CASE-1",
        "registered": "attested",
        "low_income": "attested",
        "summary": "A wardrobe",
    }
    browser.post("/portal/needs/new", details)
    browser.get("/portal/needs/01JWORDS/place")
    assert (
        "The need is in its category."
        in browser.follow(browser.post("/portal/needs/01JWORDS/place", {"category": "furniture"})).body
    )
    assert read_need(a_context(), "01JWORDS").need.details.category == "furniture"


def test_editing_keeps_case_category_and_area() -> None:
    need, browser = a_stored_need(), staff().browser
    browser.get(f"/portal/needs/{need.id}/edit")
    fields = {
        "quantity": "9",
        "priority": "p3",
        "circumstance": "accident",
        "deadline": "2026-07-31T10:00",
        "summary": "Changed",
        "case_reference": "ANOTHER",
    }
    browser.post(f"/portal/needs/{need.id}/edit", fields)
    changed = read_need(a_context(), need.id).need.details
    assert (changed.quantity, changed.summary) == (9, "Changed")
    assert (changed.case_reference, changed.area) == (need.details.case_reference, need.details.area)


def test_staff_cannot_untick_sensitive_and_lose_no_form_over_it() -> None:
    need = a_stored_need(sensitive=True)
    box = '<input type="checkbox" name="sensitive"'
    shown = staff().browser.get(f"/portal/needs/{need.id}/edit").body
    assert box not in shown
    assert '<input type="hidden" name="sensitive" value="yes"' in shown
    assert 'name="sensitive"' in staff(Role.SUPERVISOR).browser.get(f"/portal/needs/{need.id}/edit").body


def test_a_need_goes_into_the_hands_of_a_colleague() -> None:
    need, me = a_stored_need(), staff()
    colleague = signed_in(some_app(clock=Clock(LATER)), name="Huda").account
    assert "Huda" in me.browser.get(f"/portal/needs/{need.id}/hand-over").body
    me.browser.post(f"/portal/needs/{need.id}/hand-over", {"account": colleague.id})
    assert read_need(a_context(), need.id).need.owner == colleague.id


def test_all_my_open_needs_go_to_a_colleague_at_once() -> None:
    me = staff()
    colleague = signed_in(some_app(clock=Clock(LATER)), name="Huda").account
    others = a_stored_need()
    mine = [hand_over_need(a_context(), a_stored_need().id, me.account.id) for _ in range(3)]
    me.browser.get("/portal/needs/hand-over-all")
    page = me.browser.follow(me.browser.post("/portal/needs/hand-over-all", {"account": colleague.id}))
    assert "3 needs are handed over." in page.body
    owners = {need.id: read_need(a_context(), need.id).need.owner for need in [others, *mine]}
    assert [owners[need.id] for need in mine] == [colleague.id] * 3
    assert owners[others.id] == others.owner
