"""Needs: list, one, post, explain, matches, close, reopen."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import OTHER, Form, Unit
from chalicelib.domain.lifecycle import NeedState
from chalicelib.domain.needs import (
    LARGEST_QUANTITY,
    Attestation,
    Circumstance,
    NeedDetails,
    Outcome,
    Priority,
)
from chalicelib.services import needs as services
from chalicelib.services.cascade import make_automatic, make_manual
from chalicelib.store.needs import ListedNeed, NeedFilter
from chalicelib.web.api.assignment_views import AssignmentView, assignment_view
from chalicelib.web.api.lists import list_view
from chalicelib.web.api.need_views import NeedView, need_view
from chalicelib.web.requests import Request
from chalicelib.web.routing import endpoint
from chalicelib.web.schemas import Body, ListQuery, ListView, View

Code = Annotated[str, Field(max_length=40)]
Reference = Annotated[str, Field(min_length=3, max_length=60)]
Words = Annotated[str, Field(max_length=2000)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class NeedOrder(StrEnum):
    URGENCY = "urgency"
    NEWEST = "newest"


class NeedQuery(ListQuery):
    """Which needs, and in which order."""

    state: NeedState = NeedState.OPEN
    priority: Priority | None = None
    category: Code | None = None
    area: Area | None = None
    owner: Id | None = None
    order: NeedOrder = NeedOrder.URGENCY


class ListedNeedView(View):
    """A need of a list, with how many of its units are with somebody."""

    need: NeedView
    covered: int


class NewNeed(Body):
    """A need to post. It names nobody; the case reference stands for the case."""

    case_reference: Reference
    category: Code
    words: Words = ""
    quantity: Annotated[int, Field(ge=1, le=LARGEST_QUANTITY)]
    unit: Unit | None = None
    area: Area
    circumstance: Circumstance
    priority: Priority
    deadline: AwareDatetime
    registered: Attestation
    low_income: Attestation
    summary: Words
    sensitive: bool = False
    excluded_partners: Annotated[tuple[Id, ...], Field(max_length=50)] = ()
    private_note: Words = ""
    another_of: Id | None = None


class CoverageView(View):
    """How far the need is covered, in its unit; `live` counts assignments that are still on their way."""

    quantity: int
    proposed: int
    accepted: int
    delivered: int
    confirmed: int
    uncovered: int
    live: int


class WholeNeedView(View):
    """A need with its assignments and the coverage that follows from them."""

    need: NeedView
    coverage: CoverageView
    assignments: list[AssignmentView]


class Closing(Body):
    """How the need ended."""

    outcome: Outcome
    reason: Words = ""


class CascadeSwitch(Body):
    """Whether staff alone place the need."""

    manual: bool


class Reopening(Body):
    """Until when it is needed now."""

    deadline: AwareDatetime


@endpoint("/api/v1/needs", Role.STAFF)
def list_needs(request: Request, query: NeedQuery) -> ListView[ListedNeedView]:
    """List needs, the most urgent or the newest first."""
    wanted = NeedFilter(
        state=query.state,
        priority=query.priority,
        category=query.category,
        area=query.area,
        owner=query.owner,
    )
    newest = query.order is NeedOrder.NEWEST
    listing = services.list_needs_by_age if newest else services.list_needs_by_urgency
    page = listing(request.context, wanted, request.cursor)
    return list_view(request, page, _listed, ListView[ListedNeedView])


def _listed(listed: ListedNeed) -> ListedNeedView:
    return ListedNeedView(need=need_view(listed.need), covered=listed.covered)


@endpoint("/api/v1/needs", Role.STAFF, method="POST", status=201)
def post_need(request: Request, body: NewNeed) -> NeedView:
    """Post a need. While the same case, category and area is open, it is refused and the first is named."""
    need = services.post_need(
        request.context, request.context.new_id(), _details(body), body.private_note, body.another_of
    )
    return need_view(need)


def _details(body: NewNeed) -> NeedDetails:
    return NeedDetails(
        case_reference=body.case_reference,
        category=body.category,
        quantity=body.quantity,
        unit=body.unit or Unit.PIECE,
        form=Form.FINANCIAL if body.unit is Unit.AED else Form.IN_KIND,
        area=body.area,
        circumstance=body.circumstance,
        priority=body.priority,
        deadline=body.deadline,
        registered=body.registered,
        low_income=body.low_income,
        summary=body.summary,
        words=body.words if body.category == OTHER else "",
        sensitive=body.sensitive,
        excluded_partners=frozenset(body.excluded_partners),
    )


@endpoint("/api/v1/needs/{need_id}", Role.STAFF)
def get_need(request: Request) -> WholeNeedView:
    """Read a need with its assignments and its coverage."""
    view = services.read_need(request.context, request.path["need_id"])
    return WholeNeedView(
        need=need_view(view.need),
        coverage=CoverageView.model_validate(view.coverage),
        assignments=[assignment_view(one) for one in view.assignments],
    )


@endpoint("/api/v1/needs/{need_id}/cascade", Role.STAFF, method="POST")
def switch_cascade(request: Request, body: CascadeSwitch) -> NeedView:
    """Keep a need in the hands of staff, or let what partners do not take go on by itself."""
    switch = make_manual if body.manual else make_automatic
    return need_view(switch(request.context, request.path["need_id"]))


@endpoint("/api/v1/needs/{need_id}/close", Role.STAFF, method="POST")
def close_need(request: Request, body: Closing) -> NeedView:
    """Close a need with its outcome."""
    return need_view(services.close_need(request.context, request.path["need_id"], body.outcome, body.reason))


@endpoint("/api/v1/needs/{need_id}/reopen", Role.SUPERVISOR, method="POST")
def reopen_need(request: Request, body: Reopening) -> NeedView:
    """Open a closed need again."""
    deadline: datetime = body.deadline
    return need_view(services.reopen_need(request.context, request.path["need_id"], deadline))
