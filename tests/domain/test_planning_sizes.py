"""How much a need asks for, category by category."""

from random import Random
from statistics import fmean

import pytest

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Arrival
from chalicelib.domain.planning_sizes import learn_sizes


def arrivals(**quantities: list[int]) -> list[Arrival]:
    return [
        Arrival(1.0, category, "kalba", Priority.P2, quantity, 24.0)
        for category, asked in quantities.items()
        for quantity in asked
    ]


def some(mean: float, count: int, seed: int = 1) -> list[int]:
    draw = Random(seed)  # noqa: S311 - no secret
    return [max(1, round(draw.expovariate(1 / mean))) for _ in range(count)]


def test_nothing_asked_yet_counts_as_one_unit() -> None:
    assert learn_sizes([]).of("roofs") == (1.0,)


def test_a_category_that_counts_in_larger_units_keeps_its_own_size_even_with_few_needs() -> None:
    sizes = learn_sizes(arrivals(roofs=some(2, 60), shelter=some(3, 60, 2), meals=[200, 400, 300]))
    assert sizes.mean("meals") == pytest.approx(300, rel=0.25)
    assert sizes.mean("roofs") == pytest.approx(fmean(some(2, 60)), rel=0.1)


def test_where_all_are_alike_a_few_needs_more_or_less_change_little() -> None:
    alike = {f"c{number}": some(4, 80, number) for number in range(8)}
    sizes = learn_sizes(arrivals(**alike, rare=[9, 12]))
    assert 3.5 < sizes.mean("rare") < 7


def test_a_category_not_seen_takes_the_size_of_all() -> None:
    assert learn_sizes(arrivals(roofs=[4, 4, 4], food=[4, 4])).mean("other") == pytest.approx(4)


def test_equally_likely_quantities_have_the_usual_mean_and_the_shape_of_what_was_asked() -> None:
    sizes = learn_sizes(arrivals(roofs=some(5, 300)))
    assert fmean(sizes.of("roofs")) == pytest.approx(sizes.mean("roofs"), rel=0.02)
    assert max(sizes.of("roofs")) == pytest.approx(max(some(5, 300)))


def test_many_needs_are_remembered_by_a_part_of_them() -> None:
    sizes = learn_sizes(arrivals(roofs=some(20, 9000)))
    assert 2000 <= len(sizes.of("roofs")) <= 2500
    assert fmean(sizes.of("roofs")) == pytest.approx(fmean(some(20, 9000)), rel=0.02)
