"""Several tables read in one call."""

from typing import Any

import pytest

from chalicelib.domain.capacity import Capacity
from chalicelib.domain.records import PartnerRecord
from chalicelib.store import agreements, capacities, connection, partners, records
from chalicelib.store.commit import commit
from chalicelib.store.together import Wanted, read_together
from tests.bench.counting import counted
from tests.stored import a_stored_partner

pytestmark = pytest.mark.usefixtures("store")


def some_capacities(count: int) -> list[Capacity]:
    stored = [Capacity(f"o{number:03}", "once", total=number + 1, version=1) for number in range(count)]
    for first in range(0, count, 50):
        commit([capacities.save(one, None) for one in stored[first : first + 50]])
    return stored


def keys_of(wanted: list[Capacity]) -> frozenset[tuple[str, str]]:
    return frozenset((one.offering_id, one.period) for one in wanted)


def by_id(found: list[Capacity]) -> list[Capacity]:
    return sorted(found, key=lambda one: one.offering_id)


def test_each_kind_of_thing_is_found_by_its_own_keys_in_one_call() -> None:
    partner = a_stored_partner()
    commit([records.save(PartnerRecord(partner.id, answered=3, version=1), None)])
    owning = Wanted(partners.PARTNERS, frozenset({partner.id}))
    answered = Wanted(records.RECORDS, frozenset({partner.id}))
    agreed = Wanted(agreements.AGREEMENTS, frozenset({(partner.id, partner.agreements[0])}))
    with counted() as traffic:
        read_together(owning, answered, agreed)
    assert owning.found == [partner]
    assert [one.answered for one in answered.found] == [3]
    assert [(one.partner_id, one.id) for one in agreed.found] == [(partner.id, partner.agreements[0])]
    assert traffic.calls == ["BatchGetItem"]


def test_what_is_not_there_is_not_found_and_nothing_wanted_asks_nothing() -> None:
    partner = a_stored_partner()
    owning = Wanted(partners.PARTNERS, frozenset({partner.id, "01JNOBODY"}))
    read_together(owning, Wanted(records.RECORDS, frozenset({partner.id})))
    assert owning.found == [partner]
    with counted() as traffic:
        read_together(Wanted(partners.PARTNERS, frozenset()))
    assert traffic.calls == []


def test_more_than_a_call_takes_is_read_in_several() -> None:
    stored = some_capacities(130)
    wanted = Wanted(capacities.CAPACITIES, keys_of(stored))
    with counted() as traffic:
        read_together(wanted)
    assert by_id(wanted.found) == stored
    assert len(traffic.calls) == 2


def test_what_the_store_leaves_over_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = some_capacities(6)
    whole = connection.shared().dispatch

    def answering_half(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        ((table, of_table),) = asked["RequestItems"].items()
        now, later = of_table["Keys"][:2], of_table["Keys"][2:]
        answer = whole(operation, {"RequestItems": {table: {**of_table, "Keys": now}}})
        left = {table: {**of_table, "Keys": later}} if later else {}
        return {**answer, "UnprocessedKeys": left}

    monkeypatch.setattr(connection.shared(), "dispatch", answering_half)
    wanted = Wanted(capacities.CAPACITIES, keys_of(stored))
    read_together(wanted)
    assert by_id(wanted.found) == stored
