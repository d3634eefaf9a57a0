"""A committed plan goes out in batches; what changed is refused line by line, and nothing goes twice."""

from datetime import timedelta
from itertools import count

import pytest

from chalicelib.domain.actors import PUBLIC, SYSTEM
from chalicelib.domain.areas import Area
from chalicelib.domain.audit import Tag
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import AssignmentState, PlanState
from chalicelib.domain.matching import Rejection
from chalicelib.domain.needs import Need, Outcome, Priority
from chalicelib.domain.notices import NoticeKind
from chalicelib.domain.surge_lines import LineState, PlannedNeed, Refusal
from chalicelib.domain.surge_plans import FRESH_FOR
from chalicelib.services import plan_batches, plan_commits
from chalicelib.services.needs import close_need, hand_over_need
from chalicelib.services.offerings import pause_offering
from chalicelib.services.partners import suspend_partner
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.surge_plans import (
    ask_for_plan,
    change_planned_need,
    changes_since,
    commit_plan,
    discard_plan,
    leave_out,
    list_planned_needs,
    read_plan,
    take_in,
)
from chalicelib.store import assignments, capacities, needs, plans
from chalicelib.store.commit import MOST_ITEMS, Transaction
from chalicelib.store.in_turn import InTurn
from chalicelib.store.plans import LineFilter
from chalicelib.store.writes import changed_meanwhile
from tests.factories import NOW, STAFF, SUPERVISOR, a_context
from tests.observed import events_of, mails, tags_of
from tests.refusals import refused
from tests.stored import a_stored_account, a_stored_offering, a_stored_partner
from tests.surging import a_made_plan, a_posted_need, a_sent_plan, lines_of

pytestmark = pytest.mark.usefixtures("store")


def line_of(need: Need, plan_id: str) -> PlannedNeed:
    return next(line for line in plans.every_line(plan_id) if line.need_id == need.id)


def placed(need: Need) -> list[tuple[str, AssignmentState, int]]:
    return [(one.offering_id, one.state, one.held) for one in assignments.list_of(need.id)]


def send(at: timedelta = timedelta()) -> bool:
    return send_committed(a_context(SYSTEM, NOW + at))


def test_each_need_is_proposed_as_if_staff_had_done_it_one_by_one() -> None:
    offering = a_stored_offering(capacity=50)
    first, second = a_posted_need(quantity=4, priority=Priority.P1), a_posted_need(quantity=3)
    plan = a_sent_plan()
    assert (plan.state, plan.sent, plan.refused) == (PlanState.COMMITTED, 2, 0)
    assert placed(first) == [(offering.id, AssignmentState.PROPOSED, 4)]
    assert placed(second) == [(offering.id, AssignmentState.PROPOSED, 3)]
    assert capacities.read(offering.id, "once", 50).reserved == 7
    assert needs.read(first.id).first_proposed_at == NOW
    assert [mail.kind for mail in mails()] == [NoticeKind.PROPOSAL] * 2
    (event,) = events_of("need", first.id)
    assert (event.tag, event.account_id) == (Tag.ASSIGNMENT_PROPOSED, STAFF.account_id)
    assert event.details["plan"] == plan.id
    assert assignments.list_of(first.id)[0].ranking.inputs["fulfilment"] == 1


def test_a_plan_of_many_needs_goes_out_in_transactions_that_fit() -> None:
    everywhere = frozenset(set(Area) - {Area.EMIRATE})
    offerings = [a_stored_offering(capacity=3, areas=everywhere) for _ in range(30)]
    wanted = [
        a_posted_need(quantity=2, priority=Priority.P1, area=area) for area in everywhere for _ in range(4)
    ]
    plan = a_sent_plan()
    assert (plan.refused, plan.sent) == (0, sum(line.state is LineState.SENT for line in lines_of(plan)))
    assert plan.sent >= 30
    reserved = sum(capacities.read(one.id, "once", 3).reserved for one in offerings)
    assert reserved == sum(held for need in wanted for _, _, held in placed(need))
    assert tags_of("plan", plan.id)[-2:] == [Tag.PLAN_COMMITTED.value, Tag.PLAN_FINISHED.value]


def test_a_need_in_more_pieces_than_a_transaction_holds_goes_out_whole() -> None:
    everywhere = frozenset(set(Area) - {Area.EMIRATE})
    for _ in range(9):
        a_stored_offering(capacity=1, areas=everywhere)
    need = a_posted_need(quantity=9, priority=Priority.P1)
    plan = a_sent_plan()
    assert (len(placed(need)), plan.sent) == (9, 1)
    assert len(placed(need)) * 26 > MOST_ITEMS
    assert tags_of("need", need.id) == [Tag.ASSIGNMENT_PROPOSED.value] * 9


