"""`python -m tests.bench.surge [WORKLOAD [OUT]]`: score a folder, or play the standard tables."""

import json
import sys
from pathlib import Path

from tests.bench.surge.files import WorkloadError, read, write_assignments
from tests.bench.surge.optimum import optimum
from tests.bench.surge.pictures import draw
from tests.bench.surge.play import play
from tests.bench.surge.rules import RULES
from tests.bench.surge.score import Score, score
from tests.bench.surge.standard import standard
from tests.bench.surge.tables import table
from tests.bench.surge.workload import Assignment, Workload

OURS = "Aman"


def scored(workload: Workload) -> tuple[dict[str, tuple[Assignment, ...]], dict[str, Score]]:
    """Play a workload through the product and the other rules; assignments and scores by rule."""
    best = optimum(workload)
    ours = play(workload)
    made = {OURS: ours.assignments} | {name: tuple(rule(workload)) for name, rule in RULES.items()}
    scores = {name: score(workload, found, best) for name, found in made.items()}
    scores[OURS] = score(workload, ours.assignments, best, ours.seconds)
    return made, scores


def score_folder(folder: Path, out: Path) -> None:
    """Write `assignments.csv`, `score.json`, a table and the pictures of one workload."""
    workload = read(folder)
    out.mkdir(parents=True, exist_ok=True)
    made, scores = scored(workload)
    write_assignments(made[OURS], out / "assignments.csv")
    told = {name: found.as_json() for name, found in scores.items()}
    (out / "score.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    text = table({name: [found] for name, found in scores.items()})
    (out / "scores.md").write_text(text, encoding="utf-8")
    draw(workload, made, out)
    sys.stdout.write(f"{text}\n")


def main(arguments: list[str]) -> int:
    folder, out = ([*arguments, "", ""])[:2]
    try:
        if folder:
            score_folder(Path(folder), Path(out or "build/surge"))
        else:
            standard(Path(out or "build/surge"), scored)
    except (WorkloadError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
