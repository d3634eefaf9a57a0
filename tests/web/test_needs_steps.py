"""The steps of staff with a need and its assignments, through their pages."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Answer, DeclineReason
from chalicelib.domain.lifecycle import AssignmentState, NeedState
from chalicelib.domain.needs import Need, Outcome
from chalicelib.services import answers
from chalicelib.services.needs import hand_over_need, read_need
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.trail import list_trail
from tests.factories import NOW, a_context, some_details
from tests.stored import a_stored_need, a_stored_offering
from tests.web.browsing import Browser, Clock, Reply, some_app
from tests.web.people import Person, signed_in

pytestmark = pytest.mark.usefixtures("store")
LATER = NOW + timedelta(minutes=20)


def staff(role: Role = Role.STAFF) -> Person:
    return signed_in(some_app(clock=Clock(LATER)), role)


@dataclass
class Asked:
    """A need of four pieces, all of it proposed to one partner."""

    need: Need
    assignment_id: str
    browser: Browser

    @property
    def root(self) -> str:
        return f"/portal/needs/{self.need.id}/assignments/{self.assignment_id}"

    @property
    def state(self) -> AssignmentState:
        (one,) = read_need(a_context(now=LATER), self.need.id).assignments
        return one.state

    def take(self, step: str, **fields: str) -> Reply:
        self.browser.get(f"{self.root}/{step}")
        return self.browser.post(f"{self.root}/{step}", fields)

    def answer(self, **fields: str) -> Reply:
        sound = {
            "answered_by": "Salem",
            "answered_at": "2026-07-28T10:10",
            "answer": "accepted",
            "quantity": "4",
        }
        return self.take("answer", **{**sound, **fields})


def asked() -> Asked:
    need, offering = a_stored_need(quantity=4), a_stored_offering()
    (one,) = propose(a_context(), need.id, [Part(offering.id, 4)])
    return Asked(need, one.id, staff().browser)


def accepted() -> Asked:
    one = asked()
    answers.accept(a_context(), one.need.id, one.assignment_id, 4, Answer(NOW, "01JSTAFF"))
    return one


def delivered() -> Asked:
    one = accepted()
    answers.deliver(a_context(), one.need.id, one.assignment_id, 4)
    return one


def test_an_answer_by_telephone_is_recorded_with_who_and_when_and_how_much() -> None:
    one = asked()
    page = one.browser.follow(one.answer(quantity="٣"))
    assert "The answer is recorded." in page.body
    (found,) = read_need(a_context(), one.need.id).assignments
    assert (found.state, found.held) == (AssignmentState.PARTLY_ACCEPTED, 3)
    assert found.answer is not None
    assert found.answer.answered_by == "Salem"
    assert found.answer.at == NOW + timedelta(minutes=10)
    assert found.answer.by_telephone


def test_a_partner_that_cannot_says_why() -> None:
    one = asked()
    missing = one.answer(answer="declined")
    assert missing.status == 422
    assert 'id="error-reason"' in missing.body
    one.answer(answer="declined", reason="conflict_of_interest")
    (found,) = read_need(a_context(), one.need.id).assignments
    assert found.answer is not None
    assert found.answer.reason is DeclineReason.CONFLICT_OF_INTEREST


@pytest.mark.parametrize("moment", ["2026-07-28T09:59", "2026-07-28T10:21"])
def test_an_answer_before_the_request_or_in_the_future_is_refused(moment: str) -> None:
    one = asked()
    reply = one.answer(answered_at=moment)
    assert reply.status == 422
    assert "Choose a time after the request was sent" in reply.body
    assert f'value="{moment}"' in reply.body
    assert one.state is AssignmentState.PROPOSED


def test_more_than_was_asked_for_is_refused_at_its_field() -> None:
    one = asked()
    reply = one.answer(quantity="5")
    assert reply.status == 422
    assert "That is more than was proposed: 4." in reply.body


def test_a_request_is_withdrawn() -> None:
    one = asked()
    assert "The request is withdrawn." in one.browser.follow(one.take("withdraw")).body
    assert one.state is AssignmentState.WITHDRAWN


def test_after_acceptance_a_partner_may_still_decline_and_staff_may_cancel() -> None:
    one = accepted()
    one.answer(answer="declined", reason="conflict_of_interest", quantity="")
    assert one.state is AssignmentState.DECLINED
    other = accepted()
    other.take("cancel")
    assert other.state is AssignmentState.CANCELLED


def test_delivery_receipt_and_closing_lead_to_the_outcome() -> None:
    one = accepted()
    one.take("deliver", quantity="4")
    assert one.state is AssignmentState.DELIVERED
    one.take("confirm", quantity="4")
    one.browser.get(f"/portal/needs/{one.need.id}/close")
    page = one.browser.follow(one.browser.post(f"/portal/needs/{one.need.id}/close", {"outcome": "met"}))
    assert "The need is closed." in page.body
    assert read_need(a_context(), one.need.id).need.outcome is Outcome.MET


def test_a_disputed_delivery_is_owed_again() -> None:
    one = delivered()
    one.take("dispute")
    assert one.state is AssignmentState.ACCEPTED


@pytest.mark.parametrize("step", ["answer", "withdraw", "cancel", "deliver"])
def test_a_step_that_is_not_possible_any_more_shows_no_form(step: str) -> None:
    one = delivered()
    assert one.browser.get(f"{one.root}/{step}").status == 409


def test_an_assignment_of_another_need_is_not_there() -> None:
    one, other = asked(), a_stored_need()
    assert one.browser.get(f"/portal/needs/{other.id}/assignments/{one.assignment_id}/answer").status == 404


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


def test_leaving_a_partner_out_later_asks_for_the_reason_in_the_private_note() -> None:
    partner_id, need, browser = a_stored_offering().partner_id, a_stored_need(), staff().browser
    browser.get(f"/portal/needs/{need.id}/edit")
    was = some_details()
    fields = {
        "quantity": str(was.quantity),
        "priority": was.priority.value,
        "circumstance": was.circumstance.value,
        "deadline": "2026-07-31T10:00",
        "summary": was.summary,
        "excluded_partners": partner_id,
    }
    refused = browser.post(f"/portal/needs/{need.id}/edit", fields)
    assert 'id="error-private_note"' in refused.body
    browser.post(f"/portal/needs/{need.id}/edit", {**fields, "private_note": "A relative"})
    view = read_need(a_context(), need.id)
    assert view.need.details.excluded_partners == {partner_id}
    assert view.has_private_note


def test_a_private_note_is_shown_at_the_press_of_a_button_and_the_reading_is_recorded() -> None:
    need, browser = a_stored_need(), staff().browser
    root = f"/portal/needs/{need.id}/private-note"
    browser.get(root)
    browser.post(root, {"text": "Ring before noon"})
    assert "Ring before noon" not in browser.get(root).body
    assert "Ring before noon" in browser.post(f"{root}/read").body
    said = [event.tag.value for event in list_trail(a_context(), f"need:{need.id}").items]
    assert said == ["note:private_read", "note:private_written"]


def test_the_note_of_a_sensitive_need_is_for_supervisors() -> None:
    need = a_stored_need(sensitive=True)
    browser = staff().browser
    assert "/private-note" not in browser.get(f"/portal/needs/{need.id}").body
    assert browser.get(f"/portal/needs/{need.id}/private-note").status == 403
    assert staff(Role.SUPERVISOR).browser.get(f"/portal/needs/{need.id}/private-note").status == 200


def test_a_handover_note_is_kept_for_the_partner_who_accepted() -> None:
    one = accepted()
    page = one.browser.follow(one.take("handover-note", text="Gate 3, ask for the guard"))
    assert "The hand-over note is kept" in page.body
    one.browser.get(f"{one.root}/handover-note")
    assert "Gate 3" in one.browser.post(f"{one.root}/handover-note/read").body


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
