"""Offerings in the store."""

from chalicelib.domain.lifecycle import OfferingState
from chalicelib.domain.offerings import Offering
from chalicelib.store.documents import Documents
from chalicelib.store.paging import PAGE_SIZE, Page, page_of, to_key
from chalicelib.store.tables import OfferingRow

OFFERINGS = Documents(
    "offering",
    OfferingRow,
    Offering,
    lambda one: {"id": one.id, "partner_id": one.partner_id, "state": one.state.value},
)
find, read, read_many, save = OFFERINGS.find, OFFERINGS.read, OFFERINGS.read_many, OFFERINGS.save


def list_of(partner_id: str, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Offering]:
    """The offerings of a partner, the newest first."""
    rows = OfferingRow.by_partner.query(
        partner_id, scan_index_forward=False, limit=limit, last_evaluated_key=to_key(cursor)
    )
    return page_of(OFFERINGS, rows)


def list_by_state(state: OfferingState, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Offering]:
    """The offerings in that state, the oldest first."""
    rows = OfferingRow.by_state.query(state.value, limit=limit, last_evaluated_key=to_key(cursor))
    return page_of(OFFERINGS, rows)
