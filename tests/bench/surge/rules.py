"""The rules to beat, each written from the description of how other systems place needs."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from tests.bench.surge.workload import Assignment, Need, Offering, Workload

Rule = Callable[[Workload], list[Assignment]]
AGEING_STEP_H = 0.25


class Shelf:
    """Offerings by category and area, with what is left of each."""

    def __init__(self, offerings: Iterable[Offering]) -> None:
        self.left = {offering.id: offering.capacity for offering in offerings}
        self._by_place: dict[tuple[str, str], list[Offering]] = defaultdict(list)
        for offering in offerings:
            for area in offering.areas:
                self._by_place[offering.category, area].append(offering)

    def open_for(self, need: Need, hour: float) -> list[Offering]:
        """Offerings of the category and area available at that hour, in their listed order."""
        places = self._by_place[need.category, need.area]
        return [o for o in places if o.starts_h <= hour <= o.ends_h]

    def free_for(self, need: Need, hour: float) -> list[Offering]:
        return [o for o in self.open_for(need, hour) if self.left[o.id] > 0]

    def load(self, offering: Offering) -> float:
        return 1 - self.left[offering.id] / offering.capacity

    def take(self, need: Need, offering: Offering, quantity: float, hour: float) -> Assignment:
        self.left[offering.id] -= quantity
        return Assignment(need.id, offering.id, quantity, hour, hour, "accepted")


def one_to_one(workload: Workload) -> list[Assignment]:
    """Mutual-aid boards: a need takes the first free offering and uses it up, however much is left over.

    The first is one that covers the whole need; where none does, any free one.
    """
    shelf, made = Shelf(workload.offerings), []
    for need in workload.needs:
        free = shelf.free_for(need, need.posted_h)
        whole = [offering for offering in free if offering.capacity >= need.quantity]
        for offering in (whole or free)[:1]:
            made.append(shelf.take(need, offering, min(need.quantity, offering.capacity), need.posted_h))
            shelf.left[offering.id] = 0
    return made


def stock_check(workload: Workload) -> list[Assignment]:
    """Sahana Eden: any site whose whole stock covers the need says yes; earlier promises are ignored.

    Which of the able sites is asked is up to whoever asks: drawn at random here, always the same draw.
    """
    shelf, made, draw = Shelf(workload.offerings), [], random.Random(4)  # noqa: S311 - no secret
    for need in workload.needs:
        able = [o for o in shelf.open_for(need, need.posted_h) if o.capacity >= need.quantity]
        if able:
            made.append(shelf.take(need, draw.choice(able), need.quantity, need.posted_h))
    return made


def first_fit(workload: Workload) -> list[Assignment]:
    """Needs as they come, offerings as they are listed; a need may be split."""
    shelf, made = Shelf(workload.offerings), []
    for need in workload.needs:
        made += _split(shelf, need, shelf.free_for(need, need.posted_h), need.quantity, need.posted_h)
    return made


def least_loaded(workload: Workload) -> list[Assignment]:
    """Needs as they come, the offering with the lowest load first; a need may be split."""
    shelf, made = Shelf(workload.offerings), []
    for need in workload.needs:
        free = sorted(shelf.free_for(need, need.posted_h), key=shelf.load)
        made += _split(shelf, need, free, need.quantity, need.posted_h)
    return made


def least_loaded_queue(workload: Workload) -> list[Assignment]:
    """Least loaded over a queue looked at every 15 minutes, the most urgent for its age first."""
    shelf, made = Shelf(workload.offerings), []
    waiting: dict[str, float] = {}
    by_id = {need.id: need for need in workload.needs}
    coming = list(reversed(workload.needs))
    hour = 0.0
    while coming or waiting:
        hour += AGEING_STEP_H
        while coming and coming[-1].posted_h <= hour:
            need = coming.pop()
            waiting[need.id] = need.quantity
        for need in sorted((by_id[key] for key in waiting), key=lambda need: _urgency(need, hour)):
            if need.deadline_h < hour:
                del waiting[need.id]
                continue
            free = sorted(shelf.free_for(need, hour), key=shelf.load)
            pieces = _split(shelf, need, free, waiting[need.id], hour)
            waiting[need.id] -= sum(piece.quantity for piece in pieces)
            if waiting[need.id] <= 0:
                del waiting[need.id]
            made += pieces
    return made


def _urgency(need: Need, hour: float) -> float:
    waited = (hour - need.posted_h) / max(need.deadline_h - need.posted_h, 1e-9)
    return -need.weight * (1 + waited)


def _split(
    shelf: Shelf, need: Need, offerings: Sequence[Offering], quantity: float, hour: float
) -> list[Assignment]:
    made = []
    for offering in offerings:
        if quantity <= 0:
            break
        piece = min(quantity, shelf.left[offering.id])
        made.append(shelf.take(need, offering, piece, hour))
        quantity -= piece
    return made


RULES: dict[str, Rule] = {
    "one-to-one": one_to_one,
    "stock check": stock_check,
    "first fit": first_fit,
    "least loaded": least_loaded,
    "least loaded, 15-minute queue": least_loaded_queue,
}
