"""A plan counts what it covers, and every change of a line changes the counts with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Unit
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Holding
from chalicelib.domain.surge_lines import (
    KEPT_FOR,
    LineState,
    PlannedNeed,
    PlannedPiece,
    Refusal,
    leave_out,
    refuse,
    send,
    take_in,
    with_quantities,
)
from chalicelib.domain.surge_plans import FRESH_FOR, SurgePlan, Tally, ask, change, commit, make
from tests.factories import NOW, STAFF
from tests.refusals import refused


def a_line(number: int, *units: int, uncovered: int = 6, priority: Priority = Priority.P1) -> PlannedNeed:
    pieces = tuple(PlannedPiece(f"o{at}", f"p{at}", count, count) for at, count in enumerate(units))
    return PlannedNeed(
        "plan",
        number,
        f"need{number}",
        1,
        "CASE1",
        "furniture",
        Area.KALBA,
        Unit.PIECE,
        priority,
        NOW,
        NOW + timedelta(hours=6),
        uncovered,
        pieces,
        LineState.PLANNED if pieces else LineState.HELD,
        NOW + KEPT_FOR,
        None if sum(units) == uncovered else Holding.NOBODY_CAN,
    )


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
    without = change(plan, line, out)
    assert dict(without.tallies)[Priority.P1] == Tally(needs=1, units=6)
    assert without.changed_by_staff
    back = take_in(out)
    assert change(without, out, back).tallies == plan.tallies
    less = with_quantities(line, {"o0": 1})
    assert dict(change(plan, line, less).tallies)[Priority.P1] == Tally(1, 0, 1, 6, 3)
    assert (less.given, less.missing) == (3, 3)


@pytest.mark.parametrize("units", [-1, 5])
def test_an_offering_is_asked_for_nothing_to_what_was_planned(units: int) -> None:
    assert refused(with_quantities, a_line(1, 4), {"o0": units}) is ErrorCode.QUANTITY_INVALID


@pytest.mark.parametrize("state", [LineState.HELD, LineState.SENT, LineState.REFUSED])
def test_a_line_that_is_held_sent_or_refused_is_not_changed(state: LineState) -> None:
    line = replace(a_line(1, 4), state=state)
    for deed in (leave_out, take_in):
        assert refused(deed, line) is ErrorCode.ILLEGAL_TRANSITION


def test_a_line_is_sent_when_all_its_pieces_are() -> None:
    line = with_quantities(a_line(1, 2, 2, 2), {"o2": 0})
    partly = send(line, frozenset({"o0"}))
    assert partly.state is LineState.PLANNED
    assert send(partly, frozenset({"o1"})).state is LineState.SENT


def test_a_refused_line_says_what_changed() -> None:
    assert refuse(a_line(1, 2), Refusal.NEED_CLOSED).refusal is Refusal.NEED_CLOSED


def test_a_plan_is_committed_while_it_is_fresh_and_by_whom_is_kept() -> None:
    plan = a_plan(a_line(1, 6))
    committed = commit(plan, STAFF, NOW + FRESH_FOR - timedelta(seconds=1))
    assert (committed.state, committed.committed_by) == (PlanState.COMMITTING, STAFF)
    assert refused(commit, plan, STAFF, NOW + FRESH_FOR) is ErrorCode.PLAN_STALE
