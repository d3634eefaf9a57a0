"""Our store and PostgreSQL on one machine, in one run: as many rows, every commit synced."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from chalicelib.domain.needs import Need
from tests.bench import postgres, rival
from tests.bench.committing import NEEDS, Committed, commit_a_surge
from tests.bench.figures import Figure, Report, quantile, report_of
from tests.bench.filling import fill
from tests.bench.proposing import Run, a_client_context, place, run
from tests.bench.stores import store_at
from tests.bench.supplies import flood_needs, some_supply, stored
from tests.bench.written import Written, written
from tests.engines import roto_server

OFFERINGS, CLIENTS = 17_500, 8
ALONE, TOGETHER, WATCHED = 300, 800, 40
MOST_SECONDS, SHARE = 5, 0.7
RIVAL_NEEDS, RIVAL_TIMES = 6_000, 3
SURGE_TIMES = 3
NOTE = (
    f"{OFFERINGS:,} offerings; one client, then {CLIENTS} processes: ours in Python, PostgreSQL's pgbench. "
    "A need is matched and proposed to one offering with all that belongs to it, each in one transaction. "
    "PostgreSQL takes the freest row of the category with FOR UPDATE SKIP LOCKED, writes as many rows of "
    "the same sizes, and checks no other rule."
)
NO_RIVAL = " PostgreSQL's programs are not on this machine, so that its side was left out."


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured: all of it for the figures, a little to see that it works."""

    offerings: int = OFFERINGS
    alone: int = ALONE
    together: int = TOGETHER
    clients: int = CLIENTS
    surge: tuple[int, int] = (NEEDS, 420)
    rival_needs: int = RIVAL_NEEDS


@dataclass(frozen=True, slots=True)
class Ours:
    """What our side did: one client, several, a whole plan some times; and the rows of some proposals."""

    alone: Run
    together: Run
    committed: Sequence[Committed]
    rows: Written


@dataclass(frozen=True, slots=True)
class Theirs:
    """What PostgreSQL did: the median of several runs."""

    alone: rival.Speed
    together: rival.Speed


def measure(scale: Scale = Scale()) -> Report:
    """Both sides, PostgreSQL's where it is there."""
    ours = _ours(scale)
    found = postgres.programs()
    theirs = _theirs(found, scale, ours.rows) if found else None
    note = NOTE if theirs else NOTE + NO_RIVAL
    return report_of("Beside PostgreSQL", note, _figures(scale, ours, theirs))


@contextmanager
def _durable() -> Iterator[str]:
    with (
        TemporaryDirectory(prefix="aman-bench-") as folder,
        roto_server(Path(folder) / "roto") as endpoint,
        store_at(endpoint),
    ):
        yield endpoint


def _ours(scale: Scale) -> Ours:
    with _durable() as endpoint:
        fill(some_supply(scale.offerings, seed=1))
        made = flood_needs(WATCHED + scale.alone + scale.together, seed=2)
        fill(stored(made))
        rows = _watched(made[:WATCHED])
        alone = run(endpoint, made[WATCHED : WATCHED + scale.alone], 1)
        together = run(endpoint, made[WATCHED + scale.alone :], scale.clients)
    return Ours(alone, together, [_committed(scale) for _ in range(SURGE_TIMES)], rows)


def _committed(scale: Scale) -> Committed:
    with _durable():
        return commit_a_surge(*scale.surge)


def _watched(made: list[Need]) -> Written:
    """The rows of some proposals, which are not timed: watching takes time too."""
    context = a_client_context()
    with written() as seen:
        for need in made:
            place(context, need)
    return seen


def _theirs(programs: Path, scale: Scale, rows: Written) -> Theirs:
    runs, each = 2 * RIVAL_TIMES + 1, scale.rival_needs
    with postgres.cluster(programs) as cluster:
        rival.prepare(cluster, scale.offerings, runs * each, seed=1)
        rival.run(cluster, rows, scale.clients, each)
        alone = [rival.run(cluster, rows, 1, each) for _ in range(RIVAL_TIMES)]
        together = [rival.run(cluster, rows, scale.clients, each) for _ in range(RIVAL_TIMES)]
    return Theirs(_median(alone), _median(together))


def _median(speeds: list[rival.Speed]) -> rival.Speed:
    return sorted(speeds, key=lambda one: one.a_second)[len(speeds) // 2]


def _figures(scale: Scale, ours: Ours, theirs: Theirs | None) -> Iterator[Figure]:
    several = f"{scale.clients} clients"
    yield from _one_by_one("1 client", ours.alone)
    yield from _one_by_one(several, ours.together)
    yield Figure("a proposal: rows written", ours.rows.rows_a_transaction, "")
    yield Figure("a proposal: rows only checked", ours.rows.checked / ours.rows.transactions, "")
    committed = sorted(ours.committed, key=lambda one: one.seconds)[len(ours.committed) // 2]
    of_all = f"a plan of {scale.surge[0]:,} needs, committed in batches"
    yield Figure(f"{of_all}, median of {SURGE_TIMES}", committed.seconds, "s", MOST_SECONDS)
    yield Figure("its assignments", committed.assignments, "")
    yield Figure("its time of the client's processor", committed.processor, "s")
    yield Figure("batched", committed.a_second, "assignments/s")
    if theirs is None:
        return
    yield Figure("PostgreSQL, 1 client", theirs.alone.a_second, "needs/s")
    yield Figure("PostgreSQL, 1 client, mean", theirs.alone.average_ms, "ms")
    yield Figure(f"PostgreSQL, {several}", theirs.together.a_second, "needs/s")
    yield Figure(f"PostgreSQL, {several}, mean", theirs.together.average_ms, "ms")
    share = committed.a_second / theirs.together.a_second
    yield Figure(f"batched, over PostgreSQL with {several}", share, "×", least=SHARE)


def _one_by_one(clients: str, measured: Run) -> Iterator[Figure]:
    yield Figure(f"one by one, {clients}", measured.a_second, "needs/s")
    yield Figure(f"one by one, {clients}, median", median(measured.each_ms), "ms")
    yield Figure(f"one by one, {clients}, p95", quantile(measured.each_ms, 0.95), "ms")
