"""Units between groups and pools become whole pieces between needs and offerings."""

from chalicelib.domain.planning import OpenNeed, Supply
from chalicelib.domain.planning_pieces import deal
from chalicelib.domain.planning_policy import PlanPolicy
from chalicelib.domain.planning_pools import groups, pools
from tests.planning import a_supply, an_open_need

POLICY = PlanPolicy()


def dealt(units: float, needs: list[OpenNeed], offerings: list[Supply]) -> list[tuple[str, str, int]]:
    stock = pools(offerings, 2.0, 48.0)
    wanted = groups(needs, 2.25, 2.0, POLICY)
    pieces = deal([(0, 0, units)], wanted, stock, 2.0)
    return [(piece.need, piece.offering, piece.quantity) for piece in pieces]


def test_no_more_is_dealt_than_was_planned() -> None:
    assert dealt(3.0, [an_open_need("a", 5)], [a_supply("o")]) == [("a", "o", 3)]


def test_parts_of_units_are_rounded() -> None:
    assert dealt(1.6, [an_open_need("a", 5)], [a_supply("o")]) == [("a", "o", 2)]
    assert dealt(0.4, [an_open_need("a", 5)], [a_supply("o")]) == []


def test_the_smaller_need_goes_first() -> None:
    assert dealt(2.0, [an_open_need("large", 6), an_open_need("small", 2)], [a_supply("o")]) == [
        ("small", "o", 2)
    ]


def test_a_large_need_near_its_deadline_goes_before_a_small_new_one() -> None:
    old = an_open_need("old", 6, posted_h=-69.0, deadline_h=3.0)
    assert dealt(6.0, [an_open_need("small", 2), old], [a_supply("o")]) == [("old", "o", 6)]


def test_the_least_loaded_offering_of_a_pool_goes_first() -> None:
    assert dealt(2.0, [an_open_need("a")], [a_supply("full", 3), a_supply("empty", 9)]) == [("a", "empty", 2)]


def test_a_need_is_split_where_one_offering_is_too_small() -> None:
    pieces = dealt(4.0, [an_open_need("a", 4)], [a_supply("o", 3, capacity=3), a_supply("p", 1)])
    assert pieces == [("a", "o", 3), ("a", "p", 1)]


def test_an_offering_that_declined_is_not_asked_again() -> None:
    need = an_open_need("a", tried=frozenset({"empty"}))
    assert dealt(2.0, [need], [a_supply("full", 3), a_supply("empty", 9)]) == [("a", "full", 2)]
