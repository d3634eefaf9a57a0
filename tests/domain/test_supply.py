"""Under which keys an offering is listed."""

from datetime import date

import pytest

from chalicelib.domain.areas import Area
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.lifecycle import OfferingState
from chalicelib.domain.periods import FOREVER, Period
from chalicelib.domain.supply import listing_of, place_key, rank_of, renewed_ranks, same_keys
from tests.factories import TODAY, a_partner, an_offering, some_terms

WEEK = Period("2026-W31", date(2026, 8, 2))
FREE = Capacity("01J", WEEK.key, 10)
SOLD = Capacity("01J", WEEK.key, 10, reserved=10)


def test_an_active_offering_is_listed_once_for_each_area() -> None:
    terms = some_terms(areas=frozenset({Area.KALBA, Area.DIBBA}))
    listing = listing_of(an_offering(a_partner(), terms=terms), FREE, WEEK, 1)
    assert listing.places == {"furniture#kalba", "furniture#dibba"}
    assert place_key("furniture", Area.KALBA) in listing.places


@pytest.mark.parametrize("state", [one for one in OfferingState if one is not OfferingState.ACTIVE])
def test_any_other_is_listed_nowhere(state: OfferingState) -> None:
    assert listing_of(an_offering(a_partner(), state=state), FREE, WEEK, 1).places == frozenset()


def test_a_full_offering_sorts_by_the_day_on_which_its_period_ends() -> None:
    assert (rank_of(FREE, WEEK), rank_of(SOLD, WEEK)) == ("0", "full#2026-08-02")


@pytest.mark.parametrize(
    ("day", "found"), [(date(2026, 8, 2), False), (date(2026, 8, 3), True), (date(2027, 1, 1), True)]
)
def test_it_is_found_again_from_the_day_after(day: date, *, found: bool) -> None:
    first, last = renewed_ranks(day)
    key = f"{rank_of(SOLD, WEEK)}#01JOFFERING"
    assert (first <= key <= last) is found


def test_what_was_full_once_is_never_found_again() -> None:
    key = f"{rank_of(SOLD, Period('once', FOREVER))}#01JOFFERING"
    first, last = renewed_ranks(TODAY)
    assert not first <= key <= last


@pytest.mark.parametrize(("taken", "rank"), [(0, "0"), (39, "0"), (40, "4"), (69, "4"), (70, "7"), (99, "7")])
def test_a_key_tells_whether_little_half_or_nearly_all_is_promised(taken: int, rank: str) -> None:
    assert rank_of(Capacity("01J", WEEK.key, 100, reserved=taken), WEEK) == rank


def test_a_load_within_the_same_step_keeps_its_keys() -> None:
    offering = an_offering(a_partner())
    loads = [Capacity("01J", WEEK.key, 100, reserved=taken) for taken in (0, 39, 40)]
    first, same, other = [listing_of(offering, one, WEEK, 1) for one in loads]
    assert same_keys(first, same)
    assert not same_keys(first, other)
