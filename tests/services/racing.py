"""Many deeds at once, and what has to add up afterwards."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from chalicelib.domain.assignments import Assignment
from chalicelib.domain.audit import first_broken
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import Need
from chalicelib.domain.offerings import Offering
from chalicelib.store import assignments, audit, capacities

HELD = {
    AssignmentState.PROPOSED,
    AssignmentState.ACCEPTED,
    AssignmentState.PARTLY_ACCEPTED,
}
USED = {AssignmentState.DELIVERED, AssignmentState.CONFIRMED}


def at_once(deeds: Sequence[Callable[[], object]], threads: int | None = None) -> list[ErrorCode | None]:
    """Do all of it with that many threads, or one for each deed; with what each was refused, or None."""

    def outcome(deed: Callable[[], object]) -> ErrorCode | None:
        try:
            deed()
        except DomainError as refusal:
            return refusal.code
        return None

    with ThreadPoolExecutor(threads or len(deeds)) as pool:
        return list(pool.map(outcome, deeds))


def placed_with(offering: Offering, all_needs: Sequence[Need]) -> list[Assignment]:
    every = (one for need in all_needs for one in assignments.list_of(need.id))
    return [one for one in every if one.offering_id == offering.id]


def assert_adds_up(offering: Offering, all_needs: Sequence[Need]) -> None:
    """The capacity says what the assignments say, no need is over-covered, every chain holds."""
    placed = placed_with(offering, all_needs)
    for capacity in capacities.list_of(offering.id):
        mine = [one for one in placed if one.period == capacity.period]
        reserved = sum(one.held for one in mine if one.state in HELD)
        used = sum(one.held for one in mine if one.state in USED)
        assert (capacity.reserved, capacity.used) == (reserved, used)
        assert capacity.free >= 0
    for need in all_needs:
        coverage = coverage_of(need.details.quantity, assignments.list_of(need.id))
        together = coverage.proposed + coverage.accepted + coverage.delivered + coverage.confirmed
        assert together <= need.details.quantity
        assert first_broken(audit.list_of(f"need:{need.id}", limit=1000).items) is None
