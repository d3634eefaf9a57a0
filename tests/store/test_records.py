"""What is remembered of partners."""

import pytest

from chalicelib.store import records

pytestmark = pytest.mark.usefixtures("store")


def test_a_newcomer_has_an_empty_record() -> None:
    assert (records.read("new").answered, records.read_many(["new"])) == (0, {})
