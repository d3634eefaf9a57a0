"""A yes after its time, on the partner's page and by telephone."""

from datetime import timedelta

import pytest

from chalicelib.domain.actors import SYSTEM, Role
from chalicelib.domain.assignments import Answer
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import Outcome, Priority
from chalicelib.services import answers, cascade
from chalicelib.services.needs import close_need
from chalicelib.store import assignments, records
from tests.factories import NOW, a_context
from tests.stored import a_stored_offering, a_stored_partner
from tests.web.browsing import Browser, Clock, some_app
from tests.web.partner_desk import Asked, a_desk, asked_of
from tests.web.people import api_client, signed_in

pytestmark = pytest.mark.usefixtures("store")
LATE = timedelta(minutes=45)


def a_late_partner(language: str = "en") -> tuple[Browser, Asked]:
    """A partner that opens a most urgent request of 4 pieces a quarter of an hour after its time."""
    clock = Clock()
    desk = a_desk(clock, language)
    asked = asked_of(desk.partner, priority=Priority.P1)
    clock.forward(LATE)
    return desk.browser, asked


def pass_on(asked: Asked) -> None:
    """What ran out goes on to the next."""
    due = asked.assignment.answer_due
    answers.expire_due(a_context(SYSTEM, due))
    cascade.pass_on_waiting(a_context(SYSTEM, due), 10)


def standing(asked: Asked) -> tuple[AssignmentState, int]:
    one = assignments.read(asked.need.id, asked.assignment.id)
    return one.state, one.held


def second_of(asked: Asked) -> str:
    return assignments.list_of(asked.need.id)[-1].id


@pytest.mark.parametrize(
    ("language", "words"), [("en", "You can still help"), ("ar", "ما زالت المساهمة ممكنة")]
)
def test_the_page_says_that_help_is_still_of_use_and_takes_it(language: str, words: str) -> None:
    browser, asked = a_late_partner(language)
    page = browser.get(asked.address).body
    assert words in page
    assert 'name="quantity" type="text" value="4"' in page
    reply = browser.post(asked.address, {"quantity": "3"})
    assert (reply.status, standing(asked)) == (303, (AssignmentState.PARTLY_ACCEPTED, 3))
    assert asked.need.details.case_reference in browser.follow(reply).body


def test_the_list_says_so_while_the_need_is_not_overdue() -> None:
    clock = Clock()
    desk = a_desk(clock)
    asked_of(desk.partner, priority=Priority.P1, deadline=NOW + timedelta(hours=1))
    clock.forward(LATE)
    assert "You may still be able to help." in desk.browser.get("/portal/requests").body
    clock.forward(LATE)
    page = desk.browser.get("/portal/requests").body
    assert ("Time ran out" in page, "You may still be able to help." in page) == (True, False)


def test_it_asks_for_no_more_than_is_still_lacking() -> None:
    browser, asked = a_late_partner()
    a_stored_offering()
    pass_on(asked)
    answers.accept(a_context(), asked.need.id, second_of(asked), 3, Answer(NOW, "01J"))
    page = browser.get(asked.address).body
    assert 'name="quantity" type="text" value="1"' in page
    assert "nobody has taken this on: 1 piece" in page


def test_where_nothing_is_needed_any_more_the_page_asks_for_nothing() -> None:
    browser, asked = a_late_partner()
    pass_on(asked)
    close_need(a_context(), asked.need.id, Outcome.WITHDRAWN, "لم تعد هناك حاجة")
    page = browser.get(asked.address).body
    assert "You can still help" not in page


def test_who_is_overtaken_while_the_page_is_open_is_thanked_and_nothing_changes() -> None:
    browser, asked = a_late_partner()
    a_stored_offering()
    pass_on(asked)
    assert "You can still help" in browser.get(asked.address).body
    answers.accept(a_context(), asked.need.id, second_of(asked), 4, Answer(NOW, "01J"))
    reply = browser.post(asked.address, {"quantity": "4"})
    assert reply.status == 422
    assert "Nothing more is needed here by now." in reply.body
    assert "You can still help" not in reply.body
    assert standing(asked) == (AssignmentState.EXPIRED, 0)


@pytest.mark.parametrize(
    ("language", "thanks", "not_said"),
    [
        ("en", "This request no longer needs an answer. Thank you for your readiness.", "Staff took this"),
        ("ar", "لم يعد هذا الطلب بحاجة إلى رد. شكرًا لاستعدادكم.", "سحب الموظفون"),
    ],
)
def test_who_gave_way_is_thanked_also_when_its_own_yes_comes_a_moment_later(
    language: str, thanks: str, not_said: str
) -> None:
    clock = Clock()
    desk, asked = a_desk(clock, language), asked_of(a_stored_partner(), priority=Priority.P1)
    a_stored_offering(desk.partner)
    pass_on(asked)
    clock.forward(LATE)
    answers.accept(a_context(now=clock()), asked.need.id, asked.assignment.id, 4, Answer(clock(), "01J"))
    address = f"/portal/assignments/{asked.need.id}/{second_of(asked)}"
    for reply in (desk.browser.get(address), desk.browser.post(address, {"quantity": "4"})):
        assert (thanks in reply.body, not_said in reply.body) == (True, False)
    assert {"en": "Nothing more is needed here by now.", "ar": "لم تعد هناك حاجة"}[language] in reply.body


def test_an_answer_begun_in_time_and_sent_too_late_is_taken() -> None:
    clock = Clock()
    desk = a_desk(clock)
    asked = asked_of(desk.partner, priority=Priority.P1)
    assert "Please answer by" in desk.browser.get(asked.address).body
    clock.forward(LATE)
    assert desk.browser.post(asked.address, {"quantity": "4"}).status == 303
    assert standing(asked) == (AssignmentState.ACCEPTED, 4)


def test_staff_record_by_telephone_that_the_partner_can_after_all() -> None:
    _, asked = a_late_partner()
    pass_on(asked)
    clock = Clock()
    clock.forward(LATE)
    desk = signed_in(some_app(clock=clock), Role.STAFF).browser
    step = f"/portal/needs/{asked.need.id}/assignments/{asked.assignment.id}/answer"
    assert f'href="{step}"' in desk.get(f"/portal/needs/{asked.need.id}?language=en").body
    page = desk.get(step).body
    assert ('name="quantity"' in page, 'name="reason"' in page) == (True, False)
    said = {"answered_by": "Salem", "answered_at": "2026-07-28T10:40", "answer": "accepted", "quantity": "4"}
    assert desk.post(step, said).status == 303
    assert standing(asked) == (AssignmentState.ACCEPTED, 4)


def test_a_program_that_says_yes_twice_with_one_key_is_taken_once_and_answered_twice() -> None:
    clock, partner = Clock(), a_stored_partner()
    asked = asked_of(partner, priority=Priority.P1)
    client = api_client(some_app(clock=clock), Role.PARTNER, partner_id=partner.id)
    clock.forward(LATE)
    step = f"/api/v1/needs/{asked.need.id}/assignments/{asked.assignment.id}/accept"
    key = {"Idempotency-Key": "the-very-same-key"}
    first, second = (client.post(step, {"quantity": 3}, key) for _ in range(2))
    assert (first.status, second.status, first.json) == (200, 200, second.json)
    assert standing(asked) == (AssignmentState.PARTLY_ACCEPTED, 3)
    again = client.post(step, {"quantity": 3})
    assert (again.status, again.json["code"]) == (409, "illegal_transition")
    assert records.read(partner.id).units == 3
