"""One transaction: all or nothing, and the right refusal whatever the order."""

from dataclasses import replace
from itertools import permutations, product

import pytest

from chalicelib.domain.errors import DomainError, ErrorCode, conflict
from chalicelib.domain.partners import Partner
from chalicelib.store import partners
from chalicelib.store.commit import commit
from chalicelib.store.tables import ClaimRow
from chalicelib.store.writes import Kind, Write
from tests.factories import a_partner, a_profile
from tests.refusals import refused

REFUSALS = {
    Kind.CHECK: ErrorCode.PARTNER_NOT_APPROVED,
    Kind.DELETE: ErrorCode.NOTE_ERASED,
    Kind.PUT: ErrorCode.EMAIL_TAKEN,
}


@pytest.fixture(params=["store", pytest.param("roto", marks=pytest.mark.engines)], autouse=True)
def _either_store(request: pytest.FixtureRequest) -> None:
    """Both stores must tell the reasons of a cancelled transaction in the same order."""
    request.getfixturevalue(request.param)


def write_of(kind: Kind, *, fails: bool) -> Write:
    """A write of that kind, to a key of its own, whose condition holds or does not."""
    row = ClaimRow(kind.value, holder="somebody")
    condition = ClaimRow.key.exists() if fails else ClaimRow.key.does_not_exist()
    return Write(kind, row, condition, conflict(REFUSALS[kind]))


def test_the_refusal_is_that_of_the_write_that_failed_in_whatever_order_they_were_given() -> None:
    for failing, order in product(Kind, permutations(Kind)):
        writes = [write_of(kind, fails=kind is failing) for kind in order]
        assert refused(commit, writes) is REFUSALS[failing]


def test_of_two_puts_the_one_that_failed_is_told() -> None:
    taken, free = a_partner(), a_partner()
    commit([partners.save(taken, None)])
    first = partners.save(free, None)
    second = replace(partners.save(taken, None), refusal=conflict(ErrorCode.ALREADY_EXISTS))
    assert refused(commit, [first, second]) is ErrorCode.ALREADY_EXISTS
    assert refused(commit, [second, first]) is ErrorCode.ALREADY_EXISTS


def test_nothing_is_written_when_one_condition_fails() -> None:
    partner = a_partner()
    assert refused(commit, [partners.save(partner, None), write_of(Kind.CHECK, fails=True)])
    assert partners.find(partner.id) is None


def test_a_check_that_holds_writes_nothing() -> None:
    partner = a_partner()
    commit([write_of(Kind.CHECK, fails=False), partners.save(partner, None)])
    assert partners.find(partner.id) == partner
    with pytest.raises(ClaimRow.DoesNotExist):
        ClaimRow.get(Kind.CHECK.value)


def wordy(count: int, letters: int) -> list[Partner]:
    return [a_partner(profile=a_profile(name_ar="ش" * letters)) for _one in range(count)]


def test_a_hundred_items_fit_and_one_more_does_not() -> None:
    commit([partners.save(one, None) for one in wordy(100, 1)])
    too_many = [partners.save(one, None) for one in wordy(101, 1)]
    assert refused(commit, too_many) is ErrorCode.TRANSACTION_TOO_LARGE


def test_more_than_three_megabytes_are_refused_before_they_are_sent() -> None:
    large = wordy(10, 160_000)
    with pytest.raises(DomainError) as refusal:
        commit([partners.save(one, None) for one in large])
    assert refusal.value.code is ErrorCode.TRANSACTION_TOO_LARGE
    assert partners.find(large[0].id) is None
