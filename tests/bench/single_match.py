"""How long one match takes on the durable store of one machine, while the offerings grow in number."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from chalicelib.domain.areas import Area
from chalicelib.domain.needs import Need
from chalicelib.services.matches import Suggestion, explain_need, match_need
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from tests.bench.counting import counted
from tests.bench.figures import Figure, Report, quantile, report_of
from tests.bench.filling import fill
from tests.bench.ranking import rank_ms
from tests.bench.stores import store_at
from tests.bench.supplies import demanded, some_needs, some_supply, stored
from tests.engines import roto_server
from tests.factories import a_context

SIZES = (1_000, 5_000, 20_000, 100_000)
TIMES = 60
WARM_UP = 5
FLAT = 1.3
_EXPLAINED = 5
NOTE = (
    "Each need is of the most wanted category in the city, where one offering in ten is listed: "
    "a partition that grows with the whole. One client, every commit synced to the disk."
)


@dataclass(slots=True)
class Explaining:
    """What it costs to tell why the others do not match: a page of its own, which may read more."""

    ms: list[float] = field(default_factory=list)
    rows: int = 0
    calls: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of each match and each proposal at one size, and what one match read at most."""

    offerings: int
    match_ms: list[float] = field(default_factory=list)
    propose_ms: list[float] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    explaining: Explaining = field(default_factory=Explaining)
    filled_a_second: float = 0.0


def measure(sizes: Sequence[int] = SIZES, times: int = TIMES) -> Report:
    """Fill one durable store step by step, and match at each size."""
    with (
        TemporaryDirectory(prefix="aman-bench-") as folder,
        roto_server(Path(folder) / "roto") as endpoint,
        store_at(endpoint),
    ):
        measured = list(_growing(sizes, times))
    return report_of("A single match", NOTE, (*_figures(measured), *_ranking()))


def _growing(sizes: Sequence[int], times: int) -> Iterator[Measured]:
    before = 0
    for seed, size in enumerate(sizes):
        began = perf_counter()
        rows = fill(some_supply(size - before, seed))
        filled = rows / (perf_counter() - began)
        before = size
        yield replace(measure_at(size, times), filled_a_second=filled)


def measure_at(size: int, times: int) -> Measured:
    """Match and propose so many needs, after a few that only warm up and are counted."""
    made = some_needs(WARM_UP + times, demanded()[0], Area.SHARJAH)
    fill(stored(made))
    measured = Measured(size)
    for need in made[:WARM_UP]:
        with counted() as traffic:
            found = match_need(a_context(), need)
        measured.rows.append(traffic.rows)
        measured.calls.append(len(traffic.calls))
        propose_best(need, found)
    for need in made[WARM_UP:]:
        with _timed(measured.match_ms):
            found = match_need(a_context(), need)
        with _timed(measured.propose_ms):
            propose_best(need, found)
    _explain(made[0], measured.explaining)
    return measured


def _explain(need: Need, explaining: Explaining) -> None:
    with counted() as traffic:
        explain_need(a_context(), need)
    explaining.rows, explaining.calls = traffic.rows, len(traffic.calls)
    for _ in range(_EXPLAINED):
        with _timed(explaining.ms):
            explain_need(a_context(), need)


def propose_best(need: Need, found: Sequence[Suggestion]) -> None:
    """Propose to the best offering what it can take: the whole transaction, its mail and trail with it."""
    best = found[0].match
    propose(a_context(), need.id, [Part(best.offering_id, best.quantity)])


@contextmanager
def _timed(taken_ms: list[float]) -> Iterator[None]:
    began = perf_counter()
    yield
    taken_ms.append((perf_counter() - began) * 1000)


def _figures(measured: Sequence[Measured]) -> Iterator[Figure]:
    for one in measured:
        at = f"at {one.offerings:,} offerings"
        yield Figure(f"filling the store, up to {one.offerings:,} offerings", one.filled_a_second, "rows/s")
        yield Figure(f"match {at}, median", median(one.match_ms), "ms")
        yield Figure(f"match {at}, p95", quantile(one.match_ms, 0.95), "ms")
        yield Figure(f"propose {at}, median", median(one.propose_ms), "ms")
        yield Figure(f"propose {at}, p95", quantile(one.propose_ms, 0.95), "ms")
        yield Figure(f"rows that a match reads {at}, at most", max(one.rows), "rows")
        yield Figure(f"calls of a match {at}, at most", max(one.calls), "calls")
        yield Figure(f"why the others do not match {at}, median", median(one.explaining.ms), "ms")
        yield Figure(f"rows that this reads {at}", one.explaining.rows, "rows")
        yield Figure(f"calls of it {at}", one.explaining.calls, "calls")
    first, last = measured[0], measured[-1]
    for name, few, many in (
        ("match", first.match_ms, last.match_ms),
        ("propose", first.propose_ms, last.propose_ms),
    ):
        growth = median(many) / median(few)
        yield Figure(f"{name}: {last.offerings:,} over {first.offerings:,} offerings", growth, "×", FLAT)


def _ranking() -> Iterator[Figure]:
    yield Figure("ranking 200 candidates, processor time, median", median(rank_ms(200, 50)), "ms", 2)
