"""Partners in the store."""

from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Partner
from chalicelib.store.documents import Documents
from chalicelib.store.paging import PAGE_SIZE, Page, page_of, to_key
from chalicelib.store.tables import PartnerRow

PARTNERS = Documents(
    "partner",
    PartnerRow,
    Partner,
    lambda partner: {
        "id": partner.id,
        "state": partner.state.value,
        "registered_at": partner.registered_at.isoformat(),
    },
)
find, read, read_many, save = PARTNERS.find, PARTNERS.read, PARTNERS.read_many, PARTNERS.save


def list_by_state(state: PartnerState, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Partner]:
    """The partners in that state, the newest first."""
    rows = PartnerRow.by_state.query(
        state.value, scan_index_forward=False, limit=limit, last_evaluated_key=to_key(cursor)
    )
    return page_of(PARTNERS, rows)
