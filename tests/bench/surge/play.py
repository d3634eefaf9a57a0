"""A workload played through the product's planner on a virtual clock."""

import math
import time
from collections import defaultdict
from dataclasses import dataclass, replace

from chalicelib.domain.answer_times import AnswerTimes
from chalicelib.domain.planning import OpenNeed, Piece, Supply
from chalicelib.domain.planning_forecast import learn
from chalicelib.domain.planning_policy import PlanPolicy, pressed_by
from chalicelib.planner.plan import POLICY, plan
from tests.bench.surge.desk import Desk
from tests.bench.surge.partners import Answer, AtOnce, InTheirOwnTime
from tests.bench.surge.workload import Assignment, Offering, Workload

LOOK_AGAIN_H = 2.0
FINE = 100


@dataclass(frozen=True, slots=True)
class Played:
    """What was proposed, and the seconds that each tick took to plan."""

    assignments: tuple[Assignment, ...]
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A proposal on its way: `until_h` is when it expires unanswered."""

    piece: Piece
    need: OpenNeed
    proposed_h: float
    until_h: float
    answer: Answer

    @property
    def settled_h(self) -> float:
        return min(self.until_h, self.proposed_h + self.answer.after_h)


def play(workload: Workload, policy: PlanPolicy = POLICY) -> Played:
    """Plan every tick from the first need until the queue is empty for good."""
    surge, hour = _Surge(workload, policy), 0.0
    while surge.goes_on:
        hour = round(hour + policy.tick_h, 6)
        surge.tick(hour)
    return Played(tuple(surge.made), tuple(surge.seconds))


def scale_of(workload: Workload) -> int:
    """The product gives whole units. Where a file has fractions, a hundredth is the unit."""
    amounts = [need.quantity for need in workload.needs] + [o.capacity for o in workload.offerings]
    return 1 if all(float(amount).is_integer() for amount in amounts) else FINE


class _Surge:
    def __init__(self, workload: Workload, policy: PlanPolicy) -> None:
        self._policy = policy
        self._scale = scale_of(workload)
        self._desk = Desk(workload, self._scale)
        self._world = AtOnce() if workload.instant else InTheirOwnTime(workload)
        self._calm = [need for need in workload.cases if need.priority == 3]
        self._first_waits: dict[str, float] = {}
        self._limits = {need.id: need.deadline_h for need in workload.needs}
        self._supply = {o.id: supply_of(o, self._scale) for o in workload.offerings}
        self._by_category: dict[str, list[str]] = defaultdict(list)
        for offering in workload.offerings:
            self._by_category[offering.category].append(offering.id)
        self._asked: list[_Asked] = []
        self._planned_h: dict[str, float] = {}
        self.made: list[Assignment] = []
        self.seconds: list[float] = []

    @property
    def goes_on(self) -> bool:
        return self._desk.goes_on or bool(self._asked)

    def tick(self, hour: float) -> None:
        stirred = self._hear(hour) | self._desk.post_until(hour)
        self._desk.drop_overdue(hour)
        started = time.perf_counter()
        pieces = self._plan(stirred, hour)
        self.seconds.append(time.perf_counter() - started)
        for piece in pieces:
            self._propose(piece, hour)
        self._hear(hour)

    def _plan(self, stirred: set[str], hour: float) -> tuple[Piece, ...]:
        """Plan the categories in which something happened; the others now and then, or when time runs out."""
        queue = list(self._desk.queue.values())
        closing = {need.category for need in queue if need.deadline_h < hour + 2 * self._policy.tick_h}
        idle = {c for c in self._by_category if hour - self._planned_h.get(c, 0.0) >= LOOK_AGAIN_H}
        due = (stirred | closing | idle) & self._possible(queue, hour)
        wanted = [need for need in queue if need.category in due]
        if not wanted:
            return ()
        self._planned_h.update(dict.fromkeys({need.category for need in wanted}, hour))
        supply = [self._supply[key] for c in self._by_category for key in self._by_category[c]]
        return plan(wanted, supply, learn(self._desk.arrivals, hour), hour, self._pressed(hour)).pieces

    def _pressed(self, hour: float) -> PlanPolicy:
        """The policy in the light of how the promise has been kept so far."""
        over = hour - self._policy.promise_h
        calm = (need for need in self._calm if need.posted_h <= over)
        return pressed_by(self._policy, (self._first_waits.get(need.id) for need in calm))

    def _possible(self, queue: list[OpenNeed], hour: float) -> set[str]:
        """Categories in which at least one need has somebody to ask now."""
        open_now = {
            (offering.category, area)
            for offering in self._supply.values()
            if offering.free > 0 and offering.starts_h <= hour <= offering.ends_h
            for area in offering.areas
        }
        return {need.category for need in queue if (need.category, need.area) in open_now}

    def _propose(self, piece: Piece, hour: float) -> None:
        need, offering = self._desk.queue[piece.need], self._supply[piece.offering]
        self._first_waits.setdefault(piece.need, hour - need.posted_h)
        self._desk.give(piece.need, piece.quantity)
        self._hold(piece.offering, -piece.quantity)
        limit = hour + AnswerTimes().of(need.priority).total_seconds() / 3600
        until = min(limit, self._limits[need.id], offering.ends_h)
        self._asked.append(_Asked(piece, need, hour, until, self._world.ask(offering.partner)))

    def _hear(self, hour: float) -> set[str]:
        """Settle every proposal that has been answered or has expired; the categories of what comes back."""
        settled = sorted((a for a in self._asked if a.settled_h <= hour), key=lambda asked: asked.settled_h)
        self._asked = [asked for asked in self._asked if asked.settled_h > hour]
        return {category for asked in settled for category in self._settle(asked)}

    def _settle(self, asked: _Asked) -> set[str]:
        in_time = asked.proposed_h + asked.answer.after_h <= asked.until_h
        state = "expired" if not in_time else "accepted" if asked.answer.says else "declined"
        quantity = asked.piece.quantity / self._scale
        answered = asked.settled_h if in_time else None
        self.made.append(
            Assignment(asked.piece.need, asked.piece.offering, quantity, asked.proposed_h, answered, state)
        )
        if state == "accepted":
            return set()
        self._hold(asked.piece.offering, asked.piece.quantity)
        self._desk.take_back(asked.need, asked.piece.offering, asked.piece.quantity)
        return {asked.need.category}

    def _hold(self, offering: str, units: int) -> None:
        held = self._supply[offering]
        self._supply[offering] = replace(held, free=held.free + units)


def supply_of(offering: Offering, scale: int) -> Supply:
    """An offering of the files as the planner sees it, nothing of it taken."""
    units = math.floor(offering.capacity * scale + 1e-6)
    return Supply(
        offering.id,
        offering.partner,
        offering.category,
        offering.areas,
        units,
        units,
        offering.starts_h,
        offering.ends_h,
    )
