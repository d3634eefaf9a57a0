"""Offerings: list, one, list a new one, pause, resume, retire."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Form, Unit
from chalicelib.domain.errors import not_permitted
from chalicelib.domain.offerings import LARGEST_CAPACITY, OfferingTerms
from chalicelib.domain.periods import Renewal
from chalicelib.services import offerings
from chalicelib.web.api.lists import list_view
from chalicelib.web.api.offering_views import OfferingView, offering_view
from chalicelib.web.requests import Request
from chalicelib.web.routing import SIGNED_IN, endpoint
from chalicelib.web.schemas import Body, ListQuery, ListView

ONE = "/api/v1/offerings/{offering_id}"


class NewOffering(Body):
    """What one can give. `category` is "other" for what `words` describe until staff place it."""

    category: Annotated[str, Field(max_length=40)]
    words: Annotated[str, Field(max_length=2000)] = ""
    form: Form
    unit: Unit
    capacity: Annotated[int, Field(ge=1, le=LARGEST_CAPACITY)]
    renewal: Renewal
    areas: Annotated[list[Area], Field(min_length=1, max_length=10)]
    available_from: date
    available_to: date | None = None
    lead_time_hours: Annotated[int, Field(ge=0, le=24 * 90)] = 0
    conditions: Annotated[str, Field(max_length=2000)] = ""


@endpoint("/api/v1/partners/{partner_id}/offerings", *SIGNED_IN)
def list_offerings(request: Request, query: ListQuery) -> ListView[OfferingView]:  # noqa: ARG001 (the cursor is in the request)
    """List a partner's offerings with their capacity, the newest first."""
    page = offerings.list_offerings_of(request.context, request.path["partner_id"], request.cursor)
    return list_view(request, page, offering_view, ListView[OfferingView])


@endpoint("/api/v1/offerings", Role.PARTNER, method="POST", status=201)
def list_new_offering(request: Request, body: NewOffering) -> OfferingView:
    """List an offering of one's own."""
    partner_id = request.context.actor.partner_id
    if partner_id is None:
        raise not_permitted()
    given = body.model_dump()
    terms = OfferingTerms(**{**given, "areas": frozenset(body.areas)})
    listed = offerings.list_offering(request.context, partner_id, terms)
    return _view(request, listed.id)


def _view(request: Request, offering_id: str) -> OfferingView:
    return offering_view(offerings.read_offering(request.context, offering_id))


@endpoint(ONE, *SIGNED_IN)
def get_offering(request: Request) -> OfferingView:
    """Read an offering: one's own, or as staff any."""
    return _view(request, request.path["offering_id"])


@endpoint(f"{ONE}/pause", *SIGNED_IN, method="POST")
def pause_offering(request: Request) -> OfferingView:
    """Pause an offering: nothing new matches it."""
    offerings.pause_offering(request.context, request.path["offering_id"])
    return _view(request, request.path["offering_id"])


@endpoint(f"{ONE}/resume", *SIGNED_IN, method="POST")
def resume_offering(request: Request) -> OfferingView:
    """Resume a paused offering."""
    offerings.resume_offering(request.context, request.path["offering_id"])
    return _view(request, request.path["offering_id"])


@endpoint(f"{ONE}/retire", *SIGNED_IN, method="POST")
def retire_offering(request: Request) -> OfferingView:
    """Retire an offering that holds no reservation, for good."""
    offerings.retire_offering(request.context, request.path["offering_id"])
    return _view(request, request.path["offering_id"])
