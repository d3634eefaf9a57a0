"""An assignment: a need, or a part of it, placed with an offering. It holds a reservation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.actors import SYSTEM, Actor
from chalicelib.domain.answer_times import Due
from chalicelib.domain.errors import ErrorCode, conflict, invalid
from chalicelib.domain.lifecycle import ASSIGNMENT, Action, AssignmentState, Move, permitted


class DeclineReason(StrEnum):
    """Why a partner cannot. Declining carries no penalty."""

    NO_CAPACITY = "no_capacity"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    NOT_OUR_TRADE = "not_our_trade"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RankingInputs:
    """What the ranking knew when it proposed, so that the decision can be replayed."""

    policy_version: str
    score: float
    inputs: dict[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a partner answered: when, through whom (an account), and what a telephone call said."""

    at: datetime
    recorded_by: str
    by_telephone: bool = False
    answered_by: str = ""
    reason: DeclineReason | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A part of a need with an offering. Quantities count the need's unit.

    `held` is what the reservation in `period` holds for it now: the proposed, then the accepted, then the
    delivered and confirmed quantity. One that `gave_way` was taken back for another partner's late yes.
    """

    id: str
    need_id: str
    offering_id: str
    partner_id: str
    period: str
    proposed: int
    held: int
    state: AssignmentState
    proposed_at: datetime
    proposed_by: str
    answer_due: datetime
    ranking: RankingInputs
    answer: Answer | None = None
    delivered_at: datetime | None = None
    confirmed_at: datetime | None = None
    remind_at: datetime | None = None
    silence_counts: bool = True
    gave_way: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Moved:
    """An assignment after a move, and what the move asks of the capacity it holds."""

    assignment: Assignment
    move: Move[AssignmentState]
    held_before: int


MAY_BE_ASKED_AGAIN = frozenset(
    {AssignmentState.EXPIRED, AssignmentState.WITHDRAWN, AssignmentState.CANCELLED}
)
"""Where the partner has not said no: among eleven partners the silent one may be the only one there is."""


def propose(
    assignment_id: str,
    need_id: str,
    offering_id: str,
    partner_id: str,
    period: str,
    quantity: int,
    due: Due,
    ranking: RankingInputs,
    account_id: str,
    now: datetime,
) -> Assignment:
    """A new assignment that awaits the partner's answer."""
    if quantity < 1:
        raise invalid(ErrorCode.QUANTITY_INVALID, "quantity")
    return Assignment(
        id=assignment_id,
        need_id=need_id,
        offering_id=offering_id,
        partner_id=partner_id,
        period=period,
        proposed=quantity,
        held=quantity,
        state=AssignmentState.PROPOSED,
        proposed_at=now,
        proposed_by=account_id,
        answer_due=due.at,
        ranking=ranking,
        remind_at=due.remind_at,
        silence_counts=due.silence_counts,
    )


def is_overdue(assignment: Assignment, now: datetime) -> bool:
    """Whether the time to answer is over, though no job has written so yet."""
    return assignment.state is AssignmentState.PROPOSED and now >= assignment.answer_due


def is_late(assignment: Assignment, at: datetime) -> bool:
    """Whether an answer of that moment comes after the time for it, whoever has written so."""
    return assignment.state is AssignmentState.EXPIRED or is_overdue(assignment, at)


def counted_at(assignment: Assignment) -> datetime:
    """When its units were counted for the partner: as it was asked, or as it said yes after its time."""
    answer = assignment.answer
    return answer.at if answer is not None and answer.at >= assignment.answer_due else assignment.proposed_at


def is_half_over(assignment: Assignment, now: datetime) -> bool:
    """Whether half of the time that counts has gone by, and not yet all of it."""
    evenly = assignment.proposed_at + (assignment.answer_due - assignment.proposed_at) / 2
    half = assignment.remind_at or evenly
    return assignment.state is AssignmentState.PROPOSED and half <= now < assignment.answer_due


def state_at(assignment: Assignment, now: datetime) -> AssignmentState:
    """The state as a reader must see it: an overdue proposal has expired."""
    return AssignmentState.EXPIRED if is_overdue(assignment, now) else assignment.state


