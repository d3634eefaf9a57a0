"""Capacity of an offering in a period, as a ledger: total = free + reserved + used, always."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.domain.lifecycle import CapacityEffect

FULL = "full"
_STEPS = 10


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one period of an offering holds, in the offering's unit. Version 0 is a row not yet written."""

    offering_id: str
    period: str
    total: int
    reserved: int = 0
    used: int = 0
    version: int = 0

    @property
    def free(self) -> int:
        """What nobody has been promised."""
        return self.total - self.reserved - self.used


def _changed(capacity: Capacity, *, reserved: int = 0, used: int = 0) -> Capacity:
    after = replace(
        capacity,
        reserved=capacity.reserved + reserved,
        used=capacity.used + used,
        version=capacity.version + 1,
    )
    if after.free < 0 or after.reserved < 0 or after.used < 0:
        raise conflict(ErrorCode.CAPACITY_EXHAUSTED, "quantity", free=max(capacity.free, 0))
    return after


def reserve(capacity: Capacity, quantity: int) -> Capacity:
    """The capacity with that much promised. Raises `CAPACITY_EXHAUSTED` where less is free."""
    return _changed(capacity, reserved=quantity)


_CHANGES: Final[Mapping[CapacityEffect, Callable[[int, int], tuple[int, int]]]] = {
    CapacityEffect.RESERVE: lambda _held, kept: (kept, 0),
    CapacityEffect.KEEP_PART: lambda held, kept: (kept - held, 0),
    CapacityEffect.RELEASE: lambda held, _kept: (-held, 0),
    CapacityEffect.USE: lambda held, kept: (-held, kept),
    CapacityEffect.RESERVE_AGAIN: lambda held, _kept: (held, -held),
    CapacityEffect.KEEP_USED: lambda held, kept: (0, kept - held),
}
"""What each effect adds to the reserved and to the used units; the others add nothing."""


def apply(effect: CapacityEffect, capacity: Capacity, held: int, kept: int) -> Capacity:
    """The capacity after a move of an assignment that held `held` units, of which `kept` go on."""
    change = _CHANGES.get(effect)
    if change is None:
        return capacity
    reserved, used = change(held, kept)
    return _changed(capacity, reserved=reserved, used=used)


def resize(capacity: Capacity, total: int) -> Capacity:
    """The capacity with another total. Raises `CAPACITY_BELOW_RESERVED` when more is promised or used."""
    promised = capacity.reserved + capacity.used
    if total < promised:
        raise conflict(ErrorCode.CAPACITY_BELOW_RESERVED, "capacity", promised=promised)
    return replace(capacity, total=total, version=capacity.version + 1)


def load_bucket(capacity: Capacity) -> str:
    """How loaded it is, in tenths from "0" to "9", or `FULL`: coarse, so that it seldom changes."""
    if capacity.free <= 0:
        return FULL
    return str((capacity.total - capacity.free) * _STEPS // capacity.total)
