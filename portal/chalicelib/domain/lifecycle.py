"""The state machines, as tables. Whatever is absent from a table is refused."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from chalicelib.domain.actors import Actor, Role
from chalicelib.domain.errors import ErrorCode, conflict, not_permitted


class PartnerState(StrEnum):
    REGISTERED = "registered"
    AWAITING_REVIEW = "awaiting_review"
    APPROVED = "approved"
    DECLINED = "declined"
    SUSPENDED = "suspended"


class AgreementState(StrEnum):
    PREPARED = "prepared"
    SIGNED = "signed"
    ENDED = "ended"


class OfferingState(StrEnum):
    UNPLACED = "unplaced"
    ACTIVE = "active"
    PAUSED = "paused"
    RETIRED = "retired"


class NeedState(StrEnum):
    UNPLACED = "unplaced"
    OPEN = "open"
    CLOSED = "closed"


class AssignmentState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"


class PlanState(StrEnum):
    """Of a surge plan, from the wish for one to what became of it."""

    WANTED = "wanted"
    READY = "ready"
    COMMITTING = "committing"
    COMMITTED = "committed"
    DISCARDED = "discarded"
    FAILED = "failed"


class Action(StrEnum):
    """Every verb of the lifecycle; a use case, its route and its audit tag carry the same name."""

    CONFIRM_CONTACT = "confirm_contact"
    APPROVE = "approve"
    DECLINE = "decline"
    RECONSIDER = "reconsider"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    SIGN = "sign"
    END = "end"
    PLACE = "place"
    PAUSE = "pause"
    RESUME = "resume"
    RETIRE = "retire"
    CLOSE = "close"
    REOPEN = "reopen"
    ACCEPT = "accept"
    ACCEPT_PART = "accept_part"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    DELIVER = "deliver"
    DISPUTE = "dispute"
    CONFIRM = "confirm"
    MAKE = "make"
    FAIL = "fail"
    COMMIT = "commit"
    FINISH = "finish"
    DISCARD = "discard"


class CapacityEffect(StrEnum):
    """What a move does to the capacity that the assignment holds."""

    NONE = "none"
    RESERVE = "reserve what is accepted, where it is still free"
    KEEP = "keep the reservation"
    KEEP_PART = "keep what is accepted, release the rest"
    RELEASE = "release the reservation"
    USE = "use what is delivered, release the rest"
    RESERVE_AGAIN = "turn what was used into a reservation again"
    KEEP_USED = "keep what is confirmed used, release the rest"


S = TypeVar("S", bound=StrEnum)


class Move(NamedTuple, Generic[S]):
    """One permitted move: from a state, by an action, of one of those roles, to a state."""

    before: S
    action: Action
    who: frozenset[Role]
    after: S
    effect: CapacityEffect = CapacityEffect.NONE


Table = tuple[Move[S], ...]

_PARTNER = frozenset({Role.PARTNER})
_STAFF = frozenset({Role.STAFF, Role.SUPERVISOR})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_SYSTEM = frozenset({Role.SYSTEM})
_BOTH = _PARTNER | _STAFF
_DESK = _STAFF | _SYSTEM
_ANYONE = _STAFF | {Role.PUBLIC}

P, G, F, N, A, L = PartnerState, AgreementState, OfferingState, NeedState, AssignmentState, PlanState
Do, Take = Action, CapacityEffect

# fmt: off
PARTNER: Table[PartnerState] = (
    Move(P.REGISTERED,      Do.CONFIRM_CONTACT, _ANYONE,     P.AWAITING_REVIEW),
    Move(P.AWAITING_REVIEW, Do.APPROVE,         _STAFF,      P.APPROVED),
    Move(P.AWAITING_REVIEW, Do.DECLINE,         _STAFF,      P.DECLINED),
    Move(P.DECLINED,        Do.RECONSIDER,      _STAFF,      P.AWAITING_REVIEW),
    Move(P.APPROVED,        Do.SUSPEND,         _SUPERVISOR, P.SUSPENDED),
    Move(P.SUSPENDED,       Do.REINSTATE,       _SUPERVISOR, P.APPROVED),
)

AGREEMENT: Table[AgreementState] = (
    Move(G.PREPARED, Do.SIGN, _PARTNER | _STAFF, G.SIGNED),
    Move(G.PREPARED, Do.END,  _STAFF,            G.ENDED),
    Move(G.SIGNED,   Do.END,  _STAFF,            G.ENDED),
)

OFFERING: Table[OfferingState] = (
    Move(F.UNPLACED, Do.PLACE,  _STAFF, F.ACTIVE),
    Move(F.UNPLACED, Do.RETIRE, _BOTH,  F.RETIRED),
    Move(F.ACTIVE,   Do.PAUSE,  _BOTH,  F.PAUSED),
    Move(F.ACTIVE,   Do.RETIRE, _BOTH,  F.RETIRED),
    Move(F.PAUSED,   Do.RESUME, _BOTH,  F.ACTIVE),
    Move(F.PAUSED,   Do.RETIRE, _BOTH,  F.RETIRED),
)

NEED: Table[NeedState] = (
    Move(N.UNPLACED, Do.PLACE,  _STAFF,      N.OPEN),
    Move(N.UNPLACED, Do.CLOSE,  _STAFF,      N.CLOSED),
    Move(N.OPEN,     Do.CLOSE,  _STAFF,      N.CLOSED),
    Move(N.CLOSED,   Do.REOPEN, _SUPERVISOR, N.OPEN),
)

ASSIGNMENT: Table[AssignmentState] = (
    Move(A.PROPOSED,        Do.ACCEPT,      _BOTH,    A.ACCEPTED,        Take.KEEP),
    Move(A.PROPOSED,        Do.ACCEPT_PART, _BOTH,    A.PARTLY_ACCEPTED, Take.KEEP_PART),
    Move(A.PROPOSED,        Do.DECLINE,     _BOTH,    A.DECLINED,        Take.RELEASE),
    Move(A.PROPOSED,        Do.EXPIRE,      _SYSTEM,  A.EXPIRED,         Take.RELEASE),
    Move(A.PROPOSED,        Do.WITHDRAW,    _DESK,    A.WITHDRAWN,       Take.RELEASE),
    Move(A.EXPIRED,         Do.ACCEPT,      _BOTH,    A.ACCEPTED,        Take.RESERVE),
    Move(A.EXPIRED,         Do.ACCEPT_PART, _BOTH,    A.PARTLY_ACCEPTED, Take.RESERVE),
    Move(A.ACCEPTED,        Do.DECLINE,     _BOTH,    A.DECLINED,        Take.RELEASE),
    Move(A.PARTLY_ACCEPTED, Do.DECLINE,     _BOTH,    A.DECLINED,        Take.RELEASE),
    Move(A.ACCEPTED,        Do.CANCEL,      _STAFF,   A.CANCELLED,       Take.RELEASE),
    Move(A.PARTLY_ACCEPTED, Do.CANCEL,      _STAFF,   A.CANCELLED,       Take.RELEASE),
    Move(A.ACCEPTED,        Do.DELIVER,     _BOTH,    A.DELIVERED,       Take.USE),
    Move(A.PARTLY_ACCEPTED, Do.DELIVER,     _BOTH,    A.DELIVERED,       Take.USE),
    Move(A.DELIVERED,       Do.DISPUTE,     _STAFF,   A.ACCEPTED,        Take.RESERVE_AGAIN),
    Move(A.DELIVERED,       Do.CONFIRM,     _STAFF,   A.CONFIRMED,       Take.KEEP_USED),
)

PLAN: Table[PlanState] = (
    Move(L.WANTED,     Do.MAKE,    _SYSTEM, L.READY),
    Move(L.WANTED,     Do.FAIL,    _SYSTEM, L.FAILED),
    Move(L.WANTED,     Do.DISCARD, _STAFF,  L.DISCARDED),
    Move(L.READY,      Do.COMMIT,  _STAFF,  L.COMMITTING),
    Move(L.READY,      Do.DISCARD, _DESK,   L.DISCARDED),
    Move(L.COMMITTING, Do.FINISH,  _SYSTEM, L.COMMITTED),
    Move(L.COMMITTING, Do.DISCARD, _DESK,   L.DISCARDED),
)
# fmt: on


def permitted(table: Table[S], state: S, action: Action, actor: Actor) -> Move[S]:
    """The one move of the table that this actor makes from this state.

    Raises `ILLEGAL_TRANSITION` where no line has that state and action, `NOT_PERMITTED` where the line does
    not name the actor's role.
    """
    for move in table:
        if move.before is state and move.action is action:
            if actor.role not in move.who:
                raise not_permitted()
            return move
    raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=state.value, action=action.value)


def actions_from(table: Table[S], state: S, actor: Actor) -> tuple[Action, ...]:
    """What the actor may do from that state, in the table's order: the buttons of a page."""
    return tuple(move.action for move in table if move.before is state and actor.role in move.who)


def terminal(table: Table[S], states: Iterable[S]) -> frozenset[S]:
    """The states from which no move leads on."""
    return frozenset(states) - {move.before for move in table}
