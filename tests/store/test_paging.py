"""Lists a page at a time."""

import base64
from datetime import timedelta

import pytest

from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.store import offerings, partners
from chalicelib.store.commit import commit
from chalicelib.store.paging import to_cursor, to_key
from tests.factories import NOW, a_partner, an_offering
from tests.refusals import refused


@pytest.mark.usefixtures("store")
def test_pages_follow_each_other_without_gap_or_overlap() -> None:
    stored = [a_partner(registered_at=NOW + timedelta(minutes=minute)) for minute in range(7)]
    commit([partners.save(one, None) for one in stored])
    seen: list[str] = []
    cursor: str | None = None
    pages = 0
    while pages == 0 or cursor:
        page = partners.list_by_state(PartnerState.APPROVED, cursor, limit=3)
        assert len(page.items) <= 3
        seen += [one.id for one in page.items]
        cursor, pages = page.next_cursor, pages + 1
    assert seen == [one.id for one in reversed(stored)]
    assert pages == 3


@pytest.mark.usefixtures("store")
def test_a_list_with_nothing_in_it_is_one_empty_page() -> None:
    page = partners.list_by_state(PartnerState.DECLINED)
    assert (page.items, page.next_cursor) == ((), None)


@pytest.mark.usefixtures("store")
def test_the_offerings_of_one_partner_are_not_those_of_another() -> None:
    partner, other = a_partner(), a_partner()
    mine = an_offering(partner)
    commit([offerings.save(mine, None), offerings.save(an_offering(other), None)])
    assert offerings.list_of(partner.id).items == (mine,)


def test_a_cursor_leads_back_to_its_key() -> None:
    key = {"id": {"S": "01J"}, "state": {"S": "approved"}}
    assert to_key(to_cursor(key)) == key
    assert (to_cursor(None), to_key(None), to_key("")) == (None, None, None)


@pytest.mark.parametrize(
    "forged",
    [
        "x",
        "not base64",
        "٣",
        base64.urlsafe_b64encode(b"[1]").decode(),
        base64.b64encode(b'{"id": 1}').decode(),
    ],
)
def test_a_cursor_that_is_none_of_ours_is_refused(forged: str) -> None:
    assert refused(to_key, forged) is ErrorCode.CURSOR_INVALID
