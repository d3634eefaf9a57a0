"""A surge plan: category by category, since no offering serves two."""

from collections import defaultdict
from collections.abc import Iterable

from chalicelib.domain.planning import Held, Holding, OpenNeed, Piece, Plan, Shortage, Supply
from chalicelib.domain.planning_forecast import Demand, Past, scenarios
from chalicelib.domain.planning_pieces import deal
from chalicelib.domain.planning_policy import PlanPolicy
from chalicelib.domain.planning_pools import groups, pools
from chalicelib.planner.program import Answer, plan_category

POLICY = PlanPolicy()
WORTH_TELLING = 0.05


def plan(
    queue: Iterable[OpenNeed], supply: Iterable[Supply], past: Past, now_h: float, policy: PlanPolicy = POLICY
) -> Plan:
    """What to propose now, what to hold back and why, and where more would help.

    Only categories with a need in the queue are planned. The same queue, supply and past give the same plan.
    Raises NoPlan when the solver fails.
    """
    needs: dict[str, list[OpenNeed]] = defaultdict(list)
    given: dict[str, list[Supply]] = defaultdict(list)
    for need in queue:
        needs[need.category].append(need)
    for offering in supply:
        given[offering.category].append(offering)
    categories = len(given.keys() | past.by_category.keys())
    parts = [
        _category(category, wanted, given[category], past, categories, now_h, policy)
        for category, wanted in sorted(needs.items())
    ]
    return Plan(
        policy.version,
        now_h,
        tuple(piece for part in parts for piece in part.pieces),
        tuple(held for part in parts for held in part.held),
        tuple(sorted((s for part in parts for s in part.shortages), key=lambda s: -s.weight)),
    )


def _category(
    category: str,
    queue: list[OpenNeed],
    supply: list[Supply],
    past: Past,
    categories: int,
    now_h: float,
    policy: PlanPolicy,
) -> Plan:
    stock = pools(supply, now_h, policy.horizon_h)
    starts = max((pool.starts_h for pool in stock), default=now_h)
    wanted = groups(queue, max(starts, now_h + policy.tick_h), now_h, policy)
    futures = _futures(category, len(stock), past, categories, policy)
    answer = plan_category(wanted, stock, futures, now_h, policy)
    pieces = deal(answer.now, wanted, stock, now_h)
    return Plan(
        policy.version,
        now_h,
        tuple(pieces),
        tuple(_held(queue, supply, pieces, now_h)),
        tuple(_shortages(category, answer, past)),
    )


def _futures(
    category: str, pool_count: int, past: Past, categories: int, policy: PlanPolicy
) -> list[list[Demand]]:
    """Fewer futures where there are many pools: many needs stay closer to their mean."""
    speeds = len(policy.fades)
    count = min(policy.scenarios, max(speeds, policy.effort // max(1, pool_count) // speeds * speeds))
    return scenarios(past, category, categories, count, policy)


def _held(queue: list[OpenNeed], supply: list[Supply], pieces: list[Piece], now_h: float) -> Iterable[Held]:
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


def _shortages(category: str, answer: Answer, past: Past) -> Iterable[Shortage]:
    mean = sum(past.quantities) / len(past.quantities) if past.quantities else 1.0
    for area, price in answer.prices.items():
        units = answer.unmet.get(area, 0.0)
        if price > WORTH_TELLING and units >= 1:
            yield Shortage(category, area, round(price, 3), round(units, 1), round(units / mean, 1))
