"""A surge read from files, played through the planner, and scored."""

import csv
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench.surge.__main__ import main
from tests.bench.surge.files import WorkloadError, read, write
from tests.bench.surge.generator import generate, twisted_law, with_answers
from tests.bench.surge.optimum import optimum
from tests.bench.surge.play import play
from tests.bench.surge.rules import least_loaded_queue
from tests.bench.surge.score import score
from tests.bench.surge.workload import Workload


def small(seed: int) -> Workload:
    """The first third of KALBA's needs: enough for every path, and quick."""
    whole = generate("KALBA", seed)
    return replace(whole, needs=whole.needs[:200])


def test_the_plan_beats_least_loaded_with_a_queue_and_over_commits_nothing() -> None:
    workload = generate("KALBA", 31, 1.0, twisted_law(31))
    best = optimum(workload)
    ours = score(workload, play(workload).assignments, best)
    assert ours.value_of_optimum > score(workload, least_loaded_queue(workload), best).value_of_optimum
    assert ours.value_of_optimum > 0.95
    assert ours.overcommitted == 0
    assert ours.proposed[1].p50 <= 0.25


def test_with_answers_declined_and_silent_proposals_go_on_to_another_offering() -> None:
    workload = with_answers(small(32), 32)
    made = play(workload).assignments
    assert {one.state for one in made} == {"accepted", "declined", "expired"}
    declined = {(one.need, one.offering): one.answered_h for one in made if one.state == "declined"}
    assert declined
    for one in made:
        assert one.proposed_h <= (declined.get((one.need, one.offering)) or math.inf)
    assert score(workload, made, optimum(workload)).overcommitted == 0


def test_a_second_posting_that_is_not_urgent_is_found_out() -> None:
    workload = with_answers(small(33), 33)
    again = {need for need, _ in workload.repeats}
    calm = {need.id for need in workload.needs if need.id in again and need.priority > 1}
    assert calm
    assert not calm & {made.need for made in play(workload).assignments}


def test_fractions_of_units_are_given_too() -> None:
    whole = small(34)
    halves = replace(whole, offerings=tuple(replace(o, capacity=o.capacity + 0.5) for o in whole.offerings))
    found = score(halves, play(halves).assignments, optimum(halves))
    assert found.overcommitted == 0
    assert found.value > score(whole, play(whole).assignments, optimum(whole)).value


def test_a_folder_is_played_and_its_scores_are_written(tmp_path: Path) -> None:
    write(small(35), tmp_path / "in")
    assert main([str(tmp_path / "in"), str(tmp_path / "out")]) == 0
    told = json.loads((tmp_path / "out" / "score.json").read_text(encoding="utf-8"))
    assert {"Aman", "one-to-one", "stock check", "first fit", "least loaded"} <= told.keys()
    with (tmp_path / "out" / "assignments.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["need", "offering", "quantity", "proposed_h", "answered_h", "state"]
    assert {row["state"] for row in rows} == {"accepted"}
    assert all(
        (tmp_path / "out" / f"{name}.png").stat().st_size > 5000 for name in ("coverage", "wait", "load")
    )


def test_a_workload_comes_back_from_its_files_as_it_was(tmp_path: Path) -> None:
    workload = with_answers(generate("KALBA", 36), 36)
    write(workload, tmp_path)
    assert read(tmp_path) == workload


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("n1,1,roofs,kalba,2,P9,7", "needs.csv line 2: priority is P1, P2 or P3, not 'P9'"),
        ("n1,1,roofs,kalba,many,P1,7", "needs.csv line 2: could not convert string to float: 'many'"),
        ("n1,1,roofs,kalba,-2,P1,7", "needs.csv line 2: an amount is never negative: '-2'"),
    ],
)
def test_a_wrong_line_is_told_with_its_place(tmp_path: Path, line: str, told: str) -> None:
    write(Workload((), ()), tmp_path)
    header = "id,posted_h,category,area,quantity,priority,deadline_h\n"
    (tmp_path / "needs.csv").write_text(f"{header}{line}\n", encoding="utf-8")
    with pytest.raises(WorkloadError, match=told.replace("?", r"\?")):
        read(tmp_path)


def test_a_missing_folder_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere"), str(tmp_path)]) == 2
    assert capsys.readouterr().err.endswith("needs.csv is missing\n")
