"""Partners: list, one, their agreements, and the decisions about them."""

from typing import Annotated

from pydantic import Field

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Field as Contribution
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.services import agreements, directory, partners, suspensions
from chalicelib.store.partners import PartnerFilter
from chalicelib.web.api.lists import list_view
from chalicelib.web.api.partner_views import AgreementView, PartnerView, partner_view
from chalicelib.web.requests import Request
from chalicelib.web.routing import SIGNED_IN, endpoint
from chalicelib.web.schemas import Body, ListQuery, ListView, View

ONE = "/api/v1/partners/{partner_id}"


class PartnerQuery(ListQuery):
    """Which partners: those whose name holds these words, that give in this field and serve this area."""

    state: PartnerState = PartnerState.APPROVED
    name: Annotated[str, Field(max_length=200)] = ""
    field: Contribution | None = None
    area: Area | None = None


class Decision(Body):
    """Why. The partner reads it."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class AgreementsView(View):
    """The agreements of a partner, the oldest first."""

    items: list[AgreementView]


@endpoint("/api/v1/partners", Role.STAFF)
def list_partners(request: Request, query: PartnerQuery) -> ListView[PartnerView]:
    """List the partners of a filter, the newest first; a page may be empty and still lead on to the next."""
    wanted = PartnerFilter(query.state, query.name, query.field, query.area)
    page = directory.list_partners(request.context, wanted, request.cursor).page
    return list_view(request, page, partner_view, ListView[PartnerView])


@endpoint(ONE, *SIGNED_IN)
def get_partner(request: Request) -> PartnerView:
    """Read a partner: oneself, or as staff any."""
    return partner_view(partners.read_partner(request.context, request.path["partner_id"]))


@endpoint(f"{ONE}/agreements", *SIGNED_IN)
def list_agreements(request: Request) -> AgreementsView:
    """List a partner's agreements."""
    found = agreements.list_agreements(request.context, request.path["partner_id"])
    return AgreementsView(items=[AgreementView.model_validate(one) for one in found])


@endpoint(f"{ONE}/approve", Role.STAFF, method="POST")
def approve_partner(request: Request) -> PartnerView:
    """Approve a partner that awaits review."""
    return partner_view(partners.approve_partner(request.context, request.path["partner_id"]))


@endpoint(f"{ONE}/decline", Role.STAFF, method="POST")
def decline_partner(request: Request, body: Decision) -> PartnerView:
    """Decline a partner that awaits review."""
    return partner_view(partners.decline_partner(request.context, request.path["partner_id"], body.reason))


@endpoint(f"{ONE}/reconsider", Role.STAFF, method="POST")
def reconsider_partner(request: Request) -> PartnerView:
    """Take a declined partner into review again."""
    return partner_view(partners.reconsider_partner(request.context, request.path["partner_id"]))


@endpoint(f"{ONE}/suspend", Role.SUPERVISOR, method="POST")
def suspend_partner(request: Request, body: Decision) -> PartnerView:
    """Suspend a partner: nothing new matches it."""
    return partner_view(suspensions.suspend(request.context, request.path["partner_id"], body.reason))


@endpoint(f"{ONE}/reinstate", Role.SUPERVISOR, method="POST")
def reinstate_partner(request: Request) -> PartnerView:
    """Reinstate a suspended partner."""
    return partner_view(partners.reinstate_partner(request.context, request.path["partner_id"]))
