"""A plan counts what it covers, and every change of a line changes the counts with it."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Holding
from chalicelib.domain.surge_lines import (
    PlannedNeed,
    leave_out,
    take_in,
    with_quantities,
)
from chalicelib.domain.surge_plans import FRESH_FOR, SurgePlan, Tally, ask, change, commit, count_sent, make
from tests.factories import NOW, STAFF
from tests.planning import a_line
from tests.refusals import refused

ME = str(STAFF.account_id)


def a_plan(*lines: PlannedNeed) -> SurgePlan:
    return make(ask("plan", "01J", NOW), lines, "surge-1", SYSTEM, NOW)


def test_a_plan_counts_needs_and_units_by_priority_and_why_needs_are_open() -> None:
    plan = a_plan(a_line(1, 6), a_line(2, 2, 1), a_line(3, priority=Priority.P3))
    assert dict(plan.tallies)[Priority.P1] == Tally(needs=2, covered=1, in_part=1, units=12, given=9)
    assert dict(plan.tallies)[Priority.P3] == Tally(needs=1, units=6)
    assert plan.held == ((Holding.NOBODY_CAN, 2),)
    assert plan.to_send == 2


def test_leaving_out_taking_in_and_asking_for_less_keep_the_counts_right() -> None:
    line = a_line(1, 4, 2)
    plan = a_plan(line)
    out = leave_out(line)
    without = change(plan, line, out, ME)
    assert dict(without.tallies)[Priority.P1] == Tally(needs=1, units=6)
    assert without.changed_by_staff
    back = take_in(out)
    assert change(without, out, back, ME).tallies == plan.tallies
    less = with_quantities(line, {"o0": 1})
    assert dict(change(plan, line, less, ME).tallies)[Priority.P1] == Tally(1, 0, 1, 6, 3)
    assert (less.given, less.missing) == (3, 3)


def test_what_is_left_out_is_counted_however_it_was_left_out_and_once() -> None:
    line = a_line(1, 4, 2)
    plan = a_plan(line, a_line(2, 3))
    out = leave_out(line)
    without = change(plan, line, out, ME)
    assert (plan.not_sent, without.left_out, without.to_send) == (2, 1, 1)
    again = leave_out(out)
    assert change(without, out, again, ME).left_out == 1
    assert change(without, out, take_in(out), ME).left_out == 0
    nothing = with_quantities(line, {"o0": 0, "o1": 0})
    assert change(plan, line, nothing, ME).left_out == 1


def test_what_did_not_go_is_what_was_left_out_and_what_was_neither_sent_nor_refused() -> None:
    lines = [a_line(number, 6) for number in range(1, 6)]
    plan = change(a_plan(*lines), lines[0], leave_out(lines[0]), ME)
    assert count_sent(commit(plan, STAFF, NOW), 2, 1).not_sent == 2


def test_of_a_plan_from_before_they_were_counted_nobody_says_how_many_were_left_out() -> None:
    line = a_line(1, 4, 2)
    old = replace(a_plan(line), left_out=None)
    assert (old.not_sent, change(old, line, leave_out(line), ME).left_out) == (None, None)


def test_a_plan_is_committed_while_it_is_fresh_and_by_whom_is_kept() -> None:
    plan = a_plan(a_line(1, 6))
    committed = commit(plan, STAFF, NOW + FRESH_FOR - timedelta(seconds=1))
    assert (committed.state, committed.committed_by) == (PlanState.COMMITTING, STAFF)
    assert refused(commit, plan, STAFF, NOW + FRESH_FOR) is ErrorCode.PLAN_STALE
