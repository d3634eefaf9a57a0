"""What is likely to be asked next, learned only from what has been asked so far.

Nothing here knows how long a surge lasts or which area it hits. What is asked just now is carried on and
fades with the age of the surge: after six hours of it the next six matter, after two days the next two days
do. How fast it fades is not known, so futures are drawn for several speeds; in some it does not fade, and
goes on as it was over a longer while. Where and how urgent: the shares seen so far, a category's own drawn
towards those of all categories while it has few needs.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from random import Random
from statistics import NormalDist
from typing import NamedTuple, TypeVar

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Arrival
from chalicelib.domain.planning_policy import PlanPolicy
from chalicelib.domain.planning_sizes import Sizes, learn_sizes

A_LONGER_WHILE = 1 / 4
JUST_NOW = 1 / 16
SHORTEST_H = 0.75
PRIOR_CATEGORY = 0.5
PRIOR_AREAS = 10.0
PRIOR_PRIORITIES = 30.0
EXACT_BELOW = 60.0
SMALLEST = 0.5
NORMAL = NormalDist()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Demand:
    """Units likely to be asked, all at about `posted_h`, to be given by `deadline_h`."""

    area: str
    priority: Priority
    posted_h: float
    deadline_h: float
    quantity: float


@dataclass(frozen=True, slots=True)
class Past:
    """What the needs posted until `now_h` say. Rates are needs an hour: over a longer while, and just now."""

    now_h: float
    age_h: float
    rate: float
    rate_now: float
    needs: int
    by_category: dict[str, int]
    by_area: dict[str, int]
    by_priority: dict[Priority, int]
    by_category_area: dict[tuple[str, str], int]
    by_category_priority: dict[tuple[str, Priority], int]
    sizes: Sizes
    leads: dict[Priority, float]


def learn(arrivals: Sequence[Arrival], now_h: float) -> Past:
    """Count what has been asked; `arrivals` are in the order of posting and none lies after `now_h`."""
    age = max(now_h - arrivals[0].posted_h, 0.25) if arrivals else 0.25
    posted = [arrival.posted_h for arrival in arrivals]
    return Past(
        now_h,
        age,
        _rate(posted, now_h, age, A_LONGER_WHILE),
        _rate(posted, now_h, age, JUST_NOW),
        len(arrivals),
        Counter(a.category for a in arrivals),
        Counter(a.area for a in arrivals),
        Counter(a.priority for a in arrivals),
        Counter((a.category, a.area) for a in arrivals),
        Counter((a.category, a.priority) for a in arrivals),
        learn_sizes(arrivals),
        _leads(arrivals),
    )


def _rate(posted: Sequence[float], now_h: float, age_h: float, share: float) -> float:
    """Needs an hour: recent ones weigh more, over a memory of this share of the surge's age."""
    memory = max(SHORTEST_H, age_h * share)
    weight = sum(math.exp((hour - now_h) / memory) for hour in posted)
    return weight / (memory * (1 - math.exp(-age_h / memory)))


