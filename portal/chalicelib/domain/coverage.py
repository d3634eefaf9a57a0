"""How much of a need is covered: always derived from its assignments, never a second truth."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.assignments import Assignment
from chalicelib.domain.lifecycle import AssignmentState

LIVE = frozenset(
    {
        AssignmentState.PROPOSED,
        AssignmentState.ACCEPTED,
        AssignmentState.PARTLY_ACCEPTED,
        AssignmentState.DELIVERED,
    }
)
"""What is still on its way: it holds a part of the need, and the need cannot be closed over it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """A need's quantity, and how far its parts have come. `live` counts assignments, the rest count units."""

    quantity: int
    proposed: int = 0
    accepted: int = 0
    delivered: int = 0
    confirmed: int = 0
    live: int = 0

    @property
    def uncovered(self) -> int:
        """What is with nobody and may be proposed."""
        return max(0, self.quantity - self.proposed - self.accepted - self.delivered - self.confirmed)


def coverage_of(quantity: int, assignments: Iterable[Assignment]) -> Coverage:
    """The coverage that these assignments give to a need of that quantity."""
    units = dict.fromkeys(AssignmentState, 0)
    live = 0
    for assignment in assignments:
        units[assignment.state] += assignment.held
        live += assignment.state in LIVE
    return Coverage(
        quantity=quantity,
        proposed=units[AssignmentState.PROPOSED],
        accepted=units[AssignmentState.ACCEPTED] + units[AssignmentState.PARTLY_ACCEPTED],
        delivered=units[AssignmentState.DELIVERED],
        confirmed=units[AssignmentState.CONFIRMED],
        live=live,
    )
