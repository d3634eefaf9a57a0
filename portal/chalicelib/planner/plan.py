"""A surge plan: what to propose now, what to hold back, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chalicelib.domain.planning import Held, Holding, OpenNeed, Piece, Plan, Supply
from chalicelib.domain.planning_forecast import Past
from chalicelib.domain.planning_pieces import deal
from chalicelib.domain.planning_policy import PlanPolicy
from chalicelib.planner.parts import parts, solved

POLICY = PlanPolicy()


def plan(
    queue: Iterable[OpenNeed], supply: Iterable[Supply], past: Past, now_h: float, policy: PlanPolicy = POLICY
) -> Plan:
    """What to propose now, and what to hold back and why.

    Only categories with a need in the queue are planned. The same queue, supply and past give the same plan.
    Raises NoPlan when the solver fails.
    """
    waiting = list(queue)
    pieces: list[Piece] = []
    held: list[Held] = []
    for part in parts({need.category for need in waiting}, waiting, supply, past, now_h, policy):
        found = solved(part, now_h, policy)
        dealt = deal(found.answer.now, found.groups, found.pools, now_h)
        pieces += dealt
        held += _held(part.queue, part.supply, dealt, now_h)
    return Plan(policy.version, now_h, tuple(pieces), tuple(held))


def _held(
    queue: Sequence[OpenNeed], supply: Sequence[Supply], pieces: Sequence[Piece], now_h: float
) -> Iterable[Held]:
    """Needs that the plan leaves open, wholly or in part, and why."""
    given: dict[str, int] = defaultdict(int)
    taken: dict[str, int] = defaultdict(int)
    for piece in pieces:
        given[piece.need] += piece.quantity
        taken[piece.offering] += piece.quantity
    free: dict[str, list[Supply]] = defaultdict(list)
    for offering in supply:
        if offering.free > taken[offering.id]:
            for area in offering.areas:
                free[area].append(offering)
    for need in queue:
        missing = need.quantity - given[need.id]
        if missing:
            yield Held(need.id, missing, _why(need, free[need.area], now_h))


def _why(need: OpenNeed, free: list[Supply], now_h: float) -> Holding:
    left = [offering for offering in free if offering.id not in need.tried]
    if any(offering.starts_h <= now_h <= offering.ends_h for offering in left):
        return Holding.KEPT_FOR_URGENT
    if any(now_h < offering.starts_h <= need.deadline_h for offering in left):
        return Holding.OPENS_LATER
    return Holding.NOBODY_CAN
