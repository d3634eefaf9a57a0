"""The bench's matching part on a tiny scale, and what it is really about: a match reads a bounded range."""

import pytest

from chalicelib.domain.areas import Area
from chalicelib.services.matches import match_need
from tests.bench.counting import counted
from tests.bench.figures import Figure, Report, quantile, report_of, table
from tests.bench.filling import fill
from tests.bench.ranking import rank_ms
from tests.bench.single_match import measure, measure_at
from tests.bench.supplies import demanded, some_needs, some_supply, stored
from tests.factories import a_context

MOST_ROWS, MOST_CALLS = 400, 24


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("offerings", [100, 800])
def test_a_match_reads_a_bounded_number_of_rows_however_many_offerings_there_are(offerings: int) -> None:
    fill(some_supply(offerings, seed=1))
    for need in some_needs(8, demanded()[0], Area.SHARJAH):
        with counted() as traffic:
            assert match_need(a_context(), need)
        assert 0 < traffic.rows <= MOST_ROWS
        assert 0 < len(traffic.calls) <= MOST_CALLS


@pytest.mark.usefixtures("store")
def test_counting_sees_each_row_and_each_call() -> None:
    fill(stored(some_needs(1, demanded()[0], Area.KALBA)))
    fill(some_supply(200, seed=2))
    (need,) = some_needs(1, demanded()[0], Area.SHARJAH)
    with counted() as first:
        match_need(a_context(), need)
    with counted() as none:
        pass
    assert first.calls.count("BatchGetItem") >= 2
    assert first.rows > 0
    assert (none.calls, none.rows) == ([], 0)


@pytest.mark.usefixtures("store")
def test_each_match_and_each_proposal_is_timed() -> None:
    fill(some_supply(60, seed=1))
    measured = measure_at(60, times=3)
    assert len(measured.match_ms) == len(measured.propose_ms) == 3
    assert min(measured.match_ms) > 0


@pytest.mark.engines
def test_the_report_compares_the_largest_store_with_the_smallest() -> None:
    report = measure(sizes=(60, 120), times=2)
    named = {one.name: one for one in report.figures}
    ratio = named["match: 120 over 60 offerings"]
    medians = [named[f"match at {size} offerings, median"].value for size in (60, 120)]
    assert ratio.value == pytest.approx(medians[1] / medians[0])
    assert ratio.goal == 1.3


def test_ranking_is_timed_with_candidates_that_all_match() -> None:
    assert min(rank_ms(20, times=2)) > 0


def test_a_table_says_what_is_met() -> None:
    figures = (Figure("quick", 1, "ms", 2), Figure("slow", 3, "ms", 2), Figure("told", 5, "rows"))
    report: Report = report_of("A title", "A note.", figures)
    said = table(report).splitlines()
    assert [line.rpartition("  ")[2] for line in said if line.startswith(("quick", "slow"))] == [
        "met",
        "NOT MET",
    ]


def test_a_quantile_is_a_value_that_was_measured() -> None:
    assert [quantile(range(1, 101), share) for share in (0.5, 0.95, 1)] == [50, 95, 100]
    assert quantile([7.0], 0.95) == 7.0
