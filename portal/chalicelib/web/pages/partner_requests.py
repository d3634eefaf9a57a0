"""A partner's first page: what waits for its answer, what it has promised, and what is past."""

from collections.abc import Iterable

from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import AssignmentState, PartnerState
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.agreements import list_agreements
from chalicelib.services.assignments import SeenAssignment, list_assignments_of
from chalicelib.services.offerings import list_offerings_of
from chalicelib.services.partners import read_partner
from chalicelib.web.agreement_view import may_be_signed
from chalicelib.web.assignment_words import look_of, own_state
from chalicelib.web.own_partner import own_partner_id
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page
from chalicelib.web.routing import page

_ASKED = {AssignmentState.PROPOSED}
_OWED = {AssignmentState.ACCEPTED, AssignmentState.PARTLY_ACCEPTED}


@page("/portal/requests", Role.PARTNER)
def requests(request: Request) -> Answer:
    """Everything that was ever asked of the partner, the most urgent first."""
    found = list_assignments_of(request.context, own_partner_id(request), request.cursor)
    past = set(AssignmentState) - _ASKED - _OWED
    values = {
        "asked": _in(found.items, _ASKED),
        "owed": _in(found.items, _OWED),
        "past": _in(found.items, past),
        "next_cursor": found.next_cursor,
        "own_state": own_state,
        "look_of": look_of,
        **_hints(request, newcomer=not found.items),
    }
    return Page("requests/list.html", values)


def _in(seen: Iterable[SeenAssignment], states: Iterable[AssignmentState]) -> list[SeenAssignment]:
    return [one for one in seen if one.assignment.state in states]


def _hints(request: Request, *, newcomer: bool) -> dict[str, object]:
    """What stands between the partner and its next request."""
    context, partner_id = request.context, own_partner_id(request)
    partner, today = read_partner(context, partner_id), day_in_dubai(request.now)
    agreements = list_agreements(context, partner_id)
    return {
        "suspended": partner.state is PartnerState.SUSPENDED,
        "reason": partner.decision_reason,
        "to_sign": [one for one in agreements if may_be_signed(one, today)],
        "lists_nothing": newcomer and not list_offerings_of(context, partner_id).items,
    }
