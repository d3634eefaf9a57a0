"""No unit is promised twice: many at once on the durable store, and the ledger adds up afterwards."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from chalicelib.domain.assignments import Answer, Assignment, DeclineReason
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.needs import Need
from chalicelib.domain.periods import FOREVER, Period, Renewal
from chalicelib.domain.supply import rank_of
from chalicelib.services import answers
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import capacities, supply
from tests.factories import NOW, a_context
from tests.services.racing import assert_adds_up, at_once
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = [pytest.mark.usefixtures("roto"), pytest.mark.engines]


def test_fifty_at_once_sell_exactly_the_last_forty_units() -> None:
    offering = a_stored_offering(capacity=40)
    all_needs = [a_stored_need(quantity=1) for _ in range(50)]
    refused = at_once(
        [partial(propose, a_context(), need.id, [Part(offering.id, 1)]) for need in all_needs],
        threads=50,
    )
    assert (refused.count(None), refused.count(ErrorCode.CAPACITY_EXHAUSTED)) == (40, 10)
    assert capacities.read(offering.id, "once", 40).free == 0
    assert_adds_up(offering, all_needs)


def test_two_colleagues_proposing_the_same_need_never_cover_it_twice() -> None:
    need = a_stored_need(quantity=5)
    all_offerings = [a_stored_offering(capacity=5) for _ in range(8)]
    refused = at_once(
        [partial(propose, a_context(), need.id, [Part(one.id, 5)]) for one in all_offerings],
        threads=8,
    )
    assert refused.count(None) == 1
    assert refused.count(ErrorCode.MORE_THAN_UNCOVERED) == 7
    for one in all_offerings:
        assert_adds_up(one, [need])


def a_random_move(chance: random.Random, need: Need, one: Assignment) -> Callable[[], object]:
    """Any move, permitted at that moment or not: the table refuses what it must."""
    staff = a_context()
    later = a_context(now=one.answer_due + timedelta(minutes=1))
    moves: list[Callable[[], object]] = [
        lambda: answers.accept(staff, need.id, one.id, one.proposed, Answer(NOW, "01J")),
        lambda: answers.accept(staff, need.id, one.id, 1, Answer(NOW, "01J")),
        lambda: answers.decline(staff, need.id, one.id, Answer(NOW, "01J", reason=DeclineReason.NO_CAPACITY)),
        lambda: answers.withdraw(staff, need.id, one.id),
        lambda: answers.cancel(staff, need.id, one.id),
        lambda: answers.deliver(staff, need.id, one.id, 1),
        lambda: answers.dispute(staff, need.id, one.id),
        lambda: answers.confirm(staff, need.id, one.id, 1),
        lambda: answers.expire_overdue(later, need.id),
    ]
    return chance.choice(moves)


@pytest.mark.parametrize("seed", range(3))
def test_any_moves_in_any_order_at_once_leave_a_ledger_that_adds_up(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (an order of moves)
    offering = a_stored_offering(capacity=24)
    all_needs = [a_stored_need(quantity=3) for _ in range(8)]
    proposed = [propose(a_context(), need.id, [Part(offering.id, 3)])[0] for need in all_needs]
    pairs = list(zip(all_needs, proposed, strict=True))
    at_once([a_random_move(chance, *chance.choice(pairs)) for _ in range(120)], threads=16)
    assert_adds_up(offering, all_needs)


def test_a_new_week_brings_the_capacity_anew_and_last_weeks_reservations_stay_its_own() -> None:
    offering = a_stored_offering(capacity=4, renewal=Renewal.WEEKLY)
    first = [a_stored_need(quantity=1, deadline=NOW + timedelta(days=20)) for _ in range(4)]
    second = [a_stored_need(quantity=1, deadline=NOW + timedelta(days=20)) for _ in range(6)]
    next_week = a_context(now=NOW + timedelta(days=7))
    at_once(
        [partial(propose, a_context(), need.id, [Part(offering.id, 1)]) for need in first],
        threads=4,
    )
    refused = at_once(
        [partial(propose, next_week, need.id, [Part(offering.id, 1)]) for need in second],
        threads=6,
    )
    assert (refused.count(None), refused.count(ErrorCode.CAPACITY_EXHAUSTED)) == (4, 2)
    assert [one.reserved for one in capacities.list_of(offering.id)] == [4, 4]
    assert_adds_up(offering, [*first, *second])


def test_after_any_race_an_offering_is_listed_once_under_each_place() -> None:
    partner = a_stored_partner()
    offering = a_stored_offering(partner, capacity=20)
    all_needs = [a_stored_need(quantity=2) for _ in range(12)]
    at_once(
        [partial(propose, a_context(), need.id, [Part(offering.id, 2)]) for need in all_needs],
        threads=12,
    )
    rows = [one for one in supply.all_of("furniture#kalba") if one.offering_id == offering.id]
    listing = supply.find_listing(offering.id)
    assert len(rows) == 1
    assert listing is not None
    assert listing.rank == rank_of(capacities.read(offering.id, "once", 20), Period("once", FOREVER))