def as_of(assignments: Iterable[Assignment], now: datetime) -> tuple[Assignment, ...]:
    """The assignments as a reader must see them: what is overdue has expired and holds nothing."""
    return tuple(
        replace(one, state=AssignmentState.EXPIRED, held=0) if is_overdue(one, now) else one
        for one in assignments
    )


def _moved(assignment: Assignment, action: Action, actor: Actor, held: int, **changes: object) -> Moved:
    step = permitted(ASSIGNMENT, assignment.state, action, actor)
    after = replace(
        assignment,
        state=step.after,
        held=held,
        version=assignment.version + 1,
        **changes,  # type: ignore[arg-type]
    )
    return Moved(after, step, assignment.held)


def accept(assignment: Assignment, quantity: int, answer: Answer, actor: Actor) -> Moved:
    """Accept all of it or a part. What has expired may still be accepted, as far as it is needed (see
    `late_answers`); what is overdue and not yet written as expired is refused with `ANSWER_TOO_LATE`.
    """
    action = Action.ACCEPT_PART if quantity < assignment.proposed else Action.ACCEPT
    permitted(ASSIGNMENT, assignment.state, action, actor)
    if is_overdue(assignment, answer.at):
        raise conflict(ErrorCode.ANSWER_TOO_LATE)
    if quantity < 1:
        raise invalid(ErrorCode.QUANTITY_INVALID, "quantity")
    if quantity > assignment.proposed:
        raise invalid(ErrorCode.MORE_THAN_PROPOSED, "quantity", proposed=assignment.proposed)
    return _moved(assignment, action, actor, quantity, answer=answer)


def decline(assignment: Assignment, answer: Answer, actor: Actor) -> Moved:
    """Decline, also after acceptance (a conflict of interest may show late)."""
    if answer.reason is None:
        raise invalid(ErrorCode.REQUIRED, "reason")
    return _moved(assignment, Action.DECLINE, actor, 0, answer=answer)


def expire(assignment: Assignment, actor: Actor, now: datetime) -> Moved:
    """The proposal that nobody answered in time."""
    if not is_overdue(assignment, now):
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=assignment.state.value, action=Action.EXPIRE.value)
    return _moved(assignment, Action.EXPIRE, actor, 0)


def withdraw(assignment: Assignment, actor: Actor) -> Moved:
    """Take back a proposal before it is answered."""
    return _moved(assignment, Action.WITHDRAW, actor, 0)


def give_way(assignment: Assignment) -> Moved:
    """Take back a proposal that nobody has answered, for another partner's late yes."""
    return _moved(assignment, Action.WITHDRAW, SYSTEM, 0, gave_way=True)


def cancel(assignment: Assignment, actor: Actor) -> Moved:
    """Take back what was accepted and is not delivered yet."""
    return _moved(assignment, Action.CANCEL, actor, 0)


def deliver(assignment: Assignment, quantity: int, actor: Actor, now: datetime) -> Moved:
    """Delivered: all that was accepted, or less."""
    permitted(ASSIGNMENT, assignment.state, Action.DELIVER, actor)
    if not 1 <= quantity <= assignment.held:
        raise invalid(ErrorCode.MORE_THAN_ACCEPTED, "quantity", accepted=assignment.held)
    return _moved(assignment, Action.DELIVER, actor, quantity, delivered_at=now)


def dispute(assignment: Assignment, actor: Actor) -> Moved:
    """Staff say that it has not arrived: it is owed again."""
    return _moved(assignment, Action.DISPUTE, actor, assignment.held, delivered_at=None)


def confirm(assignment: Assignment, quantity: int, actor: Actor, now: datetime) -> Moved:
    """Staff say what really arrived: what was delivered, or less."""
    permitted(ASSIGNMENT, assignment.state, Action.CONFIRM, actor)
    if not 1 <= quantity <= assignment.held:
        raise invalid(ErrorCode.MORE_THAN_DELIVERED, "quantity", delivered=assignment.held)
    return _moved(assignment, Action.CONFIRM, actor, quantity, confirmed_at=now)
