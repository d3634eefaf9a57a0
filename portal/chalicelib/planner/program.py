"""The plan of one category as a linear program over what is certain now and several futures.

Units given *now* are the same in all futures, so they are given only where that is right on average; what
can wait is decided in each future, when more is known. In a future, units of a pool that is open all the
time go to their area and from there to any need; those of a pool that ends go to the spans of time before
its end; those of a pool that starts late to needs that can wait for it. Each future pays for the use of a
pool in rising steps, which evens the loads.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning_forecast import Demand
from chalicelib.domain.planning_policy import ByPriority, PlanPolicy
from chalicelib.domain.planning_pools import Group, Pool
from chalicelib.planner.columns import Draft, Index
from chalicelib.planner.highs import Solution, solve

STEPS = 4
TINY = 1e-7
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Answer:
    """Units to give now, as (group, pool, units); the price of a unit by area, and units nobody covers.

    A price is what one more unit would add. Prices are in units of urgency; both are means over the futures.
    """

    now: tuple[tuple[int, int, float], ...]
    prices: dict[str, float]
    unmet: dict[tuple[str, Priority], float]


class _Pools:
    """The pools of a category as arrays, and the areas that are named anywhere."""

    def __init__(self, pools: Sequence[Pool], areas: Sequence[str]) -> None:
        reach = [[area in pool.areas for area in areas] for pool in pools]
        self.reach = np.array(reach, dtype=bool).reshape(len(pools), len(areas))
        self.starts = np.array([pool.starts_h for pool in pools])
        self.ends = np.array([pool.ends_h for pool in pools])
        self.capacity = np.array([pool.capacity for pool in pools], dtype=float)
        self.used = self.capacity - np.array([pool.free for pool in pools], dtype=float)
        self.open_now = self.starts == -np.inf
        self.lasting = self.open_now & (self.ends == np.inf)


class _Queue:
    """The groups of the queue as arrays."""

    def __init__(self, groups: Sequence[Group], place: dict[str, int], urgency: ByPriority) -> None:
        self.area = np.array([place[group.area] for group in groups], dtype=np.int64)
        self.deadline = np.array([group.deadline_h for group in groups])
        self.worth = np.array([urgency.of(group.priority) for group in groups])
        self.haste = np.array([group.haste for group in groups])
        self.units = np.array([group.quantity for group in groups], dtype=float)


class _Coming:
    """The demands of all futures as arrays, each with the number of its future."""

    def __init__(
        self, futures: Sequence[Sequence[Demand]], place: dict[str, int], urgency: ByPriority
    ) -> None:
        demands = [demand for future in futures for demand in future]
        sizes = [len(future) for future in futures]
        self.future = np.repeat(np.arange(len(futures)), sizes)
        self.area = np.array([place[demand.area] for demand in demands], dtype=np.int64)
        self.posted = np.array([demand.posted_h for demand in demands])
        self.deadline = np.array([demand.deadline_h for demand in demands])
        self.worth = np.array([urgency.of(demand.priority) for demand in demands])
        self.units = np.array([demand.quantity for demand in demands])


class _Rows:
    """Where the rows of the futures begin; a future's rows follow those of the one before."""

    def __init__(self, draft: Draft, pools: _Pools, queue: _Queue, coming: _Coming, futures: int) -> None:
        self.futures = np.arange(futures)
        self._groups, self._pools = len(queue.area), len(pools.reach)
        self._areas: int = pools.reach.shape[1]
        self.first_group = draft.limited(np.tile(queue.units, futures))
        self.first_pool = draft.balanced(futures * self._pools)
        self.first_area = draft.balanced(futures * self._areas)
        self.first_demand = draft.limited(coming.units)

    def group(self, future: Index, group: Index) -> Index:
        return self.first_group + future * self._groups + group

    def pool(self, future: Index, pool: Index) -> Index:
        return self.first_pool + future * self._pools + pool

    def area(self, future: Index, area: Index) -> Index:
        return self.first_area + future * self._areas + area


def plan_category(
    groups: Sequence[Group],
    pools: Sequence[Pool],
    futures: Sequence[Sequence[Demand]],
    now_h: float,
    policy: PlanPolicy,
) -> Answer:
    """The best plan of one category. Raises NoPlan when the solver fails."""
    areas = _areas(groups, pools, futures)
    place = {area: number for number, area in enumerate(areas)}
    supply = _Pools(pools, areas)
    queue = _Queue(groups, place, policy.urgency)
    coming = _Coming(futures, place, policy.urgency)
    draft = Draft()
    rows = _Rows(draft, supply, queue, coming, len(futures))
    group, pool = np.nonzero(supply.reach[:, queue.area].T & supply.open_now)
    given = _now(draft, rows, group, pool, queue)
    _use(draft, rows, supply, policy.fairness / len(futures))
    _later(draft, rows, supply, queue, now_h + policy.tick_h)
    _asked_next(draft, rows, supply, coming)
    found = solve(draft.program())
    now = zip(group, pool, found.values[given], strict=True)
    return Answer(
        tuple((int(g), int(p), float(units)) for g, p, units in now if units > TINY),
        _prices(areas, rows, found),
        _unmet(groups, futures, rows, found),
    )


def _areas(groups: Sequence[Group], pools: Sequence[Pool], futures: Sequence[Sequence[Demand]]) -> list[str]:
    named = {area for pool in pools for area in pool.areas} | {group.area for group in groups}
    return sorted(named | {demand.area for demands in futures for demand in demands})


