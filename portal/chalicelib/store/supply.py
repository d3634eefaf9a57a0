"""The rows that a match looks through, and the listing that knows which of them are an offering's.

An offering with room stands at a point of a circle, which a hash of its id decides: a match begins where its
need points, and reads a range as wide as some dozens of offerings take, however many stand on the circle.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.capacity import FULL
from chalicelib.domain.supply import Listing, renewed_ranks
from chalicelib.store.documents import Documents
from chalicelib.store.tables import ListingRow, SupplyRow
from chalicelib.store.writes import Kind, Write

_POINTS = 4096
_LOOK = _POINTS // 128
"""How much of the circle is read to learn how densely it is taken."""
_SAMPLE = 50
"""How many offerings the ranges read together aim at."""

LISTINGS = Documents("listing", ListingRow, Listing, lambda one: {"offering_id": one.offering_id})
find_listing = LISTINGS.find


def read_listings(offering_ids: Iterable[str]) -> dict[str, Listing]:
    """Where those offerings are listed that ever were, by offering."""
    return {one.offering_id: one for one in LISTINGS.read_many(offering_ids)}


@dataclass(frozen=True, slots=True)
class Supplied:
    """An offering that a match found under a place."""

    offering_id: str
    partner_id: str


def _keys(listing: Listing) -> set[tuple[str, str]]:
    rank = f"{listing.rank}#{listing.offering_id}"
    key = rank if listing.rank.startswith(FULL) else f"{_digits(_point(listing.offering_id))}#{rank}"
    return {(place, key) for place in listing.places}


def _point(text: str) -> int:
    return zlib.crc32(text.encode()) % _POINTS


def _digits(point: int) -> str:
    """Three of them; `fff` sorts before the keys of the full ones."""
    return f"{point:03x}"


def _load_of(row: SupplyRow) -> str:
    """The key without its point: the least loaded sorts first, what was full last."""
    return row.rank if row.rank.startswith(FULL) else row.rank.partition("#")[2]


def _row(listing: Listing, key: tuple[str, str]) -> SupplyRow:
    return SupplyRow(*key, offering_id=listing.offering_id, partner_id=listing.partner_id)


def rows_to_save(listing: Listing, was: Listing | None) -> int:
    """How many writes `save_listing` makes."""
    return len((_keys(was) if was else set()) ^ _keys(listing)) + 1


def save_listing(listing: Listing, was: Listing | None) -> list[Write]:
    """List an offering under other keys: the rows that go, those that come, and the listing itself."""
    before, after = (_keys(was) if was else set()), _keys(listing)
    gone = [Write(Kind.DELETE, _row(listing, key)) for key in sorted(before - after)]
    come = [Write(Kind.PUT, _row(listing, key)) for key in sorted(after - before)]
    return [*gone, *come, LISTINGS.save(listing, was)]


def _range(place: str, first: str, last: str) -> list[SupplyRow]:
    return list(SupplyRow.query(place, SupplyRow.rank.between(first, last), consistent_read=True))


def _arc(place: str, begin: int, width: int) -> list[SupplyRow]:
    """The rows at so many points from the first on; the circle has no end."""
    first, beyond = begin % _POINTS, begin % _POINTS + width
    rows = _range(place, _digits(first), f"{_digits(min(beyond, _POINTS) - 1)}~")
    return rows + _arc(place, 0, beyond - _POINTS) if beyond > _POINTS else rows


def _arcs(place: str, begin: int, renewed: tuple[str, str]) -> Iterator[list[SupplyRow]]:
    """Every row of the circle once, some dozens at a time, then the renewed; where few stand, all at once."""
    rows = _arc(place, begin, _LOOK)
    if len(rows) <= 1:
        yield _range(place, _digits(0), renewed[1])
        return
    read, found = _LOOK, len(rows)
    while read < _POINTS:
        width = min(max(read * _SAMPLE // found, 1), _POINTS - read)
        more = _arc(place, begin + read, width)
        yield rows + more
        read, found, rows = read + width, found + len(more), []
    yield _range(place, *renewed)


def with_room(place: str, today: date, seen_from: str) -> Iterator[Supplied]:
    """The offerings under a place that may have room, some dozens at a time, of these the least loaded first.

    `seen_from` is any text: from another one, others come first, so that needs matched at the same moment
    do not all want the same offerings. Offerings that were full in a period which has ended since come
    last: their capacity is there anew.
    """
    for rows in _arcs(place, _point(seen_from), renewed_ranks(today)):
        yield from (_supplied(row) for row in sorted(rows, key=_load_of))


def _supplied(row: SupplyRow) -> Supplied:
    return Supplied(row.offering_id, row.partner_id)


def all_of(place: str, limit: int | None = None) -> Iterator[Supplied]:
    """Every offering under a place, the full ones too; no more than `limit`, where one is given."""
    yield from (_supplied(row) for row in SupplyRow.query(place, limit=limit, consistent_read=True))