def _leads(arrivals: Iterable[Arrival]) -> dict[Priority, float]:
    """The median hours from posting to deadline, by priority."""
    seen: dict[Priority, list[float]] = {priority: [] for priority in Priority}
    for arrival in arrivals:
        seen[arrival.priority].append(arrival.lead_h)
    return {priority: sorted(leads)[len(leads) // 2] for priority, leads in seen.items() if leads}


def coming(past: Past, from_h: float, to_h: float, fade: float, head: float = 0.0) -> float:
    """Needs expected between two hours from now when the rate fades as (age / (age + hours)) ** fade.

    A rate that does not fade is that of the longer while: what is asked just now may be a burst.
    """
    age = past.age_h + head
    rate = past.rate_now if fade else past.rate

    def until(hours: float) -> float:
        if math.isclose(fade, 1):
            return age * math.log1p(hours / age)
        return float(age / (1 - fade) * ((1 + hours / age) ** (1 - fade) - 1))

    return rate * (until(to_h) - until(from_h))


def scenarios(
    past: Past, category: str, categories: int, count: int, policy: PlanPolicy
) -> list[list[Demand]]:
    """`count` equally likely futures of one category.

    The chances are drawn once for a category and kept from tick to tick, and spread evenly over what is
    possible. Were they drawn anew, a unit would be given away at the first tick at which luck had it that
    nobody else would need it.
    """
    if not past.needs:
        return [[] for _ in range(count)]
    order = Random(f"{policy.chances} {category}")  # noqa: S311 - no secret
    levels, counts = _even(count, order), _even(count, order)
    speeds = [policy.fades[number % len(policy.fades)] for number in range(count)]
    return [
        _future(past, category, categories, policy, _Chance(f"{category} {number}", *chances))
        for number, chances in enumerate(zip(speeds, levels, counts, strict=True))
    ]


def _even(count: int, order: Random) -> list[float]:
    """Chances between 0 and 1 at even distances, in some order."""
    chances = [(number + 0.5) / count for number in range(count)]
    order.shuffle(chances)
    return chances


@dataclass(frozen=True, slots=True)
class _Chance:
    """What luck has in store for one future: how fast the rate fades, how much is asked and how often."""

    name: str
    fade: float
    level: float
    count: float

    def draw(self, purpose: str) -> Random:
        return Random(f"{self.name} {purpose}")  # noqa: S311 - no secret


def _future(past: Past, category: str, categories: int, policy: PlanPolicy, chance: _Chance) -> list[Demand]:
    seen = past.by_category.get(category, 0) + PRIOR_CATEGORY
    share = seen / (past.needs + PRIOR_CATEGORY * categories)
    spread = math.sqrt(policy.spread**2 + 1 / (seen + 1))
    level = share * math.exp(spread * NORMAL.inv_cdf(chance.level) - spread**2 / 2)
    spans = [
        (past.now_h + (start + end) / 2, level * coming(past, start, end, chance.fade, policy.head))
        for start, end in pairwise(policy.spans)
    ]
    wanted = _Wanted(
        spans, _areas(past, category, chance), _priorities(past, category), past.sizes.of(category)
    )
    expected = sum(needs for _, needs in spans)
    fill = _few if expected < EXACT_BELOW else _many
    cells = fill(expected, wanted, chance)
    return [
        Demand(area, priority, posted, posted + past.leads[priority], units * policy.caution.of(priority))
        for (posted, area, priority), units in cells.items()
        if units >= SMALLEST
    ]


def _areas(past: Past, category: str, chance: _Chance) -> list[tuple[str, float]]:
    """Shares of the areas in this category, drawn from what is likely."""
    drawn = [
        (
            area,
            chance.draw(area).gammavariate(
                past.by_category_area.get((category, area), 0) + PRIOR_AREAS * count / past.needs, 1
            ),
        )
        for area, count in sorted(past.by_area.items())
    ]
    total = sum(weight for _, weight in drawn)
    return [(area, weight / total) for area, weight in drawn]


def _priorities(past: Past, category: str) -> list[tuple[Priority, float]]:
    """Shares of the priorities in this category, drawn towards those of all categories."""
    seen = past.by_category.get(category, 0)
    return [
        (
            priority,
            (past.by_category_priority.get((category, priority), 0) + PRIOR_PRIORITIES * count / past.needs)
            / (seen + PRIOR_PRIORITIES),
        )
        for priority, count in sorted(past.by_priority.items())
    ]


Shares = Sequence[tuple[T, float]]
Cells = dict[tuple[float, str, Priority], float]


class _Wanted(NamedTuple):
    """What is asked for in a category: when, where and how urgently by share, and which quantities."""

    spans: Shares[float]
    areas: Shares[str]
    priorities: Shares[Priority]
    sizes: tuple[float, ...]


def _few(expected: float, wanted: _Wanted, chance: _Chance) -> Cells:
    """Need by need."""
    cells: Cells = {}
    sizes, draw = wanted.sizes, chance.draw("needs")
    pick_span, pick_area, pick_priority = (
        _picker(wanted.spans, draw),
        _picker(wanted.areas, draw),
        _picker(wanted.priorities, draw),
    )
    for _ in range(_poisson(expected, chance.count)):
        cell = (pick_span(), pick_area(), pick_priority())
        cells[cell] = cells.get(cell, 0.0) + sizes[int(draw.random() * len(sizes))]
    return cells


def _picker(shares: Shares[T], draw: Random) -> Callable[[], T]:
    """Draws one of the names by its share."""
    names = [name for name, _ in shares]
    sums = list(accumulate(share for _, share in shares))
    last = len(names) - 1
    return lambda: names[min(bisect_right(sums, draw.random() * sums[-1]), last)]


def _many(expected: float, wanted: _Wanted, chance: _Chance) -> Cells:
    """Cell by cell: the sum of many needs is close to normal."""
    spans, areas, priorities, sizes = wanted
    draw = chance.draw("cells")
    mean = sum(sizes) / len(sizes)
    square = sum(size**2 for size in sizes) / len(sizes)
    total = sum(needs for _, needs in spans)
    cells: Cells = {}
    for posted, needs in spans:
        for area, area_share in areas:
            for priority, priority_share in priorities:
                here = expected * needs / total * area_share * priority_share
                cells[posted, area, priority] = draw.gauss(here * mean, math.sqrt(here * square))
    return cells


def _poisson(mean: float, chance: float) -> int:
    """The number that a Poisson variable with this mean stays at or below with this chance."""
    count, term = 0, math.exp(-mean)
    total = term
    while total < chance:
        count += 1
        term *= mean / count
        total += term
    return count
