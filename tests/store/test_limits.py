"""How often something may happen."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import DomainError, ErrorCode, Kind
from chalicelib.store import limits
from chalicelib.store.tables import LimitRow
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("store")
HOUR = timedelta(hours=1)


def test_so_many_and_no_more_in_a_window() -> None:
    for _time in range(3):
        limits.count("key", 3, HOUR, NOW)
    with pytest.raises(DomainError) as refusal:
        limits.count("key", 3, HOUR, NOW + timedelta(minutes=59))
    assert (refusal.value.code, refusal.value.kind) == (ErrorCode.TOO_MANY_REQUESTS, Kind.LIMITED)
    assert refusal.value.params == {"seconds": 60}


def test_the_next_window_begins_anew() -> None:
    limits.count("key", 1, HOUR, NOW)
    limits.count("key", 1, HOUR, NOW + HOUR)


def test_keys_do_not_count_for_each_other() -> None:
    limits.count("one", 1, HOUR, NOW)
    limits.count("other", 1, HOUR, NOW)


def test_a_refused_one_is_not_counted() -> None:
    limits.count("key", 1, HOUR, NOW)
    with pytest.raises(DomainError):
        limits.count("key", 1, HOUR, NOW)
    (row,) = LimitRow.scan()
    assert row.times == 1
    assert row.expires_at == NOW + 2 * HOUR
