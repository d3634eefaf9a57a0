"""The standard tables: sizes, scarcity, twists, answers, and the plan of one tick at size L."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from chalicelib.domain.planning_forecast import learn
from chalicelib.planner.plan import plan
from tests.bench.surge.desk import Desk
from tests.bench.surge.generator import generate, twisted_law, with_answers
from tests.bench.surge.pictures import draw
from tests.bench.surge.play import supply_of
from tests.bench.surge.score import Score
from tests.bench.surge.tables import table
from tests.bench.surge.workload import Assignment, Workload

Scored = Callable[[Workload], tuple[dict[str, tuple[Assignment, ...]], dict[str, Score]]]
PRESS_AT_H = 8.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its title, and the workloads over whose scores it takes the mean."""

    name: str
    title: str
    workloads: Callable[[], Iterator[Workload]]


def _usual(size: str, seeds: Iterable[int], rho: float = 1.0) -> Callable[[], Iterator[Workload]]:
    return lambda: (generate(size, seed, rho) for seed in seeds)


def _twisted(seeds: Iterable[int]) -> Callable[[], Iterator[Workload]]:
    return lambda: (generate("S", seed, 1.0, twisted_law(seed)) for seed in seeds)


def _answering(seeds: Iterable[int]) -> Callable[[], Iterator[Workload]]:
    return lambda: (with_answers(generate("S", seed), seed) for seed in seeds)


SHEETS = (
    Sheet("S", "S, instant, ρ = 1, seeds 1 to 10", _usual("S", range(1, 11))),
    Sheet("S-twisted", "S twisted, instant, ρ = 1, seeds 21 to 25", _twisted(range(21, 26))),
    Sheet("S-0.7", "S, instant, ρ = 0.7, seeds 1 to 3", _usual("S", range(1, 4), 0.7)),
    Sheet("S-1.3", "S, instant, ρ = 1.3, seeds 1 to 3", _usual("S", range(1, 4), 1.3)),
    Sheet("S-answers", "S with answers, ρ = 1, seeds 1 to 3", _answering(range(1, 4))),
    Sheet("KALBA", "KALBA, instant, ρ = 1, seeds 1 to 10", _usual("KALBA", range(1, 11))),
    Sheet("M", "M, instant, ρ = 1, seeds 1 to 3", _usual("M", range(1, 4))),
)


def standard(out: Path, scored: Scored, sheets: Iterable[Sheet] = SHEETS) -> None:
    """Write every table as soon as it is there, the pictures of its first workload beside it."""
    out.mkdir(parents=True, exist_ok=True)
    _tell(f"Every table is told and written into {out} as soon as it is there; all take about 45 minutes.\n")
    for sheet in sheets:
        scores: dict[str, list[Score]] = {}
        for number, workload in enumerate(sheet.workloads()):
            made, found = scored(workload)
            for rule, one in found.items():
                scores.setdefault(rule, []).append(one)
            if not number:
                draw(workload, made, out / sheet.name)
        _write(out / sheet.name, sheet.title, scores)
    text = f"# L, plan only\n\n{plan_only('L', 1)}\n"
    (out / "L.md").write_text(text, encoding="utf-8")
    _tell(text)


def plan_only(size: str, seed: int) -> str:
    """How long one plan takes over all that has been asked in eight hours, nothing given yet."""
    workload = generate(size, seed)
    desk = Desk(workload, 1)
    desk.post_until(PRESS_AT_H)
    desk.drop_overdue(PRESS_AT_H)
    supply = [supply_of(offering, 1) for offering in workload.offerings]
    started = time.perf_counter()
    made = plan(desk.queue.values(), supply, learn(desk.arrivals, PRESS_AT_H), PRESS_AT_H)
    seconds = time.perf_counter() - started
    covered = sum(piece.quantity for piece in made.pieces)
    return (
        f"{len(desk.queue)} needs in the queue and {len(supply)} offerings: {seconds:.1f} s, "
        f"{len(made.pieces)} pieces, {covered} units, {len(made.held)} needs held in whole or in part."
    )


def _write(folder: Path, title: str, scores: Mapping[str, list[Score]]) -> None:
    text = f"# {title}\n\n{table(scores)}"
    told = {rule: [score.as_json() for score in found] for rule, found in scores.items()}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scores.md").write_text(text, encoding="utf-8")
    (folder / "score.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    _tell(text)


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
