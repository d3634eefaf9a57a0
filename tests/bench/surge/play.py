"""A workload played through the product's planner on a virtual clock."""

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from chalicelib.domain.answer_times import AnswerTimes
from chalicelib.domain.late_answers import GIVE_WAY_AT_MOST
from chalicelib.domain.planning import OpenNeed, Piece, Supply
from chalicelib.domain.planning_forecast import learn
from chalicelib.domain.planning_policy import PlanPolicy, Waits, pressed_by
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
    def answered_h(self) -> float:
        return self.proposed_h + self.answer.after_h

    @property
    def settled_h(self) -> float:
        return min(self.until_h, self.answered_h)


_Event = tuple[float, _Asked, Callable[[_Asked], set[str]]]


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
        self._cases = workload.cases
        self._first_waits: dict[str, float] = {}
        self._limits = {need.id: need.deadline_h for need in workload.needs}
        self._supply = {o.id: supply_of(o, self._scale) for o in workload.offerings}
        self._partner = {o.id: o.partner for o in workload.offerings}
        self._by_category: dict[str, list[str]] = defaultdict(list)
        for offering in workload.offerings:
            self._by_category[offering.category].append(offering.id)
        self._asked: list[_Asked] = []
        self._silent: list[_Asked] = []
        self._lacking = {need.id: round(need.quantity * self._scale) for need in workload.needs}
        self._planned_h: dict[str, float] = {}
        self.made: list[Assignment] = []
        self.seconds: list[float] = []

    @property
    def goes_on(self) -> bool:
        return self._desk.goes_on or bool(self._asked or self._silent)

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
        """The policy in the light of how its promises have been kept so far."""
        urgent = self._waits_of(2, hour - self._policy.urgent_promise_h)
        return pressed_by(self._policy, Waits(urgent, self._waits_of(3, hour - self._policy.promise_h)))

    def _waits_of(self, priority: int, until_h: float) -> list[float | None]:
        posted = (need for need in self._cases if need.priority == priority and need.posted_h <= until_h)
        return [self._first_waits.get(need.id) for need in posted]

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
        self._hold(piece, -piece.quantity)
        limit = hour + AnswerTimes().of(need.priority).total_seconds() / 3600
        until = min(limit, self._last_h(piece))
        self._asked.append(_Asked(piece, need, hour, until, self._world.ask(offering.partner)))

    def _hear(self, hour: float) -> set[str]:
        """Settle in their order what has been answered, in time or late, or has expired; the categories of
        what comes back.
        """
        stirred: set[str] = set()
        while coming := min(self._coming(hour), key=lambda one: one[0], default=None):
            _, asked, settle = coming
            stirred |= settle(asked)
        return stirred

    def _coming(self, hour: float) -> Iterator[_Event]:
        yield from ((one.settled_h, one, self._settle) for one in self._asked if one.settled_h <= hour)
        yield from ((one.answered_h, one, self._hear_late) for one in self._silent if one.answered_h <= hour)

    def _settle(self, asked: _Asked) -> set[str]:
        self._asked.remove(asked)
        if asked.answered_h > asked.until_h:
            return self._expire(asked)
        state = "accepted" if asked.answer.says else "declined"
        self._write(asked, asked.piece.quantity, asked.answered_h, state)
        return set() if asked.answer.says else self._take_back(asked)

    def _expire(self, asked: _Asked) -> set[str]:
        """It goes on to others; its partner may still say yes before the need's deadline."""
        if asked.answer.says and asked.answered_h <= self._last_h(asked.piece):
            self._silent.append(asked)
        else:
            self._write(asked, asked.piece.quantity, None, "expired")
        return self._take_back(asked)

    def _hear_late(self, asked: _Asked) -> set[str]:
        """A late yes is taken as the product takes it (`domain.late_answers`): first what is with nobody,
        then what others have not answered.
        """
        self._silent.remove(asked)
        piece, partner = asked.piece, self._partner[asked.piece.offering]
        offered = min(piece.quantity, self._supply[piece.offering].free)
        units, stirred = min(offered, self._lacking[piece.need]), set()
        gave_way = 0
        for other in sorted(self._asked, key=lambda one: -one.proposed_h):
            elsewhere = other.piece.need == piece.need and self._partner[other.piece.offering] != partner
            if elsewhere and gave_way < GIVE_WAY_AT_MOST and units + other.piece.quantity <= offered:
                gave_way += 1
                units += other.piece.quantity
                self._asked.remove(other)
                self._write(other, other.piece.quantity, None, "expired")
                stirred |= self._give_back(other)
        if units:
            self._desk.give(piece.need, units)
            self._hold(piece, -units)
            self._write(asked, units, asked.answered_h, "accepted")
        else:
            self._write(asked, piece.quantity, None, "expired")
        return stirred

    def _write(self, asked: _Asked, units: int, answered_h: float | None, state: str) -> None:
        """What gave way to a late yes ended without an answer: the files know no other word for it."""
        piece, quantity = asked.piece, units / self._scale
        made = Assignment(piece.need, piece.offering, quantity, asked.proposed_h, answered_h, state)
        self.made.append(made)

    def _take_back(self, asked: _Asked) -> set[str]:
        """The need goes on to others than this offering."""
        self._desk.leave_out(asked.need, asked.piece.offering)
        return self._give_back(asked)

    def _give_back(self, asked: _Asked) -> set[str]:
        self._hold(asked.piece, asked.piece.quantity)
        self._desk.take_back(asked.need, asked.piece.quantity)
        return {asked.need.category}

    def _hold(self, piece: Piece, units: int) -> None:
        """Units that come back to the offering, and that the need lacks again; fewer where negative."""
        held = self._supply[piece.offering]
        self._supply[piece.offering] = replace(held, free=held.free + units)
        self._lacking[piece.need] += units

    def _last_h(self, piece: Piece) -> float:
        return min(self._limits[piece.need], self._supply[piece.offering].ends_h)


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
