"""A yes after its time: it is taken as far as the need still lacks something or nobody else has answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.assignments import Assignment
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.lifecycle import AssignmentState, NeedState
from chalicelib.domain.needs import Need

GIVE_WAY_AT_MOST = 2
"""So many fit into one transaction with all that belongs to them, as in a step of the cascade."""


@dataclass(frozen=True, slots=True)
class StillWanted:
    """What of a late yes is of use: the units, and the proposals in whose place some of them come."""

    units: int
    instead_of: tuple[Assignment, ...] = ()


def still_wanted(
    need: Need, placed: Sequence[Assignment], late: Assignment, offered: int, now: datetime
) -> StillWanted:
    """What is taken of `offered` units of a proposal that expired.

    First what is with nobody. Then what others were asked for and have not answered, the last asked
    first, each wholly or not at all: whoever says yes first gives. Of a need that staff keep in their own
    hands nothing is taken from others, since a person chose them.
    """
    if need.state is not NeedState.OPEN or now >= need.details.deadline:
        return StillWanted(0)
    units = min(offered, coverage_of(need.details.quantity, placed).uncovered)
    if need.manual:
        return StillWanted(units)
    instead: list[Assignment] = []
    for one in _unanswered(placed, late):
        if units + one.held <= offered and len(instead) < GIVE_WAY_AT_MOST:
            instead.append(one)
            units += one.held
    return StillWanted(units, tuple(instead))


def _unanswered(placed: Iterable[Assignment], late: Assignment) -> Sequence[Assignment]:
    """Proposals to other partners, one each, the newest first."""
    newest = sorted(placed, key=lambda one: (one.proposed_at, one.id), reverse=True)
    by_partner: dict[str, Assignment] = {}
    for one in newest:
        if one.state is AssignmentState.PROPOSED and one.partner_id != late.partner_id:
            by_partner.setdefault(one.partner_id, one)
    return tuple(by_partner.values())
