"""The duty desk of a played surge: posts needs, and looks twice at those that seem posted twice."""

from dataclasses import dataclass, replace

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Arrival, OpenNeed
from tests.bench.surge.workload import Need, Workload

PRIORITIES = {1: Priority.P1, 2: Priority.P2, 3: Priority.P3}
SEEMS_THE_SAME_H = 2.0
SETTLED_AFTER_H = 0.5
TIME_TO_ANSWER_H = {Priority.P1: 0.0, Priority.P2: 2.0, Priority.P3: 2.0}


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A need that waits for staff to say whether it is another one's second posting."""

    until_h: float
    need: OpenNeed


class Desk:
    """The open queue and what has been posted so far.

    In the product the case reference tells a second posting at once. The files have none, so a P2 or P3
    with the category, area, quantity and priority of a need posted up to two hours before waits half an
    hour for staff to find out; the truth is in `repeats.csv`. A P1 waits for nobody.
    """

    def __init__(self, workload: Workload, scale: int) -> None:
        self.queue: dict[str, OpenNeed] = {}
        self.arrivals: list[Arrival] = []
        self._scale = scale
        self._answers_take_time = not workload.instant
        self._again = {need for need, _ in workload.repeats}
        self._coming = list(reversed(workload.needs))
        self._doubts: list[_Doubt] = []
        self._refused: dict[str, set[str]] = {}
        self._recent: dict[tuple[str, str, float, int], float] = {}

    @property
    def goes_on(self) -> bool:
        return bool(self._coming or self.queue or self._doubts)

    def post_until(self, hour: float) -> set[str]:
        """Post what has come by this hour; the categories in which the queue has grown."""
        grown = self._settle(hour)
        while self._coming and self._coming[-1].posted_h <= hour:
            need = self._coming.pop()
            posted = self._open(need)
            self.arrivals.append(_arrival(need, posted))
            if self._seems_posted(need) and posted.priority is not Priority.P1:
                self._doubts.append(_Doubt(need.posted_h + SETTLED_AFTER_H, posted))
            else:
                self.queue[posted.id] = posted
                grown.add(posted.category)
        return grown

    def drop_overdue(self, hour: float) -> None:
        """Take out needs that nobody can answer in time any more."""
        for key in [key for key, need in self.queue.items() if need.deadline_h < hour]:
            del self.queue[key]

    def give(self, need_id: str, quantity: int) -> None:
        """Take units that have been proposed out of the queue, as far as the need still stands in it."""
        need = self.queue.pop(need_id, None)
        if need is not None and need.quantity > quantity:
            self.queue[need_id] = replace(need, quantity=need.quantity - quantity)

    def leave_out(self, need: OpenNeed, offering: str) -> None:
        """Remember an offering that declined or was silent."""
        self._refused.setdefault(need.id, set()).add(offering)

    def take_back(self, need: OpenNeed, quantity: int) -> None:
        """Put units back into the queue, for others than those left out."""
        waiting = self.queue.get(need.id, replace(need, quantity=0))
        tried = frozenset(self._refused.get(need.id, ()))
        self.queue[need.id] = replace(waiting, quantity=waiting.quantity + quantity, tried=tried)

    def _settle(self, hour: float) -> set[str]:
        settled = [doubt.need for doubt in self._doubts if doubt.until_h <= hour]
        self._doubts = [doubt for doubt in self._doubts if doubt.until_h > hour]
        fresh = [need for need in settled if need.id not in self._again]
        self.queue.update((need.id, need) for need in fresh)
        return {need.category for need in fresh}

    def _seems_posted(self, need: Need) -> bool:
        if not self._answers_take_time:
            return False
        key = (need.category, need.area, need.quantity, need.priority)
        before = self._recent.get(key)
        self._recent[key] = need.posted_h
        return before is not None and need.posted_h - before <= SEEMS_THE_SAME_H

    def _open(self, need: Need) -> OpenNeed:
        priority = PRIORITIES[need.priority]
        margin = TIME_TO_ANSWER_H[priority] if self._answers_take_time else 0.0
        units = round(need.quantity * self._scale)
        deadline = max(need.posted_h, need.deadline_h - margin)
        return OpenNeed(need.id, need.category, need.area, priority, units, need.posted_h, deadline)


def _arrival(need: Need, posted: OpenNeed) -> Arrival:
    lead = need.deadline_h - need.posted_h
    return Arrival(need.posted_h, need.category, need.area, posted.priority, posted.quantity, lead)
