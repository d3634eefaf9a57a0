"""Where a match looks: a row for each offering and place, ordered by load, so that it reads little."""

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.areas import Area
from chalicelib.domain.capacity import FULL, Capacity, load_bucket
from chalicelib.domain.lifecycle import OfferingState
from chalicelib.domain.offerings import Offering
from chalicelib.domain.periods import Period

_STEP_OF = "0000444777"
"""Of the tenths of its load an offering's keys tell three steps, each by its first: a match reads some dozens
of offerings, of each step some, and a finer step would only move rows oftener."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Under which keys an offering is listed. `version` 0 is a listing not yet written."""

    offering_id: str
    partner_id: str
    places: frozenset[str]
    rank: str
    version: int = 0


def place_key(category: str, area: Area) -> str:
    """The partition of the offerings of a category that serve an area."""
    return f"{category}#{area.value}"


def rank_of(capacity: Capacity, period: Period) -> str:
    """The sort key's first part. A full offering sorts by the day on which its period ends.

    A match therefore finds it again on the day after, though no job has run (time is decided on reading).
    """
    bucket = load_bucket(capacity)
    return f"{FULL}#{period.ends_on.isoformat()}" if bucket == FULL else _STEP_OF[int(bucket)]


def renewed_ranks(today: date) -> tuple[str, str]:
    """The range of ranks (first, last) that were full in a period which has ended since."""
    return f"{FULL}#", f"{FULL}#{today.isoformat()}"


def listing_of(offering: Offering, capacity: Capacity, period: Period, version: int) -> Listing:
    """How the offering is listed now: nowhere unless it is active."""
    active = offering.state is OfferingState.ACTIVE
    keys = (place_key(offering.terms.category, area) for area in offering.terms.areas)
    places = frozenset(keys) if active else frozenset()
    return Listing(offering.id, offering.partner_id, places, rank_of(capacity, period), version)


def same_keys(first: Listing, second: Listing) -> bool:
    """Whether two listings stand under the same keys, so that nothing has to be written."""
    return (first.places, first.rank) == (second.places, second.rank)
