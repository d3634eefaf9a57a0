"""The rows that a match looks through."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.supply import Listing
from chalicelib.store import supply
from chalicelib.store.commit import commit
from chalicelib.store.tables import SupplyRow
from tests.bench.filling import fill
from tests.factories import TODAY
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("store")
PLACE = "furniture#kalba"


def listed(offering_id: str, rank: str, *places: str) -> Listing:
    listing = Listing(offering_id, f"{offering_id}-partner", frozenset(places or (PLACE,)), rank, version=1)
    commit(supply.save_listing(listing, None))
    return listing


def with_room(place: str = PLACE) -> list[str]:
    return [one.offering_id for one in supply.with_room(place, TODAY, "a need")]


def test_the_least_loaded_come_first_and_the_full_ones_not_at_all() -> None:
    listed("busy", "7")
    listed("idle", "0")
    listed("last", "9")
    listed("full", f"full#{TODAY.isoformat()}")
    listed("full-for-good", "full#9999-12-31")
    assert with_room() == ["idle", "busy", "last"]


def test_those_whose_full_period_is_over_come_last() -> None:
    listed("busy", "7")
    listed("renewed", f"full#{(TODAY - timedelta(days=1)).isoformat()}")
    assert with_room() == ["busy", "renewed"]


@pytest.mark.parametrize("seen_from", ["a need", "another", "01J", "a fourth", "a fifth"])
@pytest.mark.parametrize("count", [1, 20, 300])
def test_wherever_a_match_begins_it_finds_every_offering_once(seen_from: str, count: int) -> None:
    listings = [Listing(f"offering-{n}", "p", frozenset({PLACE}), "0", version=1) for n in range(count)]
    fill(write for listing in listings for write in supply.save_listing(listing, None))
    found = [one.offering_id for one in supply.with_room(PLACE, TODAY, seen_from)]
    assert sorted(found) == sorted(one.offering_id for one in listings)


def test_needs_matched_at_the_same_moment_do_not_all_want_the_same() -> None:
    listings = [Listing(f"offering-{n}", "p", frozenset({PLACE}), "0", version=1) for n in range(300)]
    fill(write for listing in listings for write in supply.save_listing(listing, None))
    firsts = {next(supply.with_room(PLACE, TODAY, f"need {n}")).offering_id for n in range(10)}
    assert len(firsts) > 3


def test_an_explanation_sees_the_full_ones_too() -> None:
    listed("full", "full#9999-12-31")
    assert [one.offering_id for one in supply.all_of(PLACE)] == ["full"]


def test_a_listing_that_moves_leaves_nothing_behind() -> None:
    was = listed("one", "0", PLACE, "furniture#dhaid")
    after = replace(was, places=frozenset({PLACE, "furniture#dibba"}), rank="3", version=2)
    commit(supply.save_listing(after, was))
    assert with_room("furniture#dhaid") == []
    assert with_room("furniture#dibba") == with_room() == ["one"]
    assert [row.rank.partition("#")[2] for row in SupplyRow.query(PLACE)] == ["3#one"]
    assert supply.find_listing("one") == after


def test_two_who_move_one_listing_do_not_both() -> None:
    was = listed("one", "0")
    moved = replace(was, rank="3", version=2)
    commit(supply.save_listing(moved, was))
    other = replace(was, rank="5", version=2)
    assert refused(commit, supply.save_listing(other, was)) is ErrorCode.CHANGED_MEANWHILE
    assert [row.rank.partition("#")[2] for row in SupplyRow.query(PLACE)] == ["3#one"]
