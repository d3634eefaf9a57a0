"""A line of a surge plan: one need, who is to be asked for it, why its rest is held, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Unit
from chalicelib.domain.errors import ErrorCode, conflict, invalid
from chalicelib.domain.matching import Rejection
from chalicelib.domain.needs import Need, Priority
from chalicelib.domain.planning import Holding

KEPT_FOR = timedelta(days=30)
"""So long a plan and its lines are kept."""


class LineState(StrEnum):
    """What becomes of a need in a plan."""

    PLANNED = "planned"
    HELD = "held"
    LEFT_OUT = "left_out"
    SENT = "sent"
    REFUSED = "refused"


class Refusal(StrEnum):
    """What changed between the plan and its commit, so that a line of it could not go."""

    NEED_CLOSED = "need_closed"
    NEED_COVERED = "need_covered"
    BY_HAND = "by_hand"
    OFFERING_FULL = "offering_full"
    OFFERING_GONE = "offering_gone"
    RULE_BROKEN = "rule_broken"


@dataclass(frozen=True, slots=True)
class PlannedPiece:
    """Units of an offering for a need: as `planned`, and as staff left it."""

    offering_id: str
    partner_id: str
    planned: int
    quantity: int
    sent: bool = False


@dataclass(frozen=True, slots=True)
class PlannedNeed:
    """One line of a plan: a need as the plan saw it, who is to be asked, and why the rest is held.

    Lines are numbered from 1, the most urgent first. `rule` is the hard rule that `RULE_BROKEN` names;
    after `kept_until` nobody keeps the line.
    """

    plan_id: str
    number: int
    need_id: str
    need_version: int
    case_reference: str
    category: str
    area: Area
    unit: Unit
    priority: Priority
    posted_at: datetime
    deadline: datetime
    uncovered: int
    pieces: tuple[PlannedPiece, ...]
    state: LineState
    kept_until: datetime
    why: Holding | None = None
    refusal: Refusal | None = None
    rule: Rejection | None = None
    version: int = 1

    @property
    def given(self) -> int:
        """How many units the plan places."""
        return 0 if self.state is LineState.LEFT_OUT else sum(piece.quantity for piece in self.pieces)

    @property
    def missing(self) -> int:
        """How many units of the need the plan leaves open."""
        return self.uncovered - self.given


def line_of(
    plan_id: str,
    number: int,
    need: Need,
    uncovered: int,
    pieces: tuple[PlannedPiece, ...],
    why: Holding | None,
    now: datetime,
) -> PlannedNeed:
    """The line of a need of which so many units are uncovered; without pieces it is held."""
    details = need.details
    return PlannedNeed(
        plan_id=plan_id,
        number=number,
        need_id=need.id,
        need_version=need.version,
        case_reference=details.case_reference,
        category=details.category,
        area=details.area,
        unit=details.unit,
        priority=details.priority,
        posted_at=need.posted_at,
        deadline=details.deadline,
        uncovered=uncovered,
        pieces=pieces,
        state=LineState.PLANNED if pieces else LineState.HELD,
        kept_until=now + KEPT_FOR,
        why=why,
    )


def with_quantities(line: PlannedNeed, quantities: Mapping[str, int]) -> PlannedNeed:
    """The line with other quantities by offering, each from none to what was planned.

    More is not to be had of an offering: the rest of it is planned for others. All at none leaves it out.
    """
    _require_changeable(line)
    for unknown in sorted(quantities.keys() - {piece.offering_id for piece in line.pieces}):
        raise invalid(ErrorCode.NOT_FOUND, f"quantity_{unknown}")
    for piece in line.pieces:
        if not 0 <= quantities.get(piece.offering_id, piece.quantity) <= piece.planned:
            raise invalid(ErrorCode.QUANTITY_INVALID, f"quantity_{piece.offering_id}", most=piece.planned)
    pieces = tuple(
        replace(piece, quantity=quantities.get(piece.offering_id, piece.quantity)) for piece in line.pieces
    )
    if not any(piece.quantity for piece in pieces):
        return leave_out(line)
    return replace(line, pieces=pieces, state=LineState.PLANNED, version=line.version + 1)


def leave_out(line: PlannedNeed) -> PlannedNeed:
    """The line that is not to be sent."""
    _require_changeable(line)
    return replace(line, state=LineState.LEFT_OUT, version=line.version + 1)


def take_in(line: PlannedNeed) -> PlannedNeed:
    """The line as it was planned."""
    _require_changeable(line)
    pieces = tuple(replace(piece, quantity=piece.planned) for piece in line.pieces)
    return replace(line, pieces=pieces, state=LineState.PLANNED, version=line.version + 1)


def send(line: PlannedNeed, offering_ids: frozenset[str]) -> PlannedNeed:
    """The line after those of its pieces were sent."""
    pieces = tuple(replace(one, sent=one.sent or one.offering_id in offering_ids) for one in line.pieces)
    all_sent = all(piece.sent or not piece.quantity for piece in pieces)
    state = LineState.SENT if all_sent else line.state
    return replace(line, pieces=pieces, state=state, version=line.version + 1)


def refuse(line: PlannedNeed, refusal: Refusal, rule: Rejection | None = None) -> PlannedNeed:
    """The line that could not go, with what changed; where some of it went, it is sent without the rest."""
    some = any(piece.sent for piece in line.pieces)
    pieces = tuple(replace(one, quantity=one.quantity if one.sent else 0) for one in line.pieces)
    return replace(
        line,
        state=LineState.SENT if some else LineState.REFUSED,
        pieces=pieces if some else line.pieces,
        refusal=refusal,
        rule=rule,
        version=line.version + 1,
    )


def _require_changeable(line: PlannedNeed) -> None:
    if line.state not in {LineState.PLANNED, LineState.LEFT_OUT}:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=line.state.value, action="change")
