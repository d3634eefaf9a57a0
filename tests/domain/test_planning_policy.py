"""How hard a plan presses for calm needs, so that what was promised of their wait holds."""

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning_policy import PlanPolicy, Waits, haste_of, pressed_by
from tests.planning import an_open_need

POLICY = PlanPolicy()


def test_small_needs_press_more_than_large_ones() -> None:
    small, large = an_open_need("a", 1, Priority.P3), an_open_need("b", 4, Priority.P3)
    assert haste_of(small, 2.0, POLICY) > haste_of(large, 2.0, POLICY)


def test_a_calm_need_is_pressed_while_its_promise_runs_out() -> None:
    need = an_open_need("a", 1, Priority.P3, posted_h=1.0)
    calm, pressed, past = (haste_of(need, 1.0 + waited, POLICY) for waited in (3.0, 7.0, 9.0))
    assert calm == past < pressed


def pressed_when(kept: int) -> float:
    """How hard calm needs are pressed when the promise was kept for so many of a hundred."""
    return pressed(kept).pressed


def pressed(kept: int) -> PlanPolicy:
    return pressed_by(POLICY, Waits([], [1.0] * kept + [None] * (100 - kept)))


def hurried_when(kept: int) -> float:
    """In what haste urgent needs are when the promise was kept for so many of a hundred."""
    return pressed_by(POLICY, Waits([0.2] * kept + [None] * (100 - kept), [])).haste.p2


def test_urgent_needs_are_in_more_haste_while_half_of_them_wait_longer_than_an_hour() -> None:
    assert hurried_when(0) == hurried_when(54) > hurried_when(58) > hurried_when(62) == POLICY.haste.p2


def test_an_urgent_need_in_haste_never_outbids_a_life_in_danger() -> None:
    assert POLICY.urgency.p2 * (1 + hurried_when(0)) < POLICY.urgency.p1


def test_where_the_promise_is_missed_calm_needs_are_pressed_harder_and_where_it_holds_less() -> None:
    assert pressed_when(90) == pressed_when(62) < POLICY.pressed == pressed_when(56) < pressed_when(50)


def test_a_promise_that_is_out_of_reach_is_not_pressed_at_any_price() -> None:
    assert pressed_when(0) == pressed_when(36) < pressed_when(40) < pressed_when(44)


def test_how_hard_is_pressed_changes_little_from_one_need_to_the_next() -> None:
    steps = [abs(pressed_when(kept + 1) - pressed_when(kept)) for kept in range(100)]
    assert max(steps) < POLICY.pressed / 2


def test_a_calm_need_never_outbids_a_life_in_danger() -> None:
    calm = an_open_need("a", 1, Priority.P3, posted_h=1.0)
    hardest = max(haste_of(calm, 8.5, pressed(kept)) for kept in range(101))
    assert POLICY.urgency.p3 * (1 + hardest) < POLICY.urgency.p1


def test_a_proposal_after_the_promise_is_as_late_as_none() -> None:
    late = Waits([0.2] * 50 + [1.1] * 50, [1.0] * 50 + [9.0] * 50)
    never = Waits([0.2] * 50 + [None] * 50, [1.0] * 50 + [None] * 50)
    assert pressed_by(POLICY, late) == pressed_by(POLICY, never)


def test_a_few_needs_say_nothing_about_the_promise() -> None:
    assert pressed_by(POLICY, Waits([None] * 5, [None] * 5)) == POLICY
