"""Units by DynamoDB's published rules."""

from datetime import timedelta

import pytest

from chalicelib.domain.capacity import Capacity
from chalicelib.domain.needs import Attestation
from chalicelib.store import capacities, limits, needs
from chalicelib.store.commit import commit
from chalicelib.store.tables import NeedRow
from infra.cost.units import index_units, metered, read_units, size_of, write_units
from tests.factories import NOW, a_need, some_details
from tests.stored import a_stored_offering

KB = 1024
STATE = ("state", "id")


def a_row(size: int, **columns: str) -> dict[str, dict[str, str]]:
    named = {name: {"S": value} for name, value in columns.items()}
    return {**named, "filler": {"S": "x" * (size - size_of(named) - len("filler"))}}


def test_a_row_is_as_large_as_its_names_and_values_and_arabic_letters_are_two() -> None:
    assert size_of({"id": {"S": "أ1"}, "n": {"N": "1234"}, "none": {"NULL": "true"}}) == 2 + 3 + 1 + 3 + 4 + 1
    assert size_of({"نص": {"S": "أ"}}) == 6


@pytest.mark.parametrize(("size", "units"), [(100, 1), (4 * KB, 1), (4 * KB + 1, 2)])
def test_four_kilobytes_are_read_for_a_unit_and_for_half_where_that_suffices(size: int, units: int) -> None:
    assert read_units([a_row(size)], consistent=True) == units
    assert read_units([a_row(size)], consistent=False) == units / 2


def test_a_query_counts_its_rows_together_and_nothing_counts_one() -> None:
    assert read_units([a_row(KB)] * 5, consistent=True) == 2
    assert read_units([], consistent=True) == 1


def test_a_write_counts_the_larger_of_before_and_after() -> None:
    assert write_units(a_row(3 * KB), a_row(100)) == 3
    assert write_units(None, a_row(KB + 1)) == 2
    assert write_units(a_row(100), None) == 1


def test_an_index_counts_what_changes_in_it() -> None:
    before, moved = a_row(100, state="open", id="1"), a_row(100, state="closed", id="1")
    assert index_units(STATE, None, before) == 1
    assert index_units(STATE, before, before) == 0
    assert index_units(STATE, before, a_row(1500, state="open", id="1")) == 2
    assert index_units(STATE, before, moved) == 2
    assert index_units(STATE, before, None) == 1
    assert index_units(STATE, a_row(100, id="1"), a_row(200, id="1")) == 0


@pytest.mark.usefixtures("store")
def test_what_goes_over_the_connection_is_counted() -> None:
    with metered() as units:
        limits.count("somebody", 5, timedelta(minutes=1), NOW)
    assert (units.written, units.read, units.calls, units.heat) == (1, 0, 1, {"limits": 1})
    with metered() as units:
        a_stored_offering()
    assert units.heat["offerings"] == 2
    assert units.heat["offerings by_state"] == 1
    assert units.written == sum(units.heat.values())


@pytest.mark.usefixtures("store")
def test_a_transactions_writes_count_twice_and_once_for_each_index_that_holds_the_row() -> None:
    seen, to_see = some_details(), some_details(registered=Attestation.TO_VERIFY, summary="س" * 400)
    with metered() as plain:
        commit([capacities.save(Capacity("o", "once", total=5, version=1), None)])
    with metered() as listed:
        commit([needs.save(a_need(details=seen), None)])
    with metered() as large:
        commit([needs.save(a_need(details=to_see), None)])
    indexes = len(NeedRow._indexes)
    assert (plain.written, plain.read) == (2, 0)
    assert listed.written == 2 * 1 + (indexes - 1)
    assert large.written == 2 * (2 * 1 + indexes)


@pytest.mark.usefixtures("store")
def test_what_a_batch_does_not_find_is_a_unit_too() -> None:
    with metered() as units:
        capacities.read_many([("o", "once"), ("p", "once")])
    assert units.read == 2
