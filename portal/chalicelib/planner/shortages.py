"""Where more would help: each category is solved again with one more offering of its usual size.

The prices of the first solution say where to look: what a unit more would add can only fall as more are
added, so no place gains more than its price for each unit that is missing there, or that one offering holds.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import OpenNeed, Shortage, Supply
from chalicelib.domain.planning_forecast import Past
from chalicelib.domain.planning_policy import ByPriority, PlanPolicy
from chalicelib.planner.parts import Part, parts, solved
from chalicelib.planner.plan import POLICY

TOLD = 12
A_CATEGORY = 3
WORTH_TELLING = 0.05
AS_EXPECTED = ByPriority(1.0, 1.0, 1.0)
Unmet = Mapping[tuple[str, Priority], float]


@dataclass(frozen=True, slots=True)
class _Place:
    """An area in which one more unit would help its category, before anything is added."""

    part: Part
    unmet: Unmet
    area: str
    price: float
    typical: int
    a_need: float

    @property
    def units(self) -> float:
        return sum(self.unmet.values())

    @property
    def most(self) -> float:
        """No offering more in this place is worth more than this, in needs weighted by urgency."""
        return self.price * min(self.units, self.typical) / self.a_need

    @property
    def here(self) -> float:
        return sum(units for (area, _), units in self.unmet.items() if area == self.area)


def shortages(
    queue: Iterable[OpenNeed], supply: Iterable[Supply], past: Past, now_h: float, policy: PlanPolicy = POLICY
) -> tuple[Shortage, ...]:
    """The places where one more offering would help most, the best first: a dozen, three a category.

    Takes about twice as long as a plan, which does not need it. Raises NoPlan when the solver fails.
    """
    waiting, stock = list(queue), list(supply)
    expecting = replace(policy, caution=AS_EXPECTED)
    categories = {need.category for need in waiting} | past.by_category.keys()
    places = [
        place
        for part in parts(categories, waiting, stock, past, now_h, expecting)
        for place in _best(_places(part, stock, past, now_h, expecting), A_CATEGORY)
    ]
    found = [_shortage(place, now_h, expecting) for place in _best(places, TOLD)]
    return tuple(sorted((one for one in found if one.gained_units > 0), key=lambda one: -one.weight))


def _best(places: Iterable[_Place], count: int) -> list[_Place]:
    ranked = sorted(places, key=lambda place: (-round(place.most, 6), -place.here, place.area))
    return ranked[:count]


def _places(
    part: Part, stock: Sequence[Supply], past: Past, now_h: float, policy: PlanPolicy
) -> Iterator[_Place]:
    answer = solved(part, now_h, policy).answer
    typical, a_need = _typical(part, stock), _a_need(part, past)
    for area, price in answer.prices.items():
        place = _Place(part, answer.unmet, area, price, typical, a_need)
        if price > WORTH_TELLING and place.units >= 1:
            yield place


def _typical(part: Part, stock: Sequence[Supply]) -> int:
    """The median capacity in this category, else of all; where nobody gives anything, of what is asked."""
    known = [offering.capacity for offering in part.supply] or [offering.capacity for offering in stock]
    known = known or [need.quantity for need in part.queue] or [1]
    return max(1, math.floor(median(known) + 0.5))


def _a_need(part: Part, past: Past) -> float:
    """The units that a need of this category asks for."""
    return past.sizes.mean(part.category) if past.needs else fmean(need.quantity for need in part.queue)


def _shortage(place: _Place, now_h: float, policy: PlanPolicy) -> Shortage:
    with_one_more = replace(place.part, supply=(*place.part.supply, _one_more(place, now_h, policy)))
    gained = _gained(place.unmet, solved(with_one_more, now_h, policy).answer.unmet)
    units = sum(gained.values())
    worth = sum(policy.urgency.of(priority) * more for priority, more in gained.items())
    return Shortage(
        place.part.category,
        place.area,
        units=round(place.units, 1),
        needs=round(place.units / place.a_need, 1),
        typical=place.typical,
        gained_units=round(units, 1),
        gained_needs=round(units / place.a_need, 1),
        weight=round(worth / place.a_need, 2),
        price=round(place.price, 3),
    )


def _gained(before: Unmet, after: Unmet) -> dict[Priority, float]:
    """Units covered more, by priority, in all areas."""
    gained = dict.fromkeys(Priority, 0.0)
    for cell, units in before.items():
        gained[cell[1]] += units - after[cell]
    return gained


def _one_more(place: _Place, now_h: float, policy: PlanPolicy) -> Supply:
    """An offering of the usual size in this area, open from now on."""
    ends = now_h + 2 * policy.horizon_h
    areas, units = frozenset({place.area}), place.typical
    return Supply("one more", "", place.part.category, areas, units, units, now_h, ends)
