"""Capacity of an offering in a period, as a ledger: total = free + reserved + used, always."""

from dataclasses import dataclass, replace

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


def apply(effect: CapacityEffect, capacity: Capacity, held: int, kept: int) -> Capacity:
    """The capacity after a move of an assignment that held `held` units, of which `kept` go on."""
    if effect is CapacityEffect.KEEP_PART:
        return _changed(capacity, reserved=kept - held)
    if effect is CapacityEffect.RELEASE:
        return _changed(capacity, reserved=-held)
    if effect is CapacityEffect.USE:
        return _changed(capacity, reserved=-held, used=kept)
    if effect is CapacityEffect.RESERVE_AGAIN:
        return _changed(capacity, reserved=held, used=-held)
    if effect is CapacityEffect.KEEP_USED:
        return _changed(capacity, used=kept - held)
    return capacity


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
