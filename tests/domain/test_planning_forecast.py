"""The forecast of a surge learns from the past and from nothing else."""

from collections import Counter
from dataclasses import replace

import pytest

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Arrival
from chalicelib.domain.planning_forecast import Demand, Past, coming, learn, scenarios
from chalicelib.domain.planning_policy import PlanPolicy

POLICY = PlanPolicy()


def an_arrival(hour: float = 1.0, category: str = "roofs", area: str = "kalba") -> Arrival:
    return Arrival(hour, category, area, Priority.P2, 3, 24.0)


def steady(per_hour: int, hours: int) -> list[Arrival]:
    return [an_arrival(number / per_hour) for number in range(per_hour * hours)]


def futures_of(past: Past, category: str = "roofs") -> list[list[Demand]]:
    return scenarios(past, category, categories=2, count=60, policy=POLICY)


def units_of(futures: list[list[Demand]]) -> float:
    return sum(demand.quantity for future in futures for demand in future) / len(futures)


def test_with_no_past_nothing_is_expected() -> None:
    assert futures_of(learn([], 5.0)) == [[] for _ in range(60)]


def test_the_rate_is_that_of_the_last_while() -> None:
    calm_after_a_storm = steady(40, 4) + [an_arrival(4 + number) for number in range(20)]
    assert learn(steady(10, 20), 20.0).rate == pytest.approx(10, rel=0.1)
    assert learn(calm_after_a_storm, 24.0).rate < 3


def test_what_is_asked_just_now_is_learned_sooner_than_what_goes_on() -> None:
    past = learn([*steady(5, 24), *(an_arrival(24 + number / 60) for number in range(120))], 26.0)
    assert 10 < past.rate < past.rate_now < 60


def test_a_burst_is_expected_to_fade_and_not_to_go_on() -> None:
    past = learn([*steady(5, 24), *(an_arrival(24 + number / 60) for number in range(120))], 26.0)
    assert coming(past, 0, 1, fade=1) > coming(past, 0, 1, fade=0)
    assert coming(past, 0, 48, fade=2) < coming(past, 0, 48, fade=0)


def test_a_rate_that_fades_brings_less_than_a_steady_one() -> None:
    past = learn(steady(10, 12), 12.0)
    assert coming(past, 0, 24, fade=0) == pytest.approx(240, rel=0.1)
    assert coming(past, 0, 24, fade=2) < coming(past, 0, 24, fade=1) < coming(past, 0, 24, fade=0)


def test_spans_add_up() -> None:
    past = learn(steady(10, 12), 12.0)
    both = coming(past, 0, 6, fade=1) + coming(past, 6, 48, fade=1)
    assert both == pytest.approx(coming(past, 0, 48, fade=1))


def test_futures_ask_where_and_as_urgently_as_the_past_did() -> None:
    past = learn(steady(5, 8), 8.0)
    asked = [demand for future in futures_of(past) for demand in future]
    assert {(demand.area, demand.priority) for demand in asked} == {("kalba", Priority.P2)}
    assert all(demand.deadline_h == pytest.approx(demand.posted_h + 24) for demand in asked)
    assert all(demand.posted_h > 8 for demand in asked)


def test_a_category_asked_for_more_is_expected_to_be_asked_for_more() -> None:
    mixed = [
        replace(one, category="food" if number % 5 else "roofs") for number, one in enumerate(steady(20, 6))
    ]
    past = learn(mixed, 6.0)
    assert units_of(futures_of(past, "food")) > 2.5 * units_of(futures_of(past, "roofs"))


def test_a_category_with_few_needs_follows_the_areas_of_all() -> None:
    elsewhere = [replace(one, category="food", area="dibba") for one in steady(20, 6)]
    past = learn(sorted([*elsewhere, an_arrival(5.9)], key=lambda one: one.posted_h), 6.0)
    areas: Counter[str] = Counter()
    for future in futures_of(past):
        for demand in future:
            areas[demand.area] += round(demand.quantity)
    assert areas["dibba"] > areas["kalba"] > 0


def test_the_same_past_gives_the_same_futures() -> None:
    past = learn(steady(5, 8), 8.0)
    assert futures_of(past) == futures_of(past)


def test_many_needs_are_drawn_cell_by_cell_with_the_same_mean() -> None:
    few, many = learn(steady(4, 8), 8.0), learn(steady(400, 8), 8.0)
    assert units_of(futures_of(many)) == pytest.approx(100 * units_of(futures_of(few)), rel=0.25)
