"""What counts in a surge, and what does not."""

from dataclasses import replace

import pytest

from tests.bench.surge.optimum import Optimum, optimum
from tests.bench.surge.rules import RULES, least_loaded, one_to_one, stock_check
from tests.bench.surge.score import Score, gini, score
from tests.bench.surge.tables import table
from tests.bench.surge.workload import Assignment, Need, Offering, Partner, Workload

NEEDS = (
    Need("first", 1.0, "roofs", "kalba", 4, 1, 7.0),
    Need("second", 2.0, "roofs", "kalba", 4, 3, 74.0),
)
OFFERING = Offering("o", "p", "roofs", 6, 0.0, 50.0, frozenset({"kalba"}))
WORKLOAD = Workload(NEEDS, (OFFERING,))


def a_score(*made: Assignment, workload: Workload = WORKLOAD) -> Score:
    return score(workload, made, optimum(workload))


def an_assignment(
    need: str = "first", quantity: float = 4, hour: float = 1.5, state: str = "accepted"
) -> Assignment:
    return Assignment(need, "o", quantity, hour, None if state == "expired" else hour, state)


def test_accepted_units_are_weighted_by_priority() -> None:
    found = a_score(an_assignment(), an_assignment("second", 2, 3.0))
    assert found.value == 4 * 9 + 2 * 1
    assert found.value_of_optimum == 1
    assert found.fill == {1: 1.0, 2: 1.0, 3: 0.5}


@pytest.mark.parametrize(
    "worthless",
    [
        an_assignment(state="declined"),
        an_assignment(state="expired"),
        an_assignment(hour=7.1),
        an_assignment(hour=0.5),
    ],
)
def test_what_is_not_accepted_in_time_counts_for_nothing(worthless: Assignment) -> None:
    assert a_score(worthless).value == 0


def test_units_beyond_the_capacity_count_for_nothing_and_are_told() -> None:
    found = a_score(an_assignment(), an_assignment("second", 4, 3.0))
    assert (found.value, found.overcommitted) == (38, 2)


def test_a_case_posted_twice_counts_once() -> None:
    again = Need("again", 1.2, "roofs", "kalba", 4, 1, 7.2)
    workload = Workload((*NEEDS, again), (OFFERING,), repeats=(("again", "first"),))
    found = a_score(an_assignment(), an_assignment("again", 2), workload=workload)
    assert found.value == 36


def test_a_need_never_proposed_waits_until_its_deadline() -> None:
    found = a_score(an_assignment())
    assert found.proposed[1].p50 == pytest.approx(0.5)
    assert found.proposed[3].p50 == pytest.approx(72.0)
    assert found.never_proposed == {1: 0, 2: 0, 3: 1}


def test_an_empty_surge_scores_whole() -> None:
    assert score(Workload((), ()), [], Optimum(0.0, {1: 0.0, 2: 0.0, 3: 0.0})).value_of_optimum == 1


def test_gini_is_nothing_for_equals_and_large_for_one_who_bears_all() -> None:
    assert gini([0.5, 0.5, 0.5]) == pytest.approx(0)
    assert gini([0.0, 0.0, 0.0, 1.0]) == pytest.approx(0.75)


def test_a_mutual_aid_board_uses_up_the_whole_offering() -> None:
    assert [(made.need, made.quantity) for made in one_to_one(WORKLOAD)] == [("first", 4)]


def test_a_mutual_aid_board_prefers_an_offering_that_covers_the_need_and_else_takes_any() -> None:
    offerings = (replace(OFFERING, id="small", capacity=3), OFFERING)
    made = one_to_one(Workload(NEEDS, offerings))
    assert [(one.need, one.offering, one.quantity) for one in made] == [
        ("first", "o", 4),
        ("second", "small", 3),
    ]


def test_a_stock_check_promises_the_same_stock_twice() -> None:
    assert [(made.need, made.quantity) for made in stock_check(WORKLOAD)] == [("first", 4), ("second", 4)]


@pytest.mark.parametrize("rule", sorted(set(RULES) - {"one-to-one", "stock check"}))
def test_the_other_rules_split_and_never_promise_twice(rule: str) -> None:
    assert sorted(made.quantity for made in RULES[rule](WORKLOAD)) == [2, 4]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_partners_answer_the_other_rules_too(rule: str) -> None:
    never = replace(WORKLOAD, partners=(Partner("p", 0.0, 10.0),))
    made = RULES[rule](never)
    assert made
    assert not [one for one in made if one.state == "accepted"]
    assert optimum(never).value == 38


def test_what_was_declined_is_free_for_the_next_need() -> None:
    late = replace(NEEDS[1], posted_h=6.9)
    never = Workload((NEEDS[0], late), (OFFERING,), (Partner("p", 0.0, 1.0),))
    asked_again = {one.state: one.quantity for one in least_loaded(never) if one.need == "second"}
    assert asked_again == {"declined": 4}


def test_a_table_tells_the_optimum_then_each_rule_in_as_many_columns() -> None:
    text = table({"ours": [a_score(an_assignment())]})
    head, _, best, ours = (line.split(" | ") for line in text.splitlines())
    assert len(head) == len(best) == len(ours)
    assert best[:6] == ["| optimum in hindsight", "1.000", "100.0%", "100%", "100%", "50%"]
    assert ours[:6] == ["| ours", "0.947", "100.0%", "100%", "100%", "0%"]
