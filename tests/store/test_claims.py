"""Keys that only one may hold."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.store import claims
from chalicelib.store.commit import commit
from tests.bench.counting import counted
from tests.factories import NOW
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("store")
TAKEN = conflict(ErrorCode.ALREADY_EXISTS)
LATER = NOW + timedelta(days=7)


def test_a_key_that_is_taken_is_refused_to_another_and_not_to_its_holder() -> None:
    commit([claims.take("key", "first", NOW, TAKEN)])
    assert claims.holder_of("key", NOW) == "first"
    assert refused(commit, [claims.take("key", "second", NOW, TAKEN)]) is ErrorCode.ALREADY_EXISTS
    commit([claims.take("key", "first", NOW, TAKEN)])


def test_a_key_taken_for_a_time_is_free_when_that_is_over() -> None:
    commit([claims.take("key", "first", NOW, TAKEN, LATER)])
    before = LATER - timedelta(seconds=1)
    assert (claims.holder_of("key", before), claims.holder_of("key", LATER)) == ("first", None)
    assert refused(commit, [claims.take("key", "second", before, TAKEN)]) is ErrorCode.ALREADY_EXISTS
    commit([claims.take("key", "second", LATER, TAKEN)])
    assert claims.holder_of("key", LATER) == "second"


def test_the_holders_of_many_keys_are_read_in_one_call_as_each_is_alone() -> None:
    commit([claims.take(f"key{number}", f"holder{number}", NOW, TAKEN) for number in range(30)])
    commit([claims.take("over", "first", NOW, TAKEN, LATER)])
    keys = [*(f"key{number}" for number in range(30)), "over", "free"]
    with counted() as traffic:
        found = claims.holders_of(keys, LATER)
    assert found == {key: holder for key in keys if (holder := claims.holder_of(key, LATER))}
    assert traffic.calls == ["BatchGetItem"]


def test_of_no_keys_nothing_is_asked() -> None:
    with counted() as traffic:
        assert claims.holders_of([], NOW) == {}
    assert traffic.calls == []


def test_a_key_is_made_good_by_its_holder() -> None:
    commit([claims.take("key", "first", NOW, TAKEN, LATER)])
    commit([claims.take("key", "first", NOW, TAKEN)])
    assert claims.holder_of("key", LATER + timedelta(days=999)) == "first"


def test_only_the_holder_lets_a_key_go() -> None:
    commit([claims.take("key", "first", NOW, TAKEN)])
    assert refused(commit, [claims.leave("key", "second")]) is ErrorCode.CHANGED_MEANWHILE
    commit([claims.leave("key", "first")])
    assert claims.holder_of("key", NOW) is None
    commit([claims.leave("key", "first")])


def test_a_key_is_handed_over_by_its_holder_alone() -> None:
    commit([claims.take("key", "first", NOW, TAKEN, LATER)])
    commit([claims.pass_on("key", "first", "second", NOW, TAKEN)])
    assert claims.holder_of("key", LATER) == "second"
    commit([claims.pass_on("key", "first", "second", NOW, TAKEN)])
    third = claims.pass_on("key", "first", "third", NOW, TAKEN)
    assert refused(commit, [third]) is ErrorCode.ALREADY_EXISTS


def test_a_key_that_nobody_holds_may_be_handed_over() -> None:
    commit([claims.pass_on("free", "first", "second", NOW, TAKEN)])
    commit([claims.take("over", "somebody", NOW, TAKEN, LATER)])
    commit([claims.pass_on("over", "first", "second", LATER, TAKEN)])
    assert claims.holder_of("free", NOW) == claims.holder_of("over", LATER) == "second"
