"""Capacities in the store: a row an (offering, period), written when it is first touched."""

from collections.abc import Iterable

from chalicelib.domain.capacity import Capacity
from chalicelib.store.documents import Documents
from chalicelib.store.tables import CapacityRow

CAPACITIES = Documents(
    "capacity", CapacityRow, Capacity, lambda one: {"offering_id": one.offering_id, "period": one.period}
)
find, save = CAPACITIES.find, CAPACITIES.save


def read(offering_id: str, period: str, total: int) -> Capacity:
    """The capacity of that period: as written, else all of `total` free and not yet written."""
    return CAPACITIES.find(offering_id, period) or Capacity(offering_id, period, total)


def read_many(keys: Iterable[tuple[str, str]]) -> dict[str, Capacity]:
    """Those capacities that are written, by offering."""
    return {one.offering_id: one for one in CAPACITIES.read_many(keys)}


def list_of(offering_id: str) -> tuple[Capacity, ...]:
    """Every period of an offering that was ever touched, in the order of its key."""
    return tuple(CAPACITIES.parse(row) for row in CapacityRow.query(offering_id, consistent_read=True))
