"""Units between groups and pools become whole pieces between needs and offerings."""

import math

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import OpenNeed, Supply
from chalicelib.domain.planning_pieces import deal
from chalicelib.domain.planning_policy import PlanPolicy, haste_of, pressed_by
from chalicelib.domain.planning_pools import Pool, groups, pools

POLICY = PlanPolicy()


def a_need(name: str, quantity: int = 2, priority: Priority = Priority.P2, **changes: object) -> OpenNeed:
    known: dict[str, object] = {"posted_h": 1.0, "deadline_h": 73.0, "tried": frozenset()} | changes
    return OpenNeed(name, "roofs", "kalba", priority, quantity, **known)  # type: ignore[arg-type]


def an_offering(name: str, free: int = 10, **changes: object) -> Supply:
    known: dict[str, object] = {
        "capacity": 10,
        "starts_h": 0.0,
        "ends_h": 144.0,
        "areas": frozenset({"kalba"}),
    }
    known |= changes
    return Supply(
        name,
        f"partner of {name}",
        "roofs",
        known["areas"],  # type: ignore[arg-type]
        known["capacity"],  # type: ignore[arg-type]
        free,
        known["starts_h"],  # type: ignore[arg-type]
        known["ends_h"],  # type: ignore[arg-type]
    )


def dealt(units: float, needs: list[OpenNeed], offerings: list[Supply]) -> list[tuple[str, str, int]]:
    stock = pools(offerings, 2.0, 48.0)
    wanted = groups(needs, 2.25, 2.0, POLICY)
    pieces = deal([(0, 0, units)], wanted, stock, 2.0)
    return [(piece.need, piece.offering, piece.quantity) for piece in pieces]


def test_no_more_is_dealt_than_was_planned() -> None:
    assert dealt(3.0, [a_need("a", 5)], [an_offering("o")]) == [("a", "o", 3)]


def test_parts_of_units_are_rounded() -> None:
    assert dealt(1.6, [a_need("a", 5)], [an_offering("o")]) == [("a", "o", 2)]
    assert dealt(0.4, [a_need("a", 5)], [an_offering("o")]) == []


def test_the_smaller_need_goes_first() -> None:
    assert dealt(2.0, [a_need("large", 6), a_need("small", 2)], [an_offering("o")]) == [("small", "o", 2)]


def test_a_large_need_near_its_deadline_goes_before_a_small_new_one() -> None:
    old = a_need("old", 6, posted_h=-69.0, deadline_h=3.0)
    assert dealt(6.0, [a_need("small", 2), old], [an_offering("o")]) == [("old", "o", 6)]


def test_the_least_loaded_offering_of_a_pool_goes_first() -> None:
    assert dealt(2.0, [a_need("a")], [an_offering("full", 3), an_offering("empty", 9)]) == [("a", "empty", 2)]


def test_a_need_is_split_where_one_offering_is_too_small() -> None:
    pieces = dealt(4.0, [a_need("a", 4)], [an_offering("o", 3, capacity=3), an_offering("p", 1)])
    assert pieces == [("a", "o", 3), ("a", "p", 1)]


def test_an_offering_that_declined_is_not_asked_again() -> None:
    need = a_need("a", tried=frozenset({"empty"}))
    assert dealt(2.0, [need], [an_offering("full", 3), an_offering("empty", 9)]) == [("a", "full", 2)]


def test_offerings_alike_are_one_pool_and_a_late_one_is_not_open() -> None:
    late = an_offering("late", starts_h=10.0)
    found = pools([an_offering("o"), an_offering("p", 4), late], 2.0, 48.0)
    assert [(pool.free, pool.open_now) for pool in found] == [(14, True), (10, False)]


def test_offerings_with_nothing_free_or_over_are_left_out() -> None:
    gone: list[Pool] = pools([an_offering("o", 0), an_offering("p", ends_h=1.0)], 2.0, 48.0)
    assert gone == []


def test_needs_that_can_wait_alike_are_one_group() -> None:
    closing = a_need("closing", deadline_h=2.1)
    found = groups([a_need("a"), a_need("b"), closing], 2.25, 2.0, POLICY)
    assert [(group.quantity, math.isinf(group.deadline_h)) for group in found] == [(4, True), (2, False)]


def test_small_needs_press_more_than_large_ones() -> None:
    small, large = a_need("a", 1, Priority.P3), a_need("b", 4, Priority.P3)
    assert haste_of(small, 2.0, POLICY) > haste_of(large, 2.0, POLICY)


def test_a_calm_need_is_pressed_while_its_promise_runs_out() -> None:
    need = a_need("a", 1, Priority.P3, posted_h=1.0)
    calm, pressed, past = (haste_of(need, 1.0 + waited, POLICY) for waited in (3.0, 7.0, 9.0))
    assert calm == past < pressed


def pressed_when(kept: int) -> float:
    """How hard calm needs are pressed when the promise was kept for so many of a hundred."""
    return pressed_by(POLICY, [1.0] * kept + [None] * (100 - kept)).pressed


def test_where_the_promise_is_missed_calm_needs_are_pressed_harder_and_where_it_holds_less() -> None:
    assert pressed_when(90) == pressed_when(62) < POLICY.pressed == pressed_when(56) < pressed_when(50)


def test_a_promise_that_is_out_of_reach_is_not_pressed_at_any_price() -> None:
    assert pressed_when(0) == pressed_when(36) < pressed_when(40) < pressed_when(44)


def test_how_hard_is_pressed_changes_little_from_one_need_to_the_next() -> None:
    steps = [abs(pressed_when(kept + 1) - pressed_when(kept)) for kept in range(100)]
    assert max(steps) < POLICY.pressed / 2


def test_a_calm_need_never_outbids_a_life_in_danger() -> None:
    calm = a_need("a", 1, Priority.P3, posted_h=1.0)
    hardest = max(
        haste_of(calm, 8.5, pressed_by(POLICY, [1.0] * kept + [None] * (100 - kept))) for kept in range(101)
    )
    assert POLICY.urgency.p3 * (1 + hardest) < POLICY.urgency.p1


def test_a_proposal_after_the_promise_is_as_late_as_none() -> None:
    assert pressed_by(POLICY, [1.0] * 50 + [9.0] * 50) == pressed_by(POLICY, [1.0] * 50 + [None] * 50)


def test_a_few_needs_say_nothing_about_the_promise() -> None:
    assert pressed_by(POLICY, [None] * 5) == POLICY