def test_what_was_sent_is_not_sent_again() -> None:
    a_stored_offering(capacity=10)
    need = a_posted_need(priority=Priority.P1)
    a_sent_plan()
    assert send() is False
    assert len(placed(need)) == 1


def test_a_run_that_died_between_two_batches_is_followed_by_one_that_sends_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_stored_offering(capacity=50)
    wanted = [a_posted_need(quantity=1, priority=Priority.P1) for _ in range(5)]
    plan = a_made_plan()
    commit_plan(a_context(), plan.id)
    monkeypatch.setattr(plan_batches, "MOST_ITEMS", 16)
    batches, carry_out = iter([False, True]), InTurn.carry_out

    def dying(store: InTurn, transaction: Transaction) -> None:
        if next(batches, True):
            raise KeyboardInterrupt
        carry_out(store, transaction)

    monkeypatch.setattr(InTurn, "carry_out", dying)
    with pytest.raises(KeyboardInterrupt):
        send()
    assert sum(len(placed(need)) for need in wanted) == 2
    monkeypatch.undo()
    assert send() is True
    assert [len(placed(need)) for need in wanted] == [1] * 5
    assert read_plan(a_context(), plan.id).sent == 5


def test_a_run_that_gets_on_does_not_give_up_however_often_others_come_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_stored_offering(capacity=50)
    wanted = [a_posted_need(quantity=1, priority=Priority.P1) for _ in range(12)]
    plan = a_made_plan()
    commit_plan(a_context(), plan.id)
    monkeypatch.setattr(plan_batches, "MOST_ITEMS", 16)
    monkeypatch.setattr(plan_commits, "_TRIES", 1)
    carry_out, batches = InTurn.carry_out, count()

    def every_second_refused(store: InTurn, transaction: Transaction) -> None:
        if next(batches) % 2:
            store.finish()
            raise changed_meanwhile()
        carry_out(store, transaction)

    monkeypatch.setattr(InTurn, "carry_out", every_second_refused)
    assert send()
    assert [len(placed(need)) for need in wanted] == [1] * 12
    assert read_plan(a_context(), plan.id).sent == 12


def test_a_line_whose_need_was_closed_or_covered_meanwhile_is_refused_and_the_others_go() -> None:
    offering = a_stored_offering(capacity=30)
    closed, covered, fine = (a_posted_need(quantity=4, priority=Priority.P1) for _ in range(3))
    plan = a_made_plan()
    close_need(a_context(), closed.id, Outcome.WITHDRAWN, "لم يعد مطلوبًا")
    propose(a_context(), covered.id, [Part(offering.id, 3)])
    commit_plan(a_context(), plan.id)
    send()
    assert line_of(closed, plan.id).refusal is Refusal.NEED_CLOSED
    assert line_of(covered, plan.id).refusal is Refusal.NEED_COVERED
    assert line_of(fine, plan.id).state is LineState.SENT
    ended = read_plan(a_context(), plan.id)
    assert (ended.sent, ended.refused, ended.progress.done) == (1, 2, 3)


def test_a_change_that_matters_to_nobody_does_not_refuse_a_line() -> None:
    a_stored_offering()
    need = a_posted_need(priority=Priority.P1)
    plan = a_made_plan()
    hand_over_need(a_context(), need.id, a_stored_account().id)
    commit_plan(a_context(), plan.id)
    send()
    assert line_of(need, plan.id).state is LineState.SENT


def test_an_offering_that_was_paused_filled_or_whose_partner_was_suspended_is_not_asked() -> None:
    paused, full = a_stored_offering(capacity=4), a_stored_offering(capacity=4, areas=frozenset({Area.DHAID}))
    partner = a_stored_partner()
    a_stored_offering(partner, capacity=4, areas=frozenset({Area.DIBBA}))
    first = a_posted_need(priority=Priority.P1)
    second = a_posted_need(priority=Priority.P1, area=Area.DHAID)
    third = a_posted_need(priority=Priority.P1, area=Area.DIBBA)
    plan = a_made_plan()
    pause_offering(a_context(), paused.id)
    propose(a_context(), a_posted_need(area=Area.DHAID).id, [Part(full.id, 1)])
    suspend_partner(a_context(SUPERVISOR), partner.id, "تحقيق")
    commit_plan(a_context(), plan.id)
    send()
    told = [(one.refusal, one.rule) for one in (line_of(need, plan.id) for need in (first, second, third))]
    assert told == [
        (Refusal.RULE_BROKEN, Rejection.OFFERING_NOT_ACTIVE),
        (Refusal.OFFERING_FULL, None),
        (Refusal.RULE_BROKEN, Rejection.PARTNER_NOT_APPROVED),
    ]
    assert [placed(need) for need in (first, second, third)] == [[], [], []]


