"""What staff change of a line, and what becomes of it when it goes out."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.surge_lines import (
    LineState,
    Refusal,
    leave_out,
    refuse,
    send,
    take_in,
    with_quantities,
)
from tests.planning import a_line
from tests.refusals import refused


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
