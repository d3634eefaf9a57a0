"""A surge read from files, played through the planner, and scored."""

import csv
import json
import math
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.planner.plan import POLICY
from tests.bench.surge.__main__ import main
from tests.bench.surge.files import WorkloadError, read, write
from tests.bench.surge.generator import generate, twisted_law, with_answers
from tests.bench.surge.optimum import optimum
from tests.bench.surge.play import play
from tests.bench.surge.rules import least_loaded_queue
from tests.bench.surge.score import score
from tests.bench.surge.workload import Workload

QUICK = replace(POLICY, scenarios=6)


def small(seed: int) -> Workload:
    """The first third of KALBA's needs: enough for every path, and quick."""
    whole = generate("KALBA", seed)
    return replace(whole, needs=whole.needs[:200])


def test_the_plan_beats_least_loaded_with_a_queue_and_over_commits_nothing() -> None:
    workload = generate("KALBA", 31, 1.0, twisted_law(31))
    best = optimum(workload)
    ours = score(workload, play(workload, QUICK).assignments, best)
    assert ours.value_of_optimum > score(workload, least_loaded_queue(workload), best).value_of_optimum
    assert ours.value_of_optimum > 0.95
    assert ours.overcommitted == 0
    assert ours.proposed[1].p50 <= 0.25


def test_with_answers_declined_and_silent_proposals_go_on_to_another_offering() -> None:
    workload = with_answers(small(32), 32)
    made = play(workload, QUICK).assignments
    assert {one.state for one in made} == {"accepted", "declined", "expired"}
    declined = {(one.need, one.offering): one.answered_h for one in made if one.state == "declined"}
    assert declined
    for one in made:
        assert one.proposed_h <= (declined.get((one.need, one.offering)) or math.inf)
    assert score(workload, made, optimum(workload)).overcommitted == 0


def test_a_late_yes_counts_where_the_need_still_lacks_something_and_nothing_is_given_twice() -> None:
    workload = with_answers(small(32), 32)
    made = play(workload, QUICK).assignments
    urgent = {need.id for need in workload.needs if need.priority == 1}
    taken = [one for one in made if one.state == "accepted"]
    late = [one for one in taken if one.need in urgent and (one.answered_h or 0) - one.proposed_h > 0.5]
    assert late
    given: Counter[str] = Counter()
    for one in taken:
        given[one.need] += int(one.quantity)
    assert all(given[need.id] <= need.quantity for need in workload.needs)


def test_a_second_posting_that_is_not_urgent_is_found_out() -> None:
    workload = with_answers(small(33), 33)
    again = {need for need, _ in workload.repeats}
    calm = {need.id for need in workload.needs if need.id in again and need.priority > 1}
    assert calm
    assert not calm & {made.need for made in play(workload, QUICK).assignments}


def test_fractions_of_units_are_given_too() -> None:
    whole = small(34)
    halves = replace(whole, offerings=tuple(replace(o, capacity=o.capacity + 0.5) for o in whole.offerings))
    found = score(halves, play(halves, QUICK).assignments, optimum(halves))
    assert found.overcommitted == 0
    assert found.value > score(whole, play(whole, QUICK).assignments, optimum(whole)).value


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


NEEDS = "id,posted_h,category,area,quantity,priority,deadline_h"
OFFERINGS = "id,partner,category,capacity,starts_h,ends_h,areas"
A_NEED = "n1,1,roofs,kalba,2,P1,7"
AN_OFFERING = "o1,a1,roofs,4,0,,kalba dibba"


def a_folder(at: Path, **files: str) -> Path:
    texts = {"needs": f"{NEEDS}\n{A_NEED}\n", "offerings": f"{OFFERINGS}\n{AN_OFFERING}\n"} | files
    for name, text in texts.items():
        (at / f"{name}.csv").write_text(text, encoding="utf-8")
    return at


