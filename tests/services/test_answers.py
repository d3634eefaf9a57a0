"""A proposal, from the partner's answer to the confirmed receipt."""

from datetime import timedelta

import pytest

from chalicelib.domain.assignments import Answer, Assignment, DeclineReason
from chalicelib.domain.audit import Tag
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import Need
from chalicelib.domain.offerings import Offering
from chalicelib.services import answers
from chalicelib.services.matches import match_need
from chalicelib.services.needs import read_need
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.trail import list_trail, verify_chain
from chalicelib.store import capacities, partners, records
from tests.factories import NOW, STAFF, a_context, as_partner
from tests.stored import a_stored_need, a_stored_offering

pytestmark = pytest.mark.usefixtures("store")


def a_proposal(quantity: int = 4, capacity: int = 10) -> tuple[Need, Offering, Assignment]:
    need, offering = a_stored_need(quantity=quantity), a_stored_offering(capacity=capacity)
    (assignment,) = propose(a_context(), need.id, [Part(offering.id, min(quantity, capacity))])
    return need, offering, assignment


def an_answer(reason: DeclineReason | None = None) -> Answer:
    return Answer(NOW, "01JPARTNERACCOUNT", reason=reason)


def ledger(offering: Offering) -> tuple[int, int, int]:
    capacity = capacities.read(offering.id, "once", offering.terms.capacity)
    return capacity.free, capacity.reserved, capacity.used


def test_a_proposal_holds_its_units() -> None:
    _, offering, assignment = a_proposal(quantity=4, capacity=10)
    assert (assignment.state, ledger(offering)) == (AssignmentState.PROPOSED, (6, 4, 0))


def test_accepting_a_part_frees_the_rest_for_another_partner() -> None:
    need, offering, assignment = a_proposal(quantity=4)
    answers.accept(a_context(), need.id, assignment.id, 3, an_answer())
    assert ledger(offering) == (7, 3, 0)
    assert read_need(a_context(), need.id).coverage.uncovered == 1


def test_declining_frees_all_of_it_and_counts_as_an_answer() -> None:
    need, offering, assignment = a_proposal()
    answers.decline(a_context(), need.id, assignment.id, an_answer(DeclineReason.TOO_SOON))
    assert ledger(offering) == (10, 0, 0)
    record = records.read(offering.partner_id)
    assert (record.answered, record.unanswered) == (1, 0)


def test_delivery_and_confirmation_use_what_really_arrived() -> None:
    need, offering, assignment = a_proposal(quantity=4)
    answers.accept(a_context(), need.id, assignment.id, 4, an_answer())
    answers.deliver(a_context(), need.id, assignment.id, 4)
    answers.confirm(a_context(), need.id, assignment.id, 3)
    assert ledger(offering) == (7, 0, 3)
    coverage = read_need(a_context(), need.id).coverage
    assert (coverage.confirmed, coverage.uncovered) == (3, 1)


def test_a_disputed_delivery_is_owed_again() -> None:
    need, offering, assignment = a_proposal(quantity=4)
    answers.accept(a_context(), need.id, assignment.id, 4, an_answer())
    answers.deliver(a_context(), need.id, assignment.id, 2)
    answers.dispute(a_context(), need.id, assignment.id)
    assert ledger(offering) == (8, 2, 0)


def test_what_ran_out_is_free_once_the_job_ran() -> None:
    _, offering, assignment = a_proposal(quantity=4)
    assert answers.expire_due(a_context(now=assignment.answer_due)) == 1
    assert ledger(offering) == (10, 0, 0)


def test_expiring_twice_changes_nothing_the_second_time() -> None:
    _, offering, assignment = a_proposal()
    later = a_context(now=assignment.answer_due + timedelta(days=2))
    assert [answers.expire_due(later), answers.expire_due(later)] == [1, 0]
    assert records.read(offering.partner_id).unanswered == 1


def test_an_overdue_proposal_is_shown_as_expired_before_any_job_has_run() -> None:
    need, _, assignment = a_proposal(quantity=4)
    view = read_need(a_context(now=assignment.answer_due), need.id)
    assert [one.state for one in view.assignments] == [AssignmentState.EXPIRED]
    assert view.coverage.uncovered == 4


def test_what_ran_out_is_proposed_to_another_without_waiting_for_a_job() -> None:
    need, _, assignment = a_proposal(quantity=4)
    other = a_stored_offering()
    later = a_context(now=assignment.answer_due)
    (second,) = propose(later, need.id, [Part(other.id, 4)])
    assert second.offering_id == other.id


def test_another_partners_assignment_is_not_there() -> None:
    need, _, assignment = a_proposal()
    stranger = partners.read(a_stored_offering().partner_id)
    with pytest.raises(DomainError) as refused:
        answers.accept(a_context(as_partner(stranger)), need.id, assignment.id, 4, an_answer())
    assert refused.value.code is ErrorCode.NOT_FOUND


def test_a_partner_who_declined_is_not_suggested_again_for_that_need() -> None:
    need, _, assignment = a_proposal()
    answers.decline(a_context(), need.id, assignment.id, an_answer(DeclineReason.TOO_FAR))
    assert match_need(a_context(), read_need(a_context(), need.id).need) == ()


def test_a_partner_who_was_silent_may_be_asked_again() -> None:
    need, offering, assignment = a_proposal(quantity=4)
    later = a_context(now=assignment.answer_due)
    (again,) = propose(later, need.id, [Part(offering.id, 4)])
    assert (again.partner_id, ledger(offering)) == (offering.partner_id, (6, 4, 0))


def test_every_step_stands_in_the_trail_and_the_chain_holds() -> None:
    need, _, assignment = a_proposal(quantity=4)
    answers.accept(a_context(), need.id, assignment.id, 2, an_answer())
    answers.deliver(a_context(), need.id, assignment.id, 2)
    tags = [event.tag for event in list_trail(a_context(STAFF), f"need:{need.id}").items]
    assert tags == [Tag.ASSIGNMENT_DELIVERED, Tag.ASSIGNMENT_PARTLY_ACCEPTED, Tag.ASSIGNMENT_PROPOSED]
    assert verify_chain(a_context(), f"need:{need.id}") is None
