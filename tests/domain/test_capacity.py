"""The ledger: total = free + reserved + used, always."""

import random
from collections.abc import Callable
from contextlib import suppress

import pytest

from chalicelib.domain.capacity import FULL, Capacity, apply, load_bucket, reserve, resize
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import CapacityEffect as Effect
from tests.refusals import refused


def a_capacity(total: int = 10, reserved: int = 0, used: int = 0) -> Capacity:
    return Capacity("01J", "once", total, reserved, used, version=1)


def test_what_is_reserved_is_no_longer_free() -> None:
    after = reserve(a_capacity(), 4)
    assert (after.free, after.reserved, after.used, after.version) == (6, 4, 0, 2)


def test_the_last_units_are_given_and_not_one_more() -> None:
    assert reserve(a_capacity(reserved=6), 4).free == 0
    with pytest.raises(DomainError) as refusal:
        reserve(a_capacity(reserved=6), 5)
    assert (refusal.value.code, refusal.value.params) == (ErrorCode.CAPACITY_EXHAUSTED, {"free": 4})


@pytest.mark.parametrize(
    ("effect", "held", "kept", "reserved", "used"),
    [
        (Effect.NONE, 4, 4, 5, 3),
        (Effect.KEEP, 4, 4, 5, 3),
        (Effect.KEEP_PART, 4, 1, 2, 3),
        (Effect.RELEASE, 4, 0, 1, 3),
        (Effect.USE, 4, 3, 1, 6),
        (Effect.RESERVE_AGAIN, 3, 3, 8, 0),
        (Effect.KEEP_USED, 3, 1, 5, 1),
    ],
)
def test_each_move_changes_the_ledger_as_its_line_says(
    effect: Effect, held: int, kept: int, reserved: int, used: int
) -> None:
    after = apply(effect, a_capacity(total=20, reserved=5, used=3), held, kept)
    assert (after.total, after.reserved, after.used) == (20, reserved, used)


def test_nothing_is_released_that_was_not_reserved() -> None:
    assert refused(apply, Effect.RELEASE, a_capacity(), 1, 0) is ErrorCode.CAPACITY_EXHAUSTED


def test_a_capacity_shrinks_to_what_is_promised_and_no_further() -> None:
    held = a_capacity(reserved=3, used=2)
    assert resize(held, 5).free == 0
    with pytest.raises(DomainError) as refusal:
        resize(held, 4)
    assert (refusal.value.code, refusal.value.params) == (
        ErrorCode.CAPACITY_BELOW_RESERVED,
        {"promised": 5},
    )


def test_the_load_is_told_in_tenths() -> None:
    loads = [load_bucket(a_capacity(total=20, reserved=taken)) for taken in (0, 1, 2, 10, 19, 20)]
    assert loads == ["0", "0", "1", "5", "9", FULL]


MOVES: tuple[Callable[[Capacity, int], Capacity], ...] = (
    reserve,
    lambda capacity, count: apply(Effect.KEEP_PART, capacity, count, count // 2),
    lambda capacity, count: apply(Effect.RELEASE, capacity, count, 0),
    lambda capacity, count: apply(Effect.USE, capacity, count, count // 2),
    lambda capacity, count: apply(Effect.RESERVE_AGAIN, capacity, count, count),
    lambda capacity, count: resize(capacity, 40 + count),
)


def test_the_ledger_adds_up_after_any_moves_in_any_order() -> None:
    chance = random.Random(7)  # noqa: S311 (a test's dice)
    capacity = a_capacity(total=50)
    for _move in range(2000):
        with suppress(DomainError):
            capacity = chance.choice(MOVES)(capacity, chance.randint(0, 8))
        assert capacity.free + capacity.reserved + capacity.used == capacity.total
        assert min(capacity.free, capacity.reserved, capacity.used) >= 0
    assert capacity.version > 500
