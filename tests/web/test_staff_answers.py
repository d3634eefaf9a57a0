"""Staff record an answer by telephone, a delivery and a receipt, dispute it, or take a request back."""

from datetime import timedelta

import pytest

from chalicelib.domain.assignments import DeclineReason
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import Outcome
from chalicelib.services.needs import read_need
from tests.factories import NOW, a_context
from tests.stored import a_stored_need
from tests.web.staff_desk import accepted, asked, delivered

pytestmark = pytest.mark.usefixtures("store")


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
