"""A surge plan, as staff would judge it."""

import pytest

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Arrival, Holding, OpenNeed, Plan, Supply
from chalicelib.domain.planning_forecast import Past, learn
from chalicelib.planner.plan import plan

NOW = 6.0
QUIET = learn([], NOW)


def a_need(name: str, priority: Priority = Priority.P3, quantity: int = 2, area: str = "kalba") -> OpenNeed:
    return OpenNeed(name, "roofs", area, priority, quantity, NOW - 0.1, NOW + 70)


def an_offering(name: str, free: int = 10, areas: str = "kalba", starts_h: float = 0.0) -> Supply:
    return Supply(name, f"partner of {name}", "roofs", frozenset(areas.split()), 10, free, starts_h, 144.0)


def many_urgent() -> Past:
    return learn([Arrival(n / 20, "roofs", "kalba", Priority.P1, 2, 6.0) for n in range(120)], NOW)


def given(made: Plan) -> dict[str, int]:
    units: dict[str, int] = {}
    for piece in made.pieces:
        units[piece.need] = units.get(piece.need, 0) + piece.quantity
    return units


def test_on_a_quiet_day_everything_is_proposed_at_once() -> None:
    made = plan([a_need("a"), a_need("b", Priority.P1)], [an_offering("o")], QUIET, NOW)
    assert given(made) == {"a": 2, "b": 2}
    assert made.held == ()


def test_what_is_short_goes_to_the_most_urgent() -> None:
    made = plan(
        [a_need("calm", quantity=9), a_need("urgent", Priority.P1, 9)], [an_offering("o")], QUIET, NOW
    )
    assert given(made)["urgent"] == 9


def test_capacity_is_held_back_for_urgent_needs_that_are_likely() -> None:
    made = plan([a_need("calm", quantity=9)], [an_offering("o")], many_urgent(), NOW)
    assert made.pieces == ()
    assert [(held.need, held.quantity, held.why) for held in made.held] == [
        ("calm", 9, Holding.KEPT_FOR_URGENT)
    ]


def test_a_life_in_danger_never_waits_for_likely_needs() -> None:
    made = plan([a_need("danger", Priority.P1, 9)], [an_offering("o")], many_urgent(), NOW)
    assert given(made) == {"danger": 9}


def test_the_offering_that_reaches_one_area_goes_before_the_one_that_reaches_two() -> None:
    needs = [a_need("k", Priority.P1, 10), a_need("d", Priority.P1, 10, "dibba")]
    made = plan(needs, [an_offering("both", areas="kalba dibba"), an_offering("kalba")], QUIET, NOW)
    assert {(piece.need, piece.offering) for piece in made.pieces} == {("k", "kalba"), ("d", "both")}


def test_loads_are_evened_where_the_value_is_the_same() -> None:
    offerings = [an_offering("full", 4), an_offering("empty", 10, "kalba dibba")]
    made = plan([a_need("a", quantity=4)], offerings, QUIET, NOW)
    assert {piece.offering for piece in made.pieces} == {"empty"}


def test_no_offering_is_promised_beyond_what_is_free() -> None:
    needs = [a_need(f"n{number}", Priority.P2, 3) for number in range(9)]
    made = plan(needs, [an_offering("o", 7), an_offering("p", 5)], QUIET, NOW)
    assert sum(piece.quantity for piece in made.pieces if piece.offering == "o") == 7
    assert sum(piece.quantity for piece in made.pieces if piece.offering == "p") == 5


@pytest.mark.parametrize(
    ("offering", "why"),
    [
        (an_offering("o", areas="dibba"), Holding.NOBODY_CAN),
        (an_offering("o", starts_h=9.0), Holding.OPENS_LATER),
    ],
)
def test_what_is_held_says_why(offering: Supply, why: Holding) -> None:
    made = plan([a_need("a")], [offering], QUIET, NOW)
    assert [(held.need, held.why) for held in made.held] == [("a", why)]


def test_a_category_without_any_offering_is_held_not_failed() -> None:
    made = plan([a_need("a")], [], QUIET, NOW)
    assert [held.why for held in made.held] == [Holding.NOBODY_CAN]


def test_the_same_state_gives_the_same_plan() -> None:
    needs = [a_need(f"n{number}", Priority.P2, 3) for number in range(9)]
    offerings = [an_offering("o", 7), an_offering("p", 5)]
    assert plan(needs, offerings, many_urgent(), NOW) == plan(needs, offerings, many_urgent(), NOW)
