"""From units between groups and pools to pieces between needs and offerings."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from chalicelib.domain.planning import OpenNeed, Piece, Supply
from chalicelib.domain.planning_pools import Group, Pool


def deal(
    now: Iterable[tuple[int, int, float]], groups: Sequence[Group], pools: Sequence[Pool], now_h: float
) -> list[Piece]:
    """Whole units, the most urgent need first, in few pieces, the least loaded offering of a pool first."""
    by_group: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for group, pool, units in now:
        by_group[group].append((pool, units))
    left = {member.id: member.free for pool in pools for member in pool.members}
    pieces: list[Piece] = []
    for number in sorted(by_group, key=lambda number: groups[number].priority):
        pieces += _group(groups[number], by_group[number], pools, left, now_h)
    return pieces


def _group(
    group: Group, shares: list[tuple[int, float]], pools: Sequence[Pool], left: dict[str, int], now_h: float
) -> list[Piece]:
    budget = math.floor(sum(units for _, units in shares) + 0.5)
    shares.sort(key=lambda share: -share[1])
    room = dict(shares)
    pieces = []
    for need in sorted(group.members, key=lambda need: _turn(need, now_h)):
        wanted = min(need.quantity, budget)
        for offering, pool in _ranked(need, room, pools, left, wanted):
            if wanted <= 0:
                break
            units = min(wanted, left[offering.id])
            left[offering.id] -= units
            room[pool] -= units
            wanted -= units
            budget -= units
            pieces.append(Piece(need.id, offering.id, units))
    return pieces


def _ranked(
    need: OpenNeed, room: dict[int, float], pools: Sequence[Pool], left: dict[str, int], wanted: int
) -> list[tuple[Supply, int]]:
    """Offerings of the planned pools: those with room in the plan, then the least loaded."""
    able = [
        (member, pool)
        for pool in room
        for member in pools[pool].members
        if left[member.id] > 0 and member.id not in need.tried
    ]
    return sorted(
        able,
        key=lambda pair: (
            room[pair[1]] < min(1, wanted) - 0.5,
            1 - left[pair[0].id] / pair[0].capacity,
            pair[0].id,
        ),
    )


def _turn(need: OpenNeed, now_h: float) -> tuple[float, float, str]:
    """Among needs of one urgency the smaller goes first: the same units help more households.

    What is left of its time shrinks a large need's place in the queue, so that it does not wait for ever.
    """
    remaining = max(0.0, need.deadline_h - now_h) / max(need.deadline_h - need.posted_h, 1e-9)
    return need.quantity * remaining, need.posted_h, need.id
