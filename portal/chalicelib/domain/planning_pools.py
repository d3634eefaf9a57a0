"""Queue and supply of one category, gathered into groups that a plan need not tell apart."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import OpenNeed, Supply
from chalicelib.domain.planning_policy import PlanPolicy, haste_of

SPAN_H = 3.0


@dataclass(frozen=True, slots=True)
class Pool:
    """Offerings that reach the same areas in about the same hours; `starts_h` is -inf when open now."""

    areas: frozenset[str]
    starts_h: float
    ends_h: float
    members: tuple[Supply, ...]
    free: int
    capacity: int

    @property
    def open_now(self) -> bool:
        return self.starts_h == -math.inf


@dataclass(frozen=True, slots=True)
class Group:
    """Needs of one area and priority that can wait about as long and have been tried alike."""

    area: str
    priority: Priority
    deadline_h: float
    tried: frozenset[str]
    members: tuple[OpenNeed, ...]
    quantity: int
    haste: float


def pools(supply: Iterable[Supply], now_h: float, horizon_h: float) -> list[Pool]:
    """Gather offerings that have something free and are not over."""
    gathered: dict[tuple[frozenset[str], float, float], list[Supply]] = defaultdict(list)
    for offering in supply:
        if offering.free > 0 and offering.ends_h >= now_h and offering.starts_h <= now_h + horizon_h:
            gathered[offering.areas, _start(offering, now_h), _end(offering, now_h, horizon_h)].append(
                offering
            )
    return [
        Pool(
            areas,
            starts,
            ends,
            tuple(members),
            sum(member.free for member in members),
            sum(member.capacity for member in members),
        )
        for (areas, starts, ends), members in gathered.items()
    ]


def _start(offering: Supply, now_h: float) -> float:
    if offering.starts_h <= now_h:
        return -math.inf
    return max(now_h, math.floor(offering.starts_h / SPAN_H) * SPAN_H + SPAN_H / 2)


def _end(offering: Supply, now_h: float, horizon_h: float) -> float:
    if offering.ends_h > now_h + horizon_h:
        return math.inf
    if offering.ends_h < now_h + SPAN_H:
        return offering.ends_h
    return math.floor(offering.ends_h / SPAN_H) * SPAN_H + SPAN_H / 2


def groups(queue: Iterable[OpenNeed], last_start_h: float, now_h: float, policy: PlanPolicy) -> list[Group]:
    """Gather needs; deadlines after the last start among the offerings are all alike."""
    gathered: dict[tuple[str, Priority, float, frozenset[str], float], list[OpenNeed]] = defaultdict(list)
    for need in queue:
        until = math.inf if need.deadline_h > last_start_h else math.floor(need.deadline_h / SPAN_H) * SPAN_H
        haste = haste_of(need, now_h, policy)
        gathered[need.area, need.priority, until, need.tried, haste].append(need)
    return [
        Group(area, priority, until, tried, tuple(members), sum(need.quantity for need in members), haste)
        for (area, priority, until, tried, haste), members in gathered.items()
    ]
