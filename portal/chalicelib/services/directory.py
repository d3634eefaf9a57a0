"""Who is who, for the pages of staff: the names behind ids, colleagues, and partners found by name."""

from collections.abc import Iterable, Iterator

from chalicelib.domain.accounts import Account, AccountState
from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Partner
from chalicelib.services.access import require_staff
from chalicelib.services.context import Context
from chalicelib.store import accounts, partners
from chalicelib.store.partners import FoundPartners, PartnerFilter

_FOUND_AT_MOST = 20
_PAGE = 100


def list_partners(context: Context, wanted: PartnerFilter, cursor: str | None = None) -> FoundPartners:
    """The partners of a filter, the newest first. A narrowed page looks at so many and leads on."""
    require_staff(context)
    if wanted.narrows:
        return partners.find_in_state(wanted, cursor)
    page = partners.list_by_state(wanted.state, cursor)
    return FoundPartners(page, len(page.items))


def partners_by_id(context: Context, ids: Iterable[str]) -> dict[str, Partner]:
    """Those of the partners that are there."""
    require_staff(context)
    return {one.id: one for one in partners.read_many(ids)}


def list_colleagues(context: Context) -> tuple[Account, ...]:
    """Staff and supervisors who work at present, without the one who asks, by name."""
    require_staff(context)
    working = [
        one
        for role in (Role.STAFF, Role.SUPERVISOR)
        for one in _all_of(role)
        if one.state is AccountState.ACTIVE and one.id != context.account_id
    ]
    return tuple(sorted(working, key=lambda one: one.name))


def _all_of(role: Role) -> Iterator[Account]:
    cursor: str | None = None
    while True:
        page = accounts.list_by_role(role, cursor, limit=_PAGE)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def find_approved_partners(context: Context, words: str) -> tuple[Partner, ...]:
    """Approved partners whose name, in either language, holds these words, the newest first; 20 at most."""
    wanted = PartnerFilter(PartnerState.APPROVED, words)
    found: list[Partner] = []
    cursor: str | None = None
    while True:
        page = list_partners(context, wanted, cursor).page
        found += page.items
        cursor = page.next_cursor
        if cursor is None or len(found) >= _FOUND_AT_MOST:
            return tuple(found[:_FOUND_AT_MOST])
