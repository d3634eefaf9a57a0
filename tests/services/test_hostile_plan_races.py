"""Staff who press at the same moment: the plan's figures, its lines and its place on the way stay one."""

from collections.abc import Callable
from functools import partial

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.areas import Area
from chalicelib.domain.audit import Tag, first_broken
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Priority
from chalicelib.domain.surge_lines import LineState
from chalicelib.services.cascade import make_manual
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.surge_plans import (
    ask_for_plan,
    change_planned_need,
    commit_plan,
    discard_plan,
    leave_out,
    on_its_way,
    read_plan,
    take_in,
)
from chalicelib.store import assignments, audit
from tests.factories import a_context
from tests.observed import tags_of
from tests.services.racing import at_once
from tests.stored import a_stored_offering
from tests.surging import a_made_plan, a_posted_need, lines_of

pytestmark = [pytest.mark.usefixtures("roto"), pytest.mark.engines]
_LOST = {ErrorCode.ILLEGAL_TRANSITION, ErrorCode.PLAN_ON_ITS_WAY}


def pressed(use_case: Callable[..., object], *given: object) -> Callable[[], None]:
    """Whoever comes too late is told so; nothing else may happen."""

    def press() -> None:
        try:
            use_case(a_context(), *given)
        except DomainError as error:
            if error.code not in _LOST:
                raise

    return press


def test_commit_discard_and_changes_at_once_leave_one_outcome_and_figures_that_add_up() -> None:
    for _ in range(4):
        a_stored_offering(capacity=6, areas=frozenset({Area.EMIRATE}))
    wanted = [a_posted_need(quantity=2, priority=Priority.P1) for _ in range(6)]
    for round_ in range(4):
        plan = a_made_plan()
        numbers = [line.number for line in lines_of(plan) if line.pieces]
        first = lines_of(plan)[0].pieces[0].offering_id
        moves = [
            *(pressed(leave_out, plan.id, number) for number in numbers),
            *(pressed(take_in, plan.id, number) for number in numbers[::2]),
            pressed(change_planned_need, plan.id, numbers[0], {first: 1}),
            *[pressed(commit_plan, plan.id)] * 2,
            *[pressed(discard_plan, plan.id)] * (round_ % 2),
            *[pressed(ask_for_plan)] * (round_ // 2),
        ]
        at_once(moves, 8)
        ended = read_plan(a_context(), plan.id)
        lines = lines_of(plan)
        assert sum(tally.given for _, tally in ended.tallies) == sum(line.given for line in lines)
        assert ended.to_send == sum(line.given > 0 for line in lines)
        assert first_broken(audit.list_of(f"plan:{plan.id}", limit=100).items) is None
        assert tags_of("plan", plan.id).count(Tag.PLAN_COMMITTED) <= 1
        going = on_its_way(a_context())
        if going is not None and going.state is PlanState.WANTED:
            discard_plan(a_context(), going.id)
        elif ended.state is PlanState.COMMITTING:
            assert going is not None
            assert going.id == plan.id
            discard_plan(a_context(), plan.id)
        elif ended.state is PlanState.READY:
            discard_plan(a_context(), plan.id)
        assert on_its_way(a_context()) is None
    assert all(not assignments.list_of(need.id) for need in wanted)


def test_what_staff_take_into_their_hands_or_stop_while_it_is_sent_is_asked_for_before_or_never() -> None:
    for _ in range(6):
        a_stored_offering(capacity=20, areas=frozenset({Area.EMIRATE}))
    wanted = [a_posted_need(quantity=2, priority=Priority.P1) for _ in range(40)]
    plan = a_made_plan()
    commit_plan(a_context(), plan.id)
    by_hand = [pressed(make_manual, need.id) for need in wanted[::3]]
    at_once([*[partial(send_committed, a_context(SYSTEM))] * 2, *by_hand, pressed(discard_plan, plan.id)], 6)
    ended = read_plan(a_context(), plan.id)
    lines = lines_of(plan)
    assert ended.state in {PlanState.DISCARDED, PlanState.COMMITTED}
    assert on_its_way(a_context()) is None
    for line in lines:
        asked = assignments.list_of(line.need_id)
        assert bool(asked) == (line.state is LineState.SENT)
        assert sum(one.proposed for one in asked) <= line.uncovered
    assert ended.sent == sum(line.state is LineState.SENT for line in lines)
    assert ended.refused == sum(line.state is LineState.REFUSED for line in lines)
