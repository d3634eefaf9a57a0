"""The state machines: every permitted move, and every absent one refused."""

from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.actors import Actor, Role
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import (
    Action,
    AgreementState,
    AssignmentState,
    Move,
    NeedState,
    OfferingState,
    PartnerState,
    PlanState,
    permitted,
    terminal,
)

TABLES: list[tuple[Any, type[StrEnum]]] = [
    (lifecycle.PARTNER, PartnerState),
    (lifecycle.AGREEMENT, AgreementState),
    (lifecycle.OFFERING, OfferingState),
    (lifecycle.NEED, NeedState),
    (lifecycle.ASSIGNMENT, AssignmentState),
    (lifecycle.PLAN, PlanState),
]
ROWS = [(table, move) for table, _ in TABLES for move in table]
PRESENT = {(id(table), move.before, move.action) for table, move in ROWS}
ABSENT = [
    (table, state, action)
    for table, states in TABLES
    for state, action in product(states, Action)
    if (id(table), state, action) not in PRESENT
]


@pytest.mark.parametrize(("table", "move"), ROWS, ids=lambda value: str(value)[:60])
def test_each_row_lets_exactly_its_roles_move(table: Any, move: Move[Any]) -> None:
    for role in Role:
        actor = Actor(role)
        if role in move.who:
            assert permitted(table, move.before, move.action, actor) is move
        else:
            with pytest.raises(DomainError) as refused:
                permitted(table, move.before, move.action, actor)
            assert refused.value.code is ErrorCode.NOT_PERMITTED


def test_every_absent_pair_is_refused_to_everybody() -> None:
    for (table, state, action), role in product(ABSENT, Role):
        with pytest.raises(DomainError) as refused:
            permitted(table, state, action, Actor(role))
        assert refused.value.code is ErrorCode.ILLEGAL_TRANSITION


def test_no_state_and_action_stand_twice_in_a_table() -> None:
    assert len(PRESENT) == len(ROWS)


def test_what_is_declined_withdrawn_cancelled_or_confirmed_stays_so() -> None:
    assert terminal(lifecycle.ASSIGNMENT, AssignmentState) == {
        AssignmentState.DECLINED,
        AssignmentState.WITHDRAWN,
        AssignmentState.CANCELLED,
        AssignmentState.CONFIRMED,
    }


def test_what_expired_may_still_be_accepted_and_nothing_else() -> None:
    after = {move.action for move in lifecycle.ASSIGNMENT if move.before is AssignmentState.EXPIRED}
    assert after == {Action.ACCEPT, Action.ACCEPT_PART}


def test_a_terminal_assignment_without_a_receipt_has_released_what_it_held() -> None:
    lost = {"declined", "expired", "withdrawn", "cancelled"}
    effects = {move.effect for move in lifecycle.ASSIGNMENT if move.after.value in lost}
    assert effects == {lifecycle.CapacityEffect.RELEASE}


def test_only_supervisors_suspend_reinstate_and_reopen() -> None:
    reserved = {Action.SUSPEND, Action.REINSTATE, Action.REOPEN}
    assert {frozenset(move.who) for _, move in ROWS if move.action in reserved} == {
        frozenset({Role.SUPERVISOR})
    }