def test_staff_leave_a_line_out_take_it_in_again_and_ask_for_less() -> None:
    offering = a_stored_offering(capacity=20)
    out, back, less = (a_posted_need(quantity=4, priority=Priority.P1) for _ in range(3))
    plan = a_made_plan()
    number = {need.id: line_of(need, plan.id).number for need in (out, back, less)}
    for need in (out, back):
        leave_out(a_context(), plan.id, number[need.id])
    take_in(a_context(), plan.id, number[back.id])
    change_planned_need(a_context(), plan.id, number[less.id], {offering.id: 1})
    changed = read_plan(a_context(), plan.id)
    tally = dict(changed.tallies)[Priority.P1]
    assert (tally.covered, tally.in_part, tally.given, changed.to_send) == (1, 1, 5, 2)
    commit_plan(a_context(), plan.id)
    send()
    assert [sum(held for _, _, held in placed(need)) for need in (out, back, less)] == [0, 4, 1]
    assert line_of(out, plan.id).state is LineState.LEFT_OUT
    assert tags_of("plan", plan.id).count(Tag.PLAN_CHANGED.value) == 4


def test_asking_for_more_than_planned_or_for_nothing_at_all() -> None:
    offering = a_stored_offering(capacity=20)
    need = a_posted_need(quantity=4, priority=Priority.P1)
    plan = a_made_plan()
    number = line_of(need, plan.id).number
    too_much = refused(lambda: change_planned_need(a_context(), plan.id, number, {offering.id: 5}))
    assert too_much is ErrorCode.QUANTITY_INVALID
    assert change_planned_need(a_context(), plan.id, number, {offering.id: 0}).state is LineState.LEFT_OUT


def test_a_stale_plan_is_refused_and_says_what_changed() -> None:
    a_stored_offering()
    closed, changed = a_posted_need(), a_posted_need()
    plan = a_made_plan()
    later = NOW + FRESH_FOR
    close_need(a_context(), closed.id, Outcome.WITHDRAWN, "لم يعد مطلوبًا")
    hand_over_need(a_context(), changed.id, a_stored_account().id)
    a_posted_need(NOW + timedelta(minutes=10))
    assert refused(lambda: commit_plan(a_context(now=later), plan.id)) is ErrorCode.PLAN_STALE
    happened = changes_since(a_context(now=later), plan.id)
    assert (happened.posted, happened.closed, happened.changed) == (1, 1, 1)


def test_while_a_plan_is_sent_no_other_is_asked_for_or_sent() -> None:
    a_posted_need()
    plan = a_made_plan()
    commit_plan(a_context(), plan.id)
    assert refused(lambda: ask_for_plan(a_context())) is ErrorCode.PLAN_ON_ITS_WAY
    assert refused(lambda: commit_plan(a_context(), plan.id)) is ErrorCode.ILLEGAL_TRANSITION


def test_sending_stops_when_staff_stop_it_and_what_was_sent_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    a_stored_offering(capacity=50)
    wanted = [a_posted_need(quantity=1, priority=Priority.P1) for _ in range(6)]
    plan = a_made_plan()
    commit_plan(a_context(), plan.id)
    monkeypatch.setattr(plan_batches, "MOST_ITEMS", 16)
    carry_out = InTurn.carry_out

    def stopped_after_the_first(store: InTurn, transaction: Transaction) -> None:
        carry_out(store, transaction)
        store.finish()
        discard_plan(a_context(), plan.id)

    monkeypatch.setattr(InTurn, "carry_out", stopped_after_the_first)
    assert send() is False
    assert sum(len(placed(need)) for need in wanted) == 2
    stopped = read_plan(a_context(), plan.id)
    assert (stopped.state, stopped.sent) == (PlanState.DISCARDED, 2)
    assert ask_for_plan(a_context()).id != plan.id


def test_only_staff_see_or_touch_plans_and_lines_are_found_by_filter() -> None:
    a_stored_offering()
    urgent, calm = a_posted_need(priority=Priority.P1), a_posted_need(priority=Priority.P3, area=Area.MLEIHA)
    plan = a_made_plan()
    for deed in (lambda: ask_for_plan(a_context(PUBLIC)), lambda: read_plan(a_context(PUBLIC), plan.id)):
        assert refused(deed) is ErrorCode.NOT_PERMITTED
    found = list_planned_needs(a_context(), plan.id, LineFilter(priority=Priority.P1)).items
    assert [view.line.need_id for view in found] == [urgent.id]
    assert set(found[0].partners) == {piece.partner_id for piece in found[0].line.pieces}
    held = list_planned_needs(a_context(), plan.id, LineFilter(states=frozenset({LineState.HELD}))).items
    assert [view.line.need_id for view in held] == [calm.id]
