"""The optimum in hindsight, found in two ways."""

import pytest

from tests.bench.surge.flow import optimum_by_flow
from tests.bench.surge.generator import generate, twisted_law, with_answers
from tests.bench.surge.optimum import optimum
from tests.bench.surge.rules import RULES
from tests.bench.surge.score import score
from tests.bench.surge.workload import Need, Offering, Workload


def a_need(name: str, posted_h: float, priority: int, quantity: int = 1) -> Need:
    deadline = posted_h + {1: 6.0, 2: 24.0, 3: 72.0}[priority]
    return Need(name, posted_h, "roofs", "kalba", quantity, priority, deadline)


def an_offering(capacity: int, starts_h: float = 0.0, ends_h: float = 144.0) -> Offering:
    name = f"{capacity} {starts_h} {ends_h}"
    return Offering(name, "p", "roofs", capacity, starts_h, ends_h, frozenset({"kalba"}))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_linear_program_and_the_flows_agree(seed: int) -> None:
    workload = generate("KALBA", seed, 1.0, twisted_law(seed))
    by_program, by_flow = optimum(workload), optimum_by_flow(workload)
    assert by_program.value == pytest.approx(by_flow.value)
    assert by_program.units == pytest.approx(by_flow.units)


def test_they_agree_at_size_s() -> None:
    workload = generate("S", 4)
    assert optimum(workload).value == pytest.approx(optimum_by_flow(workload).value)


def test_hindsight_keeps_a_unit_for_the_urgent_need_that_comes_later() -> None:
    needs = (a_need("calm", 0.0, 3), a_need("urgent", 9.0, 1))
    assert optimum(Workload(needs, (an_offering(1),))).value == 9


@pytest.mark.parametrize(
    ("window", "value"),
    [((0.0, 4.9), 0), ((0.0, 5.0), 9), ((11.0, 144.0), 9), ((11.1, 144.0), 0), ((6.0, 7.0), 9)],
)
def test_units_reach_a_need_only_while_both_are_there(window: tuple[float, float], value: float) -> None:
    workload = Workload((a_need("urgent", 5.0, 1),), (an_offering(1, *window),))
    assert optimum(workload).value == value == optimum_by_flow(workload).value


def test_a_case_posted_twice_is_worth_one() -> None:
    workload = with_answers(generate("KALBA", 5), 5)
    assert workload.repeats
    assert optimum(workload).value == pytest.approx(optimum(generate("KALBA", 5)).value)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_no_rule_is_better_than_hindsight(rule: str) -> None:
    workload = generate("KALBA", 6)
    best = optimum(workload)
    assert 0 < score(workload, RULES[rule](workload), best).value_of_optimum <= 1
