"""The rows that a match looks through, and the listing that knows which of them are an offering's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.supply import Listing, renewed_ranks
from chalicelib.store.documents import Documents
from chalicelib.store.tables import ListingRow, SupplyRow
from chalicelib.store.writes import Kind, Write

LISTINGS = Documents("listing", ListingRow, Listing, lambda one: {"offering_id": one.offering_id})
find_listing = LISTINGS.find


@dataclass(frozen=True, slots=True)
class Supplied:
    """An offering that a match found under a place."""

    offering_id: str
    partner_id: str


def _keys(listing: Listing) -> set[tuple[str, str]]:
    return {(place, f"{listing.rank}#{listing.offering_id}") for place in listing.places}


def _row(listing: Listing, key: tuple[str, str]) -> SupplyRow:
    return SupplyRow(*key, offering_id=listing.offering_id, partner_id=listing.partner_id)


def save_listing(listing: Listing, was: Listing | None) -> list[Write]:
    """List an offering under other keys: the rows that go, those that come, and the listing itself."""
    before, after = (_keys(was) if was else set()), _keys(listing)
    gone = [Write(Kind.DELETE, _row(listing, key)) for key in sorted(before - after)]
    come = [Write(Kind.PUT, _row(listing, key)) for key in sorted(after - before)]
    return [*gone, *come, LISTINGS.save(listing, was)]


def _range(place: str, first: str, last: str, page: int) -> Iterator[Supplied]:
    found = SupplyRow.query(place, SupplyRow.rank.between(first, last), page_size=page, consistent_read=True)
    for row in found:
        yield Supplied(row.offering_id, row.partner_id)


def with_room(place: str, today: date, page: int) -> Iterator[Supplied]:
    """The offerings under a place that may have room, the least loaded first, read a page at a time.

    Offerings that were full in a period which has ended since come last: their capacity is there anew.
    """
    yield from _range(place, "0", "9~", page)
    yield from _range(place, *renewed_ranks(today), page)


def all_of(place: str) -> Iterator[Supplied]:
    """Every offering under a place, the full ones too."""
    for row in SupplyRow.query(place, consistent_read=True):
        yield Supplied(row.offering_id, row.partner_id)
