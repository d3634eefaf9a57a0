"""What somebody would try of a surge plan, and what happens between its making and its sending."""

from datetime import timedelta

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.assignments import Answer, DeclineReason
from chalicelib.domain.audit import Tag
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.matching import Rejection
from chalicelib.domain.needs import Need, Priority
from chalicelib.domain.surge_lines import LineState, Refusal
from chalicelib.services import answers
from chalicelib.services.cascade import make_manual
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.surge_plans import (
    ask_for_plan,
    change_planned_need,
    commit_plan,
    discard_plan,
    leave_out,
    on_its_way,
    read_plan,
)
from chalicelib.store import assignments
from chalicelib.store.commit import Transaction
from chalicelib.store.in_turn import InTurn
from tests.factories import NOW, a_context
from tests.observed import tags_of
from tests.refusals import refused, refused_field
from tests.stored import a_stored_offering, a_stored_partner
from tests.surging import a_made_plan, a_posted_need, lines_of

pytestmark = pytest.mark.usefixtures("store")


def commit_and_send(plan_id: str) -> None:
    commit_plan(a_context(), plan_id)
    assert send_committed(a_context(SYSTEM))


def partners_asked(need: Need) -> set[str]:
    return {one.partner_id for one in assignments.list_of(need.id)}


def test_a_plan_can_be_discarded_while_the_next_is_being_made() -> None:
    a_stored_offering()
    a_posted_need(priority=Priority.P1)
    old = a_made_plan()
    going = ask_for_plan(a_context())
    discard_plan(a_context(), old.id)
    assert read_plan(a_context(), old.id).state is PlanState.DISCARDED
    assert on_its_way(a_context()) == going


def test_a_plan_that_was_stopped_makes_room_for_the_next() -> None:
    a_stored_offering()
    a_posted_need(priority=Priority.P1)
    plan = a_made_plan()
    commit_plan(a_context(), plan.id)
    discard_plan(a_context(), plan.id)
    assert on_its_way(a_context()) is None
    assert not send_committed(a_context(SYSTEM))
    assert ask_for_plan(a_context()).state is PlanState.WANTED


def test_a_need_that_staff_took_into_their_hands_meanwhile_does_not_go() -> None:
    a_stored_offering()
    need = a_posted_need(priority=Priority.P1)
    plan = a_made_plan()
    make_manual(a_context(), need.id)
    commit_and_send(plan.id)
    (line,) = lines_of(plan)
    assert (line.state, line.refusal) == (LineState.REFUSED, Refusal.BY_HAND)
    assert partners_asked(need) == set()


def test_a_partner_that_declined_meanwhile_is_not_asked_again_through_another_offering() -> None:
    partner = a_stored_partner()
    first, second = a_stored_offering(partner, capacity=4), a_stored_offering(partner, capacity=4)
    need = a_posted_need(quantity=4, priority=Priority.P1)
    plan = a_made_plan()
    (line,) = lines_of(plan)
    (planned,) = {piece.offering_id for piece in line.pieces}
    other = second if planned == first.id else first
    (one,) = propose(a_context(), need.id, [Part(other.id, 4)])
    answers.decline(
        a_context(), need.id, one.id, Answer(NOW, "01J", reason=DeclineReason.CONFLICT_OF_INTEREST)
    )
    commit_and_send(plan.id)
    (line,) = lines_of(plan)
    assert (line.state, line.rule) == (LineState.REFUSED, Rejection.ALREADY_ASKED)
    assert len(assignments.list_of(need.id)) == 1


def test_an_offering_that_is_not_in_the_line_is_refused_and_changes_nothing() -> None:
    a_stored_offering()
    a_posted_need(priority=Priority.P1)
    plan = a_made_plan()
    leave_out(a_context(), plan.id, 1)
    asked = (a_context(), plan.id, 1, {"01JSOMEOTHER": 1})
    assert refused(change_planned_need, *asked) is ErrorCode.NOT_FOUND
    assert refused_field(change_planned_need, *asked) == "quantity_01JSOMEOTHER"
    assert lines_of(plan)[0].state is LineState.LEFT_OUT


def test_a_plan_that_could_not_be_sent_for_an_hour_is_stopped_and_makes_room_for_the_next() -> None:
    a_stored_offering()
    need = a_posted_need(priority=Priority.P1)
    plan = a_made_plan()
    commit_plan(a_context(), plan.id)
    assert send_committed(a_context(SYSTEM, NOW + timedelta(hours=20)))
    assert read_plan(a_context(), plan.id).state is PlanState.DISCARDED
    assert partners_asked(need) == set()
    assert tags_of("plan", plan.id)[-1] == Tag.PLAN_DISCARDED
    assert on_its_way(a_context()) is None


def test_a_need_of_which_a_part_has_gone_is_told_as_sent_with_what_did_not_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(5):
        a_stored_offering(capacity=2)
    need = a_posted_need(quantity=10, priority=Priority.P1)
    plan = a_made_plan()

    carry_out = InTurn.carry_out

    def then_by_hand(store: InTurn, transaction: Transaction) -> None:
        carry_out(store, transaction)
        store.finish()
        monkeypatch.undo()
        make_manual(a_context(), need.id)

    monkeypatch.setattr(InTurn, "carry_out", then_by_hand)
    commit_and_send(plan.id)
    (line,), ended = lines_of(plan), read_plan(a_context(), plan.id)
    assert (line.state, line.refusal, line.given, line.missing) == (LineState.SENT, Refusal.BY_HAND, 6, 4)
    assert (ended.sent, ended.refused) == (1, 0)
    assert len(assignments.list_of(need.id)) == 3
