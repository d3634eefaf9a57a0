"""The scores of a played surge."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from tests.bench.surge.optimum import Optimum
from tests.bench.surge.workload import PRIORITIES, Assignment, Need, Offering, Workload


@dataclass(frozen=True, slots=True)
class Waits:
    """Hours from posting, the median and the 95th percentile over the needs of one priority."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Score:
    """What a rule reached: fills are units over units wanted; a need never proposed waits to its deadline.

    `fill_of_best` is what the optimum reaches, `fill_of_optimum` the rule's units over those of the optimum.
    """

    value: float
    value_of_optimum: float
    fill: dict[int, float]
    fill_of_optimum: dict[int, float]
    fill_of_best: dict[int, float]
    proposed: dict[int, Waits]
    accepted: dict[int, Waits]
    never_proposed: dict[int, int]
    overcommitted: float
    gini: float
    seconds_plan_mean: float
    seconds_plan_max: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def score(
    workload: Workload, assignments: Sequence[Assignment], best: Optimum, seconds: Sequence[float] = ()
) -> Score:
    """Score the assignments of one rule; units beyond a capacity, a need or a time count for nothing."""
    given = counted(workload, assignments)
    wanted = {p: sum(n.quantity for n in workload.cases if n.priority == p) for p in PRIORITIES}
    units = dict.fromkeys(PRIORITIES, 0.0)
    by_id = {need.id: need for need in workload.needs}
    for made, quantity in given:
        units[by_id[made.need].priority] += quantity
    value = sum(quantity * by_id[made.need].weight for made, quantity in given)
    return Score(
        value,
        value / best.value if best.value else 1.0,
        {p: units[p] / wanted[p] if wanted[p] else 1.0 for p in PRIORITIES},
        {p: units[p] / best.units[p] if best.units[p] else 1.0 for p in PRIORITIES},
        {p: best.units[p] / wanted[p] if wanted[p] else 1.0 for p in PRIORITIES},
        _waits(workload.cases, assignments, accepted=False),
        _waits(workload.cases, assignments, accepted=True),
        _never(workload.cases, assignments),
        overcommitted(workload.offerings, assignments),
        gini(loads(workload.offerings, assignments)),
        sum(seconds) / len(seconds) if seconds else 0.0,
        max(seconds, default=0.0),
    )


def counted(workload: Workload, assignments: Iterable[Assignment]) -> list[tuple[Assignment, float]]:
    """The accepted units that reach a case in time, while the offering is open and has capacity."""
    needs = {need.id: need for need in workload.needs}
    offerings = {offering.id: offering for offering in workload.offerings}
    first = dict(workload.repeats)
    left = {offering.id: offering.capacity for offering in workload.offerings}
    missing = {need.id: need.quantity for need in workload.cases}
    given = []
    for made in sorted(assignments, key=lambda a: a.proposed_h):
        need, offering = needs[made.need], offerings[made.offering]
        case = first.get(need.id, need.id)
        if made.state != "accepted" or not _in_time(made, need, offering):
            continue
        quantity = min(made.quantity, left[offering.id], missing[case])
        left[offering.id] -= made.quantity
        missing[case] -= quantity
        if quantity > 0:
            given.append((made, quantity))
    return given


def _in_time(made: Assignment, need: Need, offering: Offering) -> bool:
    reached = made.proposed_h if made.answered_h is None else made.answered_h
    fits = offering.category == need.category and need.area in offering.areas
    return (
        fits
        and made.proposed_h >= max(need.posted_h, offering.starts_h) - 1e-6
        and reached <= min(need.deadline_h, offering.ends_h) + 1e-6
    )


def overcommitted(offerings: Iterable[Offering], assignments: Iterable[Assignment]) -> float:
    """Accepted units beyond the capacity of their offering."""
    used = _used(assignments)
    beyond = (used[offering.id] - offering.capacity for offering in offerings)
    return round(sum(max(0.0, units) for units in beyond), 6)


def loads(offerings: Iterable[Offering], assignments: Iterable[Assignment]) -> list[float]:
    """Accepted units over capacity, by offering."""
    used = _used(assignments)
    return [used[offering.id] / offering.capacity for offering in offerings if offering.capacity > 0]


def gini(values: Sequence[float]) -> float:
    """0 when all are equal, towards 1 when one holds everything."""
    total = sum(values)
    if not total:
        return 0.0
    ranked = sum(rank * value for rank, value in enumerate(sorted(values), start=1))
    return 2 * ranked / (len(values) * total) - (len(values) + 1) / len(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least that share of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _used(assignments: Iterable[Assignment]) -> dict[str, float]:
    used: dict[str, float] = defaultdict(float)
    for made in assignments:
        if made.state == "accepted":
            used[made.offering] += made.quantity
    return used


def _waits(needs: Sequence[Need], assignments: Iterable[Assignment], *, accepted: bool) -> dict[int, Waits]:
    first: dict[str, float] = {}
    for made in assignments:
        hour = made.answered_h if accepted else made.proposed_h
        if hour is not None and (made.state == "accepted" or not accepted):
            first[made.need] = min(hour, first.get(made.need, math.inf))
    waits: dict[int, list[float]] = {p: [] for p in PRIORITIES}
    for need in needs:
        waits[need.priority].append(first.get(need.id, need.deadline_h) - need.posted_h)
    return {p: Waits(percentile(waits[p], 0.5), percentile(waits[p], 0.95)) for p in PRIORITIES}


def _never(needs: Sequence[Need], assignments: Iterable[Assignment]) -> dict[int, int]:
    proposed = {made.need for made in assignments}
    return {p: sum(n.priority == p and n.id not in proposed for n in needs) for p in PRIORITIES}
