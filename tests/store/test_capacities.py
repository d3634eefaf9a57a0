"""Capacities: a row for each period that was touched."""

from dataclasses import replace

import pytest

from chalicelib.domain.capacity import Capacity, reserve
from chalicelib.store import capacities
from chalicelib.store.commit import commit

pytestmark = pytest.mark.usefixtures("store")


def test_a_period_that_nobody_touched_is_all_free() -> None:
    assert capacities.read("one", "2026-W31", 7) == Capacity("one", "2026-W31", 7)


def test_a_touched_period_is_as_it_was_written() -> None:
    fresh = capacities.read("one", "2026-W31", 7)
    commit([capacities.save(reserve(fresh, 3), fresh)])
    assert capacities.read("one", "2026-W31", 99).free == 4
    assert capacities.read("one", "2026-W32", 7).free == 7


def test_those_that_are_written_are_read_together_by_offering() -> None:
    fresh = Capacity("one", "once", 7)
    commit([capacities.save(replace(fresh, version=1), fresh)])
    assert capacities.read_many([("one", "once"), ("two", "once")]).keys() == {"one"}


def test_the_periods_of_an_offering_are_listed_in_their_order() -> None:
    weeks = [Capacity("one", f"2026-W{week}", 7, version=1) for week in (31, 29, 30)]
    commit([capacities.save(one, None) for one in weeks])
    assert [one.period for one in capacities.list_of("one")] == ["2026-W29", "2026-W30", "2026-W31"]
