"""What a change does to an offering's capacity and to the keys under which it is listed."""

from collections.abc import Mapping, Sequence
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
    listings = supply_store.read_listings([offering.id])
    writes, _ = save_capacities([Held(offering, after, was)], listings, now)
    return writes


def save_capacities(
    held: Sequence[Held], listings: Mapping[str, Listing], now: datetime
) -> tuple[list[Write], dict[str, Listing]]:
    """The same for several offerings, each once, as they are listed; and how they are listed afterwards."""
    writes, after = [], dict(listings)
    for one in held:
        if one.after != one.was:
            writes.append(capacities.save(one.after, one.was))
        was = listings.get(one.offering.id)
        listed = _listed_anew(one.offering, _current(one, now), was, now)
        if listed is not None:
            writes += supply_store.save_listing(listed, was)
            after[one.offering.id] = listed
    return writes, after


def rows_to_save(one: Held, listing: Listing | None, now: datetime) -> int:
    """How many writes `save_capacities` makes of it."""
    listed = _listed_anew(one.offering, _current(one, now), listing, now)
    moved = supply_store.rows_to_save(listed, listing) if listed is not None else 0
    return moved + (one.after != one.was)


def _current(held: Held, now: datetime) -> Capacity:
    period = period_of(held.offering.terms.renewal, now)
    return held.after if held.after.period == period.key else current_capacity(held.offering, now)


def relist(offering: Offering, current: Capacity, now: datetime) -> list[Write]:
    """List the offering under the keys that its state, areas and load ask for, if others than now."""
    was = supply_store.find_listing(offering.id)
    listed = _listed_anew(offering, current, was, now)
    return supply_store.save_listing(listed, was) if listed is not None else []


def _listed_anew(offering: Offering, current: Capacity, was: Listing | None, now: datetime) -> Listing | None:
    """The listing that it should have, or None where it has it."""
    period = period_of(offering.terms.renewal, now)
    after = supply.listing_of(offering, current, period, (was.version if was else 0) + 1)
    unchanged = supply.same_keys(after, was) if was else not after.places
    return None if unchanged else after
