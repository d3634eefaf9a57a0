"""The cascade beside itself and beside staff: no need is covered twice, no unit promised twice."""

from collections.abc import Callable
from functools import partial

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.assignments import Answer, DeclineReason
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.needs import CascadeState, Need
from chalicelib.domain.offerings import Offering
from chalicelib.services import answers
from chalicelib.services.cascade import pass_on_waiting
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import assignments, needs, waiting
from tests.factories import NOW, a_context
from tests.observed import tags_of
from tests.services.racing import assert_adds_up, at_once
from tests.stored import a_stored_need, a_stored_offering

pytestmark = [pytest.mark.usefixtures("roto"), pytest.mark.engines]
NO = Answer(NOW, "01J", reason=DeclineReason.NO_CAPACITY)


def a_waiting_need(first: Offering, quantity: int) -> Need:
    need = a_stored_need(quantity=quantity)
    (one,) = propose(a_context(), need.id, [Part(first.id, quantity)])
    answers.decline(a_context(), need.id, one.id, NO)
    return need


def a_run() -> int:
    return pass_on_waiting(a_context(SYSTEM), 200)


def live_units(need: Need) -> int:
    coverage = coverage_of(need.details.quantity, assignments.list_of(need.id))
    return coverage.quantity - coverage.uncovered


def test_many_runs_at_once_make_each_step_once() -> None:
    first = a_stored_offering(capacity=40)
    others = [a_stored_offering(capacity=10) for _ in range(3)]
    posted = [a_waiting_need(first, 3) for _ in range(6)]
    at_once([a_run] * 5, threads=5)
    a_run()
    for need in posted:
        assert (live_units(need), tags_of("need", need.id).count("need:passed_on")) == (3, 1)
    for one in (first, *others):
        assert_adds_up(one, posted)


def test_the_cascade_and_staff_proposing_at_once_never_cover_a_need_twice() -> None:
    first = a_stored_offering(capacity=40)
    others = [a_stored_offering(capacity=40) for _ in range(4)]
    posted = [a_waiting_need(first, 5) for _ in range(6)]
    by_hand: list[Callable[[], object]] = [
        partial(propose, a_context(), need.id, [Part(others[number % 4].id, 5)])
        for number, need in enumerate(posted)
    ]
    at_once([a_run, *by_hand, a_run], threads=8)
    a_run()
    for need in posted:
        assert (live_units(need), needs.read(need.id).cascade) == (5, CascadeState.IDLE)
    for one in (first, *others):
        assert_adds_up(one, posted)
    assert waiting.list_waiting(10) == []


def test_too_little_for_all_goes_out_whole_and_the_rest_is_given_up_once() -> None:
    first, scarce = a_stored_offering(capacity=60), a_stored_offering(capacity=7)
    posted = [a_waiting_need(first, 3) for _ in range(5)]
    for _ in range(3):
        at_once([a_run] * 4, threads=4)
    assert sum(live_units(need) for need in posted) == 7
    assert_adds_up(scarce, posted)
    exhausted = [need for need in posted if needs.read(need.id).cascade is CascadeState.EXHAUSTED]
    assert [tags_of("need", need.id).count("need:exhausted") for need in exhausted] == [1] * len(exhausted)
