"""One transaction: all or nothing, and the right refusal whatever the order."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import permutations, product
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse, HTTPHeaders
from pynamodb.exceptions import TransactWriteError

from chalicelib.domain.errors import DomainError, ErrorCode, conflict
from chalicelib.domain.partners import Partner
from chalicelib.store import connection, partners
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


def cancelled(code: str) -> AWSResponse:
    """What DynamoDB answers when it cancels a transaction of one write for that reason."""
    kind = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"
    answer = {"__type": kind, "Message": "cancelled", "CancellationReasons": [{"Code": code}]}
    return AWSResponse("", 400, HTTPHeaders(), Sent(json.dumps(answer).encode()))


class Sent(BytesIO):
    """A body as urllib3 hands it over."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


def answer_with(code: str) -> None:
    """From now on the store cancels every transaction."""
    answer: Any = lambda **_: cancelled(code)  # noqa: E731 (botocore's types know no handler that answers)
    events = connection.shared().client.meta.events
    events.register_first("before-send.dynamodb.TransactWriteItems", answer)


@pytest.mark.parametrize("code", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
def test_what_was_only_in_the_way_or_too_much_at_once_may_be_tried_again(code: str) -> None:
    answer_with(code)
    assert refused(commit, [write_of(Kind.PUT, fails=False)]) is ErrorCode.CHANGED_MEANWHILE


def test_what_is_wrong_with_a_transaction_is_not_tried_again() -> None:
    answer_with("ValidationError")
    with pytest.raises(TransactWriteError):
        commit([write_of(Kind.PUT, fails=False)])
