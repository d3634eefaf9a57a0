"""Rows that were written before a field was there are read, with what the field means by default."""

import json

import pytest

from chalicelib.domain.needs import CascadeState
from chalicelib.store import needs
from chalicelib.store.tables import NeedRow, Row
from tests.stored import a_stored_need

pytestmark = pytest.mark.usefixtures("store")


def written_before(row: Row, *fields: str) -> None:
    """Take the fields out of a row's document, as if they had never been."""
    document = json.loads(row.document)
    for name in fields:
        del document[name]
    row.document = json.dumps(document)
    row.save()


def test_a_need_from_before_the_cascade_goes_on_by_itself() -> None:
    need = a_stored_need()
    written_before(NeedRow.get(need.id), "manual", "cascade")
    old = needs.read(need.id)
    assert (old.manual, old.cascade) == (False, CascadeState.IDLE)
    assert old == need
