"""The plan of one category as a linear program over what is certain now and several futures.

Columns: units given *now* (group to pool), and in each future units given *later* to the queue or to what
comes. What is given now is the same in all futures, so it is given only where it is right on average; what can wait
is decided later, when more is known. Each future's use of a pool is paid in rising steps, which evens the loads.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chalicelib.domain.planning import URGENCY, PlanPolicy
from chalicelib.domain.planning_forecast import Demand
from chalicelib.domain.planning_pools import Group, Pool
from chalicelib.planner.highs import Floats, Program, solve

STEPS = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """Units to give now, as (group, pool, units), and the price of a unit of each pool."""

    now: tuple[tuple[int, int, float], ...]
    prices: Floats
    waiting: Floats


class _Builder:
    def __init__(self) -> None:
        self.worth: list[Floats] = []
        self.most: list[Floats] = []
        self.rows: list[NDArray[np.int64]] = []
        self.columns: list[NDArray[np.int64]] = []
        self.signs: list[Floats] = []
        self.count = 0

    def add(self, worth: Floats, most: Floats | None = None) -> NDArray[np.int64]:
        made = np.arange(self.count, self.count + len(worth))
        self.count += len(worth)
        self.worth.append(worth)
        self.most.append(np.full(len(worth), np.inf) if most is None else most)
        return made

    def enter(self, rows: NDArray[np.int64], columns: NDArray[np.int64], sign: float) -> None:
        self.rows.append(rows)
        self.columns.append(columns)
        self.signs.append(np.full(len(rows), sign))


def plan_category(
    groups: Sequence[Group],
    pools: Sequence[Pool],
    futures: Sequence[Sequence[Demand]],
    now_h: float,
    policy: PlanPolicy,
) -> Answer:
    areas = sorted({area for pool in pools for area in pool.areas})
    place = {area: number for number, area in enumerate(areas)}
    reach = np.zeros((len(pools), len(areas) + 1), dtype=bool)
    for number, pool in enumerate(pools):
        reach[number, [place[area] for area in pool.areas]] = True
    starts = np.array([pool.starts_h for pool in pools])
    ends = np.array([pool.ends_h for pool in pools])
    free = np.array([pool.free for pool in pools], dtype=float)
    capacity = np.array([pool.capacity for pool in pools], dtype=float)
    nowhere = len(areas)
    g_area = np.array([place.get(group.area, nowhere) for group in groups], dtype=int)
    g_dead = np.array([group.deadline_h for group in groups])
    g_worth = np.array([URGENCY[group.priority] for group in groups])
    g_haste = np.array([URGENCY[group.priority] * (1 + policy.haste[group.priority]) for group in groups])
    g_units = np.array([group.quantity for group in groups], dtype=float)
    g_now = np.array([group.deadline_h > -np.inf for group in groups])

    build = _Builder()
    limits: list[Floats] = []
    exact: list[NDArray[np.bool_]] = []
    K = len(futures)
    fits = reach[:, g_area].T
    xg, xp = np.nonzero(fits & (starts == -np.inf)[None, :])
    x = build.add(g_haste[xg])
    later = fits & (starts[None, :] <= g_dead[:, None]) & (ends >= now_h + policy.tick_h)[None, :]
    later &= (g_dead >= now_h + policy.tick_h)[:, None]
    yg, yp = np.nonzero(later)
    row = 0
    pool_rows = []
    edges = np.linspace(0, 1, STEPS + 1)
    used = capacity - free
    seg_most = np.clip(capacity[:, None] * edges[None, 1:], used[:, None], None) - np.clip(
        capacity[:, None] * edges[None, :-1], used[:, None], None
    )
    seg_cost = np.broadcast_to((edges[1:] + edges[:-1])[None, :] / 2 * policy.fairness, seg_most.shape)
    for future in futures:
        g_row = row
        p_row = g_row + len(groups)
        d_row = p_row + len(pools)
        pool_rows.append(p_row)
        row = d_row + len(future)
        limits += [g_units, np.zeros(len(pools)), np.array([d.quantity for d in future])]
        exact += [
            np.zeros(len(groups), dtype=bool),
            np.ones(len(pools), dtype=bool),
            np.zeros(len(future), dtype=bool),
        ]
        build.enter(g_row + xg, x, 1.0)
        build.enter(p_row + xp, x, 1.0)
        y = build.add(g_worth[yg] / K)
        build.enter(g_row + yg, y, 1.0)
        build.enter(p_row + yp, y, 1.0)
        if future:
            d_area = np.array([place.get(d.area, nowhere) for d in future])
            d_post = np.array([d.posted_h for d in future])
            d_dead = np.array([d.deadline_h for d in future])
            d_worth = np.array([URGENCY[d.priority] for d in future])
            zd, zp = np.nonzero(
                reach[:, d_area].T & (starts[None, :] <= d_dead[:, None]) & (ends[None, :] >= d_post[:, None])
            )
            z = build.add(d_worth[zd] / K)
            build.enter(d_row + zd, z, 1.0)
            build.enter(p_row + zp, z, 1.0)
        seg = build.add(-seg_cost.ravel() / K, seg_most.ravel())
        build.enter(p_row + np.repeat(np.arange(len(pools)), STEPS), seg, -1.0)
    program = Program(
        np.concatenate(build.worth),
        np.concatenate(build.most),
        np.concatenate(limits),
        np.concatenate(exact),
        np.concatenate(build.rows).astype(np.int32),
        np.concatenate(build.columns).astype(np.int32),
        np.concatenate(build.signs),
    )
    found = solve(program)
    prices = sum(found.prices[p_row : p_row + len(pools)] for p_row in pool_rows)
    now = tuple(
        (int(g), int(p), float(v)) for g, p, v in zip(xg, xp, found.values[x]) if v > 1e-7
    )
    return Answer(now, prices, np.zeros(0))
