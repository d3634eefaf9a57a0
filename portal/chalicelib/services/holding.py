"""What a change does to an offering's capacity and to the keys under which it is listed."""

from datetime import datetime

from chalicelib.domain import supply
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.offerings import Offering
from chalicelib.domain.periods import period_of
from chalicelib.store import capacities
from chalicelib.store import supply as supply_store
from chalicelib.store.writes import Write


def current_capacity(offering: Offering, now: datetime) -> Capacity:
    """The capacity of the period in which we are; untouched, all of it is free."""
    period = period_of(offering.terms.renewal, now)
    return capacities.read(offering.id, period.key, offering.terms.capacity)


def save_capacity(offering: Offering, after: Capacity, was: Capacity, now: datetime) -> list[Write]:
    """Write a capacity, and list the offering anew where its load has moved it to other keys."""
    writes = [capacities.save(after, was)] if after != was else []
    period = period_of(offering.terms.renewal, now)
    current = after if after.period == period.key else current_capacity(offering, now)
    return writes + relist(offering, current, now)


def relist(offering: Offering, current: Capacity, now: datetime) -> list[Write]:
    """List the offering under the keys that its state, areas and load ask for, if others than now."""
    was = supply_store.find_listing(offering.id)
    period = period_of(offering.terms.renewal, now)
    after = supply.listing_of(offering, current, period, (was.version if was else 0) + 1)
    unchanged = supply.same_keys(after, was) if was else not after.places
    return [] if unchanged else supply_store.save_listing(after, was)
