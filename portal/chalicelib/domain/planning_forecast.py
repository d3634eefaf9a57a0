"""What is likely to be asked next, learned only from what has been asked so far.

Nothing here knows how long a surge lasts or which area it hits. The rate of the last while is carried on and
fades with the age of the surge: after six hours of it the next six matter, after two days the next two days do. How
fast it fades is not known, so scenarios are drawn for several speeds. Where and how urgent: shares seen so far, a
category's own drawn towards those of all categories while it has few needs.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Arrival, PlanPolicy

PRIOR_CATEGORY = 0.5
PRIOR_AREAS = 10.0
PRIOR_PRIORITIES = 30.0
EXACT_BELOW = 30.0


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
    """What the needs posted until `now_h` say."""

    now_h: float
    age_h: float
    rate: float
    needs: int
    by_category: dict[str, int]
    by_area: dict[str, int]
    by_priority: dict[Priority, int]
    by_category_area: dict[tuple[str, str], int]
    by_category_priority: dict[tuple[str, Priority], int]
    quantities: tuple[int, ...]
    leads: dict[Priority, float]


def learn(arrivals: Sequence[Arrival], now_h: float) -> Past:
    """Count what has been asked; `arrivals` are in the order of posting and none lies after `now_h`."""
    age = max(now_h - arrivals[0].posted_h, 0.25) if arrivals else 0.25
    return Past(
        now_h,
        age,
        _rate([arrival.posted_h for arrival in arrivals], now_h, age),
        len(arrivals),
        Counter(a.category for a in arrivals),
        Counter(a.area for a in arrivals),
        Counter(a.priority for a in arrivals),
        Counter((a.category, a.area) for a in arrivals),
        Counter((a.category, a.priority) for a in arrivals),
        tuple(a.quantity for a in arrivals[-2000:]),
        _leads(arrivals),
    )


def _rate(posted: Sequence[float], now_h: float, age_h: float) -> float:
    """Needs an hour just now: recent ones weigh more, over a memory of a quarter of the surge's age."""
    memory = max(0.75, age_h / 4)
    weight = sum(math.exp((hour - now_h) / memory) for hour in posted)
    return weight / (memory * (1 - math.exp(-age_h / memory)))


def _leads(arrivals: Iterable[Arrival]) -> dict[Priority, float]:
    """The median hours from posting to deadline, by priority."""
    seen: dict[Priority, list[float]] = {priority: [] for priority in Priority}
    for arrival in arrivals:
        seen[arrival.priority].append(arrival.lead_h)
    return {priority: sorted(leads)[len(leads) // 2] for priority, leads in seen.items() if leads}


def coming(past: Past, from_h: float, to_h: float, fade: float, head: float = 0.0) -> float:
    """Needs expected between two hours from now when the rate fades as (age / (age + hours)) ** fade."""
    age = past.age_h + head

    def until(hours: float) -> float:
        if abs(fade - 1) < 1e-9:
            return age * math.log1p(hours / age)
        return age / (1 - fade) * ((1 + hours / age) ** (1 - fade) - 1)

    return past.rate * (until(to_h) - until(from_h))


def scenarios(
    past: Past, category: str, categories: int, edges: Sequence[float], count: int, policy: PlanPolicy
) -> list[list[Demand]]:
    """`count` equally likely futures of one category; `edges` cut the hours from now into spans.

    The same past gives the same futures, so that a plan can be replayed.
    """
    if not past.needs:
        return [[] for _ in range(count)]
    draw = Random(f"{policy.version} {category} {past.now_h:.4f}")  # noqa: S311 - no secret
    return [
        _future(past, category, categories, edges, policy.fades[number % len(policy.fades)], policy, draw)
        for number in range(count)
    ]


def _future(
    past: Past,
    category: str,
    categories: int,
    edges: Sequence[float],
    fade: float,
    policy: PlanPolicy,
    draw: Random,
) -> list[Demand]:
    seen = past.by_category.get(category, 0)
    share = draw.gammavariate(seen + PRIOR_CATEGORY, 1) / (past.needs + PRIOR_CATEGORY * categories)
    level = share * draw.lognormvariate(-(policy.spread**2) / 2, policy.spread)
    areas = _areas(past, category, draw)
    priorities = _priorities(past, category)
    future = []
    for start, end in zip(edges, edges[1:], strict=False):
        expected = level * coming(past, start, end, fade, policy.head)
        future += _span(past, expected, past.now_h + (start + end) / 2, areas, priorities, draw)
    return future


def _areas(past: Past, category: str, draw: Random) -> list[tuple[str, float]]:
    """Shares of the areas in this category, drawn from what is likely."""
    drawn = [
        (
            area,
            draw.gammavariate(
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


def _span(
    past: Past,
    expected: float,
    posted_h: float,
    areas: list[tuple[str, float]],
    priorities: list[tuple[Priority, float]],
    draw: Random,
) -> list[Demand]:
    if expected < EXACT_BELOW:
        cells = _few(expected, areas, priorities, past.quantities, draw)
    else:
        cells = _many(expected, areas, priorities, past.quantities, draw)
    return [
        Demand(area, priority, posted_h, posted_h + past.leads[priority], units)
        for (area, priority), units in cells.items()
        if units >= 0.5
    ]


Cells = dict[tuple[str, Priority], float]


def _few(
    expected: float,
    areas: list[tuple[str, float]],
    priorities: list[tuple[Priority, float]],
    quantities: tuple[int, ...],
    draw: Random,
) -> Cells:
    """Need by need."""
    cells: Cells = {}
    area_names, area_sums = _sums(areas)
    kinds, kind_sums = _sums(priorities)
    for _ in range(_poisson(expected, draw)):
        area = area_names[min(bisect_right(area_sums, draw.random()), len(area_names) - 1)]
        kind = kinds[min(bisect_right(kind_sums, draw.random()), len(kinds) - 1)]
        cells[area, kind] = cells.get((area, kind), 0.0) + draw.choice(quantities)
    return cells


def _sums(shares: list) -> tuple[list, list[float]]:
    total, names, sums = 0.0, [], []
    for name, share in shares:
        total += share
        names.append(name)
        sums.append(total)
    return names, sums


def _many(
    expected: float,
    areas: list[tuple[str, float]],
    priorities: list[tuple[Priority, float]],
    quantities: tuple[int, ...],
    draw: Random,
) -> Cells:
    """Cell by cell: the sum of many needs is close to normal."""
    mean = sum(quantities) / len(quantities)
    square = sum(quantity**2 for quantity in quantities) / len(quantities)
    return {
        (area, kind): max(
            0.0,
            draw.gauss(
                expected * area_share * kind_share * mean,
                math.sqrt(expected * area_share * kind_share * square),
            ),
        )
        for area, area_share in areas
        for kind, kind_share in priorities
    }


def _poisson(mean: float, draw: Random) -> int:
    limit, product, count = math.exp(-mean), draw.random(), 0
    while product > limit:
        product *= draw.random()
        count += 1
    return count
