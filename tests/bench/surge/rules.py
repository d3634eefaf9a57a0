"""The rules to beat, each written from the description of how other systems place needs.

Where partners answer in their own time they answer these rules as they answer us.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from heapq import heappop, heappush

from tests.bench.surge.partners import AtOnce, InTheirOwnTime
from tests.bench.surge.workload import Assignment, Need, Offering, Workload

Rule = Callable[[Workload], list[Assignment]]
AGEING_STEP_H = 0.25


class Shelf:
    """Offerings by category and area, what is left of each, and how their partners answer.

    What is declined or never answered goes back on the shelf. These systems do not ask the next on their own,
    so the need does not come back, but for `give_back`, which tells a queue what it may look at again.
    """

    def __init__(self, workload: Workload) -> None:
        self.left = {offering.id: offering.capacity for offering in workload.offerings}
        self.made: list[Assignment] = []
        self._world = AtOnce() if workload.instant else InTheirOwnTime(workload)
        self._coming_back: list[tuple[float, int, Offering, float]] = []
        self._by_place: dict[tuple[str, str], list[Offering]] = defaultdict(list)
        for offering in workload.offerings:
            for area in offering.areas:
                self._by_place[offering.category, area].append(offering)

    def open_for(self, need: Need, hour: float) -> list[Offering]:
        """Offerings of the category and area available at that hour, in their listed order."""
        places = self._by_place[need.category, need.area]
        return [o for o in places if o.starts_h <= hour <= o.ends_h]

    def free_for(self, need: Need, hour: float) -> list[Offering]:
        self.give_back(hour)
        return [o for o in self.open_for(need, hour) if self.left[o.id] > 0]

    def load(self, offering: Offering) -> float:
        return 1 - self.left[offering.id] / offering.capacity

    def take(self, need: Need, offering: Offering, quantity: float, hour: float, held: float = 0.0) -> None:
        """Propose units; `held` more are blocked with them and come back with them."""
        self.left[offering.id] -= quantity + held
        answer = self._world.ask(offering.partner)
        until = min(need.deadline_h, offering.ends_h)
        settled = min(until, hour + answer.after_h)
        state = "expired" if hour + answer.after_h > until else "accepted" if answer.says else "declined"
        answered = None if state == "expired" else settled
        if state != "accepted":
            heappush(self._coming_back, (settled, len(self.made), offering, quantity + held))
        self.made.append(Assignment(need.id, offering.id, quantity, hour, answered, state))

    def give_back(self, hour: float) -> list[Assignment]:
        """Put back what was not accepted by this hour."""
        refused = []
        while self._coming_back and self._coming_back[0][0] <= hour:
            _, number, offering, units = heappop(self._coming_back)
            self.left[offering.id] += units
            refused.append(self.made[number])
        return refused


def one_to_one(workload: Workload) -> list[Assignment]:
    """Mutual-aid boards: a need takes the first free offering and uses it up, however much is left over.

    The first is one that covers the whole need; where none does, any free one.
    """
    shelf = Shelf(workload)
    for need in workload.needs:
        free = shelf.free_for(need, need.posted_h)
        whole = [offering for offering in free if offering.capacity >= need.quantity]
        for offering in (whole or free)[:1]:
            units = min(need.quantity, offering.capacity)
            shelf.take(need, offering, units, need.posted_h, offering.capacity - units)
    return shelf.made


def stock_check(workload: Workload) -> list[Assignment]:
    """Sahana Eden: any site whose whole stock covers the need says yes; earlier promises are ignored.

    Which of the able sites is asked is up to whoever asks: drawn at random here, always the same draw.
    """
    shelf, draw = Shelf(workload), random.Random(4)  # noqa: S311 - no secret
    for need in workload.needs:
        able = [o for o in shelf.open_for(need, need.posted_h) if o.capacity >= need.quantity]
        if able:
            shelf.take(need, draw.choice(able), need.quantity, need.posted_h)
    return shelf.made


def first_fit(workload: Workload) -> list[Assignment]:
    """Needs as they come, offerings as they are listed; a need may be split."""
    shelf = Shelf(workload)
    for need in workload.needs:
        _split(shelf, need, shelf.free_for(need, need.posted_h), need.quantity, need.posted_h)
    return shelf.made


def least_loaded(workload: Workload) -> list[Assignment]:
    """Needs as they come, the offering with the lowest load first; a need may be split."""
    shelf = Shelf(workload)
    for need in workload.needs:
        free = sorted(shelf.free_for(need, need.posted_h), key=shelf.load)
        _split(shelf, need, free, need.quantity, need.posted_h)
    return shelf.made


def least_loaded_queue(workload: Workload) -> list[Assignment]:
    """Least loaded over a queue looked at every 15 minutes, the most urgent for its age first.

    What was not accepted is looked at again.
    """
    shelf, missing = Shelf(workload), {need.id: need.quantity for need in workload.needs}
    waiting: dict[str, Need] = {}
    by_id = {need.id: need for need in workload.needs}
    coming = list(reversed(workload.needs))
    hour, last = 0.0, max((need.deadline_h for need in workload.needs), default=0.0)
    while hour <= last:
        hour += AGEING_STEP_H
        for refused in shelf.give_back(hour):
            missing[refused.need] += refused.quantity
            waiting[refused.need] = by_id[refused.need]
        while coming and coming[-1].posted_h <= hour:
            need = coming.pop()
            waiting[need.id] = need
        waiting = {key: need for key, need in waiting.items() if need.deadline_h >= hour}
        for need in sorted(waiting.values(), key=lambda need: _urgency(need, hour)):
            free = sorted(shelf.free_for(need, hour), key=shelf.load)
            missing[need.id] -= _split(shelf, need, free, missing[need.id], hour)
            if missing[need.id] <= 0:
                del waiting[need.id]
    return shelf.made


def _urgency(need: Need, hour: float) -> float:
    waited = (hour - need.posted_h) / max(need.deadline_h - need.posted_h, 1e-9)
    return -need.weight * (1 + waited)


def _split(shelf: Shelf, need: Need, offerings: Sequence[Offering], quantity: float, hour: float) -> float:
    """Propose the units to these offerings in turn, as far as they go; the units proposed."""
    proposed = 0.0
    for offering in offerings:
        piece = min(quantity - proposed, shelf.left[offering.id])
        if piece <= 0:
            break
        shelf.take(need, offering, piece, hour)
        proposed += piece
    return proposed


RULES: dict[str, Rule] = {
    "one-to-one": one_to_one,
    "stock check": stock_check,
    "first fit": first_fit,
    "least loaded": least_loaded,
    "least loaded, 15-minute queue": least_loaded_queue,
}
