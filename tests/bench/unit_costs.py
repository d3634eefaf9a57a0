"""Read and write units of a match, a proposal and an assignment of a committed plan: of the store's requests.

Latency is no matter here: units are counted on ministack, which answers with what it holds consumed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.needs import Need
from chalicelib.services.matches import match_need
from chalicelib.services.plan_commits import send_committed
from infra.cost.units import Units, metered
from tests.bench.committing import lay_plan, sent_of
from tests.bench.figures import Figure, Report, report_of
from tests.bench.filling import fill
from tests.bench.proposing import a_client_context, place
from tests.bench.stores import store_at
from tests.bench.supplies import flood_needs, some_supply, stored
from tests.engines import ministack_server

SIZES, TIMES, SURGE = (1_000, 10_000), 40, (300, 200)
NOTE = (
    "Counted on ministack. By DynamoDB's rules: 4 KB a read unit, consistent reads whole and others half; "
    "1 KB a write unit, of the larger of a row before and after, twice in a transaction and once more for "
    "each index that the row changes in. What ministack reports itself stands beside: it calls every query "
    "one unit and says nothing of batched reads."
)


def measure(sizes: Sequence[int] = SIZES, times: int = TIMES, surge: tuple[int, int] = SURGE) -> Report:
    """At several sizes, since an assignment must not cost more where there are more offerings."""
    return report_of("Read and write units", NOTE, (*_one_by_one(sizes, times), *_batched(*surge)))


@contextmanager
def _ministack() -> Iterator[None]:
    with (
        TemporaryDirectory(prefix="aman-bench-") as folder,
        ministack_server(Path(folder) / "ministack", "dynamodb") as endpoint,
        store_at(endpoint),
    ):
        yield


def _one_by_one(sizes: Sequence[int], times: int) -> Iterator[Figure]:
    with _ministack():
        before = 0
        for seed, size in enumerate(sizes):
            fill(some_supply(size - before, seed))
            before = size
            yield from _at(size, flood_needs(times, seed))


def _at(size: int, made: list[Need]) -> Iterator[Figure]:
    fill(stored(made))
    many, context = len(made), a_client_context()
    with metered() as matching:
        for need in made:
            match_need(context, need)
    with metered() as both:
        for need in made:
            place(context, need)
    at = f"at {size:,} offerings"
    yield Figure(f"a match {at}, read", matching.read / many, "units")
    yield Figure("as ministack reports it, without the batches", matching.reported_read / many, "units")
    yield Figure(f"match and proposal {at}, read", both.read / many, "units")
    yield Figure(f"a proposal {at}, written", both.written / many, "units")
    yield Figure("as ministack reports it", both.reported_written / many, "units")


def _batched(wanted: int, given: int) -> Iterator[Figure]:
    with _ministack():
        plan_id, job = lay_plan(wanted, given), replace(a_client_context(), actor=SYSTEM)
        with metered() as units:
            send_committed(job)
        made = sent_of(plan_id)
    yield from _of_assignment(units, made)


def _of_assignment(units: Units, made: int) -> Iterator[Figure]:
    yield Figure("an assignment of a committed plan, read", units.read / made, "units")
    yield Figure("an assignment of a committed plan, written", units.written / made, "units")
    yield Figure("as ministack reports it", units.reported_written / made, "units")
