"""A seeded flood surge. Its laws stand here alone: no policy may read this module."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tests.bench.surge.workload import Need, Offering, Partner, Workload

Floats = NDArray[np.float64]

SIZES = {"KALBA": (654, 11), "S": (1_229, 120), "M": (12_000, 1_200), "L": (100_000, 5_000)}
HOURS = 72.0
CATEGORIES = 24
DEADLINES = {1: 6.0, 2: 24.0, 3: 72.0}
AREAS = (
    "sharjah",
    "al-hamriyah",
    "al-dhaid",
    "al-madam",
    "mleiha",
    "al-bataeh",
    "khorfakkan",
    "kalba",
    "dibba-al-hisn",
)


@dataclass(frozen=True, slots=True)
class Burst:
    """A share of the needs that comes as `after_h` + Gamma(2, 4 h)."""

    share: float
    after_h: float


@dataclass(frozen=True, slots=True)
class Law:
    """The shares by which needs and partners are drawn; what no burst takes arrives evenly over the hours."""

    bursts: tuple[Burst, ...]
    priorities: tuple[float, ...]
    demand_areas: tuple[float, ...]
    home_areas: tuple[float, ...]
    demand_categories: tuple[float, ...]


def usual_law() -> Law:
    """The law of the reference figures."""
    zipf = 1 / np.arange(1, CATEGORIES + 1) ** 0.9
    return Law(
        (Burst(0.6, 0.0),),
        (0.1, 0.3, 0.6),
        (0.52, 0.03, 0.05, 0.02, 0.02, 0.02, 0.13, 0.16, 0.05),
        (0.72, 0.04, 0.05, 0.02, 0.01, 0.01, 0.07, 0.06, 0.02),
        tuple(zipf / zipf.sum()),
    )


def twisted_law(seed: int) -> Law:
    """Areas and categories relabelled and reweighted, two bursts, other shares of priority."""
    rng = np.random.default_rng([seed, 7])
    usual = usual_law()
    areas = rng.permutation(len(AREAS))
    categories = rng.permutation(CATEGORIES)
    first = rng.uniform(0.2, 0.45)
    return Law(
        (Burst(first, 0.0), Burst(rng.uniform(0.2, 0.45), rng.uniform(16.0, 44.0))),
        tuple(rng.dirichlet((4.0, 8.0, 12.0))),
        tuple(_reweighted(np.array(usual.demand_areas)[areas], rng)),
        tuple(_reweighted(np.array(usual.home_areas)[areas], rng)),
        tuple(_reweighted(np.array(usual.demand_categories)[categories], rng)),
    )


def generate(size: str, seed: int, rho: float = 1.0, law: Law | None = None) -> Workload:
    """A workload in instant mode; `rho` is all capacity over all demand."""
    count, partners = SIZES[size]
    law = law or usual_law()
    rng = np.random.default_rng([seed, count])
    needs = _needs(rng, count, law)
    total = sum(need.quantity for need in needs)
    return Workload(needs, _offerings(rng, partners, law, rho * total))


def with_answers(workload: Workload, seed: int) -> Workload:
    """The same surge with partners that answer in their own time and 5 % of the needs posted twice."""
    rng = np.random.default_rng([seed, 11])
    names = sorted({offering.partner for offering in workload.offerings})
    partners = tuple(
        Partner(name, round(float(p), 4), 45.0)
        for name, p in zip(names, rng.beta(8, 2, len(names)), strict=True)
    )
    again = [need for need in workload.needs if rng.random() < 0.05]
    copies = [
        _posted_again(need, float(delay))
        for need, delay in zip(again, rng.uniform(0.05, 2.0, len(again)), strict=True)
    ]
    needs = sorted((*workload.needs, *copies), key=lambda need: (need.posted_h, need.id))
    repeats = tuple((copy.id, need.id) for copy, need in zip(copies, again, strict=True))
    return replace(workload, needs=tuple(needs), partners=partners, repeats=repeats)


def _posted_again(need: Need, delay: float) -> Need:
    return replace(
        need,
        id=f"{need.id}x",
        posted_h=round(need.posted_h + delay, 4),
        deadline_h=round(need.deadline_h + delay, 4),
    )


def _needs(rng: np.random.Generator, count: int, law: Law) -> tuple[Need, ...]:
    posted = np.sort(_arrivals(rng, count, law.bursts))
    categories = rng.choice(CATEGORIES, count, p=law.demand_categories)
    areas = rng.choice(len(AREAS), count, p=law.demand_areas)
    quantities = np.minimum(rng.geometric(0.35, count), 20)
    priorities = rng.choice((1, 2, 3), count, p=law.priorities)
    rows = zip(posted.round(4), categories, areas, quantities, priorities, strict=True)
    return tuple(
        Need(
            f"N{number:06d}",
            float(hour),
            f"c{category:02d}",
            AREAS[area],
            int(quantity),
            int(priority),
            round(float(hour) + DEADLINES[int(priority)], 4),
        )
        for number, (hour, category, area, quantity, priority) in enumerate(rows, start=1)
    )


def _arrivals(rng: np.random.Generator, count: int, bursts: tuple[Burst, ...]) -> Floats:
    hours = rng.uniform(0, HOURS, count)
    which = rng.random(count)
    below = 0.0
    for burst in bursts:
        chosen = (which >= below) & (which < below + burst.share)
        late = burst.after_h + rng.gamma(2.0, 4.0, count)
        hours = np.where(chosen & (late < HOURS), late, hours)
        below += burst.share
    return hours


def _offerings(rng: np.random.Generator, partners: int, law: Law, units: float) -> tuple[Offering, ...]:
    supply = _reranked(np.array(law.demand_categories), rng)
    homes = rng.choice(len(AREAS), partners, p=law.home_areas)
    owners = np.repeat(np.arange(partners), rng.integers(1, 7, partners))
    categories = rng.choice(CATEGORIES, len(owners), p=supply)
    sizes = rng.lognormal(0.0, 1.0, len(owners))
    capacities = np.maximum(1, np.rint(sizes * units / sizes.sum()))
    reach = [_reach(rng, int(home)) for home in homes]
    return tuple(
        Offering(
            f"O{number:06d}",
            f"A{owner:05d}",
            f"c{category:02d}",
            int(capacity),
            *_window(rng),
            frozenset(AREAS[area] for area in reach[owner]),
        )
        for number, (owner, category, capacity) in enumerate(
            zip(owners, categories, capacities, strict=True), start=1
        )
    )


def _reach(rng: np.random.Generator, home: int) -> set[int]:
    kind = rng.random()
    if kind < 0.45:
        return {home}
    if kind < 0.80:
        others = [area for area in range(len(AREAS)) if area != home]
        return {home, *(int(area) for area in rng.choice(others, rng.integers(1, 3), replace=False))}
    return set(range(len(AREAS)))


def _window(rng: np.random.Generator) -> tuple[float, float]:
    starts = round(rng.uniform(0, 48), 4) if rng.random() < 0.3 else 0.0
    ends = HOURS * 2
    if rng.random() < 0.2:
        ends = round(starts + rng.uniform(24, 48), 4)
    return starts, ends


def _reweighted(shares: Floats, rng: np.random.Generator) -> Floats:
    weights = shares * rng.lognormal(0.0, 0.6, len(shares))
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _reranked(shares: Floats, rng: np.random.Generator) -> Floats:
    """The same shares, handed out anew by a rank that lognormal(0, 0.6) noise has disturbed."""
    noisy = shares * rng.lognormal(0.0, 0.6, len(shares))
    ranks = np.argsort(np.argsort(-noisy))
    return np.asarray(-np.sort(-shares)[ranks], dtype=np.float64)
