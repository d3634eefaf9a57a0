"""Needs matched and proposed one after the other by client processes, each with its own connection."""

import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from time import perf_counter

from ulid import ULID

from chalicelib.domain.errors import DomainError
from chalicelib.domain.needs import Need
from chalicelib.services.context import Context
from chalicelib.services.matches import match_need
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from tests.bench.stores import store_at
from tests.factories import a_context

_WARM_UP = 3
_PATIENCE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Run:
    """How long each need took, how long all of them, and how many nobody could be asked for."""

    each_ms: list[float] = field(default_factory=list)
    seconds: float = 0.0
    unplaced: int = 0

    @property
    def a_second(self) -> float:
        """Needs proposed a second, all clients together."""
        return (len(self.each_ms) - self.unplaced) / self.seconds


def a_client_context() -> Context:
    """A context whose ids differ from those of other processes."""
    return replace(a_context(), new_id=lambda: str(ULID()))


def place(context: Context, need: Need) -> bool:
    """Match the need and propose it to the best that can still take it; whether one could."""
    for one in match_need(context, need):
        try:
            propose(context, need.id, [Part(one.match.offering_id, one.match.quantity)])
        except DomainError:
            continue
        return True
    return False


def run(endpoint: str, needs: Sequence[Need], clients: int) -> Run:
    """Share the stored needs among so many processes, which begin together once all are warm."""
    spawning = multiprocessing.get_context("spawn")
    ready, answers = spawning.Barrier(clients + 1, timeout=_PATIENCE_SECONDS), spawning.Queue()
    processes = [
        spawning.Process(target=_client, args=(endpoint, list(needs[number::clients]), ready, answers))
        for number in range(clients)
    ]
    for process in processes:
        process.start()
    ready.wait()
    began = perf_counter()
    parts = [answers.get(timeout=_PATIENCE_SECONDS) for _ in processes]
    seconds = perf_counter() - began
    for process in processes:
        process.join()
    return Run([ms for each, _ in parts for ms in each], seconds, sum(unplaced for _, unplaced in parts))


def _client(
    endpoint: str, needs: Sequence[Need], ready: Barrier, answers: "Queue[tuple[list[float], int]]"
) -> None:
    context, each_ms, unplaced = a_client_context(), [], 0
    with store_at(endpoint):
        for need in needs[:_WARM_UP]:
            match_need(context, need)
        ready.wait()
        for need in needs:
            began = perf_counter()
            unplaced += not place(context, need)
            each_ms.append((perf_counter() - began) * 1000)
    answers.put((each_ms, unplaced))