def test_an_offering_without_an_end_never_ends(tmp_path: Path) -> None:
    (offering,) = read(a_folder(tmp_path)).offerings
    assert (offering.ends_h, offering.areas) == (math.inf, frozenset({"kalba", "dibba"}))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("n1,1,roofs,kalba,2,P9,7", "priority is P1, P2 or P3, not 'P9'"),
        ("n1,1,roofs,kalba,2,,7", "priority is P1, P2 or P3, not ''"),
        ("n1,1,roofs,kalba,many,P1,7", "not a number: 'many'"),
        ("n1,1,roofs,kalba,-2,P1,7", "an amount is never negative: '-2'"),
        ("n1,nan,roofs,kalba,2,P1,7", "not a number: 'nan'"),
        ("n1,1e9,roofs,kalba,2,P1,2e9", "no surge lasts for 1e+09 hours"),
        ("n1,8,roofs,kalba,2,P1,7", "deadline_h 7 lies before posted_h 8"),
        ("n1,1,roofs,,2,P1,7", "area is empty"),
        ("n1,1,roofs,kalba,2,P1", "there are fewer fields than columns"),
        ("n1,1,roofs,kalba,2,P1,7,8", "there are more fields than columns"),
    ],
)
def test_a_wrong_line_is_told_with_its_place(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(WorkloadError) as refused:
        read(a_folder(tmp_path, needs=f"{NEEDS}\n{line}\n"))
    assert str(refused.value) == f"needs.csv line 2: {told}"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"needs": f"{NEEDS}\n"}, "needs.csv: there is no need in it"),
        ({"needs": ""}, "needs.csv: there is no need in it"),
        ({"needs": f"{NEEDS}\n{A_NEED}\n{A_NEED}\n"}, "needs.csv: 'n1' stands there twice"),
        ({"needs": "id,posted_h\nn1,1\n"}, "needs.csv has no column 'priority'"),
        (
            {"offerings": f"{OFFERINGS}\no1,a1,roofs,4,9,8,kalba\n"},
            "offerings.csv line 2: ends_h 8 lies before starts_h 9",
        ),
        ({"offerings": f"{OFFERINGS}\no1,a1,roofs,4,0,,\n"}, "offerings.csv line 2: areas is empty"),
        ({"partners": "id,accept_p,answer_median_min\na2,1,45\n"}, "partners.csv: no line for a1"),
        (
            {"partners": "id,accept_p,answer_median_min\na1,1.5,45\n"},
            "partners.csv line 2: accept_p lies between 0 and 1, answer_median_min above 0",
        ),
        ({"repeats": "need,first\nn1,n0\n"}, "needs.csv: no line for n0"),
        ({"repeats": "need,first\nn1,n1\n"}, "repeats.csv: 'n1' is both a second posting and a first"),
    ],
)
def test_files_that_say_something_impossible_are_refused(
    tmp_path: Path, files: dict[str, str], told: str
) -> None:
    with pytest.raises(WorkloadError) as refused:
        read(a_folder(tmp_path, **files))
    assert str(refused.value) == told


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (a_folder(tmp_path) / "needs.csv").write_bytes(b"id\xff\xfe")
    with pytest.raises(WorkloadError, match=r"needs\.csv is no CSV file in UTF-8"):
        read(tmp_path)


def test_a_folder_with_answers_is_played_too(tmp_path: Path) -> None:
    write(with_answers(small(35), 35), tmp_path / "in")
    assert main([str(tmp_path / "in"), str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "assignments.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["state"] for row in rows} == {"accepted", "declined", "expired"}
    assert all(bool(row["answered_h"]) == (row["state"] != "expired") for row in rows)
    told = json.loads((tmp_path / "out" / "score.json").read_text(encoding="utf-8"))
    assert told["Aman"]["overcommitted"] == 0


def test_where_nothing_can_be_written_it_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(replace(small(35), needs=small(35).needs[:3]), tmp_path / "in")
    (tmp_path / "out").write_text("a file, not a folder", encoding="utf-8")
    assert main([str(tmp_path / "in"), str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_missing_folder_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere"), str(tmp_path)]) == 2
    assert capsys.readouterr().err.endswith("needs.csv is missing\n")
