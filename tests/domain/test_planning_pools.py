"""Offerings and needs that are alike for a plan are looked at together."""

import math

from chalicelib.domain.planning_policy import PlanPolicy
from chalicelib.domain.planning_pools import Pool, groups, pools
from tests.planning import a_supply, an_open_need

POLICY = PlanPolicy()


def test_offerings_alike_are_one_pool_and_a_late_one_is_not_open() -> None:
    late = a_supply("late", starts_h=10.0)
    found = pools([a_supply("o"), a_supply("p", 4), late], 2.0, 48.0)
    assert [(pool.free, pool.open_now) for pool in found] == [(14, True), (10, False)]


def test_offerings_with_nothing_free_or_over_are_left_out() -> None:
    gone: list[Pool] = pools([a_supply("o", 0), a_supply("p", ends_h=1.0)], 2.0, 48.0)
    assert gone == []


def test_needs_that_can_wait_alike_are_one_group() -> None:
    closing = an_open_need("closing", deadline_h=2.1)
    found = groups([an_open_need("a"), an_open_need("b"), closing], 2.25, 2.0, POLICY)
    assert [(group.quantity, math.isinf(group.deadline_h)) for group in found] == [(4, True), (2, False)]
