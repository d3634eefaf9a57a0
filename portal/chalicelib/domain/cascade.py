"""The cascade: what partners do not take of a need goes on by itself to the next, until nobody is left."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.assignments import Assignment
from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.domain.lifecycle import Action, AssignmentState, NeedState
from chalicelib.domain.needs import CascadeState, Need, touch

PASSES_ON = frozenset({Action.DECLINE, Action.EXPIRE, Action.ACCEPT_PART})
"""What sets the rest of a need going. What staff took back themselves, they place themselves."""

_WILLING = frozenset(
    {
        AssignmentState.PROPOSED,
        AssignmentState.ACCEPTED,
        AssignmentState.DELIVERED,
        AssignmentState.CONFIRMED,
    }
)
_TOOK_LESS = frozenset({AssignmentState.DECLINED, AssignmentState.EXPIRED, AssignmentState.PARTLY_ACCEPTED})


def set_going(need: Need, uncovered: int) -> Need:
    """The need after a partner took less than it was asked for: what is uncovered waits for the next."""
    going = need.state is NeedState.OPEN and not need.manual and uncovered > 0
    return replace(need, cascade=CascadeState.WAITING) if going else need


def after_proposing(need: Need, uncovered: int, now: datetime) -> Need:
    """The need after it was proposed to somebody; a rest that was on its way to the next stays so."""
    on_its_way = need.cascade is CascadeState.WAITING and uncovered > 0
    return replace(
        touch(need),
        cascade=CascadeState.WAITING if on_its_way else CascadeState.IDLE,
        first_proposed_at=need.first_proposed_at or now,
    )


def come_to_rest(need: Need) -> Need:
    """The need when nothing of it has to go on."""
    return replace(touch(need), cascade=CascadeState.IDLE)


def after_late_answer(need: Need, uncovered: int) -> Need:
    """The need after a partner said yes when its time was over; a rest goes on as it did before."""
    return replace(touch(need), cascade=need.cascade if uncovered else CascadeState.IDLE)


def exhausted(need: Need) -> Need:
    """The need when nobody is left to ask: staff have to find another way."""
    return replace(touch(need), cascade=CascadeState.EXHAUSTED)


def make_manual(need: Need) -> Need:
    """The need in the hands of staff alone: nothing of it goes on by itself."""
    _require_not_closed(need, "make_manual")
    return replace(touch(need), manual=True, cascade=CascadeState.IDLE)


def make_automatic(need: Need, placed: Sequence[Assignment], uncovered: int) -> Need:
    """The need in the cascade again; what is uncovered of one that somebody was asked for goes on at once."""
    _require_not_closed(need, "make_automatic")
    automatic = replace(touch(need), manual=False)
    return set_going(automatic, uncovered) if placed else automatic


def _require_not_closed(need: Need, action: str) -> None:
    if need.state is NeedState.CLOSED:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=need.state.value, action=action)


def asked_enough(placed: Iterable[Assignment]) -> frozenset[str]:
    """The partners that the cascade leaves alone: they said no, were silent, gave a part or were let go.

    Staff may still ask the silent ones again; the cascade would go round in a circle. Who gave way to a late
    yes was never heard, and is asked again where that yes comes to nothing.
    """
    return frozenset(one.partner_id for one in placed if not one.gave_way and _had_enough(one))


def _had_enough(one: Assignment) -> bool:
    return one.state not in _WILLING or one.held < one.proposed


def cause_of(placed: Iterable[Assignment]) -> Assignment | None:
    """The assignment that last set the need going, if it still shows that."""
    took_less = [one for one in placed if one.state in _TOOK_LESS]
    return max(took_less, key=lambda one: (_ended_at(one), one.id), default=None)


def _ended_at(assignment: Assignment) -> datetime:
    return assignment.answer.at if assignment.answer else assignment.answer_due


def spread(uncovered: int, takes: Iterable[tuple[str, int]], most: int) -> tuple[tuple[str, int], ...]:
    """The uncovered units over the offerings, the best first, to so many of them at most."""
    given: list[tuple[str, int]] = []
    for offering_id, free in takes:
        if not uncovered or len(given) == most:
            break
        given.append((offering_id, min(free, uncovered)))
        uncovered -= given[-1][1]
    return tuple(given)
