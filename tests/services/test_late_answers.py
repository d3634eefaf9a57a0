"""A partner that says yes when its time was over: taken as long as the need lacks something."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.agreements import Bounds
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Answer, Assignment, DeclineReason
from chalicelib.domain.audit import Tag
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import CascadeState, Need, Outcome, Priority
from chalicelib.domain.notices import NoticeKind
from chalicelib.domain.offerings import Offering
from chalicelib.domain.periods import Renewal
from chalicelib.services import answers, cascade
from chalicelib.services.late_answers import still_wanted_of
from chalicelib.services.needs import close_need, edit_need, read_need
from chalicelib.services.notes import write_private_note
from chalicelib.services.offerings import pause_offering
from chalicelib.services.partners import suspend_partner
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.trail import list_trail, verify_chain
from chalicelib.store import assignments, capacities, needs, partners, records, waiting
from tests.factories import NOW, STAFF, SUPERVISOR, a_context, as_partner
from tests.observed import mails
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")
ACCEPTED, PARTLY = AssignmentState.ACCEPTED, AssignmentState.PARTLY_ACCEPTED
PROPOSED, EXPIRED = AssignmentState.PROPOSED, AssignmentState.EXPIRED
WITHDRAWN = AssignmentState.WITHDRAWN


def asked(offering: Offering, quantity: int = 4, **details: Any) -> Assignment:
    """A request for all of a new need."""
    need = a_stored_need(quantity=quantity, priority=Priority.P1, **details)
    (one,) = propose(a_context(), need.id, [Part(offering.id, quantity)])
    return one


def a_quarter_past(one: Assignment) -> datetime:
    return one.answer_due + timedelta(minutes=15)


def run_out(one: Assignment) -> None:
    """Its time is over, and what it was asked goes on."""
    answers.expire_due(a_context(SYSTEM, one.answer_due))
    cascade.pass_on_waiting(a_context(SYSTEM, one.answer_due), 10)


def say_yes(one: Assignment, quantity: int = 4) -> Assignment:
    """The partner accepts in the portal, a quarter of an hour too late."""
    at = a_quarter_past(one)
    own = a_context(as_partner(partners.read(one.partner_id)), at)
    return answers.accept(own, one.need_id, one.id, quantity, Answer(at, "01JACCOUNT"))


def refusal(one: Assignment, quantity: int = 4) -> ErrorCode:
    with pytest.raises(DomainError) as refused:
        say_yes(one, quantity)
    return refused.value.code


def placed(one: Assignment) -> list[tuple[str, AssignmentState, int]]:
    return [(each.offering_id, each.state, each.held) for each in assignments.list_of(one.need_id)]


def ledger(offering: Offering) -> tuple[int, int]:
    capacity = capacities.read(offering.id, "once", offering.terms.capacity)
    return capacity.free, capacity.reserved


def offered(one: Assignment) -> int:
    return still_wanted_of(a_context(now=a_quarter_past(one)), one.need_id, one.id)


def test_a_yes_that_finds_the_need_with_nobody_is_taken() -> None:
    slow = a_stored_offering()
    one = asked(slow)
    run_out(one)
    assert (offered(one), say_yes(one).state) == (4, ACCEPTED)
    assert (placed(one), ledger(slow)) == ([(slow.id, ACCEPTED, 4)], (6, 4))
    need = needs.read(one.need_id)
    assert (need.cascade, waiting.list_waiting(10)) == (CascadeState.IDLE, [])


def test_it_is_taken_as_well_before_any_job_has_written_that_time_ran_out() -> None:
    slow = a_stored_offering()
    one = asked(slow)
    assert say_yes(one).state is ACCEPTED
    assert ledger(slow) == (6, 4)
    tags = [event.tag for event in list_trail(a_context(STAFF), f"need:{one.need_id}").items]
    assert tags == [Tag.ASSIGNMENT_ACCEPTED, Tag.ASSIGNMENT_EXPIRED, Tag.ASSIGNMENT_PROPOSED]


def test_what_it_holds_itself_until_a_job_has_run_counts_as_free() -> None:
    slow = a_stored_offering(capacity=4)
    one = asked(slow)
    assert offered(one) == 4
    assert (say_yes(one).state, ledger(slow)) == (ACCEPTED, (0, 4))


def test_the_rows_of_all_that_give_way_fit_into_one_transaction() -> None:
    everywhere = frozenset(Area) - {Area.EMIRATE}
    slow = a_stored_offering(areas=everywhere, capacity=12)
    one = asked(slow, 12)
    for _ in range(4):
        a_stored_offering(areas=everywhere, capacity=3)
    answers.expire_due(a_context(SYSTEM, one.answer_due))
    for _ in range(2):
        cascade.pass_on_waiting(a_context(SYSTEM, one.answer_due), 10)
    assert say_yes(one, 12).held == 6
    assert [each.held for each in assignments.list_of(one.need_id) if each.state is PROPOSED] == [3, 3]


def test_who_was_asked_since_and_has_not_answered_is_thanked_and_let_go() -> None:
    slow, next_ = a_stored_offering(), a_stored_offering(areas=frozenset({Area.EMIRATE}))
    one = asked(slow)
    run_out(one)
    assert placed(one) == [(slow.id, EXPIRED, 0), (next_.id, PROPOSED, 4)]
    say_yes(one)
    assert placed(one) == [(slow.id, ACCEPTED, 4), (next_.id, WITHDRAWN, 0)]
    assert (ledger(slow), ledger(next_)) == ((6, 4), (10, 0))
    told = mails()[-1]
    assert (told.kind, told.to) == (
        NoticeKind.PROPOSAL_WITHDRAWN,
        partners.read(next_.partner_id).profile.email,
    )
    assert told.need_id == one.need_id
    assert records.read(next_.partner_id).units == 0


def test_what_another_has_accepted_since_is_not_taken_from_it() -> None:
    slow, quick = a_stored_offering(), a_stored_offering(areas=frozenset({Area.EMIRATE}))
    one = asked(slow)
    run_out(one)
    second = assignments.list_of(one.need_id)[-1]
    answers.accept(a_context(), one.need_id, second.id, 4, Answer(one.answer_due, "01J"))
    assert (offered(one), refusal(one)) == (0, ErrorCode.NO_LONGER_NEEDED)
    assert placed(one) == [(slow.id, EXPIRED, 0), (quick.id, ACCEPTED, 4)]


def test_only_what_is_still_lacking_is_taken() -> None:
    slow, quick = a_stored_offering(), a_stored_offering(areas=frozenset({Area.EMIRATE}))
    one = asked(slow)
    run_out(one)
    second = assignments.list_of(one.need_id)[-1]
    answers.accept(a_context(), one.need_id, second.id, 3, Answer(one.answer_due, "01J"))
    taken = say_yes(one)
    assert (taken.state, taken.held) == (PARTLY, 1)
    assert placed(one) == [(slow.id, PARTLY, 1), (quick.id, PARTLY, 3)]
    assert read_need(a_context(), one.need_id).coverage.uncovered == 0


def test_only_what_the_offering_still_has_is_taken_and_the_rest_goes_on() -> None:
    slow = a_stored_offering(capacity=5)
    one = asked(slow)
    run_out(one)
    asked(slow, 3)
    assert say_yes(one).held == 2
    assert ledger(slow) == (0, 5)
    assert needs.read(one.need_id).cascade is CascadeState.EXHAUSTED


def test_an_offering_that_was_given_away_meanwhile_has_nothing_left_to_promise() -> None:
    slow = a_stored_offering(capacity=4)
    one = asked(slow)
    run_out(one)
    asked(slow)
    assert (offered(one), refusal(one)) == (0, ErrorCode.DOES_NOT_MATCH)
    assert ledger(slow) == (0, 4)


def test_of_a_need_in_the_hands_of_staff_nothing_is_taken_from_whom_they_asked() -> None:
    slow, chosen = a_stored_offering(), a_stored_offering()
    one = asked(slow)
    cascade.make_manual(a_context(), one.need_id)
    at = a_context(now=one.answer_due)
    propose(at, one.need_id, [Part(chosen.id, 3)])
    assert say_yes(one).held == 1
    assert placed(one) == [(slow.id, PARTLY, 1), (chosen.id, PROPOSED, 3)]


def test_a_closed_need_asks_for_nothing_any_more() -> None:
    one = asked(a_stored_offering())
    run_out(one)
    close_need(a_context(), one.need_id, Outcome.WITHDRAWN, "لم تعد هناك حاجة")
    assert (offered(one), refusal(one)) == (0, ErrorCode.NO_LONGER_NEEDED)


def test_a_partner_left_out_since_learns_only_that_nothing_is_needed() -> None:
    slow = a_stored_offering()
    one = asked(slow)
    run_out(one)
    need = needs.read(one.need_id)
    write_private_note(a_context(SUPERVISOR), need.id, "بينهما قرابة")
    left_out = frozenset({slow.partner_id})
    edit_need(a_context(), need.id, replace(need.details, excluded_partners=left_out))
    assert (offered(one), refusal(one)) == (0, ErrorCode.NO_LONGER_NEEDED)


def test_a_paused_offering_a_suspended_partner_and_an_ended_quota_give_nothing() -> None:
    paused, suspended = a_stored_offering(), a_stored_offering()
    first, second = asked(paused), asked(suspended)
    for one in (first, second):
        run_out(one)
    pause_offering(a_context(), paused.id)
    suspend_partner(a_context(SUPERVISOR), suspended.partner_id, "مراجعة الرخصة")
    assert refusal(first) is ErrorCode.DOES_NOT_MATCH
    assert refusal(second) is ErrorCode.PARTNER_NOT_APPROVED


def test_more_than_was_asked_or_nothing_at_all_is_refused_as_in_time() -> None:
    one = asked(a_stored_offering())
    run_out(one)
    assert refusal(one, 5) is ErrorCode.MORE_THAN_PROPOSED
    assert refusal(one, 0) is ErrorCode.QUANTITY_INVALID


def test_declining_when_time_is_over_is_of_no_use_to_anyone() -> None:
    one = asked(a_stored_offering())
    run_out(one)
    no = Answer(a_quarter_past(one), "01J", reason=DeclineReason.TOO_FAR)
    with pytest.raises(DomainError) as refused:
        answers.decline(a_context(now=a_quarter_past(one)), one.need_id, one.id, no)
    assert refused.value.code is ErrorCode.ILLEGAL_TRANSITION


def test_what_was_said_in_time_by_telephone_is_no_late_answer() -> None:
    slow = a_stored_offering()
    one = asked(slow)
    in_time = Answer(one.answer_due - timedelta(minutes=1), "01JSTAFF", by_telephone=True)
    answers.accept(a_context(now=a_quarter_past(one)), one.need_id, one.id, 4, in_time)
    tags = [event.tag for event in list_trail(a_context(STAFF), f"need:{one.need_id}").items]
    assert Tag.ASSIGNMENT_EXPIRED not in tags


def test_the_silence_counts_no_more_and_the_units_count_again() -> None:
    slow = a_stored_offering()
    one = asked(slow)
    run_out(one)
    assert records.read(slow.partner_id).unanswered == 1
    say_yes(one)
    record = records.read(slow.partner_id)
    assert (record.answered, record.unanswered, record.units, record.requests) == (1, 0, 4, 1)


def test_the_months_quota_bounds_what_is_taken_and_the_request_is_not_counted_twice() -> None:
    partner = a_stored_partner(agreement={"bounds": Bounds(requests_a_month=2, units_a_month=5)})
    slow = a_stored_offering(partner, capacity=50)
    one = asked(slow)
    run_out(one)
    asked(slow, 3)
    assert say_yes(one).held == 2
    assert records.read(partner.id).units == 5


def test_capacity_that_renewed_meanwhile_is_taken_from_the_new_period() -> None:
    slow = a_stored_offering(renewal=Renewal.WEEKLY)
    one = asked(slow, deadline=NOW + timedelta(days=9))
    at = one.answer_due + timedelta(days=6)
    answers.expire_due(a_context(SYSTEM, one.answer_due))
    taken = answers.accept(a_context(now=at), one.need_id, one.id, 4, Answer(at, "01J"))
    assert taken.period != one.period
    assert capacities.read(slow.id, taken.period, 10).reserved == 4
    assert capacities.read(slow.id, one.period, 10).reserved == 0


def test_the_trail_tells_who_gave_way_to_whom_and_its_chain_holds() -> None:
    slow = a_stored_offering()
    a_stored_offering(areas=frozenset({Area.EMIRATE}))
    one = asked(slow)
    run_out(one)
    say_yes(one)
    newest, before = list_trail(a_context(STAFF), f"need:{one.need_id}").items[:2]
    assert (newest.tag, before.tag) == (Tag.ASSIGNMENT_ACCEPTED, Tag.ASSIGNMENT_WITHDRAWN)
    assert before.details["gave_way"] == 1
    assert verify_chain(a_context(), f"need:{one.need_id}") is None


def test_the_promise_that_was_let_go_can_be_given_to_others_at_once() -> None:
    slow = a_stored_offering()
    next_ = a_stored_offering(areas=frozenset({Area.EMIRATE}), capacity=4)
    one = asked(slow)
    run_out(one)
    say_yes(one)
    other: Need = a_stored_need(quantity=4)
    at = a_context(now=a_quarter_past(one))
    (made,) = propose(at, other.id, [Part(next_.id, 4)])
    assert made.state is PROPOSED
