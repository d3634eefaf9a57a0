"""The partners, by where they stand; those that wait for a review come first."""

from typing import Final

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import Field
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Partner
from chalicelib.services.directory import find_approved_partners
from chalicelib.services.partners import list_partners
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page
from chalicelib.web.routing import page

_TABS: Final = (
    PartnerState.AWAITING_REVIEW,
    PartnerState.REGISTERED,
    PartnerState.APPROVED,
    PartnerState.SUSPENDED,
    PartnerState.DECLINED,
)


@page("/portal/partners", Role.STAFF)
def partners(request: Request) -> Answer:
    """The partners in a state, the newest first; or the approved ones whose name holds some words."""
    name = request.query.one("name").strip()
    if name:
        found = find_approved_partners(request.context, name)
        return _listed(PartnerState.APPROVED, found, None, name)
    state = _state(request)
    listed = list_partners(request.context, state, request.cursor)
    return _listed(state, listed.items, listed.next_cursor, "")


def _state(request: Request) -> PartnerState:
    """What the address asks for; what it misspells asks for those that wait."""
    asked = request.query.one("state")
    return next((state for state in _TABS if state.value == asked), PartnerState.AWAITING_REVIEW)


def _listed(state: PartnerState, items: tuple[Partner, ...], next_cursor: str | None, name: str) -> Page:
    rows = [(one, [field for field in Field if field in one.profile.fields]) for one in items]
    values = {"tabs": _TABS, "state": state, "rows": rows, "next_cursor": next_cursor, "name": name}
    return Page("partners/list.html", values)
