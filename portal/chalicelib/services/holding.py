"""What a change does to an offering's capacity and to the keys under which it is listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain import supply
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.offerings import Offering
from chalicelib.domain.periods import period_of
from chalicelib.domain.supply import Listing
from chalicelib.store import capacities
from chalicelib.store import supply as supply_store
from chalicelib.store.writes import Write


@dataclass(frozen=True, slots=True)
class Held:
    """An offering and its capacity before and after a change."""

    offering: Offering
    after: Capacity
    was: Capacity


def current_capacity(offering: Offering, now: datetime) -> Capacity:
    """The capacity of the period in which we are; untouched, all of it is free."""
    period = period_of(offering.terms.renewal, now)
    return capacities.read(offering.id, period.key, offering.terms.capacity)


def save_capacity(offering: Offering, after: Capacity, was: Capacity, now: datetime) -> list[Write]:
    """Write a capacity, and list the offering anew where its load has moved it to other keys."""
    return save_capacities([Held(offering, after, was)], now)


def save_capacities(held: Sequence[Held], now: datetime) -> list[Write]:
    """The same for several offerings, each once, whose listings are read together."""
    listings = supply_store.read_listings(one.offering.id for one in held)
    writes = []
    for one in held:
        if one.after != one.was:
            writes.append(capacities.save(one.after, one.was))
        writes += _relisted(one.offering, _current(one, now), listings.get(one.offering.id), now)
    return writes


def _current(held: Held, now: datetime) -> Capacity:
    period = period_of(held.offering.terms.renewal, now)
    return held.after if held.after.period == period.key else current_capacity(held.offering, now)


def relist(offering: Offering, current: Capacity, now: datetime) -> list[Write]:
    """List the offering under the keys that its state, areas and load ask for, if others than now."""
    return _relisted(offering, current, supply_store.find_listing(offering.id), now)


def _relisted(offering: Offering, current: Capacity, was: Listing | None, now: datetime) -> list[Write]:
    period = period_of(offering.terms.renewal, now)
    after = supply.listing_of(offering, current, period, (was.version if was else 0) + 1)
    unchanged = supply.same_keys(after, was) if was else not after.places
    return [] if unchanged else supply_store.save_listing(after, was)
