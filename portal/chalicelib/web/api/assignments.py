"""Assignments: propose parts of a need, read them, and every move of one."""

from typing import Annotated

from pydantic import Field

from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Answer, Assignment, DeclineReason
from chalicelib.domain.errors import not_permitted
from chalicelib.domain.needs import LARGEST_QUANTITY
from chalicelib.services import answers
from chalicelib.services.assignments import list_assignments_of, read_assignment
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.web.api.assignment_views import (
    AssignmentView,
    SeenAssignmentView,
    assignment_view,
    seen_assignment_view,
)
from chalicelib.web.api.lists import list_view
from chalicelib.web.requests import Request
from chalicelib.web.routing import SIGNED_IN, endpoint
from chalicelib.web.schemas import Body, ListQuery, ListView, View

Units = Annotated[int, Field(ge=1, le=LARGEST_QUANTITY)]
ONE = "/api/v1/needs/{need_id}/assignments/{assignment_id}"


class NewPart(Body):
    """How much of the need goes to which offering."""

    offering_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    quantity: Units


class Proposal(Body):
    """Parts to propose, all of them or none."""

    parts: Annotated[list[NewPart], Field(min_length=1, max_length=5)]


class AssignmentsView(View):
    """The assignments that were made."""

    items: list[AssignmentView]


class Quantity(Body):
    """How much, in the need's unit."""

    quantity: Units


class Declining(Body):
    """Why not. Declining carries no penalty."""

    reason: DeclineReason
    words: Annotated[str, Field(max_length=500)] = ""


@endpoint("/api/v1/assignments", Role.PARTNER)
def list_own_assignments(request: Request, query: ListQuery) -> ListView[SeenAssignmentView]:  # noqa: ARG001 (the cursor is in the request)
    """List one's own assignments, the newest first."""
    partner_id = request.context.actor.partner_id
    if partner_id is None:
        raise not_permitted()
    page = list_assignments_of(request.context, partner_id, request.cursor)
    return list_view(request, page, seen_assignment_view, ListView[SeenAssignmentView])


@endpoint("/api/v1/needs/{need_id}/assignments", Role.STAFF, method="POST", status=201)
def propose_parts(request: Request, body: Proposal) -> AssignmentsView:
    """Propose parts of a need to offerings; each holds its units until it is answered or its time is over."""
    parts = [Part(part.offering_id, part.quantity) for part in body.parts]
    made = propose(request.context, request.path["need_id"], parts)
    return AssignmentsView(items=[assignment_view(one) for one in made])


@endpoint(ONE, *SIGNED_IN)
def get_assignment(request: Request) -> SeenAssignmentView:
    """Read an assignment with what its partner may see of the need."""
    return seen_assignment_view(read_assignment(request.context, *_ids(request)))


def _ids(request: Request) -> tuple[str, str]:
    return request.path["need_id"], request.path["assignment_id"]


def _answer(request: Request, reason: DeclineReason | None = None, words: str = "") -> Answer:
    return Answer(request.now, request.context.account_id, reason=reason, words=words)


def _view(assignment: Assignment) -> AssignmentView:
    return assignment_view(assignment)


@endpoint(f"{ONE}/accept", *SIGNED_IN, method="POST")
def accept(request: Request, body: Quantity) -> AssignmentView:
    """Accept all that was proposed, or a part of it; after the time to answer, what is still needed of it."""
    return _view(answers.accept(request.context, *_ids(request), body.quantity, _answer(request)))


@endpoint(f"{ONE}/decline", *SIGNED_IN, method="POST")
def decline(request: Request, body: Declining) -> AssignmentView:
    """Decline, before or after acceptance."""
    answer = _answer(request, body.reason, body.words)
    return _view(answers.decline(request.context, *_ids(request), answer))


@endpoint(f"{ONE}/withdraw", Role.STAFF, method="POST")
def withdraw(request: Request) -> AssignmentView:
    """Take back a proposal that is not answered yet."""
    return _view(answers.withdraw(request.context, *_ids(request)))


@endpoint(f"{ONE}/cancel", Role.STAFF, method="POST")
def cancel(request: Request) -> AssignmentView:
    """Take back what was accepted and is not delivered."""
    return _view(answers.cancel(request.context, *_ids(request)))


@endpoint(f"{ONE}/deliver", *SIGNED_IN, method="POST")
def deliver(request: Request, body: Quantity) -> AssignmentView:
    """Say how much was delivered."""
    return _view(answers.deliver(request.context, *_ids(request), body.quantity))


@endpoint(f"{ONE}/dispute", Role.STAFF, method="POST")
def dispute(request: Request) -> AssignmentView:
    """Say that it did not arrive."""
    return _view(answers.dispute(request.context, *_ids(request)))


@endpoint(f"{ONE}/confirm", Role.STAFF, method="POST")
def confirm(request: Request, body: Quantity) -> AssignmentView:
    """Say how much really arrived."""
    return _view(answers.confirm(request.context, *_ids(request), body.quantity))
