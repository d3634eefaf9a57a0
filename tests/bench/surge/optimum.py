"""The clairvoyant optimum: the transportation LP with full knowledge, an LP a category (scipy HiGHS)."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog  # type: ignore[import-untyped]
from scipy.sparse import coo_array  # type: ignore[import-untyped]

from tests.bench.surge.workload import PRIORITIES, Need, Offering, Workload


@dataclass(frozen=True, slots=True)
class Optimum:
    """Weighted units, and units placed by priority, of the best plan that hindsight allows."""

    value: float
    units: dict[int, float]


class _Columns:
    """The columns of the LP as (row, row, value): a unit leaves one row's stock and uses another's."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.cols: list[int] = []
        self.signs: list[float] = []
        self.worth: list[float] = []

    def add(self, *entries: tuple[int, float], worth: float = 0.0) -> int:
        column = len(self.worth)
        self.worth.append(worth)
        for row, sign in entries:
            self.rows.append(row)
            self.cols.append(column)
            self.signs.append(sign)
        return column


def optimum(workload: Workload) -> Optimum:
    """The optimum over all categories. Second postings of a case are worth nothing."""
    needs: dict[str, list[Need]] = defaultdict(list)
    offerings: dict[str, list[Offering]] = defaultdict(list)
    for need in workload.cases:
        needs[need.category].append(need)
    for offering in workload.offerings:
        offerings[offering.category].append(offering)
    parts = [_category(wanted, offerings[category]) for category, wanted in needs.items()]
    return Optimum(
        sum(part.value for part in parts), {p: sum(part.units[p] for part in parts) for p in PRIORITIES}
    )


def _category(needs: list[Need], offerings: list[Offering]) -> Optimum:
    """One column an (offering, need) pair would be millions at size M, so units travel along chains.

    An offering open from the first posting reaches the needs of its areas posted before its end: a
    prefix of the needs sorted by posting. One open from its start to after the last deadline reaches
    a suffix of the needs sorted by deadline. Units enter a chain and walk along it; only offerings
    that both start late and end early need a column for every need. The optimum is the same.
    """
    columns, supply = _Columns(), _Supply(offerings)
    served: dict[int, list[int]] = defaultdict(list)
    by_area: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        by_area[need.area].append(need)
    caps: list[float] = [o.capacity for o in offerings]
    for area, wanted in by_area.items():
        _area(columns, caps, served, wanted, [(row, o) for row, o in supply.of(area)])
    return _solve(columns, caps, served)


class _Supply:
    def __init__(self, offerings: list[Offering]) -> None:
        self._offerings = list(enumerate(offerings))

    def of(self, area: str) -> list[tuple[int, Offering]]:
        return [(row, offering) for row, offering in self._offerings if area in offering.areas]


def _area(
    columns: _Columns,
    caps: list[float],
    served: dict[int, list[int]],
    needs: list[Need],
    offerings: list[tuple[int, Offering]],
) -> None:
    posted = sorted(needs, key=lambda need: need.posted_h)
    closing = sorted(needs, key=lambda need: -need.deadline_h)
    demand = {need.id: len(caps) + place for place, need in enumerate(posted)}
    caps.extend(need.quantity for need in posted)
    before = _chain(columns, caps, served, posted, demand)
    until = _chain(columns, caps, served, closing, demand)
    first_post, last_deadline = posted[0].posted_h, closing[0].deadline_h
    first_deadline = closing[-1].deadline_h
    for row, offering in offerings:
        early = offering.starts_h <= first_deadline
        lasting = offering.ends_h >= posted[-1].posted_h
        if offering.starts_h > last_deadline or offering.ends_h < first_post:
            continue
        if early:
            count = sum(need.posted_h <= offering.ends_h for need in posted)
            columns.add((row, 1.0), (before[count - 1], -1.0))
        elif lasting:
            count = sum(need.deadline_h >= offering.starts_h for need in closing)
            columns.add((row, 1.0), (until[count - 1], -1.0))
        else:
            for need in (need for need in needs if offering.reaches(need)):
                served[need.priority].append(
                    columns.add((row, 1.0), (demand[need.id], 1.0), worth=need.weight)
                )


def _chain(
    columns: _Columns,
    caps: list[float],
    served: dict[int, list[int]],
    needs: list[Need],
    demand: dict[str, int],
) -> list[int]:
    """A row a need, from which units serve that need or go on to the one before it."""
    start = len(caps)
    caps.extend(0.0 for _ in needs)
    for place, need in enumerate(needs):
        served[need.priority].append(
            columns.add((start + place, 1.0), (demand[need.id], 1.0), worth=need.weight)
        )
        if place:
            columns.add((start + place, 1.0), (start + place - 1, -1.0))
    return [start + place for place in range(len(needs))]


def _solve(columns: _Columns, caps: list[float], served: dict[int, list[int]]) -> Optimum:
    if not columns.worth:
        return Optimum(0.0, dict.fromkeys(PRIORITIES, 0.0))
    shape = (len(caps), len(columns.worth))
    matrix = coo_array((columns.signs, (columns.rows, columns.cols)), shape=shape).tocsr()
    found = linprog(-np.array(columns.worth), A_ub=matrix, b_ub=np.array(caps), method="highs")
    if not found.success:
        raise RuntimeError(f"the optimum was not found: {found.message}")
    units = {p: float(sum(found.x[column] for column in served[p])) for p in PRIORITIES}
    return Optimum(-float(found.fun), units)
