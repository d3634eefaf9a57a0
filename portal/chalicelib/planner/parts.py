"""A plan falls into parts, one a category, since no offering serves two."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib.domain.planning import OpenNeed, Supply
from chalicelib.domain.planning_forecast import Demand, Past, scenarios
from chalicelib.domain.planning_policy import PlanPolicy
from chalicelib.domain.planning_pools import Group, Pool, groups, pools
from chalicelib.planner.program import Answer, plan_category


@dataclass(frozen=True, slots=True)
class Part:
    """What a plan looks at in one category: the queue, what can be given, and what may be asked next."""

    category: str
    queue: tuple[OpenNeed, ...]
    supply: tuple[Supply, ...]
    futures: tuple[tuple[Demand, ...], ...]


@dataclass(frozen=True, slots=True)
class Solved:
    """The best plan of a part, and the groups and pools that its numbers stand for."""

    groups: Sequence[Group]
    pools: Sequence[Pool]
    answer: Answer


def parts(
    categories: Iterable[str],
    queue: Iterable[OpenNeed],
    supply: Iterable[Supply],
    past: Past,
    now_h: float,
    policy: PlanPolicy,
) -> list[Part]:
    """The parts of these categories, in the order of their names."""
    needs: dict[str, list[OpenNeed]] = defaultdict(list)
    given: dict[str, list[Supply]] = defaultdict(list)
    for need in queue:
        needs[need.category].append(need)
    for offering in supply:
        given[offering.category].append(offering)
    known = len(given.keys() | past.by_category.keys())
    made = []
    for category in sorted(categories):
        stock = len(pools(given[category], now_h, policy.horizon_h))
        futures = scenarios(past, category, known, _count(stock, policy), policy)
        drawn = tuple(tuple(future) for future in futures)
        made.append(Part(category, tuple(needs[category]), tuple(given[category]), drawn))
    return made


def _count(pool_count: int, policy: PlanPolicy) -> int:
    """Fewer futures where there are many pools: many needs stay closer to their mean."""
    speeds = len(policy.fades)
    return min(policy.scenarios, max(speeds, policy.effort // max(1, pool_count) // speeds * speeds))


def solved(part: Part, now_h: float, policy: PlanPolicy) -> Solved:
    """The best plan of a part. Raises NoPlan when the solver fails."""
    stock = pools(part.supply, now_h, policy.horizon_h)
    starts = max((pool.starts_h for pool in stock), default=now_h)
    wanted = groups(part.queue, max(starts, now_h + policy.tick_h), now_h, policy)
    return Solved(wanted, stock, plan_category(wanted, stock, part.futures, now_h, policy))
