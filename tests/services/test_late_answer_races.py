"""Late answers beside each other, beside answers in time and beside the cascade: first come, first taken."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.assignments import Answer, Assignment
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import Need, Priority
from chalicelib.domain.offerings import Offering
from chalicelib.services import answers
from chalicelib.services.cascade import pass_on_waiting
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import assignments
from tests.factories import NOW, a_context
from tests.services.racing import assert_adds_up, at_once
from tests.stored import a_stored_need, a_stored_offering

pytestmark = [pytest.mark.usefixtures("roto"), pytest.mark.engines]
HALF_AN_HOUR = timedelta(minutes=30)
ACCEPTED, WITHDRAWN = AssignmentState.ACCEPTED, AssignmentState.WITHDRAWN


def yes(one: Assignment, at: datetime) -> Callable[[], object]:
    return partial(
        answers.accept, a_context(now=at), one.need_id, one.id, one.proposed, Answer(at, "01JACCOUNT")
    )


def states(need: Need) -> list[AssignmentState]:
    return sorted(one.state for one in assignments.list_of(need.id))


def test_of_two_late_and_one_in_time_one_gives_all_of_it_and_the_others_hold_nothing() -> None:
    offerings = [a_stored_offering(capacity=10) for _ in range(3)]
    for _ in range(4):
        need, at = a_stored_need(quantity=4, priority=Priority.P1), NOW
        asked: list[Assignment] = []
        for offering in offerings:
            asked += propose(a_context(now=at), need.id, [Part(offering.id, 4)])
            at += HALF_AN_HOUR
        refused = at_once([yes(one, at - timedelta(minutes=1)) for one in asked], threads=3)
        late = {ErrorCode.NO_LONGER_NEEDED, ErrorCode.ILLEGAL_TRANSITION}
        assert refused.count(None) == 1
        assert {code for code in refused if code} <= late
        assert states(need).count(ACCEPTED) == 1
        for offering in offerings:
            assert_adds_up(offering, [need])
        answers.cancel(a_context(), need.id, _accepted(need).id)


def _accepted(need: Need) -> Assignment:
    return next(one for one in assignments.list_of(need.id) if one.state is ACCEPTED)


def test_late_answers_beside_the_cascade_never_cover_a_need_twice() -> None:
    first = a_stored_offering(capacity=40)
    others: list[Offering] = [a_stored_offering(capacity=10) for _ in range(3)]
    posted = [a_stored_need(quantity=3, priority=Priority.P1) for _ in range(6)]
    asked = [propose(a_context(), need.id, [Part(first.id, 3)])[0] for need in posted]
    at = NOW + HALF_AN_HOUR
    answers.expire_due(a_context(SYSTEM, at))
    runs: list[Callable[[], object]] = [partial(pass_on_waiting, a_context(SYSTEM, at), 200)] * 2
    refused = at_once([*runs, *(yes(one, at) for one in asked), *runs], threads=6)
    assert refused == [None] * 10
    for need in posted:
        assert set(states(need)) <= {ACCEPTED, WITHDRAWN}
    for offering in (first, *others):
        assert_adds_up(offering, posted)


def test_the_last_units_of_an_offering_go_to_one_late_answer_only() -> None:
    slow = a_stored_offering(capacity=4)
    posted = [a_stored_need(quantity=4, priority=Priority.P1) for _ in range(4)]
    at = NOW
    asked: list[Assignment] = []
    for need in posted:
        asked += propose(a_context(now=at), need.id, [Part(slow.id, 4)])
        at += HALF_AN_HOUR
        answers.expire_due(a_context(SYSTEM, at))
    refused = at_once([yes(one, at) for one in asked], threads=4)
    assert (refused.count(None), refused.count(ErrorCode.DOES_NOT_MATCH)) == (1, 3)
    assert_adds_up(slow, posted)
