"""The partners, by where they stand, what they give and where; those that wait for a review come first."""

from typing import Final

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Field
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.services.directory import list_partners
from chalicelib.store.partners import PartnerFilter
from chalicelib.web.asked_terms import asked_term
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
    """The partners of a filter, the newest first; a name is looked for among the approved ones."""
    wanted = _filter(request)
    found = list_partners(request.context, wanted, request.cursor)
    values = {
        "tabs": _TABS,
        "wanted": wanted,
        "rows": [
            (one, [field for field in Field if field in one.profile.fields]) for one in found.page.items
        ],
        "next_cursor": found.page.next_cursor,
        "looked_at": found.looked_at,
        "fields": tuple(Field),
        "areas": tuple(Area),
    }
    return Page("partners/list.html", values)


def _filter(request: Request) -> PartnerFilter:
    """What the address asks for; what it misspells asks for nothing, and for those that wait."""
    name = request.query.one("name").strip()
    asked = asked_term(PartnerState, request, "state") or PartnerState.AWAITING_REVIEW
    return PartnerFilter(
        state=PartnerState.APPROVED if name else asked,
        words=name,
        field=asked_term(Field, request, "field"),
        area=asked_term(Area, request, "area"),
    )
