"""Partners in the store, and the lists of them."""

from dataclasses import dataclass
from itertools import islice

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Field
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Partner, gives_in, is_named
from chalicelib.domain.text import fold
from chalicelib.store.documents import Documents
from chalicelib.store.paging import PAGE_SIZE, Page, page_of, to_cursor, to_key
from chalicelib.store.tables import PartnerRow

_LOOKED_AT = 1000
"""So many a narrowed list looks at before it gives what it has: about a megabyte, a call or two."""

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


@dataclass(frozen=True, slots=True)
class PartnerFilter:
    """Which partners of a state a list shows; None is any, and so are no words. `words` stand in a name."""

    state: PartnerState
    words: str = ""
    field: Field | None = None
    area: Area | None = None

    @property
    def narrows(self) -> bool:
        """Whether it leaves some out that are in the state."""
        return bool(self.words or self.field or self.area)


@dataclass(frozen=True, slots=True)
class FoundPartners:
    """A page of those that fit, and how many were looked at for it."""

    page: Page[Partner]
    looked_at: int


def list_by_state(state: PartnerState, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Partner]:
    """The partners in that state, the newest first."""
    rows = PartnerRow.by_state.query(
        state.value, scan_index_forward=False, limit=limit, last_evaluated_key=to_key(cursor)
    )
    return page_of(PARTNERS, rows)


def find_in_state(
    wanted: PartnerFilter, cursor: str | None = None, limit: int = PAGE_SIZE, most: int = _LOOKED_AT
) -> FoundPartners:
    """The partners that fit, the newest first, among the next so many: no index knows fields and areas.

    A page may hold fewer than `limit`, or none, and still lead on.
    """
    rows = PartnerRow.by_state.query(
        wanted.state.value,
        scan_index_forward=False,
        page_size=most,
        last_evaluated_key=to_key(cursor),
    )
    found: list[Partner] = []
    words, looked_at = fold(wanted.words), 0
    for row in islice(rows, most):
        looked_at += 1
        partner = PARTNERS.parse(row)
        if gives_in(partner, wanted.field, wanted.area) and is_named(partner, words):
            found.append(partner)
        if len(found) == limit:
            break
    return FoundPartners(Page(tuple(found), to_cursor(rows.last_evaluated_key)), looked_at)
