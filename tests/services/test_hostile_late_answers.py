"""What a late yes must not do: count twice, forget, or tell a partner what is not its to know."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Answer, Assignment, DeclineReason
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import Outcome, Priority
from chalicelib.domain.notices import NoticeKind
from chalicelib.domain.offerings import Offering
from chalicelib.services import answers, cascade
from chalicelib.services.needs import close_need, edit_need
from chalicelib.services.notes import write_private_note
from chalicelib.services.proposals import propose
from chalicelib.services.reminders import remind_due
from chalicelib.services.sending import Part
from chalicelib.store import assignments, needs, partners, records
from chalicelib.store.commit import commit
from tests.factories import NOW, SUPERVISOR, a_context, as_partner
from tests.observed import mails
from tests.stored import a_stored_need, a_stored_offering

pytestmark = pytest.mark.usefixtures("store")
EVERYWHERE = frozenset({Area.EMIRATE})


def asked(offering: Offering, quantity: int = 4, at: datetime = NOW, **details: Any) -> Assignment:
    need = a_stored_need(quantity=quantity, **{"priority": Priority.P1, **details})
    (one,) = propose(a_context(now=at), need.id, [Part(offering.id, quantity)])
    return one


def late(one: Assignment) -> datetime:
    return one.answer_due + timedelta(minutes=15)


def run_out(one: Assignment) -> None:
    answers.expire_due(a_context(SYSTEM, one.answer_due))
    cascade.pass_on_waiting(a_context(SYSTEM, one.answer_due), 10)


def say_yes(one: Assignment) -> Assignment:
    at = late(one)
    own = a_context(as_partner(partners.read(one.partner_id)), at)
    return answers.accept(own, one.need_id, one.id, one.proposed, Answer(at, "01JACCOUNT"))


def refusal(one: Assignment) -> ErrorCode:
    with pytest.raises(DomainError) as refused:
        say_yes(one)
    return refused.value.code


def leave_out(one: Assignment) -> None:
    """Staff leave the partner of the proposal out of its need, which they may once its time is over."""
    need, left_out = needs.read(one.need_id), frozenset({one.partner_id})
    write_private_note(a_context(SUPERVISOR), need.id, "بينهما قرابة")
    edit_need(a_context(now=late(one)), need.id, replace(need.details, excluded_partners=left_out))


def written_late(one: Assignment) -> ErrorCode:
    """What staff are refused with who write what the partner said by telephone while it had time."""
    in_time = Answer(one.answer_due - timedelta(minutes=1), "01JSTAFF", by_telephone=True)
    with pytest.raises(DomainError) as refused:
        answers.accept(a_context(now=late(one)), one.need_id, one.id, 4, in_time)
    return refused.value.code


def test_a_silence_that_did_not_count_leaves_those_that_did() -> None:
    slow = a_stored_offering()
    one = asked(slow)
    commit([assignments.save(replace(one, silence_counts=False, version=one.version + 1), one)])
    run_out(one)
    was = records.read(slow.partner_id)
    commit([records.save(replace(was, unanswered=1, version=was.version + 1), was)])
    say_yes(one)
    record = records.read(slow.partner_id)
    assert (record.answered, record.unanswered) == (0, 1)


def test_units_promised_late_in_a_new_month_are_given_back_to_that_month() -> None:
    slow = a_stored_offering()
    end = datetime(2026, 7, 31, 19, 0, tzinfo=NOW.tzinfo)
    one = asked(slow, at=end, deadline=end + timedelta(days=3))
    answers.expire_due(a_context(SYSTEM, one.answer_due))
    say_yes(one)
    counted = records.read(slow.partner_id)
    assert (counted.month, counted.units) == ("2026-08", 4)
    no = Answer(late(one), "01J", reason=DeclineReason.NO_CAPACITY)
    answers.decline(a_context(now=late(one)), one.need_id, one.id, no)
    assert records.read(slow.partner_id).units == 0


@pytest.mark.parametrize("since", [leave_out, run_out])
def test_a_full_offering_is_told_the_same_whether_or_not_its_partner_was_left_out(
    since: Callable[[Assignment], None],
) -> None:
    slow = a_stored_offering(capacity=4)
    a_stored_offering(areas=EVERYWHERE)
    one = asked(slow)
    run_out(one)
    second = assignments.list_of(one.need_id)[-1]
    answers.accept(a_context(), one.need_id, second.id, 4, Answer(one.answer_due, "01J"))
    since(one)
    asked(slow)
    assert refusal(one) is ErrorCode.NO_LONGER_NEEDED


def test_what_was_said_in_time_but_written_after_the_need_was_closed_is_not_taken() -> None:
    one = asked(a_stored_offering())
    close_need(a_context(now=late(one)), one.need_id, Outcome.WITHDRAWN, "لم تعد هناك حاجة")
    assert written_late(one) is ErrorCode.NO_LONGER_NEEDED


def test_what_a_partner_left_out_since_had_said_in_time_is_not_taken() -> None:
    one = asked(a_stored_offering())
    leave_out(one)
    assert written_late(one) is ErrorCode.NO_LONGER_NEEDED


def asking(one: Assignment) -> list[NoticeKind]:
    """The mails still to be sent to the partner of the proposal."""
    to = partners.read(one.partner_id).profile.email
    return [mail.kind for mail in mails() if mail.to == to]


def test_who_gave_way_before_the_request_could_be_mailed_is_not_asked_afterwards() -> None:
    one = asked(a_stored_offering())
    a_stored_offering(areas=EVERYWHERE)
    run_out(one)
    second = assignments.list_of(one.need_id)[-1]
    assert asking(second) == [NoticeKind.PROPOSAL]
    say_yes(one)
    assert asking(second) == [NoticeKind.PROPOSAL_WITHDRAWN]


def test_a_request_taken_back_is_not_reminded_of_by_a_mail_that_waits() -> None:
    one = asked(a_stored_offering())
    remind_due(a_context(SYSTEM, one.answer_due - timedelta(minutes=1)))
    assert asking(one) == [NoticeKind.PROPOSAL, NoticeKind.REMINDER]
    answers.withdraw(a_context(), one.need_id, one.id)
    assert asking(one) == [NoticeKind.PROPOSAL_WITHDRAWN]


def test_who_gave_way_is_asked_again_where_the_late_yes_comes_to_nothing() -> None:
    one, next_ = asked(a_stored_offering()), a_stored_offering(areas=EVERYWHERE)
    run_out(one)
    say_yes(one)
    no = Answer(late(one), "01J", reason=DeclineReason.NO_CAPACITY)
    answers.decline(a_context(now=late(one)), one.need_id, one.id, no)
    cascade.pass_on_waiting(a_context(SYSTEM, late(one)), 10)
    again = assignments.list_of(one.need_id)[-1]
    assert (again.offering_id, again.state) == (next_.id, AssignmentState.PROPOSED)
    assert records.read(next_.partner_id).units == 4
