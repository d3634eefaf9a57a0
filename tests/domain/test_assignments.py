"""An assignment's quantities and times."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain import assignments as domain
from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.assignments import Answer, DeclineReason
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import AssignmentState, CapacityEffect
from tests.factories import NOW, STAFF, an_assignment

ANSWER = Answer(NOW, "01JSTAFF")


def test_accepting_less_than_proposed_is_accepting_a_part() -> None:
    moved = domain.accept(an_assignment(4), 3, ANSWER, STAFF)
    assert (moved.assignment.state, moved.assignment.held) == (AssignmentState.PARTLY_ACCEPTED, 3)
    assert moved.move.effect is CapacityEffect.KEEP_PART


@pytest.mark.parametrize(
    ("quantity", "code"), [(0, ErrorCode.QUANTITY_INVALID), (5, ErrorCode.MORE_THAN_PROPOSED)]
)
def test_accepting_nothing_or_more_than_proposed_is_refused(quantity: int, code: ErrorCode) -> None:
    with pytest.raises(DomainError) as refused:
        domain.accept(an_assignment(4), quantity, ANSWER, STAFF)
    assert refused.value.code is code


def test_an_answer_at_the_very_moment_it_is_due_is_too_late() -> None:
    assignment = an_assignment()
    late = replace(ANSWER, at=assignment.answer_due)
    with pytest.raises(DomainError) as refused:
        domain.accept(assignment, 4, late, STAFF)
    assert refused.value.code is ErrorCode.ANSWER_TOO_LATE


def test_declining_needs_a_reason_and_holds_nothing_any_more() -> None:
    with pytest.raises(DomainError) as refused:
        domain.decline(an_assignment(), ANSWER, STAFF)
    assert refused.value.code is ErrorCode.REQUIRED
    reasoned = replace(ANSWER, reason=DeclineReason.CONFLICT_OF_INTEREST)
    accepted = domain.accept(an_assignment(), 4, ANSWER, STAFF).assignment
    assert domain.decline(accepted, reasoned, STAFF).assignment.held == 0


def test_nothing_expires_before_its_time() -> None:
    assignment = an_assignment()
    with pytest.raises(DomainError):
        domain.expire(assignment, SYSTEM, assignment.answer_due - timedelta(seconds=1))
    assert domain.expire(assignment, SYSTEM, assignment.answer_due).assignment.held == 0


def test_delivering_more_than_accepted_and_confirming_more_than_delivered_is_refused() -> None:
    accepted = domain.accept(an_assignment(4), 3, ANSWER, STAFF).assignment
    with pytest.raises(DomainError) as refused:
        domain.deliver(accepted, 4, STAFF, NOW)
    assert refused.value.code is ErrorCode.MORE_THAN_ACCEPTED
    delivered = domain.deliver(accepted, 2, STAFF, NOW).assignment
    with pytest.raises(DomainError) as refused:
        domain.confirm(delivered, 3, STAFF, NOW)
    assert refused.value.code is ErrorCode.MORE_THAN_DELIVERED


def test_a_reader_sees_an_overdue_proposal_as_expired_and_holding_nothing() -> None:
    assignment = an_assignment(4)
    (seen,) = domain.as_of([assignment], assignment.answer_due)
    assert (seen.state, seen.held) == (AssignmentState.EXPIRED, 0)
    assert domain.as_of([assignment], NOW) == (assignment,)
