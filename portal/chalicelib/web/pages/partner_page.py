"""A partner's page for staff, and the pages on which its lists go on."""

from chalicelib.domain.actors import Role
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.agreements import list_agreements
from chalicelib.services.assignments import list_assignments_of
from chalicelib.services.partners import read_partner
from chalicelib.services.trail import list_trail
from chalicelib.web.assignment_words import look_of
from chalicelib.web.partner_overview import agreement_rows, partner_page, profile_values
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page
from chalicelib.web.routing import page
from chalicelib.web.trail_words import tell

_PATH = "/portal/partners/{partner_id}"


@page(_PATH, Role.STAFF)
def partner(request: Request) -> Answer:
    """The whole of it, with what may be done next."""
    return partner_page(request, request.path["partner_id"])


@page(f"{_PATH}/agreements", Role.STAFF)
def agreements_of(request: Request) -> Answer:
    """Every agreement, the newest first."""
    one = read_partner(request.context, request.path["partner_id"])
    found = list_agreements(request.context, one.id)[::-1]
    rows = agreement_rows(found, day_in_dubai(request.now))
    return Page("partners/agreements.html", {**profile_values(one), "agreements": rows})


@page(f"{_PATH}/requests", Role.STAFF)
def requests_of(request: Request) -> Answer:
    """Everything that was ever asked of it: what waits for an answer, the commitments, the past."""
    one = read_partner(request.context, request.path["partner_id"])
    found = list_assignments_of(request.context, one.id, request.cursor)
    values = {"assignments": found.items, "next_cursor": found.next_cursor, "look_of": look_of}
    return Page("partners/requests.html", {**profile_values(one), **values})


@page(f"{_PATH}/trail", Role.STAFF)
def trail_of(request: Request) -> Answer:
    """Everything that happened to it, the newest first."""
    one = read_partner(request.context, request.path["partner_id"])
    events = list_trail(request.context, f"partner:{one.id}", request.cursor)
    told = tell(request.context, events.items, request.language)
    values = {"events": told, "next_cursor": events.next_cursor}
    return Page("partners/trail.html", {**profile_values(one), **values})
