"""A partner that is suspended keeps no need waiting."""

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.assignments import Answer
from chalicelib.domain.lifecycle import AssignmentState, PartnerState
from chalicelib.domain.needs import CascadeState
from chalicelib.domain.notices import NoticeKind
from chalicelib.services import answers
from chalicelib.services.cascade import make_manual, pass_on_waiting
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.suspensions import suspend
from chalicelib.store import assignments, capacities, needs
from tests.factories import NOW, SUPERVISOR, a_context
from tests.observed import mails
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")
AS_SUPERVISOR = a_context(SUPERVISOR)


def test_what_it_has_not_answered_is_taken_back_and_goes_on_to_the_next() -> None:
    partner = a_stored_partner()
    first, other = a_stored_offering(partner, capacity=200), a_stored_offering()
    asked = [a_stored_need(quantity=4) for _ in range(2)]
    for need in asked:
        propose(a_context(), need.id, [Part(first.id, 4)])
    assert suspend(AS_SUPERVISOR, partner.id, "complaint").state is PartnerState.SUSPENDED
    assert capacities.read(first.id, "once", 200).reserved == 0
    assert {needs.read(need.id).cascade for need in asked} == {CascadeState.WAITING}
    assert [mail.kind for mail in mails()].count(NoticeKind.PROPOSAL_WITHDRAWN) == 2
    pass_on_waiting(a_context(SYSTEM), 10)
    placed = assignments.list_of(asked[0].id)
    assert [(one.offering_id, one.state) for one in placed] == [
        (first.id, AssignmentState.WITHDRAWN),
        (other.id, AssignmentState.PROPOSED),
    ]


def test_more_than_a_page_of_requests_is_taken_back() -> None:
    partner = a_stored_partner()
    offering = a_stored_offering(partner, capacity=200)
    for _ in range(30):
        propose(a_context(), a_stored_need(quantity=1).id, [Part(offering.id, 1)])
    suspend(AS_SUPERVISOR, partner.id, "complaint")
    assert capacities.read(offering.id, "once", 200).reserved == 0


def test_what_it_accepted_stays_and_a_need_in_the_hands_of_staff_waits_for_them() -> None:
    partner = a_stored_partner()
    offering = a_stored_offering(partner, capacity=20)
    accepted, by_hand = a_stored_need(quantity=4), a_stored_need(quantity=4)
    (one,) = propose(a_context(), accepted.id, [Part(offering.id, 4)])
    answers.accept(a_context(), accepted.id, one.id, 4, Answer(NOW, "01J"))
    propose(a_context(), by_hand.id, [Part(offering.id, 4)])
    make_manual(a_context(), by_hand.id)
    suspend(AS_SUPERVISOR, partner.id, "complaint")
    assert assignments.list_of(accepted.id)[0].state is AssignmentState.ACCEPTED
    assert assignments.list_of(by_hand.id)[0].state is AssignmentState.WITHDRAWN
    assert needs.read(by_hand.id).cascade is CascadeState.IDLE