def _each(futures: Index, *indexes: Index) -> tuple[Index, ...]:
    """The same indexes once for each future, with the number of the future first."""
    size = len(indexes[0])
    first: Index = np.repeat(futures, size)
    return first, *(np.tile(index, len(futures)) for index in indexes)


def _now(draft: Draft, rows: _Rows, group: Index, pool: Index, queue: _Queue) -> Index:
    """Units given now, which every future has to live with."""
    given = draft.columns(queue.worth[group] * (1 + queue.haste[group]))
    future, groups, pools, columns = _each(rows.futures, group, pool, given)
    draft.enter(rows.group(future, groups), columns)
    draft.enter(rows.pool(future, pools), columns)
    return given


def _use(draft: Draft, rows: _Rows, supply: _Pools, price: float) -> None:
    """What a pool may give, in steps of its load; lasting pools pass it on to their areas."""
    edges = np.linspace(0, 1, STEPS + 1)
    bounds = np.clip(supply.capacity[:, None] * edges, supply.used[:, None], None)
    cost = np.tile((edges[1:] + edges[:-1]) / 2 * price, len(bounds))
    room = np.diff(bounds, axis=1).ravel()
    future, pool, step = _each(rows.futures, np.repeat(np.arange(len(bounds)), STEPS), np.arange(len(room)))
    draft.enter(rows.pool(future, pool), draft.columns(-cost[step], room[step]), -1.0)
    future, pool, area = _each(rows.futures, *np.nonzero(supply.reach & supply.lasting[:, None]))
    passed = draft.columns(np.zeros(len(pool)))
    draft.enter(rows.pool(future, pool), passed)
    draft.enter(rows.area(future, area), passed, -1.0)


def _later(draft: Draft, rows: _Rows, supply: _Pools, queue: _Queue, next_h: float) -> None:
    """Units that wait: given later, by lasting pools through their area or by the others directly."""
    share = 1 / len(rows.futures)
    future, group = _each(rows.futures, np.nonzero(queue.deadline >= next_h)[0])
    through = draft.columns(queue.worth[group] * share)
    draft.enter(rows.group(future, group), through)
    draft.enter(rows.area(future, queue.area[group]), through)
    fits = supply.reach[:, queue.area].T & ~supply.lasting & (supply.ends >= next_h)
    fits &= (supply.starts <= queue.deadline[:, None]) & (queue.deadline >= next_h)[:, None]
    future, group, pool = _each(rows.futures, *np.nonzero(fits))
    direct = draft.columns(queue.worth[group] * share)
    draft.enter(rows.group(future, group), direct)
    draft.enter(rows.pool(future, pool), direct)


def _asked_next(draft: Draft, rows: _Rows, supply: _Pools, coming: _Coming) -> None:
    """Units that the futures ask for. A slot is an area in a span of time of a future."""
    if not len(coming.area):
        return
    share = 1 / len(rows.futures)
    demand_rows = rows.first_demand + np.arange(len(coming.area))
    keys = np.stack([coming.future, coming.area, coming.posted])
    slots, slot_of = np.unique(keys, axis=1, return_inverse=True)
    slot_future, slot_area, slot_posted = slots[0].astype(np.int64), slots[1].astype(np.int64), slots[2]
    slot_rows = draft.balanced(len(slot_area)) + np.arange(len(slot_area))
    down = draft.columns(np.zeros(len(slot_area)))
    draft.enter(rows.area(slot_future, slot_area), down)
    draft.enter(slot_rows, down, -1.0)
    served = draft.columns(coming.worth * share)
    draft.enter(slot_rows[slot_of.ravel()], served)
    draft.enter(demand_rows, served)
    passing = (
        ~supply.lasting & (supply.starts <= slot_posted[:, None]) & (supply.ends >= slot_posted[:, None])
    )
    slot, pool = np.nonzero(supply.reach[:, slot_area].T & passing)
    ended = draft.columns(np.zeros(len(slot)))
    draft.enter(slot_rows[slot], ended, -1.0)
    draft.enter(rows.pool(slot_future[slot], pool), ended)
    awaited = (supply.starts > coming.posted[:, None]) & (supply.starts <= coming.deadline[:, None])
    demand, pool = np.nonzero(supply.reach[:, coming.area].T & awaited)
    late = draft.columns(coming.worth[demand] * share)
    draft.enter(demand_rows[demand], late)
    draft.enter(rows.pool(coming.future[demand], pool), late)


def _prices(areas: list[str], rows: _Rows, found: Solution) -> dict[str, float]:
    first, futures = rows.first_area, len(rows.futures)
    prices = found.prices[first : first + futures * len(areas)].reshape(futures, -1).sum(axis=0)
    return {area: max(0.0, float(price)) for area, price in zip(areas, prices, strict=True)}


def _unmet(
    groups: Sequence[Group], futures: Sequence[Sequence[Demand]], rows: _Rows, found: Solution
) -> dict[tuple[str, Priority], float]:
    wanted = [(group.area, group.priority) for _ in futures for group in groups]
    asked = [(demand.area, demand.priority) for demands in futures for demand in demands]
    unmet: dict[tuple[str, Priority], float] = defaultdict(float)
    for first, cells in ((rows.first_group, wanted), (rows.first_demand, asked)):
        for cell, units in zip(cells, found.slack[first : first + len(cells)], strict=True):
            unmet[cell] += float(units) / len(futures)
    return dict(unmet)
