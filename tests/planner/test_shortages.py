"""Where one more offering would help, as staff would tell a partner."""

from dataclasses import replace

import pytest

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Arrival, OpenNeed, Shortage, Supply
from chalicelib.domain.planning_forecast import Past, learn
from chalicelib.planner.plan import POLICY
from chalicelib.planner.shortages import TOLD, shortages

NOW = 6.0
QUIET = learn([], NOW)


def a_need(
    name: str,
    priority: Priority = Priority.P3,
    quantity: int = 2,
    area: str = "kalba",
    category: str = "roofs",
) -> OpenNeed:
    return OpenNeed(name, category, area, priority, quantity, NOW - 0.1, NOW + 70)


def an_offering(name: str, capacity: int = 10, areas: str = "kalba", category: str = "roofs") -> Supply:
    where = frozenset(areas.split())
    return Supply(name, f"partner of {name}", category, where, capacity, capacity, 0.0, 144.0)


def found(needs: list[OpenNeed], offerings: list[Supply], past: Past = QUIET) -> tuple[Shortage, ...]:
    return shortages(needs, offerings, past, NOW)


def test_one_more_offering_of_the_usual_size_covers_that_many_needs_more() -> None:
    needs = [a_need(f"n{number}") for number in range(20)]
    (short,) = found(needs, [an_offering("o", 4), an_offering("p", 6), an_offering("q", 8)])
    assert (short.category, short.area, short.typical) == ("roofs", "kalba", 6)
    assert (short.units, short.needs) == (22, 11)
    assert (short.gained_units, short.gained_needs, short.weight) == (6, 3, 3)


def test_one_more_offering_covers_no_more_than_is_missing() -> None:
    (short,) = found([a_need("a", Priority.P1, 12)], [an_offering("o")])
    assert (short.typical, short.units, short.gained_units) == (10, 2, 2)
    assert short.price == pytest.approx(9, abs=0.1)


def test_where_nothing_is_missing_there_is_no_shortage() -> None:
    assert found([a_need("a"), a_need("b", area="dibba")], [an_offering("o", areas="kalba dibba")]) == ()


def test_one_more_offering_helps_elsewhere_by_setting_others_free() -> None:
    needs = [a_need("k", quantity=10), a_need("d", quantity=10, area="dibba")]
    told = {short.area: short for short in found(needs, [an_offering("o", 10, "kalba dibba")])}
    assert told["kalba"].gained_units == told["dibba"].gained_units == 10


def test_the_place_where_urgent_needs_are_missed_comes_first() -> None:
    needs = [a_need("calm", Priority.P3, 16), a_need("urgent", Priority.P1, 4, "dibba")]
    offerings = [an_offering("o"), an_offering("p", 1, "dibba"), an_offering("q", 1, "dibba")]
    assert [short.area for short in found(needs, offerings)] == ["dibba", "kalba"]


def test_a_category_that_nobody_gives_takes_the_size_of_the_others() -> None:
    offerings = [an_offering("o", 3, category="food"), an_offering("p", 5, category="food")]
    (short,) = found([a_need("a", quantity=9)], offerings)
    assert (short.category, short.typical, short.gained_units) == ("roofs", 4, 4)


def test_with_no_offering_at_all_one_more_would_cover_a_need() -> None:
    (short,) = found([a_need("a", quantity=3)], [])
    assert (short.typical, short.gained_units, short.gained_needs) == (3, 3, 1)


def test_what_is_likely_to_be_asked_is_missed_too() -> None:
    past = learn([Arrival(n / 20, "roofs", "kalba", Priority.P1, 2, 6.0) for n in range(120)], NOW)
    (short,) = found([], [an_offering("o")], past)
    assert short.units > 50
    assert short.gained_units == pytest.approx(10, abs=0.1)
    assert short.weight == pytest.approx(9 * short.gained_needs, rel=0.02)


def test_the_gain_is_never_more_than_the_price_promises() -> None:
    needs = [a_need(f"n{n}", list(Priority)[n % 3], 1 + n % 4, ["kalba", "dibba"][n % 2]) for n in range(30)]
    offerings = [an_offering("o", 8), an_offering("p", 6, "dibba"), an_offering("q", 9, "kalba dibba")]
    calm = replace(POLICY, haste=replace(POLICY.haste, p1=0.0, p2=0.0, p3=0.0), pressed=0.0)
    told = shortages(needs, offerings, QUIET, NOW, calm)
    assert told
    for short in told:
        assert 0 < short.weight <= short.price * short.typical / (short.units / short.needs) * 1.1


def test_only_the_dozen_best_places_are_told_the_best_first() -> None:
    needs = [a_need(f"n{n} {i}", quantity=1, category=f"c{n:02d}") for n in range(20) for i in range(3 + n)]
    told = found(needs, [an_offering("o", 30, category="other")])
    assert [short.category for short in told] == [f"c{n:02d}" for n in range(19, 19 - TOLD, -1)]


def test_one_category_does_not_fill_the_list() -> None:
    needs = [a_need(f"n{n}", quantity=9, area=f"area {n}") for n in range(9)]
    assert len(found([*needs, a_need("other", category="food")], [an_offering("o", 4)])) == 4
